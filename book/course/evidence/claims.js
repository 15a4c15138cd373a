import { elementOf } from "../element.js";

function render({ model, el }) {
  const root = elementOf("course-claims", { model, el });
  const form = root.querySelector("form");
  const rows = [...root.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const status = root.querySelector("[role=status]");

  const filter = () => {
    const { words, topic, verdict } = Object.fromEntries(new FormData(form));
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row, text) => (!topic || row.dataset.topic === topic)
      && (!verdict || row.dataset.verdict === verdict)
      && wanted.every((word) => text.includes(word));
    rows.forEach((row, i) => { row.hidden = !fits(row, texts[i]); });
    const found = rows.filter((row) => !row.hidden).length;
    status.textContent = found ? `${found} of ${rows.length} claims`
      : `None of the ${rows.length} claims fits: use fewer words, or press “Show all”.`;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));  // the fields are emptied after the event
  form.hidden = false;
  filter();
  root.toggleAttribute("ready", true);
}

export default { render };
