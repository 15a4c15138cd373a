/* What a learner's browser keeps of one course: version 2 of the contract of the page. All of it may be changed by
 * another tab at any time, so nothing is written over: changes are merged by item and time. */
import { storageOf } from "../page/storage.js";
import { canonical, mergedExams, mergedItems } from "./merge.js";

const SCHEMA = 2;
const DAY_MS = 864e5;

const isObject = (value) => value?.constructor === Object;
const isTimed = (part) => isObject(part) && Number.isFinite(part.at);

const isRecord = (record) => typeof record?.hash === "string" && typeof record.checked === "boolean"
  && [record.attempts, record.hints].every(Number.isInteger);

/** Of a cleared item the time alone is kept, so that no other tab brings it back. */
export const isCleared = (record) => !record || !("hash" in record);

const picked = (object, fits) => Object.fromEntries(Object.entries(object).filter(([id, part]) => fits(part, id)));

/** Whether one of `known` items is that of a record, with its content. */
export const isAmong = (known) => (record, id) => known.some((item) => item.id === id && item.hash === record.hash);

export const liveItems = (items) => picked(items, (record) => !isCleared(record));

/** A time that comes after what is there, whatever the clock says. */
const after = (part) => Math.max(Date.now(), (part?.at ?? -1) + 1);

/** The value of a JSON text; undefined if it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Items of a quiz, and tasks

/** The records in what a quiz has kept, in any version; null if there are none to be had. */
export function itemsIn(kept) {
  if (!isObject(kept?.items) || ![1, SCHEMA].includes(kept.schema)) return null;
  if (kept.schema === SCHEMA) {
    return picked(kept.items, (part) => isTimed(part) && (isCleared(part) || isRecord(part)));
  }
  const items = picked(kept.items, isRecord);
  for (const record of Object.values(items)) {
    record.at ??= Number.isInteger(record.day) ? record.day * DAY_MS : 0;
  }
  return items;
}

const isWhole = (items, kept) => Object.keys(items).length === Object.keys(kept.items).length;

/** Whether a file's records can all be read. */
export function wholeItems(kept) {
  const items = itemsIn(kept);
  return items && isWhole(items, kept) ? items : null;
}

const itemsForm = (known) => ({
  empty: {},
  merged: mergedItems,
  text: (items) => canonical({ schema: SCHEMA, items }),
  read(text) {
    const kept = parsed(text);
    const items = kept?.schema === SCHEMA ? itemsIn(kept) : null;
    return { value: items ?? {}, isWhole: items !== null && isWhole(items, kept) };
  },
  // Version 1 knew no courses: what belongs to this one has an item of it, with its content.
  older(text) {
    return { value: picked(itemsIn(parsed(text)) ?? {}, isAmong(known)) };
  },
});

// The exam

/** No exam: what any other comes after. */
export const NO_EXAM = { at: -1, seed: 0, items: [], responses: {} };

/** The exam in what was kept, in any version; null if there is none to be had. */
export function examIn(kept) {
  const isExam = isObject(kept) && Number.isInteger(kept.seed) && Array.isArray(kept.items) && isObject(kept.responses)
    && kept.items.every((item) => typeof item?.id === "string" && typeof item.hash === "string");
  if (!isExam) return null;
  const { schema, ...exam } = kept;
  if (schema === 1) {
    const timed = ([id, response]) => [id, { response, at: 0 }];
    const name = exam.name ? { name: { text: String(exam.name), at: 0 } } : {};
    return { ...exam, at: 0, responses: Object.fromEntries(Object.entries(exam.responses).map(timed)), ...name };
  }
  const isWell = schema === SCHEMA && isTimed(exam) && Object.values(exam.responses).every(isTimed)
    && (exam.name === undefined || isTimed(exam.name));
  return isWell ? exam : null;
}

const isAsked = ({ items }, known) => items.every(({ id, hash }) => known.get(id) === hash);

const examForm = (known) => ({
  empty: NO_EXAM,
  merged: mergedExams,
  text: (exam) => canonical({ schema: SCHEMA, ...exam }),
  read(text) {
    const kept = parsed(text);
    const exam = kept?.schema === SCHEMA ? examIn(kept) : null;
    const fits = exam !== null && isAsked(exam, known);
    return { value: fits ? exam : NO_EXAM, isWhole: fits };
  },
  older(text) {
    const exam = examIn(parsed(text));
    if (!exam?.items.some(({ id }) => known.has(id))) return { value: NO_EXAM };  // of another course
    return isAsked(exam, known) ? { value: exam } : { value: NO_EXAM, isStale: true };
  },
});

// The path, which sphinx/follow.js keeps

/** The reader's path in what was kept; null if there is none to be had. */
export const pathIn = (kept) => (isTimed(kept) && kept.schema === SCHEMA && typeof kept.id === "string"
  ? { schema: SCHEMA, id: kept.id, at: kept.at } : null);

// What is shared

/**
 * A value that tabs share by merging; `put` takes a change and gives what all of them make together. What `moved`
 * gives was kept under another name.
 */
