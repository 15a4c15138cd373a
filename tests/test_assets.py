"""ES modules are linked into one, and into scripts that a page can load from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.assets import ROOT, classic_script, link_module, link_style

MODULE_SYNTAX = re.compile(r"^\s*(?:import|export)\b", re.MULTILINE)
TOP_LEVEL_NAME = re.compile(r"^(?:(?:async )?function\*?|const|let|class) (\w+)", re.MULTILINE)
WIDGETS = [
    path for path in sorted(ROOT.rglob("*.js")) if "export default" in path.read_text(encoding="utf-8")
]

every_widget = pytest.mark.parametrize("entry", WIDGETS, ids=lambda path: path.stem)


@pytest.fixture
def module(tmp_path):
    """Write a module and return its path."""

    def write(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return path

    return write


def test_imported_modules_come_first_and_once(module):
    module("deep/base.js", "export const base = 1;")
    module("left.js", 'import { base } from "./deep/base.js";', "export function left() { return base; }")
    module("right.js", 'import { base } from "./deep/base.js";', "export class Right {}")
    entry = module(
        "entry.js",
        'import { left } from "./left.js";',
        'import { Right } from "./right.js";',
        "export default { left, Right };",
    )
    assert link_module(entry).split() == (
        "const base = 1; function left() { return base; } class Right {} export default { left, Right };"
    ).split()


def test_an_import_over_several_lines_is_linked(module):
    module("base.js", "export const one = 1;", "export async function two() {}")
    entry = module("entry.js", "import {", "  one,", "  two,", '} from "./base.js";', "export default one;")
    assert link_module(entry).split() == "const one = 1; async function two() {} export default one;".split()


def test_modules_that_import_each_other_are_linked_once(module):
    module("one.js", 'import { two } from "./two.js";', "export const one = () => two;")
    module("two.js", 'import { one } from "./one.js";', "export const two = () => one;")
    entry = module("entry.js", 'import { one } from "./one.js";', "export default one;")
    linked = link_module(entry)
    assert linked.count("const one") == linked.count("const two") == 1


def test_the_entry_keeps_its_exports(module):
    entry = module("entry.js", "export const name = 1;", "export default { name };")
    assert "export const name = 1;" in link_module(entry)


def test_a_missing_import_names_the_file_that_wants_it(module):
    module("middle.js", 'import { gone } from "./gone.js";', "export const middle = gone;")
    entry = module("entry.js", 'import { middle } from "./middle.js";', "export default middle;")
    message = r"middle\.js: imports 'gone\.js', which is not at .*gone\.js$"
    with pytest.raises(FileNotFoundError, match=message):
        link_module(entry)


@pytest.mark.parametrize(
    ("lines", "found"),
    [(["export const a = 1;"], 0), (["export default 1;", "export default 2;"], 2)],
)
def test_a_script_needs_exactly_one_default_export(module, lines, found):
    entry = module("entry.js", *lines)
    with pytest.raises(ValueError, match=rf"entry\.js: needs exactly one 'export default', found {found}$"):
        classic_script(entry, "course-thing")


def test_a_script_is_one_strict_call_that_mounts_the_widget(module):
    script = classic_script(module("entry.js", "export default { render() {} };"), "course-thing")
    assert script.startswith('(() => {\n"use strict";\n')
    assert "const widget = { render() {} };" in script
    assert script.endswith('mount("course-thing", widget);\n})();\n')


@every_widget
def test_a_script_of_the_course_holds_no_module_syntax(entry):
    assert not MODULE_SYNTAX.search(classic_script(entry, "course-thing"))


@every_widget
def test_a_module_of_the_course_imports_nothing_more(entry):
    linked = link_module(entry)
    assert re.findall(r"^\s*import\b.*", linked, re.MULTILINE) == []
    assert re.findall(r"^export default", linked, re.MULTILINE) == ["export default"]


@every_widget
def test_linked_modules_do_not_share_a_top_level_name(entry):
    names = TOP_LEVEL_NAME.findall(classic_script(entry, "course-thing"))
    assert sorted(names) == sorted(set(names))


def test_styles_are_joined_in_order():
    joined = link_style("explorer/explorer.css", "design/widget.css")
    explorer, widget = ((ROOT / name).read_text() for name in ("explorer/explorer.css", "design/widget.css"))
    assert joined == f"{explorer}\n{widget}"
