/* The learner state of the whole course as one short line of printable ASCII: SCORM 1.2 stores no more.
 *   pack(chapters, state)    { text, leftOut }: the line, and the ids of items whose response had no room
 *   unpack(chapters, text)   { state, unknown }; throws an Error that a reader can read
 * `chapters` is the index of the course, `state` the records by chapter and item id.
 *
 * A line is the version letter, a checksum of four characters, and 64 letters that hold six bits each.
 * Items are known by a key of 24 bits made from id and content, so that a course which has grown since
 * still reads an old line. Scores, attempts (up to 255), hints, day, streak and seed of all items always
 * have room, for MOST_ITEMS of them. Responses are kept as they are; if they are too many, those given
 * longest ago are left out. A text of more than LONGEST bytes is left out too. */
const VERSION = "A";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MOST_CHARACTERS = 4095;
const LONGEST = 250;
const COUNT_BITS = 8;

/** The fields of every record: name, bits. Scores are counted in parts that all usual fractions share. */
const FIELDS = [["key", 24], ["score", 12], ["checked", 1], ["shown", 1], ["attempts", 8], ["hints", 2],
  ["day", 15], ["streak", 3]];
const SCORE_PARTS = 2520;
const NO_SCORE = 4095;
const SEED_BITS = 32;
const TAG_BITS = 3;

const MOST_BITS = 6 * (MOST_CHARACTERS - VERSION.length - 4);
const MOST_BITS_OF_A_RECORD = FIELDS.reduce((sum, [, bits]) => sum + bits, 1 + SEED_BITS + TAG_BITS);
export const MOST_ITEMS = Math.floor((MOST_BITS - COUNT_BITS) / MOST_BITS_OF_A_RECORD);

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

function responseBits(response) {
  const tag = CODERS.findIndex(({ fits }) => fits(response));
  return tag < 0 ? LEFT_OUT : bitsOf(tag, TAG_BITS) + CODERS[tag].write(response);
}

// Records

function recordBits(key, record) {
  const score = record.score === null ? NO_SCORE : Math.round(record.score * SCORE_PARTS);
  const values = { ...record, key, score, checked: Number(record.checked), shown: Number(record.shown ?? false) };
  const { seed } = record;
  return FIELDS.map(([name, bits]) => bitsOf(values[name], bits)).join("")
    + (Number.isInteger(seed) ? `1${bitsOf(seed, SEED_BITS)}` : "0");
}

function recordFrom(take) {
  const { key, day, streak, score, ...values } = Object.fromEntries(FIELDS.map(([name, bits]) => [name, take(bits)]));
  return {
    key,
    record: {
      ...values,
      score: score === NO_SCORE ? null : score / SCORE_PARTS,
      checked: values.checked === 1,
      shown: values.shown === 1,
      ...(day && { day, streak }),
      ...(take(1) && { seed: take(SEED_BITS) }),
      response: (CODERS[take(TAG_BITS)] ?? CODERS[0]).read(take),
    },
  };
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
    const response = responseBits(record.response);
    const isLost = response === LEFT_OUT && (record.response ?? null) !== null;
    return [{ id, day: record.day ?? 0, bits: recordBits(key, record), response, isLost }];
  }));
}

export function pack(chapters, state) {
  const entries = entriesOf(chapters, state);
  if (entries.length > MOST_ITEMS) {
    throw new RangeError(`${entries.length} answers have no room in ${MOST_CHARACTERS} characters: ${MOST_ITEMS} have.`);
  }
  let length = entries.reduce((sum, { bits, response }) => sum + bits.length + response.length, COUNT_BITS);
  for (const entry of [...entries].sort((a, b) => a.day - b.day)) {
    if (length <= MOST_BITS) break;
    if (entry.response === LEFT_OUT) continue;
    length -= entry.response.length - LEFT_OUT.length;
    Object.assign(entry, { response: LEFT_OUT, isLost: true });
  }
  const body = entries.map(({ bits, response }) => bits + response).join("");
  const letters = lettersOf(bitsOf(entries.length, COUNT_BITS) + body);
  return {
    text: VERSION + checksum(letters) + letters,
    leftOut: entries.filter(({ isLost }) => isLost).map(({ id }) => id),
  };
}

export function unpack(chapters, text) {
  if (text === "") return { state: {}, unknown: 0 };
  if (text[0] !== VERSION) {
    throw new Error(`This is no state of the course: it has to begin with ${VERSION}, not with “${text[0]}”.`);
  }
  const letters = text.slice(5);
  let entries;
  try {
    if (text.slice(1, 5) !== checksum(letters)) throw new Error("the checksum differs");
    const take = readerOf([...letters].map((letter) => bitsOf(LETTERS.indexOf(letter), 6)).join(""));
    entries = times(take(COUNT_BITS), () => recordFrom(take));
  } catch (error) {
    throw new Error(`The state of the course is damaged (${error.message}): copy it anew, whole and without blanks.`);
  }
  const known = new Map(chapters.flatMap(({ chapter, items }) => items.map((item) => [item.key, { chapter, ...item }])));
  const state = {};
  let unknown = 0;
  for (const { key, record } of entries) {
    const item = known.get(key);
    if (item) (state[item.chapter] ??= {})[item.id] = { hash: item.hash, ...record };
    else unknown += 1;
  }
  return { state, unknown };
}
