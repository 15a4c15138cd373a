"""Building: mistakes in what goes in stop it and are named; a second build does only what is needed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, build_book
from lessonkit.sphinx.assets import EARLY

EVERYWHERE = {*EARLY, "offline.js"}
CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
---
# A page

```{code-cell} ipython3
from course import Quiz
Quiz("nmda-blockade")
```
"""


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """A book of one page on a copy of the package, the banks and the tables."""
    shutil.copy(ROOT / "_config.yml", tmp_path)
    for name in ("course", "data", "quizzes", "tasks", "figures"):
        shutil.copytree(
            ROOT / "book" / name, tmp_path / "book" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "book" / "references.bib", tmp_path / "book")
    (tmp_path / "book" / "index.md").write_text(CHAPTER, encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", encoding="utf-8")
    return tmp_path


def change(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def leave_lying_about(book: Path) -> None:
    """Environments, copies that programs keep, and pages that the contents do not name."""
    licence = Path("lib", "site-packages", "some.dist-info", "licenses", "LICENSE.md")
    for environment in (book / "env", book / "book" / "course" / "env"):
        (environment / licence).parent.mkdir(parents=True)
        (environment / licence).write_text("# Licence\n", encoding="utf-8")
        (environment / "pyvenv.cfg").write_text("home = /usr/bin\n", encoding="utf-8")
    for name in ("index.md", "quizzes/nmda-blockade.yml", "course/exercises.py"):
        source = book / "book" / name
        copy = source.parent / ".ipynb_checkpoints" / f"{source.stem}-checkpoint{source.suffix}"
        copy.parent.mkdir()
        shutil.copy(source, copy)
    for name in ("notes.md", "data/foods.csv~", "quizzes/.nmda-blockade.yml.swp"):
        (book / "book" / name).write_text("# Notes\n", encoding="utf-8")


def test_a_faulty_bank_stops_the_build_and_is_named(small_book):
    bank = small_book / "book" / "quizzes" / "nmda-blockade.yml"
    change(bank, r"type: single", "type: singel")
    done = build_book(small_book)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert re.search(r"nmda-blockade\.yml:\d+", said)
    assert "singel" in said


def test_a_table_without_a_column_stops_the_build_and_is_named(small_book):
    change(small_book / "book" / "data" / "nmda_block_fits.csv", "K0_mM", "K0")
    done = build_book(small_book)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "nmda_block_fits.csv, line 1: lacks the column K0_mM" in said


def test_a_second_build_runs_nothing_and_a_changed_bank_is_noticed(small_book):
    assert build_book(small_book).returncode == 0
    assert (small_book / "_build" / "html" / ".nojekyll").is_file()  # else GitHub Pages drops _static
    page = small_book / "_build" / "html" / "book" / "index.html"
    first = page.read_text(encoding="utf-8")
    again = build_book(small_book)
    assert again.returncode == 0
    assert "0 added, 0 changed, 0 removed" in again.stdout + again.stderr
    leave_lying_about(small_book)
    again = build_book(small_book)
    assert again.returncode == 0
    assert "0 added, 0 changed, 0 removed" in again.stdout + again.stderr
    change(small_book / "book" / "quizzes" / "nmda-blockade.yml", r"stem: ", "stem: Changed. ")
    assert build_book(small_book).returncode == 0
    assert "Changed. " in page.read_text(encoding="utf-8")
    assert "Changed. " not in first


def test_pages_share_scripts_also_after_one_of_them_shows_another_widget(small_book):
    """A second build writes a page anew that has not changed, if its widgets share other scripts now."""
    (small_book / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n- file: book/other\n", encoding="utf-8"
    )
    other = small_book / "book" / "other.md"
    other.write_text(CHAPTER, encoding="utf-8")

    def scripts(page: str) -> list[str]:
        html = (small_book / "_build" / "html" / "book" / f"{page}.html").read_text(encoding="utf-8")
        names = re.findall(r'src="\.\./_static/course/([\w-]+\.js)', html)
        return [name for name in names if name not in EVERYWHERE]

    assert build_book(small_book).returncode == 0
    assert scripts("index") == scripts("other") == ["quiz.js"]
    explorer = "from course import Explorer\nExplorer('nmda-block')"
    other.write_text(
        CHAPTER.replace('from course import Quiz\nQuiz("nmda-blockade")', explorer), encoding="utf-8"
    )
    assert build_book(small_book).returncode == 0
    shared = [name for name in scripts("index") if name in scripts("other")]
    assert shared
    assert scripts("index") == [*shared, "quiz.js"]
    assert scripts("other") == [*shared, "explorer.js"]
    folder = small_book / "_build" / "html" / "_static" / "course"
    written = {path.name for path in folder.glob("*.js")} - {*EVERYWHERE, "plotly.min.js"}
    assert written == {*shared, "quiz.js", "explorer.js"}


def test_a_figure_that_would_be_lost_stops_the_build(small_book):
    """A bare Plotly figure has no words and no picture without a script: it must not vanish silently."""
    chapter = CHAPTER.replace('Quiz("nmda-blockade")', "import plotly.graph_objects as go\ngo.Figure()")
    (small_book / "book" / "index.md").write_text(chapter, encoding="utf-8")
    done = build_book(small_book)
    assert done.returncode != 0
    assert "Figure(" in done.stdout + done.stderr


def test_two_explorers_with_one_id_stop_the_build_and_are_named(small_book):
    twice = "from course import Explorer\nfrom course.models import nmda_block\nExplorer(nmda_block)\n"
    cells = CHAPTER.replace(
        'from course import Quiz\nQuiz("nmda-blockade")\n',
        f"{twice}```\n\n```{{code-cell}} ipython3\n{twice}",
    )
    (small_book / "book" / "index.md").write_text(cells, encoding="utf-8")
    done = build_book(small_book)
    assert done.returncode != 0
    assert "book/index: two <course-explorer> have the id 'nmda-block'" in done.stdout + done.stderr


NUMBER = """from types import SimpleNamespace

n = SimpleNamespace(peak="−20.5")
with open("runs.txt", "a") as runs:
    runs.write("run ")
"""


def write_page(book: Path, code: str, text: str) -> None:
    chapter = CHAPTER.replace('from course import Quiz\nQuiz("nmda-blockade")\n', code)
    (book / "book" / "index.md").write_text(f"{chapter}\n{text}\n", encoding="utf-8")


def test_a_number_of_a_cell_stands_in_the_sentence_and_the_cell_runs_once(small_book):
    write_page(small_book, NUMBER, "The peak is at {eval}`n.peak` mV, and {eval}`n.peak` mV it stays.")
    assert build_book(small_book).returncode == 0
    site = small_book / "_build" / "html"
    said = "The peak is at −20.5 mV, and −20.5 mV it stays."
    assert said in (site / "book" / "index.html").read_text(encoding="utf-8")
    assert said in (site / "_sources" / "book" / "index.ipynb").read_text(encoding="utf-8")
    assert (small_book / "book" / "runs.txt").read_text() == "run "


def test_a_number_that_no_cell_gives_stops_the_build_and_is_named(small_book):
    faults = {
        "n.peek": "AttributeError: .*'peek'",
        "print(1)": "'print\\(1\\)' is not valid",
        "n.now": "no text",
    }
    text = "\n\n".join(f"The peak is at {{eval}}`{expression}` mV." for expression in faults)
    write_page(small_book, NUMBER + "n.now = 1 / 3\n", text)
    done = build_book(small_book)
    assert done.returncode != 0
    for expression, fault in faults.items():
        named = rf"index\.md:\d+: WARNING: eval: {re.escape(expression)}: .*{fault}"
        assert re.search(named, done.stdout + done.stderr), expression


EXPLORER = "from course import Explorer\nfrom course.models import nmda_block\nExplorer(nmda_block)\n"


def test_a_link_sets_a_widget_and_stays_text_in_the_notebook(small_book):
    write_page(small_book, EXPLORER, "Lower it: [low](index.md?nmda-block.Mg=0.3&view=projector).")
    assert build_book(small_book).returncode == 0
    site = small_book / "_build" / "html"
    page = (site / "book" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<a [^>]*href="(index\.html)?\?nmda-block\.Mg=0\.3&amp;view=projector"', page)
    assert "Lower it: low." in (site / "_sources" / "book" / "index.ipynb").read_text(encoding="utf-8")


def test_a_link_that_asks_for_what_is_not_there_stops_the_build_and_is_named(small_book):
    faults = {
        "other.md?nmda-block.Mg=1": "no page 'other.md' beside this one",
        "index.md?end-plate.Mg=1": "no widget 'end-plate' on that page: use one of nmda-block",
        "index.md?nmda-block.Mn=1": "nmda-block has no setting 'Mn': use one of Mg, ",
        "index.md?nmda-block.Mg=9": "nmda-block.Mg cannot be '9': use a number from 0 to 5",
        "index.md?nmda-block.Mg=low": "nmda-block.Mg cannot be 'low': use a number from 0 to 5",
        "index.md?nmda-block.fit=none": "nmda-block.fit cannot be 'none': use one of jahr_stevens_1990",
        "index.md?view=large": "there is no view 'large': use projector",
    }
    write_page(small_book, EXPLORER, "\n\n".join(f"[here]({link})" for link in faults))
    done = build_book(small_book)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for link, fault in faults.items():
        assert re.search(rf"index\.md:\d+: WARNING: link to {re.escape(f'{link}: {fault}')}", said), fault
