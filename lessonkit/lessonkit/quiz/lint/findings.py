"""The rules with their remedies, and what a rule finds."""

from __future__ import annotations

from dataclasses import dataclass

from lessonkit.authored.records import Place
from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.outcome import END

OBJECTIVE_ITEMS = 2
ITEMS_WANTED = 4
"""Items for each objective in a strict run …"""
NEW_WANTED = 2
"""… and of these so many whose answer the chapter does not print."""
NEW_SHARE = 0.6
"""The part of a bank's items whose answer the chapter does not print."""
TYPES = 3
FEEDBACK_WORDS = 60

Remark = tuple[Place, str, str]
"""Where in the bank, which rule, what was found."""

RULES = {
    "bank": "the bank breaks the rules of its schema",
    "key-length": "give the right and the wrong options as much detail",
    "option-length": "word the options alike in length and detail",
    "key-position": "move right options to other places",
    "negative-stem": "ask for what is so; if it has to be negative, write the word in capitals",
    "negative-kept": "ask for what is so if you can; in capitals, as here, the negative is at least seen",
    "open-stem": "end it as a full question or instruction, to be answered with the options covered",
    "stem-alone": "name it and give its data: the stem stands alone in exams, on paper and in Moodle",
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
    "given-away": "word the heading or the paragraph neutrally, and say this in the outcome",
    "outcome-missing": f"put what happened, figure and table too, between <!-- outcome: ID --> and {END}",
    "observe-missing": "name explorer, observe and scalar, so that the outcome waits for the reader's run",
    "key-cue": "word right and wrong options alike: as long, as cautious, with reasons in all or in none",
    "strategy": "word options alike until this hits no more than chance",
    "surface": "word right and wrong options alike, in the banks where “by form” is highest",
    "near-duplicate": "ask something else, or keep one of the two",
    "told-before": "say it later or in other words, or ask for another case",
    "printed": f"ask for new cases, curves, numbers or claims in {NEW_SHARE:.0%} of the items",
    "objective-few": f"write at least {ITEMS_WANTED} items for each objective",
    "objective-printed": f"ask for what the chapter does not print in at least {NEW_WANTED} of them",
}
"""The remedy of each rule."""

STRICT = frozenset(list(RULES)[list(RULES).index("key-cue") :])
"""Rules that only a strict run follows."""

ADVISORY = {"option-length", "negative-kept", "clang", "reading-level-one"}
"""Rules whose findings need a human eye: they are printed and do not fail."""


@dataclass(frozen=True)
class Finding:
    """What a rule says of a bank: `text` names file, line, item, field, what was found and the remedy."""

    rule: str
    text: str

    @classmethod
    def at(cls, file: BankFile, remark: Remark) -> Finding:
        """Return the finding that a remark on a bank is."""
        place, rule, found = remark
        return cls(rule, file.fault(place, f"{found}: {RULES[rule]}"))

    @property
    def advisory(self) -> bool:
        """Whether the finding only asks for a second look."""
        return self.rule in ADVISORY

    def __str__(self) -> str:
        return f"{self.text} [{self.rule}{', advisory' if self.advisory else ''}]"
