"""What a scene refuses, and that Python and the page draw and say the same."""

from __future__ import annotations

import dataclasses
import random
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from sympy import Symbol, log

from course import Explorer
from course.models import calcium_influx, nmda_block
from course.scenes import pore, spine
from lessonkit.page.linker import ROOT
from lessonkit.scene import Grab, Moment, Part, Quantity, Scene, SceneError, Words
from node_tools import node_modules

DRAWING = (
    '<svg viewBox="0 0 100 100"><g data-part="ion"><circle r="3" /><circle r="3" /><circle r="3" /></g>'
    '<text data-part="label" /><g data-part="turned" transform="rotate(9)" /></svg>'
)


def scene(**changes) -> Scene:
    """Return a small scene of the block, with changes."""
    given = {
        "model": nmda_block,
        "drawing": DRAWING,
        "parts": [Part("ion", y="V", count=3 * Symbol("unblocked_fraction"))],
        "moments": [Moment(-70, "At rest")],
        "here": "An ion.",
        "happens": "At {potential} it is {place}.",
        "can": "Step.",
        "words": {
            "potential": Quantity("V", "mV", 3),
            "place": Words("unblocked_fraction", ((0.1, "in"), (0.9, "between")), "out"),
        },
        "caption": "A cartoon.",
    }
    return Scene(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"parts": [Part("ion", y="calcium")]},
            "ion.y follows 'calcium', which the model does not have: choose",
        ),
        ({"parts": [Part("ion", opacity=Symbol("Ca") / 2)]}, "ion.opacity follows 'Ca'"),
        ({"parts": [Part("label", says=Quantity("Na"))]}, "label.says follows 'Na'"),
        ({"words": {"potential": Quantity("U"), "place": Quantity("V")}}, "{potential} follows 'U'"),
        (
            {"parts": [Part("electron", y="V")]},
            "the drawing has no part 'electron': it has ion, label, turned",
        ),
        ({"parts": [Part("ion", y="V"), Part("ion", x="V")]}, "part 'ion' is given twice"),
        ({"parts": [Part("turned", y="V")]}, "part 'turned' has a transform of its own"),
        ({"parts": [Part("ion", says=Quantity("V"))]}, "part 'ion' says a text but holds elements"),
        ({"parts": [Part("label", count="V")]}, "part 'label' has a count but holds no elements"),
        ({"words": {"potential": Quantity("V")}}, "the sentence holds place, which words does not have"),
        ({"moments": []}, "no moments"),
        ({"moments": [Moment(70, "Beyond")]}, "the moment 70 is not on the axis, -100 to 60 mV"),
        ({"grabs": [Grab("label", "Na", (0, 0), (1, 0))]}, "label sets 'Na', which is no parameter"),
        ({"grabs": [Grab("ion", "Mg", (0, 0), (1, 0))]}, "ion is grabbed, so that its x and y"),
        (
            {"grabs": [Grab("label", "Mg", (0, 0), (1, 0), {"fit": "mine"})]},
            "label: fit = 'mine' is no option",
        ),
        ({"drawing": "<svg viewBox='0 0 1 1'><g></svg>"}, "no SVG that can be read"),
        ({"drawing": "<svg><g data-part='ion' /></svg>"}, "no <svg> with a viewBox"),
        ({"drawing": '<svg viewBox="0 0 1 1"><g id="ion" /></svg>'}, 'holds id="ion"'),
        ({"drawing": '<svg viewBox="0 0 1 1"><script /></svg>'}, "holds <script>"),
        (
            {"drawing": '<svg viewBox="0 0 1 1"><g data-part="ion" /><g data-part="ion" /></svg>'},
            "two elements of the drawing are data-part 'ion'",
        ),
    ],
)
def test_a_fault_is_said_when_the_scene_is_made(changes, says):
    with pytest.raises(SceneError, match=r"^scene of nmda-block: ") as caught:
        scene(**changes)
    assert says in str(caught.value)


def test_a_logarithmic_axis_is_refused():
    axis = dataclasses.replace(nmda_block.axis, low=0.1, high=10.0, scale="log")
    with pytest.raises(SceneError, match="the axis is log"):
        scene(model=dataclasses.replace(nmda_block, axis=axis, read_at=None), moments=[Moment(1, "One")])


def test_what_has_no_finite_value_on_the_run_is_refused_with_its_place():
    explorer = {"model": nmda_block, "scene": scene(parts=[Part("ion", y=log(Symbol("V")))])}
    with pytest.raises(SceneError, match=r"ion\.y has no finite value at membrane potential -100 mV"):
        Explorer(**explorer)


def test_an_explorer_takes_only_a_scene_of_its_model():
    with pytest.raises(SceneError, match="its scene is of nmda-block"):
        Explorer(calcium_influx, scene=scene())


def test_what_is_grabbed_needs_a_slider():
    grabbed = scene(grabs=[Grab("label", "Mg", (0, 0), (1, 0))])
    with pytest.raises(SceneError, match="sets 'Mg' by pointer, which has no control for the keyboard"):
        Explorer(nmda_block, vary=["V_read"], more=False, scene=grabbed)
    Explorer(nmda_block, vary=["V_read"], scene=grabbed)


