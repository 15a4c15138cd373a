"""The search of the site: what looks the same finds the same pages."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, watch
from lessonkit.page.search import folded


def found_by(page, server, words: str) -> set[str]:
    """Return the names of the pages that the search finds, and stay on its results."""
    page.goto(f"{server}/search.html")
    page.locator("main input[name=q]").fill(words)
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    page.locator("#search-results").get_by_text("Search finished, found").wait_for()
    links = page.locator("#search-results ul.search > li > a").evaluate_all(
        "all => all.map((a) => a.pathname)"
    )
    return {link.partition("/book/")[2] or link.rpartition("/")[2] for link in links}


def test_from_disk_it_finds_the_same_pages_and_fails_at_nothing(context, page, server, site):
    from_disk = context.new_page()
    faults = watch(from_disk, site.as_uri())
    assert found_by(from_disk, site.as_uri(), "\u03bcM") == found_by(page, server, "\u03bcM")
    assert faults == []


def pages_with(site, word: str) -> set[str]:
    """Return the names of the pages whose article has a word, written in any way."""
    found = set()
    for name in CHAPTERS:
        html = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
        article = BeautifulSoup(html, "html.parser").find("article")
        for told in article.select(".page-terms"):  # entries are found on the page of the glossary
            told.decompose()
        if folded(word) in re.findall(r"\w+", folded(article.get_text(" "))):
            found.add(f"{name}.html")
    return found


@pytest.mark.parametrize(
    "written",
    [
        ("\u03bcM", "\u00b5M", "\u039cM", "\u00b5m"),  # Greek letter, micro sign, Greek capital
        ("Buzsáki", "Buzsaki", "BUZSÁKI", "Buzsa\u0301ki"),
        ("magnésium", "MAGNESIUM", "magnesium"),
    ],
)
def test_letters_that_look_the_same_find_the_same_pages(written, page, server, site):
    (first, *others) = [found_by(page, server, word) for word in written]
    assert others == [first] * len(others)
    assert first >= pages_with(site, written[-1])
    assert len(first) >= 3


EXCERPTS_OF_ALL = """(names) => {
  const results = [...document.querySelectorAll("#search-results ul.search > li:has(.context)")];
  const shown = Object.fromEntries(
    results.map((li) => [li.firstChild.pathname.split("/book/").at(-1), li.lastChild.textContent]));
  return names.every((name) => name in shown) && shown;
}"""


@pytest.mark.parametrize("word", ["\u03bcM", "buzsaki", "magnesium"])
def test_each_page_that_has_the_word_shows_it_under_its_name(word, page, server, site):
    found_by(page, server, word)
    with_word = pages_with(site, word)
    # An excerpt comes when its page was fetched.
    shown = page.wait_for_function(EXCERPTS_OF_ALL, arg=sorted(with_word)).json_value()
    for name in with_word:
        assert folded(word) in folded(shown[name]), name
        assert len(shown[name]) < 300


def test_what_is_typed_stands_beside_the_icon_of_the_box(page, server):
    page.goto(f"{server}/search.html")
    icon, box = page.locator("main .bd-search i"), page.locator("main .bd-search input")
    ends = icon.evaluate("e => e.getBoundingClientRect().right")
    begins = box.evaluate("e => e.getBoundingClientRect().left + parseFloat(getComputedStyle(e).paddingLeft)")
    assert ends <= begins
