"""Typed records of what authors write, and every fault of a value that is to become one.

The types are msgspec's, which makes the records, and their JSON Schema, but tells the first fault only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, inspect

from lessonkit.page.numbers import NumberError, read_number

Place = tuple  # keys and indices that lead to a value
Fault = tuple[Place, str]

MISSING = "is missing: add it"
_BLANK, _ID, _SYMBOL = r"\S", "^[a-z0-9]+(-[a-z0-9]+)*$", "^[A-Za-z][A-Za-z0-9_]*$"
_REMEDIES = {
    _BLANK: "is blank: write the text",
    _ID: "write it in kebab-case: small letters and digits with single hyphens, as in half-unblock",
    _SYMBOL: "write a letter, then letters, digits and underscores, as in K_0",
}

Text = Annotated[str, Meta(pattern=_BLANK)]
Id = Annotated[str, Meta(max_length=64, pattern=_ID)]
Symbol = Annotated[str, Meta(max_length=64, pattern=_SYMBOL)]
Number = int | float  # one alone would turn 1 into 1.0
NotNegative = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]
Positive = Annotated[int, Meta(gt=0)] | Annotated[float, Meta(gt=0)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an author writes, field by field; a field is described with `about`."""


def about(text: str, at_least: int | None = None, at_most: int | None = None) -> Meta:
    """Return what the schema says of a field, and how many entries it takes."""
    return Meta(description=text, min_length=at_least, max_length=at_most)


def schema_of(kind: Any, title: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, for editors; rules between fields are not in it."""
    [reference], parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    whole = parts.pop(reference["$ref"].removeprefix("#/$defs/"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "title": title,
        "$defs": parts,
    }


def faults_of(value: Any, kind: inspect.Type, place: Place = ()) -> Iterator[Fault]:
    """Yield the place of each fault in a value of YAML, and what to write instead."""
    if isinstance(kind, inspect.Metadata):
        if choices := (kind.extra or {}).get("choices"):
            if value not in choices:
                yield place, f"choose one of {', '.join(choices)}"
            return
        kind = kind.type
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    first = kinds[0]
    if isinstance(first, (inspect.StructType, inspect.TypedDictType)) and isinstance(value, dict):
        yield from _of_record(value, kinds, place)
    elif isinstance(first, inspect.DictType) and isinstance(value, dict):
        yield from _of_size(value, first, place)
        for key, part in value.items():
            inner = (*place, str(key))
            yield from faults_of(key, first.key_type, inner)
            yield from faults_of(part, first.value_type, inner)
    elif isinstance(first, inspect.VarTupleType) and isinstance(value, list):
        yield from _of_size(value, first, place)
        for i, part in enumerate(value):
            yield from faults_of(part, first.item_type, (*place, i))
    elif isinstance(first, inspect.LiteralType):
        if value not in first.values:
            yield place, f"choose one of {', '.join(map(str, first.values))}"
    elif remedy := _remedy(value, kinds):
        yield place, remedy


def of_form(
    fields: Mapping[str, Any], place: Place, needed: Sequence[str], also: Sequence[str] = ()
) -> Iterator[Fault]:
    """Yield what a record lacks, or has too much, that comes in several forms, of which it has this one."""
    for name in needed:
        if name not in fields:
            yield (*place, name), MISSING
    for name in fields:
        if name not in (*needed, *also):
            yield (*place, str(name)), _no_field([*needed, *also])


def number_remedy(value: Any) -> str:
    """Return what to write for a value that has to be a number and is none."""
    try:
        return f"is no number for YAML: write {read_number(str(value))!r}, without quotes"
    except NumberError:
        return "is no number for YAML: write the number alone; a unit goes into the field unit"


def _of_record(value: dict[Any, Any], kinds: Sequence[Any], place: Place) -> Iterator[Fault]:
    kind, names = kinds[0], []
    if tag := getattr(kind, "tag_field", None):
        by_tag = {each.tag: each for each in kinds}
        if tag not in value:
            yield (*place, tag), MISSING
            return
        if not isinstance(value[tag], str) or value[tag] not in by_tag:
            yield (*place, tag), f"choose one of {', '.join(by_tag)}"
            return
        kind, names = by_tag[value[tag]], [tag]
    names += [field.encode_name for field in kind.fields]
    for key in value:
        if key not in names:
            yield (*place, str(key)), _no_field(names)
    for field in kind.fields:
        inner = (*place, field.encode_name)
        if field.encode_name in value:
            yield from faults_of(value[field.encode_name], field.type, inner)
        elif field.required:
            yield inner, MISSING


def _no_field(names: Sequence[str]) -> str:
    return f"is no field here: remove it, or choose one of {', '.join(names)}"


def _of_size(value: Any, kind: Any, place: Place) -> Iterator[Fault]:
    if len(value) < (kind.min_length or 0):
        yield place, f"has too few entries: needs at least {kind.min_length}"
    if len(value) > (kind.max_length or math.inf):
        yield place, f"has too many entries: takes at most {kind.max_length}"


def _remedy(value: Any, kinds: Sequence[Any]) -> str:
    """Return what to write instead of a single value; nothing if it is right."""
    for kind in kinds:
        if isinstance(kind, inspect.StrType) and isinstance(value, str):
            return _remedy_of_text(value, kind)
        if isinstance(kind, inspect.BoolType) and isinstance(value, bool):
            return ""
        number = {inspect.IntType: int, inspect.FloatType: float}.get(type(kind))
        if number and type(value) is number:
            return _remedy_of_number(value, kind)
    types = {type(kind) for kind in kinds}
    if types == {inspect.IntType}:
        return "is no whole number for YAML: write one, without quotes"
    if inspect.FloatType in types and inspect.StrType in types:
        return "has to be a number or a text"
    if inspect.FloatType in types:
        return number_remedy(value)
    if inspect.StrType in types:
        return f"is no text for YAML but a {type(value).__name__}: put it in quotes"
    if inspect.BoolType in types:
        return "write true or false, without quotes"
    if inspect.VarTupleType in types:
        return "has to be of type array: write a list, each entry after a hyphen"
    return "has to be of type object: write fields, each as name: value"


def _remedy_of_text(value: str, kind: inspect.StrType) -> str:
    if kind.max_length and len(value) > kind.max_length:
        return f"is too long: takes at most this many characters: {kind.max_length}"
    if kind.pattern and not re.search(kind.pattern, value):
        return _REMEDIES.get(kind.pattern, f"has to match {kind.pattern}")
    return ""


def _remedy_of_number(value: float, kind: Any) -> str:
    if not _is_finite(value):
        return "is not finite: write a number"
    if kind.ge is not None and value < kind.ge:
        return f"is too small: needs at least {kind.ge}"
    if kind.gt is not None and value <= kind.gt:
        return f"is too small: needs more than {kind.gt}"
    return ""


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False
