/* The learner's record as a file: the state of all chapters, tasks and of the exam as JSON, checked before it is taken
 * over. Form 1 had no exam and no times. */
import { saveFile } from "../page/save.js";
import { isLater, mergedItems } from "./merge.js";
import { examIn, isAmong, isCleared, itemsIn, liveItems, NO_EXAM, parsed, pathIn, wholeItems } from "./state.js";

const FORM = 2;

export const fileName = (course) => `${course}-answers.json`;

/** The names in a file of what storage keeps under `quiz:NAME` and so on. An older file has not all of them. */
const KINDS = { quizzes: "quiz", tasks: "tasks", summaries: "summary", cases: "case" };
const IN_WORDS = { quiz: "chapter", tasks: "tasks", summary: "chapter", case: "case" };

/** A file with the records of `sets`, by the name that storage keeps each under. */
export function recordOf({ course, version, sets, exam, path }) {
  const of = (kind) => Object.fromEntries(Object.entries(sets).filter(([name]) => name.startsWith(`${kind}:`))
    .map(([name, items]) => [name.slice(kind.length + 1), items]));
  return JSON.stringify({
    course,
    schema: FORM,
    version,
    saved: new Date().toISOString(),
    ...Object.fromEntries(Object.entries(KINDS).map(([field, kind]) => [field, of(kind)])),
    ...(exam?.items.length && { exam: { schema: FORM, ...exam } }),
    ...(path && { path }),
  }, null, 1);
}

/** Hand a text to the reader as a file. */
export const saveJson = (name, text) => saveFile(name, [text], "application/json");

/** Hand over all that is known of a course, whatever page the reader is on. */
export function saveAll(state, { course, version }) {
  const read = (name) => parsed(state.storage.get(name) ?? "null");
  const sets = Object.fromEntries(state.setNames().map((name) => [name, liveItems(itemsIn(read(name)) ?? {})]));
  saveJson(fileName(course), recordOf({ course, version, sets, exam: examIn(read("exam")), path: state.path() }));
}

/** Records of one kind by the names of the `known` sets that have their items now; what no set has is left out. */
export function placed(kind, records, known) {
  const sets = {};
  for (const [id, record] of Object.entries(records)) {
    const home = known.find(({ name, items }) => name.startsWith(`${kind}:`) && isAmong(items)(record, id));
    if (home) (sets[home.name] ??= {})[id] = record;
  }
  return sets;
}

/**
 * What a file holds: { sets, counts, strange, exam, path }, where `counts` says how many records of each kind fit the
 * `known` sets, and `strange` how many do not; an Error in a reader's words if it is no record.
 */
export function checkedRecord(text, course, known) {
  const record = parsed(text);
  if (record === undefined) throw new Error("it is not JSON, so it is no record of this course.");
  if (record?.course !== course) throw new Error("it is no record of this course.");
  if (![1, FORM].includes(record.schema)) {
    throw new Error(`it is of form ${record.schema}, and this page reads forms 1 and ${FORM}.`);
  }
  if (record.quizzes?.constructor !== Object) throw new Error("it holds no chapters.");
  const sets = {};
  const counts = {};
  let strange = 0;
  for (const [field, kind] of Object.entries(KINDS)) {
    for (const [name, kept] of Object.entries(record[field] ?? {})) {
      const records = wholeItems({ schema: record.schema, items: kept });
      if (!records) throw new Error(`what it says of the ${IN_WORDS[kind]} “${name}” is damaged.`);
      const live = liveItems(records);
      strange += Object.keys(live).length;
      for (const [home, answers] of Object.entries(placed(kind, live, known))) {
        sets[home] = mergedItems(sets[home] ?? {}, answers);
        strange -= Object.keys(answers).length;
      }
    }
    counts[kind] = Object.entries(sets).filter(([name]) => name.startsWith(`${kind}:`))
      .reduce((sum, [, answers]) => sum + Object.keys(answers).length, 0);
  }
  const all = new Map(known.flatMap(({ items }) => items.map(({ id, hash }) => [id, hash])));
  const exam = examIn(record.exam);
  const fits = exam?.items.length && exam.items.every(({ id, hash }) => all.get(id) === hash);
  return { sets, counts, strange: strange + (record.exam && !fits ? 1 : 0), exam: fits ? exam : NO_EXAM, path: pathIn(record.path) };
}

/** Of the records of a file those that come after what is here; what was cleared here is taken from the file. */
export const laterIn = (given, here) => Object.fromEntries(Object.entries(given)
  .filter(([id, record]) => isCleared(here[id]) || here[id].hash !== record.hash || isLater(record, here[id])));
