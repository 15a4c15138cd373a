"""Where the questions of a bank are asked: a chapter of lessons asks them on several pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lessonkit.contents import Chapter, Page, read_contents
from lessonkit.course import contents_beside
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.item import Item

_CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1 *$", re.DOTALL | re.MULTILINE)
_OPTIONS = re.compile(r"\A(?::[\w-]+:.*\n|---\n(?:.*\n)*?---\n)+")


def items_asked(page: Page, bank: Bank[Item]) -> Iterator[str]:
    """Yield the ids of the bank's items that a page asks, in order; those of ``rest=True`` apart."""
    for given in _askings(page, bank):
        if "rest" not in given:
            yield from _texts(given["only"]) if "only" in given else [item.id for item in bank.items]


def _askings(page: Page, bank: Bank[Item]) -> Iterator[dict[str | None, ast.expr]]:
    """Yield what is given by name to each ``Quiz`` of a page that asks the bank."""
    for _, cell in _CELL.findall(page.text):
        for call in _quizzes(_OPTIONS.sub("", cell)):
            if _texts(call.args[0]) == [bank.chapter]:
                yield {each.arg: each.value for each in call.keywords}


def _quizzes(code: str) -> Iterator[ast.Call]:
    try:
        nodes = ast.walk(ast.parse(code))
    except SyntaxError:  # IPython's own commands; the cell is told of when it runs
        return
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Quiz"
            and node.args
        ):
            yield node


def _texts(node: ast.expr) -> list[str]:
    """Return a text, or the texts of a list, as the code has them."""
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def page_with_tasks(chapter: Chapter, set_id: str) -> Page:
    """Return the page whose explorer has the tasks of a set; the chapter's first if none does."""
    names = re.compile(rf"""\btasks=["']{re.escape(set_id)}["']""")
    return next((page for page in chapter.pages if names.search(page.text)), chapter.page)


def page_with_case(chapter: Chapter, case_id: str) -> Page:
    """Return the page that tells a case; the chapter's first if none does."""
    names = re.compile(rf"""\bCase\(["']{re.escape(case_id)}["']""")
    return next((page for page in chapter.pages if names.search(page.text)), chapter.page)


def places(chapter: Chapter, bank: Bank[Item]) -> dict[str, str]:
    """Return the address of the page that asks each item of a bank first.

    Of one that no page names it is that with ``Quiz(…, rest=True)``, and the chapter's if there is none.
    """
    asking_rest = [page for page in chapter.pages if any("rest" in given for given in _askings(page, bank))]
    rest = (asking_rest or [chapter.page])[0].address
    return {item.id: rest for item in bank.items} | asked_by_name(chapter, bank)


def asked_by_name(chapter: Chapter, bank: Bank[Item]) -> dict[str, str]:
    """Return the address of the first page of a chapter that names an item, by its id."""
    return _first(chapter.pages, bank)


def taught(chapter: Chapter, bank: Bank[Item]) -> dict[str, str]:
    """Return, by objective, the address of the first lesson that asks for it; the chapter's if none does."""
    asked = _first((*chapter.lessons, chapter.page), bank)
    order = [page.address for page in chapter.lessons] + [chapter.page.address]
    return {
        objective: min(
            (asked[item.id] for item in bank.items if item.objective == objective and item.id in asked),
            key=order.index,
            default=chapter.page.address,
        )
        for objective in bank.objectives
    }


def _first(pages: Sequence[Page], bank: Bank[Item]) -> dict[str, str]:
    """Return the address of the first of some pages that asks an item, by its id."""
    return {id: page.address for page in reversed(pages) for id in items_asked(page, bank)}


def chapter_of(bank: Bank[Item], folder: Path) -> Chapter | None:
    """Return the chapter of a bank in `folder`; None if the table of contents has none."""
    return next((each for each in read_contents(folder.parent) if each.id == bank.chapter), None)


@dataclass(frozen=True)
class Place:
    """Where a wrong answer leads.

    Parameters
    ----------
    lesson : str
        The title of the page.
    address : str
        Where it is, seen from the book's first page, with the anchor of the heading if one is meant.
    heading : str
        That heading; empty if the whole page is meant.
    home : str
        The folder of the book's pages in the site, with a slash at its end; empty if it is the site's own.
    """

    lesson: str
    address: str
    heading: str
    home: str

    @property
    def page(self) -> str:
        """The address in the site."""
        return f"{self.home}{self.address}"

    @property
    def name(self) -> str:
        """The lesson, and the heading if one is meant: how it is called where there is no link."""
        return f"{self.lesson}: {self.heading}" if self.heading not in ("", self.lesson) else self.lesson

    @property
    def for_page(self) -> dict[str, str]:
        """What a link in the site needs."""
        return {"title": self.name, "page": self.page}

    @property
    def whole(self) -> Place:
        """The whole page."""
        return Place(self.lesson, self.address.partition("#")[0], "", self.home)


def look_again(bank: Bank[Item], folder: Path) -> dict[str, Place]:
    """Return, by item, the place that it names under `see`, else the page that its objective is `taught` on.

    Parameters
    ----------
    bank : Bank
        The bank whose items they are.
    folder : Path
        Where the banks lie, in the folder of the book's pages.
    """
    root = folder.parent
    chapters = read_contents(root)
    chapter = next((each for each in chapters if each.id == bank.chapter), None)
    if chapter is None:
        return {}
    home = "" if contents_beside(root).parent == root else f"{root.name}/"
    pages = {page.name: page for each in chapters for page in each.pages}
    teaching = {id: address.removesuffix(".html") for id, address in taught(chapter, bank).items()}

    def place(item: Item) -> Place:
        name, mark, anchor = (item.see or "").partition("#")
        if name not in pages:  # without one, or of a chapter that the book leaves out
            name, mark, anchor = teaching[item.objective], "", ""
        page = pages[name]
        return Place(page.title, f"{page.address}{mark}{anchor}", page.headings.get(anchor, ""), home)

    return {item.id: place(item) for item in bank.items}


def again_of(item: Item, again: Mapping[str, Place]) -> dict[str, dict[str, str]]:
    """Return what the page needs of an item to lead on from a wrong answer; nothing if there is no place."""
    return {"again": again[item.id].for_page} if item.id in again else {}
