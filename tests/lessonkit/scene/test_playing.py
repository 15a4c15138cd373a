"""A scene under a reader's hands, in a page that is made of two explorers."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from conftest import AXE_PATIENCE_MS, axe_violations, change_at_once, watch
from course import Explorer
from course.models import calcium_influx, nmda_block
from course.scenes import pore, spine
from drawing import drawn as drawn_in
from lessonkit.page.linker import ROOT, classic_script, link_module, link_style
from lessonkit.page.tokens import token_style

ADDRESS = "http://scene.test/"
MOST_BYTES = 40_000


@pytest.fixture(scope="module")
def files():
    """What the page asks for."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LESSONKIT_STATIC", "1")
        block = Explorer(nmda_block, vary=["Mg", "V_read"], scene=pore, tasks="nmda-block")
        influx = Explorer(calcium_influx, vary=["Mg", "clamp", "V_hold"], scene=spine)
    style = token_style() + link_style(*map(Explorer.file, Explorer.styles))
    from plotly.offline import get_plotlyjs

    return {
        "": f'<!doctype html><html lang="en"><title>Scenes</title><style>{style}</style>'
        f"<main><h1>Scenes</h1>{block.html}{influx.html}</main><script src='explorer.js'></script>",
        "explorer.js": classic_script(Explorer.file(Explorer.module), Explorer.tag),
        "plotly.min.js": get_plotlyjs(),
    }


@pytest.fixture
def opened(browser, files):
    """Open the page, in a browser with the settings given; it must stay free of errors."""
    contexts, faults = [], []

    def open_page(**settings):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **settings}))
        page = contexts[-1].new_page()
        faults.append(watch(page, ADDRESS))

        def fulfil(route):
            name = route.request.url.removeprefix(ADDRESS).partition("?")[0]
            kind = "javascript" if name else "html"
            route.fulfill(body=files[name], content_type=f"text/{kind}; charset=utf-8")

        page.route(f"{ADDRESS}**", fulfil)
        page.goto(ADDRESS)
        if settings.get("java_script_enabled", True):
            page.locator("course-explorer[ready]").nth(1).wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for each in faults for fault in each] == []


def moment(explorer) -> float:
    """Return where the scrubber of an explorer's scene stands."""
    return float(explorer.locator("[data-scene=moment]").input_value())


def wait_until(page, explorer, condition: str) -> None:
    """Wait until a condition on `at`, where the scrubber stands, holds."""
    handle = explorer.locator("[data-scene=moment]").element_handle()
    page.wait_for_function(
        f"(slider) => {{ const at = Number(slider.value); return {condition}; }}", arg=handle
    )


def drawn(explorer) -> str:
    """Return the drawing."""
    return explorer.locator(".course-drawing").inner_html()


def test_nothing_moves_unasked(opened):
    page = opened()
    block = page.locator("#nmda-block")
    before = drawn(block)
    page.evaluate("async () => { for (let i = 0; i < 5; i += 1) await new Promise(requestAnimationFrame); }")
    assert drawn(block) == before
    assert moment(block) == -70


def test_play_pause_and_the_sentence_when_motion_stops(opened):
    page = opened()
    influx = page.locator("#calcium-influx")
    said = influx.locator(".course-happens")
    before = said.text_content()
    influx.get_by_role("button", name="Play").click()
    wait_until(page, influx, "at > 40")
    assert said.text_content() == before  # a voice that follows each frame is no help
    influx.get_by_role("button", name="Pause").click()
    stopped = moment(influx)
    assert said.text_content() != before
    text = influx.locator("output[data-scene=now]").text_content()
    assert said.text_content().startswith(f"At {text} ")
    page.evaluate("async () => { for (let i = 0; i < 5; i += 1) await new Promise(requestAnimationFrame); }")
    assert moment(influx) == stopped
    assert "glutamate" in said.text_content()


def test_slow_motion_is_slower_and_play_ends_at_the_end(opened):
    page = opened()
    block = page.locator("#nmda-block")
    slider = block.locator("[data-scene=moment]")
    slider.evaluate("(s) => { s.value = 58; s.dispatchEvent(new Event('input', { bubbles: true })); }")
    block.get_by_role("button", name="Play").click()
    wait_until(page, block, "at === 60")
    block.get_by_role("button", name="Play").wait_for()
    block.get_by_role("button", name="Play").click()  # from the end it starts anew
    wait_until(page, block, "at < 0")
    block.get_by_role("button", name="Pause").click()
    speeds = block.evaluate(
        """async (e) => {
             const slider = e.querySelector("[data-scene=moment]");
             const play = e.querySelector("[data-scene=play]");
             const speed = async (slow) => {
               e.querySelector("[data-scene=slow]").checked = slow;
               play.click();
               await new Promise(requestAnimationFrame);
               const [from, at] = [performance.now(), Number(slider.value)];
               for (let i = 0; i < 20; i += 1) await new Promise(requestAnimationFrame);
               const passed = (Number(slider.value) - at) / (performance.now() - from);
               play.click();
               return passed;
             };
             return [await speed(false), await speed(true)];
           }"""
    )
    assert speeds[1] < speeds[0] / 2


