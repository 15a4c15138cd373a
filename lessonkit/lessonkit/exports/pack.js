/* The learner state of the whole course as one short line of printable ASCII: SCORM 1.2 stores no more.
 *   pack(chapters, state, sets)    { text, leftOut }: the line, and the ids of items that had no room, or their response
 *   unpack(chapters, text, sets)   { state, unknown }; throws an Error that a reader can read
 * `chapters` and `sets` are the index of questions and that of tasks, `state` the records by chapter and item id;
 * those of tasks by `tasks:SET`.
 *
 * A line is the version letter, a checksum of four characters, and 64 letters that hold six bits each.
 * Items are known by a key of 24 bits made from id and content, so that a course which has grown since
 * still reads an old line. Scores (fractions with a denominator of 10 at most), attempts (up to 15), hints, the day, and
 * stability and difficulty (rounded to 14 % and half a step) of the mostItems answered last always have room, as
 * does whether a prediction's model has been run. Responses are kept as they are, with the seed that they answer; if
 * they are too many, those given longest ago are left out. A text of more than LONGEST bytes is left out too. Of a task
 * it holds whether it is solved, its tries and hints. Cases, summaries, and how sure the reader was has no room. Lines of version A, B and C are of before FSRS: they have the
 * right answers in a row (`streak`); one of A has no tasks, one of A or B does not know of runs. */
import { memoryOf } from "../quiz/reviews.js";

const VERSION = "D";
const WITHOUT_TASKS = "A";
const WITHOUT_RUNS = ["A", "B"];
const OLDER = ["A", "B", "C"];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MOST_CHARACTERS = 4095;
const LONGEST = 250;
const COUNT_BITS = 9;
const OLDER_COUNT_BITS = 8;

/** The fields of every record: name, bits.
 * @type {[string, number][]} */
const FIELDS = [["key", 24], ["score", 6], ["checked", 1], ["shown", 1], ["ran", 1], ["attempts", 4], ["hints", 2],
  ["day", 13], ["stability", 6], ["difficulty", 4]];
const FIRST_DAY = 18262;  // 1 January 2020; a day of 0 is none
const LEAST_STABILITY = 0.1;
const STABILITY_STEP = 1.14;
const DIFFICULTY_STEP = 9 / 14;

/** The fields of every record before version D; the scores were counted in parts that all usual fractions share.
 * @type {[string, number][]} */
const OLDER_FIELDS = [["key", 24], ["score", 12], ["checked", 1], ["shown", 1], ["attempts", 8], ["hints", 2],
  ["day", 15], ["streak", 3], ["ran", 1]];
const FIELDS_WITHOUT_RUNS = OLDER_FIELDS.filter(([name]) => name !== "ran");
const SCORE_PARTS = 2520;
const NO_OLDER_SCORE = 4095;
const SEED_BITS = 32;
const TAG_BITS = 3;
const SEEDED = 7;

/** No score, and every score that up to ten parts can give. */
const SCORES = [null, ...new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  .flatMap((parts) => Array.from({ length: parts + 1 }, (_, right) => right / parts)))];

/** The fields of a task: name, bits.
 * @type {[string, number][]} */
const TASK_FIELDS = [["key", 24], ["checked", 1], ["attempts", 8], ["hints", 2]];

const sum = (fields) => fields.reduce((total, [, bits]) => total + bits, 0);

const MOST_BITS = 6 * (MOST_CHARACTERS - VERSION.length - 4);
const BITS_OF_A_RECORD = sum(FIELDS) + TAG_BITS;
/** How many answers have room beside so many tasks. */
export function mostItems(tasks) {
  const room = MOST_BITS - 2 * COUNT_BITS - tasks * sum(TASK_FIELDS);
  return Math.min(Math.floor(room / BITS_OF_A_RECORD), 2 ** COUNT_BITS - 1);
}

// Numbers and bytes as strings of 0 and 1, and back

function bitsOf(value, width) {
  const whole = Number.isInteger(value) ? Math.min(Math.max(value, 0), 2 ** width - 1) : 0;
  return whole.toString(2).padStart(width, "0");
}

function readerOf(bits) {
  let at = 0;
  return (width) => {
    at += width;
    if (at > bits.length) throw new Error("it ends too early");
    return parseInt(bits.slice(at - width, at), 2);
  };
}

const times = (count, make) => Array.from({ length: count }, make);

const bytesOf = (text) => [...new TextEncoder().encode(text)];
const withLength = (bytes, width) => bitsOf(bytes.length, width) + bytes.map((byte) => bitsOf(byte, 8)).join("");
const textFrom = (take, width) => new TextDecoder().decode(Uint8Array.from(times(take(width), () => take(8))));

// Responses: the first coder that can hold one takes it, its place in the list is the tag

