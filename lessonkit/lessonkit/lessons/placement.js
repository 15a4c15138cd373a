import { learnerOf } from "../learner/state.js";
import { dataOf, elementOf } from "../page/element.js";
import { hasAnswered } from "./standing.js";

/** What the questions say of a lesson: brought along, missing, or not known yet. */
const isBrought = ({ asked }, records) => {
  const answers = asked.filter((item) => hasAnswered(item, records)).map(({ id }) => records[id]);
  if (answers.some(({ score, attempts, shown }) => score < 1 || attempts > 1 || shown)) return false;
  return answers.length === asked.length ? true : null;
};

function render({ model, el }) {
  const root = elementOf("course-placement", { model, el });
  const { course, chapter, lessons } = dataOf(root);
  const state = learnerOf(course);
  const items = lessons.flatMap((lesson) => lesson.asked);
  const records = state.quiz(chapter, items);
  const go = root.querySelector(".course-go a");
  const left = root.querySelector(".course-left");
  const home = go.getAttribute("href");
  const rows = [...root.querySelectorAll("[data-lesson]")];

  const show = () => {
    const now = records.now();
    const brought = lessons.map((lesson) => isBrought(lesson, now));
    for (const [i, row] of rows.entries()) {
      const minutes = `${lessons[i].minutes} minutes`;
      row.dataset.brought = { true: "yes", false: "no", null: "" }[brought[i]];
      row.querySelector(".placement-says").textContent = brought[i] === null
        ? minutes : brought[i] ? "✓ you can skip it" : `read this one, ${minutes}`;
    }
    const open = items.filter((item) => !hasAnswered(item, now)).length;
    const first = rows[brought.indexOf(false)]?.querySelector("a");
    go.hidden = Boolean(open) || root !== el;
    go.textContent = first ? `Start: ${first.textContent}` : "Skip the primers: go to the course";
    go.href = first?.getAttribute("href") ?? home;
    left.textContent = open ? `${items.length - open} of ${items.length} questions answered.` : "";
  };

  // In a notebook there are no pages to link to.
  if (root !== el) for (const link of root.querySelectorAll("li a")) link.removeAttribute("href");
  show();
  const again = () => {
    records.meet();
    show();
  };
  const stopMeeting = state.storage.onChange(again);
  document.addEventListener("course:answer", again);
  root.toggleAttribute("ready", true);
  return () => {
    stopMeeting();
    document.removeEventListener("course:answer", again);
  };
}

export default { render };
