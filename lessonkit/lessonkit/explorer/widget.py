"""The explorer: sliders, curves and numbers for any model of the kit, with or without a kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import traitlets
from ipywidgets import CallbackDispatcher

from lessonkit.course import current
from lessonkit.explorer.figure import KEY_PANELS, own_panels, panels
from lessonkit.figures import picture, rows_of
from lessonkit.model import Model, ModelError, Scalar
from lessonkit.model.javascript import program
from lessonkit.page.numbers import EXACT, SPOKEN_UNITS, compared, with_unit, written
from lessonkit.page.tokens import figure_palette
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.scene import SceneError
from lessonkit.static import is_static_build
from lessonkit.tasks.shown import page_tasks

if TYPE_CHECKING:
    from lessonkit.model.solve import Result
    from lessonkit.scene import Scene

TABLE_ROWS = 11
KEY_NUMBERS = 3
"""How many numbers of the run stand beside the controls; the others are folded away."""


class SettingError(ModelError, traitlets.TraitError):
    """A setting does not fit the model; traitlets, which knows it by its second base, keeps the old one."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise TypeError(
        "the settings of an explorer do not change in place: "
        'write explorer.parameters = {"NAME": value}, with those that change'
    )


class Settings(dict):
    """The settings of an explorer, to be read: a change in place would reach neither page nor check."""

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse

    def __reduce__(self) -> tuple:
        return dict, (dict(self),)  # a copy is the copier's own


