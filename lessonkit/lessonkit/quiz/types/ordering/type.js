import { judged, rowsOf, told, withNote } from "../common.js";
import { TYPES } from "../../types.js";

const placeOf = (row) => Number(row.dataset.place);

function showEnds(form, isLocked) {
  const rows = rowsOf(form);
  rows.forEach((row, i) => {
    const [up, down] = row.querySelectorAll("button");
    up.setAttribute("aria-disabled", isLocked || i === 0);
    down.setAttribute("aria-disabled", isLocked || i === rows.length - 1);
  });
}

/** Score: of the entries after the first, the share that follow the entry that they should follow. */
export const ordering = {
  read: (form) => ({ response: rowsOf(form).map(placeOf) }),
  write(form, { start }, response = start) {
    const rows = rowsOf(form);
    const isAsItWas = rows.every((row, i) => placeOf(row) === response[i]);
    if (isAsItWas) return;
    const inOrder = response.map((place) => rows.find((row) => placeOf(row) === place));
    rows[0].parentElement.append(...inOrder);
  },
  fits: ({ entries }, response) => Array.isArray(response) && response.length === entries.length
    && [...entries.keys()].every((place) => response.includes(place)),
  grade({ entries, slips, answer }, response) {
    const follows = response.map((place, i) => (i ? response[i - 1] === place - 1 : place === 0));
    const found = follows.filter((right, i) => i && right).length;
    const tones = response.map((place, i) => ({ place, tone: follows[i] ? "right" : "wrong" }));
    if (found === entries.length - 1) return judged(1, [{ text: answer.feedback }, ...tones]);
    const slip = slips.find(({ puts, before }) => response.indexOf(puts - 1) < response.indexOf(before - 1));
    const first = response[follows.indexOf(false)];
    const note = slip ? told(slip)
      : { lead: `${entries[first].text}.`, text: entries[first].feedback };
    return judged(found / (entries.length - 1), [note, ...tones],
      `${found} of ${entries.length - 1} steps follow each other directly`);
  },
  reveal: (item, response) => withNote(ordering.grade(item, response),
    { lead: "Answer:", text: item.entries.map(({ text }, i) => `${i + 1}. ${text}`).join("; ") }),

  start(form, item, current) {
    const told = form.querySelector(".quiz-said");
    for (const button of form.querySelectorAll(".quiz-moves button")) button.onclick = () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const row = button.closest("li");
      // The neighbour moves, so that the button keeps the focus.
      if (button.dataset.move === "up") row.after(row.previousElementSibling);
      else row.before(row.nextElementSibling);
      const rows = rowsOf(form);
      const text = row.querySelector(".quiz-text").textContent;
      told.textContent = `${text}: now ${rows.indexOf(row) + 1} of ${rows.length}`;
      button.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const show = () => {
      const { checked, shown, score } = current();
      showEnds(form, checked && (shown || score === 1));
    };
    return { show };
  },
};

TYPES.ordering = ordering;
