"""A course that is not set up as it has to be: each fault is one sentence with its place and the remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from lessonkit import Course
from lessonkit import course as courses
from lessonkit.bibliography import UnknownReferenceError, reference
from lessonkit.course import CourseError, load, of_folder
from lessonkit.model import ModelError
from lessonkit.page.registry import WidgetError
from lessonkit.page.widget import Widget
from lessonkit.quiz.bank import BankError, find_bank


@pytest.fixture(autouse=True)
def _kept(monkeypatch):
    """The course of the other tests is the current one again afterwards."""
    monkeypatch.setattr(courses, "_current", courses._current)
    monkeypatch.setattr(sys, "path", [*sys.path])


def made(root: Path, **more: object) -> Course:
    return Course(id="tea", title="Tea", root=root, **more)


def module(**names: object) -> ModuleType:
    found = ModuleType("kettle")
    found.__dict__.update(names)
    return found


def test_a_root_that_is_no_folder_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"^Course\('tea'\): root .*/none is no folder: name that of the"):
        made(tmp_path / "none")


def test_models_that_list_nothing_are_named(tmp_path):
    with pytest.raises(CourseError, match=r"models='models' lists no models: give it a module whose __all__"):
        made(tmp_path, models="models")


def test_a_listed_model_that_is_none_is_named(tmp_path):
    course = made(tmp_path, models=module(__all__=["tea_cup"], __file__="kettle.py"))
    with pytest.raises(ModelError, match=r"^kettle.py: __all__ names 'tea_cup', which is no Model: mend it$"):
        course.all_models()


def test_a_course_without_models_says_how_to_name_them(tmp_path):
    with pytest.raises(ModelError, match=r"choose one of none, until Course\(models=…\) names them$"):
        made(tmp_path).model("tea-cup")


def test_a_missing_bank_is_named_with_its_folder(tmp_path):
    made(tmp_path)
    with pytest.raises(BankError, match=rf"^{tmp_path}/quizzes/tea.yml: no such bank: write it, mend Course"):
        find_bank("tea")


def test_a_missing_bibliography_is_named(tmp_path):
    made(tmp_path)
    with pytest.raises(UnknownReferenceError, match=r"/references.bib is missing: write 'newton1701' there"):
        reference("newton1701")


def settings(folder: Path, line: str) -> None:
    text = f"title: Tea\nsphinx:\n  config:\n    language: en\n{line}"
    (folder / "_config.yml").write_text(text, encoding="utf-8")


NAMED = "    lessonkit_course: {}\n".format


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", r'_config.yml: names no course: write lessonkit_course: "module:name" under sphinx: config:$'),
        (NAMED("kettle"), r"^'kettle' names no course: write \"module:name\""),
        (
            NAMED("no_such_kettle:course"),
            r"there is no module 'no_such_kettle', installed or in .*: install it",
        ),
        (NAMED("of_tea:course"), r"^'of_tea:course' is no Course: name the one that the module makes$"),
        (NAMED("burnt:course"), r"burnt fails when it is imported, with ZeroDivisionError: .*: mend it$"),
        (NAMED("wants:course"), r"there is no module 'no_such_leaf', .*: install it, or mend its name$"),
    ],
)
def test_settings_that_name_no_course_are_told_apart(line, told, tmp_path):
    settings(tmp_path, line)
    texts = {"of_tea": "course = 1\n", "burnt": "1 / 0\n", "wants": "import no_such_leaf\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=told) as caught:
        of_folder(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_folder_without_settings_says_what_to_write(tmp_path):
    with pytest.raises(CourseError, match=r"no _config.yml in .* or above: import the module that makes it"):
        of_folder(tmp_path)


def test_a_course_may_lie_beside_its_settings(tmp_path):
    (tmp_path / "beside_settings.py").write_text(
        "from pathlib import Path\nfrom lessonkit import Course\n"
        "made = Course(id='beside', title='Beside', root=Path(__file__).parent)\n",
        encoding="utf-8",
    )
    assert load("beside_settings:made", tmp_path).root == tmp_path


# Widgets


def declared(folder: Path, name: str, **names: object) -> type[Widget]:
    """Make a widget as a module of this name in a folder would, with its files beside it."""
    home = ModuleType(name)
    home.__file__ = str(folder / f"{name}.py")
    sys.modules[name] = home
    files = {"template": "cup.html.j2", "module": "cup.js", "styles": ("cup.css",)}
    return type("Cup", (Widget,), {"__module__": name, "tag": f"{name}-cup", **files, **names})


@pytest.fixture
def cupboard(tmp_path, monkeypatch):
    """A folder with the files of a widget."""
    monkeypatch.setattr(sys, "modules", {**sys.modules})
    for name, text in {
        "cup.html.j2": "<x-cup></x-cup>",
        "cup.css": "",
        "cup.js": "export default {};\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_two_widgets_with_one_tag_are_named(cupboard):
    declared(cupboard, "first", tag="one-cup")
    with pytest.raises(
        WidgetError, match=r"^second.Cup: the tag 'one-cup' is that of first.Cup: choose another"
    ):
        declared(cupboard, "second", tag="one-cup")


@pytest.mark.parametrize("name", ["cup.html.j2", "cup.js", "cup.css"])
def test_a_widget_whose_file_is_missing_is_named(name, cupboard):
    (cupboard / name).unlink()
    with pytest.raises(WidgetError, match=rf"^third.Cup: .*/{name} is missing: mend its name, or install"):
        declared(cupboard, "third")


def test_a_script_that_imports_outside_its_package_is_refused(cupboard):
    package = cupboard / "kettle"
    package.mkdir()
    for path in [cupboard / "cup.html.j2", cupboard / "cup.css", package / "__init__.py"]:
        (package / path.name).write_text("", encoding="utf-8")
    script = 'import { x } from "../cup.js";\nexport default { x };\n'
    (package / "cup.js").write_text(script, encoding="utf-8")
    told = r"kettle/cup.js: imports .*cup.js., which lies outside its package: move it in, or import from"
    with pytest.raises(ValueError, match=told):
        declared(package, "fourth")()


@pytest.mark.parametrize(
    ("settings", "site"),
    [
        ("html:\n  baseurl: https://example.org/tea\n", "https://example.org/tea/"),
        ("html:\n  baseurl: https://example.org/tea/\n", "https://example.org/tea/"),
        ('html:\n  baseurl: ""\n', ""),
        ("title: Tea\n", ""),
        (None, ""),
    ],
)
def test_the_address_of_the_site_is_that_of_the_settings(settings, site, tmp_path):
    (tmp_path / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    if settings:
        (tmp_path / "_config.yml").write_text(settings, encoding="utf-8")
    assert made(tmp_path).site == site
