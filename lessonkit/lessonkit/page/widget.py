"""The base of all widgets: one rendering for the page, a live view for a kernel."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets
from ipywidgets import Layout

from lessonkit.page.files import text_of
from lessonkit.page.linker import ROOT, link_module, link_style
from lessonkit.page.registry import named, register
from lessonkit.page.tokens import token_style
from lessonkit.static import is_static_build

if TYPE_CHECKING:
    import jinja2


@functools.lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """Return the environment of the templates: HTML is escaped, a missing name is an error."""
    import jinja2  # not at the top: importing a widget should cost little

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # What Python has put in order, such as objectives, reaches the page in that order.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
    return environment


def _template(name: str) -> tuple[str, str, None]:
    """Return the text and the place of a template that is named from lessonkit's folder, or in full."""
    path = ROOT / name
    return text_of(path), str(path), None


class _Script:
    """The script of a widget: as text it is linked, anew where more modules have come to run before it."""

    def __init__(self, cls: type[Widget]) -> None:
        self._cls = cls

    def __str__(self) -> str:
        return _linked(self._cls.file(self._cls.module), self._cls.first_modules())


_linked = functools.lru_cache(maxsize=None)(link_module)


class Widget(anywidget.AnyWidget):
    """A widget whose HTML is complete before any script runs.

    A subclass says once what it is: its `tag`, and the names of its `template`, its `module` and its
    `styles`, which lie beside the file of the class or, as ``lessonkit/…``, in the kit. It implements
    `context` and calls `refresh` when its data are set. It has to stand in a module, not in a notebook: the
    built site looks it up there.

    Attributes
    ----------
    tag : str
        The name of the element that the template makes, with a hyphen.
    template : str
        Jinja's; macros of the kit are at hand as ``page/…``.
    module : str
        An ES module in the form of anywidget: ``export default { render({ model, el }) }``.
    styles : tuple of str
        The style sheets, in order; colours and type come by themselves.

    Raises
    ------
    WidgetError
        If a file is missing, or another widget has the tag.
    """

    tag: ClassVar[str] = ""
    template: ClassVar[str]
    module: ClassVar[str]
    styles: ClassVar[tuple[str, ...]] = ()
    _files: ClassVar[dict[str, Path]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "tag" in cls.__dict__:
            cls._files = register(cls)
            cls._css = token_style() + link_style(*map(cls.file, cls.styles))
        super().__init_subclass__(**kwargs)
        if "tag" in cls.__dict__:
            cls._esm = _Script(cls)  # no script is linked before a widget is made

    @classmethod
    def first_modules(cls) -> tuple[Path, ...]:
        """Return the modules that run before the widget's own, though it does not import them."""
        return ()

    @classmethod
    def site_files(cls) -> dict[str, str]:
        """Return what its module asks for later: texts by their names, beside it on the built site."""
        return {}

    @classmethod
    def file(cls, name: str) -> Path:
        """Return where a file of the widget lies."""
        return cls._files[name]

    html = traitlets.Unicode(help="The server-rendered element.").tag(sync=True)

    @traitlets.default("layout")
    def _fill_the_box(self) -> Layout:
        return Layout(width="100%")  # a card has no width of its own that an HBox could keep

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Render the template anew into `html`."""
        self.html = templates().get_template(str(self.file(self.template))).render(self.context())

    def open(self) -> None:
        """Open the comm to the browser, unless the page is built: there is nobody to talk to."""
        if not is_static_build():
            super().open()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = {}, {}
        if not is_static_build():
            data, metadata = super()._repr_mimebundle_(**kwargs) or (data, metadata)
            data["text/html"] = self.html
        else:
            data["text/html"] = named(self.tag, self.html) if self.tag else self.html
        data.setdefault("text/plain", repr(self))
        return data, metadata


def send_plotly(widget: Widget, message: dict[str, Any], buffers: list[bytes]) -> None:
    """Answer a front end that asks for Plotly: a live notebook needs no network to zoom."""
    if message.get("type") == "plotly":
        from plotly.offline import get_plotlyjs

        widget.send({"type": "plotly"}, buffers=[get_plotlyjs().encode()])