def test_steps_and_scrubbing_by_keys(opened):
    page = opened()
    block = page.locator("#nmda-block")
    block.get_by_role("button", name="Step forward").focus()
    page.keyboard.press("Enter")
    assert moment(block) == -68
    block.get_by_role("button", name="Step back").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert moment(block) == -72
    slider = block.get_by_role("slider", name="Moment: membrane potential")
    slider.focus()
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "60 mV"
    block.locator(".course-drawing [data-part=current-text]", has_text="60 pA").wait_for()
    page.keyboard.press("Home")
    assert block.locator(".course-drawing [data-part=free-text]").text_content().startswith("0.")


def drag(page, part, across: float, down: float) -> None:
    """Drag a part of a drawing."""
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2)
    page.mouse.move(x + across, y + down)
    page.mouse.up()


def test_the_bottle_and_the_electrode_are_grabbed_and_their_sliders_follow(opened):
    page = opened()
    influx = page.locator("#calcium-influx")
    influx.evaluate("(e) => { e.parameters = { clamp: 'free' }; }")
    drag(page, influx.locator(".course-drawing [data-part=bottle]"), 40, 0)
    magnesium = influx.evaluate("(e) => e.parameters.Mg")
    assert magnesium > 1.2
    assert (magnesium / 0.05) % 1 == pytest.approx(0, abs=1e-6) or (magnesium / 0.05) % 1 == pytest.approx(1)
    page.wait_for_function(
        "(slider) => Number(slider.value) > 1.2",
        arg=influx.locator("input[type=range][name=Mg]").element_handle(),
    )
    drag(page, influx.locator(".course-drawing [data-part=electrode]"), 0, -50)
    held = influx.evaluate("(e) => e.parameters")
    assert held["clamp"] == "held"
    assert held["V_hold"] > -55
    drag(page, influx.locator(".course-drawing [data-part=electrode]"), 0, -5000)
    assert influx.evaluate("(e) => e.parameters.V_hold") == 40
    drag(page, page.locator("#nmda-block .course-drawing [data-part=electrode]"), 0, -40)
    page.wait_for_function(
        "(slider) => Number(slider.value) > -65",  # the moment goes to where the run is read
        arg=page.locator("#nmda-block [data-scene=moment]").element_handle(),
    )


def test_the_drawing_follows_a_slider_without_being_played(opened):
    page = opened()
    block = page.locator("#nmda-block")
    blocked = block.locator(".course-drawing [data-part=free-text]")
    before = blocked.text_content()
    slider = block.locator("input[type=range][name=Mg]")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function(
        "([e, before]) => e.textContent !== before", arg=[blocked.element_handle(), before]
    )
    assert blocked.text_content() == "20 of 20"
    block.locator(".course-happens", has_text="20 of 20 open channels").wait_for()


def test_with_reduced_motion_there_is_no_play_but_steps(opened):
    page = opened(reduced_motion="reduce")
    block = page.locator("#nmda-block")
    assert not block.locator("[data-scene=play]").is_visible()
    assert not block.locator("[data-scene=slow]").is_visible()
    block.get_by_role("button", name="Step forward").click()
    assert moment(block) == -68


def test_without_a_script_and_on_paper_three_moments_stand(opened):
    page = opened(java_script_enabled=False)
    for explorer in page.locator("course-explorer").all():
        assert not explorer.locator(".course-stage").is_visible()
        curves, room = (explorer.locator(part) for part in (".course-key-curves", ".course-right"))
        assert curves.bounding_box()["width"] > 0.9 * room.bounding_box()["width"]
        figures = explorer.locator(".course-moments figure")
        assert figures.count() == 3
        for figure in figures.all():
            assert figure.locator("svg").is_visible()
            assert len(figure.locator("figcaption").inner_text()) > 40
        assert "A cartoon" in explorer.locator(".course-moments > p").inner_text()
    page = opened()
    block = page.locator("#nmda-block")
    assert not block.locator(".course-moments").is_visible()
    block.evaluate("(e) => { e.parameters = { Mg: 0 }; }")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert not block.locator(".course-stage").is_visible()
    assert "20 of 20" in block.locator(".course-moments figcaption").first.inner_text()
    assert block.locator(".course-moments figure [data-part=free-text]").first.text_content() == "20 of 20"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken(opened, scheme):
    page = opened()
    page.set_default_timeout(AXE_PATIENCE_MS)
    page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
    page.add_style_tag(content="body { background: var(--course-paper); color: var(--course-ink); }")
    change_at_once(page)
    assert axe_violations(page) == []


