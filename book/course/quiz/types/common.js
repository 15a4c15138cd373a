/** The verdict of a scored answer; `count` says in words how much of it is right. */
export function judged(score, notes, count) {
  if (score === 1) return { score, notes, tone: "right", title: "Right" };
  if (score > 0) return { score, notes, tone: "partly", title: `Partly right: ${count}` };
  return { score, notes, tone: "wrong", title: count ? `Not yet: ${count}` : "Not yet" };
}

export const withNote = (verdict, note) => ({ ...verdict, notes: [...verdict.notes, note] });

export const numberText = (number) => String(number).replaceAll("-", "−");

/** Within the tolerance, with room for binary rounding. */
export const isNear = (number, value, tolerance) =>
  Math.abs(number - value) <= tolerance + 1e-9 * (Math.abs(value) + tolerance);

/** The number in a box: { response }, or { problem, at }. */
export function readNumber(box) {
  const text = box.value.trim().replaceAll(/[−–]/g, "-");
  if (!text) return { problem: "Type a number first.", at: box };
  if (/^[+-]?\d*,\d+$/.test(text)) {
    const better = numberText(text.replace(",", "."));
    return { problem: `Write decimals with a point, not a comma: ${better}`, at: box };
  }
  const response = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(response) ? { response }
    : { problem: "That is not a number on its own. Type it as 0.5 or 1e-3, without a unit.", at: box };
}

/** The rows of a question by their place in the bank. */
export const rowsOf = (form) => [...form.querySelectorAll("li[data-place]")];
