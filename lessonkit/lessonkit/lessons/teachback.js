import { canonical } from "../learner/merge.js";
import { isCleared, learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { announce, dataOf, elementOf } from "../page/element.js";

const FEWEST_WORDS = 8;

function render({ model, el }) {
  const root = elementOf("course-teachback", { model, el });
  const { course, chapter, hash, version } = dataOf(root);
  const state = learnerOf(course);
  const records = state.set(`summary:${chapter}`, [{ id: "summary", hash }]);
  const text = root.querySelector("textarea");
  const rubric = root.querySelector("fieldset");
  const boxes = [...rubric.querySelectorAll("input")];
  const said = root.querySelector(".teachback-said");

  const kept = () => {
    const record = records.now().summary;
    return record?.hash === hash ? record : undefined;
  };

  const show = () => {
    const record = kept();
    if (document.activeElement !== text) text.value = record?.response.text ?? "";
    for (const [i, box] of boxes.entries()) box.checked = record?.response.ticks.includes(i) ?? false;
    rubric.hidden = !record?.checked;
    announce(root, "course:outcome", { item: `summary-${chapter}`, free: Boolean(record?.checked), asksForRun: false });
  };

  const keep = (checked) => {
    const ticks = boxes.flatMap(({ checked: isTicked }, i) => (isTicked ? [i] : []));
    const response = { text: text.value, ticks };
    const old = records.now().summary;  // perhaps words on a question that reads otherwise now
    if (!isCleared(old) && old.hash !== hash) {
      state.setAside(`summary:${chapter}`, canonical({ schema: 2, items: { summary: old } }));
    }
    records.change({ summary: { hash, response, checked, score: null, attempts: 1, hints: 0, shown: false } });
  };

  root.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.split(/\s+/).filter(Boolean).length;
    if (words < FEWEST_WORDS) {
      said.textContent = "Write two sentences first: what you put in your own words stays with you.";
      text.focus();
      return;
    }
    said.textContent = "Ours stands below. Tick what yours say.";
    keep(true);
    show();
  });
  text.addEventListener("change", () => keep(kept()?.checked ?? false));
  for (const box of boxes) box.addEventListener("change", () => keep(true));

  show();
  const stopMeeting = state.storage.onChange(() => {
    records.meet();
    show();
  });
  tellIfUnkept(root.querySelector(".course-card"), state, { course, version });
  root.toggleAttribute("ready", true);
  return stopMeeting;
}

export default { render };
