"""Every page of the built book is valid HTML, as an independent validator reads it."""

from __future__ import annotations

import json

import pytest

from conftest import ROOT
from node_tools import PACKAGES, run_node
from pages import page_with

# Templates of the theme, copied with its style sheets: no page.
NO_PAGES = "_static"
# Sphinx's search finds the text of a page by <main role="main">, the role that <main> has by itself.
OF_THE_SEARCH = ("no-redundant-role", "main")


def test_the_validator_finds_nothing_on_any_page(site, tmp_path):
    pages = [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != NO_PAGES]
    assert len(pages) > 30
    program = PACKAGES / "html-validate" / "bin" / "html-validate.mjs"
    rules = ROOT / "tests" / "node" / "htmlvalidate.json"
    told = tmp_path / "found.json"  # a pipe would lose the end of a long answer
    done = run_node(program, "--config", rules, "--formatter", f"json={told}", *pages)
    found = [
        f"{result['filePath']}, line {message['line']}: {message['ruleId']}: {message['message']}"
        for result in json.loads(told.read_text(encoding="utf-8"))
        for message in result["messages"]
        if not (message["ruleId"] == OF_THE_SEARCH[0] and f"<{OF_THE_SEARCH[1]}>" in message["message"])
    ]
    assert found == [], done.stderr


def test_what_copies_code_is_loaded_where_there_is_code_alone(site):
    paths = [path for path in (site / "book").rglob("*.html") if path.stem != "whole-chapter"]  # for print
    pages = [path.read_text("utf-8") for path in paths]
    loading = ["copybutton.js" in page for page in pages]
    assert loading == ['class="highlight' in page for page in pages]
    assert {*loading} == {True, False}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("claims", "course-claims table"),
        (page_with("FoodExplorer()"), "course-foods .foods-table"),
        (page_with("DayPlate()"), "course-plate .plate-now"),
    ],
)
def test_a_table_is_one_to_a_screen_reader_on_a_phone_too(page, server, name, table):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{server}/book/{name}.html")
    page.locator(f"{table.split()[0]}[ready]").wait_for(state="attached")
    rows = page.locator(table).get_by_role("row")
    body = page.locator(f"{table} tbody tr:visible").count()
    assert body > 5
    assert rows.count() == body + 1
    assert page.locator(table).get_by_role("rowheader").count() == body
    for cell in page.locator(table).get_by_role("cell").all()[:8]:
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")
