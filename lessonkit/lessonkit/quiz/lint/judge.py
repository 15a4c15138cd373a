"""All rules, carried out on banks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint.banks import repeated, together_remarks
from lessonkit.quiz.lint.findings import Finding, Remark
from lessonkit.quiz.lint.options import option_remarks
from lessonkit.quiz.lint.pages import page_texts, prediction_remarks
from lessonkit.quiz.lint.wording import feedback_remarks, reading_remarks, stem_remarks


def lint(files: Sequence[BankFile]) -> list[Finding]:
    """Return what the rules find in the banks; of a bank with faults, only these."""
    findings = [Finding("bank", fault) for file in files for fault in file.faults]
    sound = [file for file in files if not file.faults]
    remarks = [(file, remark) for file in sound for remark in _bank_remarks(file.data)]
    remarks += repeated(sound)
    remarks += [
        (file, remark)
        for file in sound
        for page in page_texts(file)
        for remark in prediction_remarks(file.data, page)
    ]
    return findings + [Finding.at(file, remark) for file, remark in remarks]


def _bank_remarks(data: dict[str, Any]) -> Iterator[Remark]:
    for i, item in enumerate(data["items"]):
        for rule in (stem_remarks, option_remarks, feedback_remarks, reading_remarks):
            for place, name, found in rule(item):
                yield ("items", i, *place), name, found
    yield from together_remarks(data)
