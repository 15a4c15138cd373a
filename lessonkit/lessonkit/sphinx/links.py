"""Links that open a page with a widget in a given state: ``[text](page.md?ELEMENT-ID.SETTING=VALUE)``."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join, logging

logger = logging.getLogger(__name__)

Controls = dict[str, list[Tag]]


class SettingLinks(SphinxPostTransform):
    """Resolve links with the query that a widget's “Copy link” writes, checked against that widget."""

    default_priority = 5  # before MyST-Parser, at 9, looks for their targets

    def run(self, **kwargs: Any) -> None:
        """Replace the links, with a warning for each that asks for what its page does not have."""
        self.widgets: dict[str, dict[str, Controls]] = {}
        for link in list(self.document.findall(pending_xref)):
            if link["reftype"] == "myst" and "?" in link["reftarget"]:
                link.replace_self(self._resolved(link))

    def _resolved(self, link: pending_xref) -> nodes.Node:
        page, _, settings = link["reftarget"].partition("?")
        docname = docname_join(self.env.docname, page.removesuffix(".md"))
        if not page.endswith(".md") or docname not in self.env.found_docs:
            self._warn(link, f"no page {page!r} beside this one: write its file, such as safety.md")
            return link[0]
        if docname not in self.widgets:
            self.widgets[docname] = _widgets(self.env.get_doctree(docname))
        for key, value in parse_qsl(settings, keep_blank_values=True):
            if fault := _fault(self.widgets[docname], key, value):
                self._warn(link, fault)
        address = self.app.builder.get_relative_uri(self.env.docname, docname)
        return nodes.reference("", "", *link.children, refuri=f"{address}?{settings}", internal=True)

    def _warn(self, link: pending_xref, fault: str) -> None:
        logger.warning("link to %s: %s", link["reftarget"], fault, location=link)


def _widgets(page: nodes.document) -> dict[str, Controls]:
    """Return the widgets of a page by the id that stands in addresses, each with its controls by setting."""
    widgets: dict[str, Controls] = {}
    for raw in page.findall(nodes.raw):
        for element in BeautifulSoup(raw.astext(), "html.parser").find_all(_is_widget):
            controls: Controls = {name: [] for name in _value(element, "data-settings").split()}
            if not controls:
                for control in element.select("input[name], select[name]"):
                    controls.setdefault(_value(control, "name"), []).append(control)
            widgets[_value(element, "id") or element.name.removeprefix("course-")] = controls
    return widgets


def _value(tag: Tag, attribute: str) -> str:
    return str(tag.get(attribute, ""))


def _is_widget(tag: Tag) -> bool:
    return tag.name.startswith("course-")


def _fault(widgets: dict[str, Controls], key: str, value: str) -> str | None:
    if key == "view":
        return None if value == "projector" else f"there is no view {value!r}: use projector"
    widget, _, setting = key.partition(".")
    if widget not in widgets:
        return f"no widget {widget!r} on that page: use one of {', '.join(widgets)}"
    if setting not in widgets[widget]:
        return f"{widget} has no setting {setting!r}: use one of {', '.join(widgets[widget])}"
    for control in widgets[widget][setting]:
        choices = [_value(option, "value") for option in control.select("option")]
        if choices and value not in choices:
            return f"{key} cannot be {value!r}: use one of {', '.join(filter(None, choices))}"
        if control.get("type") == "range":
            low, high = float(_value(control, "min")), float(_value(control, "max"))
            if not _is_within(value, low, high):
                return f"{key} cannot be {value!r}: use a number from {low:g} to {high:g}"
    return None


def _is_within(value: str, low: float, high: float) -> bool:
    try:
        return low <= float(value) <= high
    except ValueError:
        return False


def register(app: Sphinx) -> None:
    """Add the links."""
    app.add_post_transform(SettingLinks)
