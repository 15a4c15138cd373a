"""From a key pressed on a slider to the curve on the screen: the explorer beside `ipywidgets.interact`.

Run it with the Python of the course, after the book is built: ``python benchmarks/slider.py``. All three run
the model of calcium influx once a move and draw the same two curves beside those of an unchanged
reference: the explorer on a page of the book, the explorer in JupyterLab, and in the same JupyterLab a
stock slider that has a kernel run the model with SciPy and fill a Plotly ``FigureWidget``. The time is that
from the browser's time stamp of the key until the page has painted the first frame with a changed curve.
What no page can go below is measured too: a slider whose one handler sets one attribute of one path.
Half of the moves go each way from the start, so that axes have to grow as well.
"""

from __future__ import annotations

import functools
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import launch
from conftest import SITE, _Quiet
from jupyter_program import Notebook, serve, write_notebook

MOVES = 64
WARM_UP = 32  # with the moves whole rounds, which end where they began: at much magnesium no step is seen
PATIENCE_MS = 20_000
THROTTLING = (1, 4)
FRAME_MS = 1000 / 60
SHARE_GOAL, FRAMES_GOAL, SLOW_GOAL_MS = 0.1, 1.5, 100

Times = tuple[float, float]

EXPLORER = """
from course import Explorer
from course.models import calcium_influx
Explorer(calcium_influx, vary=["Mg"])
"""
INTERACT = """
import plotly.graph_objects as go
from ipywidgets import FloatSlider, interact
from lessonkit.explorer.figure import KEY_PANELS, panels
from course.models import calcium_influx as model

reference = model.run(Mg=1.0)
shown = [series for series in model.series if series.plotted][:KEY_PANELS]
figure = go.FigureWidget(panels(model, shown, reference, reference))
curves = {trace.meta: trace for trace in figure.data}

@interact(Mg=FloatSlider(1.0, min=0.0, max=5.0, step=0.05))
def show(Mg):
    run = model.run(Mg=Mg)
    with figure.batch_update():
        for series in shown:
            curves[f"run:{series.name}"].y = run.series[series.name]

figure
"""

BARE = """
<!doctype html><input type="range" style="width: 20em"><svg width="400" height="200"><path d="M0 0"/></svg>
<script>
  document.querySelector("input").oninput = ({ target }) =>
    document.querySelector("path").setAttribute("d", `M0 0L400 ${target.value}`);
</script>
"""

# An animation frame asked for when the change is seen is the one that shows it if a task made the change (the
# stock figure), but the one after it if an animation frame did (the explorer). A new ResizeObserver reports
# in the frame that shows the change in both cases, after its layout; the message comes after its painting.
NEXT_PAINT = """
([handle, plot, patience]) => {
  const drawing = { subtree: true, childList: true, attributes: true, attributeFilter: ["d"] };
  globalThis.painted = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the slider was moved, and no curve changed")), patience);
    handle.addEventListener("keydown", ({ timeStamp }) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - timeStamp);
      new MutationObserver((changes, drawn) => {
        drawn.disconnect();
        new ResizeObserver((sizes, laidOut) => {
          laidOut.disconnect();
          port2.postMessage("");
        }).observe(plot);
      }).observe(plot, drawing);
    }, { once: true, capture: true });
  });
}
"""


def moves(page: Page, handle: Locator, plot: Locator) -> list[float]:
    """Return the milliseconds of each move of the slider `handle` until its `plot` is painted."""
    handle.scroll_into_view_if_needed()
    parts = [handle.element_handle(), plot.element_handle(), PATIENCE_MS]
    took = []
    for move in range(WARM_UP + MOVES):
        page.evaluate(NEXT_PAINT, parts)
        # JupyterLab takes the focus some time after it has run the cells.
        handle.press("ArrowRight" if move % 32 < 8 or move % 32 >= 24 else "ArrowLeft")
        took.append(page.evaluate("painted"))
        page.wait_for_timeout(50)
    return took[WARM_UP:]


