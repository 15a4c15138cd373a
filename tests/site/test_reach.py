"""What a reader uses together stands in one screen, and a link that sets a widget arrives at it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from conftest import CHAPTERS, axe_violations, watch
from pages import page_showing, page_with

SCREEN = 620
"""Pixels of a screen of 720 below the theme's bar, with some room above."""
SHORTEST_SLIDER = 220

BOXES = """(explorer) => {
  const { top } = explorer.querySelector(".course-card").getBoundingClientRect();
  const seen = (selector) => [...explorer.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const boxes = (selector) => seen(selector).map((e) => e.getBoundingClientRect());
  const low = (selector) => Math.max(...boxes(selector).map(({ bottom }) => bottom - top));
  const presets = boxes("[data-preset]");
  return {
    id: explorer.id,
    controls: low(".course-controls > .course-control"),
    curves: low(".course-key-curves"),
    numbers: low(".course-reach .course-scalars"),
    scene: low(".course-drawing, .course-player"),
    first: Math.min(...boxes(".course-control").map((box) => box.bottom - top)),
    slider: Math.min(...boxes(".course-controls input[type=range]").map(({ width }) => width)),
    rows: new Set(presets.map((box) => box.top)).size,
    presets: Math.max(...presets.map(({ right }) => right)),
    right: Math.max(...boxes(".course-card").map(({ right }) => right)),
  };
}"""
ARRIVED = """(prefix) => {
  const widget = document.getElementById(prefix) ?? document.querySelector(`course-${prefix}`);
  const { top } = (widget.querySelector(".course-card") ?? widget).getBoundingClientRect();
  return top >= 0 && top <= 200 && widget.contains(document.activeElement);
}"""
STUCK = """(e) => {
  const own = ".course-controls > .course-control input[type=range], .course-player input";
  return [...e.querySelectorAll(own)].filter((slider) => slider.checkVisibility()).map((slider) => {
    slider.scrollIntoView({ block: "end", behavior: "instant" });
    const { top, bottom } = e.querySelector(".course-key-curves").getBoundingClientRect();
    return top >= 0 && bottom <= slider.getBoundingClientRect().top + 1 && bottom <= innerHeight;
  });
}"""
PLAYED = """(e) => {
  e.querySelector(".course-player input").scrollIntoView({ block: "end", behavior: "instant" });
  const [curves, drawing] = [".course-key-curves", ".course-drawing"]
    .map((part) => e.querySelector(part).getBoundingClientRect());
  return [curves.top, drawing.top - curves.bottom];
}"""


@pytest.fixture(params=[(1280, 720, ""), (1440, 900, ""), (1280, 720, "?view=projector")], ids=str)
def screen(request, browser, server):
    width, height, query = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    faults = watch(page, server)
    yield page, query
    page.close()
    assert faults == []


WITHIN = """(widget, parts) => {
  const { top } = widget.querySelector(".course-card").getBoundingClientRect();
  const boxes = [...widget.querySelectorAll(parts)].map((e) => e.getBoundingClientRect());
  return {
    low: Math.max(...boxes.map(({ bottom }) => bottom - top)),
    small: Math.min(...boxes.map(({ height }) => height)),
  };
}"""
REACHED = {
    "plate": (
        page_with("DayPlate()"),
        ".plate-who, .plate-answer, .plate-pick, .plate-list, [data-do=suggest]",
    ),
    "foods": (page_with("FoodExplorer()"), "form, .foods-found, tbody tr"),
    "label": (page_with("LabelReader()"), "form, .label-now, .label-warning, .label-readings"),
}
"""What stands in one screen of a widget: what a reader sets, and what answers."""
ANSWERED = {
    "plate": (page_with("DayPlate()"), ".plate-now input", ".plate-answer"),
    "foods": (page_with("FoodExplorer()"), "form :is(input, select)", ".foods-found"),
    "label": (page_with("LabelReader()"), "form :is(input, select)", ".label-now"),
}
IN_SIGHT = """(widget, [inputs, answer]) => [...widget.querySelectorAll(inputs)].filter((input) => {
  input.focus({ preventScroll: true });
  input.scrollIntoView({ block: "center", behavior: "instant" });
  const seen = widget.querySelector(answer).getBoundingClientRect();
  const own = input.getBoundingClientRect();
  const apart = own.top >= seen.bottom || own.bottom <= seen.top
    || own.left >= seen.right || own.right <= seen.left;
  return !apart || seen.top < 0 || seen.bottom > innerHeight;
}).map((input) => input.name || input.getAttribute("aria-label"))"""


