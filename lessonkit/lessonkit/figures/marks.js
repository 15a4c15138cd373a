/* What a trace of a figure looks like, as SVG. */

import { areaPath, linePath, tenths } from "./path.js";
import { edgesOf } from "./scale.js";

const DASHES = { dash: [4, 2], dot: [1, 2], dashdot: [5, 2, 1, 2] };
const LINE_WIDTH = 2;
const DOT = 7;
const FAINT = 0.5;
const BESIDE = 6; // pixels between a dot and its word
const BAR_SHARE = 0.8;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as SVG takes it. */
export const escaped = (text) => String(text).replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** An element without content. */
export const shapeTag = (name, attributes) => `<${name}${Object.entries(attributes)
  .filter(([, value]) => value !== undefined).map(([key, value]) => ` ${key}="${escaped(value)}"`).join("")}/>`;

/** How a line is drawn. */
export const stroked = (colour, width = LINE_WIDTH, dash = "solid") => ({
  fill: "none", stroke: colour, "stroke-width": width,
  "stroke-dasharray": DASHES[dash]?.map((part) => tenths(part * width)).join(" "),
});

/** A text of one or more lines; `down` says where its point is: at its top, in its middle or at its bottom. */
export function textTag(text, x, y, { size, colour, anchor = "middle", down = "middle", turn = 0 }) {
  const lines = String(text).split(/<br\s*\/?>/);
  const height = 1.2 * size;
  const first = { top: 0.95 * size, middle: 0.35 * size - (height * (lines.length - 1)) / 2,
    bottom: -0.3 * size - height * (lines.length - 1) }[down];
  return lines.map((line, k) => {
    const place = tenths(y + first + k * height);
    return `<text x="${tenths(x)}" y="${place}" fill="${escaped(colour)}"${
      anchor === "start" ? "" : ` text-anchor="${anchor}"`}${turn ? ` transform="rotate(${turn} ${tenths(x)} ${tenths(y)})"` : ""
    }>${escaped(line)}</text>`;
  }).join("");
}

/** The places of a trace's points in pixels. */
export function placesOf(trace, { x, y }) {
  const down = trace.y ?? [];
  return Array.from(trace.x ?? [], (value, k) => [x.place(value), y.place(down[k] ?? null)]);
}

const inside = ([x, y], { left, right, top, bottom }) =>
  x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5;

const each = (value, k) => (Array.isArray(value) ? value[k] : value);

function intervals(trace, points, panel, colour) {
  const { box } = panel;
  let path = "";
  let thickness = LINE_WIDTH;
  for (const name of ["x", "y"]) {
    const { array, arrayminus = array, thickness: given } = trace[`error_${name}`] ?? {};
    if (!array) continue;
    thickness = given ?? thickness;
    points.forEach(([x, y], k) => {
      const value = trace[name][k];
      const [low, high] = [panel[name].place(value - arrayminus[k]), panel[name].place(value + array[k])];
      path += linePath(name === "x" ? [[low, y], [high, y]] : [[x, low], [x, high]], box);
    });
  }
  return path && shapeTag("path", { d: path, ...stroked(colour, thickness) });
}

function dots({ marker }, points, { box, paint }, ink) {
  const isOpen = marker?.symbol?.endsWith("-open");
  return points.map((point, k) => {
    if (!inside(point, box)) return "";
    const colour = paint(each(marker?.color, k) ?? ink);
    const rim = isOpen ? { stroke: colour, "stroke-width": 1.5 }
      : marker?.line?.width ? { stroke: paint(marker.line.color ?? ink), "stroke-width": marker.line.width } : {};
    return shapeTag("circle", { cx: tenths(point[0]), cy: tenths(point[1]), r: (marker?.size ?? DOT) / 2,
      fill: isOpen ? "none" : colour, ...rim });
  }).join("");
}

function wordsBeside(trace, points, { box, paint, size }) {
  const [down, across] = (trace.textposition ?? "middle center").split(" ");
  const shift = ({ left: -BESIDE, right: BESIDE })[across] ?? 0;
  const fall = ({ top: -BESIDE, bottom: BESIDE })[down] ?? 0;
  const look = {
    size, colour: paint(trace.textfont?.color ?? "ink"),
    anchor: ({ left: "end", right: "start" })[across] ?? "middle",
    down: ({ top: "bottom", bottom: "top" })[down] ?? "middle",
  };
  return points.map((point, k) => (inside(point, box)
    ? textTag(each(trace.text, k) ?? "", point[0] + shift, point[1] + fall, look) : "")).join("");
}

