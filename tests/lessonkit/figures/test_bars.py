"""Bars with their names above them."""

from __future__ import annotations

from bs4 import BeautifulSoup

from lessonkit.figures import named_bars
from lessonkit.page.tokens import colour

ROWS = [("Flour, whole grain", 137.0), ("Flour, refined", 22.0), ("Bread, whole grain", 75.5)]


def shown(**options):
    return named_bars(ROWS, "Magnesium (mg per 100 g)", alt="Three bars.", caption="Bars.", **options)


def test_each_bar_has_its_name_and_value_in_the_order_given():
    figure = shown(colours=["series-1", "series-2"]).figure
    (bars,) = figure.data
    assert list(zip(bars.y, bars.x, strict=True)) == ROWS
    assert list(bars.marker.color) == [colour("series-1"), colour("series-2"), colour("series-1")]
    names = [(note.y, note.text) for note in figure.layout.annotations if note.text]
    assert names == [
        (0, "Flour, whole grain: 137"),
        (1, "Flour, refined: 22"),
        (2, "Bread, whole grain: 75.5"),
    ]


def test_the_first_row_is_on_top():
    low, high = shown().figure.layout.yaxis.range
    assert low > len(ROWS) - 1 > 0 > high


def test_the_table_behind_it_names_each_bar():
    soup = BeautifulSoup(shown().html, "html.parser")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    assert rows == [
        ["Bar", "Magnesium (mg per 100 g)"],
        ["Flour, whole grain", "137"],
        ["Flour, refined", "22"],
        ["Bread, whole grain", "75.5"],
    ]
