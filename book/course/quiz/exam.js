import { dataOf, elementOf } from "../element.js";
import { stopWaiting } from "../figures/plot.js";
import { integers } from "../random.js";
import { drawExam } from "./draw.js";
import { setAsideState, store, stored } from "./state.js";
import { TYPES } from "./types.js";
import { drawn } from "./types/values.js";
import { showVerdict } from "./verdict.js";

const KEY = "course:1:exam";
const SEEDS = 4096;

const isExam = (exam) => exam?.schema === 1 && Number.isInteger(exam.seed) && Array.isArray(exam.items)
  && exam.items.every(({ id, hash }) => typeof id === "string" && typeof hash === "string")
  && exam.responses?.constructor === Object;

const numberOf = (share) => String(Math.round(10 * share) / 10);
const dateOf = (iso) => new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** One question of the exam; `changed` hears of each response, undefined if there is none to read. */
function examQuestion(form, whole, seed, page, changed) {
  const item = drawn(whole, seed);
  const type = TYPES[item.type];
  let record = { response: undefined, checked: false, shown: false, score: null };

  form.querySelector("legend").textContent = item.stem ?? form.querySelector("legend").textContent;
  for (const moves of form.querySelectorAll(".quiz-moves")) moves.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    if (record.checked) {
      type.write(form, item, record.response);
      return;
    }
    record.response = type.read(form).response;
    started?.show();
    changed();
  });
  const started = type.start?.(form, item, () => record, page);
  type.write(form, item);

  return {
    item: whole,
    form,
    stop: started?.stop,
    get record() { return record; },

    /** Show a response from the store; one that cannot be to this question is as none. */
    restore(response) {
      if (response === undefined || response === null || !type.fits(item, response)) return;
      record.response = response;
      type.write(form, item, response);
      started?.show();
    },

    finish() {
      const { response } = record;
      const isOpen = response === undefined;
      const score = isOpen ? 0 : type.grade(item, response).score;
      record = { response, checked: true, shown: true, score };
      if (isOpen) showVerdict(form, { tone: "note", title: "Not answered: look it up in the chapter.", notes: [] });
      else showVerdict(form, type[score === 1 ? "grade" : "reveal"](item, response));
      for (const input of form.querySelectorAll("input, select, button")) {
        input.readOnly = true;
        input.setAttribute("aria-disabled", "true");
      }
      for (const moves of form.querySelectorAll(".quiz-moves")) moves.hidden = true;
      started?.show();
    },
  };
}

