/* What a point of a drawing says, in words: pure functions. */

import { withUnit, written } from "../page/numbers.js";

const PLACE_DIGITS = 4; // of a place along x, whose points lie close
const UNIT = /^(.*\S) \(([^():]+)\)$/;

/** A title as `label (unit)`, in its parts. */
function titled(title = "") {
  const plain = title.replaceAll(/<br\s*\/?>/g, " ");
  const [, label = plain, unit = ""] = UNIT.exec(plain) ?? [];
  return { label, unit };
}

const acrossTitle = ({ layout }) => titled(layout.xaxis?.title?.text);

/** The title that stands over a panel. */
function downTitle({ layout }, { name }) {
  const over = layout.annotations?.find(({ yref, xref, x, y, showarrow }) =>
    yref === `${name} domain` && xref === "paper" && x === 0 && y === 1 && !showarrow);
  return titled(over?.text ?? layout[name.replace("y", "yaxis")]?.title?.text);
}

const worded = (value, unit, digits = 3) => (typeof value === "string" ? value : withUnit(written(value, digits), unit));

/** A value with the ends of its interval, if it has one. */
function withInterval({ trace, index }, name, value, unit, digits = 3) {
  const { array, arrayminus = array } = trace[`error_${name}`] ?? {};
  const text = worded(value, unit, digits);
  if (!array?.[index] && !arrayminus?.[index]) return text;
  return `${text} (${written(value - arrayminus[index])} to ${written(value + array[index])})`;
}

const ofPoint = (given, index) => (Array.isArray(given) ? given[index] : given);

/** Whether the places along y mean something by themselves. */
const hasScale = ({ layout }, { name }) => layout[name.replace("y", "yaxis")]?.tickvals?.length !== 0;

/** What to call a curve: what its panel shows, and its own name. */
export function nameOf(walk, { panel, name }) {
  const names = [downTitle(walk, panel), titled(String(name ?? ""))].map(({ label }) => label).filter(Boolean);
  return [...new Set(names)].join(", ");
}

/** The place of a point along x, in words. */
export const placeInWords = (walk, x) => worded(x, acrossTitle(walk).unit, PLACE_DIGITS);

/** The value of a point, in words: those that the figure gives in `hovertext`, if it does. */
export function valueInWords(walk, { panel }, point) {
  const [across, down] = [acrossTitle(walk), downTitle(walk, panel)];
  const { trace, index, x, y } = point;
  const given = ofPoint(trace.hovertext, index);
  if (given) return given;
  if (walk.kind === "cells") {
    const [j, i] = index;
    return trace.text?.[j]?.[i] ?? written(point.value);
  }
  if (walk.kind === "rows") return withInterval(point, "x", x, across.unit);
  if (walk.kind === "curves") return withInterval(point, "y", y, down.unit);
  const both = [withInterval(point, "x", x, across.unit)];
  if (hasScale(walk, panel)) both.push(withInterval(point, "y", y, down.unit));
  return both.join(", ");
}

/** What a point is called besides its curve: the word beside it. */
const wordOf = ({ trace, index }) => ofPoint(trace.text, index);

/**
 * A point as it is spoken; with the names of curve and axes unless the reader has heard them just before.
 *
 * @param {CourseWalk} walk
 * @param {any} track
 * @param {any} point
 * @param {boolean} isKnown Whether the point before lay on the same track.
 */
export function inWords(walk, track, point, isKnown) {
  const value = valueInWords(walk, track, point);
  const across = acrossTitle(walk);
  const down = downTitle(walk, track.panel);
  if (walk.kind === "cells") {
    const place = [[across, point.x], [down, point.y]].map(([{ label, unit }, at]) =>
      [isKnown ? "" : label, worded(at, unit, PLACE_DIGITS)].filter(Boolean).join(" ")).join(", ");
    return `${place}: ${isKnown ? "" : `${track.name} `}${value}`;
  }
  if (walk.kind === "rows") return `${track.name}: ${value}`;
  if (walk.kind === "dots") {
    const word = wordOf(point);
    return `${[isKnown ? "" : track.name, word].filter(Boolean).join(", ") || track.name}: ${value}`;
  }
  const place = placeInWords(walk, point.x);
  return isKnown ? `${place}: ${value}` : `${nameOf(walk, track)}. ${across.label} ${place}: ${value}`;
}

/** The lines of the label beside a point that stands alone. */
export function labelOf(walk, track, point) {
  const value = valueInWords(walk, track, point);
  if (walk.kind === "cells") {
    return [value, `${worded(point.x, acrossTitle(walk).unit)}, ${worded(point.y, downTitle(walk, track.panel).unit)}`];
  }
  if (walk.kind === "rows") return [value];
  return [wordOf(point) ?? track.name, value].filter(Boolean).map(String);
}
