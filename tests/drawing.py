"""Drawings of the page: which are drawn, and where their axes say that a value lies."""

from __future__ import annotations

from playwright.sync_api import Locator

DRAWN = ".course-picture[data-drawn]"

_SCALES = """
  const labels = [...holder.querySelectorAll("[data-part=ground] text")].map((text) => ({
    number: Number(text.textContent.replace("−", "-")),
    isDown: text.getAttribute("text-anchor") === "end",
    x: Number(text.getAttribute("x")),
    y: Number(text.getAttribute("y")) - 0.35 * Number(text.parentElement.getAttribute("font-size")),
  })).filter(({ number }) => Number.isFinite(number));
  const along = (isDown, way) => {
    const ticks = labels.filter((label) => label.isDown === isDown);
    const [first, last] = [ticks[0], ticks.at(-1)];
    const step = (last[way] - first[way]) / (last.number - first.number);
    return { at: (value) => first[way] + step * (value - first.number),
             of: (place) => first.number + (place - first[way]) / step };
  };
  const [x, y] = [along(false, "x"), along(true, "y")];
"""
PLACE = f"""(holder, [across, down]) => {{
  {_SCALES}
  return {{ x: x.at(across), y: y.at(down) }};
}}"""
"""Where two values lie in the drawing, by the labels of the only panel's axes, which are linear."""

DOTS = f"""(holder, part) => {{
  {_SCALES}
  return [...holder.querySelectorAll(`[data-part=${{part}}] circle`)]
    .map((dot) => [x.of(Number(dot.getAttribute("cx"))), y.of(Number(dot.getAttribute("cy")))]);
}}"""
"""The values that the dots of a trace stand for."""


def drawn(place: Locator) -> Locator:
    """Return the picture in a widget, or a picture itself, once it is drawn and stands still."""
    holder = place.locator(DRAWN).or_(place.and_(place.page.locator(DRAWN))).first
    holder.wait_for(state="attached")
    holder.evaluate(
        """async (e) => {
             e.scrollIntoView({ block: "center", behavior: "instant" });
             const frame = () => new Promise(requestAnimationFrame);
             for (let before = ""; ;) {
               await frame();
               await frame();
               const now = JSON.stringify(e.getBoundingClientRect());
               if (now === before) break;
               before = now;
             }
           }"""
    )
    return holder


def place_in(picture: Locator, across: float, down: float) -> dict:
    """Return where in a drawing to click or tap for two values; the place moves with the drawing."""
    return {"position": drawn(picture).evaluate(PLACE, [across, down])}
