"""How a reader walks the points of a figure, and in which words they are told: pure functions, in Node."""

from __future__ import annotations

import itertools

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonkit.figures import layout_of_panels, layout_of_plot
from lessonkit.figures.layout import dressed
from lessonkit.figures.plain import plain
from lessonkit.page.linker import ROOT
from lessonkit.page.tokens import figure_palette
from node_tools import node_modules

WIDTH = 560
PRELUDE = """
  const [figure, palette, ...rest] = given;
  const drawing = lib.plotOf(figure, palette, { width: 560 });
  const walk = lib.walkOf(figure, drawing.panels, rest[0]);
  const told = (spot) => {
    const here = lib.readingsAt(walk, spot).find(({ isHere }) => isHere);
    return lib.inWords(walk, here.track, here.point, false);
  };
  const go = (ways, from) => ways.reduce((spot, [way, far]) => lib.stepFrom(walk, spot, way, far), from);
"""


@pytest.fixture(scope="module")
def js():
    names = ("draw", "walk", "reading", "crosshair")
    with node_modules(*(ROOT / "figures" / f"{name}.js" for name in names)) as evaluate:

        def on_walk(code: str, figure: go.Figure, *rest):
            given = [plain(dressed(figure)), figure_palette(), *rest]
            return evaluate(f"(() => {{ {PRELUDE} return {code}; }})()", given)

        yield on_walk


def curves() -> go.Figure:
    figure = go.Figure(layout=layout_of_panels(["Calcium (µM)", "Current (pA)"], "Time (ms)", (0, 1000)))
    figure.add_scatter(x=list(range(0, 1001)), y=[t / 1000 for t in range(1001)], name="Reference", meta="a")
    figure.add_scatter(x=list(range(0, 1001)), y=[t / 100 for t in range(1001)], name="This run", meta="b")
    figure.add_scatter(x=[0, 500, 1000], y=[0, -5, 0], name="This run", yaxis="y2")
    figure.add_scatter(x=[5], y=[5], mode="markers", name="Read", hoverinfo="skip")
    return figure


def bars() -> go.Figure:
    figure = go.Figure(layout=layout_of_plot("", "Share (%)"))
    figure.add_bar(x=[60, 20, 0.3], y=["Bone", "Muscle", "Serum"], orientation="h", name="Share (%)")
    return figure.update_yaxes(type="category")


def dots() -> go.Figure:
    figure = go.Figure(layout=layout_of_plot("Each trial", "Risk ratio"))
    figure.add_scatter(
        x=[1.07, 0.33],
        y=[1, 2],
        mode="markers",
        name="Risk ratio",
        text=["Rashdi 2013", "Guler 2005"],
        error_x={"type": "data", "array": [0.58, 0.37], "arrayminus": [0.38, 0.17]},
    )
    return figure.update_yaxes(tickvals=[])


def cells() -> go.Figure:
    figure = go.Figure(layout=layout_of_plot("Rate (Hz)", "Magnesium (mM)"))
    return figure.add_heatmap(
        x=[0.2, 0.4],
        y=[10, 20],
        z=[[1, 2], [3, 4]],
        text=[["1 µM", "2 µM"], ["3 µM", "4 µM"]],
        name="Peak calcium",
        colorscale=[[0, "#000000"], [1, "#ffffff"]],
    )


