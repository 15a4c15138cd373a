"""The exercises in Python: solutions pass, each usual slip is named, and nonsense is told plainly."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from chapter_text import BOOK, page_names
from course.exercises import (
    POTENTIAL_TOLERANCE_MV,
    ampa_open_fraction,
    check_fits,
    check_quantal_content,
    check_second_synapse,
)
from course.models import calcium_influx, quanta

PAGES = [
    name
    for name in page_names()
    if "from course.exercises import" in (BOOK / f"{name}.md").read_text(encoding="utf-8")
]
CELL = re.compile(r"```\{code-cell\} ipython3\n((?::[^\n]*\n)*)(.*?)```", re.DOTALL)
REST_mV, LEAK_nS, TAU_ms = -65.0, 10.0, 15.0


def cells(name):
    """Return the first version and the solution of a page's exercise, each as its options and its code."""
    text = (BOOK / f"{name}.md").read_text(encoding="utf-8")
    first, solution = (cell for cell in CELL.findall(text) if "from course.exercises import" in cell[1])
    return first, solution


def report_of(cell):
    """Run a cell by itself and return what its last line shows."""
    *before, last = cell.rstrip().split("\n")
    names: dict = {}
    exec("\n".join(before), names)
    return eval(last, names)


@pytest.mark.parametrize("name", PAGES)
def test_the_solution_passes(name):
    report = report_of(cells(name)[1][1])
    assert report.all_passed, report
    assert report.verdict == "All points passed."


@pytest.mark.parametrize("name", PAGES)
def test_the_first_version_runs_and_is_told_what_it_lacks(name):
    report = report_of(cells(name)[0][1])
    assert report.failed
    assert report.causes
    assert "none of the usual slips" not in repr(report)


@pytest.mark.parametrize("name", PAGES)
def test_only_the_solution_is_folded_on_the_page_and_in_jupyterlab(name):
    (first, _), (solution, _) = cells(name)
    assert first == ""
    assert "tags: [hide-cell]" in solution
    assert "source_hidden: true" in solution


# The block


def block(V, Mg, K0, s):
    return 1 / (1 + Mg / K0 * np.exp(-s * V))


def comparison(V, Mg, constants):
    first = block(V, Mg, *constants[0])
    return [block(V, Mg, K0, s) / first for K0, s in constants]


WRONG_BLOCKS = {
    "sign of V": lambda V, Mg, K0, s: 1 / (1 + Mg / K0 * np.exp(s * V)),
    "in volts": lambda V, Mg, K0, s: 1 / (1 + Mg / K0 * np.exp(-s * V / 1000)),
    "blocked fraction": lambda V, Mg, K0, s: 1 - block(V, Mg, K0, s),
    "K0 is left out": lambda V, Mg, K0, s: 1 / (1 + Mg * np.exp(-s * V)),
    "multiplied by K0": lambda V, Mg, K0, s: 1 / (1 + Mg * K0 * np.exp(-s * V)),
    "left out of the sum": lambda V, Mg, K0, s: 1 / (1 + np.exp(-s * V)),
    "bracket": lambda V, Mg, K0, s: Mg / K0 / (1 + np.exp(-s * V)),
    "µM": lambda V, Mg, K0, s: 1 / (1 + 1000 * Mg / K0 * np.exp(-s * V)),
    "divided by s": lambda V, Mg, K0, s: 1 / (1 + Mg / K0 * np.exp(-V / s)),
}


@pytest.mark.parametrize("cause", WRONG_BLOCKS)
def test_a_slip_in_the_block_is_named(cause):
    report = check_fits(WRONG_BLOCKS[cause], comparison)
    assert len(report.causes) == 1
    assert cause in report.causes[0]
    assert "comparison: not checked yet" in report.failed[-1]


WRONG_COMPARISONS = {
    "fractions themselves": lambda V, Mg, pairs: [block(V, Mg, *pair) for pair in pairs],
    "upside down": lambda V, Mg, pairs: [1 / ratio for ratio in comparison(V, Mg, pairs)],
    "differences": lambda V, Mg, pairs: [block(V, Mg, *pair) - block(V, Mg, *pairs[0]) for pair in pairs],
    "per cent": lambda V, Mg, pairs: [100 * ratio for ratio in comparison(V, Mg, pairs)],
    "largest": lambda V, Mg, pairs: np.array(comparison(V, Mg, pairs)) / max(comparison(V, Mg, pairs)),
    "blocked": lambda V, Mg, pairs: [(1 - block(V, Mg, *p)) / (1 - block(V, Mg, *pairs[0])) for p in pairs],
}


