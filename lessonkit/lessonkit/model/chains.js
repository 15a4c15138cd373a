/* Where a chain is, and how long it stays, drawn from seeded random numbers. The same as in chains.py. */
import { uniforms } from "../page/random.js";

const SEEDS_APART = 1000;
const MOST_JUMPS = 2_000_000;

function chosen(ways, mark) {
  let left = mark;
  for (const [place, rate] of ways) {
    left -= rate;
    if (left < 0) return place;
  }
  return ways[ways.length - 1][0];
}

/** Tell `visit` the stays of one copy: the place, when it was entered and left, and whether by a jump. */
function walk(stretches, seed, visit) {
  const next = uniforms(seed);
  let place = 0;
  let since = stretches[0].begin;
  let jumps = 0;
  for (const { begin, end, rates } of stretches) {
    for (let now = begin; ;) {
      const ways = rates[place];
      const total = ways.reduce((sum, [, rate]) => sum + rate, 0);
      if (total <= 0) break;
      now -= Math.log(next()) / total;
      if (now >= end) break;
      jumps += 1;
      if (jumps > MOST_JUMPS) throw new RangeError(`A run would have more than ${MOST_JUMPS} jumps of one copy`);
      visit(place, since, now, true);
      place = chosen(ways, next() * total);
      since = now;
    }
  }
  visit(place, since, stretches[stretches.length - 1].end, false);
}

/** Add the time of a stay to the steps of the axis that it touches. */
function addTime(spent, { low, step, length }, begin, end) {
  let k = Math.max(1, Math.ceil((begin - low) / step));
  for (let from = begin; from < end && k < length; k += 1) {
    const until = Math.min(end, low + k * step);
    if (until > from) {
      spent[k] += until - from;
      from = until;
    }
  }
}

/**
 * Draw the copies of a chain.
 *
 * @param {{begin: number, end: number, rates: [number, number][][]}[]} stretches
 * @param {{places: number, axis: any, seed: number, copies: number, isLengths: boolean, stays: number[]}} asked
 *   `stays` are the places whose stays are asked for.
 * @returns {{places: Float64Array[], stays: {spread: Float64Array, number: number, mean: number}[]}} For each place the
 *   share of copies and time since the point before, and for each of the stays how their lengths are spread.
 */
export function drawn(stretches, { places, axis, seed, copies, isLengths, stays }) {
  const { low, step, length } = axis;
  const spent = Array.from({ length: places }, () => new Float64Array(length));
  const found = stays.map(() => ({ spread: new Float64Array(length), number: 0, mean: 0 }));
  const of = (place) => stays.indexOf(place);
  const visit = (place, begin, end, isWhole) => {
    if (!isLengths) addTime(spent[place], axis, begin, end);
    const asked = found[of(place)];
    if (!asked || !isWhole) return;
    asked.number += 1;
    asked.mean += end - begin;
    const k = Math.floor(Math.log10((end - begin) / low) / step + 0.5);
    if (k >= 0 && k < length) asked.spread[k] += 1;
  };
  for (let copy = 0; copy < Math.round(copies); copy += 1) walk(stretches, seed + SEEDS_APART * copy, visit);
  for (const each of spent) {
    for (let k = 1; k < length; k += 1) each[k] /= step * Math.round(copies);
  }
  if (!isLengths) spent[0][0] = 1;
  for (const each of found) {
    each.mean /= each.number;
    for (let k = 0; k < length; k += 1) each.spread[k] /= Math.max(1, each.number);
  }
  return { places: spent, stays: found };
}
