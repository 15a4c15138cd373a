"""The contents of a book: chapters as pages and as folders, and what a lesson says of itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lessonkit.contents import MOST_WORDS, ContentsError, check_contents, read_contents

CONTENTS = """
root: book/index
parts:
  - caption: Chapters
    chapters:
      - file: book/one
      - file: book/two/index
        sections:
          - file: book/two/first
          - file: book/two/second
"""
LESSON = "---\nlesson: {minutes: 8}\n---\n\n# A claim\n\nWords of prose.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a book with a chapter of one page and one of two lessons."""
    root = tmp_path / "book"
    (root / "two").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    for name in ("index", "one", "two/index"):
        (root / f"{name}.md").write_text("# A page\n", encoding="utf-8")
    for name in ("two/first", "two/second"):
        (root / f"{name}.md").write_text(LESSON, encoding="utf-8")
    return root


def lesson(root: Path, front: str, text: str = "# A claim\n") -> Path:
    path = root / "two" / "first.md"
    path.write_text(f"---\njupytext: {{}}\n{front}---\n\n{text}", encoding="utf-8")
    return path


def test_a_chapter_is_a_page_or_a_folder_of_lessons(root):
    home, one, two = read_contents(root)
    assert (home.id, one.id, two.id) == ("index", "one", "two")
    assert [page.name for page in one.lessons] == ["one"]
    assert not one.is_folder
    assert [page.address for page in two.pages] == ["two/index.html", "two/first.html", "two/second.html"]
    assert two.lessons[0].title == "A claim"
    assert check_contents(root) == 2


def test_what_a_lesson_says_of_itself_is_typed(root):
    lesson(root, "lesson: {minutes: 9, deeper: true, needs: [one, two/second]}\n")
    facts = read_contents(root)[2].lessons[0].facts
    assert (facts.minutes, facts.deeper, facts.needs) == (9, True, ("one", "two/second"))


@pytest.mark.parametrize(
    ("front", "line", "found"),
    [
        ("", 2, "lesson: is missing"),
        ("lesson: {}\n", 3, "lesson, minutes: is missing"),
        ("lesson: {minutes: soon}\n", 3, "lesson, minutes = 'soon': is no whole number"),
        ("lesson:\n  minutes: 8\n  depper: true\n", 5, "lesson, depper = True: is no field here"),
        ("lesson: {minutes: 11}\n", 3, "lesson, minutes = 11: is too long: cut the lesson to 10 minutes"),
        (
            "lesson: {minutes: 8, needs: [three]}\n",
            3,
            "lesson, need 1 = 'three': is no lesson: choose one of",
        ),
    ],
)
def test_a_fault_names_file_and_line(root, front, line, found):
    path = lesson(root, front)
    with pytest.raises(ContentsError) as raised:
        check_contents(root)
    assert str(raised.value).startswith(f"{path}:{line}: {found}")


def test_a_lesson_has_few_words_and_a_chapter_few_minutes(root):
    code = "```{code-cell} ipython3\n" + "code " * 2000 + "\n```\n"
    path = lesson(root, "lesson: {minutes: 8}\n", f"# A claim\n\n{'word ' * (MOST_WORDS - 2)}\n\n{code}")
    assert check_contents(root) == 2
    path.write_text(path.read_text(encoding="utf-8") + "one more\n", encoding="utf-8")
    with pytest.raises(
        ContentsError, match=rf"first.md:1: has {MOST_WORDS + 2} words: cut it to {MOST_WORDS}"
    ):
        check_contents(root)

    names = [f"lesson-{i}" for i in range(7)]
    for name in names:
        (root / "two" / f"{name}.md").write_text(LESSON.replace("8", "9"), encoding="utf-8")
    listed = "".join(f"          - file: book/two/{name}\n" for name in names)
    (root.parent / "_toc.yml").write_text(
        CONTENTS.replace("          - file: book/two/first\n", listed), encoding="utf-8"
    )
    with pytest.raises(ContentsError, match=r"index.md:1: its lessons take 71 minutes: cut them to 60"):
        check_contents(root)


def test_a_page_that_is_not_there_is_named_with_its_line(root):
    (root / "two" / "second.md").unlink()
    with pytest.raises(ContentsError) as raised:
        check_contents(root)
    named = f"{root.parent / '_toc.yml'}:10: two/second: there is no file {root / 'two' / 'second.md'}"
    assert str(raised.value).startswith(named)


def test_an_installed_course_has_no_pages_to_check(root):
    for path in root.rglob("*.md"):
        os.remove(path)
    assert check_contents(root) == 0
