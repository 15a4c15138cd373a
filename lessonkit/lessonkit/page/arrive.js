/**
 * Where the address of a page sets a widget (`?ID.NAME=…`), the page opens at that widget, and the focus is there. What
 * comes later and is taller than its place, above or in the widget, does not push it away, until the reader acts. A
 * fragment of the address goes first, and a page that is loaded again stays where it was.
 *
 * @param {HTMLElement} element
 * @param {string} prefix
 */
export function arrive(element, prefix) {
  const asked = [...new URLSearchParams(location.search).keys()].find((key) => key.includes("."));
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (asked?.split(".")[0] !== prefix || location.hash || visit?.type !== "navigate") return;

  const card = /** @type {HTMLElement} */ (element.querySelector(".course-card") ?? element);
  let place = NaN;
  const bring = () => {
    card.scrollIntoView({ block: "start", behavior: "instant" });
    place = scrollY;
  };
  const observer = new ResizeObserver(bring);
  const stop = new AbortController();
  // The browser would hold on to something inside the widget, while its top moves.
  const { style } = document.documentElement;
  style.overflowAnchor = "none";
  const leave = () => {
    style.overflowAnchor = "";
    stop.abort();
    observer.disconnect();
  };
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(act, leave, { signal: stop.signal, passive: true, capture: true });
  }
  addEventListener("scroll", () => {
    if (Math.abs(scrollY - place) > 1) leave();
  }, { signal: stop.signal });

  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  bring();
  observer.observe(document.body);
  addEventListener("load", bring, { signal: stop.signal });
}
