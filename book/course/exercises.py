"""Checks for the exercises in Python: each calls a learner's function and reports what is wrong, and why.

A check compares the answers with right ones. It also holds known slips, each as a function that makes it: if
one of them gives the learner's wrong answers, the report names it.
"""

from __future__ import annotations

import copy
import html
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lessonkit.page.numbers import with_unit, written

RELATIVE_TOLERANCE = 1e-3
"""Answers may be rounded to about four digits."""

POTENTIAL_TOLERANCE_MV = 1.0
"""Room for a simple integrator: Euler's method in steps of 0.1 ms stays within half of it."""


@dataclass(frozen=True)
class Report:
    """What a check found: the points that passed, and those to mend, with their likely causes."""

    passed: tuple[str, ...]
    failed: tuple[str, ...]
    causes: tuple[str, ...] = ()

    @property
    def all_passed(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.failed

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        count = len(self.failed)
        return f"Not yet: {count} point{'s'[: count > 1]} to mend." if count else "All points passed."

    def _lines(self) -> list[tuple[str, str]]:
        groups = (("✓", self.passed), ("✗", self.failed), ("Likely cause:", self.causes))
        return [(mark, text) for mark, texts in groups for text in texts]

    def __repr__(self) -> str:
        return "\n".join([self.verdict, *(f"{mark} {text}" for mark, text in self._lines())])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{mark} {html.escape(text)}</li>" for mark, text in self._lines())
        return f"<p><strong>{html.escape(self.verdict)}</strong></p><ul>{items}</ul>"


@dataclass(frozen=True)
class _Case:
    """Arguments for the learner's function, and a hint for a call that fails or a number that cannot be."""

    label: str
    arguments: tuple
    hint: str = ""


@dataclass(frozen=True)
class _Quantity:
    """One number or array that the function returns, with slips: likely cause -> function that makes it."""

    label: str
    unit: str
    right: Callable[..., Any]
    slips: dict[str, Callable[..., Any]]
    tolerance: float = 0.0


def _check(function: Any, name: str, cases: Sequence[_Case], quantities: Sequence[_Quantity]) -> Report:
    """Call `function` on each case and judge each quantity that it returns."""
    if not callable(function):
        return Report(
            (), (f"{name}: this is {_named(function)}; hand over the function itself, without brackets.",)
        )
    passed, failed, causes = [], [], []
    answers: dict[str, list[np.ndarray]] = {}
    for case in cases:
        try:
            answers[case.label] = _answers(function, case, quantities)
        except _FaultyAnswerError as fault:
            failed.append(f"{name}, {case.label}: {fault} {case.hint}".rstrip())
    if not answers:
        causes.append(
            "Each call failed. Call your function by yourself with simple numbers, and mend that first."
        )
    for place, quantity in enumerate(quantities):
        good, bad = [], []
        for case in (case for case in cases if case.label in answers):
            found, right = answers[case.label][place], np.asarray(quantity.right(*case.arguments), float)
            if _agree(found, right, quantity.tolerance):
                good.append(case.label)
            elif np.isfinite(right).all():
                bad.append((case.label, _difference(found, right, quantity.unit)))
            else:
                said = _difference(found, right, quantity.unit)
                failed.append(f"{name}, {case.label}: {quantity.label} {said} {case.hint}".rstrip())
        if good:
            passed.append(f"{name}: {quantity.label} ({'; '.join(good)})")
        if bad:
            (first, said), *others = bad
            also = f" Also wrong: {'; '.join(label for label, _ in others)}." if others else ""
            failed.append(f"{name}, {first}: {quantity.label} {said}{also}")
            given = [(case, answers[case.label][place]) for case in cases if case.label in answers]
            causes.append(_likely_cause(given, quantity))
    return Report(tuple(passed), tuple(failed), tuple(causes))


class _FaultyAnswerError(Exception):
    """The learner's function gave nothing that can be judged."""


def _answers(function: Callable, case: _Case, quantities: Sequence[_Quantity]) -> list[np.ndarray]:
    try:
        with np.errstate(all="ignore"):
            returned = function(*copy.deepcopy(case.arguments))
    except Exception as error:  # whatever a learner's code raises is a finding
        raise _FaultyAnswerError(f"your function raised {type(error).__name__}: {error}.") from None
    if returned is None:
        raise _FaultyAnswerError("your function returned nothing (None). End it with a return line.")
    parts = [returned]
    if len(quantities) > 1:
        wanted = ", ".join(quantity.label for quantity in quantities)
        if not isinstance(returned, (tuple, list, np.ndarray)) or len(returned) != len(quantities):
            raise _FaultyAnswerError(
                f"your function returned {_named(returned)}; return {len(quantities)} values: {wanted}."
            )
        parts = list(returned)
    return [
        _numbers(part, np.shape(quantity.right(*case.arguments)), quantity.label)
        for part, quantity in zip(parts, quantities, strict=True)
    ]


def _numbers(part: Any, shape: tuple[int, ...], label: str) -> np.ndarray:
    wanted = "one number" if shape == () else f"{shape[0]} numbers in a row"
    try:
        if isinstance(part, (str, bytes, bool)):
            raise TypeError
        numbers = np.asarray(part, float)
    except (TypeError, ValueError):
        raise _FaultyAnswerError(f"{label} is {_named(part)}; it should be {wanted}.") from None
    if numbers.shape != shape:
        raise _FaultyAnswerError(f"{label} has the shape {numbers.shape}; it should be {wanted}.")
    return numbers


def _named(value: Any) -> str:
    if value is None:
        return "None"
    text = repr(value)
    return f"the {type(value).__name__} {text if len(text) <= 40 else text[:39] + '…'}"


def _agree(found: np.ndarray, right: np.ndarray, tolerance: float) -> bool:
    return np.allclose(
        found, right, rtol=0 if tolerance else RELATIVE_TOLERANCE, atol=tolerance, equal_nan=True
    )


def _difference(found: np.ndarray, right: np.ndarray, unit: str) -> str:
    def said(number: float) -> str:
        return with_unit(written(number), unit) if math.isfinite(number) else str(number)

    if found.shape == ():
        return f"is {said(float(found))}; it should be {said(float(right))}."
    apart = np.abs(found - right)
    at = int(np.argmax(np.where(np.isnan(apart), np.inf, apart)))
    return (
        f"differs most at place {at} of {len(found)}, counted from 0: it is {said(float(found[at]))} there, "
        f"and should be {said(float(right[at]))}."
    )


def _likely_cause(given: Sequence[tuple[_Case, np.ndarray]], quantity: _Quantity) -> str:
    """Return the slip that gives the same answers, wherever the right answer is finite."""
    finite = [pair for pair in given if np.isfinite(quantity.right(*pair[0].arguments)).all()]
    for cause, slip in quantity.slips.items():
        with np.errstate(all="ignore"):
            made = [np.asarray(slip(*case.arguments), float) for case, _ in finite]
        if all(_agree(found, one, quantity.tolerance) for (_, found), one in zip(finite, made, strict=True)):
            return cause
    if any(np.isnan(found).any() for _, found in finite):
        return (
            f"{quantity.label} is nan (not a number): look for 0/0, or for a logarithm of a negative number."
        )
    return (
        f"{quantity.label}: none of the usual slips gives these numbers. Work the first failed point by hand."
    )


# The block and its fits


def _block(V: Any, Mg: float, K0: float, s: float) -> Any:
    return 1 / (1 + Mg / K0 * np.exp(-s * V))


_BLOCK = _Quantity(
    "the unblocked fraction",
    "",
    _block,
    {
        "The sign of V is lost: the exponent is −sV, so that a negative V gives a large exponential.": (
            lambda V, Mg, K0, s: _block(-V, Mg, K0, s)
        ),
        "V is in volts: here V is in mV and s per mV, so leave V as it is.": (
            lambda V, Mg, K0, s: _block(V / 1000, Mg, K0, s)
        ),
        "This is the blocked fraction: return the unblocked one, 1 minus it.": (
            lambda V, Mg, K0, s: 1 - _block(V, Mg, K0, s)
        ),
        "K0 is left out: divide Mg by K0, so that the ratio has no unit.": (
            lambda V, Mg, K0, s: _block(V, Mg, 1.0, s)
        ),
        "Mg is multiplied by K0: divide by it. A larger K0 is a weaker block.": (
            lambda V, Mg, K0, s: _block(V, Mg * K0, 1.0, s)
        ),
        "Mg/K0 is left out of the sum: the exponential has to be multiplied by it.": (
            lambda V, Mg, K0, s: _block(V, 1.0, 1.0, s)
        ),
        "A bracket is closed too early: Mg/K0 belongs under the fraction line, with the exponential.": (
            lambda V, Mg, K0, s: _block(V, 1.0, 1.0, s) * Mg / K0
        ),
        "Mg is in µM: here Mg and K0 are both in mM, so leave them as they are.": (
            lambda V, Mg, K0, s: _block(V, 1000 * Mg, K0, s)
        ),
        "V is divided by s: s is per mV, so multiply.": lambda V, Mg, K0, s: (
            1 / (1 + Mg / K0 * np.exp(-V / s))
        ),
        "This is 1 whatever the potential: there is no block in it yet.": (
            lambda V, Mg, K0, s: np.ones_like(V, float)
        ),
    },
)

_BLOCK_CASES = (
    _Case("−70 mV, 1 mM", (-70.0, 1.0, 3.57, 0.062)),
    _Case("0 mV, 2 mM", (0.0, 2.0, 3.57, 0.062)),
    _Case("−40 mV, 0.3 mM, another fit", (-40.0, 0.3, 4.1, 0.063)),
    _Case("−70 mV, no magnesium", (-70.0, 0.0, 3.57, 0.062)),
    _Case(
        "an array of potentials",
        (np.array([-90.0, -60.0, -30.0, 0.0, 30.0]), 1.0, 3.57, 0.062),
        "V is an array here: np.exp takes arrays, math.exp does not.",
    ),
)


def _fractions(V: float, Mg: float, constants: Sequence[tuple[float, float]]) -> np.ndarray:
    return np.array([_block(V, Mg, K0, s) for K0, s in constants])


def _compared(V: float, Mg: float, constants: Sequence[tuple[float, float]]) -> np.ndarray:
    fractions = _fractions(V, Mg, constants)
    return fractions / fractions[0]


_COMPARISON = _Quantity(
    "the ratios",
    "",
    _compared,
    {
        "These are the fractions themselves: divide each by that of the first fit.": _fractions,
        "The ratio is upside down: the first fit belongs under the fraction line.": (
            lambda *arguments: 1 / _compared(*arguments)
        ),
        "These are differences: divide by the fraction of the first fit, do not subtract it.": (
            lambda *arguments: _fractions(*arguments) - _fractions(*arguments)[0]
        ),
        "These are per cent: a ratio is asked for, so 1 for the first fit.": (
            lambda *arguments: 100 * _compared(*arguments)
        ),
        "The fractions are divided by the largest one: divide by that of the first fit.": (
            lambda *arguments: _fractions(*arguments) / _fractions(*arguments).max()
        ),
        "The ratios are of the blocked fractions: compare the unblocked ones.": (
            lambda *arguments: (1 - _fractions(*arguments)) / (1 - _fractions(*arguments)[0])
        ),
    },
)

_CONSTANTS = ((3.57, 0.062), (4.1, 0.063), (2.63, 0.0808), (1.5, 0.08))
_COMPARISON_CASES = (
    _Case("−70 mV, 1 mM", (-70.0, 1.0, _CONSTANTS)),
    _Case("0 mV, 1 mM", (0.0, 1.0, _CONSTANTS)),
    _Case("−70 mV, 0.3 mM", (-70.0, 0.3, _CONSTANTS)),
)


def check_fits(block: Any, comparison: Any) -> Report:
    """Check two functions on the magnesium block.

    Parameters
    ----------
    block : callable
        ``block(V, Mg, K0, s)`` returns the unblocked fraction; V in mV (a number or an array), Mg and K0 in
        mM, s per mV.
    comparison : callable
        ``comparison(V, Mg, constants)`` returns the unblocked fraction of each pair ``(K0, s)`` in
        `constants` over that of the first; V in mV, Mg in mM.
    """
    first = _check(block, "block", _BLOCK_CASES, (_BLOCK,))
    if not first.all_passed:
        failed = (*first.failed, "comparison: not checked yet; mend block first.")
        return Report(first.passed, failed, first.causes)
    second = _check(comparison, "comparison", _COMPARISON_CASES, (_COMPARISON,))
    return Report(first.passed + second.passed, second.failed, second.causes)


# Two synapses on one dendrite


def _constants() -> dict[str, float]:
    from course.models.calcium_influx import calcium_influx

    return {constant.symbol.name: float(constant.value) for constant in calcium_influx.constants}


def ampa_open_fraction(t: Any, onset: float) -> Any:
    """Return the share of AMPA receptors that one pulse of transmitter opens: 1 mM for 1 ms.

    Parameters
    ----------
    t : float or array
        Time, ms.
    onset : float
        Time at which the pulse begins, ms.
    """
    constants = _constants()
    opening, closing = constants["alpha_A"], constants["beta_A"]
    since = np.asarray(t, float) - onset
    rise = opening / (opening + closing) * -np.expm1(-(opening + closing) * np.clip(since, 0, 1))
    return rise * np.exp(-closing * np.clip(since - 1, 0, None))


def _membrane(
    t: np.ndarray, drive: np.ndarray, *, leak: float = 1.0, fixed_force: bool = False
) -> np.ndarray:
    """Return the potential in mV; `drive` is the AMPA conductance over that of the leak between two times."""
    constants = _constants()
    rest, reversal = constants["V_rest"], constants["E_rev"]
    V = [rest]
    for step, pull in zip(np.diff(t), drive, strict=True):
        if fixed_force:
            rate, target = leak, rest + pull * (reversal - rest) / leak
        else:
            rate = leak + pull
            target = (leak * rest + pull * reversal) / rate
        V.append(target + (V[-1] - target) * math.exp(-step * rate / constants["tau_m"]))
    return np.array(V)


def _drive(t: np.ndarray, onset: float, conductance: float) -> np.ndarray:
    middle = (t[1:] + t[:-1]) / 2
    return ampa_open_fraction(middle, onset) * conductance / _constants()["g_L"]


def _both(t: np.ndarray, onsets: Sequence[float], conductances: Sequence[float]) -> np.ndarray:
    drives = [_drive(t, onset, conductance) for onset, conductance in zip(onsets, conductances, strict=True)]
    return np.sum(drives, axis=0)


def _alone(t: np.ndarray, onsets: Sequence[float], conductances: Sequence[float]) -> list[np.ndarray]:
    return [_membrane(t, _drive(t, onset, g)) for onset, g in zip(onsets, conductances, strict=True)]


_POTENTIAL = _Quantity(
    "the potential",
    "mV",
    lambda *arguments: _membrane(arguments[0], _both(*arguments)),
    {
        "The second synapse does nothing yet: add its conductance to that of the first.": (
            lambda *arguments: _alone(*arguments)[0]
        ),
        "Potentials are added: add the conductances. Each synapse lowers the driving force of the other.": (
            lambda *arguments: sum(_alone(*arguments)) - _alone(*arguments)[0][0]
        ),
        "Both synapses start with the first: each has its own onset.": (
            lambda t, onsets, conductances: _membrane(t, _both(t, (onsets[0], onsets[0]), conductances))
        ),
        "Both synapses have the conductance of the first: each has its own.": (
            lambda t, onsets, conductances: _membrane(t, _both(t, onsets, (conductances[0], conductances[0])))
        ),
        "The conductances are averaged: add them.": (
            lambda *arguments: _membrane(arguments[0], _both(*arguments) / 2)
        ),
        "The leak is counted twice, once for each synapse: the dendrite has one leak.": (
            lambda *arguments: _membrane(arguments[0], _both(*arguments), leak=2.0)
        ),
        "The driving force has the wrong sign: synapses pull V towards 0 mV, so the term is −g (V − 0).": (
            lambda *arguments: _membrane(arguments[0], -_both(*arguments))
        ),
        "The driving force stays as it was at rest: work it out anew from V at each step.": (
            lambda *arguments: _membrane(arguments[0], _both(*arguments), fixed_force=True)
        ),
        "A conductance in nS stands where a ratio should: divide by the leak, 10 nS.": (
            lambda *arguments: _membrane(arguments[0], _both(*arguments) * _constants()["g_L"])
        ),
    },
    POTENTIAL_TOLERANCE_MV,
)

_TIMES_MS = np.arange(0.0, 80.0, 0.1)
_POTENTIAL_CASES = (
    _Case("one synapse, the other silent", (_TIMES_MS, (20.0, 20.0), (20.0, 0.0))),
    _Case("both at once", (_TIMES_MS, (20.0, 20.0), (20.0, 20.0))),
    _Case("the second 8 ms later", (_TIMES_MS, (20.0, 28.0), (20.0, 10.0))),
    _Case("the second before the first", (_TIMES_MS, (40.0, 25.0), (10.0, 30.0))),
)


def check_second_synapse(potential: Any) -> Report:
    """Check a function that returns the potential of a dendrite with two synapses.

    Parameters
    ----------
    potential : callable
        ``potential(t, onsets, conductances)`` returns an array of potentials in mV at the times `t` in ms,
        for two onsets in ms and two AMPA conductances in nS.
    """
    return _check(potential, "two synapses", _POTENTIAL_CASES, (_POTENTIAL,))


# Quanta, counted trial by trial


def _counts(amplitudes: np.ndarray) -> tuple[int, int]:
    return len(amplitudes), int(np.sum(amplitudes == 0))


def _by_counts(rule: Callable[[int, int], float]) -> Callable[[np.ndarray, float], float]:
    """Return a function of the amplitudes from a rule for N trials with N0 failures; nan without any."""

    def of_amplitudes(amplitudes: np.ndarray, q: float) -> float:
        N, N0 = _counts(amplitudes)
        return rule(N, N0) if N0 else math.nan

    return of_amplitudes


_QUANTAL_CONTENT = (
    _Quantity(
        "m from the failures",
        "",
        _by_counts(lambda N, N0: math.log(N / N0)),
        {
            "The logarithm is to base 10: the law has e in it, so use the natural logarithm, math.log.": (
                _by_counts(lambda N, N0: math.log10(N / N0))
            ),
            "The logarithm is to base 2: use the natural logarithm, math.log.": (
                _by_counts(lambda N, N0: math.log2(N / N0))
            ),
            "The ratio is upside down: it is all trials over failures, which makes m positive.": (
                _by_counts(lambda N, N0: math.log(N0 / N))
            ),
            "The responses are counted in place of the failures.": (
                _by_counts(lambda N, N0: math.log(N / (N - N0)))
            ),
            "The logarithm is left out of m.": _by_counts(lambda N, N0: N / N0),
            "This is the share of failures: m is the natural logarithm of one over it.": (
                _by_counts(lambda N, N0: N0 / N)
            ),
            "This is 0 whatever the trials: m is not worked out yet.": _by_counts(lambda N, N0: 0.0),
        },
    ),
    _Quantity(
        "its standard error",
        "",
        _by_counts(lambda N, N0: math.sqrt((N / N0 - 1) / N)),
        {
            "The error lacks the division by N: more trials must make it smaller.": (
                _by_counts(lambda N, N0: math.sqrt(N / N0 - 1))
            ),
            "The error lacks the square root: this is the variance.": _by_counts(
                lambda N, N0: (N / N0 - 1) / N
            ),
            "The error is that of the share of failures: carry it through the logarithm.": (
                _by_counts(lambda N, N0: math.sqrt(N0 / N * (1 - N0 / N) / N))
            ),
            "The error is the spread of the potentials: it should follow from the count of failures.": (
                lambda amplitudes, q: float(np.std(amplitudes))
            ),
            "This is 0 whatever the trials: the error is not worked out yet.": _by_counts(lambda N, N0: 0.0),
        },
    ),
    _Quantity(
        "m from the mean",
        "",
        lambda amplitudes, q: float(np.mean(amplitudes)) / q,
        {
            "The mean leaves the failures out: they count as 0 mV.": (
                lambda amplitudes, q: float(np.mean(amplitudes[amplitudes > 0])) / q
            ),
            "This is a potential in mV: divide the mean by q, the size of one quantum.": (
                lambda amplitudes, q: float(np.mean(amplitudes))
            ),
            "The mean is multiplied by q: divide, so that mV over mV leaves a number.": (
                lambda amplitudes, q: float(np.mean(amplitudes)) * q
            ),
            "This is the median: take the mean.": lambda amplitudes, q: float(np.median(amplitudes)) / q,
            "q stands in volts: q and the potentials are both in mV.": (
                lambda amplitudes, q: 1000 * float(np.mean(amplitudes)) / q
            ),
        },
    ),
)


def check_quantal_content(quantal_content: Any) -> Report:
    """Check a function that estimates the quantal content from trials.

    Parameters
    ----------
    quantal_content : callable
        ``quantal_content(amplitudes, q)`` returns three numbers: m from the failures, its standard error,
        and m from the mean; `amplitudes` in mV, 0 for a failure, and `q`, the size of one quantum, in mV.
        Without any failure the first two are nan.
    """
    from course.models.quanta import quanta

    def trials(**settings: float) -> np.ndarray:
        return quanta.run(**settings).series["amplitude"]

    cases = (
        _Case("few quanta", (trials(), 0.4)),
        _Case("mostly failures", (trials(Ca=0.3, Mg=6.0, seed=2), 0.4)),
        _Case("80 trials, larger quanta", (trials(q=0.6, seed=3)[:80], 0.6)),
        _Case(
            "no failures",
            (trials(Ca=0.6, Mg=0.0), 0.4),
            "No trial failed here, so the failures say nothing: return math.nan for m and for its error.",
        ),
    )
    return _check(quantal_content, "quantal content", cases, _QUANTAL_CONTENT)
