"""How long frames take while a scene plays, on the pages of the built book.

Run it with the Python of the course, after the book is built: ``python benchmarks/scene.py``. A frame lasts
from its time stamp to that of the next; the ratio is to the frames of the same page at rest. The work of the
scripts is that in a frame; that of the whole main thread, with layout and painting, is the mean.
"""

from __future__ import annotations

import functools
import statistics
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import launch
from conftest import SITE, _Quiet

FRAMES = 300
SCENES = (
    ("nmda-blockade/change-the-magnesium", "nmda-block"),
    ("calcium-influx/rest-and-coincidence", "coincidence"),
)

WATCH = """
async ([e, plays, count]) => {
  const play = e.querySelector("[data-scene=play]");
  const stamps = [];
  const work = [];
  const { requestAnimationFrame: ask } = globalThis;
  let spent = 0;
  globalThis.requestAnimationFrame = (act) => ask.call(globalThis, (now) => {
    const from = performance.now();
    act(now);
    spent += performance.now() - from;
  });
  if (plays) play.click();
  for (let i = 0; i < count; i += 1) {
    stamps.push(await new Promise((done) => ask.call(globalThis, done)));
    work.push(spent);
    spent = 0;
    if (plays && play.textContent !== "Pause") play.click();
  }
  if (plays) play.click();
  globalThis.requestAnimationFrame = ask;
  return [stamps.slice(1).map((stamp, i) => stamp - stamps[i]), work];
}
"""


def twentieths(numbers: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    quantiles = statistics.quantiles(numbers, n=20)
    return quantiles[9], quantiles[18]


def busy(session: CDPSession) -> float:
    """Return the seconds that the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def measure(page: Page, name: str) -> None:
    """Print the frames of the scene in the explorer `name`."""
    explorer = page.locator(f"course-explorer#{name}[ready]")
    explorer.scroll_into_view_if_needed()
    page.wait_for_timeout(2000)  # plots are drawn by then
    handle = explorer.element_handle()
    still, _ = page.evaluate(WATCH, [handle, False, FRAMES])
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = busy(session)
    frames, work = page.evaluate(WATCH, [handle, True, FRAMES])
    thread = (busy(session) - before) / FRAMES * 1000
    (median, p95), (_, at_rest), (work_median, work_p95) = map(twentieths, (frames, still, work))
    print(
        f"{name}: frame median {median:.1f} ms, p95 {p95:.1f} ms ({p95 / at_rest:.2f} of a page at rest); "
        f"scripts in a frame median {work_median:.2f} ms, p95 {work_p95:.2f} ms; "
        f"main thread mean {thread:.2f} ms"
    )


def main() -> None:
    """Print the frames of each scene."""
    handler = functools.partial(_Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http, sync_playwright() as playwright:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        browser = launch(playwright)
        for chapter, name in SCENES:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(f"http://127.0.0.1:{http.server_port}/book/{chapter}.html")
            measure(page, name)
            page.close()
        browser.close()
        http.shutdown()


if __name__ == "__main__":
    main()
