"""A reader in the tests: answers questions rightly, and may have the pages translated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator

TRANSLATE = """() => {
  const LEFT = "script, style, svg, math, textarea, .notranslate, [translate=no]";
  const translate = (node) => {
    const parent = node.parentElement;
    if (!node.nodeValue.trim() || !parent || parent.closest(LEFT) || parent.closest("font")) return;
    const inner = document.createElement("font");
    const outer = document.createElement("font");
    outer.append(inner);
    inner.textContent = "Ü" + node.nodeValue.replaceAll(/[aeiou]/g, "ö");
    node.replaceWith(outer);
  };
  const all = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(translate);
  };
  const start = () => {
    all(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) {
        if (node.nodeType === Node.TEXT_NODE) translate(node);
        else if (node.nodeType === Node.ELEMENT_NODE) all(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}"""
"""What Chrome does: each text is replaced within two `font` elements, and so is what is added later."""


def answer_rightly(
    form: Locator,
    item: dict[str, Any],
    number: Callable[[float], str] = str,
    press: Callable[[Locator], None] = Locator.click,
) -> None:
    """Answer a question through its controls: `number` writes a number, `press` is a click or a tap."""
    kind = item["type"]
    if kind in ("single", "multiple", "predict"):
        for place, option in enumerate(item["options"]):
            if option.get("correct"):
                press(form.locator(f"[value='{place}']"))
    elif kind == "matching":
        matches = list(dict.fromkeys(pair["match"] for pair in item["pairs"]))
        for list_, pair in zip(form.locator("select").all(), item["pairs"], strict=True):
            list_.select_option(str(matches.index(pair["match"])))
    elif kind == "ordering":
        for place in range(len(item["entries"])):
            row = form.locator(f"li[data-place='{place}']")
            while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > place:
                press(row.locator("[data-move=up]"))
    elif kind == "short":
        form.locator("input").fill(item["answer"]["accept"][0])
    else:
        answer = item["answer"]
        ends = [answer[name] for name in ("value", "low", "high") if answer.get(name) is not None]
        for box, end in zip(form.locator("input").all(), ends, strict=True):
            press(box)
            box.fill(number(end))
        if item.get("units"):
            form.locator("select").select_option(answer["unit"])


def kinds_of(item: dict[str, Any]) -> set[str]:
    """Return the type of a question, and whether it has a choice of units."""
    return {item["type"], *(["units"] if item.get("units") else [])}
