/* How far a reader is in a lesson, by what is kept of its questions. */

/** @typedef {{ id: string, hash: string }} KnownItem */

/**
 * @param {KnownItem} item
 * @param {Record<string, ItemRecord>} records  of the chapter's questions
 */
export const hasAnswered = ({ id, hash }, records) => records[id]?.hash === hash && records[id].checked;

/**
 * @param {{ items: KnownItem[] }} lesson
 * @param {Record<string, ItemRecord>} records  of the chapter's questions
 */
export function standing({ items }, records) {
  const answered = items.filter((item) => hasAnswered(item, records)).length;
  return { answered, of: items.length, isDone: items.length > 0 && answered === items.length };
}

/**
 * The minutes of the lessons that are not done.
 *
 * @param {{ items: KnownItem[], minutes: number }[]} lessons
 * @param {Record<string, ItemRecord>} records
 */
export const leftIn = (lessons, records) => lessons
  .reduce((sum, lesson) => sum + (standing(lesson, records).isDone ? 0 : lesson.minutes), 0);
