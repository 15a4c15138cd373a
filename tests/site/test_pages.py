"""Every page of the built book, over http and from disk: clean, reachable, readable."""

from __future__ import annotations

import gzip
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import (
    CHAPTERS,
    MOST_SHIFT,
    SITE,
    axe_violations,
    change_at_once,
    open_outcomes,
    shift_of,
    watch,
)
from lessonkit.contents import read_contents
from pages import page_asking, page_showing

PAGES = (*(f"book/{name}" for name in CHAPTERS), "genindex", "search")
DECLARED = re.compile(r"^(Explorer|Figure|Map|Quiz)\(", re.MULTILINE)
CELL = re.compile(r"```\{code-cell\}.*?```", re.DOTALL)
TEMPLATE = re.compile(r"<template>.*?</template>", re.DOTALL)
LISTING = re.compile(r"^````+.*?^````+$", re.DOTALL | re.MULTILINE)
LESSONS = {f"book/{page.name}" for chapter in read_contents() if chapter.is_folder for page in chapter.pages}
MOST_SCREENS, MOST_BYTES, MOST_ELEMENTS = 12, 200_000, 2_500  # of a lesson
LIGHT = 300_000  # gzip, seen to its end


FRAMES = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
SCROLL = f"""async () => {{
  for (let top = 0; top < document.documentElement.scrollHeight; top += 700) {{
    scrollTo({{ top, behavior: "instant" }});
    {FRAMES}
  }}
}}"""
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""


def _see_all(page) -> None:
    page.evaluate(SCROLL)
    unready = ", ".join(f"course-{kind}:not([ready])" for kind in ("quiz", "explorer", "figure", "map"))
    page.wait_for_function("unready => !document.querySelector(unready)", arg=unready)


def _fits(page) -> bool:
    page.evaluate(f"async () => {{ {FRAMES} }}")  # the first draws at the new width
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean_light_accessible_and_narrow(name, server, browser, site):
    """It stands still and, seen to its end, asks its own server alone, without Plotly; axe, small screens."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    faults = watch(page, server)
    answers = []
    page.on("response", lambda response: answers.append(response))
    assert shift_of(page, f"{server}/{name}.html") <= MOST_SHIFT
    _see_all(page)
    page.wait_for_load_state("networkidle")
    assert not [answer.url for answer in answers if "plotly" in answer.url]
    assert sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok) <= LIGHT

    if name in LESSONS:
        assert (site / f"{name}.html").stat().st_size <= MOST_BYTES
        assert page.evaluate("document.querySelectorAll('*').length") <= MOST_ELEMENTS
        assert page.evaluate("document.documentElement.scrollHeight / innerHeight") <= MOST_SCREENS

    open_outcomes(page)
    page.locator("course-explorer details, course-figure details, course-map details").evaluate_all(
        "all => all.forEach((folded) => { folded.open = true; })"
    )
    change_at_once(page)
    for theme, rules in (("light", ()), ("dark", ("color-contrast",))):  # a theme changes colours alone
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert axe_violations(page, *rules) == [], theme

    for width in (768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert _fits(page), width
    page.add_style_tag(content=SPACING)
    assert _fits(page), "with wider spacing of the text"
    context.close()
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_page_from_disk_is_clean(name, site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults = watch(page, site.as_uri())
    page.goto(f"{site.as_uri()}/{name}.html")
    _see_all(page)
    context.close()
    assert faults == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_all_that_a_chapter_declares_is_on_its_page(name, site):
    source = (Path(__file__).parents[2] / "book" / f"{name}.md").read_text(encoding="utf-8")
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    html = TEMPLATE.sub("", page)  # a case opens the model of a step when it is asked to
    declared = [kind for cell in CELL.findall(LISTING.sub("", source)) for kind in DECLARED.findall(cell)]
    shown = {kind: html.count(f"<course-{kind.lower()}") for kind in ("Explorer", "Figure", "Map", "Quiz")}
    for kind in ("Explorer", "Quiz"):
        assert shown[kind] == declared.count(kind), kind
    for kind in ("Figure", "Map"):  # functions with a name of their own make some
        assert shown[kind] >= declared.count(kind), kind
    del shown["Quiz"]
    pictures = sum(shown.values()) + html.count("quiz-mark") + html.count("course-more-curves")
    assert len(re.findall(r'<svg viewBox="[^"]*" focusable="false">', html)) == pictures


class _Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.headings: list[int] = []
        self.images: list[dict] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.images.append(attributes)
        if attributes.get("id"):
            self.ids.append(attributes["id"])


@pytest.mark.parametrize("name", CHAPTERS)
def test_outline_of_the_article(name, site):
    """One h1, no jump, every picture has words that are not its file's path, no id twice."""
    html = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    outline = _Outline()
    outline.feed(html[html.index("<article") : html.index("</article>")])
    assert outline.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(outline.headings))
    for image in outline.images:
        assert len(image.get("alt", "")) > 20, image
        assert "/" not in image["alt"].split(" ")[0], image
    assert len(outline.ids) == len(set(outline.ids))


