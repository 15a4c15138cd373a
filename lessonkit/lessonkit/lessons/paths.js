import { learnerOf } from "../learner/state.js";
import { dataOf, elementOf } from "../page/element.js";
import { leftIn, standing } from "./standing.js";

function render({ model, el }) {
  const root = elementOf("course-paths", { model, el });
  const { course, paths, lessons } = dataOf(root);
  const state = learnerOf(course);
  const isPage = root === el;
  const every = Object.values(lessons);
  const chapters = [...new Set(every.map(({ chapter }) => chapter))];
  const sets = new Map(chapters.map((chapter) => [chapter, state.quiz(chapter, every
    .filter((lesson) => lesson.chapter === chapter).flatMap(({ items }) => items))]));
  const recordsOf = ({ chapter }) => sets.get(chapter).now();
  const radios = [...root.querySelectorAll("input[type=radio]")];
  const go = root.querySelector(".course-go a");
  const left = root.querySelector(".course-left");

  const show = () => {
    const id = globalThis.coursePath?.chosen() ?? null;
    for (const radio of radios) radio.checked = radio.value === id;
    const path = paths.find((each) => each.id === id) ?? paths[0];
    const own = path.lessons.map((name) => lessons[name]);
    const isBegun = own.some((lesson) => standing(lesson, recordsOf(lesson)).answered);
    const next = own.find((lesson) => !standing(lesson, recordsOf(lesson)).isDone) ?? own[0];
    go.textContent = `${isBegun ? "Continue" : "Start"}: ${next.title}`;
    if (isPage) go.href = next.address;
    const minutes = leftIn(own.filter(({ chapter }) => chapter === next.chapter), recordsOf(next));
    left.textContent = `${minutes} minutes left in this chapter`;
  };

  for (const radio of radios) {
    radio.addEventListener("change", () => {
      globalThis.coursePath?.choose(radio.value);
      show();
    });
  }
  // In a notebook there are no pages to go to, and no path to follow.
  for (const radio of radios) radio.hidden = !isPage;
  if (!isPage) for (const link of root.querySelectorAll("a")) link.removeAttribute("href");
  show();
  const stopMeeting = state.storage.onChange(() => {
    for (const records of sets.values()) records.meet();
    show();
  });
  root.toggleAttribute("ready", true);
  return stopMeeting;
}

export default { render };
