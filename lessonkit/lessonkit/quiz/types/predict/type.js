import { announce } from "../../../page/element.js";
import { written } from "../../../page/numbers.js";
import { about, keysOf, single } from "../choice/type.js";
import { withNote } from "../common.js";
import { TYPES } from "../../types.js";

/** The settings of an explorer, if they are those at which a prediction is put to the test. */
const isObserved = (parameters, observe) => Object.entries(observe).every(([name, value]) =>
  (typeof value === "number" ? Math.abs(parameters[name] - value) < 1e-9 : parameters[name] === value));

// In a live notebook the ids of an element carry a suffix.
/** @returns {ExplorerElement | null} */
const explorerOf = ({ explorer }) => document.querySelector(
  `course-explorer[ready]:is([id="${explorer}"], [id^="${explorer}-view"])`,
);

/** What there is to say beside a prediction about the run of its model. */
function beside({ scalar, settings, options }, { checked, response, ran }, explorer, isThere) {
  if (!explorer || !checked) return "";
  if (isThere) {
    return `The model is at the settings of this prediction: ${scalar.label} `
      + `${written(explorer.result.scalars[scalar.name])} ${scalar.unit}`.trimEnd()
      + `. You predicted: ${options[response].text}`;
  }
  return ran ? "" : `You can compare once you have run the model with ${settings}.`;
}

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

  /** Let the outcome be seen once the prediction is recorded and the page's explorer has been at its settings. */
  start(form, item, current, { keep }) {
    const { observe } = item;
    const told = form.querySelector(".quiz-outcome");
    const button = form.querySelector("[data-action=observe]");
    const compare = form.querySelector("[data-action=show]");
    let said = "";

    const show = () => {
      const explorer = observe ? explorerOf(item) : null;
      const isThere = explorer !== null && isObserved(explorer.parameters, observe);
      if (isThere && current().checked && !current().ran) {
        keep({ ran: true });  // shows anew
        return;
      }
      const record = current();
      const waits = explorer !== null && !record.ran && !record.shown;
      compare.setAttribute("aria-disabled", String(waits));
      announce(form, "course:outcome", { item: item.id, free: record.checked && !waits, asksForRun: waits });
      if (!observe) return;
      button.hidden = !explorer || !record.checked;
      const text = beside(item, record, explorer, isThere);
      if (said === text) return;
      said = text;
      told.textContent = text;
    };
    if (!observe) return { show };

    button.onclick = () => {
      const explorer = explorerOf(item);
      explorer.parameters = observe;
      explorer.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("course:result", show);
    addEventListener("load", show);  // the explorers of a page start after its questions
    return {
      show,
      stop() {
        document.removeEventListener("course:result", show);
        removeEventListener("load", show);
      },
    };
  },
};

TYPES.predict = predict;
