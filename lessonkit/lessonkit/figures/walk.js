/* The points of a drawing in an order in which a reader walks them: pure functions. */

import { valueAt } from "../page/curve.js";

const FINEST = 100; // steps from one end of a curve to the other, where its points lie closer
const FAR = 10; // steps of a long one
const ON_POINT = 6; // pixels beside a dot that still count as on it

const isHeat = ({ type }) => type === "heatmap";
const isLine = ({ type, mode = "lines" }) => (type ?? "scatter") === "scatter" && mode === "lines";

/** The points of a trace that have a place in its panel. */
function placedPoints(trace, { x, y }) {
  return Array.from(trace.x ?? [], (value, index) => {
    const down = trace.y[index] ?? null;
    return { trace, index, x: value, y: down, at: [x.place(value), y.place(down)] };
  }).filter(({ at }) => at.every(Number.isFinite));
}

/** The rows of a heat map from the top, each with its cells. */
function rowsOfCells(trace, panel) {
  const points = (j) => Array.from(trace.x, (x, i) => ({
    trace, index: [j, i], x, y: trace.y[j], value: trace.z[j][i], at: [panel.x.place(x), panel.y.place(trace.y[j])],
  }));
  return Array.from(trace.y, (_, j) => ({ name: trace.name, panel, points: points(j) }));
}

/** The rows of a figure whose categories stand one under the other, each with its points from left to right. */
function rowsOfCategories(traces, panel) {
  const rows = new Map(panel.y.categories.map((name) => [name, { name, panel, points: [] }]));
  for (const point of traces.flatMap((trace) => placedPoints(trace, panel))) rows.get(point.y)?.points.push(point);
  for (const { points } of rows.values()) points.sort((a, b) => a.at[0] - b.at[0]);
  return [...rows.values()];
}

const fromTheTop = (rows) => rows.filter(({ points }) => points.length)
  .sort((a, b) => a.points[0].at[1] - b.points[0].at[1]);

/**
 * What can be walked of a drawing: tracks with points, from the top panel down. A track is a curve, a row of cells or
 * a category.
 *
 * @param {any} figure Plotly's JSON.
 * @param {readonly any[]} panels As `plotOf` returns them.
 * @param {{isAlong?: boolean, isLater?: (trace: any) => boolean}} [how] Whether all curves have one place along x,
 *   and which traces come after the others of their panel.
 * @returns {CourseWalk}
 */
export function walkOf({ data, layout }, panels, { isAlong, isLater = () => false } = {}) {
  const seen = data.filter(({ hoverinfo }) => hoverinfo !== "skip");
  const kind = seen.some(isHeat) ? "cells"
    : panels.some(({ y }) => y.type === "category") ? "rows"
      : isAlong || (seen.some(isLine) && panels[0]?.x.type !== "category") ? "curves" : "dots";
  const byPlace = [...panels].sort((a, b) => a.box.top - b.box.top);
  const tracks = byPlace.flatMap((panel) => {
    const traces = seen.filter(({ yaxis }) => (yaxis ?? "y") === panel.name);
    if (kind === "cells") return fromTheTop(traces.filter(isHeat).flatMap((trace) => rowsOfCells(trace, panel)));
    if (panel.y.type === "category") return fromTheTop(rowsOfCategories(traces, panel));
    return [...traces.filter((trace) => !isLater(trace)), ...traces.filter(isLater)]
      .map((trace) => ({ name: trace.name, panel, points: placedPoints(trace, panel) })).filter(({ points }) => points.length);
  });
  return { kind, tracks, panels: byPlace, layout };
}

/** The point of a track that is nearest to so many pixels from the left. */
const nearestTo = ({ points }, left) => points.reduce((best, { at }, k) =>
  (Math.abs(at[0] - left) < Math.abs(points[best].at[0] - left) ? k : best), 0);

/**
 * The spot of a track at a value of x, which may lie between two points; of the last track if there is none such.
 *
 * @param {CourseWalk} walk
 * @param {number} track
 * @param {number} x
 * @returns {CourseSpot | undefined}
 */
export function spotNear({ tracks }, track, x) {
  const t = Math.min(track, tracks.length - 1);
  return t < 0 ? undefined : { t, k: nearestTo(tracks[t], tracks[t].panel.x.place(x)), x };
}

const pointAt = ({ tracks }, { t, k }) => tracks[t]?.points[k];

/** @type {(walk: CourseWalk, spot: CourseSpot | undefined) => any} */
export const pointOf = (walk, spot) => spot && pointAt(walk, spot);

