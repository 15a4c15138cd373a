"""A picture that leaves the page: an SVG that needs no style sheet, and the same as PNG."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from lessonkit.page.tokens import colour

PIXELS_PER_UNIT = 1.3
"""Pixels of a PNG for each unit of the SVG: a plot fills the text of a notebook and no more."""
SHADES = 128
"""Colours of a PNG: with so many, the map's scale shows no steps, and a file is a third of full colour."""
FONT = "DejaVu Sans"
"""Comes with Matplotlib, which laid the plots out with it: the same picture on each machine."""

_VARIABLE = re.compile(r"var\(--course-([\w-]+)[^()]*\)")
_ROOT = re.compile(r"<svg\b[^>]*>")
_EXTENT = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FONTS = re.compile(r"font-family(: ?|=\")[^;\"}]*(?:\"[^\";]*\"[^;\"}]*)*sans-serif")


def portable_svg(svg: str) -> str:
    """Return a drawing as a document of its own: with a size, and a plot of a page in light colours on paper.

    Parameters
    ----------
    svg : str
        What `lessonkit.figures.picture` made, or a file, which has its own colours and paper.
    """
    if not (found := _ROOT.search(svg)):
        raise ValueError("this is no SVG: it has no element <svg>")
    root = found[0]
    extent = _EXTENT.search(root)
    size = r'width="{}" height="{}"'.format(*extent.groups()) if extent else ""
    sized = root if " width=" in root else root.replace("<svg", f"<svg {size}", 1)
    if "xmlns=" not in root:
        names = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        sized = f'{sized.replace("<svg", f"<svg {names}", 1)}<rect {size} fill="{colour("surface")}"/>'
    return _VARIABLE.sub(lambda variable: colour(variable[1]), svg.replace(root, sized, 1))


def png(svg: str) -> bytes:
    """Return an SVG document as PNG on white paper.

    Parameters
    ----------
    svg : str
        A document that needs no style sheet; its sans-serif text is set in `FONT`.
    """
    import matplotlib
    import typst  # not at the top: who reads the course does not need it
    from PIL import Image

    page = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg))"
    fonts: list[Any] = [str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
    drawn = typst.compile(
        page.encode(),
        format="png",
        ppi=96 * PIXELS_PER_UNIT,
        sys_inputs={"svg": _FONTS.sub(rf"font-family\g<1>{FONT}", svg)},
        font_paths=fonts,
        ignore_system_fonts=True,
    )
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.convert("RGB").quantize(SHADES).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
