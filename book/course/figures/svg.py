"""A Plotly figure as a small SVG: what a reader sees before any script, without one, and in print.

Plotly's own export needs a browser on the machine that builds the book. Matplotlib draws the kinds of
trace that the course uses, in the light colours, which are then replaced by the page's custom properties.
"""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import plotly.graph_objects as go

from course.design import colour, figure_palette

WIDTH = 560

BAR_GAP = 12
BAR_WIDTH = 14
BAR_STEPS = 48

_drawn = itertools.count()  # keeps the ids of the figures of a page apart

_DASHES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-.", None: "-"}
_UNREFERENCED_ID = re.compile(r'<g id="[^"]*"(/?)>')
_FONT_FAMILY = re.compile(r" font-family: [^;]*;")


class FigureError(ValueError):
    """A figure cannot be drawn without a script, or lacks what a reader needs."""


def picture(figure: go.Figure) -> str:
    """Return `figure` as SVG markup whose colours follow the page's light and dark.

    Raises
    ------
    FigureError
        If a trace is neither a scatter, a bar nor a heatmap.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure as Canvas

    layout = figure.layout.to_plotly_json()
    height = layout.get("height", 360)
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": f"figure {next(_drawn)}",
        "font.family": "sans-serif",
        "font.size": layout["font"]["size"],
        "path.simplify_threshold": 0.1,
        "axes.unicode_minus": True,
    }
    with matplotlib.rc_context(settings):
        canvas = Canvas(figsize=(WIDTH / 72, height / 72), dpi=72)
        canvas.patch.set_alpha(0)
        axes = {name: _axes(canvas, layout, name, height) for name in _y_axes(layout)}
        for trace in figure.data:
            if trace.type not in ("scatter", "bar", "heatmap"):
                raise FigureError(
                    f"a {trace.type!r} trace cannot be drawn without a script: "
                    "use scatter, bar or heatmap, or extend svg.py"
                )
            ax = axes[trace.yaxis or "y"]
            if trace.type == "heatmap":
                _draw_heat(ax, trace)
            else:
                _draw(ax, trace)
        for name, ax in axes.items():
            _finish(ax, layout, name, is_lowest=name == layout["xaxis"].get("anchor", "y"))
        for annotation in layout.get("annotations", ()):
            _annotate(axes, annotation)
        for shape in layout.get("shapes", ()):
            _shape(axes, shape)
        buffer = io.StringIO()
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return _for_page(buffer.getvalue())


def _y_axes(layout: dict[str, Any]) -> list[str]:
    return [key.replace("yaxis", "y") for key in layout if re.fullmatch(r"yaxis\d*", key)]


def _axes(canvas: Any, layout: dict[str, Any], name: str, height: int) -> Any:
    margin = layout["margin"]
    low, high = layout[name.replace("y", "yaxis")].get("domain", (0, 1))
    inner = height - margin["t"] - margin["b"]
    left = margin["l"] / WIDTH
    ax = canvas.add_axes(
        (
            left,
            (margin["b"] + low * inner) / height,
            1 - left - margin["r"] / WIDTH,
            (high - low) * inner / height,
        )
    )
    ax.patch.set_alpha(0)
    ax.margins(x=0)
    return ax


def _draw(ax: Any, trace: Any) -> None:
    x = [] if trace.x is None else trace.x
    y = [] if trace.y is None else trace.y
    if trace.type == "scatter":
        mode = trace.mode or "lines"
        ax.plot(
            x,
            y,
            color=trace.line.color or trace.marker.color or colour("series-1"),
            linestyle=_dash(trace.line.dash) if "lines" in mode else "none",
            linewidth=trace.line.width or 2,
            solid_capstyle="butt",
            marker="o" if "markers" in mode else "",
            markersize=trace.marker.size or 7,
            markerfacecolor="none" if (trace.marker.symbol or "").endswith("-open") else None,
            label=trace.name,
        )
        if trace.error_x.array is not None:
            below = trace.error_x.arrayminus or trace.error_x.array
            ax.hlines(
                y,
                [value - less for value, less in zip(x, below)],
                [value + more for value, more in zip(x, trace.error_x.array)],
                color=trace.marker.color or colour("series-1"),
                linewidth=trace.error_x.thickness or 2,
            )
    else:
        draw, ends = (ax.barh, (y, x)) if trace.orientation == "h" else (ax.bar, (x, y))
        draw(*ends, color=trace.marker.color or colour("series-1"), label=trace.name)


def _draw_heat(ax: Any, trace: Any) -> None:
    """Draw coloured cells, with the bar of their colours in the margin on the right."""
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.ticker import MaxNLocator

    if trace.colorscale is None:
        raise FigureError("a 'heatmap' trace needs the same colours without a script: use colorscale=…")
    cells = np.ma.masked_invalid(np.asarray(trace.z, dtype=float))
    colours = LinearSegmentedColormap.from_list("scale", trace.colorscale)
    limits = Normalize(cells.min(), cells.max())
    places = [_places(values) for values in (trace.x, trace.y)]
    look = {"cmap": colours, "norm": limits, "linewidth": 0, "antialiased": False}
    ax.pcolormesh(*places, cells, shading="nearest", **look)
    for values, set_ticks in ((trace.x, ax.set_xticks), (trace.y, ax.set_yticks)):
        if isinstance(values[0], str):
            set_ticks(range(len(values)), values)
    box = ax.get_position()
    bar = ax.figure.add_axes((box.x1 + BAR_GAP / WIDTH, box.y0, BAR_WIDTH / WIDTH, box.height))
    steps = np.linspace(limits.vmin, limits.vmax, BAR_STEPS)
    bar.pcolormesh([0, 1], steps, np.stack([steps, steps], axis=1), shading="nearest", **look)
    bar.set(xticks=[], ylim=(limits.vmin, limits.vmax))
    bar.yaxis.tick_right()
    if trace.colorbar.tickvals is None:
        bar.yaxis.set_major_locator(MaxNLocator(6))
    else:
        bar.set_yticks(trace.colorbar.tickvals, trace.colorbar.ticktext)
    bar.tick_params(color=colour("control"), labelcolor=colour("ink"))
    for side in bar.spines.values():
        side.set_visible(False)


def _places(values: Any) -> Any:
    return range(len(values)) if isinstance(values[0], str) else values


def _dash(name: str | None) -> str:
    if name not in _DASHES:
        known = ", ".join(filter(None, _DASHES))
        raise FigureError(f"the dash {name!r} cannot be drawn without a script: use one of {known}")
    return _DASHES[name]


def _finish(ax: Any, layout: dict[str, Any], name: str, *, is_lowest: bool) -> None:
    from matplotlib.ticker import MaxNLocator, NullLocator

    x, y = layout["xaxis"], layout[name.replace("y", "yaxis")]
    for axis, set_scale, set_range in ((x, ax.set_xscale, ax.set_xlim), (y, ax.set_yscale, ax.set_ylim)):
        if axis.get("type") == "log":
            set_scale("log")
        if axis.get("range"):
            low, high = axis["range"]
            set_range((10**low, 10**high) if axis.get("type") == "log" else (low, high))
    for axis, drawn in ((x, ax.xaxis), (y, ax.yaxis)):
        if axis.get("tickvals") is not None:
            drawn.set_ticks(axis["tickvals"], axis.get("ticktext"))
            drawn.set_minor_locator(NullLocator())
    if y.get("type") not in ("log", "category") and y.get("tickvals") is None:
        ax.yaxis.set_major_locator(MaxNLocator(y.get("nticks") or 6))
    ax.grid(True, color=colour("line"), linewidth=1)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(colour("control"))
    ax.tick_params(which="both", color=colour("control"), labelcolor=colour("ink"), labelbottom=is_lowest)
    if is_lowest:
        ax.set_xlabel(x.get("title", {}).get("text", ""), color=colour("ink"))
    if layout.get("showlegend"):
        ax.legend(frameon=False, labelcolor=colour("ink"))


def _annotate(axes: dict[str, Any], annotation: dict[str, Any]) -> None:
    x_ref, y_ref = annotation.get("xref", "x"), annotation.get("yref", "y")
    ax = axes.get(y_ref.split(" ")[0]) or next(iter(axes.values()))
    transform = ax.get_xaxis_transform() if "domain" in y_ref or y_ref == "paper" else ax.transData
    if x_ref in ("paper", "x domain"):
        transform = ax.transAxes if transform is not ax.transData else ax.get_yaxis_transform()
    x, y = annotation["x"], annotation["y"]
    if x_ref == "x" and ax.get_xscale() == "log":
        x = 10**x  # Plotly places annotations on a logarithmic axis by their exponent
    if re.fullmatch(r"y\d*", y_ref) and ax.get_yscale() == "log":
        y = 10**y
    arrow = annotation.get("showarrow")
    ax.annotate(
        re.sub(r"<br>", "\n", annotation["text"]),
        (x, y),
        xycoords=transform,
        xytext=(
            annotation.get("ax", 0) if arrow else annotation.get("xshift", 0),
            -annotation.get("ay", 0) if arrow else annotation.get("yshift", 0),
        ),
        textcoords="offset points",
        ha={"left": "left", "right": "right"}.get(annotation.get("xanchor"), "center"),
        va={"bottom": "bottom", "top": "top"}.get(annotation.get("yanchor"), "center"),
        color=annotation.get("font", {}).get("color", colour("ink")),
        arrowprops={"arrowstyle": "->", "color": colour("muted")} if arrow else None,
        annotation_clip=False,
    )


def _shape(axes: dict[str, Any], shape: dict[str, Any]) -> None:
    from matplotlib.patches import Rectangle

    ax = axes.get(shape.get("yref", "y").split(" ")[0]) or next(iter(axes.values()))
    across = shape.get("yref") == "paper" or "domain" in shape.get("yref", "")
    along = shape.get("xref") == "paper" or "domain" in shape.get("xref", "")
    transform = ax.get_xaxis_transform() if across else ax.get_yaxis_transform() if along else ax.transData
    x0, x1, y0, y1 = (shape[key] for key in ("x0", "x1", "y0", "y1"))
    line = shape.get("line", {})
    if shape["type"] == "line":
        ax.plot(
            [x0, x1], [y0, y1], transform=transform, color=line.get("color", colour("muted")),
            linewidth=line.get("width", 1.5), linestyle=_dash(line.get("dash")),
        )
    elif shape["type"] == "rect":
        ax.add_patch(
            Rectangle(
                (x0, y0), x1 - x0, y1 - y0, transform=transform, linewidth=0, zorder=0,
                facecolor=shape.get("fillcolor", colour("sunken")), alpha=shape.get("opacity", 1),
            )
        )
    else:
        raise FigureError(f"a {shape['type']!r} shape cannot be drawn without a script: use line or rect")


def _for_page(svg: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<(metadata|style).*?</\1>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<svg [^>]*viewBox="([^"]*)"[^>]*>', r'<svg viewBox="\1" focusable="false">', svg, count=1)
    svg = _UNREFERENCED_ID.sub(r"<g\1>", svg)
    svg = _FONT_FAMILY.sub("", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    svg = svg.replace("xlink:href", "href")
    for hex_value, token in figure_palette().items():
        svg = svg.replace(hex_value, f"var(--course-{token['token']})")
    return svg