const DIGITS = "0123456789-+.e";
const END = DIGITS.length;
const isPlace = (value) => Number.isInteger(value) && value >= 0 && value < 16 && !Object.is(value, -0);
const isNumber = (value) => Number.isFinite(value) && !Object.is(value, -0);
const isList = (value, fits, most) => Array.isArray(value) && value.length <= most && value.every(fits);

const numberBits = (value) =>
  [...String(value)].map((digit) => bitsOf(DIGITS.indexOf(digit), 4)).join("") + bitsOf(END, 4);

function numberFrom(take) {
  let text = "";
  for (let digit = take(4); digit !== END; digit = take(4)) text += DIGITS[digit];
  return Number(text);
}

const CODERS = [
  { fits: () => false, read: () => null },  // left out
  { fits: isPlace, write: (place) => bitsOf(place, 4), read: (take) => take(4) },
  {
    fits: (value) => isList(value, isPlace, 15),
    write: (places) => bitsOf(places.length, 4) + places.map((place) => bitsOf(place, 4)).join(""),
    read: (take) => times(take(4), () => take(4)),
  },
  { fits: isNumber, write: numberBits, read: numberFrom },
  {
    fits: (value) => isList(value, isNumber, 2),
    write: (numbers) => bitsOf(numbers.length, 2) + numbers.map(numberBits).join(""),
    read: (take) => times(take(2), () => numberFrom(take)),
  },
  {
    fits: (value) => typeof value === "string" && value.isWellFormed() && bytesOf(value).length <= LONGEST,
    write: (text) => withLength(bytesOf(text), 8),
    read: (take) => textFrom(take, 8),
  },
  {
    fits: (value) => typeof value === "object" && value !== null && bytesOf(JSON.stringify(value)).length <= LONGEST,
    write: (value) => withLength(bytesOf(JSON.stringify(value)), 8),
    read: (take) => JSON.parse(textFrom(take, 8)),
  },
];
const LEFT_OUT = bitsOf(0, TAG_BITS);

function responseBits({ response, seed }) {
  const isNone = (response ?? null) === null;
  const tag = CODERS.findIndex(({ fits }) => fits(response));
  if (tag < 0 && !isNone) return LEFT_OUT;
  const drawn = Number.isInteger(seed) ? bitsOf(SEEDED, TAG_BITS) + bitsOf(seed, SEED_BITS) : "";
  return drawn + (isNone ? LEFT_OUT : bitsOf(tag, TAG_BITS) + CODERS[tag].write(response));
}

function responseFrom(take) {
  const tag = take(TAG_BITS);
  if (tag === SEEDED) return { seed: take(SEED_BITS), ...responseFrom(take) };
  return { response: CODERS[tag].read(take) };
}

// Records

const nearestScore = (score) => SCORES.reduce((best, each, i) =>
  (each !== null && Math.abs(each - score) < Math.abs((SCORES[best] ?? Infinity) - score) ? i : best), 0);

function recordBits(key, record) {
  const { score } = record;
  const { day, stability, difficulty } = memoryOf(record);
  const isKnown = stability > 0;
  const values = {
    ...record,
    key,
    score: score === null ? 0 : nearestScore(score),
    checked: Number(record.checked),
    shown: Number(record.shown ?? false),
    ran: Number(record.ran ?? false),
    day: day - FIRST_DAY,
    stability: isKnown ? Math.round(Math.log(stability / LEAST_STABILITY) / Math.log(STABILITY_STEP)) : 0,
    difficulty: isKnown ? Math.round((difficulty - 1) / DIFFICULTY_STEP) + 1 : 0,  // 0: FSRS does not know it
  };
  return FIELDS.map(([name, bits]) => bitsOf(values[name], bits)).join("");
}

const fieldsFrom = (take, fields) => Object.fromEntries(fields.map(([name, bits]) => [name, take(bits)]));

function recordFrom(take) {
  const { key, day, stability, difficulty, score, ran, ...values } = fieldsFrom(take, FIELDS);
  return {
    key,
    record: {
      ...values,
      score: SCORES[score] ?? null,
      checked: values.checked === 1,
      shown: values.shown === 1,
      ...(day && { day: day + FIRST_DAY }),
      ...(difficulty && {
        stability: LEAST_STABILITY * STABILITY_STEP ** stability,
        difficulty: 1 + (difficulty - 1) * DIFFICULTY_STEP,
      }),
      ...(ran && { ran: true }),
      ...responseFrom(take),
    },
  };
}

