"""Numbers as people write them and as pages do, in Python and in the page's own language."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.models import calcium_influx, nmda_block, shouval_2002
from lessonkit.page.linker import ROOT
from lessonkit.page.numbers import (
    EXACT,
    SPOKEN_UNITS,
    NumberError,
    compared,
    fixed,
    read_number,
    with_unit,
    written,
)
from node_tools import run_node

MODULE = ROOT / "page" / "numbers.js"
quantities = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9)


# Reading


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5), ("1,5", 1.5), (".5", 0.5), (",5", 0.5), ("5.", 5), ("62,5", 62.5), ("0,300", 0.3),
        ("1.234", 1.234),
        ("1234,500", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234,567", 1234567),
        ("1.234.567", 1234567), ("1 200", 1200), ("1\u00a0200", 1200), ("1\u202f200,25", 1200.25),
        ("1\u2009200.25", 1200.25), ("1'200", 1200), ("1’200.5", 1200.5), ("12,34,567.5", 1234567.5),
        ("-23", -23), ("−23", -23), ("–23", -23), ("‐23", -23), ("‑23", -23), ("﹣23", -23), ("－23", -23),
        ("− 23", -23), ("+23", 23), ("\u200e-23", -23), ("-0", 0), ("0", 0), ("  7\t", 7),
        ("1e-3", 0.001), ("1E−3", 0.001), ("2,5e3", 2500), ("1 × 10⁻³", 0.001), ("2·10^-3", 0.002),
        ("2 x 10^3", 2000), ("2*10**3", 2000), ("10⁻³", 0.001), ("−10^2", -100), ("0e5", 0),
        ("1/2", 0.5), ("1 1/2", 1.5), ("-1 1/2", -1.5), ("3 / 4", 0.75), ("1⁄2", 0.5),
        ("½", 0.5), ("1½", 1.5),
        ("1 ¾", 1.75), ("−⅓", -1 / 3), ("0/5", 0), ("１２．５", 12.5), ("１，５", 1.5),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text, value):
    assert read_number(text) == value


UNREAD = "is no number on its own: write one such as 0.5, 1200 or 1e-3, without a unit"
OUTSIDE = "is too large or too near to zero to compute with: write a number from 1e-300 to 1e300"
ONE_OF_TWO = "write the one you mean without a comma, and decimals with a point"


NO_NUMBERS = (
    "5 mM", "50 %", "1 2", "12 34", "1\t200", "1,234 567", "1'23", "1 200'300", "0,123,456", "1.23.456",
    "1,2,3", "1_0", "inf", "nan", "0x10", "-", "--1", "±5", ".", "1..2", "1e", "1e0.5", "2×10", "5²", "1-2",
    "one", "١٢", "½1", "½½", "1 5/2", "1 200/300", "1/2/3", "1/-2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no number is given: write one, such as 1.5"),
        (" \u00a0\t", "no number is given: write one, such as 1.5"),
        ("1,000", f"“1,000” can be 1000 or 1: {ONE_OF_TWO}"),
        ("-12,345", f"“-12,345” can be −12345 or −12.345: {ONE_OF_TWO}"),
        ("1,200e-3", f"“1,200e-3” can be 1.2 or 0.0012: {ONE_OF_TWO}"),
        ("1/0", "“1/0” divides by zero: write another number below the stroke"),
        ("1 1/0", "“1 1/0” divides by zero: write another number below the stroke"),
        ("1e999", f"“1e999” {OUTSIDE}"), ("1,000e999", f"“1,000e999” {OUTSIDE}"),
        ("-1e-999", f"“-1e-999” {OUTSIDE}"),
        *((text, f"“{text}” {UNREAD}") for text in NO_NUMBERS),
        ("x" * 99, f"“{'x' * 40}…” {UNREAD}"),
    ],
)  # fmt: skip
def test_what_is_no_single_number_is_asked_back(text, told):
    with pytest.raises(NumberError) as error:
        read_number(text)
    assert str(error.value) == told


# The same in both languages

COUNT = 10_000
PROGRAM = """
const { read, write, fix } = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify({
  read: read.map((text) => numbers.readNumber(text)),
  write: write.map(([value, digits]) => numbers.written(value, digits)),
  fix: fix.map(([value, decimals]) => numbers.fixed(value, decimals)),
}));
"""


def in_page(
    texts: list[str] = (), values: list[tuple[float, int]] = (), decimals: list[tuple[float, int]] = ()
) -> dict[str, list]:
    """What the page's own module reads in `texts` and writes for `values`."""
    program = f"import * as numbers from {json.dumps(MODULE.as_uri())};{PROGRAM}"
    given = json.dumps({"read": list(texts), "write": list(values), "fix": list(decimals)})
    done = run_node("--input-type=module", "--eval", program, input=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_int=float)


def in_python(text: str) -> dict[str, float | str]:
    try:
        return {"value": read_number(text)}
    except NumberError as error:
        return {"fault": str(error)}


BLANKS = " \u00a0\u2009\u202f"
DIGITS = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def grouped(whole: str, mark: str) -> str:
    return f"{int(whole):,}".replace(",", mark)


