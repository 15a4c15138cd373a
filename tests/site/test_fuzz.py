"""Ten thousand random moves of the explorers: no error, valid settings, finite curves, a level heap."""

from __future__ import annotations

import re

import pytest
from conftest import CHAPTERS, SITE

MOVES = 10_000
SHARES = 3
MARGIN_BYTES = 3_000_000
"""How much the heap may grow in the last two thirds of the moves: caches of code and plots fill about 1 MB.

A run that is kept by mistake has 40 kB or more, so a leak would be tens of megabytes."""

SLOW = ("excitable-neuron",)
"""Models whose every move takes tens of milliseconds: they get a tenth of the moves of the others."""

EXPLORER = re.compile(r'<course-explorer model="([^"]+)" id="([^"]+)"')

FUZZ = """
async (e, [moves, seed]) => {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const any = (list) => list[Math.floor(random() * list.length)];
  const say = (control, value) => {
    control.value = value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  // What a box cannot read as a number, such as "1,5", it hands over as nothing.
  const texts = ["", "-1e308", "1e308", "2.5", "1e-320", "99999999", "-0", "0.1234567890123456789"];
  const sliders = [...e.querySelectorAll("input[type=range]")];
  const boxes = [...e.querySelectorAll("input[type=number]")];
  const lists = [...e.querySelectorAll("select")];
  const buttons = [...e.querySelectorAll("[data-preset], [data-action=reset]")];
  const kinds = [
    () => {
      const slider = any(sliders);
      const [low, high] = [Number(slider.min), Number(slider.max)];
      say(slider, any([low, high, low + random() * (high - low)]));
    },
    () => {
      const box = any(boxes);
      const [low, high] = [Number(box.min), Number(box.max)];
      say(box, any([any(texts), String(low + (2 * random() - 0.5) * (high - low))]));
      if (random() < 0.5) box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    },
    () => {
      const list = any(lists);
      say(list, any([...list.options]).value);
    },
    () => any(buttons).click(),
  ].filter((_, i) => i !== 2 || lists.length);
  const wrong = [];
  for (let i = 0; i < moves; i += 1) {
    const kind = random() < 0.6 ? kinds[0] : any(kinds);
    kind();
    const { parameters, result } = e;
    const inside = sliders.every(({ name, min, max }) =>
      parameters[name] >= Number(min) && parameters[name] <= Number(max));
    const finite = Object.values(result.series).every((curve) => curve.every(Number.isFinite));
    if (!inside || !finite) wrong.push(parameters);
    if (i % 25 === 0) await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return wrong;
}
"""


def explorers() -> dict[str, tuple[str, str]]:
    """Return the page and the element of each model that the built book shows, its own page before others."""
    found: dict[str, tuple[str, str]] = {}
    for name in sorted(CHAPTERS, key=lambda name: not name.startswith("model-")):
        page = SITE / "book" / f"{name}.html"
        if page.is_file():
            for model, element in EXPLORER.findall(page.read_text(encoding="utf-8")):
                found.setdefault(model, (name, element))
    return found


PLACES = explorers()


def moves_of(model: str) -> int:
    weights = {name: 0.1 if name in SLOW else 1.0 for name in PLACES}
    return round(MOVES * weights[model] / sum(weights.values())) + 1


@pytest.fixture
def heap(page):
    """Return the size of what is reachable in the page, in bytes."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")

    def used() -> float:
        page.wait_for_timeout(600)  # what waits for the reader to pause is done
        session.send("HeapProfiler.collectGarbage")
        return session.send("Runtime.getHeapUsage")["usedSize"]

    return used


@pytest.mark.parametrize("model", PLACES)
def test_random_moves_leave_no_error_and_a_level_heap(model, page, server, heap):
    name, id_ = PLACES[model]
    page.goto(f"{server}/book/{name}.html")
    explorer = page.locator(f"course-explorer#{id_}[ready]")
    explorer.wait_for(state="attached")
    explorer.scroll_into_view_if_needed()
    explorer.locator(".main-svg").first.wait_for()
    sizes = []
    for share in range(SHARES):
        assert explorer.evaluate(FUZZ, [moves_of(model) // SHARES + 1, 20261122 + share]) == []
        sizes.append(heap())
    assert sizes[-1] - sizes[0] < MARGIN_BYTES, sizes


def test_the_book_shows_explorers_to_move():
    assert PLACES
    assert sum(SHARES * (moves_of(model) // SHARES + 1) for model in PLACES) >= MOVES
