/* The learner's record as a file: the state of all chapters as JSON, checked before it is taken over. */
import { areItems } from "./state.js";

const COURSE = "magnesium-and-myoclonus";

export const recordOf = (state, version) =>
  JSON.stringify({ course: COURSE, schema: 1, version, saved: new Date().toISOString(), quizzes: state }, null, 1);

/** What a file holds: { state, answers, strange }; an Error in a reader's words if it is no record. */
export function checkedRecord(text, chapters) {
  let record;
  try {
    record = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON, so it is no record of this course.");
  }
  if (record?.course !== COURSE) throw new Error("it is no record of this course.");
  if (record.schema !== 1) throw new Error(`it is of form ${record.schema}, and this page reads form 1.`);
  if (record.quizzes?.constructor !== Object) throw new Error("it holds no chapters.");
  const state = {};
  const answers = [];
  let strange = 0;
  for (const [name, quiz] of Object.entries(record.quizzes)) {
    if (!areItems(quiz)) throw new Error(`what it says of the chapter “${name}” is damaged.`);
    const items = chapters.find(({ chapter }) => chapter === name)?.items ?? [];
    for (const [id, answer] of Object.entries(quiz)) {
      if (items.some((item) => item.id === id && item.hash === answer.hash)) {
        (state[name] ??= {})[id] = answer;
        answers.push({ chapter: name, id });
      } else {
        strange += 1;
      }
    }
  }
  return { state, answers, strange };
}

const isLater = (a, b) => (a.day ?? 0) > (b.day ?? 0) || ((a.day ?? 0) === (b.day ?? 0) && a.attempts > b.attempts);

/** Of each item the later answer. */
export function merged(here, { state, answers }) {
  const both = structuredClone(here);
  let taken = 0;
  for (const { chapter, id } of answers) {
    const ours = both[chapter][id];
    const theirs = state[chapter][id];
    if (ours?.hash === theirs.hash && !isLater(theirs, ours)) continue;
    both[chapter][id] = theirs;
    taken += 1;
  }
  return { state: both, taken };
}
