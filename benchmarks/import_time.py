"""How long ``import course`` takes, against the libraries that it stands on, in fresh processes.

Run it with the Python of the course: ``python benchmarks/import_time.py``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

BOOK = Path(__file__).parents[1] / "book"
ROUNDS = 5
PROGRAMS = {
    "course": "import course",
    "anywidget, plotly.graph_objects and sympy": "import anywidget, plotly.graph_objects, sympy",
    "Python alone": "pass",
}


def seconds(program: str) -> float:
    """Return how long a fresh Python takes to run `program` and end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], cwd=BOOK, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the median time of each program, and the ratio of the first two."""
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for program in PROGRAMS.values():
        seconds(program)  # fills the caches of the file system and of byte code
    for _ in range(ROUNDS):
        for name, program in PROGRAMS.items():
            times[name].append(seconds(program))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{median:6.3f} s  {name} (median of {ROUNDS})")
    course, libraries, _ = medians.values()
    print(f"{course / libraries:6.2f}    course / libraries")


if __name__ == "__main__":
    main()
