import { withUnit, written } from "../page/numbers.js";

/**
 * A value as the reader sees it: the same as `Quantity` and `Words` in describe.py.
 *
 * @param {{ unit?: string, digits?: number, below?: [number, string][], otherwise?: string }} told
 * @param {number} value
 */
export function wordsFor({ unit = "", digits, below, otherwise = "" }, value) {
  if (!below) return withUnit(written(value, digits), Number.isFinite(value) ? unit : "");
  return below.find(([limit]) => value < limit)?.[1] ?? otherwise;
}

/**
 * What happens, for a value of each of its words.
 *
 * @param {string} template
 * @param {(name: string) => string} wordsOf
 */
export function sentenceOf(template, wordsOf) {
  return template.replace(/\{(\w+)\}/g, (_, name) => wordsOf(name));
}
