import { valueOf } from "../../../authored/expression.js";
import { written } from "../../../page/numbers.js";
import { uniforms } from "../../../page/random.js";

// The same as in values.py.
const FIRST_SEED = 1;

const rounded = (value, digits) => Number(value.toPrecision(digits));
const computed = (number, values) =>
  (Array.isArray(number) || typeof number === "string" ? rounded(valueOf(number, values), 4) : number);

/** The numbers that `seed` draws. */
export function draw(values, seed) {
  const next = uniforms(seed);
  const found = {};
  for (const { name, of, from, to, step } of values) {
    const count = of === undefined && Math.floor((to - from) / step + 1e-6) + 1;
    found[name] = count ? rounded(from + Math.floor(next() * count) * step, 10) : valueOf(of, found);
  }
  return found;
}

/** The item with the numbers that `seed` draws; an item without values stays as it is. */
export function drawn(item, seed = FIRST_SEED) {
  if (!item.values) return item;
  const values = draw(item.values, item.seed + seed);
  const fill = (text) => text.replaceAll(/\{([^{}]*)\}/g, (_, name) => written(values[name]));
  const worded = (part, ...names) =>
    ({ ...part, ...Object.fromEntries(names.map((name) => [name, fill(part[name])])) });
  const numbered = (part, ...names) =>
    ({ ...part, ...Object.fromEntries(names.map((name) => [name, computed(part[name], values)])) });
  return {
    ...worded(item, "stem", "otherwise"),
    hints: item.hints.map(fill),
    answer: numbered(worded(item.answer, "feedback"), "value", "tolerance"),
    slips: item.slips.map((slip) => numbered(worded(slip, "feedback"), "value")),
    units: item.units?.map((unit) => worded(unit, "feedback")),
  };
}

/** A seed for new numbers, other than `seed`. */
export function otherSeed(seed = FIRST_SEED) {
  const found = 1 + Math.floor(Math.random() * 4095);
  return found === seed ? otherSeed(seed) : found;
}
