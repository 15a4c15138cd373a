import { askFirst, offerUndo } from "../page/confirm.js";
import { announce, dataOf, elementOf, kernelOf } from "../page/element.js";
import { canonical } from "../learner/merge.js";
import { answerOf, question, worthKeeping } from "./question.js";
import { isCleared, liveItems, learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";

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
      .map(({ id, record }) => [id, worthKeeping(record)]);
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

  /** Another widget of the page asks some of the same questions. */
  const meetHere = ({ target, detail }) => {
    if (target !== root && detail.quiz === quiz) show(records.meet());
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
  document.addEventListener("course:answer", meetHere);
  tellIfUnkept(one(".course-card"), state, { course, version });
  one(".course-answers").remove();
  for (const buttons of root.querySelectorAll(".course-actions, .quiz-moves")) buttons.hidden = false;
  root.toggleAttribute("ready", true);
  return () => {
    model.off("change:responses", fromPython);
    stopMeeting();
    document.removeEventListener("course:answer", meetHere);
    for (const { stop } of questions) stop?.();
  };
}

export default { render };
