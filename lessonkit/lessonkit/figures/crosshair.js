/* What a cursor looks like in a drawing, as SVG: a pure function. */

import { shapeTag, textTag } from "./marks.js";
import { tenths } from "./path.js";
import { labelOf, placeInWords, valueInWords } from "./reading.js";
import { edgesOf } from "./scale.js";
import { widthOf } from "./ticks.js";
import { readingsAt } from "./walk.js";

const PAD = 4; // pixels around the words of a label
const AWAY = 9; // between a cursor and its label
const MOST_LINES = 3; // of a panel's label; of more curves the one that is walked is named alone
const WIDE = 1.1; // how much wider the letters of some systems are than those that are guessed
const RING = 8;

const clamped = (value, low, high) => Math.max(low, Math.min(high, value));

/** A text that is no wider than so many pixels. */
function shortened(text, size, most) {
  if (widthOf(text, size) <= most) return text;
  let kept = text;
  while (kept.length > 1 && widthOf(`${kept}…`, size) > most) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** The size of a label with these lines. */
function boxOf(lines, size, most) {
  const words = lines.map((text) => shortened(text, WIDE * size, most - 2 * PAD));
  const width = Math.max(...words.map((text) => widthOf(text, WIDE * size))) + 2 * PAD;
  return { words, width, height: 1.25 * size * words.length + PAD };
}

/** A label with its left upper corner in a place. */
function labelAt({ words, width, height }, left, top, size) {
  const lines = words.map((text, k) => textTag(text, left + PAD, top + PAD / 2 + 1.25 * size * (k + 0.5),
    { size, colour: "var(--course-ink)", anchor: "start" })).join("");
  return shapeTag("rect", { x: tenths(left), y: tenths(top), width: tenths(width), height: tenths(height), rx: 3,
    fill: "var(--course-surface)", stroke: "var(--course-control)" }) + lines;
}

/** Where a label of some width stands beside a cursor: on its right where there is room. */
function sideOf(x, width, extent) {
  const right = x + AWAY;
  return clamped(right + width <= extent ? right : x - AWAY - width, 0, Math.max(0, extent - width));
}

const colourOf = ({ trace: { line, marker } }, { paint }) => paint(line?.color ?? [marker?.color].flat()[0] ?? "series-1");

const dot = (reading) => shapeTag("circle", { cx: tenths(reading.point.at[0]), cy: tenths(reading.point.at[1]),
  r: reading.isHere ? 5 : 3.5, fill: colourOf(reading.point, reading.track.panel), stroke: "var(--course-surface)",
  "stroke-width": 1.5 });

/** A line through all panels, and in each a label with what its curves have there. */
function crosshair(walk, readings, x, { width, height }) {
  const { panels } = walk;
  const { size } = panels[0];
  const left = panels[0].x.place(x);
  const lines = panels.map(({ box }) => shapeTag("path", { d: `M${tenths(left)} ${tenths(box.top)}V${tenths(box.bottom)}`,
    stroke: "var(--course-muted)", fill: "none" })).join("");
  const labels = panels.map((panel) => {
    const own = readings.filter(({ track }) => track.panel === panel);
    const named = own.length > MOST_LINES ? own.filter(({ isHere }) => isHere) : own;
    if (!named.length) return "";
    const words = named.map(({ track, point }) => {
      const value = valueInWords(walk, track, point);
      return own.length > 1 ? `${track.name} ${value}` : value;
    });
    const box = boxOf(words, size, width);
    return labelAt(box, sideOf(left, box.width, width), panel.box.top + 2, size);
  }).join("");
  const below = boxOf([placeInWords(walk, x)], size, width);
  const foot = Math.min(height - below.height, panels.at(-1).box.bottom + 4);
  return lines + readings.map(dot).join("") + labels
    + labelAt(below, clamped(left - below.width / 2, 0, width - below.width), foot, size);
}

/** A frame around a cell. */
function cellFrame({ trace, index: [j, i] }, { x, y }) {
  const [[x0, x1], [y0, y1]] = [[trace.x, x, i], [trace.y, y, j]].map(([values, axis, k]) => {
    const edges = edgesOf(Array.from(values, axis.coordinate)).map(axis.at);
    return [edges[k], edges[k + 1]].sort((a, b) => a - b);
  });
  const frame = (colour, stroke) => shapeTag("rect", { x: tenths(x0), y: tenths(y0), width: tenths(x1 - x0),
    height: tenths(y1 - y0), fill: "none", stroke: colour, "stroke-width": stroke });
  return frame("white", 5) + frame("black", 2);
}

/** A ring around a point or a frame around a cell, with a label beside it. */
function ringed(walk, { track, point }, { width, height }) {
  const { panel } = track;
  const [x, y] = point.at;
  const label = boxOf(labelOf(walk, track, point), panel.size, width);
  const ring = walk.kind === "cells" ? cellFrame(point, panel) : shapeTag("circle", { cx: tenths(x), cy: tenths(y),
    r: RING, fill: "none", stroke: "var(--course-ink)", "stroke-width": 2 });
  const above = y - AWAY - RING - label.height;
  const top = above >= 0 ? above : Math.min(height - label.height, y + AWAY + RING);
  return ring + labelAt(label, sideOf(x, label.width, width), top, panel.size);
}

/**
 * The cursor at a spot of a drawing.
 *
 * @param {CourseWalk} walk
 * @param {CourseSpot} spot
 * @param {{width: number, height: number}} extent
 */
export function cursorMarkup(walk, spot, extent) {
  const readings = readingsAt(walk, spot);
  const here = readings.find(({ isHere }) => isHere);
  if (walk.kind === "curves") return crosshair(walk, readings, spot.x ?? here?.point.x, extent);
  return here ? ringed(walk, here, extent) : "";
}
