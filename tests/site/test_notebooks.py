"""Chapters as notebooks to take away: complete, readable anywhere, running where the course is."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from conftest import CHAPTERS, ROOT
from course import course
from jupyter_program import PATIENCE_MS, Notebook, environment, serve
from lessonkit.page.tokens import tokens
from lessonkit.sphinx.notebooks import plain_notebook
from lessonkit.sphinx.still import still

WITH_CODE = [
    name for name in CHAPTERS if (ROOT / "book" / f"{name}.md").read_text("utf-8").startswith("---\njupytext")
]
LISTED = re.findall(r"- file: book/(\S+)|root: book/(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
PAGES = sorted({"".join(found) for found in LISTED} & set(WITH_CODE))
RAW = re.compile(
    r"\{(?:cite|eval|doc|ref|term|widget|download)[\w:]*\}`|^(?:`{3,}|:{3,})\{|^\([\w-]+\)=$", re.MULTILINE
)


def notebook(site: Path, name: str) -> nbformat.NotebookNode:
    return nbformat.read(site / "_sources" / "book" / f"{name}.ipynb", as_version=4)


def look(site: Path, folder: Path, *options: str) -> subprocess.CompletedProcess:
    """Run in a folder the cell that looks for the course, and print where it was found."""
    [cell] = [cell for cell in notebook(site, "safety/index").cells if cell.id == "look-for-the-course"]
    command = [sys.executable, *options, "-c", f"{cell.source}\nprint(this_course.package)"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def markdown(taken: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in taken.cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_offers_its_notebook_with_results_in_plain_markdown(name, site):
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    assert f'href="{"../" * (1 + name.count("/"))}_sources/book/{name}.ipynb"' in page
    taken = notebook(site, name)
    nbformat.validate(taken)
    code = [cell for cell in taken.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code[:2]] == ["install-the-course", "look-for-the-course"]
    # "Run all" of JupyterLab and Notebook clears each output at once, also those that are never run.
    assert not any(cell.outputs for cell in code)
    assert any(cell.id.startswith("stored-") for cell in taken.cells)
    assert RAW.findall(markdown(taken)) == []


@pytest.mark.parametrize("name", PAGES)
def test_all_that_a_page_says_without_a_script_is_in_its_notebook(name, site):
    """Each question with its answers, each table, each picture with its text; and no dead control."""
    page = BeautifulSoup((site / "book" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    taken = notebook(site, name)
    said = BeautifulSoup(markdown(taken), "html.parser")
    for tag in page.select("article template, article [hidden], article script"):
        tag.decompose()
    words = " ".join(said.get_text().split())
    cells = page.select(
        "article :is(course-quiz legend, .course-answers li > strong, course-figure figcaption)"
    )
    assert [cell.get_text() for cell in cells if " ".join(cell.get_text().split()) not in words] == []
    widgets = page.select(", ".join(f"article course-{kind} table" for kind in KINDS))
    assert len(said.select("table")) >= len(widgets)
    alts = [box["aria-label"] for box in page.select("article :is(.course-picture, .course-moment)")]
    shown = [
        alt.replace("\\", "")
        for alt in re.findall(r"!\[((?:\\.|[^\]])+)\]\(attachment:plot-", markdown(taken))
    ]
    assert shown == alts
    assert said.select("button, input, select, textarea, form, script, style, svg, [hidden], [onclick]") == []


KINDS = ("explorer", "figure", "map", "quiz", "foods", "plate", "label", "claims")


def test_each_picture_is_a_png_and_an_svg_that_needs_no_style(site):
    light = {bytes.fromhex(value["light"][1:]) for value in tokens()["colour"].values()}
    pictures = [
        picture
        for name in PAGES
        for cell in notebook(site, name).cells
        for picture in cell.get("attachments", {}).values()
    ]
    assert len(pictures) > len(PAGES) / 2  # a lesson has one at its centre, or an explorer
    for picture in pictures:
        assert list(picture) == ["image/png", "image/svg+xml"]  # JupyterLab takes the first
        svg = base64.b64decode(picture["image/svg+xml"]).decode()
        assert "var(" not in svg
        assert re.match(r'(?s).*?<svg\b[^>]* width="[\d.]+" height="[\d.]+"', svg)
        with Image.open(io.BytesIO(base64.b64decode(picture["image/png"]))) as image:
            assert image.width > 400
            # Paper, ink and at least one more: a picture whose curves had lost their colour has two.
            inks = {bytes(ink) for _, ink in image.convert("RGB").getcolors()}
            assert len(inks) > 16
            assert light & inks


def test_citations_numbers_links_and_figures_are_readable(site):
    text = {name: "\n".join(cell.source for cell in notebook(site, name).cells) for name in PAGES}
    assert (
        "([Cummings and Popescu 2015](https://doi.org/10.1085/jgp.201411302))"
        in text["nmda-blockade/two-conditions"]
    )
    assert "At 1.0 mM it is −20.5 mV" in text["nmda-blockade/half-unblock"]
    assert "see *Magnesium in the body*" in text["safety/index"]
    assert "> **This page teaches; it does not treat**" in text["safety/index"]
    pictures = [cell for cell in notebook(site, "myoclonus/why-and-where").cells if "attachments" in cell]
    assert "](attachment:" in pictures[0].source


def test_a_notebook_runs_from_top_to_bottom_wherever_the_course_is_installed(site, tmp_path, monkeypatch):
    """In a fresh kernel whose working directory is far from the course."""
    monkeypatch.delenv("LESSONKIT_STATIC", raising=False)
    taken = notebook(site, "safety/myasthenia")
    client = NotebookClient(
        taken, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    outputs = [output for cell in taken.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)


def test_without_the_course_it_says_what_to_do(site, tmp_path):
    [told] = [line for line in look(site, tmp_path, *WITHOUT).stderr.splitlines() if "Error" in line]
    # Of an environment with the course as it lies in a copy, the data that its wheel carries stay in reach.
    assert re.fullmatch(
        r"ImportError: To run this notebook, install the course: the cell above says how \((No module named "
        r"'course'|cannot import name 'course' .*)\)\. The results that are stored here stay as they are\.",
        told,
    )


def test_a_course_without_its_packages_names_the_first_that_is_missing(site, tmp_path):
    package = tmp_path / "course"
    package.mkdir()
    (package / "__init__.py").write_text("import no_such_package\n", encoding="utf-8")
    told = look(site, tmp_path).stderr
    assert "install the course: the cell above says how (No module named 'no_such_package')" in told


WITHOUT = (
    "-c",
    "import os, sys; from os.path import isfile, join; "
    "sys.path = [p for p in sys.path if not isfile(join(p, 'course', '__init__.py'))]; exec(sys.argv[2])",
)
"""Options with which a Python runs a program as if there were no course."""


def executed() -> nbformat.NotebookNode:
    kernel = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata=kernel)


def plain(notebook: nbformat.NotebookNode, address: str = "") -> list[nbformat.NotebookNode]:
    config = SimpleNamespace(html_theme_options={"repository_url": address}, lessonkit_course="course:course")
    return plain_notebook(notebook, SimpleNamespace(config=config), "book/page", {}, None).cells


IN_A_COPY = "# %cd -q ..\n# %pip install --quiet -r requirements.txt\n# %cd -q -"


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        (
            "https://example.org/us/our-course",
            '# %pip install --quiet "lessonkit @ git+https://example.org/us/our-course#subdirectory=lessonkit"'
            ' "magnesium-and-myoclonus @ git+https://example.org/us/our-course"',
        ),
        ("", IN_A_COPY),
        ("https://github.com/executablebooks/jupyter-book", IN_A_COPY),
    ],
)
def test_it_offers_a_cell_that_installs_the_course(address, offered):
    [offer] = [cell.source for cell in plain(executed(), address) if cell.id == "install-the-course"]
    assert offer.endswith(offered)
    compile(offer, "offer", "exec")  # nothing happens until a reader takes the marks away
    assert ('the folder "book" of a copy' in offer) == (offered == IN_A_COPY)


def test_the_line_for_a_copy_finds_what_the_list_names(tmp_path, monkeypatch):
    """Run in the folder of the chapters: pip takes ./folder for one of the working directory."""
    (tmp_path / "book").mkdir()
    (tmp_path / "kit").mkdir()
    (tmp_path / "requirements.txt").write_text("./kit\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "book")
    shell = InteractiveShell()
    asked: list[list[str]] = []

    def pip(line: str) -> None:
        listed = line.split()[-1]
        asked.append([line for line in Path(listed).read_text().splitlines() if Path(line).is_dir()])

    shell.register_magic_function(pip)
    [offer] = [cell.source for cell in plain(executed()) if cell.id == "install-the-course"]
    done = shell.run_cell(re.sub("^# (?=%)", "", offer, flags=re.MULTILINE))
    assert done.success
    assert asked == [["./kit"]]
    assert Path.cwd() == tmp_path / "book"


def test_what_other_cells_show_is_kept_too():
    given = executed()
    data = {"image/png": "aGVsbG8=", "text/plain": "A plot"}
    given.cells[0].outputs = [
        nbformat.v4.new_output("stream", text="two\nlines\n"),
        nbformat.v4.new_output("display_data", data=data),
        nbformat.v4.new_output("display_data", data={"text/html": "<p>$5 <b>or</b> less</p>"}),
        nbformat.v4.new_output("error", ename="ValueError", evalue="too small"),
    ]
    [stored] = plain(given)[-1:]
    assert "```text\ntwo\nlines\n```" in stored.source
    assert "![A plot](attachment:picture-1.png)" in stored.source
    assert stored.attachments == {"picture-1.png": {"image/png": "aGVsbG8="}}
    assert "<p>&#36;5 <b>or</b> less</p>" in stored.source
    assert "```text\ntoo small\n```" in stored.source


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<ul><li><span></span></li></ul><p>left</p>", "<p>left</p>"),
        ("<section hidden><button>Undo</button><p>x</p></section>between <b>blocks</b><p>left</p>",
         "<p>between <b>blocks</b></p>\n\n<p>left</p>"),
        ('<label>Your answer <input type="text"></label> mV', "<p>Your answer ____ mV</p>"),
        ('<ol><li><label><input type="radio"> One</label></li></ol>', "<ol><li> One</li></ol>"),
        ('<p><a href="../x.html">here</a>, <a href="https://x.org/">there</a></p>',
         '<p>here, <a href="https://x.org/">there</a></p>'),
    ],
)  # fmt: skip
def test_of_a_widget_what_can_be_read_stays(html, kept):
    assert still(html, lambda svg, alt: alt) == kept


def test_a_copy_around_the_notebook_comes_before_what_is_installed(site, tmp_path):
    """As each learner's on a hub: what they change there is what they run."""
    for name in ("course", "data", "quizzes", "tasks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "book" / name, tmp_path / "book" / name, ignore=ignored)
    done = look(site, tmp_path / "book")
    assert done.stderr == ""
    assert Path(done.stdout.splitlines()[-1]) == tmp_path / "book" / "course"


def test_another_version_of_the_course_is_named(site, tmp_path):
    package = tmp_path / "course"
    package.mkdir()
    (package / "__init__.py").write_text(
        'from types import SimpleNamespace\ncourse = SimpleNamespace(version="9.9", package="")\n',
        encoding="utf-8",
    )
    said = look(site, tmp_path).stdout
    assert (
        f"is of version {course.version} of the course, and the one that is installed is of version 9.9"
        in said
    )
    assert "download the notebook again" in said


# In the programs that receive it


IMAGES = "Array.from(document.querySelectorAll('.jp-MarkdownOutput img, main img'))"
LOADED = f"(count) => {IMAGES}.filter((image) => image.complete && image.naturalWidth > 400).length === count"
TAKEN = ("nmda-blockade/half-unblock", "myoclonus/why-and-where")


def count_of_pictures(site: Path, name: str) -> int:
    return sum(len(cell.get("attachments", {})) for cell in notebook(site, name).cells)


@pytest.fixture(scope="module", params=["lab", "notebook"])
def program(request, site, tmp_path_factory) -> Iterator[str]:
    """The address at which JupyterLab, or Notebook, shows downloads, where there is no course."""
    home = tmp_path_factory.mktemp(request.param)
    root = home / "downloads"
    root.mkdir()
    (root / "course.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'course'\")", encoding="utf-8"
    )
    for name in TAKEN:
        for trust in ("untrusted", "trusted"):
            shutil.copy(
                site / "_sources" / "book" / f"{name}.ipynb", root / f"{Path(name).name}-{trust}.ipynb"
            )
        command = [sys.executable, "-m", "jupyter", "trust", str(root / f"{Path(name).name}-trusted.ipynb")]
        subprocess.run(command, env=environment(home), check=True, capture_output=True)
    with serve(home, root, request.param) as address:
        yield f"{address}/{ {'lab': 'doc/tree', 'notebook': 'notebooks'}[request.param] }"


# What is run before the kernel has the page's connection is lost.
CONNECTED = """async (name) => {
  const sessions = await (await fetch("/api/sessions")).json();
  return sessions.some(({ path, kernel }) =>
    path === name && kernel.connections > 0 && kernel.execution_state === "idle");
}"""


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_attached(
        timeout=60_000
    )
    page.wait_for_function(CONNECTED, arg=Path(address).name)
    return page


def read(page: Page) -> list[str]:
    return page.locator(".jp-MarkdownOutput").all_text_contents()


@pytest.mark.parametrize("trust", ["untrusted", "trusted"])
@pytest.mark.parametrize("name", TAKEN)
def test_a_download_is_complete_and_run_all_takes_nothing_away(name, trust, program, site, context):
    """Without the course, in JupyterLab and in Notebook, whether the reader trusts the file or not."""
    page = opened(context, f"{program}/{Path(name).name}-{trust}.ipynb")
    count = count_of_pictures(site, name)
    page.wait_for_function(LOADED, arg=count)
    assert all(page.evaluate(f"{IMAGES}.map((image) => image.alt)"))
    expect(page.locator(".jp-MarkdownOutput").get_by_role("group").first).to_be_visible()  # folded answers
    expect(page.locator(".jp-MarkdownOutput :is(button, input, select)")).to_have_count(0)
    written = [cell.source for cell in notebook(site, name).cells if cell.cell_type == "markdown"]
    expect(page.locator(".jp-MarkdownOutput:not(:empty)")).to_have_count(len(written))
    before = read(page)
    questions = "".join(written).count("Answers and explanations")
    assert "".join(before).count("Answers and explanations") == questions > 0

    labels = page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel")
    labels.filter(has_text=re.compile("^Run$")).click()
    labels.filter(has_text=re.compile("^Run All Cells$")).click()
    expect(page.get_by_text("To run this notebook, install the course").first).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert read(page) == before
    page.wait_for_function(LOADED, arg=count)


def test_with_the_course_run_all_makes_widgets_in_place_of_stored_results(site, context, tmp_path):
    root = tmp_path / "downloads"
    root.mkdir()
    shutil.copy(site / "_sources" / "book" / "myoclonus" / "how-common.ipynb", root)
    with serve(tmp_path, root) as address:
        live = Notebook(context, address, "how-common")
        stored = live.page.locator(".jp-MarkdownCell:has(.stored-result)")
        expect(stored.first).to_be_visible()
        live.run_all()
        expect(live.page.locator("course-quiz[ready]").first).to_be_visible()
        expect(stored.filter(visible=True)).to_have_count(0)
        assert not [o for cell in live.cells() for o in cell["outputs"] if o["output_type"] == "error"]
        assert (live.asked_outside, live.errors) == ([], [])


@pytest.mark.parametrize("name", TAKEN)
def test_nbconvert_makes_a_complete_page_that_prints(name, site, context, tmp_path):
    made = tmp_path / "made.html"
    html, _ = HTMLExporter().from_notebook_node(notebook(site, name))
    made.write_text(html, encoding="utf-8")
    page = context.new_page()
    page.route("https://*/**", lambda route: route.abort())  # nbconvert's own scripts, for mathematics
    page.goto(made.as_uri(), wait_until="domcontentloaded")
    page.wait_for_function(LOADED.replace("400", "300"), arg=count_of_pictures(site, name))
    expect(page.get_by_text("Answers and explanations").first).to_be_visible()
    page.emulate_media(media="print")
    boxes = [image.bounding_box() for image in page.get_by_role("img").all()]
    assert all(0 < box["width"] <= page.viewport_size["width"] for box in boxes)
    assert page.pdf().startswith(b"%PDF")