/** A line through points, dots, words, an area and intervals, as far as the trace asks for them. */
function scatter(trace, panel, before) {
  const { box, paint, y } = panel;
  const points = placesOf(trace, panel);
  const { mode = "lines", line = {}, marker = {} } = trace;
  const ink = line.color ?? each(marker.color, 0) ?? "series-1";
  let drawn = "";
  if (trace.fill && trace.fill !== "none") {
    const zero = Number.isFinite(y.place(0)) ? y.place(0) : box.bottom;
    const floor = trace.fill === "tonexty" && before ? placesOf(before, panel) : points.map(([x]) => [x, zero]);
    drawn += shapeTag("path", { d: areaPath(points, floor, box), fill: paint(trace.fillcolor ?? ink),
      "fill-opacity": trace.fillcolor ? undefined : FAINT });
  }
  if (mode.includes("lines")) {
    drawn += shapeTag("path", { d: linePath(points, box), ...stroked(paint(ink), line.width, line.dash),
      "stroke-linejoin": "round" });
  }
  drawn += intervals(trace, points, panel, paint(each(marker.color, 0) ?? ink));
  if (mode.includes("markers")) drawn += dots(trace, points, panel, ink);
  if (mode.includes("text")) drawn += wordsBeside(trace, points, panel);
  return drawn;
}

const pressed = (place, from, to) => Math.min(to, Math.max(from, place));

/** Bars: those of one place and panel share its width. */
function bars(trace, panel, before, beside) {
  const { box, paint } = panel;
  const lies = trace.orientation === "h";
  const [named, long] = lies ? [panel.y, panel.x] : [panel.x, panel.y];
  const middles = Array.from((lies ? trace.y : trace.x) ?? [], named.coordinate);
  const gaps = [...middles].sort((a, b) => a - b).map((middle, k, all) => middle - all[k - 1]).filter((gap) => gap > 0);
  const room = gaps.length ? Math.min(...gaps) : 1;
  const share = BAR_SHARE / beside.count;
  const base = Number.isFinite(long.place(0)) ? long.place(0) : long.at(long.low);
  const centres = [];
  const drawn = middles.map((middle, k) => {
    const half = (each(trace.width, k) ?? room * share) / 2;
    const at = middle + room * share * (beside.place - (beside.count - 1) / 2);
    const tip = long.place((lies ? trace.x : trace.y)[k]);
    const sides = [named.at(at - half), named.at(at + half)].sort((a, b) => a - b);
    const ends = [base, tip].sort((a, b) => a - b);
    centres.push(lies ? [tip, named.at(at)] : [named.at(at), tip]);
    if (!Number.isFinite(tip)) return "";
    const [across, down] = lies ? [ends, sides] : [sides, ends];
    const [x0, x1] = across.map((place) => pressed(place, box.left, box.right));
    const [y0, y1] = down.map((place) => pressed(place, box.top, box.bottom));
    return shapeTag("rect", { x: tenths(x0), y: tenths(y0), width: tenths(x1 - x0), height: tenths(y1 - y0),
      fill: paint(each(trace.marker?.color, k) ?? "series-1") });
  }).join("");
  return drawn + intervals(trace, centres, panel, paint("ink"));
}

const channels = (colour) => (colour.startsWith("#")
  ? [1, 3, 5].map((place) => Number.parseInt(colour.slice(place, place + 2), 16))
  : colour.match(/[\d.]+/g).slice(0, 3).map(Number));

/** The colour of a scale at a share from 0 to 1. */
export function shadeOf(scale, share) {
  const k = Math.max(1, scale.findIndex(([place]) => place >= share));
  const [[low, from], [high, to]] = [scale[k - 1], scale[k]];
  const [before, after] = [channels(from), channels(to)];
  const part = Math.min(1, Math.max(0, (share - low) / (high - low || 1)));
  const hex = before.map((channel, c) => Math.round(channel + part * (after[c] - channel)).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

/** From where to where the colours of a heat map reach. */
export function limitsOf({ z, zmin, zmax }) {
  const known = z.flat().filter(Number.isFinite);
  return [zmin ?? Math.min(...known), zmax ?? Math.max(...known)];
}

/** Coloured cells; those of one colour are one path. */
function cells(trace, panel) {
  const [low, high] = limitsOf(trace);
  const [across, down] = [["x", trace.xgap], ["y", trace.ygap]].map(([name, gap = 0]) => {
    const axis = panel[name];
    const edges = edgesOf(Array.from(trace[name], axis.coordinate)).map(axis.at);
    return edges.slice(1).map((edge, k) => [Math.min(edge, edges[k]) + gap / 2, Math.max(edge, edges[k]) - gap / 2]
      .map((place) => pressed(place, ...(name === "x" ? [panel.box.left, panel.box.right] : [panel.box.top, panel.box.bottom]))));
  });
  const shapes = new Map();
  trace.z.forEach((row, j) => row.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const shade = shadeOf(trace.colorscale, high > low ? (value - low) / (high - low) : 0.5);
    const [[x0, x1], [y0, y1]] = [across[i], down[j]];
    shapes.set(shade, `${shapes.get(shade) ?? ""}M${tenths(x0)} ${tenths(y0)}H${tenths(x1)}V${tenths(y1)}H${tenths(x0)}Z`);
  }));
  const drawn = [...shapes].map(([fill, d]) => shapeTag("path", { d, fill })).join("");
  return `<g shape-rendering="crispEdges">${drawn}</g>`;
}

/** What each kind of trace looks like in its panel, by the trace before it and its place among bars. */
export const MARKS = { scatter, bar: bars, heatmap: cells };
