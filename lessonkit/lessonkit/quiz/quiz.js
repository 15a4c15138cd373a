import { askFirst, offerUndo } from "../page/confirm.js";
import { announce, dataOf, elementOf, kernelOf } from "../page/element.js";
import { whenSent } from "../page/sent.js";
import { canonical } from "../learner/merge.js";
import { confidenceOf, hearConfidence } from "./confidence.js";
import { isDue, memoryOf, scheduled } from "./reviews.js";
import { isCleared, liveItems, learnerOf } from "../learner/state.js";
import { TYPES } from "./types.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { leadOn, paragraph, problemsOf, showVerdict } from "./verdict.js";

// One question

/** @param {ItemRecord} record */
const answerOf = ({ response, score, attempts, seed, confidence, misconceptions }) =>
  ({ response, score, attempts, ...(seed && { seed }), ...(confidence && { confidence }), ...(misconceptions && { misconceptions }) });

/** What a record keeps of them: nothing if the answer shows none. */
function misconceptionsIn({ notes }) {
  const shown = [...new Set(notes.map(({ misconception }) => misconception).filter(Boolean))];
  return { misconceptions: shown.length ? shown : undefined };
}

/** Make one question answerable; `quiz` is told of changes and answers. */
function question(form, whole, quiz, page) {
  const type = TYPES[whole.type];
  const drawn = (seed) => type.drawn?.(whole, seed) ?? whole;
  const one = (selector) => form.querySelector(selector);
  const button = (action) => one(`[data-action=${action}]`);
  const inputs = [...form.querySelectorAll("input, select, .quiz-moves button")];
  const check = one("[type=submit]");
  const feedback = one(".quiz-feedback");
  const hints = one(".quiz-hints");
  const unread = problemsOf();
  let item = drawn();
  /** @type {ItemRecord} */
  const blank = { hash: item.hash, response: null, checked: false, score: null, attempts: 0, hints: 0, shown: false };
  let record = { ...blank };
  let said;  // how sure the reader is of the answer that is being checked
  let isTyped = false;  // the controls hold what is not in the record

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
    if (checked) unread.set([]);
    showVerdict(form, checked ? type[shown ? "reveal" : "grade"](item, response) : unread.verdict());
    if (checked && item.again && record.score !== null && record.score < 1) leadOn(form, item.again);
    showHints();
    button("retry").hidden = button("show").hidden = !checked || isOver();
    // `disabled` would take the focus from under the reader.
    check.setAttribute("aria-disabled", checked);
    for (const input of inputs) {
      input.readOnly = isLocked();
      if (input.type !== "button") input.setAttribute("aria-disabled", isLocked());
    }
    if (button("new")) button("new").hidden = !record.attempts;
    if (sure) sure.hidden = checked || Boolean(record.attempts && !isDue(record));
    started?.show();
  };

  /** Take the numbers of a seed. */
  const drawNumbers = (seed) => {
    record.seed = seed;
    item = drawn(seed);
    if (!whole.values) return;
    one("legend").textContent = item.stem;
    hints.replaceChildren();
  };

  const sure = hearConfidence(form, (level) => {
    said = level;
    check.click();
    said = undefined;
  });

  const change = (changes) => {
    isTyped = false;
    record = { ...record, ...changes };
    show();
    quiz.changed([item.id]);
  };

  whenSent(form, () => {
    if (record.checked) return;
    const { response, problems } = type.read(form);
    if (problems) {
      unread.set(problems);
      show();
      return;
    }
    const verdict = type.grade(item, response);
    const { score } = verdict;
    const attempts = record.attempts + 1;
    const confidence = said && { confidence: said, firstScore: score };
    change({
      response, score, checked: true, attempts, ...misconceptionsIn(verdict), ...confidence,
      ...scheduled(record, score, said),
    });
    quiz.answered(item.id, answerOf(record));
  });

  form.addEventListener("input", ({ target }) => {
    unread.forget(target);
    if (isLocked()) {
      type.write(form, item, record.response);
      return;
    }
    if (record.checked) change({ checked: false });
    else show();
    isTyped = true;
  });

  button("retry").onclick = () => {
    change({ checked: false });
    (one("input:checked") ?? inputs[0]).focus();
  };
  button("show").onclick = () => {
    if (button("show").ariaDisabled === "true") return;
    change({ shown: true });
    feedback.focus();
  };
  if (item.hints.length) button("hint").onclick = () => {
    if (record.hints < item.hints.length) change({ hints: record.hints + 1 });
  };
  if (button("new")) button("new").onclick = () => {
    drawNumbers(type.otherSeed(record.seed));
    unread.set([]);
    type.write(form, item);
    change({ response: null, checked: false, shown: false });
    inputs[0].focus();
  };
  const started = type.start?.(form, item, () => record, { ...page, keep: change });
  type.write(form, item);
  show();

  return {
    id: item.id,
    stop: started?.stop,
    get record() { return record; },

    /** The record is kept as it is, changed at a time. */
    keptAt(at) { record.at = at; },

    /** Take over a record; none, or a stale one, clears. Tells whether it made sense. */
    restore(given) {
      record = { ...blank, at: given?.at };
      drawNumbers();
      const isOurs = given?.hash === item.hash;
      // A packed state may keep the score of an answer without its wording.
      const isKept = (given?.response ?? null) !== null;
      const makesSense = !isOurs || given.attempts === 0 || !isKept || type.fits(item, given.response);
      let asksAgain = false;
      if (isOurs && Number.isInteger(given.due)) record.due = given.due;
      if (isOurs && makesSense) {
        const { hints: asked, attempts, response } = given;
        record.hints = Math.min(asked, item.hints.length);
        if (given.ran) record.ran = true;
        if (whole.values && Number.isInteger(given.seed)) drawNumbers(given.seed);
        if (attempts) {
          const verdict = isKept ? type.grade(item, response) : null;
          const score = verdict ? verdict.score : given.score;
          const shows = verdict ? misconceptionsIn(verdict) : { misconceptions: given.misconceptions };
          Object.assign(record, { attempts, response, score, ...shows });
          Object.assign(record, memoryOf({ ...given, score }), confidenceOf(given));
          asksAgain = isDue(record);
          if (asksAgain) record.hints = 0;
          else if (isKept) Object.assign(record, { checked: given.checked, shown: given.shown });
        }
      }
      isTyped = false;
      unread.set([]);
      type.write(form, item, asksAgain ? undefined : record.response ?? undefined);
      show();
      if (asksAgain) showVerdict(form, { tone: "note", title: "Due for review: answer once more from memory.", notes: [] });
      return makesSense;
    },

    /** Take over what another tab has made of the question; what the reader is typing stays in the box. */
    meet(given) {
      if (given?.at === record.at) return;
      if (!isTyped) {
        this.restore(given);
        return;
      }
      if (isCleared(given) || given.hash !== item.hash || given.seed !== record.seed) return;
      const { attempts, response, score, misconceptions, at } = given;
      record = { ...record, attempts, response, score, misconceptions, ...memoryOf(given), ...confidenceOf(given), at };
      show();
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
  const { quiz, items, palette, course, version } = dataOf(root);
  const state = learnerOf(course);
  const all = items.map(({ id }) => id);
  const forms = root.querySelectorAll(".quiz-item");
  const one = (selector) => root.querySelector(selector);

  const answered = (item, answer) => {
    announce(root, "course:answer", { quiz, item, ...answer });
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

  const records = state.quiz(quiz, items);

  /** Keep the questions `ids` as they are now; a question of which there is nothing to keep is cleared. */
  const changed = (ids) => {
    const wanted = questions.filter(({ id }) => ids.includes(id))
      .map(({ id, record }) => [id, record.attempts || record.hints || record.due ? { ...record, at: undefined } : null]);
    const kept = records.change(Object.fromEntries(wanted));
    for (const { id, keptAt } of questions) {
      if (ids.includes(id)) keptAt(kept[id]?.at);
    }
    tell();
  };

  const page = { model, palette };
  const questions = items.map((item, i) => question(forms[i], item, { changed, answered }, page));
  items.forEach(({ id }, i) => makeAnchor(forms[i], `item-${id}`));

  const fromPython = () => {
    const given = model.get("responses");
    const now = answers();
    const kept = records.now();  // another view may have kept the day of the same answer
    for (const { id, record, restore } of questions) {
      const answer = given[id];
      if (isSame(answer, now[id])) continue;
      const before = { firstScore: answer?.score, ...record, ...kept[id], hash: record.hash, attempts: 1 };
      restore(answer && { ...before, ...answer, checked: true });
    }
    changed(all);
  };

  const fromStorage = () => {
    const kept = records.now();
    const strange = questions.filter((each) => !each.restore(kept[each.id])).map(({ id }) => id);
    if (strange.length) {
      const items = Object.fromEntries(strange.map((id) => [id, kept[id]]));
      state.setAside(`quiz:${quiz}`, canonical({ schema: 2, items }));
      changed(strange);
    }
    tell();
  };

  const show = (kept) => {
    for (const each of questions) each.meet(kept[each.id]);
    tell();
  };
  const meet = (name) => {
    if (name === null || name === `quiz:${quiz}`) show(records.meet());
  };

  const foot = one(".quiz-foot");
  const clear = () => {
    const now = liveItems(records.now());
    const before = Object.fromEntries(all.filter((id) => now[id]).map((id) => [id, now[id]]));
    for (const { restore } of questions) restore();
    changed(all);
    offerUndo(foot, "Your answers here are cleared.", () => {
      // What was answered since then stays.
      const open = Object.entries(before).filter(([id]) => isCleared(records.now()[id]));
      show(records.change(Object.fromEntries(open)));
    });
  };
  askFirst(foot, { act: clear });

  // A notebook's answers win over the browser's.
  if (isSame(model.get("responses"), {})) fromStorage();
  else fromPython();
  model.on("change:responses", fromPython);
  const stopMeeting = state.storage.onChange(meet);
  tellIfUnkept(one(".course-card"), state, { course, version });
  one(".course-answers").remove();
  for (const buttons of root.querySelectorAll(".course-actions, .quiz-moves")) buttons.hidden = false;
  root.toggleAttribute("ready", true);
  return () => {
    model.off("change:responses", fromPython);
    stopMeeting();
    for (const { stop } of questions) stop?.();
  };
}

export default { render };
