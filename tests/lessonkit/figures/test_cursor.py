"""A reader walks the curves of each kind of widget by keys, mouse and finger, and is told what is there."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest
from playwright.sync_api import expect

from course import Explorer, Quiz
from course.models import calcium_influx, nmda_block
from drawing import drawn
from lessonkit.explorer.map import Map
from lessonkit.figures import Figure, layout_of_plot
from lessonkit.model.sweep import sweep
from lessonkit.page.linker import classic_script, link_style
from lessonkit.page.tokens import token_style

ADDRESS = "http://cursor.test/"


def bars() -> Figure:
    figure = go.Figure(layout=layout_of_plot("", "Share (%)"))
    figure.add_bar(x=[60, 20, 0.3], y=["Bone", "Muscle", "Serum"], orientation="h", name="Share (%)")
    figure.update_yaxes(type="category")
    return Figure(figure, alt="Shares.", caption="Most is in bone.")


def widgets() -> list:
    cells = sweep(nmda_block, vary={"Mg": [0.3, 1.0], "V_read": [-60.0, -20.0]}, read="unblocked_at_V")
    return [
        Explorer(nmda_block, vary=["Mg"], show=["unblocked_fraction", "nmda_current"]),
        bars(),
        Map(cells, alt="Block.", caption="Block over magnesium.", sets="nmda-block"),
        Quiz("nmda-blockade", only=["mark-peak"]),
        Explorer(calcium_influx, vary=["Mg"], show=["calcium"]),
    ]


@pytest.fixture(scope="module")
def made():
    made = widgets()
    style = token_style() + link_style(
        *{made_of.file(name): 0 for made_of in made for name in made_of.styles}
    )
    scripts = {
        f"{each.tag}.js": classic_script(each.file(each.module), each.tag, each.first_modules())
        for each in made
    }
    tags = "".join(f"<script defer src='{name}'></script>" for name in scripts)
    body = "".join(each.html for each in made)
    head = f"<!doctype html><html lang='en'><title>Cursor</title><style>{style}</style>{tags}"
    return {"": f"{head}<body><main>{body}</main>"} | scripts


@pytest.fixture
def open_page(browser, made):
    contexts = []
    faults = []

    def open_page(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))

        def fulfil(route):
            name = route.request.url.removeprefix(ADDRESS).partition("?")[0]
            kind = "javascript" if name else "html"
            route.fulfill(body=made.get(name, ""), content_type=f"text/{kind}; charset=utf-8")

        page.route(f"{ADDRESS}**", fulfil)
        page.goto(ADDRESS)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page):
    return open_page(viewport={"width": 1280, "height": 720})


def spoken(holder):
    return holder.locator("xpath=following-sibling::*[@role='status'][1]")


def picture(page, tag: str):
    return drawn(page.locator(f"{tag}[ready]").first)


def labels(holder) -> list[str]:
    return holder.locator(".course-cursor text").all_text_contents()


def test_a_curve_is_walked_by_keys_and_told(page):
    holder = picture(page, "course-explorer")
    expect(holder).to_have_attribute("aria-label", re.compile(r"Curves over .* Left and right arrow keys"))
    holder.focus()
    page.keyboard.press("ArrowRight")
    expect(spoken(holder)).to_have_text(
        re.compile(r"^Unblocked fraction, This run\. Membrane potential −100 mV: 0")
    )
    page.keyboard.press("ArrowRight")
    expect(spoken(holder)).to_have_text(re.compile(r"^−9\d(\.\d)? mV: 0\.\d+$"))
    page.keyboard.press("ArrowDown")
    expect(spoken(holder)).to_have_text(re.compile(r"^Unblocked fraction, Reference\."))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(spoken(holder)).to_have_text(
        re.compile(r"NMDA current, This run\. Membrane potential \d+ mV: .* pA$")
    )
    here = page.evaluate("document.querySelector('course-explorer').cursor")
    assert here == page.evaluate("document.querySelector('course-explorer').result.t.at(-1)")
    told = labels(holder)
    assert [text.split(" ")[0] for text in told] == [
        "This",
        "Reference",
        "This",
        "Reference",
        told[-1].split(" ")[0],
    ]
    page.keyboard.press("Escape")
    assert labels(holder) == []
    assert page.evaluate("document.querySelector('course-explorer').cursor") is None


def test_the_cursor_of_an_explorer_is_set_and_heard_by_scripts(page):
    holder = picture(page, "course-explorer")
    explorer = page.locator("course-explorer").first
    found = explorer.evaluate(
        """(e) => {
             const heard = [];
             document.addEventListener("course:cursor", ({ detail }) => heard.push(detail));
             const faults = [NaN, "0", 1e6].map((value) => {
               try { e.cursor = value; } catch (error) { return `${error.name}: ${error.message}`; }
             });
             e.cursor = -20.05;
             e.cursor = -20.05;
             return [heard, faults, e.cursor];
           }"""
    )
    assert found[0] == [{"model": "nmda-block", "cursor": -20.05}]
    assert all(
        re.match(r"RangeError: the cursor cannot be at .*: write a value of", fault) for fault in found[1]
    )
    assert found[2] == -20.05
    assert labels(holder)[-1] == "−20.05 mV"
    before = labels(holder)
    explorer.evaluate("e => { e.parameters = { Mg: 2 }; }")
    page.wait_for_function(
        "before => document.querySelector('.course-cursor text').textContent !== before", arg=before[0]
    )
    assert labels(holder)[-1] == "−20.05 mV"


def test_rows_and_cells_are_walked_and_enter_sets_the_model(page):
    holder = picture(page, "course-figure")
    holder.focus()
    for told in ("Serum: 0.3 %", "Muscle: 20 %", "Bone: 60 %", "Bone: 60 %"):
        page.keyboard.press("ArrowDown")
        expect(spoken(holder)).to_have_text(told)
    assert labels(holder) == ["60 %"]
    page.keyboard.press("Tab")
    assert labels(holder) == []
    holder = picture(page, "course-map")
    holder.focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(spoken(holder)).to_contain_text("1 mM, Read the curve at −60 mV")
    page.keyboard.press("Enter")
    expect(page.locator("course-map .course-chosen [role=status]")).to_contain_text("The model is set to")
    assert page.evaluate("document.querySelector('course-explorer').parameters.Mg") == 1.0


def test_a_mark_is_set_by_keys(page):
    question = page.locator("fieldset[data-item=mark-peak]")
    holder = drawn(question)
    holder.focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("PageUp")
    page.keyboard.press("Enter")
    box = question.get_by_label("Your mark")
    place = float(box.input_value().replace("−", "-"))
    assert -40 < place < 0
    expect(spoken(holder)).to_contain_text("pA")
    expect(holder.locator("[data-part=trace-1] circle")).to_have_count(1)


def test_a_mouse_reads_and_leaves_a_click_stays(page):
    holder = picture(page, "course-explorer")
    box = holder.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 80
    page.mouse.move(x, y)
    assert len(labels(holder)) == 5
    page.mouse.move(5, y)
    assert labels(holder) == []
    page.mouse.click(x, y)
    page.mouse.move(5, y)
    assert len(labels(holder)) == 5
    assert page.evaluate("e => e === document.activeElement", holder.element_handle())


def test_a_finger_that_slides_reads_and_one_that_swipes_scrolls(open_page):
    page = open_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    holder = picture(page, "course-explorer")
    box = holder.bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + 80
    touch = page.context.new_cdp_session(page)

    def finger(way: tuple[int, int]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 12):
            place = {"x": x + way[0] * step, "y": y + way[1] * step}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = page.evaluate("scrollY")
    finger((12, 0))
    expect(holder.locator(".course-cursor text")).to_have_count(5)
    assert page.evaluate("scrollY") == before
    cursor = page.evaluate("document.querySelector('course-explorer').cursor")
    finger((0, -12))
    page.wait_for_function("before => scrollY > before + 50", arg=before)
    assert page.evaluate("document.querySelector('course-explorer').cursor") == cursor


INSIDE = """(holder) => {
  const outer = holder.getBoundingClientRect();
  const places = (tag) =>
    [...holder.querySelectorAll(`.course-cursor ${tag}`)].map((part) => part.getBoundingClientRect());
  const boxes = places("rect");
  const inside = boxes.every(({ left, right, top, bottom }) =>
    left >= outer.left - 1 && right <= outer.right + 1 && top >= outer.top - 1 && bottom <= outer.bottom + 1);
  const held = places("text").every((word) =>
    boxes.some(({ left, right }) => word.left >= left && word.right <= right + 1));
  return [boxes.length, inside, held];
}"""


def test_values_stand_inside_a_narrow_picture(open_page):
    page = open_page(viewport={"width": 360, "height": 640})
    holder = picture(page, "course-explorer")
    holder.focus()
    for key in ("Home", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "End"):
        page.keyboard.press(key)
        assert holder.evaluate(INSIDE) == [3, True, True]


def test_paper_shows_no_cursor(page):
    holder = picture(page, "course-explorer")
    holder.focus()
    page.keyboard.press("ArrowRight")
    expect(holder.locator(".course-cursor")).to_be_visible()
    page.emulate_media(media="print")
    expect(holder.locator(".course-cursor")).to_be_hidden()
