/* Item types: objects with the same functions. A new type is a new entry in TYPES.
 *   read(form)             what has been put in: { response }, or { problem } in words
 *   write(form, response)  show a response; undefined clears
 *   fits(item, response)   whether a response from outside can be one to this item
 *   grade(item, response)  the verdict: { score, tone, title, notes }; score null: not scored
 *   reveal(item, response) the verdict with the answer
 * A note is { text, lead }, with place and tone if it is about an option. */

const chosenIn = (form) => [...form.querySelectorAll(":checked")].map(({ value }) => Number(value));

function choose(form, places) {
  for (const input of form.querySelectorAll("input")) input.checked = places.includes(Number(input.value));
}

const about = ({ options }, place, tone, lead) =>
  ({ place, tone, text: options[place].feedback, lead: lead && `${lead}: ${options[place].text}.` });

const keysOf = ({ options }) => [...options.keys()].filter((place) => options[place].correct);

function judged(score, notes, count) {
  if (score === 1) return { score, notes, tone: "right", title: "Right" };
  if (score > 0) return { score, notes, tone: "partly", title: `Partly right: ${count}` };
  return { score, notes, tone: "wrong", title: count ? `Not yet: ${count}` : "Not yet" };
}

const withNote = (verdict, note) => ({ ...verdict, notes: [...verdict.notes, note] });

const single = {
  read(form) {
    const [response] = chosenIn(form);
    return response === undefined ? { problem: "Choose one option first." } : { response };
  },
  write: (form, response) => choose(form, [response]),
  fits: ({ options }, response) => [...options.keys()].includes(response),
  grade: (item, response) => (item.options[response].correct
    ? judged(1, [about(item, response, "right")]) : judged(0, [about(item, response, "wrong")])),
  reveal: (item, response) =>
    withNote(single.grade(item, response), about(item, keysOf(item)[0], "right", "Answer")),
};

const multiple = {
  read(form) {
    const response = chosenIn(form);
    return response.length ? { response } : { problem: "Choose one or more first." };
  },
  write: (form, response = []) => choose(form, response),
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

const written = (number) => String(number).replaceAll("-", "−");

/** Within the tolerance, with room for binary rounding. */
const isNear = (number, value, tolerance) =>
  Math.abs(number - value) <= tolerance + 1e-9 * (Math.abs(value) + tolerance);

const numeric = {
  read(form) {
    const text = form.querySelector("input").value.trim().replaceAll(/[−–]/g, "-");
    if (!text) return { problem: "Type a number first." };
    if (/^[+-]?\d*,\d+$/.test(text)) {
      return { problem: `Write decimals with a point, not a comma: ${written(text.replace(",", "."))}` };
    }
    const response = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    return Number.isFinite(response) ? { response }
      : { problem: "That is not a number on its own. Type it as 0.5 or 1e-3, without a unit." };
  },
  write(form, response) {
    form.querySelector("input").value = response === undefined ? "" : written(response);
  },
  fits: (item, response) => Number.isFinite(response),
  grade({ answer, slips, otherwise }, response) {
    if (isNear(response, answer.value, answer.tolerance)) return judged(1, [{ text: answer.feedback }]);
    const [slip] = slips.filter(({ value }) => isNear(response, value, answer.tolerance))
      .sort((a, b) => Math.abs(a.value - response) - Math.abs(b.value - response));
    return judged(0, [{ text: slip?.feedback ?? otherwise }]);
  },
  reveal: (item, response) => withNote(numeric.grade(item, response),
    { lead: `Answer: ${written(item.answer.value)} ${item.answer.unit}.`, text: item.answer.feedback }),
};

const predict = {
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
};

export const TYPES = { single, multiple, numeric, predict };
