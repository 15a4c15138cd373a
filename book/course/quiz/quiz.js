import { dataOf, elementOf } from "../element.js";
import { setAside, storedItems, storeItems } from "./state.js";
import { TYPES } from "./types.js";

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
