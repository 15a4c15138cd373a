"""The question bank: one YAML file per chapter, checked before a reader meets it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from course.quiz.rules import Place, faults_of

if TYPE_CHECKING:
    import jsonschema

FOLDER = Path(__file__).parents[2] / "quizzes"
ENDING = ".yml"


class BankError(ValueError):
    """A bank cannot be used; each line names file and line, item, field, value and remedy."""


@dataclass(frozen=True)
class Option:
    """One option of a choice, with what the reader is told who chooses it."""

    text: str
    feedback: str
    correct: bool = False
    misconception: str = ""


@dataclass(frozen=True)
class Answer:
    """What is right, and why.

    Of a numeric item `value`, of a mark `value` or `low` and `high`, each in `unit` with an absolute
    `tolerance`; of a short text the texts to `accept`. With drawn values a number may be an expression.
    """

    feedback: str
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    tolerance: float | str | None = None
    tolerance_reason: str = ""
    accept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slip:
    """A documented wrong answer: a number, an interval, texts, or entry `puts` put before `before`."""

    misconception: str
    feedback: str
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    accept: tuple[str, ...] = ()
    puts: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class Unit:
    """A unit offered beside the answer's own; `factor` of the answer's units make one of it, if any do."""

    unit: str
    misconception: str
    feedback: str
    factor: float | None = None


@dataclass(frozen=True)
class Entry:
    """One of the entries that are put in order."""

    text: str
    feedback: str


@dataclass(frozen=True)
class Pair:
    """An entry and what it goes with."""

    text: str
    match: str
    feedback: str
    misconception: str
    otherwise: str


@dataclass(frozen=True)
class Item:
    """One question; its type says which of the fields after `source` it has."""

    id: str
    type: str
    objective: str
    level: str
    stem: str
    source: str
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    slips: tuple[Slip, ...] = ()
    otherwise: str = ""
    hints: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[Option, ...] = ()
    plot: dict[str, Any] = field(default_factory=dict)
    explorer: str = ""
    observe: dict[str, Any] = field(default_factory=dict)
    scalar: str = ""


@dataclass(frozen=True)
class Bank:
    """The questions of one chapter."""

    chapter: str
    title: str
    objectives: dict[str, str]
    items: tuple[Item, ...]


def find_bank(bank_id: str, folder: Path = FOLDER) -> Bank:
    """Return the bank of the chapter `bank_id`.

    Raises
    ------
    BankError
        If there is no such bank (the message lists those that there are), or it has a fault.
    """
    path = Path(folder) / f"{bank_id}{ENDING}"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in Path(folder).glob(f"*{ENDING}"))) or "none"
        raise BankError(f"{path}: no such bank: choose one of those in the folder: {known}")
    return load_bank(path)


def load_bank(path: Path) -> Bank:
    """Read and check one bank.

    Raises
    ------
    BankError
        If anything in the file breaks a rule; all faults are reported together.
    """
    file = BankFile(Path(path))
    if file.faults:
        raise BankError("\n".join(file.faults))
    return _bank(file.data)


def check_banks(folder: Path = FOLDER) -> list[Bank]:
    """Read all banks of a folder and check that no item id is used twice in the course.

    Raises
    ------
    BankError
        With the faults of all the files.
    """
    files = [BankFile(path) for path in sorted(Path(folder).glob(f"*{ENDING}"))]
    faults = [fault for file in files for fault in file.faults]
    first_use: dict[str, str] = {}
    for file in files:
        for i, item in enumerate(_items(file.data)):
            if not isinstance(item.get("id"), str):
                continue
            first = first_use.setdefault(item["id"], file.where(("items", i, "id")))
            if first.rpartition(":")[0] != str(file.path):
                faults.append(file.fault(("items", i, "id"), f"is used at {first} too: choose another id"))
    if faults:
        raise BankError("\n".join(faults))
    return [_bank(file.data) for file in files]


class _Loader(yaml.SafeLoader):
    """Safe loading in which a date stays the text that it is."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class BankFile:
    """A bank as it is written: its values, the line of each, and its faults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Any = None
        self.lines: dict[Place, int] = {(): 1}
        self.faults: list[str] = []
        self._read()
        if self.data is not None:
            self._check()

    def _check(self) -> None:
        errors = list(_schema().iter_errors(self.data))
        broken = [fault for error in errors for fault in _explained(error)]
        if not errors:
            broken = _broken_rules(self.data, self.path)
        self.faults += [self.fault(place, remedy) for place, remedy in broken]

    def where(self, place: Place) -> str:
        """Return file:line of the value at `place`, or of what it would stand in."""
        while place not in self.lines:
            place = place[:-1]
        return f"{self.path}:{self.lines[place]}"

    def fault(self, place: Place, remedy: str) -> str:
        """Return one line of a `BankError`."""
        item, field = _item_and_field(self.data, place)
        shown = "" if (value := _value(self.data, place)) is None else f" = {_short(value)}"
        named = f"item {item}, {field}" if item and field else field or f"item {item}"
        return f"{self.where(place)}: {_one_line(f'{named}{shown}: {remedy}')}"

    def _read(self) -> None:
        try:
            loader = _Loader(self.path.read_text(encoding="utf-8"))
            node = loader.get_single_node()
            if node is None:
                remedy = "write chapter, title, objectives and items"
                self.faults.append(f"{self.path}:1: the file is empty: {remedy}")
                return
            self._walk(node, ())
            self.data = loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            line = (error.problem_mark or error.context_mark).line + 1
            remedy = "mend the YAML here or just above; a text with ': ' or ' #' in it needs quotes"
            self.faults.append(f"{self.path}:{line}: {error.problem}: {remedy}")
        except UnicodeDecodeError as error:
            self.faults.append(f"{self.path}:1: byte {error.start} is not UTF-8: save the file as UTF-8")
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self.faults.append(f"{self.path}:1: {error}: write plain texts and numbers, without tags")

    def _walk(self, node: yaml.Node, place: Place) -> None:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            for i, child in enumerate(node.value):
                self._walk(child, (*place, i))
        elif isinstance(node, yaml.MappingNode):
            for key, child in node.value:
                line = key.start_mark.line + 1
                inner = (*place, str(key.value))
                if inner in self.lines:
                    self.faults.append(
                        f"{self.path}:{line}: {_one_line(str(key.value))} is written twice, "
                        f"first in line {self.lines[inner]}: remove one"
                    )
                self._walk(child, inner)
                self.lines[inner] = line


@functools.lru_cache(maxsize=1)
def _schema() -> jsonschema.Draft202012Validator:
    import jsonschema

    text = Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _explained(error: jsonschema.ValidationError) -> Iterator[tuple[Place, str]]:
    """Yield where a fault of the schema lies and, in an author's words, what to write instead."""
    place = tuple(error.absolute_path)
    if error.validator == "required":
        missing = error.message.split("'")[1]
        yield (*place, missing), "is missing: add it"
    elif error.validator == "dependentRequired":
        missing = error.message.split("'")[1]
        yield (*place, missing), "is missing: explorer, observe and scalar go together"
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                remedy = f"is no field here: remove it, or choose one of {', '.join(known)}"
                yield (*place, str(key)), remedy
    else:
        if "propertyNames" in error.absolute_schema_path:
            place = (*place, str(error.instance))
        yield place, _remedy(error.validator, error.validator_value, error.instance)