@pytest.mark.parametrize("cause", WRONG_COMPARISONS)
def test_a_slip_in_the_comparison_is_named(cause):
    report = check_fits(block, WRONG_COMPARISONS[cause])
    assert len(report.causes) == 1
    assert cause in report.causes[0]


def test_the_array_case_tells_of_numpy():
    report = check_fits(lambda V, Mg, K0, s: 1 / (1 + Mg / K0 * math.exp(-s * V)), comparison)
    assert "raised TypeError" in repr(report)
    assert "math.exp does not" in repr(report)
    assert report.causes == ()


# Two synapses


def euler(slope):
    """Return a potential that follows `slope(V, g_1, g_2)`, as a learner would write it."""

    def potential(t, onsets, conductances):
        g = [
            conductance * ampa_open_fraction(t, onset)
            for onset, conductance in zip(onsets, conductances, strict=True)
        ]
        V = np.full(len(t), REST_mV)
        for k in range(len(t) - 1):
            V[k + 1] = V[k] + slope(V[k], g[0][k], g[1][k]) / TAU_ms * (t[k + 1] - t[k])
        return V

    return potential


def right_slope(V, g_1, g_2):
    return REST_mV - V - (g_1 + g_2) / LEAK_nS * V


def potentials_added(t, onsets, conductances):
    alone = [
        euler(right_slope)(t, (onset, onset), (g, 0.0)) for onset, g in zip(onsets, conductances, strict=True)
    ]
    return alone[0] + alone[1] - REST_mV


WRONG_POTENTIALS = {
    "does nothing yet": euler(lambda V, g_1, g_2: right_slope(V, g_1, 0.0)),
    "Potentials are added": potentials_added,
    "start with the first": lambda t, onsets, g: euler(right_slope)(t, (onsets[0], onsets[0]), g),
    "conductance of the first": lambda t, onsets, g: euler(right_slope)(t, onsets, (g[0], g[0])),
    "averaged": euler(lambda V, g_1, g_2: right_slope(V, g_1 / 2, g_2 / 2)),
    "leak is counted twice": euler(lambda V, g_1, g_2: right_slope(V, g_1, 0) + right_slope(V, 0, g_2)),
    "wrong sign": euler(lambda V, g_1, g_2: REST_mV - V + (g_1 + g_2) / LEAK_nS * V),
    "as it was at rest": euler(lambda V, g_1, g_2: REST_mV - V - (g_1 + g_2) / LEAK_nS * REST_mV),
}


@pytest.mark.parametrize("cause", WRONG_POTENTIALS)
def test_a_slip_with_two_synapses_is_named(cause):
    (found,) = check_second_synapse(WRONG_POTENTIALS[cause]).causes
    assert cause in found


def test_one_synapse_is_that_of_the_model_of_the_chapter():
    run = calcium_influx.run(clamp="free", g_AMPA=20.0)
    ours = euler(right_slope)(np.arange(0.0, 500.0, 0.05), (20.0, 20.0), (20.0, 0.0))
    assert np.interp(run.t, np.arange(0.0, 500.0, 0.05), ours) == pytest.approx(
        run.series["potential"], abs=POTENTIAL_TOLERANCE_MV / 2
    )


# The quantal content


def content(amplitudes, q, log=math.log, error=None, mean=np.mean):
    N, N0 = len(amplitudes), int(np.sum(amplitudes == 0))
    if not N0:
        return math.nan, math.nan, mean(amplitudes) / q
    error = error or (lambda ratio, N: math.sqrt((ratio - 1) / N))
    return log(N / N0), error(N / N0, N), mean(amplitudes) / q