def throttled(page: Page, handle: Locator, plot: Locator) -> dict[int, Times]:
    """Return median and 95th percentile of the moves, in ms, by how much the page's processor is slowed."""
    session = page.context.new_cdp_session(page)
    found = {}
    for rate in THROTTLING:
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        twentieths = statistics.quantiles(moves(page, handle, plot), n=20)
        found[rate] = twentieths[9], twentieths[18]
    return found


def on_page(browser) -> dict[int, Times]:
    """Return `throttled` of the explorer on a page of the built book."""
    handler = functools.partial(_Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"http://127.0.0.1:{http.server_port}/book/calcium-influx/another-magnesium.html")
        explorer = page.locator("course-explorer#magnesium-and-calcium[ready]")
        explorer.scroll_into_view_if_needed()
        drawing = explorer.locator(".course-key-curves")
        drawing.and_(page.locator("[data-drawn]")).wait_for()
        slider = explorer.locator("input[type=range][name=Mg]")
        found = throttled(page, slider, drawing)
        page.close()
        http.shutdown()
    return found


def bare(browser) -> dict[int, Times]:
    """Return `throttled` of a slider that computes nothing and moves one line."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_content(BARE)
    found = throttled(page, page.locator("input"), page.locator("svg"))
    page.close()
    return found


@contextmanager
def lab(home: Path) -> Iterator[str]:
    """Give the address of a JupyterLab with the two notebooks."""
    for name, source in (("explorer", EXPLORER), ("interact", INTERACT)):
        write_notebook(home / f"{name}.ipynb", (source, ""))
    with serve(home, home) as address:
        yield address


def in_lab(browser, address: str, name: str, handle: str, plot: str) -> dict[int, Times]:
    """Return `throttled` of the slider `handle` and its `plot` in the notebook `name`."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    notebook = Notebook(context, address, name)
    notebook.run_all()
    page = notebook.page
    drawing = page.locator(f".jp-OutputArea {plot}").first
    drawing.locator("svg path").first.wait_for(state="attached")  # that of a grid has no extent
    found = throttled(page, page.locator(f".jp-OutputArea {handle}").first, drawing)
    context.close()
    return found


def main() -> None:
    """Print the medians and 95th percentiles, and their ratios to those of the stock slider."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        floor = bare(browser)
        found = {"explorer, page of the book": on_page(browser)}
        with lab(Path(folder)) as address:
            handle = "course-explorer input[type=range][name=Mg]"
            found["explorer, JupyterLab"] = in_lab(browser, address, "explorer", handle, ".course-key-curves")
            stock = in_lab(browser, address, "interact", ".widget-slider .noUi-handle", ".js-plotly-plot")
        browser.close()
    slowest = {rate: max(times[rate][1] for times in found.values()) for rate in THROTTLING}
    print(f"Slider to paint, median and 95th percentile of {MOVES} moves (calcium-influx)")
    for rate in THROTTLING:
        print(f"  page's processor {'as it is' if rate == 1 else f'{rate} times slower'}")
        for label, times in {"interact + FigureWidget": stock, "one line, no model": floor, **found}.items():
            told = [
                f"{ms:6.0f} ms ({ms / usual:4.2f} ×)"
                for ms, usual in zip(times[rate], stock[rate], strict=True)
            ]
            print(f"    {label:28s} {'   '.join(told)}")
    share = max(times[1][k] / stock[1][k] for times in found.values() for k in range(2))
    print("Goals, by the slower of the explorers")
    least = max(floor[1][k] / stock[1][k] for k in range(2))
    print(f"  {share:5.2f}    of the stock slider's time (at most {SHARE_GOAL}; one line alone: {least:.2f})")
    print(f"  {slowest[1] / FRAME_MS:5.1f}    frames of 60 a second, 95th percentile (at most {FRAMES_GOAL})")
    print(f"  {slowest[4]:5.0f} ms 95th percentile on a processor 4 times slower (at most {SLOW_GOAL_MS})")


if __name__ == "__main__":
    main()