@pytest.mark.parametrize(
    ("figure", "ways", "told"),
    [
        (curves, "start", "Calcium, Reference. Time 0 ms: 0 µM"),
        (curves, "right right", "Calcium, Reference. Time 10 ms: 0.01 µM"),
        (curves, "right End", "Calcium, Reference. Time 1000 ms: 1 µM"),
        (curves, "start down", "Calcium, This run. Time 0 ms: 0 µM"),
        (curves, "right right down down down", "Current, This run. Time 0 ms: 0 pA"),
        (curves, "start down down right", "Current, This run. Time 500 ms: −5 pA"),
        (curves, "start Right", "Calcium, Reference. Time 100 ms: 0.1 µM"),
        (bars, "start", "Serum: 0.3 %"),
        (bars, "start down down", "Bone: 60 %"),
        (bars, "start right End Start", "Serum: 0.3 %"),
        (dots, "start", "Risk ratio, Rashdi 2013: 1.07 (0.69 to 1.65)"),
        (dots, "start right right", "Risk ratio, Guler 2005: 0.33 (0.16 to 0.7)"),
        (cells, "start", "Magnesium 0.2 mM, Rate 20 Hz: Peak calcium 3 µM"),
        (cells, "start right down", "Magnesium 0.4 mM, Rate 10 Hz: Peak calcium 2 µM"),
    ],
)
def test_a_walk_in_words(figure, ways, told, js):
    """A capital is a long step, or an end; the first step leads to the first point."""
    steps = [[way.lower(), way.istitle()] for way in ways.split()]
    assert js("told(go(rest[1], undefined))", figure(), {}, steps) == told


def test_a_curve_that_comes_later_is_reached_after_the_others_of_its_panel(js):
    code = """lib.walkOf(figure, drawing.panels, { isLater: ({ meta }) => meta === "a" })
                .tracks.map(({ name, panel }) => `${panel.name} ${name}`)"""
    assert js(code, curves()) == ["y This run", "y Reference", "y2 This run"]


def test_a_point_on_the_same_curve_is_told_in_short(js):
    code = """((here) => lib.inWords(walk, here.track, here.point, true))(
      lib.readingsAt(walk, { t: 0, k: 7 })[0])"""
    assert js(code, curves()) == "7 ms: 0.007 µM"


def test_a_range_is_told_as_its_figure_says(js):
    assert js("told({ t: 0, k: 1 })", ranges()) == "Coma: above 9 mmol/L"


def ranges() -> go.Figure:
    figure = go.Figure(layout=layout_of_plot("Signs", "Serum magnesium (mmol/L)", (0, 10)))
    figure.add_scatter(x=[9, 10], y=["Coma"] * 2, name="Coma", hovertext=["above 9 mmol/L"] * 2)
    return figure.update_yaxes(type="category", tickvals=[])


@given(
    way=st.sampled_from(["left", "right", "up", "down", "start", "end"]),
    kind=st.sampled_from([curves, bars, dots, cells]),
    far=st.booleans(),
    place=st.tuples(st.integers(0, WIDTH), st.integers(0, 400)),
)
def test_a_step_leads_to_a_point_and_back_ends_where_it_began(way, kind, far, place, js):
    spot = js("lib.spotAt(walk, rest[1]) ?? null", kind(), {}, place)
    if spot is None:
        return
    found = js("lib.stepFrom(walk, rest[1], rest[2], rest[3])", kind(), {}, spot, way, far)
    sizes = js("walk.tracks.map(({ points }) => points.length)", kind())
    assert 0 <= found["t"] < len(sizes)
    assert 0 <= found["k"] < sizes[found["t"]]
    ends = js("[go([['start']], rest[1]), go([['end']], rest[1])]", kind(), {}, spot)
    assert all(0 <= end["k"] < sizes[end["t"]] for end in ends)


@given(x=st.floats(0, 1000), width=st.sampled_from([180, 360, 560, 900]))
def test_labels_keep_apart_and_inside_the_picture_at_each_width(x, width, js):
    code = """((drawing) => {
      const walk = lib.walkOf(figure, drawing.panels);
      const markup = lib.cursorMarkup(walk, lib.spotNear(walk, 1, rest[0]), drawing);
      const boxes = /<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/g;
      return [drawing.height,
        [...markup.matchAll(boxes)].map(([, ...numbers]) => numbers.map(Number)), markup];
    })(lib.plotOf(figure, palette, { width: rest[1] }))"""
    height, boxes, markup = js(code, curves(), x, width)
    assert "NaN" not in markup
    assert len(boxes) == 3
    for left, top, wide, high in boxes:
        assert left >= -0.1
        assert left + wide <= width + 0.1
        assert top >= 0
        assert top + high <= height + 0.1
    rows = sorted((top, top + high) for _, top, _, high in boxes)
    assert all(bottom <= top for (_, bottom), (top, _) in itertools.pairwise(rows))
