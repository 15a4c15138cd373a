"""A live kernel: each chapter's peak memory, and how soon a widget stands, beside a stock notebook.

Run it with the Python of the tests: ``python benchmarks/live.py``. Each chapter runs from top to bottom in a
kernel of its own, whose peak resident memory is read at the end. The first widget is timed in JupyterLab, in
a browser: from the order to restart the kernel and run all cells until the widget's plot is drawn, for an
explorer and for `ipywidgets.interact` with a Plotly ``FigureWidget`` on the same model, taken in turn.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from slider import ROOT, Notebook, lab, launch, sync_playwright

ROUNDS = 5
MEMORY_GOAL_MB = 300
READ_PEAK = """
import resource, sys
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


def peak_memory(chapter: Path) -> float:
    """Return the peak resident memory of a kernel that ran the chapter, in MB (10⁶ bytes)."""
    notebook = jupytext.read(chapter)
    notebook.cells.append(nbformat.v4.new_code_cell(READ_PEAK))
    environment = {name: value for name, value in os.environ.items() if name != "LESSONKIT_STATIC"}
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": chapter.parent}}
    )
    client.execute(env=environment)
    [output] = notebook.cells[-1].outputs
    return int(output["text"]) / 1e6


def seconds_to_first_plot(browser, address: str, name: str) -> float:
    """Return the seconds from the order to restart and run all until the notebook's plot is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    notebook = Notebook(context, address, name)
    notebook.menu("Kernel", "Restart Kernel and Run All Cells…")
    confirm = notebook.page.get_by_role("button", name="Confirm Kernel Restart")
    confirm.wait_for()
    start = time.perf_counter()
    confirm.click()
    notebook.page.locator(
        ".jp-OutputArea :is(.course-picture[data-drawn], .js-plotly-plot svg.main-svg)"
    ).first.wait_for()
    took = time.perf_counter() - start
    context.close()
    return took


def main() -> None:
    """Print the peak of each chapter, the heaviest, and the median times with their ratio."""
    chapters = [
        path for path in sorted((ROOT / "book").rglob("*.md")) if path.read_text("utf-8").startswith("---")
    ]
    peaks = {
        path.relative_to(ROOT / "book").with_suffix("").as_posix(): peak_memory(path) for path in chapters
    }
    print("Peak resident memory of a kernel that ran the page")
    for name, peak in sorted(peaks.items(), key=lambda entry: -entry[1]):
        print(f"  {peak:5.0f} MB  {name}")
    heaviest = max(peaks, key=peaks.__getitem__)
    print(f"  heaviest: {heaviest}, {peaks[heaviest] / MEMORY_GOAL_MB:.2f} of {MEMORY_GOAL_MB} MB")

    times: dict[str, list[float]] = {"explorer": [], "interact": []}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        with lab(Path(folder)) as address:
            for name in times:
                seconds_to_first_plot(browser, address, name)  # fills the caches
            for _ in range(ROUNDS):
                for name, took in times.items():
                    took.append(seconds_to_first_plot(browser, address, name))
        browser.close()
    medians = {name: statistics.median(took) for name, took in times.items()}
    print(f"From kernel start to the first live plot in JupyterLab (median of {ROUNDS})")
    print(f"  {medians['explorer']:5.2f} s  explorer")
    print(f"  {medians['interact']:5.2f} s  interact + FigureWidget")
    print(f"  {medians['explorer'] / medians['interact']:5.2f}    explorer / interact")


if __name__ == "__main__":
    main()