def decimal(chance: random.Random) -> tuple[str, Decimal]:
    """A number without a sign in one of the usual ways, and what it is; the ambiguous are left out."""
    whole = str(chance.randrange(10 ** chance.randint(1, 9)))
    part = "".join(chance.choices("0123456789", k=chance.choice([0, 0, 1, 2, 3, 3, 4, 6])))
    point, comma = (f"{mark}{part}" if part else "" for mark in ".,")
    ways = [f"{whole}{point}"]
    if part and (len(part) != 3 or len(whole) > 3 or whole == "0"):
        ways.append(f"{whole}{comma}")
    if len(whole) > 3:
        blank = chance.choice(BLANKS)
        ways += [grouped(whole, mark) + end for mark in (blank, "'", "’") for end in (point, comma)]
    if len(whole) > 6 or (len(whole) > 3 and part):
        ways += [grouped(whole, ",") + point, grouped(whole, ".") + comma]
    if whole == "0" and part:
        ways += [point, comma]
    return chance.choice(ways), Decimal(f"{whole}.{part or 0}")


def power(chance: random.Random) -> tuple[str, int]:
    exponent = chance.randint(-20, 20)
    written_out = str(exponent).replace("-", chance.choice("-−"))
    raised = str(exponent).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    ways = [
        f"e{written_out}",
        f"E{written_out}",
        f" × 10{raised}",
        f"·10^{written_out}",
        f" x 10^{written_out}",
    ]
    return chance.choice(ways), exponent


def number(chance: random.Random) -> tuple[str, float]:
    """A text and the number that it stands for."""
    kind = chance.random()
    if kind < 0.15:
        below = chance.randint(2, 99)
        above = chance.randint(1, below - 1)
        whole = chance.choice([0, 0, chance.randint(1, 999)])
        text = f"{whole} {above}/{below}" if whole else f"{above}/{below}"
        value = (whole * below + above) / below
    elif kind < 0.2:
        whole = chance.choice(["", "1", "12"])
        sign, part = chance.choice([("½", 0.5), ("¼", 0.25), ("¾", 0.75), ("⅛", 0.125)])
        text, value = whole + chance.choice(["", " "] if whole else [""]) + sign, float(whole or 0) + part
    else:
        text, exact = decimal(chance)
        if chance.random() < 0.3:
            scale, exponent = power(chance)
            text, exact = text + scale, exact.scaleb(exponent)
        value = float(exact)
    if chance.random() < 0.1:
        text = text.translate(DIGITS)
    if chance.random() < 0.4:
        text, value = chance.choice("-−–‐‑﹣－") + chance.choice(["", "", " "]) + text, -value
    return chance.choice(["", "", " ", "\u200e"]) + text + chance.choice(["", "", " "]), value


def test_ten_thousand_written_numbers_are_what_was_meant_in_both_languages():
    chance = random.Random(12)
    texts, values = zip(*(number(chance) for _ in range(COUNT)), strict=True)
    assert [in_python(text) for text in texts] == [{"value": value} for value in values]
    assert in_page(texts)["read"] == [{"value": value} for value in values]


def test_one_comma_and_three_digits_are_asked_back_with_both_readings():
    chance = random.Random(13)
    texts = [
        f"{chance.choice(['', '-', '−'])}{chance.randint(1, 999)},{chance.randint(0, 999):03}"
        for _ in range(500)
    ]
    told = [in_python(text)["fault"] for text in texts]
    for text, fault in zip(texts, told, strict=True):
        plain = text.replace("−", "-")
        thousands, decimals = float(plain.replace(",", "")), float(plain.replace(",", "."))
        assert f"can be {written(thousands, EXACT)} or {written(decimals, EXACT)}:" in fault
    assert in_page(texts)["read"] == [{"fault": fault} for fault in told]


def test_both_languages_agree_on_any_text():
    chance = random.Random(14)
    alphabet = "0123456789" * 3 + ".,.,''’ \u00a0\u2009\t\n+-−–/⁄½⅓×x·*^eE10⁻³²_%µnaif∞\u200b１，😀"
    junk = ["".join(chance.choices(alphabet, k=chance.randint(0, 12))) for _ in range(COUNT)]
    spoilt = []
    for _ in range(COUNT):
        text, _ = number(chance)
        place = chance.randrange(len(text) + 1)
        spoilt.append(text[:place] + chance.choice(alphabet) + text[place + chance.randint(0, 1) :])
    texts = [*junk, *spoilt, *("7" * length for length in range(30, 50)), "9" * 400, "1/" + "9" * 400]
    read = [in_python(text) for text in texts]
    assert sum("value" in each for each in read) > 1000
    assert in_page(texts)["read"] == read


