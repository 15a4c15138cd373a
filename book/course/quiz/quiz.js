import { dataOf, elementOf } from "../element.js";

/* Item types: one object each, with the same functions. A new type is a new entry in TYPES.
 *   read(form)              what the reader has put in: { response }, or { problem } in words
 *   write(form, response)   show a response; undefined clears
 *   fits(item, response)    whether a response from outside can be one to this item
 *   grade(item, response)   the verdict: { score, tone, title, notes }; score null: not scored
 *   reveal(item, response)  the verdict when the reader has asked for the answer
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
    return response.length ? { response } : { problem: "Choose at least one option first." };
  },
  write: (form, response = []) => choose(form, response),
  fits: (item, response) => Array.isArray(response) && response.length > 0
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

/** Whether a number lies within the tolerance, with room for the rounding of binary fractions. */
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
    return tone === "right" ? { tone, title: "The outcome is what you predicted", notes }
      : { tone, title: "The outcome differs", notes: [...notes, about(item, outcome, "right", "Outcome")] };
  },
};

const TYPES = { single, multiple, numeric, predict };

// Learner state

/** What the browser would not keep lasts as long as the page. */
const memory = new Map();

function stored(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key, text) {
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}

const stateKey = (quiz) => `course:1:quiz:${quiz}`;
const setAside = (quiz) => store(`course:1:set-aside:quiz:${quiz}`, stored(stateKey(quiz)));
const storeItems = (quiz, items) => store(stateKey(quiz), JSON.stringify({ schema: 1, items }));

const isObject = (value) => value?.constructor === Object;
const isRecord = (record) => isObject(record) && typeof record.hash === "string"
  && typeof record.checked === "boolean" && [record.attempts, record.hints].every(Number.isInteger);

/** The records of a quiz by item id; a state that cannot be used is set aside, not lost. */
function storedItems(quiz) {
  const text = stored(stateKey(quiz));
  if (text === null) return {};
  try {
    const { schema, items } = JSON.parse(text);
    if (schema === 1 && isObject(items) && Object.values(items).every(isRecord)) return items;
  } catch { /* Not JSON, or JSON without fields: as foreign as any other. */ }
  setAside(quiz);
  storeItems(quiz, {});
  return {};
}

// One question

function paragraph(text, lead) {
  const element = document.createElement("p");
  if (lead) element.append(Object.assign(document.createElement("strong"), { textContent: lead }), " ");
  element.append(text);
  return element;
}

/** Make one question answerable; `quiz` is told when its record has changed and when it is answered. */
function question(form, item, quiz) {
  const type = TYPES[item.type];
  const one = (selector) => form.querySelector(selector);
  const button = (action) => one(`[data-action=${action}]`);
  const inputs = [...form.querySelectorAll("input")];
  const check = one("[type=submit]");
  const feedback = one(".quiz-feedback");
  const hints = one(".quiz-hints");
  const blank = { hash: item.hash, response: null, checked: false, score: null, attempts: 0, hints: 0, shown: false };
  let record = blank;

  const isOver = () => record.checked && (record.shown || record.score === 1);
  const isLocked = () => record.checked && (isOver() || record.score === null);

  const showVerdict = (verdict) => {
    feedback.replaceChildren();
    for (const row of form.querySelectorAll("li")) delete row.dataset.tone;
    if (!verdict) return;
    const title = paragraph(verdict.title);
    title.className = "quiz-verdict";
    title.dataset.tone = verdict.tone;
    feedback.append(title, ...verdict.notes.map(({ text, lead }) => paragraph(text, lead)));
    for (const { place, tone } of verdict.notes) {
      if (tone) inputs[place].closest("li").dataset.tone = tone;
    }
  };

  const showHints = () => {
    const left = item.hints.length - record.hints;
    if (!record.hints) hints.replaceChildren();
    for (let i = hints.children.length; i < record.hints; i += 1) {
      hints.append(paragraph(item.hints[i], `Hint ${i + 1}:`));
    }
    if (!button("hint")) return;
    button("hint").textContent = `Hint (${left} left)`;
    button("hint").setAttribute("aria-disabled", !left);
    button("hint").hidden = isLocked();
  };

  const show = () => {
    const { checked, shown, response } = record;
    showVerdict(checked && type[shown ? "reveal" : "grade"](item, response));
    showHints();
    button("retry").hidden = button("show").hidden = !checked || isOver();
    // `disabled` would take the focus from under the reader.
    check.setAttribute("aria-disabled", checked);
    for (const input of inputs) {
      input.removeAttribute("aria-invalid");
      if (input.type === "text") input.readOnly = isLocked();
      else input.setAttribute("aria-disabled", isLocked());
    }
  };

  const change = (changes) => {
    record = { ...record, ...changes };
    show();
    quiz.changed();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (record.checked) return;
    const { response, problem } = type.read(form);
    if (problem) {
      showVerdict({ tone: "note", title: problem, notes: [] });
      if (item.type === "numeric") inputs[0].setAttribute("aria-invalid", "true");
      return;
    }
    const { score } = type.grade(item, response);
    change({ response, score, checked: true, attempts: record.attempts + 1 });
    quiz.answered(item.id, record);
  });

  form.addEventListener("input", () => {
    if (isLocked()) type.write(form, record.response);
    else if (record.checked) change({ checked: false });
    else show();
  });

  button("retry").addEventListener("click", () => {
    change({ checked: false });
    (one(":checked") ?? inputs[0]).focus();
  });
  button("show").addEventListener("click", () => {
    change({ shown: true });
    feedback.focus();
  });
  button("hint")?.addEventListener("click", () => {
    if (record.hints < item.hints.length) change({ hints: record.hints + 1 });
  });
  one(".course-actions").hidden = false;
  show();

  return {
    id: item.id,
    get record() { return record; },

    /** Take over a record; none, or one of another wording, clears. Tells whether it made sense. */
    restore(given) {
      record = blank;
      const isOurs = given?.hash === item.hash;
      const makesSense = !isOurs || given.attempts === 0 || type.fits(item, given.response);
      if (isOurs && makesSense) {
        const { response, checked, attempts, shown } = given;
        record = { ...blank, hints: Math.min(given.hints, item.hints.length) };
        if (attempts) {
          const { score } = type.grade(item, response);
          record = { ...record, response, score, attempts, checked, shown: checked && shown === true };
        }
      }
      type.write(form, record.response ?? undefined);
      show();
      return makesSense;
    },
  };
}

