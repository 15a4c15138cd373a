"""Pages of the course, found by what they hold: a chapter can be cut into other lessons."""

from __future__ import annotations

import re
from functools import cache

from course import course
from lessonkit.contents import Page, read_contents
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.places import places

_CALL = re.compile(r"^Explorer\(\s*(?:models\.)?(\w+)(.*?)^(?:```|\))", re.DOTALL | re.MULTILINE)
_ID = re.compile(r'\bid="([\w-]+)"')


@cache
def page_asking(item: str) -> str:
    """Return the name of the page that asks a question of its chapter's bank."""
    for chapter, bank in chapters_with_banks():
        if item in {each.id for each in bank.items}:
            return places(chapter, bank)[item].removesuffix(".html")
    raise LookupError(f"no bank has the question {item}")


@cache
def page_showing(explorer: str) -> str:
    """Return the name of the first page, those of the models apart, with an explorer of this id."""
    for page in _pages():
        if explorer in set(_explorers_on(page)):
            return page.name
    raise LookupError(f"no page has the explorer {explorer}")


@cache
def page_with(text: str) -> str:
    """Return the name of the first page whose text has these words."""
    return next(page.name for page in _pages() if text in page.text)


def pages_with_explorers() -> list[str]:
    """Return the names of the pages with an explorer, those of the models apart."""
    return [page.name for page in _pages() if any(_explorers_on(page))]


def _pages() -> list[Page]:
    models = {f"model-{model.id}" for model in course.all_models()}
    return [page for chapter in read_contents() if chapter.id not in models for page in chapter.pages]


def _explorers_on(page: Page) -> list[str]:
    found = _CALL.findall(page.text)
    return [(given[1] if (given := _ID.search(rest)) else model.replace("_", "-")) for model, rest in found]