function olderRecordFrom(take, fields) {
  const { key, day, streak, score, ran, ...values } = fieldsFrom(take, fields);
  return {
    key,
    record: {
      ...values,
      score: score === NO_OLDER_SCORE ? null : score / SCORE_PARTS,
      checked: values.checked === 1,
      shown: values.shown === 1,
      ...(day && { day, streak }),
      ...(ran && { ran: true }),
      ...(take(1) && { seed: take(SEED_BITS) }),
      ...responseFrom(take),
    },
  };
}

const taskBits = (key, record) => TASK_FIELDS
  .map(([name, bits]) => bitsOf(name === "key" ? key : Number(record[name]), bits)).join("");

function taskFrom(take) {
  const { key, checked, attempts, hints } = fieldsFrom(take, TASK_FIELDS);
  return { key, record: { response: null, checked: checked === 1, score: checked, attempts, hints, shown: false } };
}

// The line

const lettersOf = (bits) =>
  bits.padEnd(Math.ceil(bits.length / 6) * 6, "0").replace(/.{6}/g, (six) => LETTERS[parseInt(six, 2)]);

/** FNV-1a, folded to the 24 bits of four letters. */
function checksum(text) {
  let hash = 0x811c9dc5;
  for (const byte of bytesOf(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return lettersOf(bitsOf((hash >>> 24) ^ (hash & 0xffffff), 24));
}

function entriesOf(chapters, state) {
  return chapters.flatMap(({ chapter, items }) => items.flatMap(({ id, key, hash }) => {
    const record = state[chapter]?.[id];
    if (record?.hash !== hash) return [];
    const response = responseBits(record);
    const isLost = response === LEFT_OUT && (record.response ?? null) !== null;
    return [{ id, day: record.day ?? 0, bits: recordBits(key, record), response, isLost }];
  }));
}

export function pack(chapters, state, sets = []) {
  const all = entriesOf(chapters, state);
  const tasks = sets.flatMap(({ set, items }) => items.flatMap(({ id, key, hash }) => {
    const record = state[`tasks:${set}`]?.[id];
    return record?.hash === hash ? [taskBits(key, record)] : [];
  }));
  const latest = [...all].sort((a, b) => b.day - a.day).slice(0, mostItems(tasks.length));
  const entries = all.filter((entry) => latest.includes(entry));
  let length = entries.reduce((total, { bits, response }) => total + bits.length + response.length,
    2 * COUNT_BITS + tasks.join("").length);
  for (const entry of [...entries].sort((a, b) => a.day - b.day)) {
    if (length <= MOST_BITS) break;
    if (entry.response === LEFT_OUT) continue;
    length -= entry.response.length - LEFT_OUT.length;
    Object.assign(entry, { response: LEFT_OUT, isLost: true });
  }
  const body = [...entries.map(({ bits, response }) => bits + response), ...tasks].join("");
  const letters = lettersOf(bitsOf(entries.length, COUNT_BITS) + bitsOf(tasks.length, COUNT_BITS) + body);
  return {
    text: VERSION + checksum(letters) + letters,
    leftOut: all.filter((entry) => entry.isLost || !latest.includes(entry)).map(({ id }) => id),
  };
}

export function unpack(chapters, text, sets = []) {
  if (text === "") return { state: {}, unknown: 0 };
  if (![VERSION, ...OLDER].includes(text[0])) {
    throw new Error(`This is no state of the course: it has to begin with ${VERSION}, not with “${text[0]}”.`);
  }
  const letters = text.slice(5);
  let entries;
  let tasks;
  try {
    if (text.slice(1, 5) !== checksum(letters)) throw new Error("the checksum differs");
    const take = readerOf([...letters].map((letter) => bitsOf(LETTERS.indexOf(letter), 6)).join(""));
    const isOlder = OLDER.includes(text[0]);
    const width = isOlder ? OLDER_COUNT_BITS : COUNT_BITS;
    const counts = [take(width), text[0] === WITHOUT_TASKS ? 0 : take(width)];
    const fields = WITHOUT_RUNS.includes(text[0]) ? FIELDS_WITHOUT_RUNS : OLDER_FIELDS;
    entries = times(counts[0], () => (isOlder ? olderRecordFrom(take, fields) : recordFrom(take)));
    tasks = times(counts[1], () => taskFrom(take));
  } catch (error) {
    throw new Error(`The state of the course is damaged (${error.message}): copy it anew, whole and without blanks.`);
  }
  const named = [...chapters, ...sets.map(({ set, items }) => ({ chapter: `tasks:${set}`, items }))];
  const known = new Map(named.flatMap(({ chapter, items }) => items.map((item) => [item.key, { chapter, ...item }])));
  const state = {};
  let unknown = 0;
  for (const { key, record } of [...entries, ...tasks]) {
    const item = known.get(key);
    if (item) (state[item.chapter] ??= {})[item.id] = { hash: item.hash, ...record };
    else unknown += 1;
  }
  return { state, unknown };
}
