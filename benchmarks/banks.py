"""How the time to check and lint a question bank grows with its size.

Run it with the Python of the course: ``python benchmarks/banks.py``. It makes banks of generated items; some
break a rule of the linter, so that the time to report is measured too. Times are of the processor, so that
other work of the machine does not count.
"""

from __future__ import annotations

import gc
import tempfile
import time
from pathlib import Path

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint import lint, objective_map

SIZES = (1_500, 5_000, 15_000)
LEVELS = ("recall", "apply", "predict", "interpret")
CHOICES = ("single", "predict", "multiple")

NUMERIC = """\
    answer:
      value: {value}
      unit: mM
      tolerance: 0.1
      tolerance_reason: Rounding to one digit.
      feedback: Half of {double} mM is {value} mM, as the cell is twice as large.
    slips:
      - value: -{value}
        misconception: lost sign
        feedback: A concentration is above zero, so the sign was lost.
    otherwise: Divide the concentration by two.
"""
OPTION = """\
      - text: Compartment {letter} of cell {number}{extra}
        {kind}
        feedback: The gradient of compartment {letter} tells you, so look at the figure.
"""


def written_item(number: int) -> str:
    """Return one item of a bank as YAML; every fourth is numeric, some have a right option too long."""
    numeric = number % 4 == 3
    item = (
        f"  - id: cell-{number}\n    type: {'numeric' if numeric else CHOICES[number % 4]}\n"
        f"    objective: goal-{number % 50}\n    level: {LEVELS[number % 4]}\n"
        f"    stem: Where does calcium rise in cell {number}?\n    source: nowak1984magnesium\n"
        "    hints: [Look at the gradient.]\n"
    )
    if numeric:
        return item + NUMERIC.format(value=number + 1, double=2 * number + 2)
    right = {number // 4 % 3} | ({(number // 4 + 1) % 3} if CHOICES[number % 4] == "multiple" else set())
    item += "    options:\n"
    for place, letter in enumerate("abc"):
        kind = "correct: true" if place in right else f"misconception: gradient {letter}"
        extra = ", which is by far the largest of them" if place in right and number % 10 == 0 else ""
        item += OPTION.format(letter=letter, number=number, kind=kind, extra=extra)
    return item


def seconds(size: int, folder: Path) -> tuple[float, float, int]:
    """Return how long a bank of `size` items takes to check and to lint, and how many findings it has."""
    path = folder / "generated.yml"
    objectives = "".join(f"  goal-{i}: Explain where calcium rises, part {i}\n" for i in range(50))
    items = "".join(map(written_item, range(size)))
    path.write_text(
        f"chapter: generated\ntitle: Generated\nobjectives:\n{objectives}items:\n{items}", encoding="utf-8"
    )
    gc.collect()
    start = time.process_time()
    file = BankFile(path)
    checked = time.process_time()
    if file.faults:
        raise SystemExit("The generated bank breaks the schema:\n" + "\n".join(file.faults[:5]))
    findings = lint([file])
    objective_map(file.data)
    return checked - start, time.process_time() - checked, len(findings)


def main() -> None:
    """Print the time an item takes in banks of three sizes, and how it compares with the smallest."""
    with tempfile.TemporaryDirectory() as folder:
        seconds(100, Path(folder))  # loads what is loaded on first use
        first = 0.0
        for size in SIZES:
            check, lints, findings = seconds(size, Path(folder))
            each = 1000 * (check + lints) / size
            first = first or each
            print(
                f"{size:6d} items: {1000 * check / size:5.2f} ms an item to check, "
                f"{1000 * lints / size:5.2f} ms to lint; {each / first:4.2f} × the time an item of the "
                f"smallest bank ({findings} findings)"
            )


if __name__ == "__main__":
    main()
