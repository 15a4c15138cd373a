import { learnerOf } from "../learner/state.js";
import { dataOf, elementOf } from "../page/element.js";
import { leftIn, standing } from "./standing.js";

/** The address of a lesson seen from its chapter's first page. */
const inFolder = (address) => address.split("/").at(-1);

function render({ model, el }) {
  const root = elementOf("course-chapter", { model, el });
  const { course, chapter, lessons } = dataOf(root);
  const state = learnerOf(course);
  const records = state.quiz(chapter, lessons.flatMap(({ items }) => items));
  const go = root.querySelector(".course-go a");
  const left = root.querySelector(".course-left");

  const show = () => {
    const stands = lessons.map((lesson) => standing(lesson, records.now()));
    const along = globalThis.coursePath?.pages() ?? [];
    const own = lessons.filter(({ name }) => along.includes(name));
    const main = own.length ? own : lessons.filter(({ deeper }) => !deeper);
    for (const [i, { answered, of, isDone }] of stands.entries()) {
      const row = root.querySelector(`[data-lesson="${lessons[i].name}"]`);
      row.toggleAttribute("data-done", isDone);
      row.querySelector(".chapter-off").hidden = !own.length || own.includes(lessons[i]);
      row.querySelector(".chapter-done").textContent = isDone ? "✓ done" : answered ? `${answered} of ${of} questions` : "";
    }
    const next = main.find((lesson) => !standing(lesson, records.now()).isDone);
    const isBegun = stands.some(({ answered }) => answered);
    const first = next ?? main[0];
    go.textContent = `${next ? (isBegun ? "Continue" : "Start") : "Read again"}: ${first.title}`;
    if (root === el) go.href = inFolder(first.address);
    const minutes = leftIn(main, records.now());
    left.textContent = !isBegun ? `${minutes} minutes in all. You can stop after any lesson.` : next ? `${minutes} minutes left in this chapter.` : "You have answered every question of this chapter.";
  };

  // In a notebook there are no pages to link to.
  if (root !== el) for (const link of root.querySelectorAll("a")) link.removeAttribute("href");
  show();
  const stopMeeting = state.storage.onChange(() => {
    records.meet();
    show();
  });
  root.toggleAttribute("ready", true);
  return stopMeeting;
}

export default { render };
