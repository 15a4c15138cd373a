"""The ways through a book: each names lessons that are there, after those that they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessonkit.contents import ContentsError
from lessonkit.paths import NAME, pages_along, read_paths

CONTENTS = """
root: index
chapters:
- file: one
- file: two/index
  sections: [{file: two/first}, {file: two/second}, {file: two/deep}]
- file: glossary
"""
LESSONS = {
    "one": "minutes: 50",
    "two/first": "minutes: 8",
    "two/second": "minutes: 9, needs: [two/first]",
    "two/deep": "minutes: 7, deeper: true",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (tmp_path / "two").mkdir()
    for name in ("index", "two/index", "glossary"):
        (tmp_path / f"{name}.md").write_text("# A page\n", encoding="utf-8")
    for name, facts in LESSONS.items():
        text = f"---\nlesson: {{{facts}}}\n---\n\n# A lesson\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


def written(root: Path, *lists: str) -> Path:
    path = root / NAME
    entries = "".join(
        f"- {{id: way-{i}, title: A way, whom: For all., lessons: {names}}}\n"
        for i, names in enumerate(lists)
    )
    path.write_text(f"paths:\n{entries}", encoding="utf-8")
    return path


def names(pages) -> list[str]:
    return [page.name for page in pages]


def test_a_path_has_its_lessons_and_one_without_has_all_that_are_not_deeper(root):
    assert read_paths(root) == {}
    written(root, "[one, two/first, two/deep]", "[]")
    paths = read_paths(root)
    assert names(paths["way-0"][1]) == ["one", "two/first", "two/deep"]
    assert names(paths["way-1"][1]) == ["one", "two/first", "two/second"]
    (root / NAME).write_text(
        "paths:\n- {id: short, title: A way, whom: For all., without: [two]}\n", encoding="utf-8"
    )
    assert names(read_paths(root)["short"][1]) == ["one"]
    written(root, "[one, two/first, two/deep]", "[]")
    assert names(pages_along(paths["way-1"][1], root)) == ["one", "two/index", "two/first", "two/second"]


@pytest.mark.parametrize(
    ("lessons", "found"),
    [
        (
            "[one, two/third]",
            "path way-0, lesson 2 = 'two/third': is no lesson: choose one of one, two/first",
        ),
        ("[glossary]", "path way-0, lesson 1 = 'glossary': is no lesson"),
        ("[two/second]", "path way-0, lesson 1 = 'two/second': needs two/first: put it before this one"),
        ("[two/second, two/first]", "path way-0, lesson 1 = 'two/second': needs two/first: put it before"),
    ],
)
def test_a_path_that_is_not_closed_is_a_fault_with_its_line(root, lessons, found):
    path = written(root, lessons)
    with pytest.raises(ContentsError) as raised:
        read_paths(root)
    assert str(raised.value).startswith(f"{path}:2: {found}")


def test_two_paths_with_one_id_are_a_fault(root):
    path = written(root, "[one]")
    path.write_text(
        path.read_text(encoding="utf-8") + "- {id: way-0, title: B, whom: C.}\n", encoding="utf-8"
    )
    with pytest.raises(ContentsError, match="is used earlier in this file"):
        read_paths(root)
