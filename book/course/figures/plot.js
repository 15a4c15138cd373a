const here = typeof document !== "undefined" && document.currentScript?.src;
let asked;

/**
 * Plotly, loaded once a page and only when asked for: from beside this script on the built site, from
 * the kernel in a live notebook.
 */
function loadPlotly(model) {
  if (!globalThis.coursePlotly) {
    asked = model;
    globalThis.coursePlotly = here ? fromSite() : fromKernel(model);
  }
  return globalThis.coursePlotly;
}

/** A view is gone: if its kernel was asked for Plotly and has not answered, the next view asks again. */
export function stopWaiting(model) {
  if (asked === model && !globalThis.Plotly) globalThis.coursePlotly = undefined;
}

function fromSite() {
  return insertScript(new URL("plotly.min.js", here).href);
}

function fromKernel(model) {
  return new Promise((resolve, reject) => {
    model.on("msg:custom", (message, buffers) => {
      if (message.type !== "plotly") return;
      const url = URL.createObjectURL(new Blob(buffers, { type: "text/javascript" }));
      insertScript(url).then(resolve, reject);
    });
    model.send({ type: "plotly" });
  });
}

function insertScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
}

/** Call `act` once, when `element` comes within a screen's height of being seen. */
export function whenNear(element, act) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  }, { rootMargin: "60% 0px" });
  observer.observe(element);
}

/** Tell `act` each time the reader changes between light and dark, and around printing, until `signal`. */
export function onScheme(act, signal) {
  const options = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  const observer = new MutationObserver(() => act(isDark()));
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
  addEventListener("beforeprint", () => act(false), { signal });
  addEventListener("afterprint", () => act(isDark()), { signal });
  signal?.addEventListener("abort", () => observer.disconnect());
}

export function isDark() {
  return document.documentElement.dataset.theme === "dark"
    || document.body.dataset.jpThemeLight === "false";
}

/** A copy of a Plotly figure in which each light colour of `palette` has its dark value. */
export function inScheme(figure, palette, dark) {
  return JSON.parse(JSON.stringify(figure), (key, value) =>
    (dark && typeof value === "string" && palette[value]?.dark) || value);
}

const config = { displayModeBar: false, responsive: true, scrollZoom: false };

/**
 * Put a Plotly figure in the place of the picture in `holder`, in the reader's colours, until `signal`.
 *
 * @returns {Promise<(curves: {x: Float64Array, y: Float64Array}[]) => void>} Shows other curves.
 */
export async function plotInto(holder, figure, palette, model, signal) {
  const library = await loadPlotly(model);
  if (signal?.aborted) return () => {};
  const target = document.createElement("div");
  target.className = "course-plot";
  holder.replaceChildren(target);
  let painted;
  const paint = () => library.react(target, painted.data, painted.layout, config);
  const paintScheme = (dark) => {
    const curves = painted?.data.map(({ x, y }) => ({ x, y }));
    painted = inScheme(figure, palette, dark);
    curves?.forEach((curve, i) => Object.assign(painted.data[i], curve));
    paint();
  };
  paintScheme(isDark());
  onScheme(paintScheme, signal);
  // Plotly follows the window only; a notebook's boxes and side bars change the width of the place alone.
  const observer = new ResizeObserver(() => { if (target.clientWidth) library.Plots.resize(target); });
  observer.observe(holder);
  signal?.addEventListener("abort", () => {
    observer.disconnect();
    library.purge(target);
  });
  return (curves) => {
    curves.forEach((curve, i) => Object.assign(painted.data[i], curve));
    painted.layout.datarevision = (painted.layout.datarevision ?? 0) + 1;
    paint();
  };
}
