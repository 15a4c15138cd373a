import { valueOf } from "../authored/expression.js";
import { valueAt } from "../page/curve.js";

/* Whether a run meets the goal of a task: the same as in goal.py. */

const COMPARES = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** What a name of a goal stands for: a curve at a place (`calcium@60.0`), a scalar or a setting. */
function readingOf(name, { settings, result }) {
  const [curve, place] = name.split("@");
  if (place !== undefined) return valueAt(Number(place), result.t, result.series[curve]);
  return Object.hasOwn(result.scalars, name) ? result.scalars[name] : settings[name];
}

const namesIn = (side) => (Array.isArray(side) ? side.slice(1).flatMap(namesIn) : typeof side === "string" ? [side] : []);

/**
 * The comparisons of a goal that a run does not meet. One of which a side has no finite value is not met.
 *
 * @param {any[][]} goal
 * @param {{ settings: Settings, result: any }} run
 */
export function unmet(goal, run) {
  return goal.filter(([sign, left, right, tolerance]) => {
    const values = Object.fromEntries([left, right].flatMap(namesIn).map((name) => [name, readingOf(name, run)]));
    const [a, b] = [valueOf(left, values), valueOf(right, values)];
    if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
    return tolerance === undefined ? !COMPARES[sign](a, b) : Math.abs(a - b) > tolerance;
  });
}

/**
 * How a comparison is missed, if its left side is one reading: that, and whether it is below the right side.
 *
 * @param {any[]} comparison
 * @param {{ settings: Settings, result: any }} run
 */
export function missOf([, left, right], run) {
  if (typeof left !== "string") return null;
  const values = Object.fromEntries(namesIn(right).map((name) => [name, readingOf(name, run)]));
  const value = readingOf(left, run);
  return { name: left, value, isLow: value < valueOf(right, values) };
}
