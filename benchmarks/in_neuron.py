"""Time the excitable neuron in NEURON: reads a run as JSON, prints seconds and the number of spikes as JSON.

``solvers.py`` starts it in an environment of its own, in the folder where ``nrnivmodl`` compiled the two mod
files beside this one. The integrator is NEURON's own default of a fixed step.
"""

from __future__ import annotations

import json
import math
import sys
import time

from neuron import h


def run(asked: dict) -> int:
    """Build the cell, run it for 500 ms, and return how many spikes it fires."""
    h.load_file("stdrun.hoc")
    cell = h.Section(name="cell")
    cell.L = cell.diam = math.sqrt(1e5 / math.pi)  # µm; the membrane is then 0.001 cm²
    cell.cm = 1
    cell.insert("wb")
    synapse = h.Synapse(cell(0.5))
    synapse.g, synapse.ratio = asked["settings"]["g_AMPA"], asked["settings"]["ratio"]
    synapse.Mg, (synapse.K0, synapse.steepness) = asked["settings"]["Mg"], asked["block"]
    inputs = h.NetCon(None, synapse)
    inputs.weight[0] = 1
    _start = h.FInitializeHandler(lambda: [inputs.event(time) for time in asked["inputs"]])
    threshold = h.NetCon(cell(0.5)._ref_v, None, sec=cell)
    threshold.threshold = -20
    spikes, _potential = h.Vector(), h.Vector().record(cell(0.5)._ref_v, 0.25)
    threshold.record(spikes)
    h.dt, h.steps_per_ms = asked["step_ms"], 1 / asked["step_ms"]
    h.finitialize(-65)
    h.continuerun(500)
    return len(spikes)


def main() -> None:
    """Print the seconds of each run that standard input asks for."""
    asked = json.load(sys.stdin)
    seconds = []
    for _ in range(asked["runs"]):
        begun = time.perf_counter()
        spikes = run(asked)
        seconds.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": seconds, "spikes": spikes}))


if __name__ == "__main__":
    main()
