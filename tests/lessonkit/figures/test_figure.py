"""Figures of a chapter: what each must say, and what stands in the page."""

from __future__ import annotations

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from lessonkit.figures import Figure, layout_of_plot, rows_of
from lessonkit.figures.svg import FigureError
from lessonkit.page.tokens import colour
from lessonkit.static import STATIC_BUILD

WORDS = {"alt": "A line that rises.", "caption": "It rises."}


@pytest.fixture(autouse=True)
def static_build(monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")


def plot() -> go.Figure:
    return go.Figure(layout=layout_of_plot("Current (pA)", "Potential (mV)"))


def line(name: str | None = "run", n: int = 3) -> go.Figure:
    return plot().add_scatter(x=np.arange(n), y=np.arange(n) / 2, name=name)


def data_of(html: str) -> dict:
    """The JSON of the figure, read as a browser reads it."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    source = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1]
    return json.loads(source, parse_constant=refuse)


def body_rows(html: str) -> list[list[str]]:
    bodies = "".join(re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL))
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", bodies)]


@pytest.mark.parametrize("blank", ["", "  \n"])
@pytest.mark.parametrize("word", ["alt", "caption"])
def test_a_figure_needs_alt_text_and_caption(word, blank):
    with pytest.raises(FigureError, match=f"needs {word}=…"):
        Figure(line(), **{**WORDS, word: blank})


@pytest.mark.parametrize("word", ["alt", "caption"])
def test_alt_text_and_caption_cannot_be_left_out(word):
    with pytest.raises(TypeError, match=word):
        Figure(line(), **{name: text for name, text in WORDS.items() if name != word})


@pytest.mark.parametrize("name", [None, ""])
def test_a_trace_needs_a_name(name):
    with pytest.raises(FigureError, match="trace 0 of a Figure needs name=…"):
        Figure(line(name), **WORDS)


def test_the_page_has_picture_caption_and_table():
    html = Figure(line(), **WORDS).html
    assert 'role="img" aria-label="A line that rises."' in html
    assert "<figcaption>It rises.</figcaption>" in html
    assert '<th scope="col">Potential (mV)</th><th scope="col">run</th>' in html
    assert body_rows(html) == [["0", "0"], ["1", "0.5"], ["2", "1"]]


def test_words_are_escaped():
    text = 'Both <script>alert("1")</script> & more'
    html = Figure(line(name=text), alt=text, caption=text).html
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; more") >= 4
    assert data_of(html)["figure"]["data"][0]["name"] == text


def test_curves_with_the_same_x_share_a_table():
    figure = line("first").add_scatter(x=[0, 1, 2], y=[5, 6, 7], name="second")
    figure.add_scatter(x=[10, 20], y=[-1, -2], name="third")
    html = Figure(figure, **WORDS).html
    assert html.count("<table>") == 2
    shared = [["0", "0", "5"], ["1", "0.5", "6"], ["2", "1", "7"]]
    assert body_rows(html) == [*shared, ["10", "−1"], ["20", "−2"]]


def test_bars_are_tabled_by_their_words():
    figure = plot().add_bar(x=["rest", "coincidence"], y=[1, 14.04], name="peak")
    assert body_rows(Figure(figure, **WORDS).html) == [["rest", "1"], ["coincidence", "14"]]


def test_a_given_table_stands_behind_the_figure():
    rows = [{"Trial": "first", "Share": 0.25}, {"Trial": "second", "Share": "not reported"}]
    html = Figure(line(), **WORDS, table=rows).html
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["Trial", "Share"]
    assert body_rows(html) == [["first", "0.25"], ["second", "not reported"]]


def test_a_long_curve_is_tabled_in_eleven_rows_from_end_to_end():
    rows = body_rows(Figure(line(n=1601), **WORDS).html)
    assert len(rows) == 11
    assert (rows[0][0], rows[5][0], rows[-1][0]) == ("0", "800", "1600")


@pytest.mark.parametrize(
    ("length", "count", "rows"), [(1, 11, 1), (5, 11, 5), (11, 11, 11), (12, 11, 11), (101, 3, 3)]
)
def test_a_table_has_as_many_rows_as_there_is_room_for(length, count, rows):
    table = rows_of(range(length), [range(length)], count)
    assert len(table) == rows
    assert table[0] == ["0", "0"]
    assert table[-1] == [str(length - 1)] * 2


def test_the_data_for_plotly_are_plain_numbers_of_five_digits():
    figure = plot().add_scatter(x=np.array([0.0, 1.0]), y=np.array([1 / 3, 123456.7]), name="run")
    written = data_of(Figure(figure, **WORDS).html)["figure"]["data"][0]
    assert written["x"] == [0, 1]
    assert written["y"] == [0.33333, 123460]


def test_a_gap_in_a_curve_is_null_in_the_data():
    figure = plot().add_scatter(x=[0, 1, 2], y=[1.0, np.nan, 3.0], name="run")
    html = Figure(figure, **WORDS).html
    assert data_of(html)["figure"]["data"][0]["y"] == [1, None, 3]
    assert body_rows(html)[1] == ["1", "none"]


def test_the_data_hold_the_dark_colours():
    palette = data_of(Figure(line(), **WORDS).html)["palette"]
    assert palette[colour("ink")] == {"token": "ink", "dark": colour("ink", "dark")}


def test_making_the_page_leaves_the_figure_alone():
    figure = line()
    before = figure.to_json()
    assert Figure(figure, **WORDS).html
    assert figure.to_json() == before


def test_a_built_page_gets_html_and_alt_text():
    bundle, _ = Figure(line(), **WORDS)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert data_of(bundle["text/html"])["figure"]["data"][0]["name"] == "run"
    assert bundle["text/plain"] == WORDS["alt"]


def test_a_live_notebook_gets_the_widget_with_words_and_table(monkeypatch):
    monkeypatch.delenv(STATIC_BUILD)
    figure = Figure(line(), **WORDS)
    data, _ = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert WORDS["caption"] in figure.html
    assert len(body_rows(figure.html)) > 1


def test_a_figure_without_layout_and_without_x_is_dressed_like_the_others(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    bare = go.Figure(go.Scatter(y=[1.0, 3.0, 2.0], name="run"))
    figure = Figure(bare, alt="Three points", caption="A caption")
    assert "<svg viewBox=" in figure.html
    assert [row[0] for row in figure.context()["tables"][0]["rows"]] == ["0", "1", "2"]
    assert bare.layout.height is None, "the author's figure stays as it was"
