/** What the browser refuses lasts as long as the page. */
const memory = new Map();

function stored(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key, text) {
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}

const stateKey = (quiz) => `course:1:quiz:${quiz}`;
export const setAside = (quiz) => store(`course:1:set-aside:quiz:${quiz}`, stored(stateKey(quiz)));
export const storeItems = (quiz, items) => store(stateKey(quiz), JSON.stringify({ schema: 1, items }));

const isRecord = (record) => typeof record?.hash === "string" && typeof record.checked === "boolean"
  && [record.attempts, record.hints].every(Number.isInteger);

/** The records of a quiz by item id; an unusable state is set aside, not lost. */
export function storedItems(quiz) {
  const text = stored(stateKey(quiz));
  if (text === null) return {};
  try {
    const { schema, items } = JSON.parse(text);
    if (schema === 1 && items.constructor === Object && Object.values(items).every(isRecord)) return items;
  } catch { /* Not JSON, or no object. */ }
  setAside(quiz);
  storeItems(quiz, {});
  return {};
}
