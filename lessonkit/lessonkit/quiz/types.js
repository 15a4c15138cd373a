/* Item types by name: objects with the same functions. Each `type.js` adds its own:
 *   read(form)                   what has been put in: { response }, or { problems }, each { text, at }: a
 *                                sentence and the control that it is about
 *   write(form, item, response)  show a response; undefined clears
 *   fits(item, response)         whether a response from outside can be one to this item
 *   grade(item, response)        the verdict: { score, tone, title, notes }; score null: not scored
 *   reveal(item, response)       the verdict with the answer
 *   start(form, item, current, { model, palette, keep })
 *                                optional: set up what the type's own controls need; `current` gives the
 *                                record, `keep(changes)` changes it. What it returns may have show(), called at each change of the
 *                                record or the controls, and stop().
 *   drawn(item, seed)            optional: the item with the numbers of a seed, the first ones without a seed
 *   otherSeed(seed)              with it: a seed for new numbers, for a button `data-action="new"`
 * A note is { text, lead }, with place and tone if it is about a row, and the misconception that the response shows
 * there; without a text it only marks the row. */

/** @type {Record<string, any>} */
export const TYPES = {};
