import { judged, numberText, withNote } from "./common.js";

const chosenIn = (form) => [...form.querySelectorAll(":checked")].map(({ value }) => Number(value));

function choose(form, places) {
  for (const input of form.querySelectorAll("input")) input.checked = places.includes(Number(input.value));
}

const about = ({ options }, place, tone, lead) =>
  ({ place, tone, text: options[place].feedback, lead: lead && `${lead}: ${options[place].text}.` });

const keysOf = ({ options }) => [...options.keys()].filter((place) => options[place].correct);

export const single = {
  read(form) {
    const [response] = chosenIn(form);
    return response === undefined ? { problem: "Choose one option first." } : { response };
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
    return response.length ? { response } : { problem: "Choose one or more first." };
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

/** The settings of an explorer, if they are those at which a prediction is put to the test. */
const isObserved = (parameters, observe) => Object.entries(observe).every(([name, value]) =>
  (typeof value === "number" ? Math.abs(parameters[name] - value) < 1e-9 : parameters[name] === value));

// In a live notebook the ids of an element carry a suffix.
const explorerOf = ({ explorer }) => document.querySelector(
  `course-explorer[ready]:is([id="${explorer}"], [id^="${explorer}-view"])`,
);

export const predict = {
  ...single,
  grade: ({ options }, response) =>
    ({ score: null, tone: "note", title: `You predicted: ${options[response].text}`, notes: [] }),
  reveal(item, response) {
    const [outcome] = keysOf(item);
    const tone = response === outcome ? "right" : "wrong";
    const notes = [about(item, response, tone, "You predicted")];
    if (tone === "right") return { tone, notes, title: "The outcome is what you predicted" };
    return withNote({ tone, notes, title: "The outcome differs" }, about(item, outcome, "right", "Outcome"));
  },

  /** Say what the page's explorer shows at the settings of the prediction, beside the prediction. */
  start(form, item, current) {
    const { observe, scalar } = item;
    if (!observe) return undefined;
    const told = form.querySelector(".quiz-outcome");
    const button = form.querySelector("[data-action=observe]");
    const show = () => {
      const explorer = explorerOf(item);
      const { checked, response } = current();
      button.hidden = !explorer || !checked;
      const isThere = !button.hidden && isObserved(explorer.parameters, observe);
      const value = isThere && Number(explorer.result.scalars[scalar.name].toPrecision(3));
      const text = isThere ? `The model is at the settings of this prediction: ${scalar.label} `
        + `${numberText(value)} ${scalar.unit}. You predicted: ${item.options[response].text}` : "";
      if (told.textContent !== text) told.textContent = text;
    };
    button.onclick = () => {
      const explorer = explorerOf(item);
      explorer.parameters = observe;
      explorer.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("course:result", show);
    return { show, stop: () => document.removeEventListener("course:result", show) };
  },
};
