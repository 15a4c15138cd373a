"""Plotly figures as SVG: well formed, in the page's colours, and in the right place."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from lessonkit.figures import layout_of_panels, layout_of_plot, picture
from lessonkit.figures.svg import FigureError
from lessonkit.page.tokens import colour, figure_palette


def plot(**ranges) -> go.Figure:
    return go.Figure(layout=layout_of_plot("Current (pA)", "Potential (mV)", **ranges))


def line(**changes) -> go.Figure:
    figure = plot()
    look = {"line": {"color": colour("series-1")}, "mode": "lines+markers", **changes}
    figure.add_scatter(x=[1, 10, 100], y=[1, 2, 3], name="run", **look)
    return figure


def bars() -> go.Figure:
    figure = plot()
    figure.add_bar(x=["rest", "coincidence"], y=[1, 3], name="peak", marker={"color": colour("series-1")})
    return figure


def lying_bars() -> go.Figure:
    figure = plot()
    look = {"orientation": "h", "marker": {"color": colour("series-1")}}
    figure.add_bar(x=[1, 3], y=["rest", "coincidence"], name="peak", **look)
    return figure


def log_axis() -> go.Figure:
    return line().update_xaxes(type="log").update_yaxes(type="log")


def log_axis_with_range() -> go.Figure:
    return log_axis().update_xaxes(range=(0, 3))


def annotated() -> go.Figure:
    figure = line()
    figure.add_annotation(x=10, y=2, text="here<br>& there", showarrow=True, ax=30, ay=-20)
    figure.add_annotation(x=0.5, xref="paper", y=2, text="across", showarrow=False)
    figure.add_annotation(x=0.5, xref="paper", y=0.5, yref="paper", text="within", showarrow=False)
    return figure


def banded() -> go.Figure:
    figure = line()
    figure.add_vrect(x0=2, x1=5, fillcolor=colour("sunken"), line_width=0)
    figure.add_hrect(y0=1, y1=2, fillcolor=colour("note"), opacity=0.2)
    figure.add_hline(y=2, line={"color": colour("muted"), "dash": "dot"})
    figure.add_vline(x=3)
    return figure


def panelled() -> go.Figure:
    figure = go.Figure(layout=layout_of_panels(["Potential (mV)", "Calcium (µM)"], "Time (ms)"))
    figure.add_scatter(x=[0, 1], y=[-65, -60], name="potential", line={"color": colour("series-1")})
    second = {"yaxis": "y2", "line": {"color": colour("series-2")}}
    figure.add_scatter(x=[0, 1], y=[0.07, 0.1], name="calcium", **second)
    return figure


def with_legend() -> go.Figure:
    return line().update_layout(showlegend=True)


def without_colour() -> go.Figure:
    return line(line={})


def bare() -> go.Figure:
    return go.Figure(go.Scatter(y=[1, 3, 2], name="run"))


def with_errors() -> go.Figure:
    return line(error_y={"array": [0.5, 0.5, 0.5]}, error_x={"array": [1, 1, 1], "arrayminus": [0, 0, 0]})


def filled() -> go.Figure:
    figure = line(fill="tozeroy", fillcolor=colour("sunken"))
    figure.add_scatter(x=[1, 10, 100], y=[2, 3, 4], name="above", fill="tonexty")
    return figure


def with_texts() -> go.Figure:
    return line(mode="lines+markers+text", text=["low", "middle", "high"], textposition="top right")


def grouped_bars() -> go.Figure:
    figure = bars()
    figure.add_bar(x=["rest", "coincidence"], y=[2, 4], name="later", error_y={"array": [1, 1]})
    return figure


KINDS = [
    line, bars, lying_bars, log_axis, log_axis_with_range, annotated, banded, panelled, with_legend,
    without_colour, bare, with_errors, filled, with_texts, grouped_bars,
]  # fmt: skip

every_kind = pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)


def text_place(svg: str, text: str) -> tuple[float, float]:
    """Where the SVG writes `text`."""
    attributes = re.search(rf"<text ([^>]*)>{text}</text>", svg)[1]
    x, y = (re.search(rf'\b{name}="([-\d.]+)"', attributes)[1] for name in "xy")
    return float(x), float(y)


@every_kind
def test_the_picture_is_well_formed(make: Callable[[], go.Figure]):
    root = ET.fromstring(picture(make()))
    assert root.tag == "svg"
    assert root.attrib == {"viewBox": root.get("viewBox"), "focusable": "false"}


@every_kind
def test_the_picture_has_no_colour_but_the_pages_own(make: Callable[[], go.Figure]):
    svg = picture(make())
    assert "var(--course-series-1)" in svg
    assert [value for value in figure_palette() if value in svg] == []
    painted = set(re.findall(r'\b(?:fill|stroke)="([^"]+)"', svg))
    assert {paint for paint in painted if paint != "none" and not paint.startswith("var(--course-")} == set()


@every_kind
def test_the_picture_has_no_id_that_another_picture_of_the_page_could_have(make: Callable[[], go.Figure]):
    assert not re.search(r'\bid="|href=|url\(', picture(make()))


@every_kind
def test_the_same_figure_is_the_same_picture(make: Callable[[], go.Figure]):
    assert picture(make()) == picture(make())


def test_the_picture_says_what_its_axes_are():
    svg = picture(line())
    assert "Current (pA)" in svg
    assert "Potential (mV)" in svg


def test_negative_numbers_on_an_axis_have_a_true_minus():
    figure = plot(x_range=(-100, 60), y_range=(-20, 0))
    svg = picture(figure.add_scatter(x=[-100, 60], y=[-20, 0], name="run"))
    assert ">−100<" in svg
    assert not re.search(r">-\d", svg)


def test_a_tick_at_the_very_end_of_an_axis_keeps_its_words():
    figure = line()
    end = math.log10(200)
    figure.update_layout(xaxis={"type": "log", "range": [0, end], "tickvals": [1, 10, 200]})
    assert re.findall(r">([\d.]+)</text>", picture(figure))[-3:] == ["1", "10", "200"]


def test_text_cannot_become_markup():
    figure = line().update_traces(name="<script>alert(1)</script>").update_layout(showlegend=True)
    figure.add_annotation(x=1, y=1, text="<img src=x>", showarrow=False)
    svg = picture(figure)
    assert "<script" not in svg
    assert "<img" not in svg


def test_an_interval_reaches_as_far_as_it_says():
    """The line of the interval runs from 2 to 7 on an axis from 0 to 10, as long as half the axis."""
    figure = plot(x_range=(0, 10), y_range=(0, 2))
    plain = picture(figure.add_scatter(x=[3], y=[1], mode="markers", name="share"))
    figure.data[0].error_x = {"type": "data", "array": [4], "arrayminus": [1]}
    drawn = picture(figure)
    level = r'd="M([\d.]+) ([\d.]+)L([\d.]+) \2"'
    [(begin, _, end)] = set(re.findall(level, drawn)) - set(re.findall(level, plain))
    left, right = 52, 560 - 14
    assert float(begin) == pytest.approx(left + 0.2 * (right - left), abs=0.1)
    assert float(end) == pytest.approx(left + 0.7 * (right - left), abs=0.1)


def test_an_annotation_stands_at_its_point():
    figure = plot(x_range=(0, 10), y_range=(0, 4))
    for x in (2, 4):
        figure.add_annotation(x=x, y=1, text=f"at{x}", showarrow=False)
    svg = picture(figure.add_scatter(x=[0, 10], y=[0, 4], name="run"))
    inner = 560 - 52 - 14
    assert text_place(svg, "at4")[0] - text_place(svg, "at2")[0] == pytest.approx(inner * 0.2, abs=0.1)


def test_an_annotation_on_a_logarithmic_axis_is_placed_by_its_exponent_as_plotly_does():
    figure = line().update_xaxes(type="log", range=(0, 2))
    figure.add_annotation(x=1, y=2, text="at10", showarrow=False)
    assert text_place(picture(figure), "at10")[0] == pytest.approx(52 + (560 - 52 - 14) / 2, abs=0.1)


@pytest.mark.parametrize(
    ("add", "named"),
    [
        (lambda figure: figure.add_heatmap(z=[[1]], name="map"), "'heatmap' trace"),
        (lambda figure: figure.add_pie(values=[1], name="pie"), "'pie' trace"),
        (lambda figure: figure.add_shape(type="circle", x0=0, x1=1, y0=0, y1=1), "'circle' shape"),
        (lambda figure: figure.add_scatter(x=[1], y=[1], name="run", line_dash="longdash"), "'longdash'"),
    ],
    ids=["heatmap", "pie", "circle", "longdash"],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_use(add, named):
    with pytest.raises(FigureError, match=rf"{named}.*: use "):
        picture(add(plot()))


def test_bars_of_one_place_stand_side_by_side():
    spans = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture(grouped_bars()))
    bars_ = sorted((float(x), float(x) + float(width)) for x, width in spans)
    assert len(bars_) == 4
    for (_, end), (begin, _) in itertools.pairwise(bars_):
        assert begin >= end - 0.11  # places are told in tenths of a pixel


@pytest.mark.parametrize("make", [with_errors, filled, with_texts, grouped_bars])
def test_what_a_trace_adds_is_drawn(make):
    """More is drawn than of the same trace without it."""
    plain = bars() if make is grouped_bars else line()
    marks = re.compile(r"<(?:path|text|rect|circle)\b")
    assert len(marks.findall(picture(make()))) > len(marks.findall(picture(plain)))


def test_texts_stand_beside_their_points():
    svg = picture(with_texts())
    (low_x, low_y), (high_x, high_y) = text_place(svg, "low"), text_place(svg, "high")
    assert low_x < high_x
    assert low_y > high_y


@pytest.mark.parametrize(
    ("figure", "named"),
    [
        (line(opacity=0.5), "the scatter trace 'run' has opacity"),
        (line(fill="toself"), "a 'toself' fill.*use none, tozeroy, tonexty"),
        (bars().update_layout(barmode="stack"), "a 'stack' barmode.*use group"),
        (bars().update_traces(base=1), "the bar trace 'peak' has base"),
        (line(line={"shape": "hv"}), "line of the scatter trace 'run' has shape"),
        (line(marker={"symbol": "cross"}), "a 'cross' symbol.*use circle, circle-open"),
        (line(xaxis="x2"), "the scatter trace 'run' stands on x2"),
        (line().update_xaxes(type="date"), "a 'date' axis.*use"),
        (line().update_yaxes(tickformat=".1%"), "the axis yaxis has tickformat"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(figure, named):
    with pytest.raises(FigureError, match=named):
        picture(figure)


def test_panels_are_drawn_from_the_top():
    """In one order, whatever order Plotly's sets have in this process."""
    titles = ["First", "Second", "Third", "Fourth", "Fifth"]
    figure = go.Figure(layout=layout_of_panels(titles, "Time (ms)"))
    for number in range(1, 6):
        figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", yaxis=f"y{number if number > 1 else ''}")
    svg = picture(figure)
    assert sorted(titles, key=svg.index) == titles
