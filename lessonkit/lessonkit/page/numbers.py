"""Numbers as people write them, and as pages write them for readers: the same as in numbers.js."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

SPOKEN_UNITS = {
    "mM": "millimolar",
    "µM": "micromolar",
    "mV": "millivolts",
    "ms": "milliseconds",
    "Hz": "hertz",
    "nS": "nanosiemens",
    "pA": "picoamperes",
    "mmol/L": "millimoles per litre",
    "mg/dL": "milligrams per decilitre",
    "mEq/L": "milliequivalents per litre",
    "mS/cm²": "millisiemens per square centimetre",
    "µA/cm²": "microamperes per square centimetre",
}
"""How a screen reader should say a unit."""


EXACT = 17
"""Digits that tell any two numbers apart."""

_SHOWN_TEXT = 40  # characters of a text in a message

# Zero-width characters and marks of direction, which come along with a copied number.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_AROUND = "\t\n\v\f\r "
_ALIKE = (
    {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    | dict.fromkeys([*range(0x2010, 0x2014), 0x2212, 0xFE63], "-")
    | dict.fromkeys([0x2044, 0x2215], "/")
    | {0x2019: "'"}
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", "⁺")


def _written_as(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


_DECIMAL = _written_as(
    r"([+-]?) ?([\d., ']*\d[.,]?)"
    r"(?:e([+-]?\d+)| ?[x×✕*·⋅∙•] ?(10(?:\^|\*\*)[+-]?\d+|10[⁺⁻]?[⁰¹²³⁴-⁹]+))?"
)
_POWER = _written_as(r"([+-]?) ?(10(?:\^|\*\*)[+-]?\d+|10[⁺⁻]?[⁰¹²³⁴-⁹]+)")
_FRACTION = _written_as(r"([+-]?) ?(?:(\d+) (?=\d{1,2} ?/))?(\d+) ?/ ?(\d+)")
_FRACTION_SIGN = _written_as(r"([+-]?) ?(?:(\d+) ?)?([¼½¾⅐-⅞])")

_WITH_POINT = _written_as(r"\d+\.?\d*|\.\d+")
_WITH_COMMA = _written_as(r"\d+,\d*|,\d+")
_AMBIGUOUS = _written_as(r"[1-9]\d{0,2},\d{3}")
_GROUPED_BY_COMMA = _written_as(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d*)")
_GROUPED_AS_IN_INDIA = _written_as(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?")
_GROUPED_BY_POINT = _written_as(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d*)?|(?:\.\d{3})+,\d*)")
_GROUPED_BY_BLANK = _written_as(r"[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)(?:[.,]\d*)?")


class NumberError(ValueError):
    """A text stands for no number, or for two; the message quotes it and says what to write."""


class AmbiguousNumberError(NumberError):
    """A text has two readings as a number; the message says both."""


def read_number(text: str) -> float:
    """Return the number that `text` stands for, in any of the ways in which people write numbers.

    A decimal point or comma; thousands set apart by commas, points, blanks or apostrophes; any minus sign;
    ``1e-3``, ``1 × 10⁻³``, ``2·10^-3``; ``1/2``, ``1 1/2``, ``1½``; full-width digits. A single point is a
    decimal point.

    Raises
    ------
    NumberError
        If the text is blank, has two readings (``1,000``: `AmbiguousNumberError`), or is no finite number on
        its own.
    """
    plain = _UNSEEN.sub("", text).translate(_ALIKE).strip(_AROUND)
    if not plain:
        raise NumberError("no number is given: write one, such as 1.5")
    seen = text.strip(_AROUND)
    quoted = f"“{seen[:_SHOWN_TEXT]}…”" if len(seen) > _SHOWN_TEXT else f"“{seen}”"
    unread = NumberError(
        f"{quoted} is no number on its own: write one such as 0.5, 1200 or 1e-3, without a unit"
    )

    def finite(value: float, *, is_zero: bool) -> float:
        if math.isfinite(value) and (value != 0 or is_zero):
            return value + 0.0
        raise NumberError(
            f"{quoted} is too large or too near to zero to compute with: write a number from 1e-300 to 1e300"
        )

    if fraction := _FRACTION.fullmatch(plain) or _FRACTION_SIGN.fullmatch(plain):
        sign, whole, *parts = fraction.groups()
        if len(parts) == 1:
            parts = unicodedata.normalize("NFKC", parts[0]).split("\u2044")
        above, below = map(float, parts)
        if below == 0:
            raise NumberError(f"{quoted} divides by zero: write another number below the stroke")
        if whole and above >= below:
            raise unread
        value = (float(whole or 0) * below + above) / below
        return finite(-value if sign == "-" else value, is_zero=above == 0 and not float(whole or 0))

    if power := _POWER.fullmatch(plain):
        plain = f"{power[1]}1×{power[2]}"
    found = _DECIMAL.fullmatch(plain)
    if not found:
        raise unread
    sign, digits, exponent, power_of_ten = found.groups()

    def scaled(mantissa: str) -> float:
        return float(f"{sign}{mantissa}e{exponent or _exponent_of(power_of_ten or '10^0')}")

    if _AMBIGUOUS.fullmatch(digits):
        readings = [finite(scaled(digits.replace(",", mark)), is_zero=False) for mark in ("", ".")]
        thousands, decimals = (written(reading, EXACT) for reading in readings)
        raise AmbiguousNumberError(
            f"{quoted} can be {thousands} or {decimals}: write the one you mean without a comma, "
            "and decimals with a point"
        )
    mantissa = _pointed(digits)
    if mantissa is None:
        raise unread
    return finite(scaled(mantissa), is_zero=not re.search("[1-9]", mantissa))


def _pointed(digits: str) -> str | None:
    """Return the digits with a decimal point and without thousands separators; None if put otherwise."""
    if _WITH_POINT.fullmatch(digits):
        return digits
    if _WITH_COMMA.fullmatch(digits):
        return digits.replace(",", ".")
    if _GROUPED_BY_COMMA.fullmatch(digits) or _GROUPED_AS_IN_INDIA.fullmatch(digits):
        return digits.replace(",", "")
    if _GROUPED_BY_POINT.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if _GROUPED_BY_BLANK.fullmatch(digits):
        return re.sub("[ ']", "", digits).replace(",", ".")
    return None


def _exponent_of(power: str) -> str:
    return re.sub(r"^10(?:\^|\*\*)?", "", power).translate(_SUPERSCRIPTS)


def written(value: float, digits: int = 3) -> str:
    """Return a number for readers: rounded to so many `digits`, with a true minus sign; "none" if not finite.

    Halves go away from zero. From 1e21 and below 1e-6 the number is written with an exponent.
    """
    if not math.isfinite(value):
        return "none"
    rounded = float(Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(value)))
    shortest = Decimal(repr(rounded + 0.0)).normalize()
    text = f"{shortest:f}" if -6 <= shortest.adjusted() < 21 else f"{shortest:e}"
    return text.replace("-", "−").replace("+", "")


def fixed(value: float, decimals: int = 0) -> str:
    """Return a number with so many `decimals`, halves away from zero, with a true minus sign."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact if exact else abs(exact)}".replace("-", "−")


def with_unit(text: str, unit: str) -> str:
    """Return the number with its unit, if it has one and the number exists."""
    return f"{text} {unit}" if unit and text != "none" else text


def compared(value: float, reference: float, unit: str, *, has_zero: bool = True) -> str:
    """Return how `value` stands to `reference`: how many times it, or how far from it without a zero."""
    if not (math.isfinite(value) and math.isfinite(reference)):
        return "–"
    if value == reference:
        return "the same"
    if has_zero and value * reference > 0:
        return f"× {written(value / reference)}"
    change = value - reference
    return with_unit(f"{'+' if change > 0 else ''}{written(change)}", unit)