class Explorer(Widget):
    """Run `model` under the reader's hands.

    Parameters
    ----------
    model : Model or str
        A model, or the id of one of the course's models.
    vary : sequence of str, optional
        The parameters and choices shown first; the others are folded away under "More controls". All are
        shown if it is not given.
    compare_with : mapping, optional
        What the reference run changes of the current one. If it is not given, the course's `reference`
        for a model that has its parameters, else all defaults of the model.
    show : sequence of str, optional
        The series to plot; if it is not given, all that are `plotted`.
    key : sequence of str, optional
        Those of them whose curves stand beside the controls, the first two if it is not given; the others
        are folded away under "More curves".
    situations : sequence of str, optional
        The presets to offer, all if it is not given; an empty list offers none.
    start : mapping, optional
        Parameters to start from.
    more : bool, optional
        Whether the parameters that are not in `vary` can be reached.
    id : str, optional
        The element's id, which its parameters carry in the page's address; the model's id if not given.
    scene : Scene, optional
        A moving picture of the model; what can be grabbed in it has a slider.
    tasks : str or sequence of mapping, optional
        Tasks with a goal: the name of a file in the course's ``tasks/``, or the fields of each.

    Attributes
    ----------
    parameters : Settings
        The current settings, not to be changed in place. Set some of them to move the sliders.
    result : Result
        The run with the current settings, solved by SciPy.
    tasks : dict
        For each task that was begun whether it is ``solved``, and the number of ``tries`` and ``hints``; to
        be read.

    Raises
    ------
    ModelError
        If a name or a value does not fit the model.
    TaskError
        If the tasks are missing or faulty, or need a control that this explorer does not offer.
    """

    tag = "course-explorer"
    template = "explorer.html.j2"
    module = "explorer.js"
    styles = (
        "lessonkit/page/widget.css",
        "lessonkit/figures/figure.css",
        "explorer.css",
        "lessonkit/scene/scene.css",
        "lessonkit/tasks/tasks.css",
    )

    parameters = traitlets.Dict(help="The current settings.").tag(sync=True)
    tasks = traitlets.Dict(help="What the reader has done of the tasks.").tag(sync=True)

    def __init__(
        self,
        model: Model | str,
        vary: Sequence[str] | None = None,
        compare_with: Mapping[str, Any] | None = None,
        show: Sequence[str] | None = None,
        key: Sequence[str] | None = None,
        situations: Sequence[str] | None = None,
        start: Mapping[str, Any] | None = None,
        more: bool = True,
        id: str | None = None,
        scene: Scene | None = None,
        tasks: str | Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        if isinstance(model, str):
            model = current().model(model)
        elif not isinstance(model, Model):
            raise ModelError(
                f"Explorer takes a model or its id, not {type(model).__name__}: "
                'write Explorer("calcium-influx")'
            )
        self._model = model
        self._compare_with = _reference(model) if compare_with is None else dict(compare_with)
        model.settings(self._compare_with)
        if show is None:
            show = [s.name for s in model.series if s.plotted]
        self._shown = _chosen(model, "series", show, [s.name for s in model.series])
        self._key = _chosen(model, "key", key, self._shown) if key else self._first()
        self._vary = _chosen(model, "vary", vary, list(model.defaults))
        ids = [preset.id for preset in model.presets]
        offered = _chosen(model, "situations", situations, ids)
        self._presets = [preset for preset in model.presets if preset.id in offered]
        self._more = more
        self._id = id or model.id
        self._scene = scene
        if scene is not None:
            _refuse_scene(scene, model, self._vary if not more else list(model.defaults))
        self._start = self._settings = model.settings(start or {})
        offered = list(model.defaults) if more else self._vary
        self._tasks = None if tasks is None else page_tasks(tasks, model, offered, self._id)
        self._on_task = CallbackDispatcher()
        super().__init__(parameters=self._start)
        self.on_msg(send_plotly)
        self.on_msg(self._tell)
        self.refresh()

    @traitlets.validate("parameters")
    def _check(self, proposal: Any) -> dict[str, Any]:
        try:
            self._settings = self._model.settings({**self._settings, **proposal["value"]})
        except ModelError as error:
            raise SettingError(str(error)) from None
        return Settings(self._settings)

    def on_task(self, callback: Callable[[str, dict[str, Any]], None], remove: bool = False) -> None:
        """Call ``callback(task, state)`` at each try, hint and success; with `remove`, no longer.

        Parameters
        ----------
        callback : callable
            Takes the task's id and its entry of `tasks`.
        remove : bool
            Whether to forget the callback.
        """
        self._on_task.register_callback(callback, remove=remove)

    def _tell(self, widget: Explorer, message: dict[str, Any], buffers: list[bytes]) -> None:
        if message.get("type") == "task":
            self._on_task(message["task"], message["state"])

    @property
    def result(self) -> Result:
        """The run with the current settings, solved by SciPy."""
        return self._model.run(**self.parameters)

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        model = self._model
        run = model.run(**self._start)
        reference = model.run(**{**self._start, **self._compare_with})
        shown = [s for s in model.series if s.name in self._shown]
        key = self._part([s for s in shown if s.name in self._key], run, reference)
        folded = self._part([s for s in shown if s.name not in self._key], run, reference)
        numbers = [_scalar_row(scalar, run, reference) for scalar in model.scalars]
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
            "key": key,
            "folded": folded,
            "scalars": numbers[:KEY_NUMBERS],
            "more_scalars": numbers[KEY_NUMBERS:],
            "values": rows_of(run.t, [run.series[s.name] for s in shown], TABLE_ROWS),
            "shown": shown,
            "scene": self._scene and self._scene.context(run),
            "tasks": self._tasks,
            "data": {
                "taskSet": self._tasks and self._tasks["data"],
                "program": program(model),
                "scene": self._scene and self._scene.data(),
                "spec": self._spec(),
                "course": current().id,
                "parameters": self._start,
                "figure": key["figure"],
                "folded": folded.get("figure"),
                "palette": figure_palette(),
            },
            "with_unit": with_unit,
            "written": written,
            "EXACT": EXACT,
        }

    def _first(self) -> list[str]:
        """Return the series of the first panels."""
        shown = [s for s in self._model.series if s.name in self._shown]
        first = {s.name for s in own_panels(shown)[:KEY_PANELS]}
        return [s.name for s in shown if {s.name, s.beside} & first]

    def _part(self, series: Sequence[Any], run: Result, reference: Result) -> dict[str, Any]:
        """Return what the template shows of some curves: nothing of none."""
        if not series:
            return {}
        figure = panels(self._model, series).to_plotly_json()
        return {
            "figure": figure,
            "height": figure["layout"]["height"],
            "picture": picture(panels(self._model, series, run, reference)) if is_static_build() else "",
            "alt": self._alt(series),
            "names": ", ".join(s.label for s in series),
        }

    def _reference_in_words(self) -> str:
        if self._compare_with == self._model.defaults:
            return "the default values"
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
        """Return what the page's controls need to know of the model."""
        model, axis = self._model, self._model.axis
        return {
            "id": model.id,
            "title": model.title,
            "version": model.version,
            "course": current().version,
            "axis": {"label": axis.label, "unit": axis.unit, "low": axis.low, "high": axis.high},
            "parameters": [
                {
                    "name": p.name,
                    "label": p.label,
                    "unit": p.unit,
                    "spoken": SPOKEN_UNITS.get(p.unit, p.unit),
                    "low": p.low,
                    "high": p.high,
                    "whole": p.is_whole,
                }
                for p in model.parameters
            ],
            "choices": [
                {
                    "name": c.name,
                    "label": c.label,
                    "options": [{"id": o.id, "label": o.label} for o in c.options],
                }
                for c in model.choices
            ],
            "presets": [
                {"id": p.id, "story": p.story, "parameters": dict(p.parameters)} for p in self._presets
            ],
            "series": [{"name": s.name, "label": s.label, "unit": s.unit} for s in model.series],
            "shown": self._shown,
            "scalars": [
                {"name": s.name, "label": s.label, "unit": s.unit, "hasZero": s.has_zero}
                for s in model.scalars
            ],
            "defaults": model.defaults,
            "start": self._start,
            "compareWith": self._compare_with,
            "readAt": model.read_at and model.read_at.name,
        }


def _reference(model: Model) -> dict[str, Any]:
    known = {name: value for name, value in current().reference.items() if name in model.defaults}
    return known or model.defaults


def _chosen(model: Model, what: str, names: Sequence[str] | None, known: list[str]) -> list[str]:
    if names is None:
        return known
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ModelError(
            f"Explorer of {model.id}: {what} names {', '.join(unknown)}; choose from {', '.join(known)}"
        )
    return list(names)


def _refuse_scene(scene: Scene, model: Model, settable: Sequence[str]) -> None:
    if scene.model is not model:
        raise SceneError(f"Explorer of {model.id}: its scene is of {scene.model.id}: make one of this model")
    for grab in scene.grabs:
        for name in (grab.parameter, *grab.also):
            if name not in settable:
                raise SceneError(
                    f"Explorer of {model.id}: its scene sets {name!r} by pointer, which has no control for "
                    "the keyboard: name it in vary, or show more controls"
                )


def _scalar_row(scalar: Scalar, run: Result, reference: Result) -> dict[str, str]:
    now, before = run.scalars[scalar.name], reference.scalars[scalar.name]
    return {
        "name": scalar.name,
        "label": scalar.label,
        "now": with_unit(written(now), scalar.unit),
        "before": with_unit(written(before), scalar.unit),
        "compared": compared(now, before, scalar.unit, has_zero=scalar.has_zero),
    }
