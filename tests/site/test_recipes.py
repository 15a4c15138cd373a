"""The recipes of "Make it yours": all are carried out on a copy of the book, and what they add is built."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, build_book, of_copy

PAGE = ROOT / "book" / "make-it-yours.md"
BLOCK = re.compile(
    r"^(`{3,})\{code-block\} \w+\n:caption: (?P<caption>[^\n]*)\n\n(?P<content>.*?)^\1$",
    re.MULTILINE | re.DOTALL,
)
CAPTION = re.compile(
    r"New file (?P<new>\S+)|At the end of (?P<end>\S+)"
    r"|In (?P<inside>\S+), (?P<side>after|before|in place of) the line with “(?P<words>.+)”"
)
RECIPES = ("chapter", "question", "case", "food", "model", "binder")

BINDER = "https://mybinder.org/v2/gh/your-name/your-course/main?urlpath=lab/tree"


@dataclass(frozen=True)
class Step:
    """One block of the page: what goes into which file, and where."""

    caption: str
    content: str

    def apply(self, book: Path) -> None:
        """Change the copy as the caption says."""
        place = CAPTION.fullmatch(self.caption)
        assert place, f"{self.caption!r} does not say where the block goes"
        if place["new"]:
            path = book / place["new"]
            assert not path.exists()
            path.write_text(self.content, encoding="utf-8")
            return
        path = book / (place["end"] or place["inside"])
        text = path.read_text(encoding="utf-8")
        if place["end"]:
            path.write_text(f"{text.rstrip()}\n{self.gap(path)}{self.content}", encoding="utf-8")
            return
        lines = text.splitlines(keepends=True)
        (at,) = [number for number, line in enumerate(lines) if place["words"] in line]
        if place["side"] == "in place of":
            del lines[at]
        lines.insert(at + (place["side"] == "after"), self.content)
        path.write_text("".join(lines), encoding="utf-8")

    @staticmethod
    def gap(path: Path) -> str:
        return "" if path.suffix == ".csv" else "\n"


def steps(recipe: str) -> list[Step]:
    """Return the blocks of one recipe, in the order of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"(recipe-{recipe})=")[1].split("\n(recipe-")[0]
    return [Step(found["caption"].replace("\\_", "_"), found["content"]) for found in BLOCK.finditer(section)]


@pytest.fixture(scope="module")
def adapted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book with all recipes carried out, and the pages that they concern built."""
    copy = tmp_path_factory.mktemp("adapted")
    for name in ("_config.yml", "_toc.yml", "CITATION.cff"):
        shutil.copy(ROOT / name, copy)
    leave_out = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "book", copy / "book", ignore=leave_out)
    for recipe in RECIPES:
        for step in steps(recipe):
            step.apply(copy)
    contents = copy / "_toc.yml"
    parts = yaml.safe_load(contents.read_text(encoding="utf-8"))["parts"]
    named = [entry["file"] for part in parts for entry in part["chapters"]]
    added = ["book/lab-day", "book/model-nernst"]
    assert [file for file in named if file in added] == added
    (copy / "book" / "index.md").write_text("# Our version\n", encoding="utf-8")
    small = {"format": "jb-book", "root": "book/index", "chapters": [{"file": file} for file in added]}
    contents.write_text(yaml.safe_dump(small, sort_keys=False), encoding="utf-8")
    for whole in ("paths.yml", "redirects.yml"):  # they name pages that are left out here
        (copy / "book" / whole).unlink()
    for ours in (ROOT / "book" / "cases").iterdir():  # so do they
        (copy / "book" / "cases" / ours.name).unlink()
    done = build_book(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


def built(copy: Path, page: str) -> str:
    return (copy / "_build" / "html" / "book" / f"{page}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("lab-day", "<h1>A day in our laboratory"),
        ("lab-day", 'data-item="magnesium-that-blocks"'),
        ("lab-day", 'data-item="name-of-the-free-part"'),
        ("lab-day", 'data-item="free-part-of-a-sample"'),
        ("lab-day", '<course-case case="which-magnesium"'),
        ("lab-day", "Two groups, one sample, two curves"),
        ("lab-day", "NDB-02033"),
        ("lab-day", "Poppy seed"),
        ("index", 'href="lab-day.html"'),
        ("model-nernst", '<course-explorer model="nernst"'),
        ("model-nernst", "Pumps and channels"),
        ("lab-day", f'"{BINDER}/book/lab-day.md"'),
        ("model-nernst", f'"{BINDER}/book/model-nernst.md"'),
        ("lab-day", 'href="../_sources/book/lab-day.ipynb"'),
    ],
)
def test_what_a_recipe_adds_is_on_its_page(adapted, page, shown):
    assert shown in built(adapted, page)


def test_the_bank_breaks_no_rule_of_item_writing(adapted):
    command = [sys.executable, "-m", "lessonkit", "lint"]
    done = subprocess.run(
        command, cwd=adapted, env=of_copy(adapted), capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert "lab-day: 1 single, 1 short, 1 numeric" in said
    assert [line for line in said.splitlines() if "lab-day.yml" in line and "advisory" not in line] == []


def test_the_model_gives_the_number_worked_out_by_hand(adapted):
    code = "from course.models import nernst as model;print(model.run().scalars['equilibrium_at_read'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=of_copy(adapted), capture_output=True, text=True, check=True
    )
    assert float(done.stdout) == pytest.approx(9.26, abs=0.01)  # 13.36 mV × ln 2


def test_the_food_may_stand_in_for_others_on_the_plate(adapted):
    code = "from course.nutrition.foods import read_foods;print(read_foods()[-1])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=of_copy(adapted), capture_output=True, text=True, check=True
    )
    assert "id='NDB-02033'" in done.stdout
    assert "swap='nuts and seeds'" in done.stdout


def test_the_page_of_models_names_the_new_one(adapted):
    page = (adapted / "book" / "models.md").read_text(encoding="utf-8")
    table = re.search(r"USED_IN = \{.*?\}", page, re.DOTALL)[0]
    names: dict = {}
    exec(table, names)
    assert names["USED_IN"]["nernst"] == "lab-day"


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_has_a_step_and_its_time(recipe):
    section = PAGE.read_text(encoding="utf-8").split(f"(recipe-{recipe})=")[1].split("\n(recipe-")[0]
    assert steps(recipe)
    assert re.search(r"^About \d+ minutes", section, re.MULTILINE)


def test_what_the_page_names_is_there():
    page = BLOCK.sub("", PAGE.read_text(encoding="utf-8"))
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:md|yml))`", page)
    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).exists()] == []
    tests = (ROOT / "tests" / "course" / "nutrition" / "test_foods.py").read_text(encoding="utf-8")
    (test,) = re.findall(r"^(test_\w+)$", page, re.MULTILINE)
    assert f"def {test}(" in tests
    assert re.search(r"^CHECKSUM = ", tests, re.MULTILINE)
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in targets for target in re.findall(r"`make ([\w-]+)`", page))