def test_a_drawing_may_be_a_function_and_bear_its_namespace():
    drawn = scene(drawing=lambda: DRAWING.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'))
    assert drawn.still(nmda_block.run(), -70) == scene().still(nmda_block.run(), -70)


def test_parts_stand_where_the_run_says():
    run = nmda_block.run()
    ion = ElementTree.fromstring(scene().still(run, -20.05)).find("g")
    assert ion.get("transform") == "translate(0 -20.05)"
    unblocked = np.interp(-20.05, run.t, run.series["unblocked_fraction"])
    seen = [float(circle.get("opacity")) for circle in ion]
    assert sum(seen) == pytest.approx(3 * unblocked, abs=0.001)
    assert seen == sorted(seen, reverse=True)
    assert scene().sentence(run, -70) == "At −70 mV it is in."


@pytest.mark.parametrize(("Mg", "at"), [(1.0, -70.0), (0.3, -70.0), (1.0, 20.0), (0.0, -70.0)])
def test_as_many_channels_are_free_of_magnesium_as_the_model_says(Mg, at):
    run = nmda_block.run(Mg=Mg)
    blocked = ElementTree.fromstring(pore.still(run, at)).find(".//*[@data-part='blocked']")
    share = np.interp(at, run.t, run.series["unblocked_fraction"])
    assert 20 - sum(float(disc.get("opacity")) for disc in blocked) == pytest.approx(20 * share, abs=0.001)


def test_open_and_unblocked_channels_of_the_spine_are_those_of_the_model():
    run = calcium_influx.run(Mg=0.3, n_pulses=4)
    drawn = ElementTree.fromstring(spine.still(run, 100.0))
    seen = {
        name: sum(float(pore.get("opacity")) for pore in drawn.find(f".//*[@data-part='{name}']"))
        for name in ("open", "unblocked")
    }
    opened, free = (np.interp(100.0, run.t, run.series[s]) for s in ("open_receptors", "unblocked_fraction"))
    assert seen == pytest.approx({"open": 20 * opened, "unblocked": 20 * opened * free}, abs=0.002)


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

IN_PAGE = """\
given.runs.map(({ run, settings, at }) => {
  const { bound } = given.scene.program;
  const values = lib.momentOf(given.scene, given.program)(run, settings, at);
  const parts = {};
  bound.forEach((what, i) => {
    const dot = what.lastIndexOf(".");
    if (!what.startsWith("{")) (parts[what.slice(0, dot)] ??= {})[what.slice(dot + 1)] = values[i];
  });
  const words = (what) => lib.wordsFor(given.scene.says[what], values[bound.indexOf(what)]);
  const drawn = Object.fromEntries(Object.entries(parts).map(([name, now]) => [name, {
    ...lib.attributesOf(now),
    children: "count" in now ? lib.seenOf(now.count, given.children[name]) : [],
    text: "says" in now ? lib.wordsFor(given.scene.says[name], now.says) : null,
  }]));
  return { drawn, sentence: lib.sentenceOf(given.scene.happens, (name) => words(`{${name}}`)) };
})
"""


def told(svg: str, names: list[str]) -> dict:
    """Return the attributes and texts of the parts of a drawing."""
    parts = {e.get("data-part"): e for e in ElementTree.fromstring(svg).iter() if e.get("data-part")}
    return {name: parts[name] for name in names}


def same(ours: str | None, theirs: str | None) -> bool:
    """Whether two attributes are the same up to the last digit of their numbers."""
    if ours is None or theirs is None:
        return ours is theirs
    return NUMBER.sub("#", ours) == NUMBER.sub("#", theirs) and np.allclose(
        [float(n) for n in NUMBER.findall(ours)],
        [float(n) for n in NUMBER.findall(theirs)],
        rtol=0,
        atol=0.0011,
    )


@pytest.mark.parametrize("drawn", [pore, spine], ids=["pore", "spine"])
def test_python_and_the_page_agree_on_random_runs(drawn):
    model, rng = drawn.model, random.Random(15)
    runs = []
    for _ in range(8):
        values = {p.name: p.low + rng.randint(0, 8) / 8 * (p.high - p.low) for p in model.parameters}
        values = {p.name: round(values[p.name]) if p.is_whole else values[p.name] for p in model.parameters}
        run = model.run(**values, **{c.name: rng.choice(c.options).id for c in model.choices})
        runs += [(run, rng.uniform(model.axis.low, model.axis.high)) for _ in range(12)]
    children = {e.get("data-part"): len(e) for e in ElementTree.fromstring(drawn._drawing.svg).iter()}
    given = {
        "scene": drawn.data(),
        "program": Explorer(model, scene=drawn).context()["data"]["program"],
        "children": children,
        "runs": [
            {
                "run": {"t": run.t.tolist(), "series": {k: v.tolist() for k, v in run.series.items()}},
                "settings": dict(run.parameters),
                "at": at,
            }
            for run, at in runs
        ],
    }
    scripts = [ROOT / "scene" / name for name in ("moment.js", "drawing.js", "sentence.js")]
    with node_modules(*scripts) as evaluate:
        in_page = evaluate(IN_PAGE, given)
    for (run, at), page in zip(runs, in_page, strict=True):
        ours = told(drawn.still(run, at), list(page["drawn"]))
        for name, theirs in page["drawn"].items():
            element = ours[name]
            assert same(element.get("transform"), theirs.get("transform")), (name, at)
            assert same(element.get("opacity"), theirs.get("opacity")), (name, at)
            if theirs["children"]:
                assert all(
                    same(child.get("opacity"), seen)
                    for child, seen in zip(element, theirs["children"], strict=True)
                ), (name, at)
            if theirs["text"] is not None:
                assert element.text == theirs["text"]
        assert drawn.sentence(run, at) == page["sentence"]
