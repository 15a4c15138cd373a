/* FSRS-6, the Free Spaced Repetition Scheduler, version 6: what is remembered has a stability (the days after which
 * recall has fallen to 90 %) and a difficulty (1 to 10). The equations and the default parameters w are those of
 * the Python package fsrs, version 6.3.2; the model grew from Ye, Su and Cao (2022),
 * https://doi.org/10.1145/3534678.3539081. A review is due when recall is at 90 %, without random days and without
 * steps within a day. */

export const AGAIN = 1;
export const HARD = 2;
export const GOOD = 3;
export const EASY = 4;

const w = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
  1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
const FACTOR = 0.9 ** (-1 / w[20]) - 1;
const LEAST_STABILITY = 0.001;
const LONGEST = 365;  // days; a question of a course does not wait longer than a year

const within = (low, value, high) => Math.min(Math.max(value, low), high);
const difficultyAtFirst = (rating) => w[4] - Math.exp(w[5] * (rating - 1)) + 1;

/** The probability of recall some days after the last answer. */
export const retrievability = (stability, days) => (1 + FACTOR * days / stability) ** -w[20];

/** The whole days until the next review. */
export const interval = (stability) => within(1, Math.round(stability), LONGEST);

/** What a first answer leaves. */
export const firstMemory = (rating) =>
  ({ stability: w[rating - 1], difficulty: within(1, difficultyAtFirst(rating), 10) });

function nextDifficulty(difficulty, rating) {
  const moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9;
  return within(1, w[7] * difficultyAtFirst(EASY) + (1 - w[7]) * moved, 10);
}

function sameDay(stability, rating) {
  const growth = Math.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19];
  return stability * (rating === AGAIN ? growth : Math.max(growth, 1));
}

function forgotten({ stability, difficulty }, recall) {
  const left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * Math.exp(w[14] * (1 - recall));
  return Math.min(left, stability / Math.exp(w[17] * w[18]));
}

function recalled({ stability, difficulty }, recall, rating) {
  const factor = { [HARD]: w[15], [EASY]: w[16] }[rating] ?? 1;
  const growth = Math.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (Math.exp(w[10] * (1 - recall)) - 1);
  return stability * (1 + growth * factor);
}

/** What an answer leaves, `days` after the one before. */
export function nextMemory(memory, days, rating) {
  const recall = retrievability(memory.stability, days);
  let stability = recalled(memory, recall, rating);
  if (days < 1) stability = sameDay(memory.stability, rating);
  else if (rating === AGAIN) stability = forgotten(memory, recall);
  return { stability: Math.max(stability, LEAST_STABILITY), difficulty: nextDifficulty(memory.difficulty, rating) };
}
