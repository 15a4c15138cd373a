"""What a JSON Schema cannot say of an item: rules between its fields."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from course.quiz.expression import ExpressionError, names_in, parsed
from course.quiz.plot import PlotError, curve_of, find_model
from course.quiz.values import FIELD, all_draws, computed, count_of

Place = tuple  # keys and indices that lead to a value
Fault = tuple[Place, str]
Data = Mapping[str, Any]

MOST_DRAWS = 2000
"""So many that every one can be checked."""


def faults_of(item: Data) -> Iterator[Fault]:
    """Yield the place in a well-formed item, and the remedy, of each rule that it breaks."""
    infinite = [place for place, number in _numbers(item) if not _is_finite(number)]
    for place in infinite:
        yield place, "is not finite: write a number"
    if not infinite:
        yield from _RULES[item["type"]](item)


def plain(text: str) -> str:
    """Return a short text without what makes no difference, as ``types/short.js`` does."""
    kept = unicodedata.normalize("NFKD", text).lower()
    drop = ("M", "Z", "Pd", "Cc", "Cf")
    return "".join(c for c in kept if not unicodedata.category(c).startswith(drop)).rstrip(".")


def _numbers(value: Any, place: Place = ()) -> Iterator[tuple[Place, float]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _numbers(part, (*place, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _numbers(part, (*place, i))
    elif isinstance(value, (int, float)):
        yield place, value


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _repeated(place: Place, texts: list[str], what: str = "word each option differently") -> Iterator[Fault]:
    for text, count in Counter(texts).items():
        if count > 1:
            yield place, f"says {text!r} {count} times: {what}"


def _choice(item: Data) -> Iterator[Fault]:
    right = sum(option.get("correct", False) for option in item["options"])
    if item["type"] == "multiple":
        if right < 2:
            yield ("options",), f"has {right} right: mark at least 2 with correct: true, or use type single"
        if right == len(item["options"]):
            yield ("options",), "has no wrong one: add at least 1 without correct: true"
    elif right != 1:
        yield ("options",), f"has {right} right: mark exactly 1 with correct: true"
    yield from _repeated(("options",), [option["text"] for option in item["options"]])


def _predict(item: Data) -> Iterator[Fault]:
    yield from _choice(item)
    if "explorer" not in item:
        return
    try:
        kind, _, model_id = item["source"].partition(":")
        if kind.strip() != "model":
            remedy = 'names no model: write "model: <model id>", whose explorer shows the outcome'
            yield ("source",), remedy
            return
        model = find_model(model_id.strip(), "source")
        model.settings(item["observe"])
        scalars = [scalar.name for scalar in model.scalars]
        if item["scalar"] not in scalars:
            yield ("scalar",), f"is none of the model: choose one of {', '.join(scalars)}"
    except PlotError as error:
        yield (error.field,), str(error)
    except ValueError as error:
        yield ("observe",), f"does not fit the model: {error}"


def _numeric(item: Data) -> Iterator[Fault]:
    units = [item["answer"]["unit"], *(unit["unit"] for unit in item.get("units", ()))]
    yield from _repeated(("units",), units, "name each unit once, the answer's own not at all")
    broken = list(_broken_values(item))
    yield from broken
    if broken:
        return
    values = item.get("values", {})
    told: set[Place] = set()
    try:
        for drawn in all_draws(values):
            for place, remedy in _slips_too_near(item, drawn):
                if place not in told:
                    told.add(place)
                    yield place, remedy
    except ExpressionError as error:
        yield ("values",), f"with some of the numbers something {error}"


def _expressions(item: Data) -> Iterator[tuple[Place, str]]:
    """Yield what may be arithmetic of the values."""
    numbers = {("answer", name): item["answer"][name] for name in ("value", "tolerance")}
    numbers |= {("slips", i, "value"): slip["value"] for i, slip in enumerate(item["slips"])}
    yield from ((place, number) for place, number in numbers.items() if isinstance(number, str))


def _broken_values(item: Data) -> Iterator[Fault]:
    values = item.get("values", {})
    draws = 1
    known: list[str] = []
    for name, value in values.items():
        if "of" in value:
            yield from _broken_expression(("values", name, "of"), value["of"], known)
        elif value["from"] >= value["to"]:
            yield ("values", name, "to"), "is not above from: write the larger number"
        elif (value["to"] - value["from"]) / value["step"] > MOST_DRAWS:
            draws = math.inf
        else:
            draws *= count_of(value)
        known.append(name)
    if draws > MOST_DRAWS:
        yield ("values",), f"allow more than {MOST_DRAWS} draws: take larger steps"
    for place, text in _expressions(item):
        yield from _broken_expression(place, text, known)
    if values:
        for place, text in _texts(item):
            unknown = [name for name in FIELD.findall(text) if name not in known]
            if unknown:
                yield place, f"has the field {{{unknown[0]}}}: choose one of {', '.join(known)}"


def _broken_expression(place: Place, text: str, known: list[str]) -> Iterator[Fault]:
    try:
        unknown = [name for name in names_in(parsed(text)) if name not in known]
    except ExpressionError as error:
        yield place, str(error)
        return
    if unknown:
        yield place, f"uses {unknown[0]}: choose one of {', '.join(known) or 'no values before it'}"


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the texts of an item that may hold fields."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("id", "values", "source"):
                yield from _texts(part, (*place, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _texts(part, (*place, i))
    elif isinstance(value, str):
        yield place, value


def _slips_too_near(item: Data, drawn: Data) -> Iterator[Fault]:
    answer = computed(item["answer"]["value"], drawn)
    tolerance = computed(item["answer"]["tolerance"], drawn)
    where = "".join(f", with {name} = {number:g}" for name, number in drawn.items())
    if tolerance < 0:
        yield ("answer", "tolerance"), f"is {tolerance:g}{where}: needs at least 0"
    for i, slip in enumerate(item["slips"]):
        if abs(computed(slip["value"], drawn) - answer) <= tolerance:
            yield ("slips", i, "value"), _too_near(tolerance, answer, where)


def _too_near(tolerance: float, answer: Any, where: str = "") -> str:
    return (
        f"lies within the tolerance {tolerance} of the answer {answer}{where}, "
        "so it counts as right: mend the slip or the tolerance"
    )


def _ordering(item: Data) -> Iterator[Fault]:
    yield from _repeated(("entries",), [entry["text"] for entry in item["entries"]], "word each differently")
    last = len(item["entries"])
    seen = set()
    for i, slip in enumerate(item["slips"]):
        puts, before = slip["puts"], slip["before"]
        if not before < puts <= last:
            remedy = f"is no inversion: write an entry from 2 to {last}, and before it an earlier one"
            yield ("slips", i, "puts"), remedy
        if (puts, before) in seen:
            yield ("slips", i, "puts"), "repeats an earlier slip: remove one"
        seen.add((puts, before))


def _matching(item: Data) -> Iterator[Fault]:
    pairs = item["pairs"]
    yield from _repeated(("pairs",), [pair["text"] for pair in pairs], "word each entry differently")
    matches = list(dict.fromkeys(pair["match"] for pair in pairs))
    distractors = [distractor["text"] for distractor in item.get("distractors", ())]
    yield from _repeated(("distractors",), [*matches, *distractors], "word each match differently")
    if len(matches) + len(distractors) < 2:
        yield ("pairs",), "offer a single match: add another, or a distractor"


def _short(item: Data) -> Iterator[Fault]:
    lists = {("answer", "accept"): item["answer"]["accept"]}
    lists |= {("slips", i, "accept"): slip["accept"] for i, slip in enumerate(item["slips"])}
    first: dict[str, str] = {}
    for place, texts in lists.items():
        for i, text in enumerate(texts):
            key = plain(text)
            if not key:
                yield (*place, i), "has nothing but marks that make no difference: write letters"
            elif key in first:
                yield (*place, i), f"is read as the same as {first[key]!r}: remove one"
            first.setdefault(key, text)


def _mark(item: Data) -> Iterator[Fault]:
    answer = item["answer"]
    try:
        curve = curve_of(item["plot"])
    except PlotError as error:
        yield ("plot", error.field), str(error)
        return
    named = {("answer",): answer} | {("slips", i): slip for i, slip in enumerate(item["slips"])}
    for place, mark in named.items():
        if ("value" in mark) is ("low" in mark) or ("low" in mark) is not ("low" in answer):
            yield (*place, "value"), "is not alone: write value for a point, low and high for an interval"
            return
    for place, mark in named.items():
        ends = _ends(mark)
        if list(ends.values()) != sorted(ends.values()):
            yield (*place, "high"), "is below low: write the larger number"
        for name, end in ends.items():
            if not curve.x[0] <= end <= curve.x[-1]:
                yield (*place, name), f"is off the plot: it shows {curve.x[0]:g} to {curve.x[-1]:g}"
    for name, end in _ends(answer).items():
        gap = min(abs(x - end) for x in curve.x)
        if gap > answer["tolerance"]:
            yield ("answer", "tolerance"), f"is less than {gap:g}, the way to the nearest point of the curve"
    for i, slip in enumerate(item["slips"]):
        pairs = zip(_ends(slip).values(), _ends(answer).values())
        if all(abs(a - b) <= answer["tolerance"] for a, b in pairs):
            name = next(iter(_ends(slip)))
            yield ("slips", i, name), _too_near(answer["tolerance"], [*_ends(answer).values()])


def _ends(mark: Data) -> dict[str, float]:
    return {name: mark[name] for name in ("value", "low", "high") if name in mark}


_RULES: dict[str, Callable[[Data], Iterator[Fault]]] = {
    "single": _choice,
    "multiple": _choice,
    "predict": _predict,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "mark": _mark,
}
