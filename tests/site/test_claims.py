"""The claims in a real page: words, topic and verdict narrow the table, and all of it comes back."""

from __future__ import annotations

import pytest

from course.evidence.claims import read_claims

CLAIMS = read_claims()


@pytest.fixture
def open_claims(page, server):
    def visit(query: str = ""):
        page.goto(f"{server}/book/claims.html{query}")
        element = page.locator("course-claims[ready]")
        element.wait_for(state="attached")
        return element

    return visit


@pytest.fixture
def claims(open_claims):
    return open_claims()


def shown(claims):
    return claims.locator("tbody tr:visible").evaluate_all("rows => rows.map((row) => row.id)")


def test_words_narrow_the_table(claims):
    claims.get_by_label("Look for").fill("Halibut  FISH")
    assert shown(claims) == ["claim-halibut"]
    assert claims.get_by_role("status").inner_text() == f"1 of {len(CLAIMS)} claims"


def test_topic_and_verdict_work_together(claims):
    claims.get_by_role("combobox", name="Topic").select_option("Food")
    claims.get_by_role("combobox", name="Verdict").select_option("wrong in part")
    assert shown(claims) == [
        f"claim-{c.id}" for c in CLAIMS if (c.topic, c.verdict) == ("Food", "wrong in part")
    ]


def test_nothing_found_says_what_to_do_and_show_all_does_it(claims, page):
    claims.get_by_label("Look for").fill("zebra")
    assert shown(claims) == []
    assert "press “Show all”" in claims.get_by_role("status").inner_text()
    claims.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelectorAll('course-claims tbody tr:not([hidden])').length > 30")
    assert len(shown(claims)) == len(CLAIMS)


def test_by_keyboard_alone(claims, page):
    claims.get_by_label("Look for").focus()
    page.keyboard.type("oxalate")
    assert shown(claims) == ["claim-kale"]
    page.keyboard.press("Enter")
    assert shown(claims) == ["claim-kale"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('course-claims tbody tr:not([hidden])').length > 30")


def test_state_lives_in_the_address(claims, page, open_claims):
    claims.get_by_label("Look for").fill("fish")
    claims.get_by_role("combobox", name="Topic").select_option("Food")
    assert page.url.endswith("?claims.words=fish&claims.topic=Food")
    found = shown(claims)
    again = open_claims("?" + page.url.split("?")[1] + "&claims.verdict=true")
    assert shown(again) == found
    fault = again.get_by_role("alert").inner_text()
    assert "claims.verdict: “true” is unknown: choose one of holds, holds with limits" in fault
    again.get_by_role("button", name="Show all").click()
    page.wait_for_function("!location.search.includes('claims.')")
    assert again.get_by_role("alert").count() == 0
