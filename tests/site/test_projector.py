"""In class: the projector view, and links that open a widget in a state."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages import page_showing

STRICT = {"runOnly": ["color-contrast-enhanced"], "rules": {"color-contrast-enhanced": {"enabled": True}}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_projector_view_is_large_strong_and_without_side_columns(page, server, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server}/book/{page_showing('nmda-block')}.html?view=projector")
    page.locator("course-explorer[ready]").wait_for()
    size = page.locator(".bd-article p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert size >= 24
    assert not page.locator(".bd-sidebar-primary, .bd-sidebar-secondary").locator("visible=true").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=STRICT).response["violations"]
    assert [node["target"] for violation in found for node in violation["nodes"]] == []


def test_the_view_lasts_until_it_is_left(page, server):
    page.goto(f"{server}/book/safety/index.html?view=projector")
    page.goto(f"{server}/book/myoclonus/index.html")
    assert page.evaluate("document.documentElement.dataset.view") == "projector"
    page.get_by_role("button", name="Leave projector view").click()
    page.wait_for_function("!document.documentElement.dataset.view")
    assert page.get_by_role("button", name="Leave projector view").count() == 0
    page.goto(f"{server}/book/safety/index.html?view=unknown")
    assert page.evaluate("document.documentElement.dataset.view") is None


def test_the_view_is_left_on_a_second_page_that_a_headings_link_was_followed_on(page, server):
    """The address then has no view to take away, and a fragment."""
    page.goto(f"{server}/book/safety/index.html?view=projector")
    page.goto(f"{server}/book/myoclonus/index.html")
    page.locator("h2 .headerlink").first.evaluate("link => link.click()")
    page.wait_for_function("location.hash")
    page.get_by_role("button", name="Leave projector view").click()
    page.wait_for_function("!document.documentElement.dataset.view")
    assert "#" in page.url


@pytest.mark.parametrize(
    "settings", ["?view=projector", "?view=projector&welcome.Mg=0.5#the-chapters", "#the-chapters"]
)
def test_the_root_of_the_site_carries_the_address_along(browser, origin, settings):
    page = browser.new_page()
    page.goto(f"{origin}/index.html{settings}")
    page.wait_for_url(f"{origin}/book/index.html{settings}")
    page.wait_for_load_state()
    view = page.evaluate("document.documentElement.dataset.view")
    page.close()
    assert view == ("projector" if "view" in settings else None)


def test_the_root_of_the_site_leads_on_without_a_script(browser, origin):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/index.html")
    page.wait_for_url(f"{origin}/book/index.html")
    page.close()


def test_each_link_of_the_guide_opens_its_state(page, server):
    page.goto(f"{server}/book/teachers-guide.html")
    own = page.locator(".bd-article a[href*='?']:not(.wrong-ideas a)")  # those are sources, too
    links = own.evaluate_all("links => links.map((link) => link.href)")
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
                "(element, name) => String("
                "element.parameters?.[name] ?? element.querySelector('form').elements[name].value)",
                name,
            )
            assert shown == value, f"{link}: {name} is {shown}"
