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

const PROJECTED = 1.4;

/** A copy of a Plotly figure in which each light colour of `palette` has its dark value, large if projected. */
export function inScheme(figure, palette, dark) {
  const scale = document.documentElement.dataset.view === "projector" ? PROJECTED : 1;
  return JSON.parse(JSON.stringify(figure), (key, value) => {
    if (key === "font" && value.size) return { ...value, size: scale * value.size };
    if (key === "margin") return { ...value, l: scale * value.l, b: scale * value.b };
    return (dark && typeof value === "string" && palette[value]?.dark) || value;
  });
}

const config = { displayModeBar: false, responsive: true, scrollZoom: false };
const REST_MS = 500;
const SPARE = 0.5;

/** The SVG path through points in pixels; a point that has no place on its axis breaks it. */
function pathOf(across, down) {
  let path = "";
  let pen = "M";
  for (let k = 0; k < across.length; k += 1) {
    if (Number.isFinite(across[k]) && Number.isFinite(down[k])) {
      path += `${pen}${across[k]},${down[k]}`;
      pen = "L";
    } else pen = "M";
  }
  return path;
}

/** Move the line and the dots of a drawn trace, and tell whether it has as many of them. */
function move(trace, across, down) {
  const dots = trace.querySelectorAll(".point");
  if (dots.length && dots.length !== across.length) return false;
  trace.querySelector(".js-line")?.setAttribute("d", pathOf(across, down));
  dots.forEach((dot, k) => dot.setAttribute("transform", `translate(${across[k]},${down[k]})`));
  return true;
}

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
  let resting;
  const widened = new Set();
  const paint = () => library.react(target, painted.data, painted.layout, config);
  const paintCurves = () => {
    painted.layout.datarevision = (painted.layout.datarevision ?? 0) + 1;
    paint();
  };
  const rest = () => {
    for (const name of widened) painted.layout[name].autorange = true;
    widened.clear();
    paintCurves();
  };

  /** Make room on an axis without a range of its own where `places`, in pixels, lie outside it. */
  const fits = (name, places) => {
    const axis = target._fullLayout[name];
    const known = places.filter(Number.isFinite);
    const outside = [-Math.min(0, ...known), Math.max(axis._length, ...known) - axis._length];
    if (figure.layout[name]?.range || !outside.some(Boolean)) return true;
    const [before, after] = outside.map((length) => length && length + SPARE * axis._length);
    const ends = [axis.p2l(-before), axis.p2l(axis._length + after), ...painted.layout[name].range];
    Object.assign(painted.layout[name], { range: [Math.min(...ends), Math.max(...ends)], autorange: false });
    widened.add(name);
    return false;
  };

  /** Move what is drawn of a trace, and tell whether that is enough. */
  const follows = ({ x, y }, i) => {
    const { type, uid, xaxis, yaxis } = target._fullData[i];
    const trace = target.querySelector(`.trace${uid}`);
    if (type !== "scatter" || !trace) return false;
    const names = [xaxis, yaxis].map((id) => id.replace(/^./, "$&axis"));
    const places = [x, y].map((values, j) =>
      Array.from(values, (value) => target._fullLayout[names[j]].c2p(value)));
    return names.map((name, j) => fits(name, places[j])).every(Boolean) && move(trace, ...places);
  };

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
    clearTimeout(resting);
    observer.disconnect();
    library.purge(target);
  });
  // To move the curves takes a tenth of the time in which Plotly paints a figure. So they follow the reader's
  // hand, and Plotly paints when the hand rests, or when a curve leaves its axes.
  return (curves) => {
    const changed = [...curves.entries()]
      .filter(([i, { x, y }]) => painted.data[i].x !== x || painted.data[i].y !== y);
    if (signal?.aborted || !changed.length) return;
    for (const [i, curve] of changed) Object.assign(painted.data[i], curve);
    const follow = changed.map(([i, curve]) => follows(curve, i)).every(Boolean);
    if (!follow) paintCurves();
    clearTimeout(resting);
    if (follow || widened.size) resting = setTimeout(rest, REST_MS);
  };
}
