import { announce, dataOf, elementOf, kernelOf, makeIdsItsOwn } from "../page/element.js";
import { here, insertScript } from "../page/script.js";
import { learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { question, worthKeeping } from "./question.js";
import { reached, retrieve } from "./retrieve.js";

const arrived = (name) => insertScript(new URL(name, here).href);

/** The questions that the page asks anyway, in the open. */
const askedHere = () => new Set([...document.querySelectorAll("course-quiz fieldset[data-item]")]
  .filter((field) => !field.closest(".quiz-rest")).map((field) => field.getAttribute("data-item")));

function render({ model, el }) {
  const root = elementOf("course-retrieval", { model, el });
  const kernel = kernelOf(model, root);
  const { course, version, chapter, mixed, count, chapters, palette } = dataOf(root);
  const state = learnerOf(course);
  const one = (selector) => root.querySelector(selector);
  const button = (action) => one(`.retrieval-drawn > .course-actions [data-action=${action}]`);
  const say = (text) => { one(".retrieval-said").textContent = text; };
  const sets = new Map();
  let asked = [];
  let at = 0;

  /** A question with a form for it: in a live notebook the widget has all, on the built site each is a script. */
  const wholeOf = ({ id, ...item }) => {
    if (item.type) {
      const field = one(".retrieval-pool").content.querySelector(`[data-item="${id}"]`);
      return { item: { id, ...item }, form: field.closest("form").cloneNode(true) };
    }
    const { html, item: whole } = globalThis.courseQuestions[id];
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return { item: whole, form: holder.content.querySelector("form") };
  };

  /** Put a question's form among the others, with what checks it. */
  const formOf = (drawn, place, of) => {
    const { item, form } = wholeOf(drawn);
    makeIdsItsOwn(form);
    form.querySelector(".exam-number").textContent = `Question ${place} of ${of}, from “${drawn.title}”`;
    const actions = one(".retrieval-actions").content.cloneNode(true);
    if (!item.values) actions.querySelector("[data-action=new]").remove();
    if (!item.hints.length) actions.querySelector("[data-action=hint]").remove();
    const feedback = form.querySelector(".quiz-feedback");
    feedback.setAttribute("role", "status");
    feedback.tabIndex = -1;
    feedback.before(actions);
    for (const moves of form.querySelectorAll(".quiz-moves")) moves.hidden = false;
    form.hidden = true;
    one(".retrieval-questions").append(form);
    return { item, form };
  };

  const show = (place, takesFocus = false) => {
    at = place;
    for (const [i, { form }] of asked.entries()) form.hidden = i !== at;
    button("previous").hidden = asked.length < 2;
    button("next").hidden = asked.length < 2;
    button("previous").setAttribute("aria-disabled", String(at === 0));
    button("next").setAttribute("aria-disabled", String(at === asked.length - 1));
    if (takesFocus) asked[at].form.querySelector("input, select, button").focus();
  };

  const ask = (drawn) => {
    asked = drawn.map((each, i) => {
      const { item, form } = formOf(each, i + 1, drawn.length);
      const records = sets.get(each.chapter);
      const own = question(form, item, {
        changed([id]) {
          own.keptAt(records.change({ [id]: worthKeeping(own.record) })[id]?.at);
        },
        answered(id, answer) {
          announce(root, "course:answer", { quiz: each.chapter, item: id, ...answer });
          kernel.send({ type: "answer", item: id, answer });
        },
      }, { model, palette });
      own.restore(records.now()[item.id], true);
      return { form, own, chapter: each.chapter };
    });
    show(0);
  };

  const draw = () => {
    const known = chapters ?? globalThis.courseIndex;
    const { earlier, own } = reached(known, chapter, globalThis.coursePath?.pages() ?? null);
    const without = askedHere();
    const open = (some) => some.map((each) => ({ ...each, items: each.items.filter(({ id }) => !without.has(id)) }));
    const [before, itself] = [open(earlier), mixed ? open(own) : []];
    for (const each of [...before, ...itself]) sets.set(each.chapter, state.quiz(each.chapter, each.items));
    const titles = Object.fromEntries(known.map(({ chapter: id, title }) => [id, title]));
    const records = Object.fromEntries([...sets].map(([id, set]) => [id, set.now()]));
    const seed = 1 + Math.floor(Math.random() * (2 ** 32 - 1));
    return retrieve({ earlier: before, own: itself, count, seed, records, now: Date.now() })
      .map((item) => ({ ...item, title: titles[item.chapter] }));
  };

  const start = async () => {
    button("load").hidden = true;
    say("");
    try {
      if (!chapters && !globalThis.courseIndex) await arrived("questions.js");
      const drawn = draw();
      const away = drawn.filter(({ id, type }) => !type && !globalThis.courseQuestions?.[id]);
      await Promise.all(away.map(({ id }) => arrived(`exam/${id}.js`)));
      if (drawn.length) ask(drawn);
      else say("Your path has no questions before this chapter.");
    } catch {
      say("The questions could not be loaded.");
      button("load").hidden = false;
    }
  };

  button("load").onclick = start;
  for (const [action, step] of Object.entries({ previous: -1, next: 1 })) {
    button(action).onclick = () => {
      if (asked[at + step]) show(at + step, true);
    };
  }
  /** What another tab, or another widget of the page, has made of them; what is open here stays blank. */
  const meet = (name) => {
    for (const { own, chapter: id } of asked) {
      if (name === null || name === `quiz:${id}`) own.meet(sets.get(id).meet()[own.id], !own.record.checked);
    }
  };
  const meetHere = ({ target, detail }) => {
    if (target !== root) meet(`quiz:${detail.quiz}`);
  };
  const stopMeeting = state.storage.onChange(meet);
  document.addEventListener("course:answer", meetHere);
  tellIfUnkept(one(".course-card"), state, { course, version });
  start().then(() => root.toggleAttribute("ready", true));
  return () => {
    stopMeeting();
    document.removeEventListener("course:answer", meetHere);
    for (const { own } of asked) own.stop?.();
  };
}

export default { render };
