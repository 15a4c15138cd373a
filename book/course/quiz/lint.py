"""What makes a question teach, as far as a script can tell: ``python -m course.quiz.lint``.

A bank without a fault (`course.quiz.bank`) can still cue the right answer, ask for trivia or explain nothing.
The rules follow the item-writing guidelines of Haladyna, Downing and Rodriguez (2002) and of the NBME (2020);
the limits are ours. They read an item by the names of its fields, not by its type, so that a new type of item
is covered as soon as the schema knows it.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.quiz.bank import ENDING, FOLDER, BankFile, Place

LEVELS = ("recall", "apply", "predict", "interpret")
RESPONSES = ("feedback", "otherwise")
"""Fields that hold what the reader is told after an attempt."""
CHOSEN = ("text", "match")
"""Fields that hold what the reader chooses, orders or matches."""

KEY_LENGTH = 1.2
"""A right option has at most this many times the characters of the longest wrong one."""
OPTION_LENGTH = 2.5
"""The shortest wrong option has at most this many times the characters of a right one: brevity cues too.

Beyond that spread between any two options the finding is advisory.
"""
LENGTH_SLACK = 15
"""Characters by which two options may differ whatever their ratio: "It falls" beside "It stays the same"."""
FEEDBACK_WORDS = 60
FEEDBACK_GRADE = 9
"""Flesch–Kincaid grade of the feedback and hints of one item, read together: the formula needs a passage."""
STEM_GRADE = 12
SINGLE_GRADE = 12
"""Grade of one feedback or hint; advisory."""
PASSAGE_WORDS = 30
"""Words from which the formula can be trusted: in a shorter text one long term decides, so it is advisory."""
PHRASE_WORDS = 10
"""Shorter texts, such as an equation with names in it, have no grade."""
OBJECTIVE_ITEMS = 2
TYPES = 3

RULES = {
    "bank": "the bank breaks the rules of its schema",
    "key-length": "give the right and the wrong options as much detail",
    "key-longest": "shorten some right options: readers learn to choose the longest",
    "option-length": "word the options alike in length and detail",
    "key-position": "move right options to other places",
    "negative-stem": "ask for what is so; if it has to be negative, write the word in capitals",
    "negative-kept": "ask for what is so if you can; in capitals, as here, the negative is at least seen",
    "open-stem": "end it as a full question or instruction, to be answered with the options covered",
    "all-none": "say what the option claims; all, both or none of the others tests how options are read",
    "vague": "say how much or when; nobody knows what the word stands for",
    "absolute": "say what the wrong idea claims; such a word marks an option as wrong",
    "clang": "use another word there, or use it in a wrong option too",
    "number-order": "put the numbers in order",
    "feedback-missing": "tell the reader why, after a right and after a wrong answer",
    "feedback-length": f"cut it to {FEEDBACK_WORDS} words",
    "feedback-reason": "give the reason: praise or blame alone teaches nothing",
    "feedback-grade": "speak of the idea, not of the reader's mark or of other readers",
    "reading-level": "use shorter sentences and simpler words",
    "reading-level-one": "shorten its sentences, if they read as hard as they count",
    "objective-items": f"write at least {OBJECTIVE_ITEMS} items for each objective",
    "level-mix": "turn recall items into ones that apply, predict or interpret",
    "type-mix": f"use at least {TYPES} types of item",
    "repeated-id": "choose another id",
    "repeated-stem": "ask something else, or ask it once",
    "repeated-option": "word each option differently",
}
"""The remedy of each rule."""

ADVISORY = {"option-length", "negative-kept", "clang", "reading-level-one"}
"""Rules whose findings need a human eye: they are printed and do not fail."""

Remark = tuple[Place, str, str]  # where, which rule, what was found

_NEGATIVE = r"not|except|excluding|never|neither|nor|incorrect|untrue|(?!can)\w+n['’]t"
NEGATIVE = re.compile(rf"\b(?:{_NEGATIVE})\b", re.IGNORECASE)
ALL_NONE = re.compile(
    r"\b(?:all|none|both|neither|any) (?:of )?(?:the |these |those )"
    r"(?:others?|above|below|answers|options|statements)\b"
    r"|^(?:all|none) of (?:these|those)\W*$"
    r"|\b(?:both|neither) [a-f] (?:and|n?or) [a-f]\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(?:often|usually|sometimes|frequently|generally|typically|mostly|rarely|seldom|occasionally)\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"\b(?:always|never|completely|entirely|totally|absolutely)\b", re.IGNORECASE)
PRAISE = re.compile(
    r"\b(?:well done|good (?:job|work)|great|excellent|perfect|bravo|(?:in)?correct|right|wrong|yes|no)\b",
    re.IGNORECASE,
)
GRADE = re.compile(
    r"\b(?:most|many|few|other) (?:of the )?(?:students|learners|readers)\b|\byour (?:score|grade|mark)\b",
    re.IGNORECASE,
)
LEADING_NUMBER = re.compile(r"([−+-]?\d+(?:\.\d+)?)(.*)", re.DOTALL)

_SENTENCE_END = re.compile(r"[.!?][)”\"’']*(?:\s+|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<![aeiouyl])e[ds]?$|(?<=[aeiouyl]l)e[ds]?$")
_SOUNDED_E = re.compile(r"(?:[sxzcg]|[sc]h)es$|[td]ed$")
_HIATUS = re.compile(r"i(?:a(?!l$)|um|o(?!n|us))|[aeouy]ing$|(?<![gq])u[ao]|ie[nt]|eo|(?<=[a-z])yo(?!u)")
_COMMON = set(
    "about after because before could other should their there these those where which while would".split()  # noqa: SIM905 - reads as a sentence
)


@dataclass(frozen=True)
class Finding:
    """What a rule says of a bank: `text` names file, line, item, field, what was found and the remedy."""

    rule: str
    text: str

    @property
    def advisory(self) -> bool:
        """Whether the finding only asks for a second look."""
        return self.rule in ADVISORY

    def __str__(self) -> str:
        return f"{self.text} [{self.rule}{', advisory' if self.advisory else ''}]"


def lint(files: Sequence[BankFile]) -> list[Finding]:
    """Return what the rules find in the banks; of a bank with faults, only these."""
    findings = [Finding("bank", fault) for file in files for fault in file.faults]
    sound = [file for file in files if not file.faults]
    remarks = [(file, remark) for file in sound for remark in _bank_remarks(file.data)]
    remarks += _repeated(sound)
    return findings + [
        Finding(rule, file.fault(place, f"{found}: {RULES[rule]}")) for file, (place, rule, found) in remarks
    ]


def objective_map(data: dict[str, Any]) -> str:
    """Return how many items of a bank each objective has at each level, as an aligned table."""
    counts = Counter((item["objective"], item["level"]) for item in data["items"])
    types = Counter(item["type"] for item in data["items"])
    rows = [("objective", *LEVELS, "items")]
    for objective in data["objectives"]:
        row = [counts[objective, level] for level in LEVELS]
        rows.append((objective, *map(str, row), str(sum(row))))
    totals = [sum(counts[objective, level] for objective in data["objectives"]) for level in LEVELS]
    rows.append(("all", *map(str, totals), str(sum(totals))))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{data['chapter']}: {', '.join(f'{n} {name}' for name, n in types.most_common())}"]
    for first, *rest in rows:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join([f"  {first.ljust(widths[0])}", *cells]))
    return "\n".join(lines)


def reading_grade(text: str) -> float:
    """Return the Flesch–Kincaid grade: the years of school that a text asks for, to one decimal.

    A number, a unit or a symbol counts as a word of one syllable. Terms of the course count as they are: a
    list of words that weigh less would hide the text that needs work.

    Source: Kincaid et al. (1975), Derivation of new readability formulas for Navy enlisted personnel.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(map(count_syllables, words))
    return round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1)


