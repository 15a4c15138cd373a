/* One question that can be answered, wherever it is asked. */
import { whenSent } from "../page/sent.js";
import { confidenceOf, hearConfidence } from "./confidence.js";
import { isDue, memoryOf, scheduled } from "./reviews.js";
import { isCleared } from "../learner/state.js";
import { TYPES } from "./types.js";
import { leadOn, paragraph, problemsOf, showVerdict } from "./verdict.js";

/** @param {ItemRecord} record */
export const answerOf = ({ response, score, attempts, seed, confidence, misconceptions }) =>
  ({ response, score, attempts, ...(seed && { seed }), ...(confidence && { confidence }), ...(misconceptions && { misconceptions }) });

/** What a record keeps of them: nothing if the answer shows none. */
function misconceptionsIn({ notes }) {
  const shown = [...new Set(notes.map(({ misconception }) => misconception).filter(Boolean))];
  return { misconceptions: shown.length ? shown : undefined };
}

/** What is to be kept of a record: null if there is nothing. */
export const worthKeeping = (record) =>
  (record.attempts || record.hints || record.due ? { ...record, at: undefined } : null);

/** Make one question answerable; `quiz` is told of changes and answers. */
export function question(form, whole, quiz, page) {
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

    /** Take over a record; none, or a stale one, clears. Tells whether it made sense. With `isBlank` the
     * controls are empty and nothing is told, whatever was answered before. */
    restore(given, isBlank = false) {
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
          asksAgain = isBlank || isDue(record);
          if (asksAgain) record.hints = 0;
          else if (isKept) Object.assign(record, { checked: given.checked, shown: given.shown });
        }
      }
      isTyped = false;
      unread.set([]);
      type.write(form, item, asksAgain ? undefined : record.response ?? undefined);
      show();
      if (asksAgain && !isBlank) showVerdict(form, { tone: "note", title: "Due for review: answer once more from memory.", notes: [] });
      return makesSense;
    },

    /** Take over what another tab has made of the question; what the reader is typing stays in the box. */
    meet(given, isBlank = false) {
      if (given?.at === record.at) return;
      if (!isTyped) {
        this.restore(given, isBlank);
        return;
      }
      if (isCleared(given) || given.hash !== item.hash || given.seed !== record.seed) return;
      const { attempts, response, score, misconceptions, at } = given;
      record = { ...record, attempts, response, score, misconceptions, ...memoryOf(given), ...confidenceOf(given), at };
      show();
    },
  };
}
