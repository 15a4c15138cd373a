"""Ten thousand random moves of the explorers, scenes playing: no error, valid settings, a level heap."""

from __future__ import annotations

import re

import pytest

from conftest import CHAPTERS, SITE
from drawing import drawn

MOVES = 10_000
SHARES = 3
MARGIN_BYTES = 3_000_000
"""How much the heap may grow in the last two thirds of the moves: caches of code and plots fill about 1 MB.

A run that is kept by mistake has 40 kB or more, so a leak would be tens of megabytes."""

SLOW = ("excitable-neuron", "pyramidal-neuron")
"""Models whose every move takes tens of milliseconds: they get a tenth of the moves of the others."""

EXPLORER = re.compile(r'<course-explorer model="([^"]+)" id="([^"]+)".*?</course-explorer>', re.DOTALL)

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
  const texts = ["", "-1e308", "1e308", "2.5", "1,5", "1,500", "1/2", "−3", "2 mM", "1e-320", "99999999",
    "-0", "0.1234567890123456789"];
  const sliders = [...e.querySelectorAll("input[type=range][name]")];
  const boxes = [...e.querySelectorAll("input[type=text][name]")];
  const pictures = [...e.querySelectorAll(".course-picture")];
  const lists = [...e.querySelectorAll("select")];
  const scene = (name) => e.querySelector(`[data-scene=${name}]`);
  const play = scene("play");
  const buttons = [...e.querySelectorAll("[data-preset], [data-action=reset]")];
  const kinds = [
    () => {
      const slider = any(sliders);
      const [low, high] = [Number(slider.min), Number(slider.max)];
      say(slider, any([low, high, low + random() * (high - low)]));
    },
    () => {
      const box = any(boxes);
      const { min, max } = sliders.find(({ name }) => name === box.name);
      const [low, high] = [Number(min), Number(max)];
      say(box, any([any(texts), String(low + (2 * random() - 0.5) * (high - low))]));
      if (random() < 0.5) box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    },
    () => {
      const list = any(lists);
      say(list, any([...list.options]).value);
    },
    () => any(buttons).click(),
    () => {
      const key = any(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "Home", "End", "Escape"]);
      const press = new KeyboardEvent("keydown", { key, shiftKey: random() < 0.3, bubbles: true });
      any(pictures).dispatchEvent(press);
    },
    () => {
      const { t } = e.result;
      e.cursor = random() < 0.2 ? null : t[0] + random() * (t.at(-1) - t[0]);
    },
    ...(play ? [
      () => {
        const { min, max } = scene("moment");
        say(scene("moment"), Number(min) + random() * (max - min));
      },
      () => any([scene("back"), scene("forward"), scene("slow")]).click(),
    ] : []),
  ].filter((_, i) => i !== 2 || lists.length);
  const wrong = [];
  for (let i = 0; i < moves; i += 1) {
    if (play && play.textContent !== "Pause") play.click();
    const kind = random() < 0.6 ? kinds[0] : any(kinds);
    kind();
    const { parameters, result } = e;
    const inside = sliders.every(({ name, min, max }) =>
      parameters[name] >= Number(min) && parameters[name] <= Number(max));
    const finite = Object.values(result.series).every((curve) => curve.every(Number.isFinite));
    const isOnAxis = e.cursor === null || (e.cursor >= result.t[0] && e.cursor <= result.t.at(-1));
    if (!inside || !finite || !isOnAxis) wrong.push(parameters);
    if (i % 25 === 0) await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  if (play?.textContent === "Pause") play.click();
  return wrong;
}
"""


def explorers() -> dict[str, tuple[str, str]]:
    """Return the page and the element of each model of the book: with its scene, else on its own page."""
    found: dict[str, tuple[str, str]] = {}
    moving: dict[str, tuple[str, str]] = {}
    for name in sorted(CHAPTERS, key=lambda name: not name.startswith("model-")):
        page = SITE / "book" / f"{name}.html"
        if page.is_file():
            for match in EXPLORER.finditer(page.read_text(encoding="utf-8")):
                model, element = match.groups()
                found.setdefault(model, (name, element))
                if 'data-scene="play"' in match[0]:
                    moving.setdefault(model, (name, element))
    return found | moving


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
    drawn(explorer)
    sizes = []
    for share in range(SHARES):
        assert explorer.evaluate(FUZZ, [moves_of(model) // SHARES + 1, 20261122 + share]) == []
        sizes.append(heap())
    assert sizes[-1] - sizes[0] < MARGIN_BYTES, sizes


def test_the_book_shows_explorers_to_move():
    assert PLACES
    assert sum(SHARES * (moves_of(model) // SHARES + 1) for model in PLACES) >= MOVES
