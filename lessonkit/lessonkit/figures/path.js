/* Lines through points in pixels. */

const NEAR = 0.1; // pixels by which a line may pass a point that it leaves out

/** A length in tenths of pixels, which is as fine as anyone sees. */
export const tenths = (length) => String(Math.round(10 * length) / 10 + 0);

/** The points without those that a line from left to right passes all the same. */
function simplified(points) {
  if (points.length < 3) return points;
  const kept = [points[0]];
  let [from, last] = [points[0], points[0]];
  let [least, greatest] = [-Infinity, Infinity];
  const open = (point) => {
    const across = point[0] - from[0];
    if (across <= 0) {
      kept.push(point);
      from = point;
      [least, greatest] = [-Infinity, Infinity];
    } else {
      least = Math.max(least, (point[1] - NEAR - from[1]) / across);
      greatest = Math.min(greatest, (point[1] + NEAR - from[1]) / across);
    }
    last = point;
  };
  for (const point of points.slice(1)) {
    const slope = (point[1] - from[1]) / (point[0] - from[0]);
    if (point[0] > from[0] && slope >= least && slope <= greatest) {
      open(point);
      continue;
    }
    if (last !== from) {
      kept.push(last);
      from = last;
      [least, greatest] = [-Infinity, Infinity];
    }
    open(point);
  }
  if (last !== kept.at(-1)) kept.push(last);
  return kept;
}

/**
 * The part of the way between two points that lies in a box; undefined if none does.
 *
 * @param {number[]} from
 * @param {number[]} to
 * @param {{left: number, right: number, top: number, bottom: number}} box
 * @returns {{from: number[], to: number[], isWhole: boolean} | undefined}
 */
function partWithin(from, to, { left, right, top, bottom }) {
  const [[x0, y0], [x1, y1]] = [from, to];
  let [begin, end] = [0, 1];
  const [across, down] = [x1 - x0, y1 - y0];
  for (const [way, room] of [[-across, x0 - left], [across, right - x0], [-down, y0 - top], [down, bottom - y0]]) {
    if (way === 0) {
      if (room < 0) return undefined;
    } else if (way < 0) begin = Math.max(begin, room / way);
    else end = Math.min(end, room / way);
  }
  if (begin > end) return undefined;
  const at = (share) => [x0 + share * across, y0 + share * down];
  return { from: at(begin), to: at(end), isWhole: end === 1 };
}

/** The runs of points that all have a place. */
function runsOf(points) {
  const runs = [[]];
  for (const point of points) {
    if (Number.isFinite(point[0]) && Number.isFinite(point[1])) runs.at(-1).push(point);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

/** @param {number[]} point */
const pairOf = ([x, y]) => `${tenths(x)} ${tenths(y)}`;

/**
 * The SVG path of a line through points, as far as it lies in a box; a point that has no place breaks it.
 *
 * @param {number[][]} points
 * @param {{left: number, right: number, top: number, bottom: number}} box
 */
export function linePath(points, box) {
  let path = "";
  for (const run of runsOf(points)) {
    const line = simplified(run);
    let isDown = false;
    for (let k = 1; k < line.length; k += 1) {
      const seen = partWithin(line[k - 1], line[k], box);
      if (seen) path += `${isDown ? "" : `M${pairOf(seen.from)}`}L${pairOf(seen.to)}`;
      isDown = Boolean(seen?.isWhole);
    }
  }
  return path;
}

/** The SVG path of the area between points and others, pressed into a box. */
export function areaPath(points, others, { left, right, top, bottom }) {
  const pressed = (line) => simplified(runsOf(line).flat())
    .map(([x, y]) => [Math.min(right, Math.max(left, x)), Math.min(bottom, Math.max(top, y))]);
  const outline = [...pressed(points), ...pressed(others).reverse()];
  return outline.length ? `M${outline.map(pairOf).join("L")}Z` : "";
}
