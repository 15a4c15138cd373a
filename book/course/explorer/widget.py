"""The explorer: sliders, curves and numbers for any model of the kit, with or without a kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from course.assets import link_module, link_style
from course.design import figure_palette, token_style
from course.explorer.figure import panels
from course.figures import picture, rows_of
from course.models.javascript import javascript
from course.models.kit import Model, ModelError, Scalar
from course.text import SPOKEN_UNITS, compared, with_unit, written
from course.widget import CourseWidget, is_static_build, send_plotly

if TYPE_CHECKING:
    from course.models.solve import Result

HERE = Path(__file__).parent
TABLE_ROWS = 11


class SettingError(ModelError, traitlets.TraitError):
    """A setting does not fit the model; traitlets, which knows it by its second base, keeps the old one."""


class Explorer(CourseWidget):
    """Run `model` under the reader's hands.

    Parameters
    ----------
    model : Model
    vary : sequence of str, optional
        The parameters and choices shown first; the others are folded away under "More controls". All are
        shown if it is not given.
    compare_with : mapping, optional
        What the reference run changes of the current one, ``{"Mg": 1.0}`` if it is not given.
    show : sequence of str, optional
        The series to plot, all if it is not given.
    situations : sequence of str, optional
        The presets to offer, all if it is not given.
    start : mapping, optional
        Parameters to start from.
    more : bool, optional
        Whether the parameters that are not in `vary` can be reached.
    id : str, optional
        The element's id, which its parameters carry in the page's address; the model's id if not given.

    Attributes
    ----------
    parameters : dict
        The current settings. Set some of them to move the sliders.
    result : Result
        The run with the current settings, solved by SciPy.

    Raises
    ------
    ModelError
        If a name or a value does not fit the model.
    """

    tag = "course-explorer"
    template = "explorer/explorer.html.j2"
    _esm = link_module(HERE / "explorer.js")
    _css = token_style() + link_style(
        "design/widget.css", "figures/figure.css", "explorer/explorer.css"
    )

    parameters = traitlets.Dict(help="The current settings.").tag(sync=True)

    def __init__(
        self,
        model: Model,
        vary: Sequence[str] | None = None,
        compare_with: Mapping[str, Any] | None = None,
        show: Sequence[str] | None = None,
        situations: Sequence[str] | None = None,
        start: Mapping[str, Any] | None = None,
        more: bool = True,
        id: str | None = None,
    ) -> None:
        self._model = model
        self._compare_with = {"Mg": 1.0} if compare_with is None else dict(compare_with)
        model.settings(self._compare_with)
        self._shown = _chosen(model, "series", show, [s.name for s in model.series])
        self._vary = _chosen(model, "vary", vary, list(model.defaults))
        ids = [preset.id for preset in model.presets]
        offered = _chosen(model, "situations", situations, ids)
        self._presets = [preset for preset in model.presets if preset.id in offered]
        self._more = more
        self._id = id or model.id
        self._start = self._settings = model.settings(start or {})
        super().__init__(parameters=self._start)
        self.on_msg(send_plotly)
        self.refresh()

    @traitlets.validate("parameters")
    def _check(self, proposal: Any) -> dict[str, Any]:
        try:
            self._settings = self._model.settings({**self._settings, **proposal["value"]})
        except ModelError as error:
            raise SettingError(str(error)) from None
        return dict(self._settings)

    @property
    def result(self) -> Result:
        """The run with the current settings, solved by SciPy."""
        return self._model.run(**self.parameters)

    def context(self) -> dict[str, Any]:
        model = self._model
        run = model.run(**self._start)
        reference = model.run(**{**self._start, **self._compare_with})
        shown = [s for s in model.series if s.name in self._shown]
        figure = panels(model, shown)
        filled = panels(model, shown, run, reference)
        controls = {c.name: c for c in (*model.parameters, *model.choices)}
        rest = [name for name in controls if name not in self._vary] if self._more else []
        return {
            "id": self._id,
            "model": model,
            "start": self._start,
            "presets": self._presets,
            "first": [controls[name] for name in self._vary],
            "rest": [controls[name] for name in rest],
            "unused": [c for n, c in controls.items() if n not in self._vary and n not in rest],
            "reference": self._reference_in_words(),
            "picture": picture(filled) if is_static_build() else "",
            "alt": self._alt(shown),
            "scalars": [_scalar_row(scalar, run, reference) for scalar in model.scalars],
            "values": rows_of(run.t, [run.series[s.name] for s in shown], TABLE_ROWS),
            "shown": shown,
            "data": {
                "spec": self._spec(),
                "parameters": self._start,
                "figure": figure.to_plotly_json(),
                "palette": figure_palette(),
            },
            "with_unit": with_unit,
            "written": written,
        }

    def _reference_in_words(self) -> str:
        described = {p.name: (p.label, p.unit) for p in self._model.parameters}
        options = {c.name: c for c in self._model.choices}
        parts = []
        for name, value in self._compare_with.items():
            if name in described:
                label, unit = described[name]
                parts.append(f"{label.lower()} {with_unit(written(value), unit)}")
            else:
                parts.append(options[name].option(value).label)
        return ", ".join(parts)

    def _alt(self, shown: Sequence[Any]) -> str:
        axis = self._model.axis
        curves = ", ".join(s.label.lower() for s in shown)
        over = with_unit(axis.label.lower(), axis.unit and f"in {axis.unit}")
        return (
            f"Curves over {over}: {curves}. Each shows this run and, dashed, the reference with "
            f"{self._reference_in_words()}. The numbers are in the tables below."
        )

    def _spec(self) -> dict[str, Any]:
        """Return what the page's solver and controls need to know of the model."""
        from course import __version__

        model, axis = self._model, self._model.axis
        states = [s.symbol for s in model.states]
        spikes = model.spikes
        return {
            "id": model.id,
            "title": model.title,
            "version": model.version,
            "course": __version__,
            "axis": {
                "low": axis.low, "step": axis.step, "length": len(axis), "scale": axis.scale,
                "label": axis.label, "unit": axis.unit,
            },
            "parameters": [
                {
                    "name": p.name, "label": p.label, "unit": p.unit,
                    "spoken": SPOKEN_UNITS.get(p.unit, p.unit), "low": p.low, "high": p.high,
                    "whole": p.is_whole,
                }
                for p in model.parameters
            ],
            "constants": [c.value for c in model.constants],
            "choices": [
                {
                    "name": c.name, "label": c.label,
                    "options": [
                        {"id": o.id, "label": o.label, "values": list(o.values.values())}
                        for o in c.options
                    ],
                }
                for c in model.choices
            ],
            "presets": [
                {"id": p.id, "story": p.story, "parameters": dict(p.parameters)}
                for p in self._presets
            ],
            "series": [{"name": s.name, "label": s.label, "unit": s.unit} for s in model.series],
            "shown": self._shown,
            "scalars": [
                {
                    "name": s.name, "label": s.label, "unit": s.unit,
                    "of": s.of, "how": s.how, "hasZero": s.has_zero,
                }
                for s in model.scalars
            ],
            "defaults": model.defaults,
            "start": self._start,
            "compareWith": self._compare_with,
            "readAt": model.read_at and model.read_at.name,
            "states": len(states),
            "inputs": len(model.inputs),
            "resets": [states.index(r.state) for r in model.resets],
            "trains": [item.train.kind for item in (*model.inputs, *model.resets)],
            "spikes": spikes and {
                "threshold": spikes.threshold, "gap": spikes.burst_gap, "size": spikes.burst_size
            },
            "readings": [{"of": r.of, "how": r.how} for r in model.readings],
            "maxStep": model.max_step,
            "code": javascript(model),
        }


def _chosen(model: Model, what: str, names: Sequence[str] | None, known: list[str]) -> list[str]:
    if names is None:
        return known
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ModelError(
            f"Explorer of {model.id}: {what} names {', '.join(unknown)}; choose from {', '.join(known)}"
        )
    return list(names)


def _scalar_row(scalar: Scalar, run: Result, reference: Result) -> dict[str, str]:
    now, before = run.scalars[scalar.name], reference.scalars[scalar.name]
    return {
        "name": scalar.name,
        "label": scalar.label,
        "now": with_unit(written(now), scalar.unit),
        "before": with_unit(written(before), scalar.unit),
        "compared": compared(now, before, scalar.unit, has_zero=scalar.has_zero),
    }
