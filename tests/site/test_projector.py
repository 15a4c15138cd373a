"""In class: the projector view, and links that open a widget in a state."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

STRICT = {"runOnly": ["color-contrast-enhanced"], "rules": {"color-contrast-enhanced": {"enabled": True}}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_projector_view_is_large_strong_and_without_side_columns(page, server, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server}/book/nmda-blockade.html?view=projector")
    page.locator("course-explorer[ready]").wait_for()
    size = page.locator(".bd-article p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert size >= 24
    assert not page.locator(".bd-sidebar-primary, .bd-sidebar-secondary").locator("visible=true").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=STRICT).response["violations"]
    assert [node["target"] for violation in found for node in violation["nodes"]] == []


def test_the_view_lasts_until_it_is_left(page, server):
    page.goto(f"{server}/book/safety.html?view=projector")
    page.goto(f"{server}/book/myoclonus.html")
    assert page.evaluate("document.documentElement.dataset.view") == "projector"
    page.get_by_role("button", name="Leave projector view").click()
    page.wait_for_function("!document.documentElement.dataset.view")
    assert page.get_by_role("button", name="Leave projector view").count() == 0
    page.goto(f"{server}/book/safety.html?view=unknown")
    assert page.evaluate("document.documentElement.dataset.view") is None


def test_each_link_of_the_guide_opens_its_state(page, server):
    page.goto(f"{server}/book/teachers-guide.html")
    links = page.locator(".bd-article a[href*='?']").evaluate_all("links => links.map((link) => link.href)")
    assert len(links) > 20
    for link in links:
        page.goto(link)
        asked = dict(parse_qsl(urlsplit(link).query))
        assert asked.pop("view") == "projector", link
        assert page.evaluate("document.documentElement.dataset.view") == "projector", link
        for key, value in asked.items():
            widget, name = key.split(".")
            element = page.locator(f"course-explorer#{widget}, course-{widget}").first
            element.locator("visible=true").first.wait_for()
            page.wait_for_function("element => element.hasAttribute('ready')", arg=element.element_handle())
            assert element.locator(".course-fault").locator("visible=true").count() == 0, link
            shown = element.evaluate(
                "(element, name) => String(element.parameters?.[name] ?? element.querySelector('form').elements[name].value)",
                name,
            )
            assert shown == value, f"{link}: {name} is {shown}"
