"""How fast the page solves a model, beside the same integrator in C, SciPy, Brian2 and NEURON, in one run.

Run it with the Python of the course: ``python benchmarks/solvers.py``. It needs a C compiler and a browser.
Brian2 and NEURON are put into an environment of their own in a temporary folder, from the package index;
where that cannot be done, the program says so and goes on.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from playwright.sync_api import sync_playwright
from sympy import ccode

from course import Explorer, models
from lessonkit.model import Input, Model, RandomTrain
from lessonkit.model.javascript import in_order, places, statements
from lessonkit.model.solve import events_of
from lessonkit.model.trains import times
from lessonkit.page.linker import ROOT as KIT
from lessonkit.page.linker import link_module

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import launch

RUNS = 30
ROUNDS = 5
WARM_UP_MS = 300
PATIENCE_S = 600
SIMULATORS = ("brian2==2.9.0", "neuron==9.0.2", "cython==3.3.1", "numpy==2.2.6", "setuptools==84.2.1")
SIMULATED = models.excitable_neuron


def compiled(model: Model, folder: Path) -> Path:
    """Return the C program (``cc -O2``) that runs `model`."""
    numbers = model.numbers(model.settings({}))
    p = [numbers[name] for name in places(model)["p"]]
    states = places(model)["y"]
    functions = {
        "derivatives(double t, const double *y, const double *p, const double *u, double *out)": [
            s.derivative for s in model.states
        ],
        "observe(double t, const double *y, const double *p, const double *n, double *out)": [
            s.expression for s in model.series
        ],
        "initial(const double *p, double *out)": [s.initial for s in model.states],
        "resets(const double *y, const double *p, double *out)": [r.to for r in model.resets],
    }
    happening = [*model.inputs, *model.resets]
    events = []
    for event in events_of(model, numbers):
        item = event.happening.of
        index = next(i for i, other in enumerate(happening) if other is item)
        is_input = isinstance(item, Input)
        place = index if is_input else index - len(model.inputs)
        if event.time <= model.axis.high:
            events.append(f"{{{event.time!r}, {int(is_input)}, {place}, {float(event.value)!r}}}")
    reset = ", ".join(str(states.index(r.state.name)) for r in model.resets)
    lines = [
        f"enum {{ STATES = {len(states)}, INPUTS = {len(model.inputs)}, SERIES = {len(model.series)}, "
        f"RESETS = {len(model.resets)}, "
        f"LENGTH = {len(model.axis)}, EVENTS = {len(events)}, RUNS = {RUNS} }};",
        f"static const double LOW = {model.axis.low!r}, STEP = {model.axis.step!r};",
        f"static const double MAX_STEP = {model.max_step!r};",
        # Not constant: the page's sliders change these numbers, so that no compiler may work with them.
        f"double p[] = {{{', '.join(repr(float(number)) for number in p)}}};",
        "static const struct { double time; int is_input, index; double value; } events[] = {"
        f"{', '.join(events) or '{0, 0, 0, 0}'}}};",
        f"static const int reset_state[] = {{{reset or 0}}};",
    ]
    for head, expressions in functions.items():
        lines.append(
            f"static void {head} {{\n{statements(model, in_order(expressions), ccode, 'double')}\n}}"
        )
    (folder / "model.h").write_text("\n".join(lines), encoding="utf-8")
    program = folder / "solver"
    source = Path(__file__).with_name("solver.c")
    subprocess.run(["cc", "-O2", f"-I{folder}", "-o", program, source, "-lm"], check=True)
    return program


def in_c(program: Path) -> tuple[float, float]:
    """Return seconds a run and the last value of the last series."""
    seconds, last = _quietly([program]).split()
    return float(seconds), float(last)


def in_browser(model: Model, browser) -> tuple[float, float, float]:
    """Return seconds a run in Chromium, the last value, and seconds with set-up, all in a fresh page.

    The set-up is what a reader pays there: reading the model's data, making its functions and the first run,
    before the browser has compiled anything. The run alone is one after the slider has been moved a while.
    """
    data = Explorer(model, compare_with={}).html.split('type="application/json">')[1].split("</script>")[0]
    page = browser.new_page()
    page.evaluate(
        f"{link_module(KIT / 'model' / 'solver.js').replace('export ', '')}; globalThis.compile = compile; 0"
    )
    alone, last, with_setup = page.evaluate(
        """([text, settings, runs, warmUp]) => {
             const start = performance.now();
             const solve = compile(JSON.parse(text).program);
             let result = solve(settings);
             const withSetUp = performance.now() - start;
             while (performance.now() - start < warmUp) result = solve(settings);
             const begun = performance.now();
             for (let k = 0; k < runs; k += 1) result = solve(settings);
             const alone = (performance.now() - begun) / runs;
             return [alone / 1000, Object.values(result.series).at(-1).at(-1), withSetUp / 1000];
           }""",
        [data, model.defaults, RUNS, WARM_UP_MS],
    )
    page.close()
    return alone, last, with_setup


def in_scipy(model: Model) -> tuple[float, float]:
    """Return the same of ``Model.run``, compiled functions not counted."""
    seconds = []
    for _ in range(6):
        start = time.perf_counter()
        result = model.run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:]), float(list(result.series.values())[-1][-1])


def simulators(folder: Path) -> Path:
    """Return the Python of a new environment in `folder` that has Brian2 and NEURON."""
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    _quietly([python, "-m", "pip", "install", "--disable-pip-version-check", *SIMULATORS])
    for mod in Path(__file__).parent.glob("neuron_*.mod"):
        shutil.copy(mod, folder)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    _quietly([programs / "nrnivmodl", "."], cwd=folder, env={**os.environ, "PATH": path})
    return python


def _quietly(command: list, **options) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def _last_line(error: Exception) -> str:
    said = getattr(error, "stderr", None)
    return (said if isinstance(said, str) and said.strip() else str(error)).strip().splitlines()[-1]


def simulate(python: Path, script: str, folder: Path) -> tuple[float, float, int]:
    """Return seconds of the first and of the fastest run of `SIMULATED`, set-up included, and its spikes."""
    model = SIMULATED
    values = model.settings({})
    fit = next(choice for choice in model.choices if choice.name == "fit")
    train = RandomTrain(0, values["rate"] / 1000, values["seed"])
    asked = {
        "settings": values,
        "inputs": times(train, model.axis.high),
        "block": list(fit.option(values["fit"]).values.values()),
        "step_ms": model.max_step,
        "runs": 4,
    }
    program = Path(__file__).with_name(script)
    printed = _quietly([python, program], cwd=folder, input=json.dumps(asked), timeout=PATIENCE_S)
    told = json.loads(printed.splitlines()[-1])
    return told["seconds"][0], min(told["seconds"]), told["spikes"]


def print_simulators(folder: Path, in_page: float) -> None:
    """Print what Brian2 and NEURON take for the same run, and how many times the page's run that is."""
    model = SIMULATED
    print(f"{model.id}, set-up included: model built and run for {model.axis.high:g} {model.axis.unit}")
    print(f"  Chromium, a fresh page {1000 * in_page:9.1f} ms")
    try:
        python = simulators(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"  Brian2 and NEURON could not be installed, and are left out: {_last_line(error)}")
        return
    spikes = model.run().scalars["spike_count"]
    for name, script in (("NEURON", "in_neuron.py"), ("Brian2", "in_brian2.py")):
        try:
            first, fastest, found = simulate(python, script, folder)
        except subprocess.SubprocessError as error:
            print(f"  {name} could not run, and is left out: {_last_line(error)}")
            continue
        print(
            f"  {name:22s} {1000 * fastest:9.1f} ms   {fastest / in_page:6.1f} × the page   (its first run: "
            f"{1000 * first:.0f} ms; {found} spikes, here {spikes:g})"
        )


