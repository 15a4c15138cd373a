import { uniforms } from "../../random.js";
import { numberText } from "./common.js";

// The same as in values.py and expression.py.
const FIRST_SEED = 1;
const acts = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
  negative: (a) => -a,
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  sqrt: Math.sqrt,
  abs: Math.abs,
};

/** The value of an expression: a number, a name, or a list of an operator and its operands. */
export function valueOf(expression, values) {
  if (typeof expression === "string") return values[expression];
  if (!Array.isArray(expression)) return expression;
  const [act, ...parts] = expression;
  return acts[act](...parts.map((part) => valueOf(part, values)));
}

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
  const fill = (text) => text.replaceAll(/\{([^{}]*)\}/g, (_, name) => numberText(rounded(values[name], 3)));
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
