import { EXACT, written } from "../../../page/numbers.js";
import { isNear, judged, numberIn, problem, told, withNote } from "../common.js";
import { TYPES } from "../../types.js";
import { drawn, otherSeed } from "./values.js";

/** The number in the answer's unit, and what is wrong with the unit, if anything is. */
function converted({ answer, units }, response) {
  if (!units) return { amount: response };
  const { value, unit } = response;
  const other = units.find((each) => each.unit === unit);
  if (!other) return { amount: value };
  const amount = value * (other.factor ?? NaN);
  const isExchanged = isNear(value, answer.value, answer.tolerance)
    && !isNear(amount, answer.value, answer.tolerance);
  return { amount, fault: (isExchanged || !other.factor) && other };
}

export const numeric = {
  drawn,
  otherSeed,
  read(form) {
    const read = numberIn(form.querySelector("input"));
    const list = form.querySelector("select");
    if (!list) return read;
    const unit = list.value ? {} : problem("Choose a unit as well.", list);
    const problems = [read, unit].flatMap((each) => each.problems ?? []);
    return problems.length ? { problems } : { response: { value: read.response, unit: list.value } };
  },
  write(form, { units }, response) {
    const list = form.querySelector("select");
    const number = units ? response?.value : response;
    form.querySelector("input").value = number === undefined ? "" : written(number, EXACT);
    if (list) list.value = response?.unit ?? "";
  },
  fits: ({ answer, units }, response) => (units
    ? Number.isFinite(response?.value) && [answer, ...units].some(({ unit }) => unit === response.unit)
    : Number.isFinite(response)),
  grade(item, response) {
    const { answer, slips, otherwise } = item;
    const { amount, fault } = converted(item, response);
    if (fault) return judged(0, [told(fault)]);
    if (isNear(amount, answer.value, answer.tolerance)) return judged(1, [{ text: answer.feedback }]);
    const [slip] = slips.filter(({ value }) => isNear(amount, value, answer.tolerance))
      .sort((a, b) => Math.abs(a.value - amount) - Math.abs(b.value - amount));
    return judged(0, [told(slip, otherwise)]);
  },
  reveal: (item, response) => withNote(numeric.grade(item, response),
    { lead: `Answer: ${written(item.answer.value, EXACT)} ${item.answer.unit}.`, text: item.answer.feedback }),
};

TYPES.numeric = numeric;
