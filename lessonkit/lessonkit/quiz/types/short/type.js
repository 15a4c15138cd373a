import { folded } from "../../../page/search.js";
import { judged, problem, told, withNote } from "../common.js";
import { TYPES } from "../../types.js";

/**
 * A text without what makes no difference: case, accents, hyphens, blanks, quotes, a leading article, a stop at the
 * end.
 */
export const plainText = (text) => folded(text).replaceAll(/["'`\u00b4\u201a]/g, "").replaceAll(/[\p{Z}\p{Cc}]+/gu, " ")
  .trim().replace(/^(?:an?|the) (?=.)/, "").replaceAll(/[ -]/g, "").replace(/[.,;:!?]+$/, "");

const isOneOf = (text, accept) => accept.some((each) => plainText(each) === plainText(text));

export const short = {
  read(form) {
    const box = form.querySelector("input");
    return box.value.trim() ? { response: box.value.trim() } : problem("Type an answer first.", box);
  },
  write(form, item, response = "") {
    form.querySelector("input").value = response;
  },
  fits: (item, response) => typeof response === "string" && response.trim() !== "",
  grade({ answer, slips, otherwise }, response) {
    if (isOneOf(response, answer.accept)) return judged(1, [{ text: answer.feedback }]);
    const slip = slips.find(({ accept }) => isOneOf(response, accept));
    return judged(0, [told(slip, otherwise)]);
  },
  reveal: (item, response) => withNote(short.grade(item, response),
    { lead: `Answer: ${item.answer.accept[0]}.`, text: item.answer.feedback }),
};

TYPES.short = short;
