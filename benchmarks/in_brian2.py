"""Time the excitable neuron in Brian2: reads a run as JSON, prints seconds and the number of spikes as JSON.

``solvers.py`` starts it in an environment of its own. The equations are those of ``tests/course/models``,
written out in Brian2's language; its code generation is the one that Brian2 chooses by itself.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "course" / "models"))

import brian2  # noqa: F401 (imported here, so that its import is not timed)
from brian2_neuron import MEMBRANES, run


def main() -> None:
    """Print the seconds of each run that standard input asks for."""
    asked = json.load(sys.stdin)
    seconds = []
    for _ in range(asked["runs"]):
        start = time.perf_counter()
        [spikes] = run(
            MEMBRANES["excitable-neuron"], [asked["settings"]], [asked["inputs"]], [tuple(asked["block"])],
            step_ms=asked["step_ms"], target="auto",
        )  # fmt: skip
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "spikes": len(spikes)}))


if __name__ == "__main__":
    main()
