import { readNumber } from "../../page/numbers.js";

/** The verdict of a scored answer; `count` says in words how much of it is right. */
export function judged(score, notes, count) {
  if (score === 1) return { score, notes, tone: "right", title: "Right" };
  if (score > 0) return { score, notes, tone: "partly", title: `Partly right: ${count}` };
  return { score, notes, tone: "wrong", title: count ? `Not yet: ${count}` : "Not yet" };
}

/** The note on a documented slip, with the misconception that it shows; on any other wrong answer `otherwise`. */
export const told = (slip, otherwise) =>
  (slip ? { text: slip.feedback, misconception: slip.misconception } : { text: otherwise });

export const withNote = (verdict, note) => ({ ...verdict, notes: [...verdict.notes, note] });

/** Within the tolerance, with room for binary rounding. */
export const isNear = (number, value, tolerance) =>
  Math.abs(number - value) <= tolerance + 1e-9 * (Math.abs(value) + tolerance);

/** What keeps a response from being read, with the control that it is about. */
export const problem = (text, at) => ({ problems: [{ text, at }] });

/** The number in a box, which is named if it is one of several. */
export function numberIn(box, name) {
  const { value, fault } = readNumber(box.value);
  if (fault === undefined) return { response: value };
  const told = box.value.trim() ? fault : "type a number first";
  return problem(name ? `${name}: ${told}.` : `${told[0].toUpperCase()}${told.slice(1)}.`, box);
}

/** The rows of a question by their place in the bank. */
export const rowsOf = (form) => [...form.querySelectorAll("li[data-place]")];
