import { askFirst, offerUndo } from "../page/confirm.js";
import { dataOf, elementOf } from "../page/element.js";
import { linked } from "../page/links.js";
import { calibration } from "./confidence.js";
import { setAsideList } from "./aside.js";
import { misconceptionsOf, showMisconceptions } from "./misconceptions.js";
import { canonical } from "../learner/merge.js";
import { checkedRecord, fileName, laterIn, placed, recordOf, saveJson } from "../learner/record.js";
import { dueDay, isDue, today } from "./reviews.js";
import { isCleared, liveItems, learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";

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

/** The items that the pages of the reader's path ask; all of them without a path. */
const onPath = (items, along) => items.filter(({ page }) => !along || along.includes(page.replace(/\.html$/, "")));

/** @param {Record<string, number>} figures */
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
  return chapters.flatMap(({ chapter, title, items }) => items
    .map((item) => ({ ...item, title, record: state[`quiz:${chapter}`][item.id] }))
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
  row.append(linked(stem, isPage ? `${page}#item-${id}` : undefined));
  const days = today() - dueDay(record);
  const since = days ? `due for ${counted(days, "day")}` : "due today";
  row.appendChild(document.createElement("small")).textContent = `${title} · ${since}`;
  return row;
}

const isAnswer = (record) => !isCleared(record) && record.attempts > 0;

const everyRecord = (sets, kind) => Object.entries(sets)
  .filter(([name]) => name === kind || name.startsWith(`${kind}:`))
  .flatMap(([, items]) => Object.values(items));

/** What the records say of the tasks of an explorer. */
function solvedInWords(items, records) {
  const own = items.map(({ id, hash }) => records[id]?.hash === hash && records[id]).filter(Boolean);
  const tries = own.reduce((sum, { attempts }) => sum + attempts, 0);
  if (!tries) return `${counted(items.length, "task")}, none begun`;
  const solved = own.filter(({ checked }) => checked).length;
  return `${solved} of ${items.length} solved · ${tries === 1 ? "1 try" : `${tries} tries`}`;
}

/** What the records say of a case: whether it has begun, and how many of its endings were seen. */
function endedInWords({ items, ends }, records) {
  const own = items.filter(({ id, hash }) => records[id]?.hash === hash).map(({ id }) => id);
  const seen = own.filter((id) => id !== "way").length;
  if (seen) return `ended · ${seen} of ${ends} endings seen`;
  return own.length ? `begun, not ended · ${counted(ends, "ending")}` : counted(ends, "ending");
}

/** Of the answers given at each level of confidence, how many were right. */
function showCalibration(section, records) {
  const rows = calibration(records).filter(({ given }) => given).map(({ level, given, right }) => {
    const row = document.createElement("li");
    row.textContent = `${level[0].toUpperCase()}${level.slice(1)}: ${right} of ${given} right`
      + ` (${Math.round((100 * right) / given)} %)`;
    return row;
  });
  section.hidden = !rows.length;
  section.querySelector("ul").replaceChildren(...rows);
}

function render({ model, el }) {
  const root = elementOf("course-progress", { model, el });
  const { course, version, chapters, tasks, cases, misconceptions, again } = dataOf(root);
  const one = (selector) => root.querySelector(selector);
  const isPage = root === el;  // in a notebook there are no pages to link to
  const state = learnerOf(course);
  const known = chapters.flatMap(({ items }) => items);
  const sets = [
    ...chapters.map(({ chapter, title, items }) => ({ name: `quiz:${chapter}`, chapter, title, items })),
    ...tasks.map(({ set, chapter, title, items }) => ({ name: `tasks:${set}`, chapter, title, items })),
    ...cases.map(({ case: id, chapter, title, items }) => ({ name: `case:${id}`, chapter, title, items })),
    ...chapters.filter(({ summary }) => summary)
      .map(({ chapter, title, summary }) => ({ name: `summary:${chapter}`, chapter, title, items: [summary] })),
  ].map((set) => ({ ...set, records: state.set(set.name, set.items) }));
  const exam = state.exam(known);
  /** The records of a set without those whose items stand in another set now, which has them too. */
  const staying = (name, items) => Object.fromEntries(Object.entries(items).filter(([id, record]) => {
    const [home = name] = Object.keys(placed(name.split(":")[0], { [id]: record }, sets));
    return home === name;
  }));
  const now = () => Object.fromEntries(sets.map(({ name, records }) => [name, staying(name, records.now())]));
  const sectionOf = (chapter) => one(`[data-chapter="${chapter}"]`);
  const say = (text) => { one(".progress-said").textContent = text; };

  // What is not in a file yet

  const showUnsaved = (records) => {
    const saved = Number(state.storage.get("saved") ?? -1);
    const unsaved = (kind) => everyRecord(records, kind)
      .filter((record) => isAnswer(record) && record.at > saved).length;
    const [answers, tried, told] = ["quiz", "tasks", "summary"].map(unsaved);
    const gone = cases.filter(({ case: id }) => unsaved(`case:${id}`)).length;
    const count = answers + tried + told + gone;
    one(".progress-unsaved").hidden = !count;
    const what = [[answers, "answer"], [tried, "task"], [told, "text"], [gone, "case"]].filter(([number]) => number)
      .map(([number, noun]) => counted(number, noun)).join(" and ");
    const since = saved < 0 ? "You have not saved a file yet" : `Your last file is of ${dateOf(saved / 864e5)}`;
    one(".progress-unsaved").textContent = `${since}: ${what} ${count === 1 ? "is" : "are"} in this browser alone.`;
  };

  const show = () => {
    const records = now();
    showUnsaved(records);
    asides.show();
    const along = globalThis.coursePath?.pages() ?? null;
    for (const { chapter, items } of chapters) {
      const section = sectionOf(chapter);
      section.hidden = !onPath(items, along).length && !figures(items, records[`quiz:${chapter}`]).answered;
      showFigures(section.querySelector(".progress-figures"), figures(items, records[`quiz:${chapter}`]));
      for (const row of section.querySelectorAll("[data-objective]")) {
        const its = items.filter(({ objective }) => objective === row.dataset.objective);
        showFigures(row.querySelector(".progress-figures"), figures(its, records[`quiz:${chapter}`]));
      }
    }
    for (const each of cases) {
      one(`[data-case="${each.case}"] .progress-tasks`).textContent = endedInWords(each, records[`case:${each.case}`]);
    }
    for (const { set, items } of tasks) {
      one(`[data-tasks="${set}"] .progress-tasks`).textContent = solvedInWords(items, records[`tasks:${set}`]);
    }
    const parts = chapters.map(({ chapter, items }) => figures(onPath(items, along), records[`quiz:${chapter}`]));
    const total = Object.fromEntries(Object.keys(figures([], {}))
      .map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]));
    one(".progress-total").textContent = `${along ? "Your path" : "The whole course"}: ${inWords(total)}`;
    showCalibration(one(".progress-confidence"), everyRecord(records, "quiz"));
    const answers = Object.assign({}, ...chapters.map(({ chapter }) => records[`quiz:${chapter}`]));
    showMisconceptions(one(".progress-misconceptions"), misconceptionsOf(known, answers, misconceptions), again);
    const reviews = reviewsOf(chapters, records);
    const due = reviews.filter(({ record }) => isDue(record));
    one(".progress-due-sum").textContent = dueSum(reviews, due);
    one(".progress-due ul").replaceChildren(...due.slice(0, MOST_DUE).map((item) => dueRow(item, isPage)));
  };

  // What changes the record can be undone

  /** The changes of items and exam that lead from one state back to another, where nothing has changed since. */
  const changeBack = (before, after) => {
    const here = now();
    for (const { name, records } of sets) {
      const ids = Object.keys(after.sets[name]).filter((id) => {
        const { at } = after.sets[name][id];
        return at !== before.sets[name][id]?.at && at === here[name][id].at;
      });
      records.change(Object.fromEntries(ids.map((id) => {
        const old = before.sets[name][id];
        return [id, isCleared(old) ? null : old];
      })));
    }
    const isLeft = canonical(after.exam) === canonical(exam.now());
    if (isLeft && canonical(before.exam) !== canonical(after.exam)) exam.replace(before.exam);
    const isIn = (list, name) => list.some((each) => each.name === name);
    for (const { name, what, text } of before.asides) {
      if (!isIn(after.asides, name)) state.setAside(what, text);
    }
    for (const { name } of after.asides) {
      if (!isIn(before.asides, name)) state.storage.remove(name);
    }
  };

  const whole = () => ({ sets: now(), exam: exam.now(), asides: state.asides() });

  /** Do what changes the record, say what came of it at `place`, and offer the way back. */
  const change = (place, act) => {
    const before = whole();
    const text = act();
    const after = whole();
    offerUndo(place, text, () => {
      changeBack(before, after);
      show();
    });
    show();
    if (document.activeElement === document.body) place.querySelector(".course-undo button").focus();
  };

  const takeOver = (given) => {
    let taken = 0;
    for (const { name, records } of sets) {
      const later = laterIn(given[name] ?? {}, records.now());
      records.change(later);
      taken += Object.keys(later).length;
    }
    return taken;
  };

  const clear = (cleared) => {
    for (const { records } of cleared) {
      const there = Object.keys(liveItems(records.now()));
      records.change(Object.fromEntries(there.map((id) => [id, null])));
    }
    return "Cleared.";
  };
  for (const each of chapters) {
    const place = sectionOf(each.chapter).querySelector(".progress-clear");
    askFirst(place, { act: () => change(place, () => clear(sets.filter(({ chapter }) => chapter === each.chapter))) });
  }
  const clearAll = one(".progress-record .progress-clear");
  askFirst(clearAll, { act: () => change(clearAll, () => clear(sets)) });

  one("[data-action=save]").onclick = () => {
    const records = now();
    const live = Object.fromEntries(Object.entries(records).map(([name, items]) => [name, liveItems(items)]));
    saveJson(fileName(course), recordOf({ course, version, sets: live, exam: exam.now(), path: state.path() }));
    const times = Object.values(records).flatMap((items) => Object.values(items)).map(({ at }) => at);
    state.storage.set("saved", String(Math.max(Date.now(), ...times)));
    showUnsaved(records);
    say(`Your record was handed to the browser as ${fileName(course)}.`);
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
  const take = (act) => {
    change(one(".progress-read"), act);
    close("");
    file.focus();
  };
  file.onchange = async () => {
    const [given] = file.files;
    if (!given) return;
    say("");
    try {
      found = checkedRecord(await given.text(), course, sets);
    } catch (error) {
      close(`“${given.name}” was not read: ${error.message} Nothing here was changed.`);
      return;
    }
    const here = now();
    const both = Object.entries(found.sets).filter(([name]) => name.startsWith("quiz:"))
      .flatMap(([name, items]) => Object.keys(items).filter((id) => here[name][id]?.attempts)).length;
    one(".progress-found p").textContent = `“${given.name}” holds ${counted(found.counts.quiz, "answer")}`
      + ` that fit this course; ${both || "none"} of them to questions that you have answered here too.`
      + (found.counts.tasks ? ` It holds ${counted(found.counts.tasks, "task")} too.` : "")
      + (found.counts.summary ? ` It holds ${counted(found.counts.summary, "text")} of yours too.` : "")
      + (cases.some(({ case: id }) => found.sets[`case:${id}`]) ? " It holds your way through cases too." : "")
      + (found.exam.items.length ? " It holds an exam too." : "")
      + (found.strange ? ` ${counted(found.strange, "other")} cannot be used: those questions have changed or gone.` : "");
    one(".progress-found").hidden = false;
    one(".progress-found p").focus();
  };
  one("[data-action=merge]").onclick = () => take(() => {
    const taken = takeOver(found.sets);
    exam.put(found.exam);
    state.takePath(found.path);
    return `Merged: ${counted(taken, "answer")} taken from the file, all others are as they were.`;
  });
  one("[data-action=replace]").onclick = () => take(() => {
    for (const { name, records } of sets) {
      const items = liveItems(records.now());
      if (Object.keys(items).length) state.setAside(name, canonical({ schema: 2, items }));
      const gone = Object.fromEntries(Object.keys(items).map((id) => [id, null]));
      records.change({ ...gone, ...found.sets[name] });
    }
    if (found.exam.items.length) exam.replace(found.exam);
    state.takePath(found.path);
    return `Replaced: your record is now that of the file, ${counted(found.counts.quiz, "answer")}.`;
  });
  one("[data-action=cancel]").onclick = () => {
    close("The file was left alone. Nothing here was changed.");
    file.focus();
  };

  state.adoptAsides(known);
  const asides = setAsideList(one(".progress-aside"), state, { course, sets, exam, takeOver, change });

  one(".progress-without").remove();
  if (!isPage) for (const link of root.querySelectorAll("h3 a, [data-objective] a, .progress-sets a")) link.removeAttribute("href");
  for (const part of root.querySelectorAll(".progress-due, .progress-record, .progress-chapter > .course-actions")) {
    part.hidden = false;
  }
  show();
  const stopMeeting = state.storage.onChange(() => {
    for (const { meet } of [...sets.map(({ records }) => records), exam]) meet();
    show();
  });
  tellIfUnkept(one(".course-card"), state, { course, version });
  root.toggleAttribute("ready", true);
  return stopMeeting;
}

export default { render };
