"""The index of the course and the progress page in Python: what they list, before any script runs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lessonkit.quiz import BankError, Progress, index
from lessonkit.quiz.index import course_index, reading_order

SAMPLE = Path(__file__).parent / "banks" / "sample.yml"


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Banks a and b in a book whose table of contents names b first, and a bank that it does not name."""
    folder = tmp_path / "book" / "quizzes"
    folder.mkdir(parents=True)
    for name in ("a", "b", "draft"):
        text = SAMPLE.read_text(encoding="utf-8").replace("chapter: sample", f"chapter: {name}")
        (folder / f"{name}.yml").write_text(text.replace("id: sample-", f"id: {name}-"), encoding="utf-8")
    (tmp_path / "_toc.yml").write_text(
        "root: book/index\nparts:\n- chapters:\n  - file: book/b\n    sections: [{file: book/a}]\n"
    )
    return folder


def test_chapters_stand_in_the_order_of_the_table_of_contents(folder):
    assert [bank.chapter for bank in reading_order(folder)] == ["b", "a"]


def test_without_a_table_of_contents_all_banks_are_listed(folder):
    (folder.parents[1] / "_toc.yml").unlink()
    assert [bank.chapter for bank in reading_order(folder)] == ["a", "b", "draft"]


def test_each_item_has_what_the_record_refers_to(folder):
    chapter = course_index(folder)[0]
    assert (chapter["chapter"], chapter["page"]) == ("b", "b.html")
    item = chapter["items"][0]
    assert item["id"] == "b-single"
    assert item["objective"] in chapter["objectives"]
    assert set(item) == {"id", "type", "objective", "level", "stem", "page", "hash", "key"}


def test_a_key_stands_for_id_and_content(folder):
    before = [item["key"] for chapter in course_index(folder) for item in chapter["items"]]
    bank = folder / "a.yml"
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text.replace("Which way does", "Where does"), encoding="utf-8")
    after = [item["key"] for chapter in course_index(folder) for item in chapter["items"]]
    assert len(set(before)) == len(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_items_that_happen_to_share_a_key_are_named(folder, monkeypatch):
    monkeypatch.setattr(index, "_key", lambda item: len(item.id))
    with pytest.raises(BankError, match="the items b-single, .* share a key"):
        course_index(folder)


def test_the_page_lists_chapters_and_objectives_without_a_script(folder):
    html = BeautifulSoup(Progress(folder).html, "html.parser")
    assert [link["href"] for link in html.select("h3 a")] == ["b.html", "a.html"]
    assert "a script shows it" in html.select_one(".progress-without").text
    chapter = html.select_one("[data-chapter=a]")
    objectives = course_index(folder)[1]["objectives"]
    assert [row["data-objective"] for row in chapter.select("li")] == list(objectives)
    assert not chapter.has_attr("hidden")
    assert html.select_one(".progress-record").has_attr("hidden")
    assert all(button.find_parent(hidden=True) for button in html.select("button"))


def test_the_data_of_the_page_are_the_index(folder):
    html = BeautifulSoup(Progress(folder).html, "html.parser")
    data = json.loads(html.select_one("script").string)
    assert data["chapters"] == course_index(folder)


def test_a_faulty_bank_is_named(folder):
    shutil.copy(SAMPLE, folder / "other.yml")
    with pytest.raises(BankError, match="other.yml"):
        Progress(folder)


LIVE = """async ([source, html]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  const model = { get: () => html, on() {}, off() {}, send() {} };
  window.stop = widget.render({ model, el });
}"""


def test_a_notebook_shows_the_same_without_links_and_without_storage(folder, browser):
    page = browser.new_page()  # about:blank: the browser refuses its storage
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.evaluate(LIVE, [str(Progress._esm), Progress(folder).html])
    element = page.locator("course-progress[ready]")
    assert "none answered" in element.locator(".progress-total").inner_text()
    assert element.locator("a[href]").count() == 0
    element.get_by_role("button", name="Clear the whole course").click()
    element.get_by_role("button", name="Yes").click()
    page.evaluate("window.stop()")
    page.close()
    assert faults == []
