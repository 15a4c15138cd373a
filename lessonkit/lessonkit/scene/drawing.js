const MOVES = ["x", "y", "turn", "level"];

/** @param {number} value */
const opaque = (value) => Math.min(1, Math.max(0, value));
/** @param {number} value */
const rounded = (value) => String(Math.round(value * 1000) / 1000 + 0);

/**
 * The attributes that a part has for the numbers that it follows: the same as in drawing.py.
 *
 * @param {Record<string, number>} values
 */
export function attributesOf(values) {
  /** @type {Record<string, string>} */
  const found = {};
  if (MOVES.some((name) => name in values)) {
    const { x = 0, y = 0, turn, level } = values;
    found.transform = `translate(${rounded(x)} ${rounded(y)})`
      + (turn === undefined ? "" : ` rotate(${rounded(turn)})`)
      + (level === undefined ? "" : ` scale(1 ${rounded(level)})`);
  }
  if ("opacity" in values) found.opacity = rounded(opaque(values.opacity));
  return found;
}

/**
 * How much is seen of each of so many children when `count` are.
 *
 * @param {number} count
 * @param {number} children
 */
export function seenOf(count, children) {
  return Array.from({ length: children }, (_, i) => rounded(opaque(count - i)));
}

/** A function that sets an attribute of an element where it differs from the last time. */
function attributeSetter(element, name) {
  let last = element.getAttribute(name);
  return (value) => {
    if (value === last) return;
    last = value;
    element.setAttribute(name, value);
  };
}

/**
 * A drawing that shows the values of its parts.
 *
 * @param {SVGSVGElement} svg
 * @param {string[]} bound What each of the values is for: `PART.ATTRIBUTE`.
 * @param {(part: string, value: number) => string} textOf The text of a part for its value.
 * @returns {(values: ArrayLike<number>) => void}
 */
export function drawingOf(svg, bound, textOf) {
  /** @type {Map<string, [string, number][]>} */
  const followed = new Map();
  bound.forEach((what, place) => {
    if (what.startsWith("{")) return;
    const dot = what.lastIndexOf(".");
    const name = what.slice(0, dot);
    followed.set(name, [...(followed.get(name) ?? []), [what.slice(dot + 1), place]]);
  });
  const shows = [...followed].map(([name, places]) => {
    const element = svg.querySelector(`[data-part="${CSS.escape(name)}"]`);
    if (!element) throw new Error(`The drawing has no part "${name}"`);
    const sets = { transform: attributeSetter(element, "transform"), opacity: attributeSetter(element, "opacity") };
    const children = [...element.children].map((child) => attributeSetter(child, "opacity"));
    return (values) => {
      const now = Object.fromEntries(places.map(([what, place]) => [what, values[place]]));
      if (!Object.values(now).every(Number.isFinite)) return; // what has no value stays where it was
      for (const [attribute, value] of Object.entries(attributesOf(now))) sets[attribute](value);
      if ("count" in now) seenOf(now.count, children.length).forEach((seen, i) => children[i](seen));
      if (!("says" in now)) return;
      const text = textOf(name, now.says);
      if (element.textContent !== text) element.textContent = text;
    };
  });
  return (values) => { for (const show of shows) show(values); };
}
