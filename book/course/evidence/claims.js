import { fromAddress, keepInAddress, oneOf } from "lessonkit/page/address.js";
import { elementOf } from "lessonkit/page/element.js";
import { faultsOf } from "lessonkit/page/faults.js";
import { holdsWords, searchedText } from "lessonkit/page/search.js";

const START = { words: "", topic: "", verdict: "" };

function render({ model, el }) {
  const root = elementOf("course-claims", { model, el });
  const form = root.querySelector("form");
  const rows = [...root.querySelectorAll("tbody tr")];
  const texts = rows.map(searchedText);
  const status = root.querySelector("[role=status]");
  const faults = faultsOf(root);
  const isLive = el !== root;

  const filter = () => {
    const { words, topic, verdict } = Object.fromEntries(new FormData(form));
    const holds = holdsWords(words);
    const fits = (row, text) => (!topic || row.dataset.topic === topic)
      && (!verdict || row.dataset.verdict === verdict) && holds(text);
    rows.forEach((row, i) => { row.hidden = !fits(row, texts[i]()); });
    const found = rows.filter((row) => !row.hidden).length;
    status.textContent = found ? `${found} of ${rows.length} claims`
      : `None of the ${rows.length} claims fits: use fewer words, or press “Show all”.`;
  };

  const take = () => {
    filter();
    faults.clear();
    if (!isLive) keepInAddress("claims", Object.fromEntries(new FormData(form)), START);
  };

  const valuesOf = (name) => [...form.elements[name].options].map(({ value }) => value);
  const readers = {
    words: (text) => ({ value: text }), topic: oneOf(valuesOf("topic")), verdict: oneOf(valuesOf("verdict")),
  };
  const { asked, faults: refused } = isLive ? { asked: {}, faults: [] } : fromAddress("claims", readers);
  for (const [name, value] of Object.entries(asked)) form.elements[name].value = value;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", take);
  form.addEventListener("reset", () => setTimeout(take));  // the fields are emptied after the event
  form.hidden = false;
  filter();
  faults.say(refused.join(" "));
  root.toggleAttribute("ready", true);
}

export default { render };
