import { EXACT, readNumber, withUnit, written } from "../page/numbers.js";

/**
 * What is wrong with a value of a parameter or choice, and what to write; empty if nothing is.
 *
 * @param {any} spec
 * @param {string} name
 * @param {unknown} value
 */
export function settingFault(spec, name, value) {
  const choice = spec.choices.find((item) => item.name === name);
  if (choice) {
    const ids = choice.options.map((option) => option.id);
    return ids.includes(value) ? "" : `${name} = ${value} is no option: choose one of ${ids.join(", ")}`;
  }
  const parameter = spec.parameters.find((item) => item.name === name);
  if (!parameter) {
    const names = [...spec.parameters, ...spec.choices].map((item) => item.name);
    return `${name} is no parameter of ${spec.id}: choose one of ${names.join(", ")}`;
  }
  const { low, high, unit, whole } = parameter;
  const kind = whole ? "whole number" : "number";
  const remedy = withUnit(`write a ${kind} from ${written(low)} to ${written(high)}`, unit);
  if (typeof value !== "number" || Number.isNaN(value)) return `${name} = ${value} is no number: ${remedy}`;
  const given = `${name} = ${Number.isFinite(value) ? written(value, EXACT) : value}`;
  if (value < low || value > high) return `${given} is out of range: ${remedy}`;
  return whole && !Number.isInteger(value) ? `${given} is no whole number: ${remedy}` : "";
}

/**
 * The place of a cursor that a script asks for; undefined for none.
 *
 * @param {any} spec
 * @param {unknown} value
 */
export function cursorAsked({ axis: { label, low, high, unit } }, value) {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw new RangeError(`the cursor cannot be at ${value}: ${
    withUnit(`write a value of ${label.toLowerCase()} from ${written(low)} to ${written(high)}`, unit)}, or null`);
}

/**
 * What of `values` to move back towards `good`: one of them if the model then `runs`, else all that differ.
 *
 * @param {any} spec
 * @param {Record<string, any>} values
 * @param {Record<string, any>} good
 * @param {(values: Settings) => boolean} runs
 */
export function remedy(spec, values, good, runs) {
  const moved = [...spec.parameters, ...spec.choices].filter(({ name }) => values[name] !== good[name]);
  const alone = moved.find(({ name }) => runs({ ...values, [name]: good[name] }));
  const back = ({ name, label, unit, options }) => (options
    ? `set ${label} (${name}) to ${good[name]}`
    : `move ${label} (${name}) towards ${withUnit(written(good[name]), unit)}`);
  return (alone ? [alone] : moved).map(back).join(" and ") || "start from other values";
}

/**
 * Settings that the page's address asks for, and what is wrong with those that cannot be used.
 *
 * @param {any} spec
 * @param {string} id
 */
export function settingsInAddress(spec, id) {
  /** @type {Settings} */
  const asked = {};
  /** @type {string[]} */
  const faults = [];
  for (const [key, text] of new URLSearchParams(location.search)) {
    if (!key.startsWith(`${id}.`)) continue;
    const name = key.slice(id.length + 1);
    const isNumber = spec.parameters.some((parameter) => parameter.name === name);
    const { value, fault: unread } = isNumber ? readNumber(text) : { value: text };
    const wrong = unread ? `${name}: ${unread}` : settingFault(spec, name, value);
    if (wrong) faults.push(`From the address of this page: ${wrong}.`);
    else asked[name] = value;
  }
  return { asked, faults };
}

/**
 * The address of this page with those of the `settings` that differ from the `start`.
 *
 * @param {string} id
 * @param {Settings} settings
 * @param {Settings} start
 */
export function addressWith(id, settings, start) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) {
    if (key.startsWith(`${id}.`)) url.searchParams.delete(key);
  }
  for (const [name, value] of Object.entries(settings)) {
    if (value !== start[name]) url.searchParams.set(`${id}.${name}`, String(value));
  }
  return url.href;
}
