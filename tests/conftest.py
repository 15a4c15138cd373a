"""What the tests share: the built book, a browser, and a page that must stay clean."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser import launch
from chapter_text import page_names
from course import course
from lessonkit.model.javascript import program
from lessonkit.page.linker import ROOT as KIT
from node_tools import node_modules

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
CHAPTERS = page_names()

settings.register_profile("course", deadline=None)  # no law depends on how busy the machine is
settings.load_profile("course")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in the browser two more tries: a busy machine may miss a deadline, a fault fails thrice."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=2))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book."""
    if not (SITE / "book" / "index.html").is_file():
        pytest.fail("the book is not built: run `make book`, or `make test`, which does it first")
    return SITE


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder over http."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the built book over http."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session", params=["http", "file"])
def origin(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the built book, over http and then from disk."""
    return request.getfixturevalue("server") if request.param == "http" else site.as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser whose pages have no service worker: Playwright routes no request that one answers."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for way in ("new_context", "new_page"):
            setattr(browser, way, functools.partial(getattr(browser, way), service_workers="block"))
        yield browser
        browser.close()


BLOCKED = "Service Worker registration blocked by Playwright"


def watch(page: Page, origin: str) -> list[str]:
    """Return a list that fills with the page's errors and its requests to other origins."""
    faults: list[str] = []
    home = urlsplit(origin)[:2]

    def on_request(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts[:2] != home:
            faults.append(f"request to another origin: {request.url}")

    page.on("request", on_request)

    def on_failure(request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader left the page meanwhile
            faults.append(f"request failed: {request.url} ({request.failure})")

    page.on("requestfailed", on_failure)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))

    def on_message(message) -> None:
        if message.type in ("error", "warning") and message.text != BLOCKED:
            faults.append(f"console: {message.text}")

    page.on("console", on_message)
    return faults


# Without axe's own fetch of the style sheets: it mistakes the address of an imported one. It looks closer at
# faults alone.
AXE = """(rules) => {
  const options = { preload: false, resultTypes: ["violations"], ...rules };
  axe.run(document, options).then((found) => { window.axeFound = found; });
}"""
AXE_PATIENCE_MS = 120_000


def axe_violations(page: Page, *rules: str) -> list[str]:
    """Return each rule of axe that the page breaks, with the places; `rules` asks for those alone."""
    page.evaluate(Axe().axe_script)
    page.evaluate("() => { delete window.axeFound; }")
    page.evaluate(AXE, {"runOnly": list(rules)} if rules else {})
    # An evaluation has no end of its own.
    page.wait_for_function("() => window.axeFound", timeout=AXE_PATIENCE_MS)
    return [
        f"{rule['id']}: {'; '.join(str(node['target']) for node in rule['nodes'])}"
        for rule in page.evaluate("() => window.axeFound.violations")
    ]


def set_aside(page: Page) -> dict[str, list[str]]:
    """Return the texts that the course has set aside in this browser, by what they were."""
    found: dict[str, list[str]] = {}
    for key, text in sorted(page.evaluate("Object.entries(localStorage)")):
        start, _, rest = key.partition(":set-aside:")
        if rest and start == f"course:2:{course.id}":
            found.setdefault(rest.partition(":")[2], []).append(text)
    return found


def choose_by_keyboard(page: Page, name: str) -> None:
    """Choose what begins with `name` in the select box with the focus, by its arrows.

    Typing the name would depend on how fast the keys come: after a pause, a letter begins a new word.
    """
    page.keyboard.press("Home")
    for _ in range(page.evaluate("document.activeElement.options.length")):
        if page.evaluate("document.activeElement.selectedOptions[0].label").lower().startswith(name.lower()):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the select box has no choice that begins with {name!r}")


def open_outcomes(page: Page) -> None:
    """Unfold the outcomes of predictions, as a reader does who will not predict."""
    for button in page.locator(".prediction-outcome-lead button").all():
        if button.is_visible() and button.get_attribute("aria-expanded") == "false":
            button.press("Enter")


SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOST_SHIFT = 0.02


def shift_of(page: Page, address: str) -> float:
    """Open a page as on a slow network, the theme's script last; return how far it moved (CLS)."""
    page.add_init_script(f"({SHIFTS})()")
    held = []
    page.route("**/pydata-sphinx-theme.js*", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED)
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.evaluate(TWO_FRAMES)
    return page.evaluate("window.shifted")


def change_at_once(page: Page) -> None:
    """Let colours change without a transition: one in a folded part of the page never ends."""
    page.add_style_tag(
        content="*, *::before, *::after { transition: none !important; animation: none !important; }"
    )


@pytest.fixture(scope="session")
def solve_as_page() -> Iterator[Callable]:
    """Run a model with each of several settings by the page's own solver, in Node."""
    with node_modules(KIT / "model" / "solver.js") as evaluate:
        yield lambda model, sets: evaluate(
            "given.sets.map(lib.compile(given.program))",
            {"program": program(model), "sets": [model.settings(values) for values in sets]},
        )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    """A page over http; the test fails if it logs an error or asks another origin for anything."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults = watch(page, server)
    yield page
    assert faults == []


def build_book(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the book in `folder`, warnings being errors, with the course's package that lies in it."""
    tool = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    command = [tool, "build", str(folder), "-W", "-n", "--keep-going"]
    return subprocess.run(
        command, env=of_copy(folder), capture_output=True, text=True, check=False, timeout=300
    )


def of_copy(folder: Path) -> dict[str, str]:
    """Return an environment in which the course is the one whose chapters lie in `folder`."""
    paths = (str(folder / "book"), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
