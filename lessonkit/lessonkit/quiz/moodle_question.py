"""One question of Moodle's XML while it is written: what the types of items write it with."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Lose = Callable[[str], None]


class BadCharacterError(ValueError):
    """A text has a character that XML does not allow."""


class Question:
    """A question that is being written; `lose` notes what Moodle cannot hold."""

    def __init__(self, quiz: ET.Element, kind: str, lose: Lose) -> None:
        self.element = ET.SubElement(quiz, "question", type=kind)
        self.files: list[tuple[str, bytes]] = []
        self.lose = lose

    @staticmethod
    def escaped(text: str) -> str:
        """Return plain text as the HTML that shows it."""
        return html.escape(text, quote=False)

    def listed(self, rows: Iterable[tuple[str, str]]) -> str:
        """Return leads and texts as a list in HTML; nothing if there are none."""
        parts = [
            f"<li><strong>{self.escaped(lead)}</strong>: {self.escaped(text)}</li>" for lead, text in rows
        ]
        return f"<ul>{''.join(parts)}</ul>" if parts else ""

    @staticmethod
    def number(value: float) -> str:
        """Return a number as Moodle's importer reads it."""
        return repr(float(value)).removesuffix(".0")

    def add(
        self, tag: str, text: str = "", parent: ET.Element | None = None, **attributes: str
    ) -> ET.Element:
        """Add an element with a text, in the question or in another element.

        Raises
        ------
        BadCharacterError
            If the text cannot stand in XML.
        """
        if bad := _NOT_XML.search(text):
            raise BadCharacterError(f"U+{ord(bad[0]):04X}")
        element = ET.SubElement(self.element if parent is None else parent, tag, attributes)
        element.text = text or None
        return element

    def add_html(self, tag: str, text: str, parent: ET.Element | None = None) -> ET.Element:
        """Add an element that holds its text, which is HTML, in an element of its own."""
        element = self.add(tag, "", parent, format="html")
        self.add("text", text, element)
        return element

    def set(self, **fields: str) -> None:
        """Add a field with a plain text, or several."""
        for name, text in fields.items():
            self.add(name, text)

    def answer(self, fraction: float, text: str, feedback: str, *, is_html: bool = False) -> ET.Element:
        """Add an answer that gives `fraction` of 100 marks."""
        form = "html" if is_html else "plain_text"
        answer = self.add("answer", fraction=self.number(round(fraction, 5)), format=form)
        self.add("text", self.escaped(text) if is_html else text, answer)
        self.add_html("feedback", self.escaped(feedback), answer)
        return answer

    def combined(self, right: str = "", wrong: str = "") -> None:
        """Add what is told, in HTML, of an answer that is right, and of one that is not."""
        for name, text in (("correct", right), ("partiallycorrect", wrong), ("incorrect", wrong)):
            self.add_html(f"{name}feedback", text)
        # Without it, qtype_ordering's import_from_xml makes up settings for two hints or more, and save_hints
        # stores the hints that are not there with a null hintformat, which the database refuses.
        self.set(shownumcorrect="1")
