"""Every picture of the course: what stands in the page without a script is what the page draws."""

from __future__ import annotations

import pytest

from conftest import CHAPTERS, open_outcomes

WIDTH = 560
AGREE = """
async (width) => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  for (const node of document.querySelectorAll(".case-node")) node.dataset.now = "";
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  // The build alone draws a case's tree; questions of earlier chapters are drawn anew for each reader.
  const drawn = ".course-picture:not(.case-tree, course-retrieval *)";
  const before = [...page.querySelectorAll(drawn)];
  const now = [...document.querySelectorAll(drawn)];
  const faults = [];
  const texts = (picture) => [...picture.querySelectorAll("text")].map((text) =>
    [text.textContent, Number(text.getAttribute("x")), Number(text.getAttribute("y"))]);
  const shapes = (picture) => [...picture.querySelectorAll("path, circle, rect")].map((shape) => ({
    kind: shape.localName,
    lines: (shape.getAttribute("d") ?? "").split("M").slice(1).map((line) =>
      line.split(/[LHVvhZ]/).filter(Boolean).map((pair) => pair.split(" ").map(Number))),
    places: ["x", "y", "cx", "cy", "width", "height", "r"].map((name) => Number(shape.getAttribute(name))),
  }));
  const away = ([x, y], [[x0, y0], [x1, y1]]) => {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const share = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
  };
  /** How far the points of some lines are from others. */
  const apart = (lines, others) => {
    const ways = others.flatMap((line) => line.slice(1).map((point, k) => [line[k], point]));
    return Math.max(0, ...lines.flat().map((point) => Math.min(...ways.map((way) => away(point, way)))));
  };
  const near = (a, b) => a.length === b.length && a.every((value, k) => Math.abs(value - b[k]) <= 1);
  for (const [k, holder] of now.entries()) {
    holder.style.inlineSize = `${width}px`;
    const isWide = () => holder.firstElementChild.getAttribute("viewBox").startsWith(`0 0 ${width} `);
    for (let frames = 0; !isWide(); frames += 1) {
      if (frames > 600) throw new Error(`picture ${k} keeps its width`);
      await new Promise(requestAnimationFrame);
    }
    const parts = [...before[k].querySelectorAll("[data-part]")];
    for (const built of parts.filter((part) => part.firstChild)) { // a map marks where an explorer stands
      const name = `picture ${k}, ${built.dataset.part}`;
      const other = holder.querySelector(`[data-part="${built.dataset.part}"]`);
      const [words, others] = [texts(built), texts(other)];
      if (words.length !== others.length) faults.push([name, "texts", words.length, others.length]);
      words.forEach(([word, ...place], i) => {
        if (word !== others[i]?.[0] || !near(place, others[i].slice(1))) faults.push([name, word, others[i]]);
      });
      const [first, second] = [shapes(built), shapes(other)];
      if (first.length !== second.length) faults.push([name, "shapes", first.length, second.length]);
      first.forEach((shape, i) => {
        const twin = second[i];
        const isLine = shape.kind === "path" && shape.lines.flat().every((point) => point.length === 2);
        const isSame = shape.kind === twin?.kind && near(shape.places, twin.places);
        if (!isSame) faults.push([name, i, shape, twin]);
        else if (isLine && shape.lines.length) {
          const far = Math.max(apart(shape.lines, twin.lines), apart(twin.lines, shape.lines));
          if (far > 1) faults.push([name, i, `${far} pixels`]);
        }
      });
    }
  }
  return faults.slice(0, 9);
}
"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_picture_without_a_script_is_the_drawing(name, page, server, site):
    if "course-picture" not in (site / "book" / f"{name}.html").read_text("utf-8"):
        return
    page.goto(f"{server}/book/{name}.html")
    page.wait_for_load_state("load")
    open_outcomes(page)
    assert page.evaluate(AGREE, WIDTH) == []


def test_the_course_has_pictures(site):
    pages = [(site / "book" / f"{name}.html").read_text("utf-8") for name in CHAPTERS]
    assert sum(text.count('class="course-picture"') for text in pages) > 20
