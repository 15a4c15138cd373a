"""A key pressed in the search of the food explorer: 10,000 generated foods beside the 161 of the course.

Run it with the Python of the course: ``python benchmarks/foods.py``. The time is what the page's main thread
works from the input event until the table is painted anew, in time of the processor, so that other work of
the machine does not count. A screen of 60 Hz has a frame every 16.7 ms.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ["LESSONKIT_STATIC"] = "1"  # no kernel: the widget gives its HTML alone

from playwright.sync_api import sync_playwright

from browser import launch
from course import course
from course.nutrition import FoodExplorer
from lessonkit.page.linker import classic_script

GENERATED = 10_000
FRAME_MS = 1000 / 60
SEARCHES = ("boiled beans", "raw", "seed kernels", "water", "zebra", "a")
ROUNDS = 3

PRESS = """
(text) => new Promise((resolve) => {
  const field = document.querySelector("course-foods[ready] [name=q]");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})
"""


def generate(folder: Path) -> None:
    """Write `GENERATED` foods into `folder`: those of the course under new names, with other numbers."""
    for path in course.data.glob("*.csv"):
        shutil.copy(path, folder)
    with (course.data / "foods.csv").open(encoding="utf-8", newline="") as file:
        foods = list(csv.DictReader(file))
    draw = random.Random(1)
    extra = [
        {
            **draw.choice(foods),
            "id": f"generated-{number}",
            "food": f"{draw.choice(foods)['food']} {number}",
            "mg_per_100g": draw.randint(0, 700),
            "kcal_per_100g": draw.randint(0, 900),
        }
        for number in range(GENERATED - len(foods))
    ]
    with (folder / "foods.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(foods[0]))
        writer.writeheader()
        writer.writerows([*foods, *extra])


def key_by_key() -> list[str]:
    """Return what stands in the field after each key, when each of `SEARCHES` is written and wiped out."""
    return [
        text[:length]
        for text in SEARCHES
        for length in (*range(1, len(text) + 1), *range(len(text) - 1, -1, -1))
    ]


def percentile(browser, explorer: FoodExplorer, path: Path) -> float:
    """Return the 95th percentile, in ms, of a key on a page that holds `explorer`."""
    script = classic_script(explorer.file(explorer.module), explorer.tag)
    path.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Foods</title>'
        f'<style>{explorer._css}</style><main style="max-width: 45rem">{explorer.html}</main>'
        f"<script>{script}</script></html>",
        encoding="utf-8",
    )
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(path.as_uri())
    page.locator("course-foods[ready]").wait_for()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked_ms() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    took = []
    for _ in range(1 + ROUNDS):
        for text in key_by_key():
            before = worked_ms()
            page.evaluate(PRESS, text)
            took.append(worked_ms() - before)
    page.close()
    return statistics.quantiles(took[len(key_by_key()) :], n=20)[-1]  # the first round warms up


def main() -> None:
    """Print the 95th percentiles of both tables, their ratio, and whether they keep to a frame."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder)
        few, many = FoodExplorer(), FoodExplorer(folder)
        browser = launch(playwright)
        base, large = (percentile(browser, each, folder / "page.html") for each in (few, many))
        browser.close()
    print(f"A key in the search of foods, own work, 95th percentile (a frame has {FRAME_MS:.1f} ms)")
    print(f"  foods of the course  {base:5.1f} ms")
    within = "within" if large <= FRAME_MS else "NOT within"
    print(f"  {GENERATED} foods         {large:5.1f} ms  {large / base:5.2f} × as long, {within} a frame")


if __name__ == "__main__":
    main()