def _remedy(validator: str, rule: Any, value: Any) -> str:
    if validator == "type" and rule == "number":
        return _number_remedy(value)
    if validator == "type" and isinstance(rule, list):
        return f"has to be a {' or a '.join(rule)}: see the schema"
    if validator == "type" and rule == "string":
        return f"is no text for YAML but a {type(value).__name__}: put it in quotes"
    if validator == "type":
        return f"has to be of type {rule}: see the schema"
    if validator == "enum":
        return f"choose one of {', '.join(rule)}"
    if validator == "pattern" and rule == "\\S":
        return "is blank: write the text"
    if validator == "pattern" and "_" in rule:
        return "write a letter, then letters, digits and underscores, as in K_0"
    if validator == "pattern":
        return "write it in kebab-case: small letters and digits with single hyphens, as in half-unblock"
    size = {
        "minItems": "has too few entries: needs at least",
        "maxItems": "has too many entries: takes at most",
        "minProperties": "has too few entries: needs at least",
        "maxLength": "is too long: takes at most this many characters:",
        "minimum": "is too small: needs at least",
        "exclusiveMinimum": "is too small: needs more than",
        "maxProperties": "has too many entries: takes at most",
    }
    return f"{size[validator]} {rule}"


def _number_remedy(value: Any) -> str:
    text = str(value)
    if "," in text:
        return "is no number for YAML: write a point, not a comma, as in 0.5"
    try:
        return f"is no number for YAML: write {float(text)!r}, without quotes"
    except ValueError:
        return "is no number for YAML: write the number alone; a unit goes into the field unit"


def _broken_rules(data: dict[str, Any], path: Path) -> Iterator[tuple[Place, str]]:
    """Yield the faults that a JSON Schema cannot express."""
    if data["chapter"] != path.stem:
        yield ("chapter",), f"has to be the file's name: write {path.stem}, or rename the file"
    seen: set[str] = set()
    for i, item in enumerate(data["items"]):
        place = ("items", i)
        if item["id"] in seen:
            yield (*place, "id"), "is used earlier in this bank: choose another id"
        seen.add(item["id"])
        if item["objective"] not in data["objectives"]:
            yield (*place, "objective"), f"is not declared: choose one of {', '.join(data['objectives'])}"
        for inner, remedy in faults_of(item):
            yield (*place, *inner), remedy


def _items(data: Any) -> list[dict[str, Any]]:
    items = data.get("items") if isinstance(data, dict) else None
    return [item if isinstance(item, dict) else {} for item in items] if isinstance(items, list) else []


def _item_and_field(data: Any, place: Place) -> tuple[str, str]:
    """Return the id of the item that `place` lies in, if any, and its field in an author's words."""
    item = ""
    if len(place) > 1 and place[0] == "items":
        number = place[1]
        found = data["items"][number]
        item = str(found.get("id", "") if isinstance(found, dict) else "") or f"number {number + 1}"
        place = place[2:]
    words: list[str] = []
    for step in place:
        if isinstance(step, int):
            words[-1] = f"{words[-1].removesuffix('s')} {step + 1}"
        else:
            words.append(str(step))
    return item, ", ".join(words) or ("" if item else "the file")


def _value(data: Any, place: Place) -> Any:
    """Return the value at `place` if it is one that a message can show."""
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return None if isinstance(data, (dict, list)) else data


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _bank(data: dict[str, Any]) -> Bank:
    return Bank(data["chapter"], data["title"], data["objectives"], tuple(map(_item, data["items"])))


def _item(data: dict[str, Any]) -> Item:
    fields = dict(data)
    if "answer" in fields:
        fields["answer"] = _with_tuples(Answer, fields["answer"])
    for name, kind in _PARTS.items():
        fields[name] = tuple(_with_tuples(kind, part) for part in fields.get(name, ()))
    fields["hints"] = tuple(fields.get("hints", ()))
    return Item(**fields)


_PARTS = {
    "options": Option,
    "slips": Slip,
    "units": Unit,
    "entries": Entry,
    "pairs": Pair,
    "distractors": Option,
}


def _with_tuples(kind: type, fields: dict[str, Any]) -> Any:
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()})
