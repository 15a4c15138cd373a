"""The normal law: its cumulative distribution as a function that SymPy, NumPy and the page share."""

from __future__ import annotations

from sympy.core.function import DefinedFunction

FARTHEST = 8
"""Standard deviations from the mean beyond which double precision has nothing left to add."""


class Phi(DefinedFunction):
    """The share of a standard normal law below the argument.

    SciPy works it out in Python. The page sums the series ``Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …)``
    until it stands still (Marsaglia 2004, J Stat Softw 11(4)), which is within 1e-15.
    """

    nargs = 1

    def _latex(self, printer) -> str:
        return rf"\Phi\left({printer._print(self.args[0])}\right)"

    def _numpycode(self, printer) -> str:
        return f"{printer._module_format('scipy.special.ndtr')}({printer._print(self.args[0])})"

    def _javascript(self, printer) -> str:
        return (
            f"((x) => {{ if (Math.abs(x) > {FARTHEST}) return x < 0 ? 0 : 1; "
            "let before = NaN; let sum = x; let term = x; "
            "for (let odd = 3; sum !== before; odd += 2) { before = sum; term *= x * x / odd; sum += term; } "
            "return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI); })"
            f"({printer._print(self.args[0])})"
        )
