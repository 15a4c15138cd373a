/* Axes of a plot: from the values of a figure to places on the screen, and back. */

import { stepOf } from "./ticks.js";

const HARDLY = 1e-3; // of a step, by which a value may pass the last tick unseen: another digit moves no axis
const ROOM = 0.04; // beside dots and beyond bars, as a share of the axis

/** The edges of cells between the middles of their neighbours. */
export function edgesOf(middles) {
  if (middles.length < 2) return middles.flatMap((middle) => [middle - 0.5, middle + 0.5]);
  const between = middles.slice(1).map((middle, k) => (middle + middles[k]) / 2);
  return [2 * middles[0] - between[0], ...between, 2 * middles.at(-1) - between.at(-1)];
}

const lengthOf = ({ orientation }) => (orientation === "h" ? "x" : "y");

/** All values that a trace shows along an axis, with the ends of its intervals. */
function shownBy(trace, name) {
  const values = trace[name] ?? [];
  if (trace.type === "heatmap" && values.every(Number.isFinite)) return edgesOf(values);
  const { array, arrayminus } = trace[`error_${name}`] ?? {};
  if (!array) return values;
  return [...values, ...Array.from(values, (value, k) => value + array[k]),
    ...Array.from(values, (value, k) => value - (arrayminus ?? array)[k])];
}

const growsFromZero = (trace, name) => (trace.type === "bar" && lengthOf(trace) === name)
  || (name === "y" && trace.fill === "tozeroy");
const hasDots = ({ type, mode }) => type === "scatter" && /markers|text/.test(mode ?? "");

/** From where to where the values reach, in the coordinates of the axis. */
function reachOf(traces, name, coordinate) {
  let [low, high] = [Infinity, -Infinity];
  for (const trace of traces) {
    for (const value of shownBy(trace, name)) {
      const place = value === null ? NaN : coordinate(value);
      if (place < low) low = place;
      if (place > high) high = place;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The range of an axis without one of its own: of y to whole ticks, so that it stays while a curve moves a little. */
function automatic(traces, name, type, coordinate, most) {
  let [low, high] = reachOf(traces, name, coordinate);
  const isFromZero = type === "linear" && traces.some((trace) => growsFromZero(trace, name));
  if (isFromZero) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === high) {
    const half = Math.abs(low) / 2 || 1;
    [low, high] = [low - half, high + half];
  }
  if (traces.some((trace) => trace.type === "heatmap")) return [low, high];
  if (name === "y" && type === "linear") {
    const step = stepOf(low, high, most);
    return [Math.floor(low / step + HARDLY) * step, Math.ceil(high / step - HARDLY) * step];
  }
  const room = name === "y" || isFromZero || traces.some(hasDots) ? ROOM * (high - low) : 0;
  return [isFromZero && low === 0 ? 0 : low - room, isFromZero && high === 0 ? 0 : high + room];
}

/**
 * An axis. Its coordinates are its values, the logarithms of these, or the places of categories.
 *
 * @param {any} description The axis of the figure's layout.
 * @param {any[]} traces Those that it shows.
 * @param {"x" | "y"} name
 * @param {[number, number]} ends Where it begins and ends, in pixels.
 * @param {number} most How many steps between ticks there may be.
 */
export function axisOf(description, traces, name, [start, end], most) {
  const words = traces.flatMap((trace) => Array.from(trace[name] ?? [])).filter((value) => typeof value === "string");
  const isCategory = description.type === "category" || (!description.type && words.length > 0);
  const type = isCategory ? "category" : description.type === "log" ? "log" : "linear";
  const categories = isCategory ? [...new Set(words)] : [];
  const coordinate = {
    linear: Number,
    log: (value) => (value > 0 ? Math.log10(value) : NaN),
    category: (value) => (typeof value === "string" ? categories.indexOf(value) : value),
  }[type];
  const given = description.range?.every(Number.isFinite) && description.range;
  const [low, high] = given || (isCategory ? [-0.5, categories.length - 0.5]
    : automatic(traces, name, type, coordinate, most));
  const at = (place) => start + ((place - low) / (high - low)) * (end - start);
  return {
    type, categories, low, high, coordinate, at,
    /** The pixels of a value. */
    place: (value) => (value === null ? NaN : at(coordinate(value))),
    /** The value at so many pixels; of a category its place. */
    value: (pixels) => {
      const place = low + ((pixels - start) / (end - start)) * (high - low);
      return type === "log" ? 10 ** place : place;
    },
  };
}
