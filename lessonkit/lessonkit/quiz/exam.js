import { askFirst, offerUndo } from "../page/confirm.js";
import { dataOf, elementOf } from "../page/element.js";
import { linked } from "../page/links.js";
import { afterPresses } from "../page/presses.js";
import { integers } from "../page/random.js";
import { here, insertScript } from "../page/script.js";
import { drawExam } from "./draw.js";
import { canonical } from "../learner/merge.js";
import { learnerOf } from "../learner/state.js";
import { TYPES } from "./types.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { leadOn, problemsOf, showVerdict } from "./verdict.js";

const SEEDS = 4096;

const numberOf = (share) => String(Math.round(10 * share) / 10);
const dateOf = (iso) => new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** One question of the exam; `changed` hears of its id and each response, undefined if there is none to read. */
function examQuestion(form, whole, seed, page, changed) {
  const type = TYPES[whole.type];
  const item = type.drawn?.(whole, seed) ?? whole;
  const unread = problemsOf();
  const whenReleased = afterPresses();
  let record = { response: undefined, checked: false, shown: false, score: null };
  let isTyped = false;  // the controls hold something that is no response yet

  if (item.stem) form.querySelector("legend").textContent = item.stem;
  for (const moves of form.querySelectorAll(".quiz-moves")) moves.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (record.checked) {
      type.write(form, item, record.response);
      return;
    }
    record.response = type.read(form).response;
    isTyped = record.response === undefined;
    unread.forget(target);
    showVerdict(form, unread.verdict());
    started?.show();
    changed(whole.id, record.response);
  });
  // What was put in and cannot be read would else be taken for no answer.
  const sayUnread = () => {
    if (record.checked) return;
    unread.set((type.read(form).problems ?? []).filter(({ at }) => at?.value));
    showVerdict(form, unread.verdict());
  };
  form.addEventListener("change", () => whenReleased(sayUnread));
  const started = type.start?.(form, item, () => record, page);
  type.write(form, item);

  return {
    item: whole,
    form,
    stop: started?.stop,
    get record() { return record; },

    /** Show a response from the store; one that cannot be to this question is as none. */
    restore(given) {
      const response = given !== undefined && given !== null && type.fits(item, given) ? given : undefined;
      const isSame = canonical({ response }) === canonical({ response: record.response });
      if (isSame || isTyped || record.checked) return;
      record.response = response;
      type.write(form, item, response);
      started?.show();
    },

    finish() {
      const { response } = record;
      const isOpen = response === undefined;
      unread.set([]);
      const score = isOpen ? 0 : type.grade(item, response).score;
      record = { response, checked: true, shown: true, score };
      if (isOpen) showVerdict(form, { tone: "note", title: "Not answered.", notes: [] });
      else showVerdict(form, type[score === 1 ? "grade" : "reveal"](item, response));
      if (score < 1 && whole.again) leadOn(form, whole.again);
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
  const { course, version, count, chapters, palette } = dataOf(root);
  const isPage = root === el;  // in a notebook there are no pages to link to
  const one = (selector) => root.querySelector(selector);
  const button = (action) => one(`[data-action=${action}]`);
  const forms = one("template").content;
  const all = new Map(chapters.flatMap(({ items }) => items.map((item) => [item.id, item])));
  const page = { model, palette };
  const state = learnerOf(course);
  const kept = state.exam([...all.values()]);
  let exam = kept.now();
  let questions = [];
  let open = [];  // closes what asks for a confirmation

  const isHere = (id) => Boolean(all.get(id).type ?? globalThis.courseQuestions?.[id]);
  /** A question with a form for it: in a live notebook the widget has all, on the built site each is a script. */
  const questionOf = (id) => {
    if (all.get(id).type) {
      return { item: all.get(id), form: forms.querySelector(`[data-item="${id}"]`).closest("form").cloneNode(true) };
    }
    const { html, item } = globalThis.courseQuestions[id];
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return { item, form: holder.content.querySelector("form") };
  };

  const isThere = () => exam.items.length > 0;
  const isOpen = ({ record }) => record.response === undefined;

  const showPart = (part) => {
    root.dataset.state = part;
    one(".exam-start").hidden = part !== "start";
    one(".exam-result").hidden = part !== "done";
    one(".exam-foot").hidden = part !== "asking";
    one(".exam-said").textContent = "";
    for (const close of open) close();
  };

  const showCount = () => {
    const answered = questions.filter((each) => !isOpen(each)).length;
    one(".exam-count").textContent = `${answered} of ${questions.length} answered`;
  };

  const changed = (id, response) => {
    const now = kept.meet();
    // Another tab may have ended this exam meanwhile, or begun another.
    take(isShown(now) && !now.finished ? kept.respond(id, response) : now);
  };

  const ask = () => {
    for (const { stop } of questions) stop?.();
    const next = integers(exam.seed);
    questions = exam.items.map(({ id }, i) => {
      const { item, form } = questionOf(id);
      form.querySelector(".exam-number").textContent = `Question ${i + 1} of ${exam.items.length}`;
      return examQuestion(form, item, 1 + (next() % SEEDS), page, changed);
    });
    one(".exam-questions").replaceChildren(...questions.map(({ form }) => form));
    restore();
  };

  const restore = () => {
    for (const each of questions) each.restore(exam.responses[each.item.id]?.response);
    showCount();
  };

  const partRow = (text, found, address) => {
    const row = document.createElement("li");
    const score = found.reduce((sum, { record }) => sum + record.score, 0);
    row.append(linked(text, address), ": ");
    row.appendChild(document.createElement("strong")).textContent = `${numberOf(score)} of ${found.length}`;
    return row;
  };

  const showParts = () => {
    one(".exam-parts").replaceChildren(...chapters.flatMap(({ title, page: address, objectives, taught, items }) => {
      const its = questions.filter(({ item }) => items.some(({ id }) => id === item.id));
      if (!its.length) return [];
      const heading = document.createElement("h3");
      heading.append(linked(title, isPage ? address : undefined));
      const list = document.createElement("ul");
      for (const [id, text] of Object.entries(objectives)) {
        const found = its.filter(({ item }) => item.objective === id);
        const lesson = taught[id] === address ? undefined : taught[id];
        if (found.length) list.append(partRow(text, found, isPage ? lesson : undefined));
      }
      return [heading, list];
    }));
  };

  const scoreInWords = () => {
    const score = questions.reduce((sum, { record }) => sum + record.score, 0);
    return `${numberOf(score)} of ${questions.length} points (${Math.round((100 * score) / questions.length)} %)`;
  };

  const showRecord = () => {
    one(".exam-name").textContent = exam.name?.text || "Name of the reader";
    one(".exam-words").textContent = `took the mixed exam of the course, version ${exam.version},`
      + ` on ${dateOf(exam.finished)}: ${scoreInWords()}.`;
  };

  const showResult = () => {
    for (const { finish } of questions) finish();
    showPart("done");
    one(".exam-score").textContent = `You have ${scoreInWords()}. A question that is partly right counts in part.`;
    one("[name=name]").value = exam.name?.text ?? "";
    showParts();
    showRecord();
  };

  const finish = () => {
    const now = kept.meet();
    take(isShown(now) && !now.finished ? kept.finish(version) : now);
    if (!exam.finished) return;
    one(".exam-said").textContent = `The exam is marked: ${scoreInWords()}.`;
    one(".exam-result h2").focus();
  };

  /** Show the exam from its beginning: asked, or marked. */
  const show = async () => {
    const shown = exam;
    const away = exam.items.map(({ id }) => id).filter((id) => !isHere(id));
    button("load").hidden = true;
    if (away.length) {
      for (const { stop } of questions) stop?.();
      questions = [];
      one(".exam-questions").replaceChildren();
      showPart("loading");
      try {
        await Promise.all(away.map((id) => insertScript(new URL(`exam/${id}.js`, here).href)));
      } catch {
        one(".exam-said").textContent = "The questions could not be loaded. Your answers are kept.";
        button("load").hidden = false;
        return;
      }
      if (!isShown(shown)) return;  // another exam has taken its place meanwhile
    }
    ask();
    if (exam.finished) showResult();
    else showPart(isThere() ? "asking" : "start");
  };

  const isShown = (other) => other.at === exam.at && other.seed === exam.seed;

  /** Show what the exam has become, here or in another tab. */
  const take = (now) => {
    const [isSame, wasFinished] = [isShown(now), exam.finished];
    exam = now;
    const isLoading = !questions.length && isThere();
    if (!isSame || isLoading) {
      show();
      return;
    }
    if (!wasFinished) restore();
    if (exam.finished && !wasFinished) showResult();
    if (!exam.finished) return;
    const [box, text] = [one("[name=name]"), exam.name?.text ?? ""];
    if (box.value.trim() !== text) box.value = text;
    showRecord();
  };

  /** Put an exam in the place of the one that is there; the way back leads to that one. */
  const replace = (other) => {
    const before = exam;
    exam = kept.replace(other);
    const shown = show();
    if (before.items.length) offerUndo(one(".course-card"), "The earlier exam was cleared.", () => {
      replace(before);
      return "The earlier exam is back.";
    });
    return shown;
  };

  const start = async () => {
    const seed = 1 + Math.floor(Math.random() * (2 ** 32 - 1));
    const items = drawExam(chapters, count, seed).map(({ id, hash }) => ({ id, hash }));
    await replace({ seed, items, responses: {}, ...(exam.name && { name: exam.name }) });
    one(".exam-questions :is(input, select, button)")?.focus();
  };

  button("start").onclick = start;
  button("load").onclick = show;
  const again = askFirst(one(".exam-result .course-actions"), { act: start });
  const end = askFirst(one(".exam-foot"), {
    act: finish,
    asks() {
      const left = questions.flatMap((each, i) => (isOpen(each) ? [i + 1] : []));
      one(".exam-said").textContent = left.length ? `Still open: question ${left.join(", ")}.` : "";
      return left.length > 0;
    },
    declined() {
      const { form } = questions.find(isOpen) ?? questions[0];
      one(".exam-said").textContent = "";
      form.querySelector("input, select, button").focus();
    },
  });
  open = [again, end];
  button("print").onclick = () => print();
  one("[name=name]").oninput = ({ target }) => {
    exam = kept.rename(target.value.trim());
    showRecord();
  };

  one(".exam-without").remove();
  if (kept.wasSetAside()) {
    one(".exam-note").textContent = "An earlier exam does not fit the questions of today. It was set aside:"
      + " the page of your progress has it.";
  }
  show().then(() => root.toggleAttribute("ready", true));
  const stopMeeting = state.storage.onChange((name) => {
    if (name === null || name === "exam") take(kept.meet());
  });
  tellIfUnkept(one(".course-card"), state, { course, version });
  one(".exam-kept").hidden = state.storage.fault() !== null;
  return () => {
    stopMeeting();
    for (const { stop } of questions) stop?.();
  };
}

export default { render };
