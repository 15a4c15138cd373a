"""How figures are drawn: ticks, axes, lines, and what a click means; the same in V8 and in the page."""

from __future__ import annotations

import math
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessonkit.figures import layout_of_panels, layout_of_plot, picture
from lessonkit.figures.plain import plain
from lessonkit.page.linker import ROOT
from lessonkit.page.tokens import figure_palette
from node_tools import node_modules

FIGURES = ROOT / "figures"
BOX = {"left": 50, "right": 500, "top": 30, "bottom": 250}

numbers = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


@pytest.fixture(scope="module")
def js():
    modules: list[Path] = [FIGURES / f"{name}.js" for name in ("ticks", "scale", "path", "draw", "choose")]
    with node_modules(*modules) as evaluate:
        yield evaluate


@given(low=numbers, extent=st.floats(1e-6, 1e6), most=st.integers(1, 12))
def test_ticks_are_few_multiples_of_1_2_or_5_that_cover_the_axis(js, low, extent, most):
    high = low + extent
    assume(extent > 1e-5 * abs(low))
    step, ticks = js(
        "((step) => [step, lib.multiplesOf(given[0], given[1], step)])(lib.stepOf(...given))",
        [low, high, most],
    )
    assert f"{step:.6e}"[0] in "125"
    assert float(f"{step:.6e}".split("e")[0]) == pytest.approx(int(f"{step:.6e}"[0]))
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 * step <= tick <= high + 1e-6 * step for tick in ticks)
    assert all(tick / step == pytest.approx(round(tick / step), abs=1e-5) for tick in ticks)
    assert step <= 2.5 * (extent / most) * (1 + 1e-9)
    if ticks:
        assert ticks[0] - low < step * (1 + 1e-6)
        assert high - ticks[-1] < step * (1 + 1e-6)


@given(
    values=st.lists(numbers, min_size=1, max_size=8),
    name=st.sampled_from("xy"),
    most=st.integers(1, 8),
    mode=st.sampled_from(["lines", "markers"]),
)
def test_an_axis_without_a_range_holds_all_values_and_goes_back_from_pixels(js, values, name, most, mode):
    trace = {"type": "scatter", name: values, "mode": mode}
    low, high, places, back = js(
        """((axis) => [axis.low, axis.high, given.values.map(axis.place),
             given.values.map((value) => axis.value(axis.place(value)))])(
             lib.axisOf({}, [given.trace], given.name, [100, 300], given.most))""",
        {"trace": trace, "values": values, "name": name, "most": most},
    )
    reach = max(values) - min(values)
    unseen = 1e-3 * (high - low)
    assert low - unseen <= min(values)
    assert max(values) <= high + unseen
    assert all(100 - 0.25 <= place <= 300 + 0.25 for place in places)
    assert back == pytest.approx(values, rel=1e-6, abs=1e-6 * (high - low))
    if name == "y" and reach > 1e-6 * max(map(abs, values)):
        assert high - low <= reach + 2 * 5 * reach / most  # to whole steps, of which none is longer


@pytest.mark.parametrize(
    ("kind", "value", "place"), [("log", 10, 200), ("log", 1, 100), ("linear", 50.5, 200)]
)
def test_scales(kind, value, place, js):
    description = {"type": kind, "range": [0, 2] if kind == "log" else [1, 100]}
    assert js("lib.axisOf(given[0], [], 'x', [100, 300], 5).place(given[1])", [description, value]) == place


coordinates = st.floats(-200, 800)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=60), st.booleans())
def test_a_line_passes_all_its_points_and_keeps_to_its_box(js, points, goes_right):
    points = sorted(points) if goes_right else points
    path = js("lib.linePath(...given)", [points, BOX])
    ends = [pair.split(" ") for pair in path.replace("M", "L").split("L")[1:]]
    line = [(float(x), float(y)) for x, y in ends]
    for x, y in line:
        assert BOX["left"] - 0.05 <= x <= BOX["right"] + 0.05
        assert BOX["top"] - 0.05 <= y <= BOX["bottom"] + 0.05
    inside = [(x, y) for x, y in points if 51 <= x <= 499 and 31 <= y <= 249]
    for point in inside:
        assert min(_distance(point, *pair) for pair in zip(line, line[1:], strict=False)) <= 0.3


def _distance(point, start, end) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = length and ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = min(1, max(0, share))
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))


def test_a_point_without_a_place_breaks_a_line(js):
    assert js("lib.linePath(...given)", [[[60, 60], [70, 70], [None, 5], [80, 80], [90, 60]], BOX]) == (
        "M60 60L70 70M80 80L90 60"
    )


def heat(**changes) -> go.Figure:
    figure = go.Figure(layout=layout_of_plot("Rate (Hz)", "Magnesium (mM)"))
    look = {"colorscale": [[0, "#000000"], [1, "rgb(255, 255, 255)"]], **changes}
    return figure.add_heatmap(x=[1, 2, 3], y=[10, 20], z=[[0, 1, 2], [3, None, 5]], name="map", **look)


