"""A thousand banks, whole and broken: reading one never crashes, and a break is named with its place."""

from __future__ import annotations

import copy
import datetime
import itertools
import math
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonkit.authored.expression import ExpressionError, parsed
from lessonkit.quiz import Bank, BankError, load_bank

SAMPLE = yaml.safe_load((Path(__file__).parent / "banks" / "sample.yml").read_text(encoding="utf-8"))
JUNK = [
    None,
    True,
    "",
    "  ",
    "0,5",
    "12 mV",
    "<b>",
    "{x}",
    "1 / 0",
    "9**9**9",
    "🙂",
    "a" * 300,
    0,
    -1,
    0.5,
    10**400,
    1e308,
    math.inf,
    math.nan,
    [],
    {},
    [[]],
    [None],
    {"x": 1},
    {1: 2},
    {"from": 1, "to": 2, "step": 1e-300},
    datetime.date(2026, 11, 22),
]


def places(value, place=()):
    """Yield the place of each value inside `value`."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*place, key)
        yield from places(part, (*place, key))


def parent_of(value, place):
    for step in place[:-1]:
        value = value[step]
    return value


def written(bank):
    return yaml.safe_dump(bank, allow_unicode=True, sort_keys=False, default_style='"')


def read(bank):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample.yml")
        path.write_text(written(bank), encoding="utf-8", newline="")
        try:
            return path, load_bank(path)
        except BankError as error:
            return path, error


@st.composite
def banks(draw):
    """Banks of one or two items of any type."""
    some = st.lists(st.sampled_from(SAMPLE["items"]), min_size=1, max_size=2, unique_by=lambda one: one["id"])
    items = draw(some)
    return copy.deepcopy(SAMPLE | {"items": items})


@st.composite
def changed(draw):
    bank = draw(banks())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(list(places(bank))))
        parent, key = parent_of(bank, place), place[-1]
        act = draw(st.sampled_from(["replace", "remove", "double", "rename", "exchange"]))
        if act == "replace":
            parent[key] = copy.deepcopy(draw(st.sampled_from(JUNK) | st.text(max_size=20) | st.floats()))
        elif act == "remove":
            del parent[key]
        elif act == "double" and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[key]))
        elif act == "rename" and isinstance(parent, dict):
            parent[draw(st.text(max_size=8))] = parent.pop(key)
        elif act == "exchange":
            other = draw(st.sampled_from(list(places(bank))))
            parent[key] = copy.deepcopy(parent_of(bank, other)[other[-1]])
        if not list(places(bank)):
            break
    return bank


@settings(max_examples=600)
@given(bank=changed())
def test_reading_any_bank_gives_a_bank_or_its_faults(bank):
    path, result = read(bank)
    if not isinstance(result, Bank):
        lines = str(result).splitlines()
        assert lines
        for line in lines:
            number, _, rest = line.removeprefix(f"{path}:").partition(": ")
            assert number.isdigit(), line
            assert rest.count(": "), line


@settings(max_examples=400)
@given(bank=banks(), data=st.data())
def test_a_broken_item_is_named_with_file_item_and_field(bank, data):
    number = data.draw(st.integers(0, len(bank["items"]) - 1))
    item = bank["items"][number]
    place = data.draw(st.sampled_from([p for p in places(item) if p[0] not in ("id", "type")]))
    parent_of(item, place)[place[-1]] = [[["no value"]]]
    path, result = read(bank)
    assert isinstance(result, BankError)
    field = [step for step in place if isinstance(step, str)][-1]
    named = [
        line
        for line in str(result).splitlines()
        if line.startswith(f"{path}:") and f"item {item['id']}, " in line and field.removesuffix("s") in line
    ]
    assert named, str(result)


@pytest.mark.parametrize("kind", dict.fromkeys(item["type"] for item in SAMPLE["items"]))
def test_each_type_of_the_sample_is_read_alone(kind):
    for item in SAMPLE["items"]:
        if item["type"] == kind:
            assert isinstance(read(SAMPLE | {"items": [item]})[1], Bank)


def said_of(text):
    """Return what the arithmetic in `text` is, or the error that refuses it."""
    try:
        return parsed(text)
    except ExpressionError as error:
        return error


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text("0123456789+-*/().abexpln ", max_size=60))
def test_any_text_is_arithmetic_or_an_error(text):
    found = said_of(text)
    if isinstance(found, ExpressionError):
        assert ": " in str(found)
    else:
        flat = list(itertools.chain([found])) if not isinstance(found, list) else found
        assert all(isinstance(part, (float, str, list)) for part in flat)


@pytest.mark.parametrize("text", ["(" * 100 + "1" + ")" * 100, "-" * 199 + "1", "1" + "+1" * 99, "x" * 201])
def test_deep_and_long_texts_are_read_or_refused(text):
    found = said_of(text)
    assert not isinstance(found, ExpressionError) or ": " in str(found)
