/* What a click or a tap on a drawing means. */

import { placesOf } from "./marks.js";
import { edgesOf } from "./scale.js";

const BESIDE_PANEL = 8; // pixels beside a panel that still count as on it

function cellAt({ x: across, y: down }, panel, x, y) {
  const [i, j] = [[across, panel.x, x], [down, panel.y, y]].map(([values, axis, place]) => {
    const edges = edgesOf(Array.from(values, axis.coordinate)).map(axis.at);
    return edges.slice(1).findIndex((edge, k) => place >= Math.min(edge, edges[k]) && place <= Math.max(edge, edges[k]));
  });
  return i >= 0 && j >= 0 ? { index: [j, i], x: across[i], y: down[j], distance: 0 } : undefined;
}

function pointNear(trace, panel, x, y) {
  let best;
  placesOf(trace, panel).forEach((place, k) => {
    // Across counts most: a reader who points at a curve means the place that it has there.
    const distance = Math.abs(place[0] - x) + Math.abs(place[1] - y) / 1000;
    if (distance < (best?.distance ?? Infinity)) best = { index: k, x: trace.x[k], y: trace.y[k], distance };
  });
  return best;
}

/**
 * The cell under a place of a drawing, or the point of a curve that is nearest to it; undefined beside the panels.
 *
 * @param {any[]} data The traces that are drawn.
 * @param {any[]} panels As `plotOf` returns them.
 * @param {number} x Pixels from the left of the drawing.
 * @param {number} y Pixels from its top.
 * @returns {{trace: any, index: any, x: any, y: any} | undefined}
 */
export function chosenAt(data, panels, x, y) {
  const panel = panels.find(({ box }) => x >= box.left - BESIDE_PANEL && x <= box.right + BESIDE_PANEL
    && y >= box.top - BESIDE_PANEL && y <= box.bottom + BESIDE_PANEL);
  if (!panel) return undefined;
  const found = data.filter(({ yaxis, hoverinfo }) => (yaxis ?? "y") === panel.name && hoverinfo !== "skip")
    .map((trace) => ({ trace, ...(trace.type === "heatmap" ? cellAt : pointNear)(trace, panel, x, y) }))
    .filter(({ distance }) => distance !== undefined).sort((a, b) => a.distance - b.distance)[0];
  if (!found) return undefined;
  const { distance, ...choice } = found;
  return choice;
}
