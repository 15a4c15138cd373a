/* Which questions are asked again: from the chapters before, those that were never seen first, then what is due. */
import { inTurn, shuffled } from "./draw.js";
import { integers } from "../page/random.js";
import { dueDay, isDue } from "./reviews.js";

/** So long after an answer a reader may still be at the same sitting. */
const SITTING = 3 * 36e5;
/** How many of a mixed set are of the chapter itself. */
const OWN = 2;

const ORDER = { unseen: 0, due: 1, known: 2, justAnswered: 3 };

/** The place of a question in the order of preference, by its record. */
function preference(record, now) {
  if (!record?.attempts) return ORDER.unseen;
  if (record.at > now - SITTING) return ORDER.justAnswered;
  return isDue(record) ? ORDER.due : ORDER.known;
}

const isIn = (chapter, page) => page === chapter || page.startsWith(`${chapter}/`);

/**
 * The chapters before one, and that one itself, with what a path teaches of them; `along` are the path's pages in
 * order, null without a path. An item has the page that teaches its objective, `taught`.
 */
export function reached(chapters, chapter, along) {
  const place = chapters.findIndex((each) => each.chapter === chapter);
  const start = along ? along.findIndex((page) => isIn(chapter, page)) : -1;
  const isTaught = (pages) => ({ taught }) => !pages || pages.includes(taught);
  const teach = (some, pages) => some.map((each) => ({ ...each, items: each.items.filter(isTaught(pages)) }))
    .filter(({ items }) => items.length);
  const others = start < 0 ? chapters.slice(0, place) : chapters.filter((each) => each.chapter !== chapter);
  return {
    earlier: teach(others, start < 0 ? along : along.slice(0, start)),
    own: teach(chapters.slice(place, place + 1), start < 0 ? null : along),
  };
}

/** The items of chapters by preference; chapters take turns, and what is due longest goes first. */
function ranked(chapters, records, now, next) {
  const queues = chapters.map(({ chapter, items }) => shuffled(items, next).map((item) => {
    const record = records[chapter]?.[item.id];
    const ours = record?.hash === item.hash ? record : undefined;
    return { ...item, chapter, rank: preference(ours, now), due: ours ? dueDay(ours) ?? Infinity : Infinity };
  }));
  const mixed = inTurn(shuffled(queues, next).map((queue) => queue.toSorted((a, b) => a.rank - b.rank)));
  return mixed.toSorted((a, b) => a.rank - b.rank || (a.rank === ORDER.unseen || a.due === b.due ? 0 : a.due - b.due));
}

/**
 * `count` items to ask: of the chapters in `earlier` and, in a mixed set, two of those in `own`, as far as there are
 * some. What was answered at this sitting comes only where nothing else is left.
 *   records   by chapter and id
 *   now       the time, in ms
 */
export function retrieve({ earlier, own = [], count, seed, records, now }) {
  const next = integers(seed);
  const before = ranked(earlier, records, now, next);
  const here = ranked(own, records, now, next);
  const first = here.filter(({ rank }) => rank < ORDER.justAnswered).slice(0, OWN);
  const rest = [...before, ...here.filter((item) => !first.includes(item))].toSorted((a, b) => a.rank - b.rank);
  return shuffled([...first, ...rest.slice(0, count - first.length)], next);
}
