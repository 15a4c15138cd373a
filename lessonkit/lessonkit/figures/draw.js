/*
 * A figure as SVG: a pure function of Plotly's JSON, in the part of its language that svg.py allows, and of a width.
 * The page calls it, and so does the build for the picture without a script, which is thus the same picture.
 */

import { MARKS, escaped, limitsOf, shadeOf, shapeTag, stroked, textTag } from "./marks.js";
import { tenths } from "./path.js";
import { axisOf } from "./scale.js";
import { ticksOf, widthOf } from "./ticks.js";

const FONT = 13;
const TICK = 4; // pixels of a tick
const GAP = 3; // between a tick and its label
const FEW_STEPS = 6; // of an axis of y at most, where the figure does not say
const MOST = 10; // the same for x
const BAR_STEPS = 48;
const HEAD = 6; // pixels of an arrow's head

/** Colours of a figure as the page's own, which follow light, dark and print by themselves. */
const painter = (palette) => {
  const names = new Set(Object.values(palette).map(({ token }) => token));
  return (colour) => (names.has(colour) ? `var(--course-${colour})`
    : palette[colour] ? `var(--course-${palette[colour].token})` : colour);
};

const rowNumber = (name) => Number(name.slice(1)) || 1;

/** The axes of y by their names in traces, from the first on. */
const rowNames = (layout) => Object.keys(layout).filter((key) => /^yaxis\d*$/.test(key))
  .map((key) => key.replace("axis", "")).sort((a, b) => rowNumber(a) - rowNumber(b));

const onRow = (name) => ({ yaxis }) => (yaxis ?? "y") === name;

/** The panels of a figure: boxes with their axes. */
function panelsOf({ data, layout }, frame, paint, type, size) {
  const { left, right, top, bottom } = frame;
  const x = axisOf(layout.xaxis ?? {}, data, "x", [left, right], layout.xaxis?.nticks || MOST);
  return rowNames(layout).map((name) => {
    const description = layout[name.replace("y", "yaxis")];
    const [low, high] = description.domain ?? [0, 1];
    const ends = /** @type {[number, number]} */ ([low, high].map((share) => bottom - share * (bottom - top)));
    const box = { left, right, top: ends[1], bottom: ends[0] };
    const room = Math.max(1, Math.floor((ends[0] - ends[1]) / (1.8 * size)));
    const most = Math.min(description.nticks || FEW_STEPS, room);
    const y = axisOf(description, data.filter(onRow(name)), "y", ends, most);
    return { name, box, x, y, most, paint, size, type };
  });
}