def explorers_of(page, address):
    page.goto(address)
    page.wait_for_function("!document.querySelector('course-explorer:not([ready])')")
    return page.locator("course-explorer").all()


MAP = """(map) => map.querySelector(".course-picture").getBoundingClientRect().bottom
  - map.getBoundingClientRect().top"""


def test_controls_curves_and_numbers_stand_in_one_screen(screen, server, site):
    page, query = screen
    found, maps = [], []
    html = {name: (site / "book" / f"{name}.html").read_text("utf-8") for name in CHAPTERS}
    for name in [
        name for name in CHAPTERS if "<course-explorer" in html[name] or "<course-map" in html[name]
    ]:
        for explorer in explorers_of(page, f"{server}/book/{name}.html{query}"):
            box = explorer.evaluate(BOXES)
            found.append(box)
            assert box["slider"] >= SHORTEST_SLIDER, (name, box)
            assert box["rows"] <= 1, (name, box)
            assert box["right"] <= page.viewport_size["width"], (name, box)
            if query:
                seen = max(box["first"], box["curves"], box["scene"])
                assert seen <= page.viewport_size["height"], (name, box)
            else:
                parts = ("controls", "curves", "numbers", "scene")
                assert max(box[part] for part in parts) <= SCREEN, (name, box)
        for map_ in page.locator("course-map[ready]").all():
            maps.append(map_.evaluate(MAP))
            assert maps[-1] <= (page.viewport_size["height"] if query else SCREEN), name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert len(found) > 15
    assert len(maps) > 3


def widget_of(page, server, kind, name, query=""):
    page.goto(f"{server}/book/{name}.html{query}")
    widget = page.locator(f"course-{kind}[ready]")
    widget.wait_for(state="attached")
    return widget


@pytest.mark.parametrize("kind", REACHED)
def test_what_is_set_and_what_answers_stand_in_one_screen(kind, page, server):
    name, parts = REACHED[kind]
    page.set_viewport_size({"width": 1280, "height": 720})
    box = widget_of(page, server, kind, name).evaluate(WITHIN, parts)
    assert box["small"] > 0
    assert box["low"] <= SCREEN


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize(("width", "height", "query"), [(360, 640, ""), (1280, 720, "?view=projector")])
def test_what_answers_is_in_sight_at_each_input(kind, width, height, query, page, server):
    name, inputs, answer = ANSWERED[kind]
    page.set_viewport_size({"width": width, "height": height})
    widget = widget_of(page, server, kind, name, query)
    assert widget.evaluate(IN_SIGHT, [inputs, answer]) == []


@pytest.fixture
def phone(browser, server):
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    faults = watch(page, server)
    yield page
    context.close()
    assert faults == []


def test_on_a_phone_the_curves_stay_in_sight_while_a_slider_is_moved(phone, server):
    for name in (
        page_showing("coincidence"),
        page_showing("end-plate"),
        page_with('tasks="trial-planner"'),
        "index",
    ):
        for explorer in explorers_of(phone, f"{server}/book/{name}.html"):
            assert all(explorer.evaluate(STUCK)), name
            assert explorer.evaluate(BOXES)["slider"] >= 0.75 * 360
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert not phone.locator("#pst-back-to-top").is_visible()


def test_on_a_phone_all_situations_are_in_sight_and_curves_come_before_tasks_and_scene(phone, server):
    for name in {page_showing(id) for id in ("nmda-block", "coincidence", "magnesium-and-calcium")}:
        for explorer in explorers_of(phone, f"{server}/book/{name}.html"):
            box = explorer.evaluate(BOXES)
            assert box["presets"] <= box["right"] <= 360, (name, box)
            tops = [
                explorer.locator(part).bounding_box()["y"]
                for part in (".course-key-curves", ".course-controls", ".course-tasks", ".course-scene")
                if explorer.locator(part).count()
            ]
            assert tops == sorted(tops), name


