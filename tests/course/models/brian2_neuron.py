"""Run the model neurons in Brian2 and record their spikes in ``brian2_*.json``.

Brian2 is no dependency of the tests: no release of it works beside every NumPy that the course allows. Run
this again when a model changes, in an environment that has the course's requirements and Brian2::

    python tests/course/models/brian2_neuron.py excitable-neuron pyramidal-neuron

The equations are written out in Brian2's language from Wang and Buzsáki 1996, from the public code of
Pospischil and colleagues 2008 (ModelDB 123623), and from the models' descriptions; the kit gives only the
settings and the times of the inputs.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
RANDOM_SETS = 30
STEP_MS = {"excitable-neuron": 0.01, "pyramidal-neuron": 0.001}
"""The pyramidal cell is followed more finely: near depolarisation block small differences grow."""

DRIVE = """
I_A = g_A*s_A*v : amp/meter**2
I_N = ratio*g_A*1.10522*(s_decay - s_rise)*v/(1 + Mg/K0*exp(-steepness*v/mV)) : amp/meter**2

ds_A/dt = -s_A/(2*ms) : 1
ds_rise/dt = -s_rise/(2*ms) : 1
ds_decay/dt = -s_decay/(100*ms) : 1

I_app : amp/meter**2 (constant)
g_A : siemens/meter**2 (constant)
ratio : 1 (constant)
Mg : 1 (constant)
K0 : 1 (constant)
steepness : 1 (constant)
shift : 1 (constant)
"""

INTERNEURON = """
dv/dt = (I_app - I_Na - I_K - gL*(v - EL) - I_A - I_N)/C : volt
I_Na = gNa*m**3*h*(v - ENa) : amp/meter**2
I_K = gK*n**4*(v - EK) : amp/meter**2

u = v/mV - shift : 1
a_m = 0.1*(u + 35)/(1 - exp(-0.1*(u + 35))) : 1
b_m = 4*exp(-(u + 60)/18) : 1
m = a_m/(a_m + b_m) : 1
a_h = 0.07*exp(-(u + 58)/20) : 1
b_h = 1/(exp(-0.1*(u + 28)) + 1) : 1
dh/dt = 5*(a_h*(1 - h) - b_h*h)/ms : 1
w = v/mV : 1
a_n = 0.01*(w + 34)/(1 - exp(-0.1*(w + 34))) : 1
b_n = 0.125*exp(-(w + 44)/80) : 1
dn/dt = 5*(a_n*(1 - n) - b_n*n)/ms : 1
"""

PYRAMIDAL = """
dv/dt = (I_app - I_Na - I_K - I_M - gL*(v - EL) - I_A - I_N)/C : volt
I_Na = gNa*m**3*h*(v - ENa) : amp/meter**2
I_K = gK*n**4*(v - EK) : amp/meter**2
I_M = gM*p*(v - EK) : amp/meter**2

u = v/mV - shift + 55 : 1
a_m = 0.32*(13 - u)/(exp((13 - u)/4) - 1) : 1
b_m = 0.28*(u - 40)/(exp((u - 40)/5) - 1) : 1
dm/dt = (a_m*(1 - m) - b_m*m)/ms : 1
a_h = 0.128*exp((17 - u)/18) : 1
b_h = 4/(1 + exp((40 - u)/5)) : 1
dh/dt = (a_h*(1 - h) - b_h*h)/ms : 1
w = v/mV + 55 : 1
a_n = 0.032*(15 - w)/(exp((15 - w)/5) - 1) : 1
b_n = 0.5*exp((10 - w)/40) : 1
dn/dt = (a_n*(1 - n) - b_n*n)/ms : 1
p_inf = 1/(1 + exp(-(v/mV + 35)/10)) : 1
tau_p = 1000*ms/(3.3*exp((v/mV + 35)/20) + exp(-(v/mV + 35)/20)) : second
dp/dt = (p_inf - p)/tau_p : 1
"""


@dataclass(frozen=True)
class Membrane:
    """Equations in Brian2's language, constants in mS/cm² and mV, and the gates as they are at rest."""

    equations: str
    siemens: dict[str, float]
    potentials: dict[str, float]
    gates: dict[str, str]


