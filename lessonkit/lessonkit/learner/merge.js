/* Records that several tabs, or a file, have changed become one: of each item the later change. The order in
 * which they meet makes no difference, nor how often. */

/** JSON with the names in order: the same text for the same value. */
export function canonical(value) {
  const ordered = (_, part) => (part?.constructor === Object
    ? Object.fromEntries(Object.keys(part).sort().map((name) => [name, part[name]])) : part);
  return JSON.stringify(value, ordered);
}

/** Whether `a` comes after `b`: compared in turn by numbers and texts. */
function isAfter(a, b) {
  for (const [i, part] of a.entries()) {
    if (part !== b[i]) return part > b[i];
  }
  return false;
}

const rankOf = (part) => [part.at, Object.keys(part).length > 1 ? 1 : 0, part.attempts ?? 0, canonical(part)];

/** Whether state `a` of a thing comes after `b`; what was cleared has nothing but the time, `at`. */
export const isLater = (a, b) => isAfter(rankOf(a), rankOf(b));

const later = (a, b) => (isLater(a, b) ? a : b);

export function mergedItems(a, b) {
  const both = { ...a };
  for (const [id, item] of Object.entries(b)) both[id] = id in both ? later(both[id], item) : item;
  return both;
}

const NO_END = { finished: "9999", version: "" };
const endOf = ({ finished, version }) => (finished ? { finished, version } : NO_END);
const isSameExam = (a, b) => canonical([a.at, a.seed, a.items]) === canonical([b.at, b.seed, b.items]);

/** Of two exams the one begun later; of one exam the later responses and name, and the first end. */
export function mergedExams(a, b) {
  if (!isSameExam(a, b)) {
    return isAfter([a.at, a.seed, canonical(a.items)], [b.at, b.seed, canonical(b.items)]) ? a : b;
  }
  const [endA, endB] = [endOf(a), endOf(b)];
  const end = isAfter([endA.finished, endA.version], [endB.finished, endB.version]) ? endB : endA;
  return {
    ...a,
    responses: mergedItems(a.responses, b.responses),
    ...((a.name ?? b.name) && { name: later(a.name ?? b.name, b.name ?? a.name) }),
    ...(end !== NO_END && end),
  };
}
