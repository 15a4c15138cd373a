/* A drawing in the page: at the width of its place, and anew whenever its curves change. */

import { chosenAt } from "./choose.js";
import { plotOf, partOf } from "./draw.js";

const PROJECTED = 1.4; // how much larger the type is in the projector view
const PRINTED_WIDTH = 600; // on A4 and on Letter, in a card

/** The place of a trace in a figure, by its name; an Error that names it if there is none. */
export function placeOfTrace({ data }, name) {
  const place = data.findIndex(({ meta }) => meta === name);
  if (place >= 0) return place;
  throw new Error(`the figure has no trace "${name}": choose one of ${data.map(({ meta }) => meta).join(", ")}`);
}

/** The picture that stands in a place already, or a new one. */
function svgIn(holder) {
  const found = holder.querySelector(":scope > svg");
  if (found) return found;
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("focusable", "false");
  holder.append(made);
  return made;
}

/**
 * Draw a figure in `holder`, until `signal`. The picture that was built stays until then.
 *
 * @param {HTMLElement} holder
 * @param {any} figure Plotly's JSON, in the part of its language that svg.py allows.
 * @param {Object<string, {token: string}>} palette
 * @param {AbortSignal} [signal]
 * @returns {CoursePicture}
 */
export function pictureInto(holder, figure, palette, signal) {
  const shown = { ...figure, data: figure.data.map((trace) => ({ ...trace })) };
  const type = document.documentElement.dataset.view === "projector" ? PROJECTED : 1;
  const svg = svgIn(holder);
  const listeners = new Set();
  let width = 0;
  let drawing;
  let groups;

  const paint = () => {
    const before = drawing?.parts;
    drawing = plotOf(shown, palette, { width, type });
    if (!groups) {
      svg.innerHTML = drawing.parts.map((part) => partOf(part, drawing.size)).join("");
      groups = [...svg.children];
    } else {
      drawing.parts.forEach(([, markup], k) => { if (markup !== before[k][1]) groups[k].innerHTML = markup; });
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${drawing.height}`);
    holder.toggleAttribute("data-drawn", true);
    for (const act of listeners) act();
  };
  const fit = (room) => {
    if (!room || room === width) return;
    width = room;
    paint();
  };

  /** @type {CoursePicture["placeOf"]} */
  const placeOf = (event) => {
    const seen = svg.getBoundingClientRect();
    const scale = width / seen.width;
    return [scale * (event.clientX - seen.left), scale * (event.clientY - seen.top)];
  };

  // In a folded part of the page a picture has no width; it is drawn when it gets one.
  const observer = new ResizeObserver(() => fit(Math.round(holder.clientWidth)));
  observer.observe(holder);
  signal?.addEventListener("abort", () => observer.disconnect());
  addEventListener("beforeprint", () => { if (width) fit(PRINTED_WIDTH); }, { signal });
  addEventListener("afterprint", () => fit(Math.round(holder.clientWidth)), { signal });

  return {
    figure: shown,
    placeOf,
    get panels() {
      return drawing?.panels ?? [];
    },
    show(curves) {
      const changed = Object.entries(curves).map(([name, curve]) => [placeOfTrace(shown, name), curve])
        .filter(([place, { x, y }]) => shown.data[place].x !== x || shown.data[place].y !== y);
      for (const [place, { x, y }] of changed) Object.assign(shown.data[place], { x, y });
      if (changed.length && width && !signal?.aborted) paint();
    },
    onDraw(act, until) {
      listeners.add(act);
      until?.addEventListener("abort", () => listeners.delete(act));
      if (drawing) act();
    },
    onChoice(act) {
      holder.addEventListener("click", (event) => {
        if (!drawing || !svg.contains(/** @type {Node} */ (event.target))) return;
        const [x, y] = placeOf(event);
        const choice = chosenAt(shown.data, drawing.panels, x, y);
        if (choice) act(choice);
      }, { signal });
      holder.addEventListener("course:point", (event) => act(/** @type {CustomEvent} */ (event).detail), { signal });
    },
  };
}
