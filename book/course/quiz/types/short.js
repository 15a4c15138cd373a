import { judged, withNote } from "./common.js";

/** A text without what makes no difference: case, accents, hyphens, blanks, a full stop at the end. */
export const plainText = (text) =>
  text.normalize("NFKD").toLowerCase().replaceAll(/[\p{M}\p{Z}\p{Pd}\p{Cc}\p{Cf}]/gu, "").replace(/\.+$/, "");

const isOneOf = (text, accept) => accept.some((each) => plainText(each) === plainText(text));

export const short = {
  read(form) {
    const box = form.querySelector("input");
    return box.value.trim() ? { response: box.value.trim() } : { problem: "Type an answer first.", at: box };
  },
  write(form, item, response = "") {
    form.querySelector("input").value = response;
  },
  fits: (item, response) => typeof response === "string" && response.trim() !== "",
  grade({ answer, slips, otherwise }, response) {
    if (isOneOf(response, answer.accept)) return judged(1, [{ text: answer.feedback }]);
    const slip = slips.find(({ accept }) => isOneOf(response, accept));
    return judged(0, [{ text: slip?.feedback ?? otherwise }]);
  },
  reveal: (item, response) => withNote(short.grade(item, response),
    { lead: `Answer: ${item.answer.accept[0]}.`, text: item.answer.feedback }),
};
