"""The example book of lessonkit: a stranger's book and widget, alive on pages and in JupyterLab."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jupytext
import pytest
from playwright.sync_api import Page, expect

from conftest import ROOT, build_book, serving, watch
from jupyter_program import Notebook, serve, write_notebook
from lessonkit import course as courses

KIT = ROOT / "lessonkit"
EXAMPLE = KIT / "example"
READY = ("course-explorer", "course-quiz", "logistic-doubling")


OWN = "from logistic.doubling import Doubling\nown = Doubling(rate=0.9)"


def copied(folder: Path) -> Path:
    return shutil.copytree(EXAMPLE, folder / "book", ignore=shutil.ignore_patterns("_build", "__pycache__"))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, built."""
    folder = copied(tmp_path_factory.mktemp("example"))
    done = build_book(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module", params=["http", "file"])
def address(request: pytest.FixtureRequest, book: Path) -> Iterator[str]:
    """The address of its page, over http and then from disk."""
    site = book / "_build" / "html"
    if request.param == "file":
        yield f"{site.as_uri()}/growth.html"
    else:
        with serving(site) as home:
            yield f"{home}/growth.html"


def move(page: Page, rate: float) -> None:
    """Move the slider of the example's own widget."""
    doubling = page.locator("logistic-doubling[ready]")
    doubling.get_by_role("slider").fill(str(rate))
    expect(doubling.locator("output")).to_have_text(f"{0.6931 / rate:.2f}")


def test_its_widgets_and_the_kits_are_alive_and_ask_no_other_host(address, context):
    page = context.new_page()
    faults = watch(page, address)
    page.goto(address)
    for tag in READY:
        expect(page.locator(f"{tag}[ready]")).to_have_count(1)
    expect(page.locator("course-figure svg").first).to_be_visible()
    move(page, 0.25)
    explorer = page.locator("course-explorer")
    explorer.locator('input[type=range][name="N_0"]').fill("2")
    assert explorer.evaluate("({ result }) => result.scalars.last") == pytest.approx(100, rel=1e-3)
    question = page.locator('[data-item="twice-the-start"]')
    question.get_by_label("It stays the same").check()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).to_contain_text("Right")
    assert page.locator("fieldset[data-item]").count() == 3
    page.wait_for_load_state("networkidle")
    assert faults == []


def test_a_strangers_widget_brings_its_script_and_style(book):
    page = (book / "_build" / "html" / "growth.html").read_text(encoding="utf-8")
    for name in ("doubling.js", "doubling.css"):
        assert f"_static/course/{name}" in page
        assert (book / "_build" / "html" / "_static" / "course" / name).is_file()
    assert "data-class" not in page


def test_the_same_widgets_live_in_jupyterlab(context, tmp_path):
    folder = copied(tmp_path)
    jupytext.write(jupytext.read(folder / "growth.md"), folder / "growth.ipynb")
    write_notebook(folder / "own.ipynb", (OWN, "own", ""))
    with serve(tmp_path / "home", folder) as home:
        notebook = Notebook(context, home, "growth")
        notebook.run_all()
        outputs = [output for cell in notebook.cells() for output in cell["outputs"]]
        assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
        for tag in READY:
            expect(notebook.page.locator(f".jp-OutputArea {tag}[ready]")).to_have_count(1)
        move(notebook.page, 0.2)
        assert (notebook.asked_outside, notebook.errors) == ([], [])

        own = Notebook(context, home, "own")
        own.run_all()
        move(own.page, 0.3)
        assert own.print("own.rate") == 0.3
        own.run("own.rate = 0.8")
        expect(own.page.get_by_role("slider")).to_have_value("0.8")
        assert (own.asked_outside, own.errors) == ([], [])


README = (KIT / "README.md").read_text(encoding="utf-8")


def test_the_first_widget_of_the_readme_runs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(courses, "_current", courses._current)
    monkeypatch.chdir(tmp_path)
    program = re.search(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[1]
    assert len(program.splitlines()) <= 20
    *lines, last = ast.parse(program).body
    names: dict[str, object] = {}
    exec(compile(ast.Module(lines, []), "README.md", "exec"), names)
    widget = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    assert widget.html.startswith("<course-explorer")
    assert widget.result.series["temperature"][0] == 90


def test_each_link_and_picture_of_the_readme_is_there():
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if not link.startswith("https://")]
    pictures = [KIT / link for link in links if link.endswith((".png", ".svg"))]
    assert pictures
    assert [link for link in links if not (KIT / link).exists()] == []
    assert all(picture.stat().st_size < 100_000 for picture in pictures)


def test_a_fresh_environment_with_lessonkit_alone_builds_it(tmp_path):
    """Nothing that the course or the tests bring is needed."""
    folder = copied(tmp_path)
    run = {"check": False, "capture_output": True, "text": True}
    with tempfile.TemporaryDirectory() as place:  # 830 MB, which pytest would keep
        programs = Path(place, "bin")
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        wanted = ["-c", ROOT / "constraints.txt", KIT, "jupyter-book"]
        done = subprocess.run([programs / "pip", "install", "--quiet", *wanted], **run)
        assert done.returncode == 0, done.stderr
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run([programs / "jupyter-book", "build", folder, "-W", "-n"], env=kept, **run)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "_build" / "html" / "_static" / "course" / "doubling.js").is_file()
