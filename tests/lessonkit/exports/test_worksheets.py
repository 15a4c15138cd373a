"""Worksheets and keys: every question is on the sheet, every answer on the key alone, in PDF and in HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from conftest import axe_violations
from course import course
from lessonkit.exports import SheetError, write_sheets
from lessonkit.quiz.bank import load_bank
from lessonkit.quiz.index import reading_order

SAMPLE = load_bank(Path(__file__).parents[1] / "quiz" / "banks" / "sample.yml")
BANKS = {bank.chapter: bank for bank in (*reading_order(), SAMPLE)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sheets") / "new"
    written = write_sheets(BANKS.values(), folder, course.title)
    assert sorted(written) == sorted(folder.iterdir())
    assert len(written) == 4 * len(BANKS)
    return folder


def sections(path: Path) -> list[str]:
    """The text of each question on a sheet, with single blanks."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return [" ".join(section.get_text(" ").split()) for section in soup.find_all("section")]


def of(item, name: str) -> tuple:
    """The parts of an item with this name; none if its type has none."""
    return getattr(item, name, ())


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("chapter", BANKS)
def test_sheet_and_key_ask_the_same_and_only_the_key_answers(chapter, folder):
    bank = BANKS[chapter]
    sheet, key = (sections(folder / f"{chapter}-{kind}.html") for kind in ("worksheet", "key"))
    assert len(sheet) == len(key) == len(bank.items)
    for item, asked, answered in zip(bank.items, sheet, key, strict=True):
        if getattr(item, "values", ()):
            assert "{" not in asked + answered
            continue
        parts = [*of(item, "options"), *of(item, "entries"), *of(item, "pairs"), *of(item, "distractors")]
        for text in (item.stem, *(part.text for part in parts)):
            assert said(text) in asked
            assert said(text) in answered
        told = [*(part.feedback for part in (*parts, *of(item, "slips"), *of(item, "units"))), *item.hints]
        told += [item.answer.feedback] if hasattr(item, "answer") else []
        told += [item.otherwise] if hasattr(item, "otherwise") else []
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
    for item, offered, answered in zip(SAMPLE.items, rows, key, strict=True):
        if of(item, "entries"):
            order = re.search(r"Right: ([A-Z, ]+)\.", answered)[1].split(", ")
            assert [offered["ABCDEFGH".index(letter)] for letter in order] == [e.text for e in item.entries]
            assert offered != [e.text for e in item.entries]
        for pair in of(item, "pairs"):
            letter = re.search(rf"{pair.text}: ([A-Z])\.", answered)[1]
            assert offered["ABCDEFGH".index(letter)] == pair.match
        for option in of(item, "options"):
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


@pytest.mark.parametrize("site", ["", "https://example.org/course/"])
def test_the_key_says_which_lesson_explains_a_question(site, tmp_path, monkeypatch):
    monkeypatch.setitem(course.__dict__, "site", site)
    items = [item for item in BANKS["hyperexcitability"].items if item.id == "slice-and-person"]
    write_sheets([replace(BANKS["hyperexcitability"], items=(*items,))], tmp_path, course.title)
    sheet, key = (
        BeautifulSoup(
            (tmp_path / f"hyperexcitability-{kind}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for kind in ("worksheet", "key")
    )
    name = "Slices without magnesium show a mechanism, not a diet: How low is low?"
    assert f"Explained in “{name}”." in " ".join(key.get_text().split())
    assert name not in sheet.get_text()
    links = {link["href"]: link.get_text() for link in key.find_all("a")}
    address = "https://example.org/course/book/hyperexcitability/slices.html#how-low-is-low"
    assert links == ({address: name} if site else {})
    assert (f"The lessons that it names are at {site}" in key.get_text()) == bool(site)


def test_markup_in_a_text_is_shown_and_not_run(tmp_path):
    text = '#panic("x") $x$ *b* _i_ <b> & "q" \\ @ref = head'
    item = replace(SAMPLE.items[0], stem=text, hints=(text,))
    write_sheets([replace(SAMPLE, items=(item,))], tmp_path, course.title)
    for kind in ("worksheet", "key"):
        assert text in sections(tmp_path / f"sample-{kind}.html")[0]


def test_a_template_that_fails_names_the_chapter(tmp_path, monkeypatch):
    template = tmp_path / "broken.typ"
    template.write_text("#nothing", encoding="utf-8")
    monkeypatch.setattr("lessonkit.exports.worksheets.TEMPLATE", template)
    with pytest.raises(SheetError, match="sample: the sheet cannot be set: unknown variable"):
        write_sheets([SAMPLE], tmp_path, course.title)


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