def count_syllables(word: str) -> int:
    """Return the syllables of an English word by its spelling: groups of vowels, less silent e, plus hiatus.

    On the words of the banks of this course it agrees with the CMU Pronouncing Dictionary for 98 in 100; its
    mean error is below 0.01 syllables a word, so 0.1 of a grade.
    """
    word = word.lower()
    count = len(_VOWELS.findall(word)) + len(_HIATUS.findall(word))
    if _SILENT_E.search(word) and not _SOUNDED_E.search(word):
        count -= 1
    return max(1, count)


def texts(value: Any, fields: Iterable[str], place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the texts below `value` that stand in one of the `fields`, however deep, with their places."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                if name in fields:
                    yield (*place, name), inner
            else:
                yield from texts(inner, fields, (*place, name))
    elif isinstance(value, list):
        name = next((step for step in reversed(place) if isinstance(step, str)), "")
        for i, inner in enumerate(value):
            if isinstance(inner, str):
                if name in fields:
                    yield (*place, i), inner
            else:
                yield from texts(inner, fields, (*place, i))


def choices(item: dict[str, Any]) -> Iterator[tuple[Place, list[dict[str, Any]]]]:
    """Yield the lists of an item from which the reader chooses: texts, some right and some wrong."""
    for name, value in item.items():
        if isinstance(value, list) and all(isinstance(one, dict) and "text" in one for one in value):
            right = sum(_is_key(one) for one in value)
            if 0 < right < len(value):
                yield (name,), value


def _is_key(option: dict[str, Any]) -> bool:
    return option.get("correct") is True


def _texts_of(options: Iterable[dict[str, Any]]) -> list[str]:
    return [option["text"] for option in options]


def _bank_remarks(data: dict[str, Any]) -> Iterator[Remark]:
    for i, item in enumerate(data["items"]):
        for rule in (_stem, _options, _feedback, _reading):
            for place, name, found in rule(item):
                yield ("items", i, *place), name, found
    yield from _objectives(data)
    yield from _mix(data["items"])
    yield from _positions(data["items"])


def _stem(item: dict[str, Any]) -> Iterator[Remark]:
    stem = item["stem"].strip()
    place = ("stem",)
    if not re.search(r"[.?!][)”\"’']*$", stem):
        yield place, "open-stem", f"ends with {stem[-10:]!r}"
    for sentence in _task(stem):
        for word in NEGATIVE.findall(sentence):
            rule = "negative-kept" if word.isupper() else "negative-stem"
            yield place, rule, f"asks with {word!r}"


def _task(stem: str) -> list[str]:
    """Return the sentences that ask: what comes before them may well say what is not.

    A question for the reason of something that does not happen asks for no negative answer.
    """
    sentences = re.split(r"(?<=[.?!])\s+", stem)
    asking = [sentence for sentence in sentences if sentence.endswith("?")] or sentences[-1:]
    return [sentence for sentence in asking if not re.match(r"why\b", sentence, re.IGNORECASE)]


def _options(item: dict[str, Any]) -> Iterator[Remark]:
    for place, text in texts(item, CHOSEN):
        if match := ALL_NONE.search(text):
            yield place, "all-none", f"says {match[0]!r}"
        for word in VAGUE.findall(text):
            yield place, "vague", f"says {word!r}"
    for place, text in texts(item.get("distractors", []), CHOSEN, ("distractors",)):
        for word in ABSOLUTE.findall(text):
            yield place, "absolute", f"is wrong and says {word!r}"
    for place, options in choices(item):
        for rule in (_lengths, _absolutes, _echoes, _orders, _repeats):
            for inner, name, found in rule(options, item["stem"]):
                yield (*place, *inner), name, found


def _lengths(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    sizes = [len(text) for text in _texts_of(options)]
    wrong = [size for size, option in zip(sizes, options, strict=True) if not _is_key(option)]
    for i, option in enumerate(options):
        if _is_key(option) and _outgrows(sizes[i], max(wrong), KEY_LENGTH):
            found = f"is right and has {sizes[i]} characters, the longest wrong one {max(wrong)}"
            yield (i, "text"), "key-length", found
        elif _is_key(option) and _outgrows(min(wrong), sizes[i], OPTION_LENGTH):
            found = f"is right and has {sizes[i]} characters, the shortest wrong one {min(wrong)}"
            yield (i, "text"), "key-length", found
    if _outgrows(max(sizes), min(sizes), OPTION_LENGTH):
        yield (), "option-length", f"has texts of {min(sizes)} to {max(sizes)} characters"


def _outgrows(size: int, other: int, ratio: float) -> bool:
    return size > ratio * other and size - other > LENGTH_SLACK


def _absolutes(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    if any(ABSOLUTE.search(option["text"]) for option in options if _is_key(option)):
        return
    for i, option in enumerate(options):
        for word in ABSOLUTE.findall(option["text"]):
            yield (i, "text"), "absolute", f"is wrong and says {word!r}"


def _echoes(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    right = [_telling_words(option["text"]) for option in options if _is_key(option)]
    wrong = [_telling_words(option["text"]) for option in options if not _is_key(option)]
    echoed = _telling_words(stem).keys() & set.intersection(*map(set, right)) - set().union(*wrong)
    if echoed:
        i = next(i for i, option in enumerate(options) if _is_key(option))
        words = ", ".join(right[0][word] for word in sorted(echoed))
        yield (i, "text"), "clang", f"alone repeats {words} of the stem"


def _telling_words(text: str) -> dict[str, str]:
    """Return the longer words of a text by what they are without their endings."""
    words = {word for word in map(str.lower, _WORD.findall(text)) if len(word) > 4} - _COMMON
    return {re.sub(r"(?:ing|ed|es?|s)$", "", word): word for word in sorted(words)}


def _orders(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    matches = [LEADING_NUMBER.fullmatch(text.strip()) for text in _texts_of(options)]
    if len(matches) > 2 and all(matches) and len({match[2].strip() for match in matches}) == 1:
        numbers = [float(match[1].replace("−", "-")) for match in matches]
        if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
            yield (), "number-order", f"has the numbers {', '.join(match[1] for match in matches)}"


def _repeats(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for i, text in enumerate(_texts_of(options)):
        if (same := first.setdefault(_plain(text), i)) != i:
            yield (i, "text"), "repeated-option", f"says the same as option {same + 1}"


def _plain(text: str) -> str:
    """Return a text without case, blanks and punctuation; signs of numbers stay."""
    return re.sub(r"[^\w−+<>=/×-]+|_", " ", text.casefold()).strip() or text


def _feedback(item: dict[str, Any]) -> Iterator[Remark]:
    responses = list(texts(item, RESPONSES))
    for place, options in choices(item):
        for i, option in enumerate(options):
            if "feedback" not in option:
                yield (*place, i, "text"), "feedback-missing", "has no feedback"
    if len(responses) < 2:
        yield (), "feedback-missing", f"has {len(responses)} feedback for the answers that it can get"
    for place, text in responses:
        if (words := len(text.split())) > FEEDBACK_WORDS:
            yield place, "feedback-length", f"has {words} words"
        if len(_WORD.findall(PRAISE.sub("", text))) < 3:
            yield place, "feedback-reason", "gives no reason"
        if match := GRADE.search(text):
            yield place, "feedback-grade", f"says {match[0]!r}"


def _reading(item: dict[str, Any]) -> Iterator[Remark]:
    yield from _graded(("stem",), item["stem"], STEM_GRADE, "reads")
    told = list(texts(item, (*RESPONSES, "hints")))
    passage = " ".join(text if re.search(r"[.?!]\W*$", text) else f"{text}." for _, text in told)
    yield from _graded((), passage, FEEDBACK_GRADE, "has feedback and hints")
    for place, text in told:
        for _, _, found in _graded(place, text, SINGLE_GRADE, "reads"):
            yield place, "reading-level-one", found


def _graded(place: Place, text: str, limit: float, what: str) -> Iterator[Remark]:
    words = len(_WORD.findall(text))
    if words >= PHRASE_WORDS and (grade := reading_grade(text)) > limit:
        rule = "reading-level" if words >= PASSAGE_WORDS else "reading-level-one"
        yield place, rule, f"{what} at grade {grade}, above {limit}"


def _objectives(data: dict[str, Any]) -> Iterator[Remark]:
    counts = Counter(item["objective"] for item in data["items"])
    for objective in data["objectives"]:
        if counts[objective] < OBJECTIVE_ITEMS:
            yield ("objectives", objective), "objective-items", f"has {counts[objective]} items"


def _mix(items: list[dict[str, Any]]) -> Iterator[Remark]:
    recall = sum(item["level"] == "recall" for item in items)
    if 2 * recall > len(items):
        yield ("items",), "level-mix", f"{recall} of {len(items)} only ask to recall"
    kinds = {item["type"] for item in items}
    if len(kinds) < TYPES:
        yield ("items",), "type-mix", f"all are of type {' or '.join(sorted(kinds))}"


def _positions(items: list[dict[str, Any]]) -> Iterator[Remark]:
    """Compare where the keys stand, and how long they are, over all items that have one key.

    Chance alone moves a share, so a place may have from half to one and a half times its part, and the
    longest option may be the key in half of the items.
    """
    keys: dict[int, list[int]] = defaultdict(list)
    longest = total = 0
    for item in items:
        for _, options in choices(item):
            places = [i for i, option in enumerate(options) if _is_key(option)]
            if len(places) == 1:
                keys[len(options)].append(places[0])
                sizes = [len(text) for text in _texts_of(options)]
                longest += sizes[places[0]] > max(sizes[: places[0]] + sizes[places[0] + 1 :])
                total += 1
    for size, places in sorted(keys.items()):
        part = len(places) / size
        counts = [places.count(place) for place in range(size)]
        if part >= 2 and not all(math.floor(part / 2) <= n <= math.ceil(1.5 * part) for n in counts):
            found = f"of the {len(places)} items with {size} options the right one is {_listed(counts)}"
            yield ("items",), "key-position", found
    if total >= 6 and longest > total / 2:
        yield ("items",), "key-longest", f"in {longest} of {total} the right option is the longest"


def _listed(counts: list[int]) -> str:
    return ", ".join(f"{n} times option {place}" for place, n in enumerate(counts, 1))


def _repeated(files: Sequence[BankFile]) -> Iterator[tuple[BankFile, Remark]]:
    """Yield the stems used twice in the course, and the ids that two banks share."""
    first: dict[tuple[str, str], str] = {}
    for file in files:
        for i, item in enumerate(file.data["items"]):
            for field, rule, value in (
                ("id", "repeated-id", item["id"]),
                ("stem", "repeated-stem", _plain(item["stem"])),
            ):
                place = ("items", i, field)
                here = file.where(place)
                if (other := first.setdefault((field, value), here)) != here:
                    yield file, (place, rule, f"is the same as at {other}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings and the objective map; return 1 if there are findings that are not advisory."""
    parser = argparse.ArgumentParser(prog="python -m course.quiz.lint", description=__doc__.split("\n")[0])
    default = [Path(os.path.relpath(FOLDER))]
    parser.add_argument("banks", nargs="*", type=Path, default=default, help="banks, or folders of banks")
    paths = [
        path
        for given in parser.parse_args(arguments).banks
        for path in (sorted(given.glob(f"*{ENDING}")) if given.is_dir() else [given])
    ]
    if missing := [str(path) for path in paths if not path.is_file()]:
        parser.error(f"no such bank: {', '.join(missing)}")
    if not paths:
        parser.error(f"no bank (*{ENDING}) in the folder")
    files = [BankFile(path) for path in paths]
    findings = lint(files)
    for finding in sorted(findings, key=lambda finding: finding.advisory):
        print(finding)
    if findings:
        print()
    sound = [file.data for file in files if not file.faults]
    for data in sound:
        print(objective_map(data), end="\n\n")
    advisory = sum(finding.advisory for finding in findings)
    items = sum(len(data["items"]) for data in sound)
    errors = len(findings) - advisory
    print(f"Banks: {len(files)}, items: {items}, errors: {errors}, advisory findings: {advisory}")
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main())
