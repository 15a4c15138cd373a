"""A case as its author writes it: nodes, and the ways that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from lessonkit.authored.records import Id, NotNegative, Number, Positive, Record, Symbol, Text, about

Stage = Literal["history", "examination", "tests", "treatment", "end"]
Outcome = Literal["solved", "late", "harmed", "nothing-helps"]
Harm = Literal["none", "mild", "serious"]
Money = Literal["none", "low", "middle", "high"]
PageName = Annotated[
    str, about("A page by its name seen from the first page, such as safety or safety/who-is-at-risk.")
]

GOOD_ENDS = ("solved", "nothing-helps")
MOST_NODES = 24
ASKED = ("right", "wrong")
"""What the two ways on from a number that is asked are called, in place of an action's id."""

_SOURCES = "Keys of references.bib, with commas between them."


class Finding(Record, kw_only=True, frozen=True):
    """What is found: a value with its local range, or words."""

    name: Annotated[Text, about("What was looked at.")]
    value: Annotated[Number | None, about("The value.")] = None
    unit: Annotated[str, about("Its unit, empty if it has none.")] = ""
    low: Annotated[Number | None, about("The least value of the local range.")] = None
    high: Annotated[Number | None, about("The greatest value of the local range.")] = None
    text: Annotated[Text | None, about("In place of a value: what was found, in words.")] = None


class Explore(Record, kw_only=True, frozen=True):
    """A model in a given state, opened beside the node."""

    model: Annotated[Id, about("The id of a model of the course.")]
    say: Annotated[Text, about("What to do with it.")]
    set: Annotated[dict[Symbol, Number | str], about("What differs from the model's defaults.")] = {}
    vary: Annotated[
        tuple[Symbol, ...], about("The controls that are shown first; all, if none is named.")
    ] = ()


class Cost(Record, kw_only=True, frozen=True):
    """What a step costs the person whose case it is."""

    minutes: Annotated[NotNegative, about("Time, beside the days.")] = 0
    days: Annotated[NotNegative, about("Days until the next step.")] = 0
    money: Annotated[Money, about("A rough level: prices differ from place to place.")] = "none"
    harm: Annotated[Harm, about("What harm is done, if any.")] = "none"


class Step(Record, kw_only=True, frozen=True):
    """Where a choice leads, and why."""

    to: Annotated[Id, about("The id of the node that comes next.")]
    consequence: Annotated[Text, about("What happens, and why.")]
    source: Annotated[Text, about(_SOURCES)]
    cost: Annotated[Cost, about("What it costs.")] = Cost()


class Action(Step, kw_only=True, frozen=True):
    """One of the things that can be done at a node."""

    id: Annotated[Id, about("Unique in its node; learners' records have it.")]
    say: Annotated[Text, about("What the reader chooses: alike in length and tone at a node.")]
    wrong: Annotated[bool, about("Whether it is a wrong turn.")] = False
    misconception: Annotated[
        Text | None, about("Of a wrong turn: the id in misconceptions.yml, or a text in a book without.")
    ] = None


class Ask(Record, kw_only=True, frozen=True):
    """A number that the reader reads from the model, or works out."""

    say: Annotated[Text, about("The question.")]
    answer: Annotated[Number, about("The right number.")]
    tolerance: Annotated[Positive, about("How far from it is still right.")]
    right: Annotated[Step, about("The way on after a right number.")]
    wrong: Annotated[Step, about("The way on after any other number.")]
    unit: Annotated[str, about("The unit that the number is asked in.")] = ""


class Other(Record, kw_only=True, frozen=True):
    """What somebody else would do here."""

    who: Annotated[Text, about("Who speaks.")]
    say: Annotated[Text, about("What they would do, and why.")]
    source: Annotated[Text | None, about(_SOURCES)] = None


class Debrief(Record, kw_only=True, frozen=True):
    """What is told of the way when it has ended."""

    decided: Annotated[Text, about("The step that decided.")]
    say: Annotated[Text, about("What it rests on, in two or three sentences.")]
    source: Annotated[Text, about(_SOURCES)]
    lessons: Annotated[tuple[PageName, ...], about("The pages to go to.", 1)]


class Node(Record, kw_only=True, frozen=True):
    """A moment of a case: what is seen now, and what can be done."""

    id: Annotated[Id, about("Unique in the file; learners' records have it.")]
    stage: Annotated[Stage, about("Which part of the work it belongs to; end is the last.")]
    say: Annotated[Text, about("What is seen or heard now. **Two stars** set words in bold.")]
    findings: Annotated[tuple[Finding, ...], about("What is found, in a table.")] = ()
    source: Annotated[Text | None, about(f"What a fact in `say` rests on. {_SOURCES}")] = None
    explore: Annotated[Explore | None, about("A model to open here.")] = None
    others: Annotated[tuple[Other, ...], about("What others would do.")] = ()
    actions: Annotated[tuple[Action, ...], about("What can be done.", 0, 4)] = ()
    ask: Annotated[Ask | None, about("In place of actions: a number.")] = None
    outcome: Annotated[Outcome | None, about("Of an end: how it ends.")] = None
    debrief: Annotated[Debrief | None, about("Of an end: what is told of the way.")] = None

    @property
    def is_end(self) -> bool:
        """Whether the case ends here."""
        return self.stage == "end"


class Case(Record, kw_only=True, frozen=True):
    """One patient, or whoever else it happens to, told in branches."""

    title: Annotated[Text, about("The case's name, which is that of its page.")]
    person: Annotated[Text, about("A name or an initial, age, one trait.")]
    chapter: Annotated[Id, about("The chapter that it belongs to.")]
    lead: Annotated[Text, about("How it begins, unresolved: what the chapter's first page shows.")]
    start: Annotated[Id, about("The id of the first node.")]
    review: Annotated[Id, about("The item of the chapter's bank that is asked a week after the end.")]
    nodes: Annotated[tuple[Node, ...], about("In any order.", 2, MOST_NODES)]

    def node(self, id: str) -> Node:
        """Return the node with this id."""
        return next(node for node in self.nodes if node.id == id)

    @property
    def ends(self) -> list[Node]:
        """The nodes at which it ends."""
        return [node for node in self.nodes if node.is_end]


class Way(NamedTuple):
    """A way on from a node: by an action, or by a right or wrong number."""

    id: str
    field: tuple[str | int, ...]
    """Where it stands in the node."""
    step: Step

    @property
    def is_wrong(self) -> bool:
        """Whether it is a wrong turn; a wrong number alone is none."""
        return isinstance(self.step, Action) and self.step.wrong


def ways_from(node: Node) -> Iterator[Way]:
    """Yield the ways on from a node."""
    for i, action in enumerate(node.actions):
        yield Way(action.id, ("actions", i), action)
    if node.ask:
        for name in ASKED:
            yield Way(name, ("ask", name), getattr(node.ask, name))


def sources_of(text: str | None) -> list[str]:
    """Return the keys in a text that names sources."""
    return [key.strip() for key in text.split(",")] if text else []
