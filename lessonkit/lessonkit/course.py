"""What a course is called and where its things lie: the one place that knows."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessonkit.model import Model

CONFIG = "_config.yml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CourseError(ValueError):
    """A course is not set up as it has to be; the message names what is at fault and the remedy."""


@dataclass(frozen=True)
class Course:
    """The identity and the places of one course. The last one that was made is the current one.

    Parameters
    ----------
    id : str
        Part of each key of the browser's storage and of each saved record: changed, learners lose both.
    title : str
        What people call it.
    root : Path
        The folder of the chapters, with ``quizzes/``, ``tasks/``, ``cases/``, ``data/`` and
        ``references.bib`` as far as there are any. The table of contents, ``_toc.yml``, lies in it or
        above it.
    version : str
        Named in saved records and in files that leave the site.
    models : module, optional
        Has the models as attributes, whose names its ``__all__`` lists.
    reference : mapping, optional
        The settings that an explorer's run is compared with, for models that have these parameters.
    picture : Path, optional
        An SVG for the preview of links to the course; relative to `root`.
    package : Path, optional
        The folder of the course's own code, if it has any: pages that run code are built anew with it.
    install : tuple of str
        What pip installs for those who run a page away from a copy of the book; ``{address}`` stands for that
        of the repository. Without it, a notebook to take away asks for a copy.

    Raises
    ------
    CourseError
        If the id has other characters than small letters, digits and hyphens, `root` is no folder, or
        `models` lists none.
    """

    id: str
    title: str
    root: Path
    version: str = "0.1.0"
    models: ModuleType | None = None
    reference: Mapping[str, Any] = field(default_factory=dict)
    picture: Path | None = None
    package: Path | None = None
    install: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise CourseError(f"Course(id={self.id!r}): write small letters, digits and single hyphens")
        if self.models is not None and not hasattr(self.models, "__all__"):
            raise CourseError(
                f"Course({self.id!r}): models={self.models!r} lists no models: give it a module whose "
                "__all__ names them"
            )
        if not Path(self.root).is_dir():
            raise CourseError(
                f"Course({self.id!r}): root {self.root} is no folder: name that of the chapters"
            )
        global _current
        _current = self

    @property
    def quizzes(self) -> Path:
        """The folder of the question banks."""
        return self.root / "quizzes"

    @property
    def tasks(self) -> Path:
        """The folder of the tasks beside the models."""
        return self.root / "tasks"

    @property
    def cases(self) -> Path:
        """The folder of the cases told in branches."""
        return self.root / "cases"

    @property
    def data(self) -> Path:
        """The folder of the tables."""
        return self.root / "data"

    @property
    def bibliography(self) -> Path:
        """The file of the sources."""
        return self.root / "references.bib"

    @property
    def contents(self) -> Path:
        """The file that lists the chapters."""
        return contents_beside(self.root)

    @cached_property
    def site(self) -> str:
        """The address of the built pages, with a slash at its end; empty if ``_config.yml`` has none yet."""
        import yaml  # not at the top: most pages need no settings

        config = self.contents.with_name(CONFIG)
        settings = yaml.safe_load(config.read_text(encoding="utf-8")) if config.is_file() else {}
        address = str((settings.get("html") or {}).get("baseurl") or "")
        return f"{address.rstrip('/')}/" if address else ""

    @cached_property
    def model_ids(self) -> tuple[str, ...]:
        """The ids of the models, such as ``"calcium-influx"``."""
        return tuple(name.replace("_", "-") for name in getattr(self.models, "__all__", ()))

    def model(self, model_id: str) -> Model:
        """Return the model with this id; its name in Python will do too.

        Raises
        ------
        ModelError
            If there is none; the message lists those that there are.
        """
        from lessonkit.model import Model, ModelError

        wanted = model_id.replace("_", "-")
        found = getattr(self.models, wanted.replace("-", "_"), None) if wanted in self.model_ids else None
        if isinstance(found, Model):
            return found
        if wanted in self.model_ids:
            home = getattr(self.models, "__file__", self.models)
            raise ModelError(
                f"{home}: __all__ names {wanted.replace('-', '_')!r}, which is no Model: mend it"
            )
        known = ", ".join(self.model_ids) or "none, until Course(models=…) names them"
        raise ModelError(f"there is no model {model_id!r}: choose one of {known}")

    def all_models(self) -> list[Model]:
        """Return every model, made and checked."""
        return [self.model(id) for id in self.model_ids]


def contents_beside(root: Path) -> Path:
    """Return the table of contents of the book whose chapters lie in `root`."""
    inside = root / "_toc.yml"
    return inside if inside.is_file() else root.parent / "_toc.yml"


_current: Course | None = None


def current() -> Course:
    """Return the course at work: the last that was made, else the one that ``_config.yml`` names.

    The file is looked for in the working directory and above it.

    Raises
    ------
    CourseError
        If there is neither.
    """
    return _current or of_folder(Path.cwd())


def of_folder(folder: Path) -> Course:
    """Return the course that the settings of the book in or above a folder name.

    Raises
    ------
    CourseError
        If there are no settings, or they name no course.
    """
    config = next((path / CONFIG for path in (folder, *folder.parents) if (path / CONFIG).is_file()), None)
    if config is None:
        raise CourseError(
            f"there is no course yet, and no {CONFIG} in {folder} or above: import the module that makes it, "
            'or write Course(id="my-course", title="My course", root=Path("book")) before the first widget'
        )
    import yaml  # not at the top: a course that was made needs no settings

    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    try:
        name = settings["sphinx"]["config"]["lessonkit_course"]
    except (KeyError, TypeError):
        raise CourseError(
            f'{config}: names no course: write lessonkit_course: "module:name" under sphinx: config:'
        ) from None
    return load(str(name), config.parent)


def load(name: str, folder: Path) -> Course:
    """Import and return the course that ``MODULE:NAME`` names: installed, or lying in the folder of a book.

    Raises
    ------
    CourseError
        If there is no such module, it fails, or what it names is no course.
    """
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise CourseError(
            f'{name!r} names no course: write "module:name", where the name is that of a Course'
        )
    try:
        if importlib.util.find_spec(module.partition(".")[0]) is None:
            sys.path.append(str(folder))
        found = getattr(importlib.import_module(module), attribute, None)
    except ModuleNotFoundError as error:
        raise CourseError(
            f"{name!r}: there is no module {error.name!r}, installed or in {folder}: "
            "install it, or mend its name"
        ) from None
    except Exception as error:  # whatever an author's module does
        raise CourseError(
            f"{name!r}: {module} fails when it is imported, with {type(error).__name__}: {error}: mend it"
        ) from error
    if not isinstance(found, Course):
        raise CourseError(f"{name!r} is no Course: name the one that the module makes")
    return found
