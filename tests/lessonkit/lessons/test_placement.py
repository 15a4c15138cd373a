"""What no page names is asked where the rest is, and a first page's questions stand for its lessons."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lessonkit.contents import ContentsError, read_contents
from lessonkit.lessons import Chapter, Placement
from lessonkit.quiz import BankError, Quiz
from lessonkit.quiz.bank import load_bank
from lessonkit.quiz.places import places

SAMPLE = Path(__file__).parents[1] / "quiz" / "banks" / "sample.yml"
FIRST, SECOND, *REST = load_bank(SAMPLE).items


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """Where the bank of a book lies whose chapter asks one question first and another in its lesson."""
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    root = tmp_path / "book"
    (root / "quizzes").mkdir(parents=True)
    shutil.copy(SAMPLE, root / "quizzes")
    (tmp_path / "_toc.yml").write_text(
        "root: book/home\nchapters:\n- file: book/sample/index\n  sections:\n"
        "  - file: book/sample/lesson\n  - file: book/sample/last\n",
        encoding="utf-8",
    )
    write(root / "home.md", "# Home\n")
    write(root / "sample" / "index.md", f"# Sample\n\n{asking(FIRST.id)}")
    write(
        root / "sample" / "lesson.md",
        f"---\nlesson: {{minutes: 5}}\n---\n\n# A lesson\n\n{asking(SECOND.id)}",
    )
    write(
        root / "sample" / "last.md",
        '---\nlesson: {minutes: 5}\n---\n\n# Last\n\n```{code-cell}\nQuiz("sample", rest=True)\n```\n',
    )
    return root / "quizzes"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def asking(*ids: str) -> str:
    return f'```{{code-cell}}\nQuiz("sample", only={list(ids)!r})\n```\n'


def test_the_rest_is_what_no_page_names_and_has_its_page(folder):
    quiz = Quiz("sample", rest=True, folder=folder)
    assert [item.id for item in quiz._items] == [item.id for item in REST]
    assert quiz.html.count('<details class="quiz-rest">') == 1
    [_, chapter] = read_contents(folder.parent)
    found = places(chapter, load_bank(folder / "sample.yml"))
    assert found.pop(FIRST.id) == "sample/index.html"
    assert found.pop(SECOND.id) == "sample/lesson.html"
    assert set(found.values()) == {"sample/last.html"}


def test_a_rest_that_is_empty_or_named_is_refused(folder):
    with pytest.raises(BankError, match="only names what to ask, and rest what no page names: give one"):
        Quiz("sample", only=[FIRST.id], rest=True, folder=folder)
    lesson = folder.parent / "sample" / "lesson.md"
    write(lesson, lesson.read_text(encoding="utf-8") + asking(*(item.id for item in REST)))
    with pytest.raises(BankError, match="every item is asked by name: take this quiz away"):
        Quiz("sample", rest=True, folder=folder)


def test_a_lesson_whose_objectives_the_first_page_does_not_ask_is_named(folder):
    with pytest.raises(ContentsError, match=r"asks for no objective of sample/last: add a question there"):
        Placement("sample", folder=folder)
    with pytest.raises(ContentsError, match=r"Chapter\('home'\): the table of contents has no such chapter"):
        Chapter("home", folder=folder)
