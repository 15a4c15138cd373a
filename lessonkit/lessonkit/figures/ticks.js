/* Where an axis is marked, and with which words. */

import { written } from "../page/numbers.js";

const TICK_DIGITS = 12; // fewer than a number has, so that 0.1 + 0.2 is 0.3
const NEARLY = 1e-9;
const CHARACTER = 0.6; // of the size of the type, as wide as a figure is at most
const LOG_STEPS = [1, 2, 5];

/**
 * The least step of 1, 2 or 5 times a power of ten that needs no more than so many steps from one end to the other.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} most
 */
export function stepOf(low, high, most) {
  const rough = Math.abs(high - low) / most;
  const power = Math.floor(Math.log10(rough));
  const steps = [1, 2, 5, 10].map((multiple) => Number(`${multiple}e${power}`));
  return steps.find((step) => step >= rough * (1 - NEARLY)) ?? steps[3];
}

/**
 * The multiples of a step from one end to the other, both included.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
export function multiplesOf(low, high, step) {
  const [first, last] = [Math.ceil(low / step - NEARLY), Math.floor(high / step + NEARLY)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) =>
    Number(((first + k) * step).toPrecision(TICK_DIGITS)) + 0);
}

/** The width of a line of text in pixels, guessed, as nothing is measured where a picture is made without a page. */
export const widthOf = (text, size) => CHARACTER * size * text.length;

const labelled = (value) => ({ value, text: written(value, TICK_DIGITS) });

/** Whether labels of ticks keep apart on an axis. */
function apart(axis, ticks, size) {
  const places = ticks.map(({ value, text }) => [axis.place(value), widthOf(text, size)]).sort((a, b) => a[0] - b[0]);
  return places.every(([place, width], k) =>
    !k || place - places[k - 1][0] >= (width + places[k - 1][1]) / 2 + size / 2);
}

/** Ticks of an axis with as many labels as keep apart: the first in a list of ever fewer ticks. */
function firstApart(axis, lists, size) {
  return lists.find((ticks) => apart(axis, ticks, size)) ?? lists.at(-1) ?? [];
}

function linearTicks(axis, low, high, most, size) {
  const counts = Array.from({ length: most }, (_, k) => most - k);
  const lists = counts.map((count) => multiplesOf(low, high, stepOf(low, high, count)).map(labelled));
  return size ? firstApart(axis, lists, size) : lists[0];
}

/** Ticks at 1, 2 and 5 of each power of ten, then at powers alone, then at ever fewer of them. */
function logTicks(axis, low, high, most, size) {
  const decades = multiplesOf(Math.floor(low), Math.ceil(high), 1);
  const within = (tick) => Math.log10(tick) >= low - NEARLY && Math.log10(tick) <= high + NEARLY;
  const at = (multiples, powers) => powers.flatMap((power) =>
    multiples.map((multiple) => Number(`${multiple}e${power}`))).filter(within);
  const lists = [at(LOG_STEPS, decades), ...decades.map((_, k) =>
    at([1], decades.filter((power) => power % (k + 1) === 0)))].filter((ticks) => ticks.length > 1);
  const fewer = lists.filter((ticks) => ticks.length <= most + 1).map((ticks) => ticks.map(labelled));
  if (!fewer.length) return linearTicks(axis, 10 ** low, 10 ** high, most, size);
  return size ? firstApart(axis, fewer, size) : fewer[0];
}

/** Ticks that a figure gives, where there is no room without the words of some: those of powers of ten stay first. */
function givenTicks(axis, { tickvals, ticktext }, size) {
  const all = tickvals.map((value, k) => ({ value, text: ticktext ? String(ticktext[k]) : written(value, TICK_DIGITS) }));
  if (!size) return all;
  const isRound = ({ value }) => axis.type !== "log" || Number.isInteger(Number(Math.log10(value).toPrecision(TICK_DIGITS)));
  const said = [];
  for (const tick of [...all.filter(isRound), ...all.filter((each) => !isRound(each))]) {
    if (apart(axis, [...said, tick], size)) said.push(tick);
  }
  return all.map((tick) => (said.includes(tick) ? tick : { ...tick, text: "" }));
}

/**
 * The ticks of an axis: values with their words.
 *
 * @param {any} axis As `axisOf` makes it.
 * @param {any} description The axis of the figure's layout.
 * @param {number} most How many steps there may be.
 * @param {number} [size] The size of the type, where labels stand side by side.
 * @returns {{value: any, text: string}[]}
 */
export function ticksOf(axis, description, most, size) {
  const [low, high] = [Math.min(axis.low, axis.high), Math.max(axis.low, axis.high)];
  const within = ({ value }) => {
    const place = axis.coordinate(value);
    return place >= low - NEARLY * (high - low) && place <= high + NEARLY * (high - low);
  };
  if (description.tickvals) {
    const { tickvals, ticktext } = description;
    const kept = tickvals.map((value, k) => ({ value, k })).filter(within);
    return givenTicks(axis, {
      tickvals: kept.map(({ value }) => value), ticktext: ticktext && kept.map(({ k }) => ticktext[k]),
    }, size);
  }
  if (axis.type === "category") return axis.categories.map((text) => ({ value: text, text })).filter(within);
  return (axis.type === "log" ? logTicks : linearTicks)(axis, low, high, most, size);
}
