"""A program may show each widget in a shadow root (marimo does), where no style of the page reaches it."""

from __future__ import annotations

import pytest

from course import Explorer, Quiz
from course.models import nmda_block
from course.scenes import pore

ADDRESS = "http://notebook.test/"  # a page of its own, whose storage answers

MOUNT = """
async ({ esm, css, state }) => {
  document.body.innerHTML = "<div></div><div></div>";
  const [plain, host] = document.body.children;
  const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  const colours = [];
  for (const root of [plain, host.attachShadow({ mode: "open" })]) {
    const el = document.createElement("div");
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style, el);
    const model = { get: (name) => state[name], set() {}, save_changes() {}, on() {}, off() {}, send() {} };
    await widget.render({ model, el });
    colours.push([...el.querySelectorAll("*")].map((part) => {
      const { color, backgroundColor, borderTopColor, fontFamily, stroke, fill } = getComputedStyle(part);
      return [part.localName, color, backgroundColor, borderTopColor, fontFamily, stroke, fill].join(" | ");
    }));
    // The page keeps no style that the shadow root could inherit.
    if (root === plain) plain.replaceChildren();
  }
  return colours;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "widget",
    [
        lambda: Quiz("nmda-blockade"),
        lambda: Explorer(nmda_block, vary=["Mg"]),
        lambda: Explorer(nmda_block, vary=["Mg"], scene=pore),
    ],
    ids=["quiz", "explorer", "scene"],
)
def test_a_widget_has_the_same_colours_in_a_shadow_root(widget, scheme, browser, monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    made = widget()
    page = browser.new_page()
    page.route(
        ADDRESS,
        lambda route: route.fulfill(body="<!doctype html><title>Notebook</title>", content_type="text/html"),
    )
    page.goto(ADDRESS)
    page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
    state = {name: value for name, value in made.get_state().items() if name not in ("_esm", "_css")}
    in_page, in_shadow_root = page.evaluate(
        MOUNT, {"esm": str(made._esm), "css": str(made._css), "state": state}
    )
    page.close()
    assert len(set(in_page)) > 10
    assert in_shadow_root == in_page
