/* When a question comes back: FSRS, from the days and scores of its answers. */
import { AGAIN, EASY, firstMemory, GOOD, HARD, interval, nextMemory } from "./fsrs.js";

/** Records of before FSRS had gaps of so many days, by right answers in a row. */
const OLD_GAPS = [1, 1, 3, 7, 16, 35];

/** The reader's day, counted from 1970. */
export const today = () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5);

/** What a record keeps for reviews: the day of the last answer and, unless it is a prediction, what FSRS knows of it.
 * A record of before FSRS keeps its gap; one without a day has nothing. */
export function memoryOf({ score, day, stability, difficulty, streak = 0 }) {
  if (!Number.isInteger(day)) return {};
  if (score === null) return { day };
  if (stability > 0 && difficulty >= 1 && difficulty <= 10) return { day, stability, difficulty };
  return {
    day,
    stability: OLD_GAPS[Math.min(streak, OLD_GAPS.length - 1)] ?? OLD_GAPS[0],
    difficulty: firstMemory(streak ? GOOD : AGAIN).difficulty,
  };
}

/** The day on which a question comes up for review: that of `due` if something else has asked for it (`askedLater`), or of
 * its answer if that is earlier; null for a prediction, or one kept without its day. */
export function dueDay(record) {
  const { day, stability } = memoryOf(record);
  const answered = record.attempts && stability ? day + interval(stability) : Infinity;
  const due = Math.min(answered, Number.isInteger(record.due) ? record.due : Infinity);
  return due === Infinity ? null : due;
}

export const isDue = (record) => (dueDay(record) ?? Infinity) <= today();

const RIGHT = { sure: EASY, fairly: GOOD, guess: HARD };

/** What a record keeps for reviews of an answer given now; what was right by a guess comes back sooner. */
export function scheduled(record, score, confidence = "fairly") {
  const day = today();
  if (score === null) return { day, due: undefined };
  const rating = score === 1 ? RIGHT[confidence] : AGAIN;
  const before = record.attempts ? memoryOf(record) : {};
  const memory = before.stability ? nextMemory(before, Math.max(day - before.day, 0), rating) : firstMemory(rating);
  return { day, ...memory, due: undefined };
}

/** A record that comes up for review so many days from today, if it does not come earlier. */
export function askedLater(record, hash, days) {
  const ours = record?.hash === hash ? record
    : { hash, response: null, checked: false, score: null, attempts: 0, hints: 0, shown: false };
  const due = today() + days;
  return (dueDay(ours) ?? Infinity) <= due ? ours : { ...ours, due };
}
