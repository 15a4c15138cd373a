import { dataOf, elementOf } from "../element.js";

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

const TYPES = { single, multiple, numeric, predict };

// Learner state

/** What the browser refuses lasts as long as the page. */
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

const isRecord = (record) => typeof record?.hash === "string" && typeof record.checked === "boolean"
  && [record.attempts, record.hints].every(Number.isInteger);

/** The records of a quiz by item id; an unusable state is set aside, not lost. */
function storedItems(quiz) {
  const text = stored(stateKey(quiz));
  if (text === null) return {};
  try {
    const { schema, items } = JSON.parse(text);
    if (schema === 1 && items.constructor === Object && Object.values(items).every(isRecord)) return items;
  } catch { /* Not JSON, or no object. */ }
  setAside(quiz);
  storeItems(quiz, {});
  return {};
}

// One question

const answerOf = ({ response, score, attempts }) => ({ response, score, attempts });

function paragraph(text, lead) {
  const element = document.createElement("p");
  if (lead) element.appendChild(document.createElement("strong")).textContent = lead;
  element.append(lead ? ` ${text}` : text);
  return element;
}

/** Make one question answerable; `quiz` is told of changes and answers. */
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
      input.readOnly = isLocked();
      input.setAttribute("aria-disabled", isLocked());
    }
  };

  const change = (changes) => {
    record = { ...record, ...changes };
    show();
    quiz.changed([item.id]);
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
    quiz.answered(item.id, answerOf(record));
  });

  form.addEventListener("input", () => {
    if (isLocked()) type.write(form, record.response);
    else if (record.checked) change({ checked: false });
    else show();
  });

  button("retry").onclick = () => {
    change({ checked: false });
    (one(":checked") ?? inputs[0]).focus();
  };
  button("show").onclick = () => {
    change({ shown: true });
    feedback.focus();
  };
  if (item.hints.length) button("hint").onclick = () => {
    if (record.hints < item.hints.length) change({ hints: record.hints + 1 });
  };
  show();

  return {
    id: item.id,
    get record() { return record; },

    /** Take over a record; none, or a stale one, clears. Tells whether it made sense. */
    restore(given) {
      record = blank;
      const isOurs = given?.hash === item.hash;
      const makesSense = !isOurs || given.attempts === 0 || type.fits(item, given.response);
      if (isOurs && makesSense) {
        const { hints: asked, attempts, response, checked, shown } = given;
        record = { ...blank, hints: Math.min(asked, item.hints.length) };
        const answer = { attempts, response, checked, shown };
        if (attempts) Object.assign(record, answer, { score: type.grade(item, response).score });
      }
      type.write(form, record.response ?? undefined);
      show();
      return makesSense;
    },
  };
}

// The quiz

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function render({ model, el }) {
  const root = elementOf("course-quiz", { model, el });
  const { quiz, items } = dataOf(root);
  const all = items.map(({ id }) => id);
  const forms = root.querySelectorAll(".quiz-item");
  const one = (selector) => root.querySelector(selector);

  const answered = (item, answer) => root.dispatchEvent(new CustomEvent("course:answer",
    { bubbles: true, composed: true, detail: { quiz, item, ...answer } }));

  const answers = () => Object.fromEntries(questions
    .filter(({ record }) => record.attempts).map(({ id, record }) => [id, answerOf(record)]));

  const tell = () => {
    const now = answers();
    one(".quiz-progress").textContent = `${Object.keys(now).length} of ${items.length} answered`;
    if (isSame(model.get("responses"), now)) return;
    model.set("responses", now);
    model.save_changes();
  };

  const changed = (ids) => {
    // Other spots share the key: theirs is read anew.
    const kept = storedItems(quiz);
    for (const { id, record } of questions) {
      if (ids.includes(id)) kept[id] = record.attempts || record.hints ? record : undefined;
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
    changed(all);
  };

  const fromStorage = () => {
    const kept = storedItems(quiz);
    const made = questions.map((each) => each.restore(kept[each.id]));
    if (made.includes(false)) setAside(quiz);
    tell();
  };

  const button = (action) => one(`[data-action=${action}]`);
  const askToClear = (asks) => {
    button("reset").hidden = asks;
    one(".quiz-confirm").hidden = !asks;
    button(asks ? "keep" : "reset").focus();
  };
  const clear = () => {
    for (const { restore } of questions) restore();
    changed(all);
    askToClear(false);
  };
  button("reset").onclick = () => askToClear(true);
  button("keep").onclick = () => askToClear(false);
  button("clear").onclick = clear;

  // A notebook's answers win over the browser's.
  if (isSame(model.get("responses"), {})) fromStorage();
  else fromPython();
  model.on("change:responses", fromPython);
  one(".course-answers").remove();
  for (const buttons of root.querySelectorAll(".course-actions")) buttons.hidden = false;
  root.toggleAttribute("ready", true);
  return () => model.off("change:responses", fromPython);
}

export default { render };