def test_a_heat_map_has_a_cell_for_each_number_and_a_bar_that_says_what_colours_mean():
    svg = picture(heat())
    cells = svg[svg.index('data-part="trace-0"') : svg.index('data-part="front"')]
    assert cells.count("<path") == 5
    assert {"#000000", "#ffffff"} <= set(re.findall(r'fill="([^"]*)"', cells))
    assert svg[svg.index('data-part="front"') :].count("<rect") == 48


@pytest.mark.parametrize(
    ("place", "index"),
    [((80, 220), [0, 0]), ((530, 40), [1, 2]), ((300, 60), [1, 1]), ((80, 500), None)],
)
def test_a_click_chooses_the_cell_under_it(place, index, js):
    code = """((figure, palette, place) => lib.chosenAt(figure.data,
      lib.plotOf(figure, palette, { width: 560 }).panels, ...place)?.index ?? null)(...given)"""
    assert js(code, [plain(heat()), figure_palette(), place]) == index


def test_a_click_chooses_the_nearest_point_of_its_panel(js):
    figure = go.Figure(layout=layout_of_panels(["First", "Second"], "Time (ms)", (0, 10)))
    figure.add_scatter(x=list(range(11)), y=list(range(11)), name="first")
    figure.add_scatter(x=[0, 5, 10], y=[1, 2, 3], name="second", yaxis="y2")
    code = """((figure, palette, place) => (({ trace, x, y }) => [trace.name, x, y])(lib.chosenAt(
      figure.data, lib.plotOf(figure, palette, { width: 566 }).panels, ...place)))(...given)"""
    figure_and_palette = [plain(figure), figure_palette()]
    assert js(code, [*figure_and_palette, [52 + 50 * 3.2, 60]]) == ["first", 3, 3]
    assert js(code, [*figure_and_palette, [52 + 50 * 6, 250]]) == ["second", 5, 2]


def test_the_page_and_the_build_draw_the_same(js):
    figure = go.Figure(layout=layout_of_panels(["First", "Second"], "Time (ms)"))
    figure.add_scatter(
        x=[0, 0.5, 1], y=[-65, 20, -60], name="first", line={"color": "#0a599a", "dash": "dot"}
    )
    figure.add_scatter(x=[0, 1], y=[1e-4, 2e-4], name="second", yaxis="y2", mode="markers+lines")
    drawn = js("lib.pictureOf(...given)", [plain(figure), figure_palette(), {"width": 560}])
    assert drawn == picture(figure)


@pytest.mark.parametrize("width", [240, 310, 560])
@pytest.mark.parametrize(("x", "xanchor"), [(0, "left"), (5, "center"), (10, "right")])
@pytest.mark.parametrize(("y", "yanchor"), [(0, "top"), (5, "bottom"), (10, "bottom")])
def test_long_words_stay_in_the_picture_whole(width, x, xanchor, y, yanchor, js):
    words = "Sedighinejad 2016: magnesium 61 of 71 (86 %), control not reported"
    layout = layout_of_plot("", "People (%)", x_range=(0, 10), y_range=(0, 10))
    figure = go.Figure(layout=layout)
    figure.add_scatter(x=[1, 9], y=[1, 9])
    figure.add_annotation(x=x, y=y, xanchor=xanchor, yanchor=yanchor, showarrow=False, text=words)
    drawing = js(
        "lib.plotOf(given[0], given[1], { width: given[2] })", [plain(figure), figure_palette(), width]
    )
    front = dict(drawing["parts"])["front"]
    said = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*?(?: text-anchor="(\w+)")?>([^<]+)<', front)
    assert " ".join(line for *_, line in said) == words
    for left, foot, anchor, line in said:
        extent = 0.6 * drawing["size"] * len(line)
        start = float(left) - extent * {"": 0, "middle": 0.5, "end": 1}[anchor]
        assert -0.1 <= start <= start + extent <= width + 0.1
        assert drawing["size"] / 2 <= float(foot) <= drawing["height"]


def test_words_on_a_narrow_axis_keep_apart(js):
    figure = go.Figure(layout=layout_of_plot("Share", "Calcium (mM)", (-1, 1)))
    ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10]
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[str(tick) for tick in ticks])
    figure.add_scatter(x=[0.1, 10], y=[0, 1], name="share")
    narrow = js("lib.pictureOf(...given)", [plain(figure), figure_palette(), {"width": 200}])
    wide = picture(figure)
    assert all(f">{tick}</text>" in wide for tick in ticks)
    assert {0.1, 1, 10} <= {tick for tick in ticks if f">{tick}</text>" in narrow} < set(ticks)
    assert narrow.count("v4") == len(ticks)
