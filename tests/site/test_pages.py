"""Every page of the built book, over http and from disk: clean, reachable, readable."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import CHAPTERS, SITE, axe_violations, change_at_once, watch

PAGES = (*(f"book/{name}" for name in CHAPTERS), "genindex", "search")
DECLARED = re.compile(r"^(Explorer|Figure|Map|Quiz)\(", re.MULTILINE)
CELL = re.compile(r"```\{code-cell\}.*?```", re.DOTALL)
LISTING = re.compile(r"^````+.*?^````+$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(name, origin, browser):
    """No error in the console and no request to another origin, also after all of it was seen."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults = watch(page, origin)
    page.goto(f"{origin}/{name}.html")
    _scroll_through(page)
    for tag in ("course-quiz", "course-explorer", "course-figure", "course-map"):
        assert page.locator(f"{tag}:not([ready])").count() == 0
    context.close()
    assert faults == []


def _scroll_through(page) -> None:
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 700):
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_light_and_dark(name, page, server):
    page.goto(f"{server}/{name}.html")
    _scroll_through(page)
    for folded in page.locator("course-explorer details, course-figure details, course-map details").all():
        folded.evaluate("element => { element.open = true; }")
    change_at_once(page)
    for theme, rules in (("light", ()), ("dark", ("color-contrast",))):  # a theme changes colours alone
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert axe_violations(page, *rules) == [], theme


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_scroll_sideways(name, page, server):
    page.goto(f"{server}/{name}.html")
    for width in (768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        _scroll_through(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", CHAPTERS)
def test_all_that_a_chapter_declares_is_on_its_page(name, site):
    source = (Path(__file__).parents[2] / "book" / f"{name}.md").read_text(encoding="utf-8")
    html = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    declared = [kind for cell in CELL.findall(LISTING.sub("", source)) for kind in DECLARED.findall(cell)]
    shown = {kind: html.count(f"<course-{kind.lower()}") for kind in ("Explorer", "Figure", "Map", "Quiz")}
    for kind in ("Explorer", "Map", "Quiz"):
        assert shown[kind] == declared.count(kind), kind
    assert shown["Figure"] >= declared.count("Figure")  # the package makes some of its own
    pictures = shown["Explorer"] + shown["Figure"] + shown["Map"] + html.count("quiz-mark")
    assert html.count("<svg viewBox=") == pictures


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
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:]))
    for image in outline.images:
        assert len(image.get("alt", "")) > 20, image
        assert "/" not in image["alt"].split(" ")[0], image
    assert len(outline.ids) == len(set(outline.ids))


def test_links_inside_the_book_lead_somewhere(site):
    broken = []
    for path in site.glob("book/*.html"):
        for target in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', path.read_text(encoding="utf-8")):
            if not (path.parent / target.split("?")[0]).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []


def test_own_script_and_style_of_a_quiz_page_are_small():
    folder = SITE / "_static" / "course"
    assert sum((folder / name).stat().st_size for name in ("quiz.css", "quiz.js")) < 45_000
    assert sum((folder / name).stat().st_size for name in ("theme.css", "widget.css", "figure.css")) < 15_000


def test_no_page_loads_the_notebook_machinery(site):
    for path in site.glob("book/*.html"):
        html = path.read_text(encoding="utf-8").lower()
        assert "html-manager" not in html
        assert "requirejs" not in html
        assert "widget-state+json" not in html


def test_plotting_code_waits_until_a_plot_comes_near(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/book/calcium-influx.html")
    page.locator("course-explorer[ready]").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url]
    with page.expect_response(lambda response: "plotly" in response.url):
        page.locator("course-explorer").first.scroll_into_view_if_needed()
    page.locator("course-explorer .main-svg").first.wait_for()


def test_a_page_shows_everything_without_a_script(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/nmda-blockade.html")
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
    assert page.locator("math").count() > 10
    context.close()


def test_print_hides_controls_and_keeps_figures_and_questions(page, server):
    page.goto(f"{server}/book/nmda-blockade.html")
    page.locator("course-explorer[ready]").first.wait_for(state="attached")
    page.emulate_media(media="print")
    assert not page.locator("course-explorer form").first.is_visible()
    assert page.locator("course-explorer .course-picture").first.is_visible()
    assert page.locator("course-quiz legend").first.is_visible()