function shared(storage, name, form, setAside, moved = () => form.empty) {
  let mine = form.empty;
  let isSetAside = false;

  const instead = (text, value) => {
    isSetAside = true;
    setAside(name, text);
    storage.set(name, form.text(value));
  };

  const kept = () => {
    const text = storage.get(name);
    if (text === null) return form.empty;
    const { value, isWhole: fits } = form.read(text);
    if (!fits) instead(text, value);
    return value;
  };

  const older = () => {
    const text = storage.older(name);
    if (text === null) return form.empty;
    const { value, isStale } = form.older(text);
    if (isStale && storage.get(name) === null) instead(text, value);
    return value;
  };

  const now = () => {
    mine = [older(), moved(), kept()].reduceRight(form.merged, mine);
    return mine;
  };

  const put = (change) => {
    mine = form.merged(now(), change);
    const text = form.text(mine);
    if (text !== storage.get(name)) storage.set(name, text);
    return mine;
  };

  /** Take what another tab has changed, and write for it what it does not know yet. */
  const meet = () => {
    const text = storage.get(name);
    if (text === null) mine = form.empty;
    else if (form.read(text).isWhole) put(form.empty);
    return now();
  };

  return { now, put, meet, wasSetAside: () => isSetAside };
}

/**
 * The changes that make `wanted` of the items that are there: null clears, what is the same stays untouched. A record
 * with a later time of its own, such as one from a file, keeps it.
 */
function changesOf(there, wanted) {
  const changes = {};
  for (const [id, record] of Object.entries(wanted)) {
    const old = there[id];
    const at = record?.at > (old?.at ?? -1) ? record.at : after(old);
    if (record === null ? isCleared(old) : canonical({ ...record, at }) === canonical({ ...old, at })) continue;
    changes[id] = { ...record, at };
  }
  return changes;
}

const ASIDE = "set-aside:";

/** The ids of the items in what was kept of a quiz or of the exam, however damaged the rest is. */
function idsIn(text) {
  const { items } = parsed(text) ?? {};
  return Array.isArray(items) ? items.map((item) => item?.id) : Object.keys(items ?? {});
}

/**
 * The state of one course.
 *   set(name, known)       the records of `quiz:ID`, `tasks:ID`, `summary:ID` or `case:ID`: now(), change(wanted), meet()
 *   quiz(id, known)        those of a quiz
 *   exam(known)            the exam: now(), replace, respond, rename, finish, meet()
 *   path()                 the reader's path, or null; takePath(other) takes one that was chosen later
 *   setNames()             the sets that have records
 *   setAside, asides       what could not be used, kept for the reader
 * `known` are items with their id and hash.
 */
export function learnerOf(course) {
  const storage = storageOf(course);
  const asideNames = () => storage.names().filter((name) => name.startsWith(ASIDE));

  /** Keep a text where the reader finds it, under a name that is free. */
  const setAside = (what, text) => {
    const names = asideNames();
    if (names.some((name) => name.endsWith(`:${what}`) && storage.get(name) === text)) return;
    let at = Date.now();
    while (names.some((name) => name.startsWith(`${ASIDE}${at}:`))) at += 1;
    storage.set(`${ASIDE}${at}:${what}`, text);
  };

  /** What other sets of the kind keep of a set's items, in any version: those that stood in another chapter before. */
  const movedTo = (name, known) => {
    const isOther = (other) => other !== name && other.startsWith(`${name.split(":")[0]}:`);
    const texts = [
      ...storage.names().filter(isOther).map(storage.get),
      ...storage.olderNames().filter(isOther).map(storage.older),
    ];
    return texts.map((text) => picked(itemsIn(parsed(text)) ?? {}, isAmong(known))).reduce(mergedItems, {});
  };

  const itemsAt = (name, known) => {
    const records = shared(storage, name, itemsForm(known), setAside, () => movedTo(name, known));
    return {
      ...records,
      /** Change items: by id the record that is to be there, or null to clear it. */
      change(wanted) {
        const changes = changesOf(records.now(), wanted);
        return Object.keys(changes).length ? records.put(changes) : records.now();
      },
    };
  };

  return {
    storage,
    setAside,

    set: itemsAt,
    quiz: (name, known) => itemsAt(`quiz:${name}`, known),

    exam(known) {
      const exam = shared(storage, "exam", examForm(new Map(known.map(({ id, hash }) => [id, hash]))), setAside);
      const change = (part) => exam.put({ ...exam.now(), ...part });
      return {
        ...exam,
        /** Put another exam in the place of the one that is there. */
        replace: (other) => exam.put({ ...other, at: after(exam.now()) }),
        respond(id, response) {
          const at = after(exam.now().responses[id]);
          return change({ responses: { [id]: { at, ...(response !== undefined && { response }) } } });
        },
        rename: (text) => change({ name: { text, at: after(exam.now().name) } }),
        finish: (version) => change({ finished: new Date().toISOString(), version }),
      };
    },

    path: () => pathIn(parsed(storage.get("path") ?? "null")),
    takePath(other) {
      const here = pathIn(parsed(storage.get("path") ?? "null"));
      if (other && other.at > (here?.at ?? -1)) storage.set("path", canonical(other));
    },

    setNames: () => storage.names().filter((name) => /^(quiz|tasks|summary|case):/.test(name)),

    /** What is set aside: its name, what it was, when that happened, and its text. */
    asides: () => asideNames().map((name) => {
      const [, at, ...what] = name.split(":");
      return { name, at: Number(at), what: what.join(":"), text: storage.get(name) };
    }),

    /** List with them, once, what version 1 set aside or could not read; `known` are all items of the course. */
    adoptAsides(known) {
      if (storage.get("adopted") !== null) return;
      const ids = new Set(known.map(({ id }) => id));
      for (const name of storage.olderNames()) {
        const text = storage.older(name);
        const what = name.replace(/^set-aside:/, "");
        const isLeft = what !== name || (what.startsWith("quiz:") && !wholeItems(parsed(text)));
        if (isLeft && idsIn(text).some((id) => ids.has(id))) setAside(what, text);
      }
      storage.set("adopted", "1");
    },
  };
}
