/* When something happens to a model: the times of its trains, and its pulses. The same as in trains.py. */
import { uniforms } from "../page/random.js";

const MOST_EVENTS = 100_000;
const SHORTEST_STRETCH = 1e-9;  // two events that differ by rounding alone happen at once

function refuseTooMany(events) {
  if (events <= MOST_EVENTS) return;
  throw new RangeError(`A run would have more than ${MOST_EVENTS} events`);
}

/** The times of a train by its kind: of its numbers, by their names, and the end of the axis. */
export const trains = {
  regular({ start, count, interval }) {
    refuseTooMany(count);
    return Array.from({ length: Math.round(count) }, (_, k) => start + k * interval);
  },
  random({ start, rate, seed }, end) {
    refuseTooMany(rate * (end - start));
    const times = [];
    if (rate <= 0) return times;
    const next = uniforms(seed);
    for (let sum = -Math.log(next()); start + sum / rate <= end; sum -= Math.log(next())) {
      times.push(start + sum / rate);
    }
    return times;
  },
};

/** When pulses of `width` that begin at these times rise and fall; those that meet are one. */
export function pulses(begins, width) {
  const found = [];
  for (const on of [...begins].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last && on <= last[1] + SHORTEST_STRETCH) last[1] = on + width;
    else found.push([on, on + width]);
  }
  return found;
}