def test_on_a_phone_the_curves_stay_in_sight_while_the_scene_is_played(phone, server):
    for id in ("nmda-block", "coincidence"):
        phone.goto(f"{server}/book/{page_showing(id)}.html")
        explorer = phone.locator(f"#{id}[ready]")
        curves, room = explorer.evaluate(PLAYED)
        assert curves >= 0, id
        assert room >= 0, id


def test_what_a_reader_opens_is_open_when_they_come_back(page, server):
    address = f"{server}/book/{page_showing('coincidence')}.html"
    (explorer, *_) = explorers_of(page, address)
    more = explorer.locator(".course-more")
    more.locator("summary").click()
    page.wait_for_function("Object.keys(localStorage).some((key) => key.includes(':open:'))")
    (explorer, *_) = explorers_of(page, address)
    assert explorer.locator(".course-more").evaluate("e => e.open")
    assert not explorer.locator(".course-values").evaluate("e => e.open")
    explorer.locator(".course-more summary").click()
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.includes(':open:'))")


def test_what_a_reader_opens_of_a_plate_is_open_when_they_come_back(page, server):
    plate = widget_of(page, server, "plate", page_with("DayPlate()"))
    plate.get_by_text("Magnesium by food group").click()
    page.wait_for_function("Object.keys(localStorage).some((key) => key.includes(':open:plate'))")
    plate = widget_of(page, server, "plate", page_with("DayPlate()"))
    expect(plate.locator(".plate-groups tbody tr").first).to_be_visible()


def test_a_food_that_is_added_stands_in_sight_beside_the_total(page, server):
    page.set_viewport_size({"width": 1280, "height": 720})
    plate = widget_of(page, server, "plate", page_with("DayPlate()"))
    plate.evaluate("plate => plate.scrollIntoView({ behavior: 'instant' })")
    food = plate.get_by_label("Food to add")
    food.fill("brazil")
    food.press("Enter")
    expect(plate.locator(".plate-now tr", has_text="Brazil")).to_be_in_viewport(ratio=1)
    expect(plate.locator(".plate-total")).to_be_in_viewport(ratio=1)
    expect(food).to_be_in_viewport(ratio=1)


def test_an_explorer_with_all_opened_breaks_no_rule_of_axe(page, server):
    (explorer, *_) = explorers_of(page, f"{server}/book/{page_showing('coincidence')}.html")
    for summary in explorer.locator("details[data-fold] > summary").all():
        summary.click()
    assert axe_violations(page) == []


def links_of_the_guide(page, origin):
    page.goto(f"{origin}/book/teachers-guide.html")
    links = page.locator(".bd-article a[href*='?']").evaluate_all("links => links.map((link) => link.href)")
    return [link for link in links if prefix_of(link)]


def prefix_of(link: str) -> str:
    names = [name for name, _ in parse_qsl(urlsplit(link).query)]
    return next((name.partition(".")[0] for name in names if "." in name), "")


def test_each_link_of_the_guide_arrives_at_its_widget(browser, origin):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    for link in links_of_the_guide(page, origin):
        for address in (link, link.replace("view=projector", "view=plain")):
            page.goto(address)
            page.wait_for_load_state()
            page.wait_for_function(ARRIVED, arg=prefix_of(link))
    page.close()


def test_links_arrive_on_a_phone(phone, server):
    for link in links_of_the_guide(phone, server)[::3]:
        phone.goto(link.replace("view=projector", "view=plain"))
        phone.wait_for_load_state()
        phone.wait_for_function(ARRIVED, arg=prefix_of(link))


def test_a_fragment_and_a_page_loaded_again_go_where_they_went(page, server):
    page.goto(f"{server}/book/index.html?welcome.Mg=0.5#the-chapters")
    page.locator("#welcome[ready]").wait_for()
    assert not page.evaluate("document.activeElement.closest('course-explorer')")
    page.goto(f"{server}/book/{page_showing('nmda-block')}.html?nmda-block.Mg=0.5")
    page.wait_for_function(ARRIVED, arg="nmda-block")
    page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    page.reload()
    page.locator("#nmda-block[ready]").wait_for()
    assert not page.evaluate("document.activeElement.closest('course-explorer')")
