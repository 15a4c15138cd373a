/* Plotly in the place of a drawing, for those who ask for it: zoom, values under the pointer, a picture to keep. */

import { here, insertScript } from "../page/script.js";

let asked;

/** Plotly, loaded once a page: from beside this script on the built site, from the kernel in a live notebook. */
function loadPlotly(model, signal) {
  if (!globalThis.coursePlotly) {
    asked = model;
    const loading = here ? plotlyAt(new URL("plotly.min.js", here).href) : fromKernel(model);
    globalThis.coursePlotly = loading;
    const forget = () => { if (globalThis.coursePlotly === loading) globalThis.coursePlotly = undefined; };
    loading.catch(forget);
    // A view is gone: if its kernel has not answered, the next one asks again.
    signal?.addEventListener("abort", () => { if (asked === model && !globalThis.Plotly) forget(); });
  }
  return globalThis.coursePlotly;
}

const plotlyAt = (src) => insertScript(src).then(() => globalThis.Plotly);

function fromKernel(model) {
  return new Promise((resolve, reject) => {
    model.on("msg:custom", (message, buffers) => {
      if (message.type !== "plotly") return;
      const url = URL.createObjectURL(new Blob(buffers, { type: "text/javascript" }));
      plotlyAt(url).then(resolve, reject);
    });
    model.send({ type: "plotly" });
  });
}

const isDark = () => document.documentElement.dataset.theme === "dark"
  || document.body.dataset.jpThemeLight === "false";

/** Call `act` each time the reader changes between light and dark, until `signal`. */
function onScheme(act, signal) {
  const options = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** A figure for Plotly: in the colours of the page, with axes that can be zoomed. */
function forPlotly({ data, layout }, palette) {
  const dark = isDark();
  const inScheme = (part) => JSON.parse(JSON.stringify(part), (key, value) =>
    (dark && typeof value === "string" && palette[value]?.dark) || (key === "fixedrange" ? false : value));
  return [
    data.map(({ x, y, ...look }) => ({ ...inScheme(look), x, y })),
    { ...inScheme(layout), modebar: { orientation: "v" } },
  ];
}

/**
 * How Plotly behaves; with a button of ours that saves what it shows. Plotly draws the picture on a copy, as a child of
 * the body, and the theme takes `data` of what comes there for the text of a comment, which it searches.
 */
const configOf = ({ Icons, downloadImage }) => ({
  displayModeBar: true, displaylogo: false, responsive: true, scrollZoom: false,
  modeBarButtonsToRemove: ["toImage"],
  modeBarButtonsToAdd: [{
    name: "save",
    title: "Save as picture",
    icon: Icons.camera,
    click({ data, layout, clientWidth: width, clientHeight: height }) {
      const copy = structuredClone({ data, layout });
      Object.assign(copy.data, { search: () => -1 });
      downloadImage(copy, { format: "png", filename: "plot", width, height });
    },
  }],
});

const BACK = "Back to the drawing";
const LOADING = "Loading …";
const FAILED = "The plot could not be loaded, and the drawing stays. Choose the button again for another try.";

/** Let Plotly show what a drawing shows, until the returned function is called. */
function showPlotly(library, picture, holder, palette) {
  const view = new AbortController();
  /** @type {any} Plotly keeps its own account of the figure on it. */
  const target = document.createElement("div");
  target.className = "course-plot";
  holder.append(target);
  holder.classList.add("course-zoomed");
  const config = configOf(library);
  let frame = 0;
  const paint = () => {
    frame = 0;
    if (!view.signal.aborted) library.react(target, ...forPlotly(picture.figure, palette), config);
  };
  paint();
  const paintSoon = () => { frame ||= requestAnimationFrame(paint); };
  picture.onDraw(paintSoon, view.signal);
  onScheme(paintSoon, view.signal);
  // Browsers send a mouse's events after those of a tap, and Plotly tells of both.
  let isNew = false;
  target.addEventListener("pointerdown", () => { isNew = true; }, true);
  target.on("plotly_click", ({ points: [{ curveNumber, pointIndex: index, x, y }] }) => {
    const detail = { trace: picture.figure.data[curveNumber], index, x, y };
    if (isNew) holder.dispatchEvent(new CustomEvent("course:point", { detail }));
    isNew = false;
  });
  return () => {
    view.abort();
    library.purge(target);
    target.remove();
    holder.classList.remove("course-zoomed");
  };
}

/**
 * Let a button show Plotly in the place of a drawing, and the drawing again.
 *
 * @param {HTMLButtonElement} button Hidden until now, as it needs a script.
 * @param {CoursePicture} picture
 * @param {{holder: HTMLElement, palette: any, model: WidgetModel, signal?: AbortSignal}} place
 */
export function zoomable(button, picture, { holder, palette, model, signal }) {
  const words = button.textContent;
  const note = document.createElement("p");
  note.className = "course-unloaded";
  note.setAttribute("role", "status");
  let leave;
  const back = () => {
    leave?.();
    leave = undefined;
    button.textContent = words;
  };
  button.addEventListener("click", async () => {
    if (leave) {
      back();
      return;
    }
    if (button.textContent === LOADING) return;
    button.textContent = LOADING;
    try {
      const library = await loadPlotly(model, signal);
      note.remove();
      if (signal?.aborted) return;
      leave = showPlotly(library, picture, holder, palette);
      button.textContent = BACK;
    } catch {
      if (!note.isConnected) holder.after(note);
      note.textContent = FAILED;
      button.textContent = words;
    }
  }, { signal });
  signal?.addEventListener("abort", back);
  button.hidden = false;
}
