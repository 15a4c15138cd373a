import { dataOf, elementOf, kernelOf } from "../element.js";
import { stopWaiting } from "../figures/plot.js";
import { isDue, scheduled, setAside, storedItems, storeItems } from "./state.js";
import { TYPES } from "./types.js";
import { drawn, otherSeed } from "./types/values.js";
import { paragraph, showVerdict } from "./verdict.js";

// One question

const answerOf = ({ response, score, attempts, seed }) =>
  ({ response, score, attempts, ...(seed && { seed }) });

/** Make one question answerable; `quiz` is told of changes and answers. */
function question(form, whole, quiz, page) {
  const type = TYPES[whole.type];
  const one = (selector) => form.querySelector(selector);
  const button = (action) => one(`[data-action=${action}]`);
  const inputs = [...form.querySelectorAll("input, select, .quiz-moves button")];
  const check = one("[type=submit]");
  const feedback = one(".quiz-feedback");
  const hints = one(".quiz-hints");
  let item = drawn(whole);
  const blank = { hash: item.hash, response: null, checked: false, score: null, attempts: 0, hints: 0, shown: false };
  let record = blank;

  const isOver = () => record.checked && (record.shown || record.score === 1);
  const isLocked = () => record.checked && (isOver() || record.score === null);

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
    showVerdict(form, checked && type[shown ? "reveal" : "grade"](item, response));
    showHints();
    button("retry").hidden = button("show").hidden = !checked || isOver();
    // `disabled` would take the focus from under the reader.
    check.setAttribute("aria-disabled", checked);
    for (const input of inputs) {
      input.removeAttribute("aria-invalid");
      input.readOnly = isLocked();
      if (input.type !== "button") input.setAttribute("aria-disabled", isLocked());
    }
    if (button("new")) button("new").hidden = !record.attempts;
    started?.show();
  };

  /** Take the numbers of a seed. */
  const drawNumbers = (seed) => {
    record.seed = seed;
    item = drawn(whole, seed);
    if (!whole.values) return;
    one("legend").textContent = item.stem;
    hints.replaceChildren();
  };

  const change = (changes) => {
    record = { ...record, ...changes };
    show();
    quiz.changed([item.id]);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (record.checked) return;
    const { response, problem, at } = type.read(form);
    if (problem) {
      showVerdict(form, { tone: "note", title: problem, notes: [] });
      at?.setAttribute("aria-invalid", "true");
      return;
    }
    const { score } = type.grade(item, response);
    const attempts = record.attempts + 1;
    change({ response, score, checked: true, attempts, ...scheduled(record, score) });
    quiz.answered(item.id, answerOf(record));
  });

  form.addEventListener("input", () => {
    if (isLocked()) type.write(form, item, record.response);
    else if (record.checked) change({ checked: false });
    else show();
  });

  button("retry").onclick = () => {
    change({ checked: false });
    (one("input:checked") ?? inputs[0]).focus();
  };
  button("show").onclick = () => {
    change({ shown: true });
    feedback.focus();
  };
  if (item.hints.length) button("hint").onclick = () => {
    if (record.hints < item.hints.length) change({ hints: record.hints + 1 });
  };
  if (button("new")) button("new").onclick = () => {
    drawNumbers(otherSeed(record.seed));
    type.write(form, item);
    change({ response: null, checked: false, shown: false });
    inputs[0].focus();
  };
  const started = type.start?.(form, item, () => record, page);
  type.write(form, item);
  show();

  return {
    id: item.id,
    stop: started?.stop,
    get record() { return record; },

    /** Take over a record; none, or a stale one, clears. Tells whether it made sense. */
    restore(given) {
      record = { ...blank };
      drawNumbers();
      const isOurs = given?.hash === item.hash;
      // A packed state may keep the score of an answer without its wording.
      const isKept = (given?.response ?? null) !== null;
      const makesSense = !isOurs || given.attempts === 0 || !isKept || type.fits(item, given.response);
      let asksAgain = false;
      if (isOurs && makesSense) {
        const { hints: asked, attempts, response, day, streak } = given;
        record = { ...blank, hints: Math.min(asked, item.hints.length) };
        if (whole.values && Number.isInteger(given.seed)) drawNumbers(given.seed);
        if (attempts) {
          const score = isKept ? type.grade(item, response).score : given.score;
          Object.assign(record, { attempts, response, score, day, streak });
          asksAgain = isDue(record);
          if (asksAgain) record.hints = 0;
          else if (isKept) Object.assign(record, { checked: given.checked, shown: given.shown });
        }
      }
      type.write(form, item, asksAgain ? undefined : record.response ?? undefined);
      show();
      if (asksAgain) showVerdict(form, { tone: "note", title: "Due for review: answer once more from memory.", notes: [] });
      return makesSense;
    },
  };
}

// The quiz

/** Let links lead to a question: to the first place that asks it on this page. */
function makeAnchor(form, id) {
  if (document.getElementById(id)) return;
  form.id = id;
  if (location.hash === `#${id}`) form.scrollIntoView({ behavior: "instant" });
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function render({ model, el }) {
  const root = elementOf("course-quiz", { model, el });
  const kernel = kernelOf(model, root);
  const { quiz, items, palette } = dataOf(root);
  const all = items.map(({ id }) => id);
  const forms = root.querySelectorAll(".quiz-item");
  const one = (selector) => root.querySelector(selector);

  const answered = (item, answer) => {
    root.dispatchEvent(new CustomEvent("course:answer",
      { bubbles: true, composed: true, detail: { quiz, item, ...answer } }));
    kernel.send({ type: "answer", item, answer });
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

  const changed = (ids) => {
    // Other spots share the key: theirs is read anew.
    const kept = storedItems(quiz);
    for (const { id, record } of questions) {
      if (ids.includes(id)) kept[id] = record.attempts || record.hints ? record : undefined;
    }
    storeItems(quiz, kept);
    tell();
  };

  const page = { model, palette, live: el !== root };
  const questions = items.map((item, i) => question(forms[i], item, { changed, answered }, page));
  items.forEach(({ id }, i) => makeAnchor(forms[i], `item-${id}`));

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
  for (const buttons of root.querySelectorAll(".course-actions, .quiz-moves")) buttons.hidden = false;
  root.toggleAttribute("ready", true);
  return () => {
    model.off("change:responses", fromPython);
    for (const { stop } of questions) stop?.();
    stopWaiting(model);
  };
}

export default { render };
