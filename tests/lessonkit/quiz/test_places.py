"""Where a wrong answer leads: the place that an item names, or the lesson that teaches its objective."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import course
from lessonkit.quiz import BankError, check_banks, load_bank
from lessonkit.quiz.places import look_again

SAMPLE = Path(__file__).parent / "banks" / "sample.yml"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """The bank with an item of each type, in a book with a chapter of two lessons and another of one."""
    (tmp_path / "_toc.yml").write_text(
        "root: index\nchapters:\n- file: other\n- file: sample/index\n"
        "  sections: [{file: sample/first}, {file: sample/second}]\n",
        encoding="utf-8",
    )
    pages = {
        "sample/index": "# The sample",
        "sample/first": '# The first\n\n```{code-cell}\nQuiz("sample", only=["sample-single"])\n```',
        "sample/second": "# The second\n\n## What's new: a & b\n\n```{code-cell}\n# no heading\n```",
        "other": "# Another",
    }
    for name, text in pages.items():
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    path = tmp_path / "quizzes" / "sample.yml"
    path.parent.mkdir()
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def with_place(bank: Path, place: str) -> None:
    text = bank.read_text(encoding="utf-8")
    bank.write_text(
        text.replace("    type: single\n", f"    type: single\n    see: {place}\n", 1), encoding="utf-8"
    )


def place_of(bank: Path) -> dict[str, str]:
    return look_again(load_bank(bank), bank.parent)["sample-single"].for_page


def test_without_a_place_it_is_the_lesson_that_teaches_the_objective(bank):
    assert place_of(bank) == {"title": "The first", "page": "sample/first.html"}


@pytest.mark.parametrize(
    ("place", "title", "page"),
    [
        ("sample/second", "The second", "sample/second.html"),
        (
            "sample/second#what-s-new-a-b",
            "The second: What's new: a & b",
            "sample/second.html#what-s-new-a-b",
        ),
        ("other", "Another", "other.html"),
    ],
)
def test_a_place_that_is_named_goes_first(bank, place, title, page):
    hash = load_bank(bank).items[0].hash
    with_place(bank, place)
    assert place_of(bank) == {"title": title, "page": page}
    assert load_bank(bank).items[0].hash == hash
    assert "see" not in load_bank(bank).items[0].for_page()


@pytest.mark.parametrize(
    ("place", "remedy"),
    [
        ("sample/secnd", "is no page of the book, such as sample/second, "),
        (
            "sample/second#no-heading",
            "names a heading that the page does not have: choose one of the-second, ",
        ),
    ],
)
def test_a_place_that_is_not_there_is_refused_with_its_line(bank, place, remedy):
    with_place(bank, place)
    with pytest.raises(BankError) as caught:
        load_bank(bank)
    line = bank.read_text(encoding="utf-8").splitlines().index(f"    see: {place}") + 1
    assert str(caught.value).startswith(f"{bank}:{line}: item sample-single, see = '{place}': {remedy}")


def test_a_place_in_a_chapter_that_the_book_leaves_out_gives_way_to_the_lesson(bank):
    contents = bank.parents[1] / "_toc.yml"
    contents.write_text(contents.read_text(encoding="utf-8").replace("- file: other\n", ""), encoding="utf-8")
    with_place(bank, "other")
    assert place_of(bank) == {"title": "The first", "page": "sample/first.html"}


def test_a_place_in_a_chapter_without_pages_gives_way_too_if_the_chapter_has_a_bank(bank):
    with_place(bank, "gone/first")
    with pytest.raises(BankError, match="is no page of the book"):
        load_bank(bank)
    (bank.parent / "gone.yml").write_text("", encoding="utf-8")
    assert place_of(bank) == {"title": "The first", "page": "sample/first.html"}


def test_no_feedback_of_the_course_says_again_where_the_link_leads():
    texts = [path.read_text(encoding="utf-8") for path in course.quizzes.glob("*.yml")]
    assert not [
        line for text in texts for line in text.splitlines() if " See “" in line or " See the " in line
    ]


def test_each_item_of_the_course_leads_somewhere():
    for bank in check_banks():
        places = look_again(bank, course.quizzes)
        assert list(places) == [item.id for item in bank.items]
        chapter = f"book/{bank.chapter}/index.html"
        assert not [id for id, place in places.items() if place.page == chapter]
