import { judged, problem, withNote } from "../common.js";
import { TYPES } from "../../types.js";

const chosenIn = (form) => [...form.querySelectorAll(":checked")].map(({ value }) => Number(value));

function choose(form, places) {
  for (const input of form.querySelectorAll("input")) input.checked = places.includes(Number(input.value));
}

export const about = ({ options }, place, tone, lead) => {
  const { text, feedback, misconception } = options[place];
  return { place, tone, text: feedback, misconception, lead: lead && `${lead}: ${text}.` };
};

export const keysOf = ({ options }) => [...options.keys()].filter((place) => options[place].correct);

export const single = {
  read(form) {
    const [response] = chosenIn(form);
    return response === undefined ? problem("Choose one option first.") : { response };
  },
  write: (form, item, response) => choose(form, [response]),
  fits: ({ options }, response) => [...options.keys()].includes(response),
  grade: (item, response) => (item.options[response].correct
    ? judged(1, [about(item, response, "right")]) : judged(0, [about(item, response, "wrong")])),
  reveal: (item, response) =>
    withNote(single.grade(item, response), about(item, keysOf(item)[0], "right", "Answer")),
};

export const multiple = {
  read(form) {
    const response = chosenIn(form);
    return response.length ? { response } : problem("Choose one or more first.");
  },
  write: (form, item, response = []) => choose(form, response),
  fits: (item, response) => Array.isArray(response)
    && response.every((place) => single.fits(item, place)),
  grade(item, response) {
    const keys = keysOf(item);
    const found = keys.filter((place) => response.includes(place)).length;
    const wrong = response.length - found;
    const score = Math.max(0, (found - wrong) / keys.length);
    const count = `${found} of ${keys.length}${wrong ? `, and ${wrong} not right` : ""}`;
    const notes = item.options.flatMap(({ correct }, place) => {
      if (!response.includes(place)) return correct ? [about(item, place, "partly", "Missed")] : [];
      return [correct ? about(item, place, "right", "Right") : about(item, place, "wrong", "Not right")];
    });
    return judged(score, notes, count);
  },
  reveal: (item, response) => withNote(multiple.grade(item, response),
    { lead: "Answer:", text: keysOf(item).map((place) => item.options[place].text).join("; ") }),
};

Object.assign(TYPES, { single, multiple });