// The quiz

const answerOf = ({ response, score, attempts }) => ({ response, score, attempts });
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function render({ model, el }) {
  const root = elementOf("course-quiz", { model, el });
  const { quiz, items } = dataOf(root);
  const forms = root.querySelectorAll(".quiz-item");
  const one = (selector) => root.querySelector(selector);

  const answered = (item, record) => {
    const detail = { quiz, item, ...answerOf(record) };
    root.dispatchEvent(new CustomEvent("course:answer", { bubbles: true, composed: true, detail }));
  };

  const answers = () => Object.fromEntries(questions
    .filter(({ record }) => record.attempts).map(({ id, record }) => [id, answerOf(record)]));

  const tell = () => {
    const now = answers();
    one(".quiz-progress").textContent = `${Object.keys(now).length} of ${items.length} answered`;
    if (isSame(model.get("responses"), now)) return;
    model.set("responses", now);
    model.save_changes();
  };

  const changed = () => {
    // Other pages and spots share the key: what is theirs is read anew and kept.
    const kept = storedItems(quiz);
    for (const { id, record } of questions) {
      delete kept[id];
      if (record.attempts || record.hints) kept[id] = record;
    }
    storeItems(quiz, kept);
    tell();
  };

  const questions = items.map((item, i) => question(forms[i], item, { changed, answered }));

  const fromPython = () => {
    const given = model.get("responses");
    const now = answers();
    for (const { id, record, restore } of questions) {
      const answer = given[id];
      if (!isSame(answer, now[id])) restore(answer && { ...record, attempts: 1, ...answer, checked: true });
    }
    changed();
  };

  const fromStorage = () => {
    const kept = storedItems(quiz);
    const made = questions.map((each) => each.restore(kept[each.id]));
    if (made.includes(false)) setAside(quiz);
    tell();
  };

  const askToClear = (asks) => {
    one("[data-action=reset]").hidden = asks;
    one(".quiz-confirm").hidden = !asks;
    one(asks ? "[data-action=keep]" : "[data-action=reset]").focus();
  };
  one("[data-action=reset]").addEventListener("click", () => askToClear(true));
  one("[data-action=keep]").addEventListener("click", () => askToClear(false));
  one("[data-action=clear]").addEventListener("click", () => {
    for (const each of questions) each.restore();
    changed();
    askToClear(false);
  });

  if (Object.keys(model.get("responses")).length) fromPython();
  else fromStorage();
  model.on("change:responses", fromPython);
  one(".course-answers").remove();
  one(".quiz-foot").hidden = false;
  root.toggleAttribute("ready", true);
  return () => model.off("change:responses", fromPython);
}

export default { render };