/** The next point on a side that lies a step or farther away; the last one if there is none. */
function nextPoint({ points, panel }, k, side, isFar, isDense) {
  const last = side > 0 ? points.length - 1 : 0;
  if (!isDense) return Math.max(0, Math.min(points.length - 1, k + side * (isFar ? FAR : 1)));
  const step = ((panel.box.right - panel.box.left) / FINEST) * (isFar ? FAR : 1);
  let next = k;
  while (next !== last) {
    next += side;
    if (Math.abs(points[next].at[0] - points[k].at[0]) >= step - 1e-6) break;
  }
  return next;
}

const SIDES = { left: -1, right: 1, up: -1, down: 1 };

/**
 * Where a walk goes from a spot; to the first point if there is none.
 *
 * @param {CourseWalk} walk
 * @param {CourseSpot | undefined} spot
 * @param {"left" | "right" | "up" | "down" | "start" | "end"} way
 * @param {boolean} [isFar]
 * @returns {CourseSpot | undefined}
 */
export function stepFrom(walk, spot, way, isFar = false) {
  const { kind, tracks } = walk;
  if (!tracks.length) return undefined;
  const here = pointOf(walk, spot);
  if (!spot || !here) return { t: 0, k: way === "end" ? tracks[0].points.length - 1 : 0 };
  const track = tracks[spot.t];
  const isSingle = tracks.every(({ points }) => points.length === 1);
  if (isSingle && (way === "start" || way === "end")) return { t: way === "start" ? 0 : tracks.length - 1, k: 0 };
  if (way === "start" || way === "end") return { t: spot.t, k: way === "start" ? 0 : track.points.length - 1 };
  if (way === "left" || way === "right") {
    if (!isSingle) return { t: spot.t, k: nextPoint(track, spot.k, SIDES[way], isFar, kind === "curves") };
  }
  const t = Math.max(0, Math.min(tracks.length - 1, spot.t + SIDES[way] * (isFar ? FAR : 1)));
  return t === spot.t ? spot : { t, k: nearestTo(tracks[t], here.at[0]) };
}

/** How far a point is from a place, as far as its kind of figure cares. */
const DISTANCES = {
  curves: (across, down) => across + down / 1000,
  rows: (across, down) => down + across / 1000,
  dots: Math.hypot,
  cells: Math.hypot,
};

/**
 * The spot that is meant by a place of the drawing; undefined outside the panels.
 *
 * @param {CourseWalk} walk
 * @param {number[]} place Pixels.
 * @returns {CourseSpot | undefined}
 */
export function spotAt({ kind, tracks, panels }, [x, y]) {
  const panel = panels.find(({ box }) =>
    x >= box.left - ON_POINT && x <= box.right + ON_POINT && y >= box.top - ON_POINT && y <= box.bottom + ON_POINT);
  let best;
  tracks.forEach((track, t) => {
    if (track.panel !== panel) return;
    track.points.forEach(({ at }, k) => {
      const distance = DISTANCES[kind](Math.abs(at[0] - x), Math.abs(at[1] - y));
      if (!(distance >= best?.distance)) best = { t, k, distance };
    });
  });
  return best && { t: best.t, k: best.k };
}

/** The places of a track along x and y, each as a list. */
const columnsOf = (track) => (track.columns ??= { x: track.points.map(({ x }) => x), y: track.points.map(({ y }) => y) });

/** What a curve shows at a place along x: between the points of a line; of dots, the one that stands there. */
export function alongAt(track, x) {
  const { points, panel } = track;
  const left = panel.x.place(x);
  if (isLine(points[0].trace)) {
    if (left < points[0].at[0] - 0.5 || left > points.at(-1).at[0] + 0.5) return undefined;
    const columns = columnsOf(track);
    const y = valueAt(x, columns.x, columns.y);
    return { ...points[nearestTo(track, left)], x, y, at: [left, panel.y.place(y)] };
  }
  const point = points[nearestTo(track, left)];
  return Math.abs(point.at[0] - left) <= ON_POINT ? point : undefined;
}

/**
 * What the drawing shows at a spot: its own point, and those of the other curves there.
 *
 * @param {CourseWalk} walk
 * @param {CourseSpot} spot
 * @returns {{track: any, point: any, isHere: boolean}[]}
 */
export function readingsAt(walk, spot) {
  const { kind, tracks } = walk;
  const here = pointAt(walk, spot);
  if (!here) return [];
  if (kind !== "curves") return [{ track: tracks[spot.t], point: here, isHere: true }];
  const where = spot.x ?? here.x;
  return tracks.map((track, t) => {
    const isHere = t === spot.t;
    return { track, isHere, point: isHere && here.x === where ? here : alongAt(track, where) };
  }).filter(({ point }) => point);
}
