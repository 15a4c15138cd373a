import { startCursor } from "../figures/cursor.js";
import { pictureInto } from "../figures/picture.js";
import { zoomable } from "../figures/plotly.js";
import { startSound } from "../figures/sound.js";
import { valueAt } from "../page/curve.js";

/** What each trace of a figure shows now, by its name; a curve in another one's panel is there without a reference. */
function curvesOf({ spec, settings, result, reference }, names, traces) {
  const place = spec.readAt && settings[spec.readAt];
  return Object.fromEntries(names.flatMap((name) => {
    const curve = result.series[name];
    return [
      [`reference:${name}`, { x: reference.t, y: reference.series[name] }],
      [`run:${name}`, { x: result.t, y: curve }],
      ...(spec.readAt ? [[`read:${name}`, { x: [place], y: [valueAt(place, result.t, curve)] }]] : []),
    ].filter(([trace]) => traces.has(trace));
  }));
}

/**
 * The curves of a figure of the explorer, which follow each change. The key curves can be zoomed.
 *
 * @param {ExplorerState} explorer
 * @param {HTMLElement} holder
 * @param {any} figure
 * @param {any} palette
 * @param {AbortSignal} [signal]
 * @returns {CoursePicture}
 */
export function startPicture(explorer, holder, figure, palette, signal) {
  const { root, spec, live, model } = explorer;
  const traces = new Set(figure.data.map(({ meta }) => meta));
  const names = spec.shown.filter((name) => traces.has(`run:${name}`));
  const picture = pictureInto(holder, figure, palette, signal);
  const cursor = startCursor(holder, picture,
    { shared: explorer, isLater: ({ meta }) => meta.startsWith("reference:"), signal });
  const isFolded = holder.closest("details") !== null;
  startSound(root.querySelector(isFolded ? "details .course-sound" : ".course-key-sound"), picture, cursor, signal);
  explorer.onShow(() => picture.show(curvesOf(explorer, names, traces)));
  if (isFolded) return picture;
  const still = /** @type {HTMLElement} */ (root.querySelector(".course-still"));
  if (live) still.remove();
  else still.style.visibility = "hidden"; // its place stays, so that nothing moves
  zoomable(root.querySelector(".course-zoom"), picture, { holder, palette, model, signal });
  return picture;
}
