"""Without a network: what was visited opens, all that was saved works, and two versions are never mixed."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from conftest import axe_violations, watch
from course import course
from drawing import drawn
from lessonkit.sphinx.offline import FILES, WORKER, write_worker
from pages import page_asking, page_showing, page_with

SAVE = "Save this course for offline use"
SAVED = "Saved: every page opens on this device without a network."
NEWER = "A newer version of this course is there. Your answers are kept."
LESSON = f"book/{page_showing('coincidence')}.html"
TITLE = "A resting synapse and a coincidence"
MAP = f"book/{page_asking('explain-same-peak')}.html"
OTHER = f"book/{page_showing('nmda-block')}.html"
WIDGETS = {
    "course-explorer": LESSON,
    "course-quiz": f"book/{page_asking('compute-unblocked')}.html",
    "course-foods": f"book/{page_with('FoodExplorer()')}.html",
    "course-plate": f"book/{page_with('DayPlate()')}.html",
    "course-progress": "book/progress.html",
    "course-exam": "book/exam.html",
    "course-case": f"book/{page_with('Case(')}.html",
}
KEPT = """async () => Promise.all((await caches.keys()).map(
  async (name) => (await (await caches.open(name)).keys()).length))"""
PATIENCE_MS = 60_000


class Site:
    """A copy of the site on its own server, which stops, misses files and changes them as a test asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.missing: set[str] = set()
        self.added = b""  # to scripts, on the way
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *arguments: object) -> None:
                pass

            def do_GET(self) -> None:
                name = self.path.partition("?")[0].lstrip("/")
                site.asked.append(name)
                if name in site.missing:
                    self.send_error(503)
                elif site.added and name.endswith(".js") and name != WORKER:
                    content = (folder / name).read_bytes() + site.added
                    self.send_response(200)
                    self.send_header("Content-Type", "text/javascript")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                else:
                    super().do_GET()

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self._runs = True

    def stop(self) -> None:
        if self._runs:
            self._http.shutdown()
            self._http.server_close()
            self._runs = False

    def change(self, name: str, old: str, new: str) -> None:
        """Publish a version in which a file says something else."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        (self.folder / name).unlink()  # it is a link to the built site's
        (self.folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        self.publish()

    def publish(self) -> None:
        for name in (FILES, WORKER):
            (self.folder / name).unlink()
        write_worker(self.folder, course.id)


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of the site without what is to be taken away."""
    leave = shutil.ignore_patterns("_sources", "_downloads", "worksheets")
    shutil.copytree(site, tmp_path / "site", copy_function=os.symlink, ignore=leave)
    copy = Site(tmp_path / "site")
    copy.publish()
    yield copy
    copy.stop()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="allow")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()


def _visit(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.address}/{name}")


def _button(page: Page):
    return page.locator(".course-offline-button")


def _save(page: Page) -> None:
    _button(page).click()
    expect(page.locator(".course-offline-said")).to_have_text(SAVED, timeout=PATIENCE_MS)


def test_what_was_visited_opens_without_a_network_and_the_rest_says_so(tab, copy):
    _visit(tab, copy, MAP)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)  # it has kept the page by now
    copy.stop()
    tab.reload()
    explorer = tab.locator("#magnesium-and-calcium[ready]")
    drawn(explorer)
    curve = explorer.locator(".course-key-curves [data-part=trace-3] path")
    before = curve.get_attribute("d")
    explorer.get_by_role("slider", name="Extracellular magnesium").press("ArrowLeft")
    expect(curve).not_to_have_attribute("d", before)
    _visit(tab, copy, OTHER)
    expect(tab.get_by_role("heading", name="No network")).to_be_visible()


