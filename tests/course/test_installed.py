"""What is installed: each package has a reason and a size, and a list that cannot be read is named."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from course import course
from course.installed import RequirementsError, asked_for, installed, size_table
from lessonkit.page.linker import ROOT

BOOK = course.root
CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n.*?---\n|(?::[^\n]*\n)*)(.*?)^```$", re.MULTILINE | re.DOTALL
)


def test_each_package_is_there_once_with_a_reason_and_a_size():
    asked, others = installed()
    names = [normal(package.name) for package in (*asked, *others)]
    assert len(names) == len(set(names))
    assert all(package.reason and package.size > 0 for package in asked)
    assert {"jupyter-book", "anywidget", "plotly", "lessonkit"} <= set(names)
    [kit] = [package for package in asked if package.name == "lessonkit"]
    assert kit.size > 100_000, "its files lie in the repository, not in the environment"
    assert {"sphinx", "myst-nb", "ipykernel"} <= {package.name.lower() for package in others}


def test_nothing_is_imported_that_the_list_does_not_bring():
    """The course and its chapters run in an environment made from requirements.txt alone."""
    cells = [CELL.findall(path.read_text(encoding="utf-8")) for path in BOOK.glob("*.md")]
    programs = [
        path.read_text(encoding="utf-8") for folder in (course.package, ROOT) for path in folder.rglob("*.py")
    ]
    wanted = set().union(*map(imported, [*programs, *(cell for page in cells for cell in page)]))
    asked, others = installed()
    brought = {normal(package.name) for package in (*asked, *others)}
    origins = packages_distributions()
    outside = wanted - sys.stdlib_module_names - {"course", "lessonkit"}
    assert {"sympy", "myst_nb"} <= outside
    assert [name for name in sorted(outside) if not brought & set(map(normal, origins.get(name, ())))] == []


def imported(program: str) -> set[str]:
    """Return the packages that a program imports, by the first part of their names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_only_the_tests_need_is_left_out():
    asked, others = installed()
    assert not {"playwright", "hypothesis", "dask"} & {package.name.lower() for package in (*asked, *others)}


def test_the_table_adds_up():
    *rows, total = re.findall(r"([\d.]+)\*{0,2} \|$", size_table(), re.MULTILINE)
    assert len(rows) == len(asked_for()) + 1
    assert sum(map(float, rows)) == pytest.approx(float(total), abs=0.05 * len(rows) + 0.05)
    *listed, _others = map(float, rows)
    assert listed == sorted(listed, reverse=True)


def test_packages_of_another_system_or_of_an_option_are_not_counted(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text(
        "-c constraints.txt\n# a note\n\nclick>=8  # needs colorama on Windows only\n", encoding="utf-8"
    )
    asked, others = installed(path)
    assert [package.name for package in asked] == ["click"]
    assert [package.name for package in others if package.name != "colorama"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"^no requirements\.txt in .*: open this page in a whole copy of the course$"),
        ("# why\nnumpy>=2\n", r"^requirements\.txt, line 2: has no reason: write one after a #$"),
        (
            "no-such-package==1  # a try\n",
            r"^no-such-package is not installed: run `pip install -r requirements\.txt`$",
        ),
    ],
)
def test_a_list_that_cannot_be_used_is_named(text, message, tmp_path):
    path = tmp_path / "requirements.txt"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RequirementsError, match=message):
        installed(path)