function render({ model, el }) {
  const root = elementOf("course-exam", { model, el });
  const { version, count, chapters, palette } = dataOf(root);
  const isPage = root === el;  // in a notebook there are no pages to link to
  const one = (selector) => root.querySelector(selector);
  const button = (action) => one(`[data-action=${action}]`);
  const forms = one("template").content;
  const all = new Map(chapters.flatMap(({ items }) => items.map((item) => [item.id, item])));
  const page = { model, palette, live: !isPage };
  let exam = null;
  let questions = [];

  const keep = () => store(KEY, JSON.stringify(exam));
  const isOpen = ({ record }) => record.response === undefined;

  const showState = (state) => {
    root.dataset.state = state;
    one(".exam-start").hidden = state !== "start";
    one(".exam-result").hidden = state !== "done";
    one(".exam-foot").hidden = state !== "asking";
    one(".exam-said").textContent = "";
    one(".exam-confirm").hidden = one(".exam-open").hidden = true;
    button("again").hidden = button("finish").hidden = false;
  };

  const showCount = () => {
    const answered = questions.filter((each) => !isOpen(each)).length;
    one(".exam-count").textContent = `${answered} of ${questions.length} answered`;
  };

  const changed = () => {
    exam.responses = Object.fromEntries(questions.filter((each) => !isOpen(each))
      .map(({ item, record }) => [item.id, record.response]));
    keep();
    showCount();
  };

  const ask = () => {
    for (const { stop } of questions) stop?.();
    const next = integers(exam.seed);
    questions = exam.items.map(({ id }, i) => {
      const form = forms.querySelector(`[data-item="${id}"]`).closest("form").cloneNode(true);
      form.querySelector(".exam-number").textContent = `Question ${i + 1} of ${exam.items.length}`;
      return examQuestion(form, all.get(id), 1 + (next() % SEEDS), page, changed);
    });
    one(".exam-questions").replaceChildren(...questions.map(({ form }) => form));
    for (const { item, restore } of questions) restore(exam.responses[item.id]);
    showCount();
  };

  const partRow = (text, found) => {
    const row = document.createElement("li");
    const score = found.reduce((sum, { record }) => sum + record.score, 0);
    row.append(`${text}: `);
    row.appendChild(document.createElement("strong")).textContent = `${numberOf(score)} of ${found.length}`;
    return row;
  };

  const showParts = () => {
    one(".exam-parts").replaceChildren(...chapters.flatMap(({ title, page: address, objectives, items }) => {
      const its = questions.filter(({ item }) => items.some(({ id }) => id === item.id));
      if (!its.length) return [];
      const heading = document.createElement("h3");
      const link = heading.appendChild(document.createElement(isPage ? "a" : "span"));
      if (isPage) link.href = address;
      link.textContent = title;
      const list = document.createElement("ul");
      for (const [id, text] of Object.entries(objectives)) {
        const found = its.filter(({ item }) => item.objective === id);
        if (found.length) list.append(partRow(text, found));
      }
      return [heading, list];
    }));
  };

  const scoreInWords = () => {
    const score = questions.reduce((sum, { record }) => sum + record.score, 0);
    return `${numberOf(score)} of ${questions.length} points (${Math.round((100 * score) / questions.length)} %)`;
  };

  const showRecord = () => {
    one(".exam-name").textContent = exam.name || "Name of the reader";
    one(".exam-words").textContent = `took the mixed exam of the course, version ${exam.version},`
      + ` on ${dateOf(exam.finished)}: ${scoreInWords()}.`;
  };

  const showResult = () => {
    for (const { finish } of questions) finish();
    showState("done");
    one(".exam-score").textContent = `You have ${scoreInWords()}. A question that is partly right counts in part.`;
    one("[name=name]").value = exam.name ?? "";
    showParts();
    showRecord();
  };

  const finish = () => {
    Object.assign(exam, { finished: new Date().toISOString(), version });
    keep();
    showResult();
    one(".exam-said").textContent = `The exam is marked: ${scoreInWords()}.`;
    one(".exam-result h2").focus();
  };

  const start = () => {
    const seed = 1 + Math.floor(Math.random() * (2 ** 32 - 1));
    const items = drawExam(chapters, count, seed).map(({ id, hash }) => ({ id, hash }));
    exam = { schema: 1, seed, items, responses: {}, name: exam?.name };
    keep();
    ask();
    showState("asking");
    one(".exam-questions :is(input, select, button)").focus();
  };

  for (const each of root.querySelectorAll("[data-action=start]")) each.onclick = start;
  button("finish").onclick = () => {
    const open = questions.flatMap((each, i) => (isOpen(each) ? [i + 1] : []));
    if (!open.length) {
      finish();
      return;
    }
    one(".exam-open").hidden = false;
    button("finish").hidden = true;
    one(".exam-said").textContent = `Still open: question ${open.join(", ")}.`;
    button("go-on").focus();
  };
  button("finish-open").onclick = finish;
  button("go-on").onclick = () => {
    const { form } = questions.find(isOpen) ?? questions[0];
    showState("asking");
    form.querySelector("input, select, button").focus();
  };
  const askAgain = (asks) => {
    one(".exam-confirm").hidden = !asks;
    button("again").hidden = asks;
    button(asks ? "keep" : "again").focus();
  };
  button("again").onclick = () => askAgain(true);
  button("keep").onclick = () => askAgain(false);
  button("print").onclick = () => print();
  one("[name=name]").oninput = ({ target }) => {
    exam.name = target.value.trim();
    keep();
    showRecord();
  };

  const read = () => {
    const text = stored(KEY);
    if (text === null) return;
    try {
      const kept = JSON.parse(text);
      if (isExam(kept) && kept.items.every(({ id, hash }) => all.get(id)?.hash === hash)) {
        exam = kept;
        return;
      }
    } catch { /* Not JSON, or no exam. */ }
    setAsideState(KEY);
    one(".exam-note").textContent = "An earlier exam does not fit the questions of today, so it was set aside.";
  };

  one(".exam-without").remove();
  read();
  if (exam) ask();
  if (exam?.finished) showResult();
  else showState(exam ? "asking" : "start");
  root.toggleAttribute("ready", true);
  return () => {
    for (const { stop } of questions) stop?.();
    stopWaiting(model);
  };
}

export default { render };
