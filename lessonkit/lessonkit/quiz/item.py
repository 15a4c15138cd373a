"""What all types of items have in common, and which types there are."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta

from lessonkit.authored.records import Fault, Id, Place, Record, Text, about

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Lose, Question

FIRST_SEED = 1
_Level = Literal["recall", "apply", "predict", "interpret"]
LEVELS: tuple[str, ...] = get_args(_Level)
Level = Annotated[_Level, Meta(extra={"choices": LEVELS})]


class ItemTypeError(TypeError):
    """A type of item is declared wrongly, or lacks a file; the message names it and the remedy."""


def name_of(kind: Item | type[Item]) -> str:
    """Return the name of a type, or of an item's type, as banks write it."""
    return str(kind.__struct_config__.tag)


class Item(Record, kw_only=True, tag_field="type", frozen=True):
    """One question: what all types share, and what a type may say otherwise.

    A type is a subclass with a ``tag``, its fields and `asks`, made known by `item_type`. In its folder lie
    ``type.js`` (see ``types.js``), ``controls.html.j2`` (what a reader answers with) and ``answers.html.j2``
    (list entries: what is right, and why the rest is not); what a type lacks it has from the type that it is
    derived from.

    Attributes
    ----------
    asks, asks_on_paper : str
        What the reader is asked to do, on the page and on paper.
    is_scored : bool
        Whether an answer is right or wrong: else exams leave it out, and scores too.
    buttons : tuple of str
        The words on the buttons that check, try again and show the answer.
    actions : tuple of (str, str)
        Buttons of the type's own: the ``data-action`` that ``type.js`` looks for, and the words.
    has_outcome : bool
        Whether the page needs a place for what happened after the answer.
    has_plot : bool
        Whether ``type.js`` draws one.
    moodle_kind : str
        The type of Moodle's that stands for it.
    moodle_is_new : bool
        Whether Moodle has that only since 4.4; an older one rejects a whole file for it.
    """

    asks: ClassVar[str]
    asks_on_paper: ClassVar[str]
    is_scored: ClassVar[bool] = True
    buttons: ClassVar[tuple[str, str, str]] = ("Check", "Retry", "Show answer")
    has_outcome: ClassVar[bool] = False
    has_plot: ClassVar[bool] = False
    moodle_kind: ClassVar[str]
    moodle_is_new: ClassVar[bool] = False

    id: Annotated[Id, about("Unique over the whole course.")]
    objective: Annotated[Id, about("The id of one of the bank's objectives.")]
    level: Annotated[Level, about("What the reader has to do with what was learnt.")]
    stem: Annotated[Text, about("A full question, or an instruction.")]
    source: Annotated[Text, about('Keys of references.bib with commas between them, or "model: <model id>".')]
    see: Annotated[
        Text | None,
        about(
            "The page, or page#heading, that a wrong answer leads to, as chapter/lesson. Without it, the "
            "lesson that teaches the objective."
        ),
    ] = None
    hints: Annotated[tuple[Text, ...], about("Shown one by one when the reader asks.", 0, 3)] = ()

    @property
    def type(self) -> str:
        """The name of its type, as banks write it."""
        return name_of(self)

    @classmethod
    def file(cls, name: str) -> Path:
        """Return where a file of the type lies.

        Raises
        ------
        ItemTypeError
            If it is missing.
        """
        homes = [
            Path(str(sys.modules[each.__module__].__file__)).parent
            for each in cls.__mro__[: -len(Item.__mro__)]
        ]
        for home in homes:
            if (home / name).is_file():
                return home / name
        raise ItemTypeError(f"{cls.__module__}.{cls.__qualname__}: {homes[0] / name} is missing: write it")

    # What is checked

    def faults(self) -> Iterator[Fault]:
        """Yield the place in the item, and the remedy, of each rule between fields that it breaks."""
        yield from ()

    # What makes it the question that it is

    def essence(self) -> list[Any]:
        """Return what makes an old answer stale besides type and stem.

        A reworded feedback does not. Learners' records have the hash of it, so a change here makes all
        answers stale; that is why the list begins with one of options where there are none.
        """
        return [[]]

    @property
    def hash(self) -> str:
        """A short hash of what makes an old answer stale."""
        asked = [self.type, self.stem, *self.essence()]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]

    @property
    def own_seed(self) -> int:
        """What keeps the draws of one item apart from those of another."""
        return int(self.hash[:6], 16)

    # What the page gets

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """The buttons of the type's own."""
        return ()

    def drawn(self, seed: int = FIRST_SEED) -> Item:
        """Return the item with the numbers of a seed in its texts; without numbers to draw, as it is."""
        return self

    def parts(self) -> dict[str, Any]:
        """Return what the controls need besides the fields, as ``parts``."""
        return {}

    def for_page(self) -> dict[str, Any]:
        """Return what ``type.js`` needs to grade the item and to tell the reader about it."""
        shown = msgspec.to_builtins(self)
        for name in ("objective", "level", "source", "stem"):
            del shown[name]
        shown.pop("see", None)
        return shown | {"hints": list(self.hints), "hash": self.hash}

    # What leaves the book

    def moodle_items(self, lose: Lose) -> Iterator[tuple[Item, float]]:
        """Yield the items that stand for this one in Moodle, each with its share of one mark."""
        yield self, 1 if self.is_scored else 0

    def moodle_text(self, question: Question) -> str:
        """Return the HTML of Moodle's after the stem."""
        return ""

    def moodle_feedback(self, question: Question) -> str:
        """Return the HTML that Moodle tells after any answer."""
        return ""

    def to_moodle(self, question: Question) -> None:
        """Write what Moodle's type has of its own, and note what it cannot hold."""
        raise NotImplementedError

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        """Return what ``worksheet.typ`` shows of the item besides its stem.

        Of these as many as there are: ``rows`` (texts that get letters), ``pairs`` (texts with a blank
        before them), ``picture`` and ``alt``, lines of ``room``, number of ``blanks``, their ``width`` in cm,
        what stands ``between`` them, the ``unit`` after them; and ``answers``, made by `said`: what is right,
        then what each wrong answer shows and what to say to it.
        """
        raise NotImplementedError


_Type = TypeVar("_Type", bound=type[Item])
TYPES: dict[str, type[Item]] = {}
"""The types of items by name, in the order in which they were made known."""


def item_type(cls: _Type) -> _Type:
    """Make a type of items known: banks may have it, pages ask it.

    Raises
    ------
    ItemTypeError
        If another type has its name, or one of its files is missing.
    """
    for file in ("type.js", "controls.html.j2", "answers.html.j2"):
        cls.file(file)
    name = name_of(cls)
    other = TYPES.get(name, cls)
    if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
        raise ItemTypeError(
            f"{cls.__module__}.{cls.__qualname__}: the name {name!r} is that of "
            f"{other.__module__}.{other.__qualname__}: choose another tag"
        )
    TYPES[name] = cls
    return cls


def type_modules() -> tuple[Path, ...]:
    """Return the modules of the types, each once: a page that asks questions needs them all."""
    return tuple(dict.fromkeys(cls.file("type.js") for cls in TYPES.values()))


def said(lead: str, text: str) -> dict[str, str]:
    """Return an entry of an answer key."""
    return {"lead": lead, "text": text}


def repeated(place: Place, texts: list[str], what: str) -> Iterator[Fault]:
    """Yield a fault for each text that there is several times."""
    for text, count in Counter(texts).items():
        if count > 1:
            yield place, f"says {text!r} {count} times: {what}"