def test_both_languages_write_a_number_alike():
    chance = random.Random(15)
    draws: list[Callable[[], float]] = [
        lambda: chance.uniform(-1000, 1000),
        lambda: chance.randint(-99_999, 99_999) / 8,  # halves at the last digit
        lambda: chance.choice([-1, 1]) * 10 ** chance.uniform(-30, 30),
        lambda: float(chance.randint(-(10**18), 10**18)),
    ]
    values = [
        0.0,
        -0.0,
        62.25,
        1.2e-5,
        -2.99e-17,
        5e-324,
        1.7e308,
        *(chance.choice(draws)() for _ in range(COUNT)),
    ]
    asked = [(value, digits) for value in values for digits in (3, chance.randint(1, 16), EXACT)]
    assert in_page(values=asked)["write"] == [written(value, digits) for value, digits in asked]


def test_both_languages_write_decimals_alike():
    chance = random.Random(17)
    draws = [lambda: chance.uniform(-1000, 1000), lambda: chance.randint(-(10**6), 10**6) / 16]
    values = [0.0, -0.0, -0.4, 36.5, -36.5, *(chance.choice(draws)() for _ in range(COUNT))]
    asked = [(value, decimals) for value in values for decimals in (0, 1, 2)]
    assert in_page(decimals=asked)["fix"] == [fixed(value, decimals) for value, decimals in asked]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(36.5, 0, "37"), (37.5, 0, "38"), (-0.4, 0, "0"), (-2.25, 1, "−2.3"), (1200, 0, "1200"), (1, 2, "1.00")],
)
def test_a_number_is_written_with_decimals(value, decimals, text):
    assert fixed(value, decimals) == text


def test_what_a_page_writes_is_read_as_the_same_number():
    chance = random.Random(16)
    values = [chance.choice([-1, 1]) * 10 ** chance.uniform(-30, 30) for _ in range(COUNT)]
    assert [read_number(written(value, EXACT)) for value in values] == values


# Writing


def read(text: str) -> float:
    """The number that a reader takes from `text`."""
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (1.0, "1"), (0.5, "0.5"), (0.04454, "0.0445"), (-20.53, "−20.5"),
        (-65.0, "−65"), (999.6, "1000"), (123456.0, "123000"), (0.00001234, "0.0000123"),
        (62.25, "62.3"), (-62.25, "−62.3"), (1.2e-5, "0.000012"), (-2.99e-17, "−2.99e−17"), (1e21, "1e21"),
        (math.nan, "none"), (math.inf, "none"), (-math.inf, "none"),
    ],
)  # fmt: skip
def test_a_number_is_written_with_three_digits(value, text):
    assert written(value) == text


@given(quantities)
def test_a_written_number_has_no_hyphen_and_at_most_three_digits(value):
    text = written(value)
    assert "-" not in text
    mantissa = re.sub(r"e.*", "", text)
    digits = re.sub(r"[−.]", "", mantissa).lstrip("0")
    assert len(digits.rstrip("0")) <= 3


@given(quantities)
def test_a_written_number_is_the_number_to_three_digits(value):
    assert read(written(value)) == pytest.approx(value, rel=0.005)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [("1", "mM", "1 mM"), ("1", "", "1"), ("none", "mM", "none"), ("−65", "mV", "−65 mV")],
)
def test_a_unit_follows_a_number_that_exists(text, unit, expected):
    assert with_unit(text, unit) == expected


@pytest.mark.parametrize(
    ("value", "reference", "text"),
    [
        (2.0, 1.0, "× 2"),
        (0.5, 1.0, "× 0.5"),
        (-15.0, -10.0, "× 1.5"),
        (-5.0, 10.0, "−15 pA"),
        (1.0, 0.0, "+1 pA"),
        (0.0, 1.0, "−1 pA"),
        (1.0, 1.0, "the same"),
        (0.0, 0.0, "the same"),
        (math.nan, 1.0, "–"),
        (1.0, math.nan, "–"),
        (math.inf, math.inf, "–"),
    ],
)
def test_a_quantity_with_a_zero_is_compared_as_a_multiple(value, reference, text):
    assert compared(value, reference, "pA") == text


@pytest.mark.parametrize(
    ("value", "reference", "text"),
    [
        (-20.5, -41.0, "+20.5 mV"),
        (-41.0, -20.5, "−20.5 mV"),
        (-20.5, -20.5, "the same"),
        (math.nan, -20.5, "–"),
    ],
)
def test_a_quantity_without_a_zero_is_compared_by_its_distance(value, reference, text):
    assert compared(value, reference, "mV", has_zero=False) == text


@given(quantities, quantities, st.booleans())
def test_a_comparison_has_no_hyphen_and_the_right_direction(value, reference, has_zero):
    text = compared(value, reference, "mV", has_zero=has_zero)
    assert "-" not in text
    if value == reference:
        assert text == "the same"
    elif text.startswith("×"):
        assert has_zero
        assert read(text[2:]) == pytest.approx(value / reference, rel=0.005)
    else:
        assert text.startswith("+" if value > reference else "−")
        assert text.endswith(" mV")


def test_a_screen_reader_knows_every_unit_of_the_controls():
    models = (nmda_block, calcium_influx, shouval_2002)
    units = {parameter.unit for model in models for parameter in model.parameters}
    assert units - {""} <= set(SPOKEN_UNITS)
