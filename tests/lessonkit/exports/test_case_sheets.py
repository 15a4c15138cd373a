"""Cases on paper: the teacher has all ways with their reasons, the class has none; in PDF and in HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import axe_violations
from course import course
from lessonkit.cases import all_cases
from lessonkit.cases.case import ways_from
from lessonkit.cases.words import STAGES
from lessonkit.exports import SheetError, write_case_sheets

CASES = {file.id: file for file in all_cases()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sheets") / "new"
    written = write_case_sheets(CASES.values(), folder, course.title)
    assert sorted(written) == sorted(folder.iterdir())
    assert len(written) == 4 * len(CASES)
    return folder


def sections(path: Path) -> list[str]:
    """The text of each moment on a sheet, with single blanks."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return [" ".join(section.get_text(" ").split()) for section in soup.find_all("section")]


def said(text: str) -> str:
    return " ".join(text.replace("**", "").split())


@pytest.mark.parametrize("id", CASES)
def test_the_teachers_sheet_has_each_way_with_its_reason_and_the_class_has_none(id, folder):
    case = CASES[id].case
    ways, shown = (sections(folder / f"case-{id}-{kind}.html") for kind in ("ways", "class"))
    assert len(ways) == len(case.nodes)
    assert len(shown) == len(case.nodes) - len(case.ends)
    theirs = " ".join(shown)
    for node in case.nodes:
        heading = rf"\d+\. {STAGES[node.stage]}: {node.id.replace('-', ' ')} "
        [mine] = [text for text in ways if re.match(heading, text)]
        assert (node.outcome is None) or "How it ends:" in mine
        for finding in node.findings:
            assert finding.name in mine
        for way in ways_from(node):
            assert said(getattr(way.step, "say", "")) in mine
            assert said(getattr(way.step, "say", "")) in theirs
            if "**" not in way.step.consequence:  # bold words have blanks of their own
                assert said(way.step.consequence) in mine
                assert said(way.step.consequence) not in theirs
    assert "Go to" not in theirs
    assert "A wrong turn" not in theirs


@pytest.mark.parametrize("kind", ["ways", "class"])
def test_pdf_is_tagged_and_has_title_and_language(kind, folder):
    for id in CASES:
        pdf = (folder / f"case-{id}-{kind}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-")
        for part in (b"StructTreeRoot", b"/Lang", b"pdfuaid", b"/DisplayDocTitle true"):
            assert part in pdf, part


def test_sheets_read_well_in_a_browser(folder, context):
    page = context.new_page()
    for kind in ("ways", "class"):
        for id in CASES:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto((folder / f"case-{id}-{kind}.html").as_uri())
            assert axe_violations(page) == []
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert page.locator("img").count() == (kind == "ways")


def test_a_template_that_fails_names_the_case(tmp_path, monkeypatch):
    template = tmp_path / "broken.typ"
    template.write_text("#nothing", encoding="utf-8")
    monkeypatch.setattr("lessonkit.exports.case_sheets.TEMPLATE", template)
    with pytest.raises(SheetError, match="nothing-helps: the sheet cannot be set: unknown variable"):
        write_case_sheets([CASES["nothing-helps"]], tmp_path, course.title)
