import { judged, problem, withNote } from "../common.js";
import { TYPES } from "../../types.js";

const listsOf = (form) => [...form.querySelectorAll("select")];

/** What is offered, in the bank's order: the matches, each once, then the distractors. */
function offered({ pairs, distractors = [] }) {
  const matches = [...new Set(pairs.map(({ match }) => match))];
  return [...matches.map((text) => ({ text })), ...distractors];
}

/** Score: the share of entries that are matched rightly. */
export const matching = {
  read(form) {
    const open = listsOf(form).find(({ value }) => !value);
    return open ? problem("Choose a match for each entry first.", open)
      : { response: listsOf(form).map(({ value }) => Number(value)) };
  },
  write(form, item, response = []) {
    listsOf(form).forEach((list, i) => { list.value = response[i] ?? ""; });
  },
  fits: (item, response) => Array.isArray(response) && response.length === item.pairs.length
    && response.every((place) => [...offered(item).keys()].includes(place)),
  grade(item, response) {
    const choices = offered(item);
    const notes = item.pairs.map(({ text, match, feedback, misconception, otherwise }, place) => {
      const chosen = choices[response[place]];
      const tone = chosen.text === match ? "right" : "wrong";
      if (tone === "right") return { place, tone, lead: `${text} – ${match}: right.`, text: feedback };
      const lead = `${text} – ${chosen.text}: not right.`;
      return {
        place, tone, lead, text: chosen.feedback ?? otherwise, misconception: chosen.misconception ?? misconception,
      };
    });
    const found = notes.filter(({ tone }) => tone === "right").length;
    return judged(found / notes.length, notes, `${found} of ${notes.length}`);
  },
  reveal: (item, response) => withNote(matching.grade(item, response),
    { lead: "Answer:", text: item.pairs.map(({ text, match }) => `${text} – ${match}`).join("; ") }),
};

TYPES.matching = matching;
