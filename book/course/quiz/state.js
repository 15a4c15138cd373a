/** What the browser refuses lasts as long as the page. */
const memory = new Map();

export function stored(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key, text) {
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}

const stateKey = (quiz) => `course:1:quiz:${quiz}`;
export const setAsideState = (key) => store(key.replace(":1:", ":1:set-aside:"), stored(key));
export const setAside = (quiz) => setAsideState(stateKey(quiz));
export const storeItems = (quiz, items) => store(stateKey(quiz), JSON.stringify({ schema: 1, items }));

const isRecord = (record) => typeof record?.hash === "string" && typeof record.checked === "boolean"
  && [record.attempts, record.hints].every(Number.isInteger);

export const areItems = (items) => items?.constructor === Object && Object.values(items).every(isRecord);

/** The records of a quiz by item id; an unusable state is set aside, not lost. */
export function storedItems(quiz) {
  const text = stored(stateKey(quiz));
  if (text === null) return {};
  try {
    const { schema, items } = JSON.parse(text);
    if (schema === 1 && areItems(items)) return items;
  } catch { /* Not JSON, or no object. */ }
  setAside(quiz);
  storeItems(quiz, {});
  return {};
}

// Reviews come back after growing gaps: days after the first, second, … right answer in a row.

export const GAPS = [1, 3, 7, 16, 35];

/** The reader's day, counted from 1970. */
export const today = () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5);

/** The day on which an answer comes up for review; null for a prediction, or one kept without its day. */
export function dueDay({ attempts, score, day, streak = 0 }) {
  if (!attempts || score === null || !Number.isInteger(day)) return null;
  return day + (GAPS[Math.min(streak, GAPS.length) - 1] ?? GAPS[0]);
}

export const isDue = (record) => (dueDay(record) ?? Infinity) <= today();

/** What a record keeps of an answer given now. A right one counts once until it is due again. */
export function scheduled(record, score) {
  const { attempts, streak = 0 } = record;
  const counts = !attempts || isDue(record);
  return { day: today(), streak: score === 1 ? Math.min(streak + counts, GAPS.length) : 0 };
}
