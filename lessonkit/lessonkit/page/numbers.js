/* Numbers as readers write them, and as pages write them for readers: the same as in numbers.py. */

const SHOWN_TEXT = 40;  // characters of a text in a message
export const EXACT = 17;  // digits that tell any two numbers apart

// Zero-width characters and marks of direction, which come along with a copied number.
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const MINUS_SIGNS = /[\u2010-\u2013\u2212\ufe63]/g;
const AROUND = /^[\t-\r ]+|[\t-\r ]+$/g;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const DECIMAL = /^([+-]?) ?([\d., ']*\d[.,]?)(?:e([+-]?\d+)| ?[x×✕*·⋅∙•] ?(10(?:\^|\*\*)[+-]?\d+|10[⁺⁻]?[⁰¹²³⁴-⁹]+))?$/i;
const POWER = /^([+-]?) ?(10(?:\^|\*\*)[+-]?\d+|10[⁺⁻]?[⁰¹²³⁴-⁹]+)$/;
const FRACTION = /^([+-]?) ?(?:(\d+) (?=\d{1,2} ?\/))?(\d+) ?\/ ?(\d+)$/;
const FRACTION_SIGN = /^([+-]?) ?(?:(\d+) ?)?([¼½¾⅐-⅞])$/;

const WITH_POINT = /^(?:\d+\.?\d*|\.\d+)$/;
const WITH_COMMA = /^(?:\d+,\d*|,\d+)$/;
const AMBIGUOUS = /^[1-9]\d{0,2},\d{3}$/;
const GROUPED_BY_COMMA = /^[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d*)$/;
const GROUPED_AS_IN_INDIA = /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?$/;
const GROUPED_BY_POINT = /^[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d*)?|(?:\.\d{3})+,\d*)$/;
const GROUPED_BY_BLANK = /^[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)(?:[.,]\d*)?$/;

/**
 * The text with one character for all that look alike.
 *
 * @param {string} text
 */
function plainly(text) {
  return text.replaceAll(UNSEEN, "")
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(BLANKS, " ").replaceAll(MINUS_SIGNS, "-").replaceAll("\u2019", "'")
    .replaceAll(/[\u2044\u2215]/g, "/").replaceAll(AROUND, "");
}

/**
 * The digits with a decimal point and without thousands separators; undefined if they are put otherwise.
 *
 * @param {string} digits
 */
function pointed(digits) {
  if (WITH_POINT.test(digits)) return digits;
  if (WITH_COMMA.test(digits)) return digits.replace(",", ".");
  if (GROUPED_BY_COMMA.test(digits) || GROUPED_AS_IN_INDIA.test(digits)) return digits.replaceAll(",", "");
  if (GROUPED_BY_POINT.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  return GROUPED_BY_BLANK.test(digits) ? digits.replaceAll(/[ ']/g, "").replace(",", ".") : undefined;
}

/**
 * The exponent of a power of ten, in the digits of a line.
 *
 * @param {string} power
 */
const exponentOf = (power) => power.replace(/^10(?:\^|\*\*)?/, "").replace("⁺", "").replace("⁻", "-")
  .replaceAll(/[⁰¹²³⁴-⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)));

/**
 * The number that a text stands for, as `{ value }`; else what is wrong with it and what to write, as `{ fault }`:
 * a sentence without capital and full stop. What can be read in two ways is a fault: nothing is guessed.
 *
 * @param {string} text
 * @returns {Reading<number>}
 */
export function readNumber(text) {
  const plain = plainly(text);
  if (!plain) return { fault: "no number is given: write one, such as 1.5" };
  const seen = [...text.replaceAll(AROUND, "")];
  const quoted = `“${seen.length > SHOWN_TEXT ? `${seen.slice(0, SHOWN_TEXT).join("")}…` : seen.join("")}”`;
  const unread = { fault: `${quoted} is no number on its own: write one such as 0.5, 1200 or 1e-3, without a unit` };
  /** @type {(value: number, isZero: boolean) => Reading<number>} */
  const finite = (value, isZero) => (Number.isFinite(value) && (value !== 0 || isZero) ? { value: value + 0 }
    : { fault: `${quoted} is too large or too near to zero to compute with: write a number from 1e-300 to 1e300` });

  const fraction = FRACTION.exec(plain) ?? FRACTION_SIGN.exec(plain);
  if (fraction) {
    const [, sign, whole, ...parts] = fraction;
    const [above, below] = (parts[1] ? parts : parts[0].normalize("NFKC").split("\u2044")).map(Number);
    if (below === 0) return { fault: `${quoted} divides by zero: write another number below the stroke` };
    if (whole && above >= below) return unread;
    const value = (Number(whole ?? 0) * below + above) / below;
    return finite(sign === "-" ? -value : value, above === 0 && !Number(whole ?? 0));
  }

  const [, sign, digits, e, power] = DECIMAL.exec(plain.replace(POWER, "$1 1×$2").trim()) ?? [];
  if (digits === undefined) return unread;
  /** @param {string} mantissa */
  const scaled = (mantissa) => Number(`${sign}${mantissa}e${e ?? (power ? exponentOf(power) : "0")}`);
  if (AMBIGUOUS.test(digits)) {
    const readings = ["", "."].map((mark) => finite(scaled(digits.replace(",", mark)), false));
    const [thousands, decimals] = readings.map(({ value }) => written(/** @type {number} */ (value), EXACT));
    return readings.find(({ fault }) => fault) ?? { fault: `${quoted} can be ${thousands} or ${decimals}: `
      + "write the one you mean without a comma, and decimals with a point" };
  }
  const mantissa = pointed(digits);
  return mantissa === undefined ? unread : finite(scaled(mantissa), !/[1-9]/.test(mantissa));
}

/**
 * A number for readers: rounded to three `digits` or as many as are asked for, with a true minus sign.
 *
 * @param {number} value
 */
export function written(value, digits = 3) {
  if (!Number.isFinite(value)) return "none";
  return String(Number(value.toPrecision(digits)) + 0).replaceAll("-", "−").replace("+", "");
}

/**
 * A number for readers with so many decimals.
 *
 * @param {number} value
 */
export function fixed(value, decimals = 0) {
  const text = value.toFixed(decimals);
  return Number(text) ? text.replace("-", "−") : text.replace("-", "");
}

/**
 * A number with its unit, if it has one.
 *
 * @param {string} text
 * @param {string} unit
 */
export const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);