/** Words in lines that keep to a width, no more than so many. */
function inLines(text, width, size, most = Infinity) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (widthOf(longer, size) <= width || !lines.at(-1) || lines.length === most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Grid, ticks and titles of a panel. */
function groundOf(panel, layout, height, isLowest) {
  const { name, box, x, y, most, paint, size } = panel;
  const across = layout.xaxis ?? {};
  const down = layout[name.replace("y", "yaxis")];
  const ticks = {
    x: ticksOf(x, across, across.nticks || MOST, x.type === "category" ? undefined : size),
    y: ticksOf(y, down, most),
  };
  const places = { x: ticks.x.map(({ value }) => x.place(value)), y: ticks.y.map(({ value }) => y.place(value)) };
  const line = (d, colour) => (d ? shapeTag("path", { d, ...stroked(paint(colour), 1) }) : "");
  const { left, right, top, bottom } = box;
  const grid = (across.showgrid === false ? "" : places.x.map((at) => `M${tenths(at)} ${tenths(top)}V${tenths(bottom)}`).join(""))
    + (down.showgrid === false ? "" : places.y.map((at) => `M${tenths(left)} ${tenths(at)}H${tenths(right)}`).join(""));
  const edge = `M${tenths(left)} ${tenths(bottom)}H${tenths(right)}`
    + places.x.map((at) => `M${tenths(at)} ${tenths(bottom)}v${TICK}`).join("")
    + places.y.map((at) => `M${tenths(left)} ${tenths(at)}h${-TICK}`).join("");
  const look = { size, colour: paint("ink") };
  const step = x.type === "category" ? Math.abs(x.at(1) - x.at(0)) - size / 2 : Infinity;
  let said = ticks.y.map(({ text }, k) =>
    textTag(text, left - TICK - GAP, places.y[k], { ...look, anchor: "end" })).join("");
  if (isLowest) {
    said += ticks.x.map(({ text }, k) => text && textTag(inLines(text, step, size, 2).join("<br>"), places.x[k], bottom + TICK + 1,
      { ...look, down: "top" })).join("");
    said += across.title?.text ? textTag(across.title.text, (left + right) / 2, height - GAP, { ...look, down: "bottom" }) : "";
  }
  if (down.title?.text) said += textTag(down.title.text, size, (top + bottom) / 2, { ...look, turn: -90 });
  return line(grid, "line") + line(edge, "control") + said;
}

/** Where a place of a shape or an annotation lies, whatever it counts from. */
function placeOn(panels, frame, name, reference, value, isExponent) {
  const row = /^y\d*/.exec(reference)?.[0];
  const panel = (name === "y" && panels.find((each) => each.name === row)) || panels[0];
  const isShare = reference === "paper" || reference.endsWith("domain");
  if (!isShare) return isExponent && typeof value !== "string" ? panel[name].at(value) : panel[name].place(value);
  const { left, right, top, bottom } = reference === "paper" || name === "x" ? frame : panel.box;
  return name === "x" ? left + value * (right - left) : bottom - value * (bottom - top);
}

/** Where the parts of the layout that count from a panel's own values are seen: in that panel alone. */
const roomOf = (panels, frame, reference) => panels.find(({ name }) => name === reference)?.box ?? frame;

/** A line or a rectangle of the layout. */
function shapeOf(shape, panels, frame, paint) {
  const at = (name, end) => placeOn(panels, frame, name, shape[`${name}ref`] ?? name, shape[`${name}${end}`], false);
  const [x0, x1, y0, y1] = [at("x", 0), at("x", 1), at("y", 0), at("y", 1)];
  const { color = "muted", width = 1.5, dash } = shape.line ?? {};
  if (shape.type === "line") {
    return shapeTag("path", { d: `M${tenths(x0)} ${tenths(y0)}L${tenths(x1)} ${tenths(y1)}`, ...stroked(paint(color), width, dash) });
  }
  const room = roomOf(panels, frame, shape.yref ?? "y");
  const [left, right] = [x0, x1].map((x) => Math.min(room.right, Math.max(room.left, x))).sort((a, b) => a - b);
  const [top, bottom] = [y0, y1].map((y) => Math.min(room.bottom, Math.max(room.top, y))).sort((a, b) => a - b);
  if (top === bottom) return "";
  return shapeTag("rect", { x: tenths(left), y: tenths(top), width: tenths(right - left), height: tenths(bottom - top),
    fill: paint(shape.fillcolor ?? "sunken"), "fill-opacity": shape.opacity });
}

const isBelow = ({ type, layer }) => (layer ? layer === "below" : type === "rect");

const ANCHORS = { left: "start", right: "end" };

/**
 * A pointer from a text to its point; it begins where the text ends.
 *
 * @param {number[]} point
 * @param {number[]} from
 * @param {number[]} extent
 */
function arrowOf([x, y], [fromX, fromY], [width, height], colour, line) {
  const [across, down] = [x - fromX, y - fromY];
  const reach = Math.min(width / 2 / Math.abs(across || 1e-9), height / 2 / Math.abs(down || 1e-9));
  if (reach >= 1) return "";
  const turn = Math.atan2(down, across);
  const wing = (side) => `${tenths(x - HEAD * Math.cos(turn + side))} ${tenths(y - HEAD * Math.sin(turn + side))}`;
  return shapeTag("path", { d: `M${tenths(fromX + reach * across)} ${tenths(fromY + reach * down)}L${tenths(x)} ${tenths(y)}`
    + `M${wing(0.45)}L${tenths(x)} ${tenths(y)}L${wing(-0.45)}`, ...stroked(colour, line) });
}

const widest = (lines, size) => Math.max(...lines.map((line) => widthOf(line, size)));

/** Lines that are wider than the picture, in more lines: beside their point where there is room, else right across. */
function fittedLines(lines, x, anchor, size, width) {
  if (widest(lines, size) <= width) return lines;
  const beside = { start: width - x, middle: 2 * Math.min(x, width - x), end: x }[anchor];
  return lines.flatMap((line) => inLines(line, beside > width / 2 ? Math.min(beside, width) : width, size));
}

/** Words of the layout, in more lines or moved back where they would leave the picture. */
function annotationOf(annotation, panels, frame, { paint, type, size: usual, width, height }) {
  const { text, showarrow = false, xref = "x", yref = "y", font = {} } = annotation;
  const size = font.size ? type * font.size : usual;
  const point = [placeOn(panels, frame, "x", xref, annotation.x, true), placeOn(panels, frame, "y", yref, annotation.y, true)];
  const { top, bottom } = roomOf(panels, frame, yref);
  if (!point.every(Number.isFinite) || point[1] < top - 0.5 || point[1] > bottom + 0.5) return "";
  const colour = paint(font.color ?? "ink");
  const at = showarrow ? [point[0] + (annotation.ax ?? 0), point[1] + (annotation.ay ?? 0)]
    : [point[0] + (annotation.xshift ?? 0), point[1] - (annotation.yshift ?? 0)];
  const anchor = ANCHORS[annotation.xanchor] ?? "middle";
  const lines = fittedLines(text.split(/<br\s*\/?>/), at[0], anchor, size, width);
  const extent = [widest(lines, size), 1.2 * size * lines.length];
  const before = extent[0] * { start: 0, middle: 0.5, end: 1 }[anchor];
  const x = Math.max(before, Math.min(width - (extent[0] - before), at[0]));
  const down = ["top", "bottom"].includes(annotation.yanchor) ? annotation.yanchor : "middle";
  const above = extent[1] * { top: 0, middle: 0.5, bottom: 1 }[down];
  const y = Math.max(above, Math.min(height - (extent[1] - above), at[1]));
  const written = textTag(lines.join("<br>"), x, y, { size, colour, anchor, down });
  if (!showarrow) return written;
  const middle = [x + extent[0] / 2 - before, y + extent[1] / 2 - above];
  return arrowOf(point, middle, extent, paint(annotation.arrowcolor ?? font.color ?? "muted"), annotation.arrowwidth ?? 1) + written;
}

/** The bar that tells what the colours of a heat map stand for. */
function barOf(trace, panel) {
  const { box, paint, size } = panel;
  const { thickness = 14, xpad = 12, tickvals, ticktext } = trace.colorbar ?? {};
  const [low, high] = limitsOf(trace);
  const left = box.right + xpad;
  const scale = axisOf({ range: [low, high] }, [], "y", [box.bottom, box.top], FEW_STEPS);
  const height = (box.bottom - box.top) / BAR_STEPS;
  const steps = Array.from({ length: BAR_STEPS }, (_, k) => shapeTag("rect", {
    x: tenths(left), y: tenths(box.bottom - (k + 1) * height), width: thickness, height: tenths(height + 0.1),
    fill: shadeOf(trace.colorscale, (k + 0.5) / BAR_STEPS),
  })).join("");
  const ticks = high > low ? ticksOf(scale, { tickvals, ticktext }, FEW_STEPS) : [];
  const edge = ticks.map(({ value }) => `M${tenths(left + thickness)} ${tenths(scale.place(value))}h${TICK}`).join("");
  return `<g shape-rendering="crispEdges">${steps}</g>`
    + (edge && shapeTag("path", { d: edge, ...stroked(paint("control"), 1) }))
    + ticks.map(({ value, text }) => textTag(text, left + thickness + TICK + GAP, scale.place(value),
      { size, colour: paint("ink"), anchor: "start" })).join("");
}

/** The names of traces, one under the other, in the right upper corner. */
function legendOf(data, frame, paint, size) {
  return data.filter(({ name, showlegend }) => name && showlegend !== false).map(({ name, line, marker }, k) => {
    const [x, y] = [frame.right - widthOf(name, size) - 12, frame.top + (k + 0.8) * 1.4 * size];
    const colour = paint(line?.color ?? [marker?.color ?? "series-1"].flat()[0]);
    return shapeTag("path", { d: `M${tenths(x - 24)} ${tenths(y)}h18`, ...stroked(colour, line?.width, line?.dash) })
      + textTag(name, x, y, { size, colour: paint("ink"), anchor: "start" });
  }).join("");
}

/** For each bar trace of a panel its place among them and their count. */
function besideOf(data, trace) {
  const row = data.filter((each) => each.type === "bar" && onRow(trace.yaxis ?? "y")(each));
  return { place: row.indexOf(trace), count: row.length };
}

/**
 * Draw a figure.
 *
 * @param {any} figure Plotly's JSON: data and layout.
 * @param {Object<string, {token: string}>} palette The page's colours, by their light values.
 * @param {{width: number, type?: number}} extent Pixels across, and how large the type is (1 as in the figure).
 * @returns {{width: number, height: number, size: number, panels: any[], parts: [string, string][]}} The panels with
 *   their axes, and the parts of the picture from the back to the front: names with SVG.
 */
export function plotOf(figure, palette, { width, type = 1 }) {
  const { data, layout } = figure;
  const { height, margin } = layout;
  const size = type * (layout.font?.size ?? FONT);
  const frame = { left: type * margin.l, right: width - margin.r, top: margin.t, bottom: height - type * margin.b };
  const paint = painter(palette);
  const panels = panelsOf(figure, frame, paint, type, size);
  const shapes = (layout.shapes ?? []).map((shape) => [isBelow(shape), shapeOf(shape, panels, frame, paint)]);
  const layer = (below) => shapes.filter(([each]) => each === below).map(([, drawn]) => drawn).join("");
  const lowest = layout.xaxis?.anchor ?? "y";
  const ground = panels.map((panel) => groundOf(panel, layout, height, panel.name === lowest)).join("");
  const traces = data.map((trace, place) => {
    const panel = panels.find(({ name }) => onRow(name)(trace));
    const before = data.slice(0, place).findLast(onRow(trace.yaxis ?? "y"));
    return /** @type {[string, string]} */ ([`trace-${place}`,
      MARKS[trace.type ?? "scatter"](trace, panel, before, besideOf(data, trace))]);
  });
  const heat = data.find((trace) => trace.type === "heatmap" && trace.showscale !== false);
  const front = layer(false)
    + (heat ? barOf(heat, panels.find(({ name }) => onRow(name)(heat))) : "")
    + (layout.annotations ?? []).map((each) => annotationOf(each, panels, frame, { paint, type, size, width, height })).join("")
    + (layout.showlegend ? legendOf(data, frame, paint, size) : "");
  return { width, height, size, panels, parts: [["ground", layer(true) + ground], ...traces, ["front", front]] };
}

/** The part of a drawing as an element. */
export const partOf = ([name, markup], size) => `<g data-part="${escaped(name)}" font-size="${tenths(size)}">${markup}</g>`;

/** A figure as a picture of its own, which follows the page's colours. */
export function pictureOf(figure, palette, extent) {
  const { width, height, size, parts } = plotOf(figure, palette, extent);
  return `<svg viewBox="0 0 ${tenths(width)} ${tenths(height)}" focusable="false">${
    parts.map((part) => partOf(part, size)).join("")}</svg>`;
}
