"""The site on a memory stick: packed, unpacked elsewhere, used from disk with every other request refused."""

from __future__ import annotations

import re
import zipfile

import pytest

from conftest import watch
from course.exports import COURSE, SiteError, zip_site


def test_a_folder_without_the_site_is_refused(tmp_path):
    with pytest.raises(SiteError, match="has no book/index.html: build the course first, with make book"):
        zip_site(tmp_path, tmp_path / "course.zip", COURSE)


def test_the_course_runs_from_a_memory_stick(site, tmp_path, context):
    file = zip_site(site, tmp_path / "magnesium-and-myoclonus.zip", COURSE)
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
    page.locator("course-quiz[ready]").first.wait_for(state="attached")

    question = page.locator("course-quiz form").first
    question.locator("input").first.check()
    question.get_by_role("button", name="Check").click()
    assert question.get_by_role("status").inner_text()

    explorer = page.locator("course-explorer[ready]").first
    slider = explorer.locator("input[type=range]").first
    before = explorer.locator(".course-scalars").inner_text()
    slider.focus()
    slider.press("Home")
    page.wait_for_function(
        "([element, before]) => element.innerText !== before",
        arg=[explorer.locator(".course-scalars").element_handle(), before],
    )
    explorer.locator(".main-svg").first.wait_for()

    page.goto((start / "book" / "worksheets.html").as_uri())
    page.get_by_role("link", name="web page: Worksheet, Safety").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Worksheet: Safety"
    assert faults == []
