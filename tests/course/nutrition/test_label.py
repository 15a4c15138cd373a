"""The label reader: complete before any script, and the same numbers as the table of salts."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from course.nutrition import LabelReader
from course.nutrition.label import KINDS, START
from course.nutrition.salts import read_salts
from lessonkit.tables import DataError


@pytest.fixture(scope="module")
def page():
    return BeautifulSoup(LabelReader().html, "html.parser")


def test_all_salts_stand_in_the_table_without_a_script(page):
    rows = page.select(".label-salts tbody tr")
    assert len(rows) == len(read_salts())
    for row, salt in zip(rows, read_salts(), strict=True):
        assert salt.name in row.th.text
        assert salt.written_formula in row.th.text
        assert [a["href"] for a in row.select("a")] == ([salt.source.url] if salt.source else [])
        mass, percent, _ = (float(cell.text) for cell in row.select("td"))
        assert mass == pytest.approx(salt.molar_mass, abs=0.005)
        assert percent == pytest.approx(100 * salt.fraction, abs=0.05)
    assert page.form.has_attr("hidden")


def test_the_start_shows_both_readings_of_sixty_milligrams(page):
    first, second = zip(
        *([cell.text for cell in row.select("td")] for row in page.select("[data-row]")), strict=True
    )
    assert first == ("60", "5.92", "0.243", "0.487")
    assert second == ("608", "60", "2.47", "4.94")
    assert page.select_one("[data-of=factor]").text == "10.1"
    assert "60 mg of magnesium sulfate heptahydrate hold 5.92 mg" in page.select_one("[role=status]").text


def test_each_control_has_a_label(page):
    controls = page.select("form select, form input")
    assert [control["name"] for control in controls] == ["salt", "amount", "as"]
    labels = {label["for"] for label in page.select("label")}
    assert {control["id"] for control in controls} == labels
    assert [option["value"] for option in page.select("#label-salt option")] == [s.id for s in read_salts()]


def test_the_page_gets_what_it_needs_to_compute(page):
    data = json.loads(page.find("script").string)
    for salt in read_salts():
        assert data["salts"][salt.id]["perMmol"] == pytest.approx(salt.compound_per_mmol)
    assert data["start"] == START
    assert all(KINDS[kind["other"]]["other"] == id for id, kind in KINDS.items())


def test_a_table_without_the_salt_of_the_start_is_refused(tmp_path):
    text = "id,name,formula,waters,source\noxide,magnesium oxide,MgO,0,charges\n"
    (tmp_path / "salts.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="lacks 'sulfate-heptahydrate', with which the reader starts"):
        LabelReader(tmp_path)
