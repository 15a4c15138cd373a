"""What a strict run asks besides: that nobody can guess, and that the chapter prints few answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint.banks import aligned
from lessonkit.quiz.lint.duplicates import near_duplicates
from lessonkit.quiz.lint.findings import (
    ITEMS_WANTED,
    NEW_SHARE,
    NEW_WANTED,
    RULES,
    Finding,
    Remark,
)
from lessonkit.quiz.lint.form import (
    CUES,
    STRATEGIES,
    Accuracy,
    Choice,
    Classifier,
    cue,
    single_choices,
    strategy,
)
from lessonkit.quiz.lint.pages import page_texts, told_before
from lessonkit.quiz.lint.printed import is_printed, sentences


@dataclass(frozen=True)
class Survey:
    """What the form of the questions gives away, and how many of them ask for what the chapter prints.

    Parameters
    ----------
    files : sequence of BankFile
        Without faults.
    """

    files: Sequence[BankFile]

    @cached_property
    def asked(self) -> list[Choice]:
        """The questions with one right option, of all banks."""
        return [choice for file in self.files for choice in single_choices(file.data)]

    @cached_property
    def accuracy(self) -> Accuracy | None:
        """What the classifier of form finds; None without two banks to learn from each other."""
        return Classifier(self.asked).accuracy() if len({each.bank for each in self.asked}) > 1 else None

    @cached_property
    def new(self) -> dict[str, list[bool]]:
        """By chapter, of each item whether its answer is not printed."""
        return {
            file.path.stem: [not is_printed(item, said) for item in file.data["items"]]
            for file in self.files
            for said in [sentences(page_texts(file))]
        }

    def _of(self, bank: str) -> list[Choice]:
        return [each for each in self.asked if each.bank == bank]

    def table(self) -> str:
        """Return the shares by bank and in all; in brackets what chance gives."""
        rows = [["bank", "items", "not printed", "one key", *CUES, "by form"]]
        for file in self.files:
            name = file.path.stem
            rows.append([name, *self._row(self._of(file.data["chapter"]), self.new[name])])
            by_form = self.accuracy and self.accuracy.by_bank.get(file.data["chapter"])
            rows[-1].append("–" if by_form is None else f"{by_form:.0%}")
        whole = self.accuracy
        rows.append(["all", *self._row(self.asked, [each for flags in self.new.values() for each in flags])])
        rows[-1].append(f"{whole.share:.0%} (≤ {whole.limit:.0%})" if whole else "–")
        hits = "; ".join(f"{name} {strategy(name, self.asked)}" for name in STRATEGIES)
        return f"{aligned(rows)}\nStrategies hit: {hits}"

    @staticmethod
    def _row(asked: list[Choice], new: list[bool]) -> list[str]:
        share = f"{sum(new) / len(new):.0%}" if new else "–"
        return [str(len(new)), share, str(len(asked)), *(str(cue(name, asked)) for name in CUES)]

    def findings(self) -> list[Finding]:
        """Return what a strict run finds."""
        remarks = [(file, remark) for file in self.files for remark in self._bank_remarks(file)]
        remarks += near_duplicates(self.files)
        return [Finding.at(file, remark) for file, remark in remarks] + [*self._of_all()]

    def _bank_remarks(self, file: BankFile) -> Iterator[Remark]:
        asked = self._of(file.data["chapter"])
        for name in CUES:
            if (found := cue(name, asked)).is_off:
                yield ("items",), "key-cue", f"of {len(asked)} keys {name}: {found}"
        new = self.new[file.path.stem]
        if sum(new) < NEW_SHARE * len(new):
            yield (
                ("items",),
                "printed",
                f"the answers of {len(new) - sum(new)} of {len(new)} stand in the chapter",
            )
        items = file.data["items"]
        counts = Counter(item["objective"] for item in items)
        fresh = Counter(item["objective"] for item, is_new in zip(items, new, strict=True) if is_new)
        for objective in file.data["objectives"]:
            place = ("objectives", objective)
            if counts[objective] < ITEMS_WANTED:
                yield place, "objective-few", f"has {counts[objective]} items"
            if fresh[objective] < NEW_WANTED:
                yield place, "objective-printed", f"has {fresh[objective]} items whose answer is not printed"
        for page in page_texts(file):
            yield from told_before(file.data, page)

    def _of_all(self) -> Iterator[Finding]:
        for rule, found in self._found_in_all():
            yield Finding(rule, f"{self.files[0].path.parent}: all banks: {found}: {RULES[rule]}")

    def _found_in_all(self) -> Iterator[tuple[str, str]]:
        for name in CUES:
            if (share := cue(name, self.asked)).is_off:
                yield "key-cue", f"of {len(self.asked)} keys {name}: {share}"
        for name in STRATEGIES:
            if (hits := strategy(name, self.asked)).is_above:
                yield "strategy", f"{name} hits {hits}"
        if self.accuracy and self.accuracy.share > self.accuracy.limit:
            limit = f"{self.accuracy.limit:.0%}"
            yield "surface", f"form alone finds {self.accuracy.share:.0%} of the keys, above {limit}"
