/** Projector view, asked for by ?view=projector: large type and strong contrast, as long as the tab is open. */
(() => {
  const KEY = "course:1:view";
  const root = document.documentElement;
  let view = new URLSearchParams(location.search).get("view");
  try {
    if (view) sessionStorage.setItem(KEY, view);
    else view = sessionStorage.getItem(KEY);
  } catch {
    // Without storage the address alone decides, page by page.
  }
  if (view !== "projector") return;
  root.dataset.view = view;

  /** Load the page anew without the view: its plots are drawn for one type size. */
  const leave = () => {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
    const url = new URL(location.href);
    if (!url.searchParams.has("view")) {
      location.reload();
      return;
    }
    url.searchParams.delete("view");
    location.replace(url);
  };

  addEventListener("DOMContentLoaded", () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "course-leave";
    button.textContent = "Leave projector view";
    button.addEventListener("click", leave);
    document.body.append(button);
  });
})();
