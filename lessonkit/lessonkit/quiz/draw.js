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

/** As `inTurn`, but with one question that has a figure: each weighs as much as several others. */
function inTurnWithOneFigure(lists) {
  const rest = lists.map((list) => [...list]);
  let hasFigure = false;
  const next = (list) => {
    while (hasFigure && list[0]?.figure) list.shift(); // another question of this list takes its turn
    hasFigure ||= Boolean(list[0]?.figure);
    return list.splice(0, 1);
  };
  const found = [];
  while (rest.some(({ length }) => length)) found.push(...rest.flatMap(next));
  return found;
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
  return shuffled(inTurnWithOneFigure(shuffled(queues, next)).slice(0, count), next);
}
