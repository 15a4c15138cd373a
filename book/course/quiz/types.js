import { multiple, predict, single } from "./types/choice.js";
import { mark } from "./types/mark.js";
import { matching } from "./types/matching.js";
import { numeric } from "./types/numeric.js";
import { ordering } from "./types/ordering.js";
import { short } from "./types/short.js";

/* Item types: objects with the same functions. A new type is a new entry here.
 *   read(form)                   what has been put in: { response }, or { problem, at } in words, with the
 *                                control that it is about
 *   write(form, item, response)  show a response; undefined clears
 *   fits(item, response)         whether a response from outside can be one to this item
 *   grade(item, response)        the verdict: { score, tone, title, notes }; score null: not scored
 *   reveal(item, response)       the verdict with the answer
 *   start(form, item, current, { model, palette, live })
 *                                optional: set up what the type's own controls need; `current` gives the
 *                                record. What it returns may have show(), called at each change of the
 *                                record or the controls, and stop().
 * A note is { text, lead }, with place and tone if it is about a row; without a text it only marks the row.
 * An item with values goes through `drawn` of types/values.js first. */
export const TYPES = { single, multiple, numeric, ordering, matching, mark, short, predict };