def test_links_inside_the_book_lead_somewhere(site):
    broken = []
    for path in site.glob("book/**/*.html"):
        for target in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', path.read_text(encoding="utf-8")):
            if not (path.parent / target.split("?")[0]).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []


def test_own_script_and_style_of_a_quiz_page_are_small():
    folder = SITE / "_static" / "course"
    lesson = SITE / "book" / "myoclonus" / "how-common.html"  # questions, and one figure
    page = lesson.read_text(encoding="utf-8")
    scripts = re.findall(r"_static/course/((?:shared-\d|quiz)\.js)", page)
    assert (
        _packed(folder, "quiz.css", *scripts) < 48_000
    )  # with plots, scheduling, confidence and what other widgets of the page answer
    # with the popovers of terms, and the offer to save the course
    assert _packed(folder, "theme.css", "widget.css", "figure.css") < 7_700


def _packed(folder, *names):
    """Return the bytes that a reader is sent: as web servers pack text."""
    return sum(len(gzip.compress((folder / name).read_bytes())) for name in names)


def test_no_page_loads_the_notebook_machinery(site):
    for path in site.glob("book/**/*.html"):
        html = path.read_text(encoding="utf-8").lower()
        assert "html-manager" not in html
        assert "requirejs" not in html
        assert "widget-state+json" not in html


def test_plotly_comes_when_it_is_asked_for_and_saves_a_picture(page, server):
    page.goto(f"{server}/book/hyperexcitability/one-neuron.html")
    with page.expect_response(lambda response: "plotly" in response.url):
        page.locator(".course-zoom:visible").first.click()
    with page.expect_download() as download:
        page.locator(".course-zoomed .js-plotly-plot").get_by_role("button", name="Save as picture").click()
    assert download.value.suggested_filename == "plot.png"
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_page_shows_everything_without_a_script(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/{page_showing('nmda-block')}.html")
    explorer = page.locator("course-explorer").first
    assert explorer.locator("svg path").count() > 5
    assert explorer.locator(".course-scalars tbody tr").count() >= 4
    assert explorer.get_by_text("The sliders need JavaScript").is_visible()
    assert not explorer.locator("form").is_visible()
    quiz = page.locator("course-quiz").first
    assert quiz.locator("fieldset").first.is_visible()
    assert quiz.get_by_role("button").count() == 0
    answers = quiz.locator(".course-answers").first
    answers.locator("summary").click()
    assert len(answers.inner_text()) > 200
    page.goto(f"{server}/book/{page_asking('compute-unblocked')}.html")
    assert page.locator("math").count() > 10
    context.close()


def test_print_hides_controls_and_keeps_figures_and_questions(page, server):
    page.goto(f"{server}/book/{page_showing('nmda-block')}.html")
    page.locator("course-explorer[ready]").first.wait_for(state="attached")
    page.emulate_media(media="print")
    assert not page.locator("course-explorer form").first.is_visible()
    assert page.locator("course-explorer .course-picture").first.is_visible()
    assert page.locator("course-quiz legend").first.is_visible()
