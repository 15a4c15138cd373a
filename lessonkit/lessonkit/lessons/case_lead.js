import { learnerOf } from "../learner/state.js";
import { dataOf, elementOf } from "../page/element.js";

function render({ model, el }) {
  const root = elementOf("course-case-lead", { model, el });
  const { course, case: id, kept, ends } = dataOf(root);
  const state = learnerOf(course);
  const records = state.set(`case:${id}`, kept);
  const stand = root.querySelector(".case-there span");

  const show = () => {
    const has = (name) => records.now()[name]?.hash === kept.find((item) => item.id === name).hash;
    const seen = ends.filter(has).length;
    stand.textContent = seen ? `✓ ${seen} of ${ends.length} endings seen` : has("way") ? "You are on the way." : "";
  };

  if (root !== el) root.querySelector("a").removeAttribute("href");  // in a notebook there are no pages to link to
  show();
  const stopMeeting = state.storage.onChange(() => {
    records.meet();
    show();
  });
  root.toggleAttribute("ready", true);
  return stopMeeting;
}

export default { render };
