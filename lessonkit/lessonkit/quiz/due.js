/* How many questions are due for review: a small number at the link to the page of the reader's progress. */
import { here, insertScript } from "../page/script.js";
import { storageOf } from "../page/storage.js";
import { isDue } from "./reviews.js";

/** The later of two records of an item. */
const later = (a, b) => (a && a.at >= b.at ? a : b);

/** By id the records in what the quizzes of a course have kept; what cannot be read is left alone. */
function recordsIn(texts) {
  const records = {};
  for (const text of texts) {
    try {
      for (const [id, record] of Object.entries(JSON.parse(text).items)) records[id] = later(records[id], record);
    } catch {
      // The quiz itself sets it aside, and tells the reader.
    }
  }
  return records;
}

/** The ids of the questions that are due, by what was kept of all quizzes. */
export const dueIn = (texts) => Object.entries(recordsIn(texts))
  .filter(([, record]) => typeof record?.hash === "string" && isDue(record));

/** How many of them are still questions of the course, with the content that was answered. */
export function dueCount(due, chapters) {
  const hashes = new Map(chapters.flatMap(({ items }) => items.map(({ id, hash }) => [id, hash])));
  return due.filter(([id, { hash }]) => hashes.get(id) === hash).length;
}

const inWords = (count) => `${count} question${count === 1 ? "" : "s"} due for review`;

/** Show the number in the sidebar's link, and on the button that opens the sidebar. */
function showBadge(link, count) {
  let badge = link.querySelector(".course-due");
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "course-due";
    link.append(badge);
  }
  badge.hidden = !count;
  badge.replaceChildren();
  const toggle = document.querySelector(".primary-toggle");
  toggle?.removeAttribute("data-due");
  if (!count) return;
  badge.dataset.due = String(count);
  badge.appendChild(document.createElement("span")).textContent = ` (${inWords(count)})`;
  toggle?.setAttribute("data-due", String(count));
}

/** Keep the badge of a page up to date; `progress` is where the reader's progress is shown, seen from the site's root. */
export function keepBadge({ course, progress }) {
  const storage = storageOf(course);
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const { pathname } = new URL(progress, root);
  const link = [...document.querySelectorAll(".bd-docs-nav a")]
    .find((each) => new URL(/** @type {HTMLAnchorElement} */ (each).href).pathname === pathname);
  if (!link) return;

  const show = async () => {
    const texts = storage.names().filter((name) => name.startsWith("quiz:")).map(storage.get);
    const due = dueIn(texts);
    if (due.length && !globalThis.courseIndex) {
      await insertScript(new URL("questions.js", here).href).catch(() => {});
    }
    showBadge(link, globalThis.courseIndex ? dueCount(due, globalThis.courseIndex) : 0);
  };
  show();
  storage.onChange(show);
  document.addEventListener("course:answer", show);
}