MEMBRANES = {
    "excitable-neuron": Membrane(
        INTERNEURON,
        {"gNa": 35, "gK": 9, "gL": 0.1},
        {"ENa": 55, "EK": -90, "EL": -65},
        {"h": "a_h/(a_h + b_h)", "n": "a_n/(a_n + b_n)"},
    ),
    "pyramidal-neuron": Membrane(
        PYRAMIDAL,
        {"gNa": 50, "gK": 5, "gM": 0.07, "gL": 0.1},
        {"ENa": 50, "EK": -100, "EL": -70},
        {"m": "a_m/(a_m + b_m)", "h": "a_h/(a_h + b_h)", "n": "a_n/(a_n + b_n)", "p": "p_inf"},
    ),
}


def record(model_id: str) -> Path:
    """Return the file that holds Brian2's spikes of a model."""
    return HERE / f"brian2_{model_id.replace('-', '_')}.json"


def settings_to_compare(model) -> list[dict]:
    """Return the presets and random settings of all parameters."""
    rng = random.Random(1996)
    found = [model.settings(preset.parameters) for preset in model.presets]
    for _ in range(RANDOM_SETS):
        values = {
            p.name: round(p.low + p.step * rng.randint(0, round((p.high - p.low) / p.step)), 6)
            for p in model.parameters
        }
        found.append(values | {choice.name: rng.choice(choice.options).id for choice in model.choices})
    return found


def run(
    membrane: Membrane,
    sets: list[dict],
    inputs: list[list[float]],
    blocks: list[tuple[float, float]],
    step_ms: float,
    target: str = "cython",
) -> list[list[float]]:
    """Return the spike times in ms of one neuron for each of `sets`, all run at once."""
    import brian2 as b
    import numpy as np

    b.prefs.codegen.target = target
    b.defaultclock.dt = step_ms * b.ms
    area = b.cm**2
    constants = {
        "C": 1 * b.uF / area,
        **{name: value * b.msiemens / area for name, value in membrane.siemens.items()},
        **{name: value * b.mV for name, value in membrane.potentials.items()},
    }

    def column(name: str) -> np.ndarray:
        return np.array([values[name] for values in sets])

    neurons = b.NeuronGroup(
        len(sets), membrane.equations + DRIVE, threshold="v > -20*mV", refractory="v > -20*mV", method="rk4",
        namespace=constants,
    )  # fmt: skip
    neurons.v = membrane.potentials["EL"] * b.mV
    neurons.shift = 0
    for gate, settled in membrane.gates.items():
        setattr(neurons, gate, settled)
    neurons.I_app = column("I_app") * b.uA / area
    neurons.g_A = column("g_AMPA") * b.msiemens / area
    neurons.ratio = column("ratio")
    neurons.Mg = column("Mg")
    neurons.K0, neurons.steepness = np.array(blocks).T
    surface = np.where([values["surface"] == "toy_rule" for values in sets], 22.5, 0.0)
    neurons.shift = surface * np.log10((column("Ca") + column("Mg") / 1.4) / (1.2 + 0.8 / 1.4))
    indices = [i for i, times in enumerate(inputs) for _ in times]
    times = [time for times in inputs for time in times]
    source = b.SpikeGeneratorGroup(len(sets), indices, times * b.ms)
    synapses = b.Synapses(source, neurons, on_pre="s_A += 1; s_rise += 1; s_decay += 1")
    synapses.connect(j="i")
    monitor = b.SpikeMonitor(neurons)
    b.Network(neurons, source, synapses, monitor).run(500 * b.ms)
    trains = monitor.spike_trains()
    return [np.round(trains[i] / b.ms, 4).tolist() for i in range(len(sets))]


def main(model_ids: list[str]) -> None:
    sys.path.insert(0, str(HERE.parents[2] / "book"))
    import brian2

    from course.models import excitable_neuron, pyramidal_neuron
    from lessonkit.model import RandomTrain
    from lessonkit.model.trains import times

    for model in (excitable_neuron, pyramidal_neuron):
        if model.id not in model_ids:
            continue
        sets = settings_to_compare(model)
        end = model.axis.high
        inputs = [times(RandomTrain(0, values["rate"] / 1000, values["seed"]), end) for values in sets]
        fit = next(choice for choice in model.choices if choice.name == "fit")
        blocks = [tuple(fit.option(values["fit"]).values.values()) for values in sets]
        spikes = run(MEMBRANES[model.id], sets, inputs, blocks, STEP_MS[model.id])
        runs = [
            {"settings": values, "inputs": [round(time, 9) for time in times], "spikes": found}
            for values, times, found in zip(sets, inputs, spikes, strict=True)
        ]
        lines = ",\n".join(json.dumps(item) for item in runs)
        head = json.dumps({"brian2": brian2.__version__, "step_ms": STEP_MS[model.id]})[:-1]
        record(model.id).write_text(f'{head}, "runs": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
