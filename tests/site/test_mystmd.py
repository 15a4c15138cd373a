"""The course in mystmd, the engine of Jupyter Book 2: nothing unknown, each number, each widget alive."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from conftest import ROOT, of_copy, watch
from drawing import DRAWN
from jupyter_program import serve
from lessonkit.static import STATIC_BUILD
from node_tools import PACKAGES, run_node
from pages import page_with

FOODS = (page_with("FoodExplorer()"), page_with("DayPlate()"))
PAGES = ("nmda-blockade/change-the-magnesium", *FOODS, "model-nmda-block", "teachers-guide", "glossary")
CONFIG = {
    "version": 1,
    "project": {
        "authors": [{"name": yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["author"]}],
        "bibliography": ["book/references.bib"],
        "plugins": [{"type": "executable", "path": "deploy/mystmd-plugin"}],
        "toc": [{"file": f"book/{name}.md"} for name in PAGES],
    },
    "site": {"template": "theme"},  # the real ones need the network
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A project of mystmd on some pages of the course, built, with what it said in ``said.txt``."""
    folder = tmp_path_factory.mktemp("mystmd")
    (folder / "book").mkdir()
    for name in ("figures", "references.bib"):
        (folder / "book" / name).symlink_to(ROOT / "book" / name)
    for name in PAGES:
        (folder / "book" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "book" / f"{name}.md", folder / "book" / f"{name}.md")
    (folder / "deploy").symlink_to(ROOT / "deploy")
    (folder / "theme").mkdir()
    (folder / "theme" / "template.yml").write_text("myst: v1\nkind: site\n", encoding="utf-8")
    (folder / "myst.yml").write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    kernel = {STATIC_BUILD: "1", "PYTHONPATH": of_copy(ROOT)["PYTHONPATH"]}
    home = tmp_path_factory.mktemp("home")
    (home / "config").mkdir()
    settings = {"ServerApp": {"disable_check_xsrf": True}}  # of a server without a token
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    with serve(home, folder, "server", kernel) as address:
        plugin = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **kernel}
        done = run_node(
            PACKAGES / "mystmd" / "dist" / "myst.cjs", "build", "--site", "--execute", cwd=folder,
            env={**os.environ, **plugin, "JUPYTER_BASE_URL": address, "JUPYTER_TOKEN": ""},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (folder / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    return folder


def nodes(tree: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    if tree["type"] == kind:
        yield tree
    for child in tree.get("children", ()):
        yield from nodes(child, kind)


def tree(folder: Path, name: str) -> dict[str, Any]:
    slug = "index" if name == PAGES[0] else name.rpartition("/")[2]
    content = (folder / "_build" / "site" / "content" / f"{slug}.json").read_text(encoding="utf-8")
    return json.loads(content)["mdast"]


def text(node: dict[str, Any]) -> str:
    return "".join(map(text, node["children"])) if node.get("children") else node.get("value", "")


def test_it_meets_nothing_that_it_does_not_know(folder):
    said = (folder / "said.txt").read_text(encoding="utf-8")
    assert "⛔" not in said
    assert "unknown" not in said.lower()


@pytest.mark.parametrize("name", PAGES)
def test_each_number_stands_in_its_sentence(name, folder):
    asked = re.findall(r"\{eval\}`(.+?)`", (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8"))
    found = list(nodes(tree(folder, name), "inlineExpression"))
    assert [node["value"] for node in found] == asked
    assert all(re.match("−?[0-9]", text(node)) for node in found)


def test_a_number_is_the_same_as_on_our_page(folder):
    sentences = [" ".join(text(node).split()) for node in nodes(tree(folder, PAGES[0]), "paragraph")]
    assert any("is 20.2 pA at −36 mV" in sentence for sentence in sentences)


@pytest.mark.parametrize("name", PAGES)
def test_terms_and_sources_lead_somewhere(name, folder):
    for term in nodes(tree(folder, name), "crossReference"):
        if term["identifier"].startswith("term-"):
            assert term["html_id"]
    for output in nodes(tree(folder, name), "output"):
        assert "{cite" not in json.dumps(output)


def test_each_entry_of_the_glossary_has_its_term(folder):
    terms = {term["identifier"] for term in nodes(tree(folder, "glossary"), "definitionTerm")}
    assert {"term-upper level", "term-quantum", "term-quanta"} <= terms
    told = list(nodes(tree(folder, "glossary"), "definitionDescription"))
    assert len(told) == (ROOT / "book" / "glossary.md").read_text(encoding="utf-8").count("\n    ")
    assert len(terms) > len(told)


def test_a_link_keeps_the_settings_of_its_widget(folder):
    links = [link["url"] for link in nodes(tree(folder, "teachers-guide"), "link")]
    assert "/?nmda-block.Mg=0&view=projector" in links  # the first page stands for the site
    assert f"/{FOODS[0].rpartition('/')[2]}?foods.by=energy&view=projector" in links


def test_there_is_one_author(folder):
    config = json.loads((folder / "_build" / "site" / "config.json").read_text(encoding="utf-8"))
    assert [author["name"] for author in config["projects"][0]["authors"]] == ["Contributors of this course"]


@pytest.mark.parametrize("name", PAGES)
def test_each_widget_has_its_script_and_style(name, folder, site):
    tags = re.findall(r"<(course-[a-z]+)", (site / "book" / f"{name}.html").read_text(encoding="utf-8"))
    widgets = list(nodes(tree(folder, name), "anywidget"))
    assert [re.match("<(course-[a-z]+)", widget["model"]["html"])[1] for widget in widgets] == tags
    for widget in widgets:
        for place in (widget["esm"], widget["css"]):
            assert (folder / "_build" / "site" / "public" / place.lstrip("/")).stat().st_size > 1000


THEME = """
async (widgets) => {
  for (const { esm, css, model: values } of widgets) {
    const model = {  // as in @myst-theme/anywidget
      get: (name) => values[name],
      set() {},
      on() {},
      off() { throw new Error("no kernel"); },
      save_changes() { throw new Error("no kernel"); },
      send() { throw new Error("no kernel"); },
    };
    const shadow = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    const el = shadow.appendChild(document.createElement("div"));
    const link = el.appendChild(document.createElement("link"));
    link.rel = "stylesheet";
    link.href = css;
    await (await import(esm)).default.render({ model, el });
  }
}
"""


@pytest.fixture
def shown(folder, context) -> Iterator[Page]:
    """The widgets of two pages as mystmd's theme shows them; nothing may fail or come from elsewhere."""
    public = folder / "_build" / "site" / "public"
    (public / "blank.html").write_text(
        '<!doctype html><title>Widgets</title><link rel="icon" href="data:,">', encoding="utf-8"
    )
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(public))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        page = context.new_page()
        address = f"http://127.0.0.1:{http.server_port}"
        faults = watch(page, address)
        page.goto(f"{address}/blank.html?nmda-block.Mg=0.3")
        widgets = [widget for name in (PAGES[0], *FOODS) for widget in nodes(tree(folder, name), "anywidget")]
        page.evaluate(THEME, widgets)
        yield page
        assert faults == []
        http.shutdown()


def test_widgets_are_alive_in_its_theme(shown):
    kinds = ("quiz", "figure", "explorer", "foods", "plate")
    for kind in kinds:
        elements = shown.locator(f"course-{kind}")
        assert elements.count() == shown.locator(f"course-{kind}[ready]").count() > 0
    explorer = shown.locator("course-explorer")
    assert explorer.evaluate("(element) => element.parameters.Mg") == 0.3  # from the address
    explorer.scroll_into_view_if_needed()
    expect(explorer.locator(DRAWN)).to_be_visible()
    before = explorer.evaluate("(element) => element.result.scalars.peak_inward_current")
    explorer.evaluate("(element) => { element.parameters = { Mg: 2 }; }")
    assert explorer.evaluate("(element) => element.result.scalars.peak_inward_current") != before
    explorer.locator(".course-zoom").click()
    plot = explorer.locator(".js-plotly-plot")
    expect(plot).to_be_visible(timeout=30_000)  # its script is 4.8 MB
    titles = plot.locator(".main-svg").evaluate_all(
        "(all) => all.map((svg) => svg.getBoundingClientRect().top)"
    )
    assert len(set(titles)) == 1  # curves and titles are drawings on top of each other
    question = shown.locator("[data-item=explain-low-magnesium]")
    question.locator("input[type=radio]").first.check()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).not_to_be_empty()
