"""The two packages as others install them: whole, and at work away from the repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT
from lessonkit.sphinx.sources import made_from

LABCONFIG = "jupyter/labconfig/default_setting_overrides.json"
AWAY = """
import json
from pathlib import Path
import course, lessonkit
from course import Exam, Explorer, Quiz, models
from course.evidence.claims import Claims
from course.nutrition import DayPlate, FoodExplorer, LabelReader
from lessonkit.check import check
from lessonkit.quiz.index import reading_order

shown = [Quiz("nmda-blockade"), Exam(), Explorer(models.nmda_block)]
shown += [Claims(), DayPlate(), FoodExplorer(), LabelReader()]
print(json.dumps({
    "homes": [course.__file__, lessonkit.__file__, str(course.course.root)],
    "check": check(),
    "order": [bank.chapter for bank in reading_order()],
    "html": [len(widget.html) for widget in shown],
    "picture": (course.course.root / course.course.picture).is_file(),
}))
"""
USING = """
from pathlib import Path
from types import SimpleNamespace
from course import Explorer, models
from lessonkit.page.linker import classic_script
from lessonkit.sphinx import assets

print(len(Explorer(models.nmda_block).html), len(classic_script(Explorer.file("explorer.js"), Explorer.tag)))
site = Path("site")
app = SimpleNamespace(
    builder=SimpleNamespace(format="html"), outdir=site, add_css_file=print, add_js_file=print, config=None
)
assets.write(app)
assets.add_to_page(app, "page", "", {}, None)
"""


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", *map(str, arguments), "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels, by the first part of their names."""
    folder = tmp_path_factory.mktemp("wheels")
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, ROOT / "lessonkit", ROOT)
    return {path.name.partition("-")[0]: path for path in folder.glob("*.whl")}


@pytest.fixture(scope="session")
def away(wheels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both packages installed, as in an environment far from the repository."""
    folder = tmp_path_factory.mktemp("away")
    pip("install", "--target", folder, *wheels.values())
    return folder


def held(wheel: Path, folder: str) -> set[str]:
    """The files of a wheel that lie in a folder, relative to it."""
    with zipfile.ZipFile(wheel) as file:
        return {name.removeprefix(folder) for name in file.namelist() if name.startswith(folder)}


def lying(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in made_from(folder)}


def test_the_wheel_of_lessonkit_holds_every_file_of_the_package(wheels):
    names = lying(ROOT / "lessonkit" / "lessonkit")
    assert {Path(name).suffix for name in names} >= {".py", ".js", ".css", ".j2", ".json", ".typ", ".html"}
    assert held(wheels["lessonkit"], "lessonkit/") == names


def test_the_wheel_of_the_course_holds_its_package_and_what_that_reads(wheels):
    wheel = wheels["magnesium_and_myoclonus"]
    book = ROOT / "book"
    inside = {name for name in held(wheel, "course/") if name.startswith("book/")}
    assert held(wheel, "course/") - inside == lying(book / "course")
    folders = {
        f"book/{part}/{name}"
        for part in ("cases", "data", "figures", "quizzes", "tasks")
        for name in lying(book / part)
    }
    assert inside == folders | {"book/references.bib", "book/misconceptions.yml", "book/_toc.yml"}


def test_with_the_course_come_settings_with_which_chapters_open_as_notebooks(wheels):
    [name] = [name for name in held(wheels["magnesium_and_myoclonus"], "") if name.endswith(LABCONFIG)]
    assert name.endswith(f".data/data/etc/{LABCONFIG}")


def test_an_installed_course_runs_away_from_the_repository(away, tmp_path):
    variables = {**os.environ, "PYTHONPATH": str(away)}
    done = subprocess.run(
        [sys.executable, "-c", AWAY], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert all(Path(home).is_relative_to(away) for home in told["homes"])
    assert told["check"].startswith("Sound: ")
    assert told["order"][:2] == ["primers", "myoclonus"]
    assert all(told["html"])
    assert told["picture"]


@pytest.mark.parametrize(
    "name",
    [
        "page/tokens.json",
        "page/mount.js",
        "page/element.js",
        "page/widget.css",
        "explorer/explorer.js",
        "explorer/explorer.html.j2",
        "sphinx/theme.css",
        "sphinx/storage.js",
    ],
)
def test_a_wheel_that_lacks_a_file_says_which_and_what_to_do(name, away, tmp_path):
    broken = shutil.copytree(away, tmp_path / "broken", ignore=shutil.ignore_patterns("__pycache__"))
    (broken / "lessonkit" / name).unlink()
    done = subprocess.run(
        [sys.executable, "-c", USING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(broken)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    told = done.stderr.splitlines()[-1]
    assert re.search(rf"{name}\b.*: mend its name.*, or install the package anew$", told), told
