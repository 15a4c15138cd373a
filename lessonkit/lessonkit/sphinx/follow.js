/** The reader's path: what the sidebar shows and where Next leads. Chosen on the first page or by ?path=ID, and kept. */
(() => {
  const { course, home, first, paths, titles } = COURSE_PATHS;
  const KEY = `course:2:${course}:path`;
  const root = document.documentElement;
  const top = new URL(root.dataset.content_root ?? "./", location.href);
  const here = new URL(home, top);
  const nameOf = (address) => {
    const { pathname } = new URL(address, location.href);
    return pathname.startsWith(here.pathname) ? pathname.slice(here.pathname.length).replace(/\.html$/, "") : "";
  };
  const addressOf = (name) => new URL(`${name}.html`, here).href;

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return found?.schema === 2 && Number.isFinite(found.at) ? found : null;
    } catch {
      return null;
    }
  };
  const known = (id) => paths.find((path) => path.id === id);
  const chosen = () => known(kept()?.id) ?? null;
  const keep = (id) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ schema: 2, id, at: Math.max(Date.now(), (kept()?.at ?? 0) + 1) }));
    } catch {
      // The page goes on with the path that was there.
    }
  };

  const asked = new URLSearchParams(location.search).get("path");
  if (asked !== null && known(asked) && kept()?.id !== asked) keep(asked);

  /** Leave in the sidebar what the path has, and the page that is open; the rest comes back by a button. */
  function showSidebar(path, isWhole) {
    const nav = document.querySelector(".bd-docs-nav .bd-toc-item");
    if (!nav) return;
    for (const item of nav.querySelectorAll("li")) {
      const name = nameOf(item.querySelector("a")?.href ?? "");
      const isKnown = name in titles;
      const pages = [...item.querySelectorAll("a")].map(({ href }) => nameOf(href));
      const isOn = !path || !isKnown || pages.some((page) => path.pages.includes(page)) || item.matches(".current");
      item.hidden = !isOn && !isWhole;
    }
    let told = nav.querySelector(".course-path");
    if (!path) {
      told?.remove();
      return;
    }
    if (!told) {
      told = document.createElement("p");
      told.className = "course-path";
      told.innerHTML = 'Your path: <a></a> <button type="button" aria-pressed="false">Show all lessons</button>';
      nav.prepend(told);
      const button = told.querySelector("button");
      button.addEventListener("click", () => {
        const isPressed = button.getAttribute("aria-pressed") === "false";
        button.setAttribute("aria-pressed", String(isPressed));
        showSidebar(chosen(), isPressed);
      });
    }
    told.querySelector("a").textContent = path.title;
    told.querySelector("a").href = `${new URL(first, top).href}#paths`;
  }

  /** Previous and next along the path; a page that is off it keeps the links of the book. */
  function showNext(path) {
    const pages = path?.pages ?? [];
    const page = nameOf(location.href);
    const isHome = page === nameOf(new URL(first, top).href);
    const place = pages.indexOf(page);
    for (const [selector, step] of [["a.left-prev", -1], ["a.right-next", 1]]) {
      const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.prev-next-area ${selector}`));
      const title = link?.querySelector(".prev-next-title");
      if (!title) continue;
      link.dataset.bookHref ??= link.href;
      link.dataset.bookTitle ??= title.textContent;
      const name = place >= 0 || isHome ? pages[place + step] : undefined;
      link.href = name ? addressOf(name) : link.dataset.bookHref;
      title.textContent = name ? titles[name] : link.dataset.bookTitle;
    }
  }

  const show = () => {
    const path = chosen();
    showSidebar(path, false);
    showNext(path);
  };

  /** For the widgets of the page. */
  globalThis.coursePath = {
    chosen: () => chosen()?.id ?? null,
    pages: () => chosen()?.pages ?? null,
    choose(id) {
      keep(id);
      show();
    },
  };

  addEventListener("DOMContentLoaded", () => {
    show();
    if (asked === null || known(asked)) return;
    const note = document.createElement("p");
    note.className = "course-path-note";
    note.setAttribute("role", "status");
    document.querySelector("article")?.prepend(note);
    note.textContent = `There is no path “${asked}” in this course. It was left alone: all lessons are here, in order.`;
  });
  addEventListener("storage", ({ key }) => { if (key === KEY || key === null) show(); });
})();