def test_the_saved_course_opens_without_a_network_with_all_its_widgets(tab, copy):
    _visit(tab, copy, "book/index.html")
    button = _button(tab)
    expect(button).to_contain_text(SAVE, timeout=PATIENCE_MS)
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".course-offline-said")).to_have_text(SAVED, timeout=PATIENCE_MS)
    expect(button).to_have_text("Remove the saved course from this device")
    assert axe_violations(tab) == []
    copy.stop()
    faults = watch(tab, copy.address)
    for tag, name in WIDGETS.items():
        _visit(tab, copy, f"{name}?path=full")
        expect(tab.locator(f"{tag}[ready]").first).to_be_attached()
    _visit(tab, copy, LESSON)
    tab.locator(".course-zoom:visible").first.click()
    expect(tab.locator(".course-zoomed .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    _visit(tab, copy, "search.html?q=magnesium")
    expect(tab.locator("#search-results li").first).to_be_visible()
    _visit(tab, copy, "")
    tab.wait_for_url("**/book/index.html")
    assert [fault for fault in faults if "NetworkError" not in fault and WORKER not in fault] == []

    expect(_button(tab)).to_have_text("Remove the saved course from this device")
    _button(tab).click()
    expect(_button(tab)).to_contain_text(SAVE)
    assert tab.evaluate(KEPT) == [1]  # the list alone


def test_files_that_did_not_come_are_told_and_saved_the_next_time(tab, copy):
    copy.missing = {"_static/course/plotly.min.js", "book/exam.html"}
    _visit(tab, copy, LESSON)
    _button(tab).click()
    said = tab.locator(".course-offline-said")
    expect(said).to_contain_text("2 of ", timeout=PATIENCE_MS)
    expect(said).to_contain_text("files did not come")
    copy.missing.clear()
    copy.asked.clear()
    _save(tab)
    assert {name for name in copy.asked if name.startswith(("_static", "book"))} == {
        "_static/course/plotly.min.js",
        "book/exam.html",
    }


def test_a_newer_version_says_so_is_loaded_whole_and_loses_no_answer(tab, copy):
    _visit(tab, copy, LESSON)
    _save(tab)
    explorer = tab.locator("course-explorer[ready]").first
    explorer.locator("input[type=range]:visible").first.press("ArrowRight")
    tab.evaluate("localStorage.setItem('answer', 'kept')")
    copy.change(LESSON, f"<h1>{TITLE}<a", f"<h1>Told anew. {TITLE}<a")
    copy.asked.clear()
    tab.reload()
    expect(tab.locator("article h1").first).to_contain_text("Told anew.")
    expect(tab.locator(".course-newer")).to_contain_text(NEWER, timeout=PATIENCE_MS)
    assert axe_violations(tab) == []
    tab.locator(".course-newer button").click()
    tab.wait_for_function("!document.querySelector('.course-newer')")
    expect(tab.locator("article h1").first).to_contain_text("Told anew.")
    expect(tab.locator(".course-offline-said")).to_have_text(
        "This course is saved on this device.", timeout=PATIENCE_MS
    )
    assert tab.evaluate("localStorage.getItem('answer')") == "kept"
    assert len(tab.evaluate(KEPT)) == 1
    assert "_static/course/plotly.min.js" not in copy.asked  # what did not change is not fetched again
    copy.stop()
    tab.reload()
    expect(tab.locator("article h1").first).to_contain_text("Told anew.")


def test_a_page_of_the_old_version_gets_no_file_of_the_new_one(context, tab, copy):
    _visit(tab, copy, LESSON)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)
    tab.reload()  # answered by the worker
    drawn(tab.locator("course-explorer[ready]").first)
    copy.change("_static/course/plotly.min.js", "function", "function ")
    tab.locator(".course-zoom:visible").first.click()
    expect(tab.get_by_text("The plot could not be loaded").first).to_be_visible()
    expect(tab.locator(".course-newer")).to_contain_text(NEWER, timeout=PATIENCE_MS)
    other = context.new_page()
    _visit(other, copy, LESSON)
    other.locator(".course-newer button").click()
    other.wait_for_function("!document.querySelector('.course-newer')")
    tab.locator(".course-newer button").click()  # it says so still, and loads the page anew
    tab.wait_for_function("!document.querySelector('.course-newer')")
    tab.locator(".course-zoom:visible").first.click()
    expect(tab.locator(".course-zoomed .main-svg").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_page_of_the_new_version_gets_no_file_of_the_old_one_even_from_a_worker_that_has_slept(
    context, tab, copy
):
    _visit(tab, copy, LESSON)
    _save(tab)
    copy.change("_static/course/plotly.min.js", "function", "function ")
    copy.change(LESSON, f"<h1>{TITLE}<a", f"<h1>Told anew. {TITLE}<a")
    tab.reload()
    expect(tab.locator("article h1").first).to_contain_text("Told anew.")
    devtools = context.new_cdp_session(tab)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    tab.locator(".course-zoom:visible").first.click()
    expect(tab.locator(".course-zoomed .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    got = tab.evaluate("async () => (await fetch(document.querySelector('script[src*=plotly]').src)).text()")
    assert got == (copy.folder / "_static/course/plotly.min.js").read_text(encoding="utf-8")


def test_a_browser_that_has_lost_the_list_shows_the_pages(tab, copy):
    _visit(tab, copy, LESSON)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)
    tab.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    tab.reload()
    drawn(tab.locator("course-explorer[ready]").first)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)


def test_a_device_without_room_shows_the_pages_and_says_what_it_could_not_save(tab, copy):
    _visit(tab, copy, LESSON)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": copy.address, "quotaSize": 2_000_000})
    _button(tab).click()
    said = tab.locator(".course-offline-said")
    expect(said).to_contain_text("This device has no room left for the course.", timeout=PATIENCE_MS)
    _visit(tab, copy, OTHER)
    drawn(tab.locator("course-explorer[ready]").first)


def test_a_server_that_changes_scripts_on_the_way_serves_pages_that_work(tab, copy):
    copy.added = b"\n// from a proxy"
    faults = watch(tab, copy.address)
    _visit(tab, copy, LESSON)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)
    tab.reload()
    drawn(tab.locator("course-explorer[ready]").first)
    tab.locator(".course-zoom:visible").first.click()
    expect(tab.locator(".course-zoomed .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    expect(tab.locator(".course-newer")).to_have_count(0)
    assert faults == []


def test_a_page_in_a_frame_has_no_worker_and_offers_none(tab, copy):
    (copy.folder / "frame.html").write_text(f'<title>A frame</title><iframe src="{LESSON}"></iframe>')
    _visit(tab, copy, "frame.html")
    frame = tab.frame_locator("iframe")
    frame.locator("course-explorer[ready]").first.wait_for(state="attached")
    tab.wait_for_load_state("networkidle")
    expect(frame.locator(".course-offline")).to_have_count(0)
    assert tab.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_the_offer_fits_a_phone(tab, copy):
    tab.set_viewport_size({"width": 320, "height": 640})
    _visit(tab, copy, LESSON)
    expect(_button(tab)).to_contain_text(SAVE, timeout=PATIENCE_MS)
    _button(tab).scroll_into_view_if_needed()
    box = _button(tab).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 24
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