def main() -> None:
    """Print, for each model that is integrated, milliseconds a run and the ratios to C."""
    if not shutil.which("cc"):
        raise SystemExit("No C compiler found: install one (on Debian and Ubuntu: apt-get install gcc)")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        for name in models.__all__:
            model = getattr(models, name)
            if not model.states:
                continue
            program = compiled(model, Path(folder))
            # In turns, so that other work on the machine falls on both.
            rounds = [(*in_c(program), *in_browser(model, browser)) for _ in range(ROUNDS)]
            c, expected, alone, last, with_setup = map(statistics.median, zip(*rounds, strict=True))
            if model is SIMULATED:
                simulated = with_setup
            print(f"{model.id}: one run of {model.axis.high - model.axis.low:g} {model.axis.unit}")
            print(f"  C, -O2             {1000 * c:8.2f} ms")
            for label, (seconds, found) in {
                "Chromium, the page": (alone, last),
                "SciPy solve_ivp": in_scipy(model),
            }.items():
                agreement = abs(found - expected) / max(abs(expected), 1e-12)
                print(
                    f"  {label:18s} {1000 * seconds:8.2f} ms   {seconds / c:6.2f} × C   "
                    f"(last value differs by {agreement:.1e})"
                )
        browser.close()
        print_simulators(Path(folder), simulated)


if __name__ == "__main__":
    main()
