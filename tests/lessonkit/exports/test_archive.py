"""The site on a memory stick: packed, unpacked elsewhere, used from disk with every other request refused."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from conftest import watch
from course import course
from drawing import drawn
from lessonkit.exports import SiteError, zip_site
from pages import pages_with_explorers


def test_a_folder_without_the_site_is_refused(tmp_path):
    with pytest.raises(SiteError, match="has no book/index.html: build the course first, with make book"):
        zip_site(tmp_path, tmp_path / "course.zip", course.title)


@pytest.fixture
def small_site(tmp_path):
    site = tmp_path / "html"
    (site / "book").mkdir(parents=True)
    for name in ("index.html", "book/index.html", ".nojekyll"):
        (site / name).write_text("a page", encoding="utf-8")
    return site


@pytest.mark.parametrize("seconds", [0, 6_000_000_000])
def test_files_of_any_date_are_packed(small_site, tmp_path, seconds):
    os.utime(small_site / "index.html", (seconds, seconds))
    file = zip_site(small_site, tmp_path / "course.zip", course.title)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.read("course/index.html") == b"a page"


def test_an_archive_within_the_site_does_not_pack_itself(small_site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in (Path("html/course.zip"), small_site / "course.zip"):  # the second time it is there already
        with zipfile.ZipFile(zip_site(small_site, file, course.title)) as archive:
            packed = archive.namelist()[1:]
        assert packed == ["course/.nojekyll", "course/book/index.html", "course/index.html"]


def test_the_course_runs_from_a_memory_stick(site, tmp_path, context):
    file = zip_site(site, tmp_path / "magnesium-and-myoclonus.zip", course.title)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "stick")
    assert names[0] == "START-HERE.txt"
    assert {name.split("/")[0] for name in names[1:]} == {"magnesium-and-myoclonus"}
    note = (tmp_path / "stick" / names[0]).read_text(encoding="ascii")
    start = tmp_path / "stick" / "magnesium-and-myoclonus"
    assert "Open magnesium-and-myoclonus/index.html in a browser" in note

    context.route(re.compile("^(?!file:)"), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults = watch(page, start.as_uri())
    page.goto((start / "index.html").as_uri())
    page.wait_for_url("**/book/index.html")
    page.get_by_role("article").get_by_role("link", name="Magnesium and the NMDA receptor").first.click()
    page.locator("course-chapter[ready]").get_by_role("link", name="Start").click()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")

    question = page.locator("course-quiz form").first
    question.locator("input").first.check()
    question.get_by_role("button", name="Check").click()
    assert question.get_by_role("status").inner_text()

    page.goto((start / "book" / f"{pages_with_explorers()[0]}.html").as_uri())
    explorer = page.locator("course-explorer[ready]").first
    slider = explorer.locator("input[type=range]").first
    before = explorer.locator(".course-scalars").first.inner_text()
    slider.focus()
    slider.press("Home")
    page.wait_for_function(
        "([element, before]) => element.innerText !== before",
        arg=[explorer.locator(".course-scalars").first.element_handle(), before],
    )
    drawn(explorer)

    page.goto((start / "book" / "worksheets.html").as_uri())
    page.get_by_role("link", name="web page: Worksheet, Safety").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Worksheet: Safety"
    assert faults == []
