import { integers } from "../page/random.js";

/** A seeded shuffle (Fisher and Yates) of a copy. */
export function shuffled(list, next) {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = next() % (i + 1);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

/** Take from each list in turn until all are empty. */
export function inTurn(lists) {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

/** Without the questions with a figure after the first: each weighs as much as several others. */
function withOneFigure(items) {
  let count = 0;
  return items.filter(({ figure }) => !figure || (count += 1) === 1);
}

/**
 * The items of an exam: chapters take turns, and within a chapter its objectives; the seed decides who
 * begins and in which order all of them are asked. One has a figure at most.
 */
export function drawExam(chapters, count, seed) {
  const next = integers(seed);
  const queues = chapters.map(({ items }) => {
    const objectives = [...new Set(items.map(({ objective }) => objective))];
    const groups = objectives.map((id) => shuffled(items.filter(({ objective }) => objective === id), next));
    return inTurn(shuffled(groups, next));
  });
  return shuffled(withOneFigure(inTurn(shuffled(queues, next))).slice(0, count), next);
}
