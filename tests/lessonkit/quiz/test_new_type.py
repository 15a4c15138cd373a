"""A package of its own adds a type of items: one folder, and nothing else changes."""

from __future__ import annotations

import importlib
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from conftest import watch
from lessonkit.exports import moodle_file, write_sheets
from lessonkit.page.linker import classic_script
from lessonkit.quiz import BankError, Exam, Quiz, load_bank
from lessonkit.quiz.bank import schema
from lessonkit.quiz.item import TYPES, ItemTypeError

FILES = {
    "__init__.py": "",
    "type.py": '''
from __future__ import annotations

from typing import Annotated

from lessonkit.quiz import Item, item_type
from lessonkit.quiz.item import said
from lessonkit.authored.records import Text, about


@item_type
class Truth(Item, kw_only=True, tag="truth"):
    """A claim that holds, or does not."""

    asks = "True or false"
    asks_on_paper = "Write T or F"
    moodle_kind = "truefalse"

    holds: Annotated[bool, about("Whether the claim holds.")]
    why: Annotated[Text, about("Told after either answer.")]

    def faults(self):
        if self.stem.endswith("?"):
            yield ("stem",), "is a question: write a claim"

    def essence(self):
        return [self.holds]

    def to_moodle(self, question):
        for text, fraction in (("true", 100 * self.holds), ("false", 100 * (not self.holds))):
            question.answer(fraction, text, self.why)
        question.lose("the certainty of the reader")

    def for_paper(self, parts):
        return {"blanks": 1, "width": 1, "answers": [said("T." if self.holds else "F.", self.why)]}
''',
    "type.js": """
import { judged, problem } from "lessonkit/quiz/types/common.js";
import { TYPES } from "lessonkit/quiz/types.js";

const truth = {
  read(form) {
    const chosen = form.querySelector(":checked");
    return chosen ? { response: chosen.value === "true" } : problem("Say first whether it is true.");
  },
  write(form, item, response) {
    for (const input of form.querySelectorAll("input")) input.checked = input.value === String(response);
  },
  fits: (item, response) => typeof response === "boolean",
  grade: ({ holds = false, why }, response) => judged(Number(response === holds), [{ text: why }]),
  reveal: (item, response) => truth.grade(item, response),
};

TYPES.truth = truth;
""",
    "controls.html.j2": """
{% for word in ("true", "false") %}
<label><input type="radio" name="{{ item.id }}" value="{{ word }}"> <span>{{ word }}</span></label>
{% endfor %}
""",
    "answers.html.j2": '<li><strong>{{ "True" if item.holds else "False" }}</strong>. {{ item.why }}</li>\n',
}
BANK = """\
chapter: claims
title: Claims
objectives: {judge: Judge a claim}
items:
  - id: salt-dissolves
    type: truth
    objective: judge
    level: recall
    stem: Salt dissolves in water.
    holds: true
    why: Water parts its ions.
    source: somebody2020
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with a bank of the new type, and a package beside it that makes the type known."""
    package = tmp_path / "beyond" / "truth"
    package.mkdir(parents=True)
    for name, text in FILES.items():
        (package / name).write_text(text, encoding="utf-8")
    (tmp_path / "claims.yml").write_text(BANK, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    monkeypatch.setattr("lessonkit.exports.worksheets._sources", lambda item: item.source)
    importlib.import_module("beyond.truth.type")
    yield tmp_path
    TYPES.pop("truth", None)
    for name in [name for name in sys.modules if name.partition(".")[0] == "beyond"]:
        del sys.modules[name]


def test_its_bank_is_read_and_its_faults_are_named(folder):
    bank = load_bank(folder / "claims.yml")
    assert (bank.items[0].type, bank.items[0].holds) == ("truth", True)
    assert "truth" in [
        name
        for part in schema()["$defs"].values()
        for name in part["properties"].get("type", {}).get("enum", [])
    ]
    bank = folder / "claims.yml"
    text = BANK.replace("holds: true", "holds: perhaps").replace("    why: Water parts its ions.\n", "")
    (folder / "claims.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_bank(folder / "claims.yml")
    assert str(caught.value).splitlines() == [
        f"{bank}:10: item salt-dissolves, holds = 'perhaps': write true or false, without quotes",
        f"{bank}:5: item salt-dissolves, why: is missing: add it",
    ]
    (folder / "claims.yml").write_text(BANK.replace("in water.", "in water?"), encoding="utf-8")
    with pytest.raises(
        BankError, match="yml:9: item salt-dissolves, stem = .*: is a question: write a claim"
    ):
        load_bank(folder / "claims.yml")


@pytest.mark.parametrize(("word", "said"), [("true", "Right"), ("false", "Not yet")])
def test_a_page_asks_it(word, said, folder, browser):
    quiz = Quiz("claims", folder=folder)
    script = classic_script(Quiz.file(Quiz.module), Quiz.tag, Quiz.first_modules())
    (folder / "quiz.js").write_text(script, encoding="utf-8")
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Q</title>'
    page = f'{head}{quiz.html}<script src="quiz.js"></script>'
    (folder / "page.html").write_text(page, encoding="utf-8")
    tab = browser.new_page()
    faults = watch(tab, folder.as_uri())
    tab.goto((folder / "page.html").as_uri())
    tab.locator("course-quiz[ready]").wait_for(state="attached")
    status = tab.get_by_role("status").first
    tab.get_by_role("button", name="Check").click()
    assert "Say first" in status.inner_text()
    tab.get_by_label(word).check()
    tab.get_by_role("button", name="Check").click()
    told = status.inner_text()
    tab.close()
    assert faults == []
    assert told.startswith(said)
    assert "Water parts its ions." in told


def test_a_live_notebook_and_the_exam_have_it(folder, monkeypatch):
    monkeypatch.delenv("LESSONKIT_STATIC", raising=False)
    assert "TYPES.truth = truth;" in Quiz("claims", folder=folder)._esm
    exam = Exam(folder=folder)
    assert "TYPES.truth = truth;" in exam._esm
    assert "True or false" in exam.html


def test_it_leaves_for_moodle_and_for_paper(folder):
    bank = load_bank(folder / "claims.yml")
    file = moodle_file([bank], "Course")
    question = ET.fromstring(file.xml).findall("question")[1]
    assert question.get("type") == "truefalse"
    assert [(a.findtext("text"), a.get("fraction")) for a in question.iter("answer")] == [
        ("true", "100"),
        ("false", "0"),
    ]
    assert file.lost == {"the certainty of the reader": ("salt-dissolves",)}
    sheets = {path.name: path for path in write_sheets([bank], folder / "sheets", "Course")}
    assert "Write T or F" in sheets["claims-worksheet.html"].read_text("utf-8")
    assert "Water parts its ions." in sheets["claims-key.html"].read_text("utf-8")


def test_a_type_that_cannot_be_is_refused(folder):
    type_file = folder / "beyond" / "truth" / "type.py"
    other = folder / "beyond" / "other"
    other.mkdir()
    (other / "type.py").write_text(type_file.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(ItemTypeError, match=r"beyond\.other\.type\.Truth: .*type\.js is missing: write it"):
        importlib.import_module("beyond.other.type")
    for name in ("type.js", "controls.html.j2", "answers.html.j2"):
        (other / name).write_text("", encoding="utf-8")
    with pytest.raises(ItemTypeError, match=r"'truth' is that of beyond\.truth\.type\.Truth: choose another"):
        importlib.import_module("beyond.other.type")
