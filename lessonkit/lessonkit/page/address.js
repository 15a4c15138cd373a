/**
 * The settings of a widget in the address of its page, as `?PREFIX.NAME=VALUE`. A reader turns the text of one
 * setting into `{ value }` or `{ fault }`.
 */

/**
 * A reader of one of `values`.
 *
 * @param {string[]} values
 * @returns {(text: string) => Reading<string>}
 */
export const oneOf = (values) => (text) => (values.includes(text) ? { value: text }
  : { fault: `“${text}” is unknown: choose one of ${values.filter(Boolean).join(", ")}.` });

/**
 * What the address asks for, read by the setting's own of the `readers`, and what of it cannot be used.
 *
 * @param {string} prefix
 * @param {Record<string, (text: string) => Reading<any>>} readers
 */
export function fromAddress(prefix, readers) {
  /** @type {Record<string, any>} */
  const asked = {};
  /** @type {string[]} */
  const faults = [];
  const known = Object.keys(readers).map((name) => `${prefix}.${name}`);
  for (const [key, text] of new URLSearchParams(location.search)) {
    if (!key.startsWith(`${prefix}.`)) continue;
    const name = key.slice(prefix.length + 1);
    const { value, fault } = Object.hasOwn(readers, name) ? readers[name](text)
      : { fault: `there is no such setting: use ${known.join(", ")}.` };
    if (fault) faults.push(`From the address of this page, ${key}: ${fault}`);
    else asked[name] = value;
  }
  return { asked, faults };
}

/**
 * Keep in the address those of the `settings` that differ from the `start`.
 *
 * @param {string} prefix
 * @param {Record<string, any>} settings
 * @param {Record<string, any>} start
 */
export function keepInAddress(prefix, settings, start) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) {
    if (key.startsWith(`${prefix}.`)) url.searchParams.delete(key);
  }
  for (const [name, value] of Object.entries(settings)) {
    if (value !== start[name]) url.searchParams.set(`${prefix}.${name}`, value);
  }
  try {
    history.replaceState(history.state, "", url);
  } catch {
    // Some browsers refuse this for files, or after many calls in a short time.
  }
}
