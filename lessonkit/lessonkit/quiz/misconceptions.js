/* The misconceptions that the last answers show, told on the progress page. */
import { linked } from "../page/links.js";
import { siteAddress } from "./verdict.js";

const MOST_OPEN = 6;
const MOST_LESSONS = 3;

/**
 * What the last answers show, what most items show first: { text, items }. `known` are all items with their hash, and
 * `texts` what the course says of a misconception by its id.
 */
export function misconceptionsOf(known, records, texts) {
  const shown = {};
  for (const item of known) {
    const { hash, score, misconceptions } = records[item.id] ?? {};
    if (hash !== item.hash || score === 1 || !Array.isArray(misconceptions)) continue;
    for (const id of misconceptions) (shown[id] ??= []).push(item);
  }
  return Object.entries(shown).map(([id, items]) => ({ text: texts[id] ?? id, items }))
    .sort((a, b) => b.items.length - a.items.length);
}

/** The lessons that deal with some items, those for most of them first; `again` gives the lesson of each item. */
function lessonsFor(items, again) {
  const count = {};
  const lessons = items.flatMap(({ id }) => again[id] ?? []);
  for (const { page } of lessons) count[page] = (count[page] ?? 0) + 1;
  const each = [...new Map(lessons.map((lesson) => [lesson.page, lesson])).values()];
  return each.sort((a, b) => count[b.page] - count[a.page]).slice(0, MOST_LESSONS);
}

function misconceptionRow({ text, items }, again) {
  const row = document.createElement("li");
  row.textContent = text;
  const lessons = lessonsFor(items, again);
  const note = row.appendChild(document.createElement("small"));
  note.append(`In ${items.length} answer${items.length === 1 ? "" : "s"}.`, lessons.length ? " Look again: " : "");
  lessons.forEach(({ title, page }, i) => note.append(i ? "; " : "", linked(title, siteAddress(page))));
  return row;
}

/** Show them in a section that has a list for the first ones, and a fold with a list for the rest. */
export function showMisconceptions(section, found, again) {
  const rows = found.map((each) => misconceptionRow(each, again));
  const [open, folded] = section.querySelectorAll("ul");
  section.hidden = !rows.length;
  open.replaceChildren(...rows.slice(0, MOST_OPEN));
  folded.replaceChildren(...rows.slice(MOST_OPEN));
  folded.parentElement.hidden = rows.length <= MOST_OPEN;
  section.querySelector("summary").textContent = `${rows.length - MOST_OPEN} more`;
}
