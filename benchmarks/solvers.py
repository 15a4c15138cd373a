"""How fast the page solves a model, beside the same integrator in C and SciPy, in one run.

Run it with the Python of the course: ``python benchmarks/solvers.py``. It needs a C compiler and a browser.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests")]

from browser import launch  # noqa: E402 (the package is not installed: its path comes first)
from course import Explorer, models  # noqa: E402
from course.assets import link_module  # noqa: E402
from course.explorer.widget import HERE  # noqa: E402
from course.models.javascript import statements  # noqa: E402
from course.models.kit import Model  # noqa: E402
from course.models.solve import events_of  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from sympy import ccode  # noqa: E402

RUNS = 30


def in_c(model: Model, folder: Path) -> tuple[float, float]:
    """Return seconds a run and the last value of the last series of the C program (``cc -O2``)."""
    values = model.settings({})
    p = model.vector(values)
    states = [s.symbol for s in model.states]
    functions = {
        "derivatives(double t, const double *y, const double *p, const double *u, double *out)": [
            s.derivative for s in model.states
        ],
        "observe(double t, const double *y, const double *p, double *out)": [
            s.expression for s in model.series
        ],
        "initial(const double *p, double *out)": [s.initial for s in model.states],
        "resets(const double *y, const double *p, double *out)": [r.to for r in model.resets],
    }
    events = [
        f"{{{at!r}, {int(kind == 'input')}, {index}, {float(value)!r}}}"
        for at, kind, index, value in events_of(model, p)
        if at <= model.axis.high
    ]
    lines = [
        f"enum {{ STATES = {len(states)}, INPUTS = {len(model.inputs)}, SERIES = {len(model.series)}, "
        f"RESETS = {len(model.resets)}, LENGTH = {len(model.axis)}, EVENTS = {len(events)}, RUNS = {RUNS} }};",
        f"static const double LOW = {model.axis.low!r}, STEP = {model.axis.step!r}, MAX_STEP = {model.max_step!r};",
        f"static const double p[] = {{{', '.join(repr(float(number)) for number in p)}}};",
        "static const struct { double time; int is_input, index; double value; } events[] = {"
        f"{', '.join(events) or '{0, 0, 0, 0}'}}};",
        f"static const int reset_state[] = {{{', '.join(str(states.index(r.state)) for r in model.resets) or 0}}};",
    ]
    for head, expressions in functions.items():
        lines.append(f"static void {head} {{\n{statements(model, expressions, 'out', ccode, 'double')}\n}}")
    (folder / "model.h").write_text("\n".join(lines), encoding="utf-8")
    program = folder / "solver"
    source = Path(__file__).with_name("solver.c")
    subprocess.run(["cc", "-O2", f"-I{folder}", "-o", program, source, "-lm"], check=True)
    seconds, last = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(last)


def in_browser(model: Model, page) -> tuple[float, float]:
    """Return the same of the page's solver: the median of runs in Chromium."""
    spec = json.loads(Explorer(model).html.split('type="application/json">')[1].split("</script>")[0])["spec"]
    page.evaluate(f"{link_module(HERE / 'solver.js').replace('export ', '')}; globalThis.solve = solve; 0")
    return tuple(
        page.evaluate(
            """([spec, p, runs]) => {
                 const model = new Function(`return ${spec.code}`)();
                 const times = [];
                 let result;
                 for (let i = 0; i < runs; i += 1) {
                   const start = performance.now();
                   result = solve(spec, model, p);
                   times.push(performance.now() - start);
                 }
                 const last = Object.values(result.series).at(-1).at(-1);
                 return [times.sort((a, b) => a - b)[Math.floor(runs / 2)] / 1000, last];
               }""",
            [spec, [float(number) for number in model.vector(model.settings({}))], RUNS],
        )
    )


def in_scipy(model: Model) -> tuple[float, float]:
    """Return the same of ``Model.run``, compiled functions not counted."""
    times = []
    for _ in range(6):
        start = time.perf_counter()
        result = model.run()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:]), float(list(result.series.values())[-1][-1])


def main() -> None:
    """Print, for each model that is integrated, milliseconds a run and the ratios to C."""
    if not shutil.which("cc"):
        raise SystemExit("No C compiler found: install one (on Debian and Ubuntu: apt-get install gcc)")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        page = browser.new_page()
        for name in models.__all__:
            model = getattr(models, name)
            if not model.states:
                continue
            c, expected = in_c(model, Path(folder))
            print(f"{model.id}: one run of {model.axis.high - model.axis.low:g} {model.axis.unit}")
            print(f"  C, -O2             {1000 * c:8.2f} ms")
            for label, (seconds, last) in {
                "Chromium, the page": in_browser(model, page),
                "SciPy solve_ivp": in_scipy(model),
            }.items():
                agreement = abs(last - expected) / max(abs(expected), 1e-12)
                print(
                    f"  {label:18s} {1000 * seconds:8.2f} ms   {seconds / c:6.2f} × C   "
                    f"(last value differs by {agreement:.1e})"
                )
        browser.close()


if __name__ == "__main__":
    main()