WRONG_CONTENTS = {
    "to base 10": lambda a, q: content(a, q, log=math.log10),
    "to base 2": lambda a, q: content(a, q, log=math.log2),
    "upside down": lambda a, q: content(a, q, log=lambda ratio: math.log(1 / ratio)),
    "responses are counted": lambda a, q: content(a, q, log=lambda ratio: math.log(1 / (1 - 1 / ratio))),
    "logarithm is left out": lambda a, q: content(a, q, log=lambda ratio: ratio),
    "share of failures: m": lambda a, q: content(a, q, log=lambda ratio: 1 / ratio),
    "division by N": lambda a, q: content(a, q, error=lambda ratio, N: math.sqrt(ratio - 1)),
    "square root": lambda a, q: content(a, q, error=lambda ratio, N: (ratio - 1) / N),
    "carry it through": lambda a, q: content(
        a, q, error=lambda ratio, N: math.sqrt((1 - 1 / ratio) / ratio / N)
    ),
    "leaves the failures out": lambda a, q: content(a, q, mean=lambda a: np.mean(a[a > 0])),
    "divide the mean by q": lambda a, q: (*content(a, q)[:2], np.mean(a)),
    "multiplied by q": lambda a, q: (*content(a, q)[:2], np.mean(a) * q),
    "median": lambda a, q: content(a, q, mean=np.median),
}


@pytest.mark.parametrize("cause", WRONG_CONTENTS)
def test_a_slip_in_the_quantal_content_is_named(cause):
    (found,) = check_quantal_content(WRONG_CONTENTS[cause]).causes
    assert cause in found


def without_a_guard(amplitudes, q):
    N, N0 = len(amplitudes), int(np.sum(amplitudes == 0))
    return math.log(N / N0), math.sqrt((N / N0 - 1) / N), np.mean(amplitudes) / q


def infinite(amplitudes, q):
    m, error, mean = content(amplitudes, q)
    return (math.inf, error, mean) if math.isnan(m) else (m, error, mean)


@pytest.mark.parametrize(
    ("function", "said"),
    [(without_a_guard, "raised ZeroDivisionError"), (infinite, "is inf; it should be nan")],
)
def test_trials_without_a_failure_have_their_own_remedy(function, said):
    (failed,) = check_quantal_content(function).failed
    assert said in failed
    assert "return math.nan" in failed


def test_the_trials_of_a_draw_are_a_failure_or_more():
    assert (quanta.run().series["amplitude"] >= 0).all()


# Nonsense


def broken(*arguments):
    raise RuntimeError("my own mistake")


CHECKS = {
    "fits": lambda function: check_fits(function, comparison),
    "second synapse": check_second_synapse,
    "quantal content": check_quantal_content,
}
NONSENSE = {
    "none": (None, "this is None; hand over the function itself"),
    "number": (0.044, "this is the float 0.044; hand over the function itself"),
    "returns nothing": (lambda *a: None, r"returned nothing \(None\). End it with a return line"),
    "raises": (broken, "raised RuntimeError: my own mistake"),
    "takes no arguments": (lambda: 1.0, "raised TypeError"),
    "text": (lambda *a: "0.044", "'0.044'"),
    "wrong shape": (lambda *a: np.zeros((2, 2)), r"shape \(2, 2\)|returned the ndarray"),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_told_plainly(check, nonsense):
    function, said = NONSENSE[nonsense]
    report = CHECKS[check](function)
    assert not report.all_passed
    assert re.search(said, repr(report))


@pytest.mark.parametrize(
    ("check", "function"),
    [
        ("fits", lambda V, Mg, K0, s: np.nan * np.asarray(V)),
        ("second synapse", lambda t, onsets, conductances: np.full(len(t), np.nan)),
        ("quantal content", lambda amplitudes, q: (math.nan, math.nan, math.nan)),
    ],
)
def test_nan_is_told_plainly(check, function):
    assert "is nan (not a number)" in repr(CHECKS[check](function))


def test_a_function_that_spoils_its_arguments_spoils_nothing():
    def spoiling(amplitudes, q):
        answer = content(amplitudes, q)
        amplitudes[:] = -1
        return answer

    assert check_quantal_content(spoiling).all_passed
    assert check_quantal_content(content).all_passed


def test_a_report_in_a_notebook_escapes_what_the_learner_wrote():
    def returns_markup(*arguments):
        return "<script>alert(1)</script>"

    shown = check_second_synapse(returns_markup)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
