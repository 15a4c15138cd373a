"""Worksheets and keys: every question is on the sheet, every answer on the key alone, in PDF and in HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import axe_violations
from course.exports import COURSE, SheetError, write_sheets
from course.quiz.bank import load_bank
from course.quiz.index import reading_order

SAMPLE = load_bank(Path(__file__).parents[1] / "quiz" / "banks" / "sample.yml")
BANKS = {bank.chapter: bank for bank in (*reading_order(), SAMPLE)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sheets") / "new"
    written = write_sheets(BANKS.values(), folder, COURSE)
    assert sorted(written) == sorted(folder.iterdir())
    assert len(written) == 4 * len(BANKS)
    return folder


def sections(path: Path) -> list[str]:
    """The text of each question on a sheet, with single blanks."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return [" ".join(section.get_text(" ").split()) for section in soup.find_all("section")]


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("chapter", BANKS)
def test_sheet_and_key_ask_the_same_and_only_the_key_answers(chapter, folder):
    bank = BANKS[chapter]
    sheet, key = (sections(folder / f"{chapter}-{kind}.html") for kind in ("worksheet", "key"))
    assert len(sheet) == len(key) == len(bank.items)
    for item, asked, answered in zip(bank.items, sheet, key):
        if item.values:
            assert "{" not in asked + answered
            continue
        parts = (*item.options, *item.entries, *item.pairs, *item.distractors)
        for text in (item.stem, *(part.text for part in parts)):
            assert said(text) in asked
            assert said(text) in answered
        told = [*(part.feedback for part in (*parts, *item.slips, *item.units)), *item.hints]
        told += [item.answer.feedback] if item.answer else []
        told += [item.otherwise] if item.otherwise else []
        for text in told:
            assert said(text) in answered
            assert said(text) not in asked


def test_letters_on_the_key_are_those_of_the_sheet(folder):
    """Whoever writes what the key says has the right order, match and option."""
    soup = BeautifulSoup((folder / "sample-worksheet.html").read_text(encoding="utf-8"), "html.parser")
    rows = [
        [row.get_text() for row in section.select(".lettered li")] for section in soup.find_all("section")
    ]
    key = sections(folder / "sample-key.html")
    for item, offered, answered in zip(SAMPLE.items, rows, key):
        if item.entries:
            order = re.search(r"Right: ([A-Z, ]+)\.", answered)[1].split(", ")
            assert [offered["ABCDEFGH".index(letter)] for letter in order] == [e.text for e in item.entries]
            assert offered != [e.text for e in item.entries]
        for pair in item.pairs:
            letter = re.search(rf"{pair.text}: ([A-Z])\.", answered)[1]
            assert offered["ABCDEFGH".index(letter)] == pair.match
        for option in item.options:
            if option.correct:
                assert f"{'ABCDEFGH'[offered.index(option.text)]} is right." in answered


@pytest.mark.parametrize("kind", ["worksheet", "key"])
def test_pdf_is_tagged_and_has_title_and_language(kind, folder):
    """Typst checks PDF/UA-1 and refuses what breaks it, so a file that says so has been checked."""
    for chapter in BANKS:
        pdf = (folder / f"{chapter}-{kind}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-")
        for part in (b"StructTreeRoot", b"/Lang", b"pdfuaid", b"/DisplayDocTitle true"):
            assert part in pdf, part
        assert BANKS[chapter].title.encode() in pdf


def test_markup_in_a_text_is_shown_and_not_run(tmp_path):
    text = '#panic("x") $x$ *b* _i_ <b> & "q" \\ @ref = head'
    item = replace(SAMPLE.items[0], stem=text, hints=(text,))
    write_sheets([replace(SAMPLE, items=(item,))], tmp_path, COURSE)
    for kind in ("worksheet", "key"):
        assert text in sections(tmp_path / f"sample-{kind}.html")[0]


def test_a_template_that_fails_names_the_chapter(tmp_path, monkeypatch):
    template = tmp_path / "broken.typ"
    template.write_text("#nothing", encoding="utf-8")
    monkeypatch.setattr("course.exports.worksheets.TEMPLATE", template)
    with pytest.raises(SheetError, match="sample: the worksheet cannot be set: unknown variable"):
        write_sheets([SAMPLE], tmp_path, COURSE)


def test_sheets_read_and_print_well_in_a_browser(folder, context):
    page = context.new_page()
    for kind in ("worksheet", "key"):
        page.goto((folder / f"sample-{kind}.html").as_uri())
        assert axe_violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("img").first.evaluate("image => image.naturalWidth") > 300
        assert page.locator("h1").count() == 1
    assert page.pdf(format="A4").startswith(b"%PDF-")
