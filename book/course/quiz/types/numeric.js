import { isNear, judged, numberText, readNumber, withNote } from "./common.js";

/** The number in the answer's unit, and what is wrong with the unit, if anything is. */
function converted({ answer, units }, response) {
  if (!units) return { amount: response };
  const { value, unit } = response;
  const other = units.find((each) => each.unit === unit);
  if (!other) return { amount: value };
  const amount = value * (other.factor ?? NaN);
  const isExchanged = isNear(value, answer.value, answer.tolerance)
    && !isNear(amount, answer.value, answer.tolerance);
  return { amount, fault: (isExchanged || !other.factor) && other.feedback };
}

export const numeric = {
  read(form) {
    const read = readNumber(form.querySelector("input"));
    const list = form.querySelector("select");
    if (read.problem || !list) return read;
    return list.value ? { response: { value: read.response, unit: list.value } }
      : { problem: "Choose a unit as well.", at: list };
  },
  write(form, { units }, response) {
    const list = form.querySelector("select");
    const number = units ? response?.value : response;
    form.querySelector("input").value = number === undefined ? "" : numberText(number);
    if (list) list.value = response?.unit ?? "";
  },
  fits: ({ answer, units }, response) => (units
    ? Number.isFinite(response?.value) && [answer, ...units].some(({ unit }) => unit === response.unit)
    : Number.isFinite(response)),
  grade(item, response) {
    const { answer, slips, otherwise } = item;
    const { amount, fault } = converted(item, response);
    if (fault) return judged(0, [{ text: fault }]);
    if (isNear(amount, answer.value, answer.tolerance)) return judged(1, [{ text: answer.feedback }]);
    const [slip] = slips.filter(({ value }) => isNear(amount, value, answer.tolerance))
      .sort((a, b) => Math.abs(a.value - amount) - Math.abs(b.value - amount));
    return judged(0, [{ text: slip?.feedback ?? otherwise }]);
  },
  reveal: (item, response) => withNote(numeric.grade(item, response),
    { lead: `Answer: ${numberText(item.answer.value)} ${item.answer.unit}.`, text: item.answer.feedback }),
};