def test_targets_are_large_enough_on_a_phone(opened):
    page = opened(viewport={"width": 360, "height": 640})
    for control in page.locator(".course-player :is(button, input[type=range], label)").all():
        box = control.bounding_box()
        assert min(box["height"], box["width"]) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


IN_A_VIEW = """
async ({ esm, css, state }) => {
  const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = css;
  const el = document.createElement("div");
  root.append(style, el);
  const { default: widget } = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
  globalThis.told = [];
  await widget.render({ el, model: {
    get: (name) => state[name],
    set(name, value) { state[name] = value; },
    save_changes() { globalThis.told.push({ ...state.parameters }); },
    on() {}, off() {}, send() {},
  } });
}
"""


def test_it_plays_in_a_live_view_and_what_is_grabbed_reaches_python(opened, monkeypatch):
    """As in JupyterLab; the view stands in a shadow root, as marimo's do."""
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    made = Explorer(nmda_block, vary=["Mg"], scene=pore, id="live")
    page = opened()
    state = {name: value for name, value in made.get_state().items() if name not in ("_esm", "_css")}
    page.evaluate(IN_A_VIEW, {"esm": str(made._esm), "css": str(made._css), "state": state})
    live = page.locator("course-explorer#live[ready]")
    assert not live.locator(".course-moments").is_visible()
    live.get_by_role("button", name="Play").click()
    wait_until(page, live, "at > -65")
    live.get_by_role("button", name="Pause").click()
    drag(page, live.locator(".course-drawing [data-part=bottle]"), 40, 0)
    assert page.evaluate("globalThis.told.at(-1).Mg") > 1.2


FOCUSABLE = """(e) => [...e.querySelectorAll("button, input, select, summary, a[href], [tabindex='0']")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))"""
FOCUSED = f"""(e) => {{
  const {{ outlineStyle, outlineWidth }} = getComputedStyle(document.activeElement);
  const hasRing = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return [({FOCUSABLE})(e).indexOf(document.activeElement), hasRing];
}}"""


def test_tab_reaches_every_control_of_explorer_tasks_and_scene_with_a_ring(opened):
    page = opened()
    block = page.locator("#nmda-block")
    expect(drawn_in(block)).to_have_attribute("tabindex", "0")
    block.get_by_role("button", name="Start this task").click()
    block.get_by_role("button", name="Hint").click()
    block.locator("summary", has_text="About this picture").click()
    count = block.evaluate(f"(e) => ({FOCUSABLE})(e).length")
    assert count > 20
    block.get_by_role("button", name="Reset").focus()
    for key in ("Tab", "Shift+Tab"):  # the ring is for those who walk by keys
        page.keyboard.press(key)
    walked = []
    for _ in range(count):
        walked.append(block.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    assert walked == [[place, True] for place in range(count)]


def test_one_voice_tells_of_the_moment_or_of_the_run(opened):
    page = opened()
    block = page.locator("#nmda-block")
    voice = block.locator(".course-summary")
    assert block.locator(".course-stage [role=status], .course-stage [aria-live]").count() == 0
    block.get_by_role("button", name="Step forward").click()
    expect(voice).to_have_text(re.compile("^At −68 mV with"))
    block.evaluate("(e) => { e.parameters = { Mg: 0.5 }; }")
    expect(voice).to_have_text(re.compile("^Extracellular magnesium 0.5 mM"))
    expect(block.locator(".course-happens")).to_contain_text("with 0.5 mM")


def test_a_scene_and_tasks_are_seen_in_forced_colours(opened):
    page = opened(forced_colors="active")
    block = page.locator("#nmda-block")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = """(e, part) => getComputedStyle(e.querySelector(part)).{}"""
    assert block.evaluate(ink.format("forcedColorAdjust"), ".course-drawing") == "none"
    assert block.evaluate(ink.format("backgroundColor"), ".course-drawing") not in (
        ground,
        "rgba(0, 0, 0, 0)",
    )
    block.get_by_role("button", name="Start this task").click()
    held = block.locator("input[aria-disabled=true]").first
    expect(held).to_have_css("opacity", "1")


@pytest.mark.parametrize("scene", [pore, spine], ids=["pore", "spine"])
def test_a_scene_with_its_engine_is_small(scene):
    run = scene.model.run()
    shown = scene.context(run)
    pictures = shown["svg"] + "".join(still["svg"] for still in shown["stills"])
    engine = link_module(ROOT / "scene" / "scene.js")
    style = link_style(ROOT / "scene" / "scene.css")
    text = pictures + json.dumps(scene.data()) + engine + style
    assert len(gzip.compress(text.encode())) <= MOST_BYTES
