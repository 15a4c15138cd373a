import { dataOf, elementOf } from "../element.js";
import { checkedRecord, merged, recordOf } from "./record.js";
import { dueDay, isDue, setAside, storedItems, storeItems, today } from "./state.js";

const MOST_DUE = 20;

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const dateOf = (day) =>
  new Date(day * 864e5).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** What the records say of some items; an answer to a question that has changed since does not count. */
function figures(items, records) {
  const answers = items.map(({ id, hash }) => ({ ...records[id], isOurs: records[id]?.hash === hash }))
    .filter(({ isOurs, attempts }) => isOurs && attempts);
  const scored = answers.filter(({ score }) => score !== null);
  return {
    of: items.length,
    answered: answers.length,
    scored: scored.length,
    right: scored.filter(({ score }) => score === 1).length,
    attempts: answers.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}

function inWords({ of, answered, scored, right, attempts }) {
  if (!answered) return `${counted(of, "question")}, none answered`;
  const parts = [`${answered} of ${of} answered`];
  if (scored) parts.push(`${right} of ${scored} right`);
  return [...parts, counted(attempts, "attempt")].join(" · ");
}

function showFigures(element, found) {
  element.textContent = inWords(found);
  element.style.setProperty("--answered", `${(100 * found.answered) / found.of}%`);
  element.style.setProperty("--right", `${(100 * found.right) / found.of}%`);
}

/** The answered items that reviews apply to, the longest due first. */
function reviewsOf(chapters, state) {
  return chapters.flatMap(({ chapter, title, page, items }) => items
    .map((item) => ({ ...item, title, page, record: state[chapter][item.id] }))
    .filter(({ hash, record }) => record?.hash === hash && dueDay(record) !== null))
    .sort((a, b) => dueDay(a.record) - dueDay(b.record));
}

function dueSum(reviews, due) {
  if (due.length > MOST_DUE) return `${due.length} questions, the first ${MOST_DUE} of them here. Answer from memory.`;
  if (due.length) return `${counted(due.length, "question")}. Answer from memory, then check.`;
  if (!reviews.length) return "Nothing yet. A question comes here some days after you have answered it.";
  const day = dueDay(reviews[0].record);
  const count = reviews.filter(({ record }) => dueDay(record) === day).length;
  return `Nothing today. Next: ${counted(count, "question")} on ${dateOf(day)}.`;
}

function dueRow({ id, stem, title, page, record }, isPage) {
  const row = document.createElement("li");
  const link = row.appendChild(document.createElement(isPage ? "a" : "span"));
  if (isPage) link.href = `${page}#item-${id}`;
  link.textContent = stem;
  const days = today() - dueDay(record);
  const since = days ? `due for ${counted(days, "day")}` : "due today";
  row.appendChild(document.createElement("small")).textContent = `${title} · ${since}`;
  return row;
}

/** Clear in two steps: a button asks, Yes does it. */
function confirmed(element, clear) {
  const button = (action) => element.querySelector(`[data-action=${action}]`);
  const status = element.querySelector("[role=status]");
  const ask = (asks) => {
    button("ask").hidden = asks;
    element.querySelector("[role=group]").hidden = !asks;
    status.textContent = "";
    button(asks ? "keep" : "ask").focus();
  };
  button("ask").onclick = () => ask(true);
  button("keep").onclick = () => ask(false);
  button("clear").onclick = () => {
    clear();
    ask(false);
    status.textContent = "Cleared.";
  };
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function render({ model, el }) {
  const root = elementOf("course-progress", { model, el });
  const { version, chapters } = dataOf(root);
  const one = (selector) => root.querySelector(selector);
  const isPage = root === el;  // in a notebook there are no pages to link to
  const state = () => Object.fromEntries(chapters.map(({ chapter }) => [chapter, storedItems(chapter)]));
  const sectionOf = (chapter) => one(`[data-chapter="${chapter}"]`);
  const say = (text) => { one(".progress-said").textContent = text; };

  const show = () => {
    const now = state();
    for (const { chapter, items } of chapters) {
      const section = sectionOf(chapter);
      showFigures(section.querySelector(".progress-figures"), figures(items, now[chapter]));
      for (const row of section.querySelectorAll("[data-objective]")) {
        const its = items.filter(({ objective }) => objective === row.dataset.objective);
        showFigures(row.querySelector(".progress-figures"), figures(its, now[chapter]));
      }
    }
    const parts = chapters.map(({ chapter, items }) => figures(items, now[chapter]));
    const total = Object.fromEntries(Object.keys(figures([], {}))
      .map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]));
    one(".progress-total").textContent = `The whole course: ${inWords(total)}`;
    const reviews = reviewsOf(chapters, now);
    const due = reviews.filter(({ record }) => isDue(record));
    one(".progress-due-sum").textContent = dueSum(reviews, due);
    one(".progress-due ul").replaceChildren(...due.slice(0, MOST_DUE).map((item) => dueRow(item, isPage)));
  };

  const clear = (cleared) => {
    for (const { chapter } of cleared) storeItems(chapter, {});
    show();
  };
  for (const chapter of chapters) {
    confirmed(sectionOf(chapter.chapter).querySelector(".progress-clear"), () => clear([chapter]));
  }
  confirmed(one(".progress-record .progress-clear"), () => clear(chapters));

  one("[data-action=save]").onclick = () => {
    download("magnesium-and-myoclonus-answers.json", recordOf(state(), version));
    say("Your record was handed to the browser as magnesium-and-myoclonus-answers.json.");
  };

  // Reading a file: it is checked first, then the reader says what to do with it.
  let found = null;
  const file = one("[type=file]");
  const close = (text) => {
    found = null;
    file.value = "";
    one(".progress-found").hidden = true;
    say(text);
  };
  const take = (newState, text) => {
    for (const { chapter } of chapters) {
      setAside(chapter);
      storeItems(chapter, newState[chapter] ?? {});
    }
    show();
    close(text);
    file.focus();
  };
  file.onchange = async () => {
    const [given] = file.files;
    if (!given) return;
    say("");
    try {
      found = checkedRecord(await given.text(), chapters);
    } catch (error) {
      close(`“${given.name}” was not read: ${error.message} Nothing here was changed.`);
      return;
    }
    const here = state();
    const both = found.answers.filter(({ chapter, id }) => here[chapter][id]?.attempts).length;
    one(".progress-found p").textContent = `“${given.name}” holds ${counted(found.answers.length, "answer")}`
      + ` that fit this course; ${both || "none"} of them to questions that you have answered here too.`
      + (found.strange ? ` ${counted(found.strange, "other")} cannot be used: those questions have changed or gone.` : "");
    one(".progress-found").hidden = false;
    one(".progress-found p").focus();
  };
  one("[data-action=merge]").onclick = () => {
    const { state: both, taken } = merged(state(), found);
    take(both, `Merged: ${counted(taken, "answer")} taken from the file, all others are as they were.`);
  };
  one("[data-action=replace]").onclick = () =>
    take(found.state, `Replaced: your record is now that of the file, ${counted(found.answers.length, "answer")}.`);
  one("[data-action=cancel]").onclick = () => {
    close("The file was left alone. Nothing here was changed.");
    file.focus();
  };

  one(".progress-without").remove();
  if (!isPage) for (const link of root.querySelectorAll("h3 a")) link.removeAttribute("href");
  for (const part of root.querySelectorAll(".progress-due, .progress-record, .progress-chapter > .course-actions")) {
    part.hidden = false;
  }
  show();
  // Answers given in another tab, or on a page that the reader comes back from.
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  root.toggleAttribute("ready", true);
  return () => {
    removeEventListener("storage", show);
    removeEventListener("pageshow", show);
  };
}

export default { render };
