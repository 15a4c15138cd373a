"""Chapters as notebooks to take away: complete, readable anywhere, and running in a copy of the course."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import CHAPTERS, ROOT
from nbclient import NotebookClient

import course

WITH_CODE = [
    name for name in CHAPTERS if (ROOT / "book" / f"{name}.md").read_text("utf-8").startswith("---\njupytext")
]
LISTED = re.findall(r"- file: book/(\S+)|root: book/(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
PAGES = sorted({"".join(found) for found in LISTED} & set(WITH_CODE))
RAW = re.compile(
    r"\{(?:cite|glue|doc|ref|term|widget|download)[\w:]*\}`|^(?:`{3,}|:{3,})\{|^\([\w-]+\)=$", re.MULTILINE
)


def notebook(site: Path, name: str) -> nbformat.NotebookNode:
    return nbformat.read(site / "_sources" / "book" / f"{name}.ipynb", as_version=4)


def finder(site: Path) -> str:
    [cell] = [cell for cell in notebook(site, "safety").cells if cell.id == "find-the-course"]
    return cell.source


def run(code: str, folder: Path) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", f"{code}\nprint(course.__file__)"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_offers_its_notebook_with_outputs_and_in_plain_markdown(name, site):
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    assert f'href="../_sources/book/{name}.ipynb"' in page
    taken = notebook(site, name)
    nbformat.validate(taken)
    code = [cell for cell in taken.cells if cell.cell_type == "code"]
    assert code[0].id == "find-the-course"
    assert any(cell.outputs for cell in code)
    written = "\n".join(cell.source for cell in taken.cells if cell.cell_type == "markdown")
    assert RAW.findall(written) == []


def test_citations_numbers_links_and_figures_are_readable(site):
    text = {name: "\n".join(cell.source for cell in notebook(site, name).cells) for name in PAGES}
    assert "([Cummings and Popescu 2015](https://doi.org/10.1085/jgp.201411302))" in text["nmda-blockade"]
    assert "At 1.0 mM it is −20.5 mV" in text["nmda-blockade"]
    assert "see *Magnesium in the body*" in text["safety"]
    assert "> **This page teaches; it does not treat**" in text["safety"]
    pictures = [cell for cell in notebook(site, "myoclonus").cells if "attachments" in cell]
    [(name, kinds)] = pictures[0].attachments.items()
    assert f"](attachment:{name})" in pictures[0].source
    assert list(kinds) == ["image/svg+xml"]


def test_a_notebook_runs_from_top_to_bottom_beside_the_book(site, tmp_path, monkeypatch):
    """In a fresh kernel whose working directory is another folder of the copy."""
    for name in ("PYTHONPATH", "COURSE_STATIC"):
        monkeypatch.delenv(name, raising=False)
    copy = tmp_path / "copy"
    (copy / "lesson").mkdir(parents=True)
    (copy / "book").symlink_to(ROOT / "book", target_is_directory=True)
    taken = notebook(site, "safety")
    client = NotebookClient(
        taken, timeout=120, kernel_name="python3", resources={"metadata": {"path": copy / "lesson"}}
    )
    client.execute()
    outputs = [output for cell in taken.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)


def test_away_from_the_course_it_says_what_to_do(site, tmp_path):
    told = run(finder(site), tmp_path).stderr
    assert "ImportError: This notebook needs a copy of the course: put it in the copy's folder 'book'" in told


@pytest.mark.parametrize("here", [".", "book", "tests/site"])
def test_it_finds_the_course_from_any_folder_of_a_copy(here, site):
    done = run(finder(site), ROOT / here)
    assert (done.stderr, Path(done.stdout.strip())) == ("", ROOT / "book" / "course" / "__init__.py")


def test_another_version_of_the_course_is_named(site, tmp_path):
    package = tmp_path / "book" / "course"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "9.9"\n', encoding="utf-8")
    said = run(finder(site), tmp_path).stdout
    assert f"is of version {course.__version__} of the course, and the package is of version 9.9." in said
    assert "download the notebook again" in said
