"""ES modules are linked into one, and into scripts that a page can load from disk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from course import course
from lessonkit.page.linker import SMALL, classic_script, classic_scripts, link_module, link_style
from lessonkit.page.modules import ROOT, LinkError

MODULE_SYNTAX = re.compile(r"^\s*(?:import|export)\b", re.MULTILINE)
TOP_LEVEL_NAME = re.compile(r"^(?:(?:async )?function\*?|const|let|class) (\w+)", re.MULTILINE)
WIDGETS = [
    path
    for folder in (ROOT, course.package)
    for path in sorted(folder.rglob("*.js"))
    if "export default" in path.read_text(encoding="utf-8")
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
    assert link_module(entry).split() == [
        "const",
        "base",
        "=",
        "1;",
        "function",
        "left()",
        "{",
        "return",
        "base;",
        "}",
        "class",
        "Right",
        "{}",
        "export",
        "default",
        "{",
        "left,",
        "Right",
        "};",
    ]


def test_an_import_over_several_lines_is_linked(module):
    module("base.js", "export const one = 1;", "export async function two() {}")
    entry = module("entry.js", "import {", "  one,", "  two,", '} from "./base.js";', "export default one;")
    assert link_module(entry).split() == [
        "const",
        "one",
        "=",
        "1;",
        "async",
        "function",
        "two()",
        "{}",
        "export",
        "default",
        "one;",
    ]


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
    message = r"middle\.js: imports 'gone\.js', which is not at .*gone\.js: mend its name, or install"
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


def test_a_comment_takes_no_code_with_it(module):
    entry = module("entry.js", "/** @type {number} */ const a = 1;", "// Why.", "export default { a };")
    assert "const a = 1;" in classic_script(entry, "course-thing")


def test_what_looks_like_a_comment_in_a_text_stays(module):
    entry = module(
        "entry.js", "const a = `", "// said", "/* too */", "`; // Why.", "// Why.", "export default a;"
    )
    script = classic_script(entry, "course-thing")
    assert "`\n// said\n/* too */\n`;" in script
    assert script.count("Why.") == 1


def test_a_comment_may_follow_an_import(module):
    module("base.js", "export const base = 1;")
    entry = module("entry.js", 'import { base } from "./base.js";  // why', "export default base;")
    assert link_module(entry).split() == ["const", "base", "=", "1;", "export", "default", "base;"]


@pytest.mark.parametrize(
    "line",
    [
        'import { base as other } from "./base.js";',
        'import base from "./base.js";',
        'import * as base from "./base.js";',
        'import "./base.js";',
        'import { base } from "somewhere";',
        '  import { base } from "./base.js";',
        "import { base } from './base.js';",
        'export { base } from "./base.js";',
        "export { local };",
        "export let local = 1;",
        'const late = () => import("./base.js");',
    ],
)
def test_what_the_linker_does_not_know_is_refused_with_file_and_line(module, line):
    module("base.js", "export const base = 1;")
    entry = module("entry.js", "const first = 1;", "", line, "export default first;")
    with pytest.raises(LinkError, match=r"entry\.js, line 3: .* is not linked: write import"):
        link_module(entry)


def test_two_modules_that_declare_one_name_are_refused(module):
    module("base.js", "export const base = 1;", "const shared = 2;")
    entry = module(
        "entry.js", 'import { base } from "./base.js";', "function shared() {}", "export default base;"
    )
    with pytest.raises(LinkError, match=r"entry\.js: declares 'shared', as .*base\.js does: rename"):
        link_module(entry)


def test_a_name_that_is_not_exported_is_refused(module):
    module("base.js", "const base = 1;")
    entry = module("entry.js", 'import { base } from "./base.js";', "export default base;")
    with pytest.raises(LinkError, match=r"entry\.js: imports 'base', which .*base\.js does not export"):
        link_module(entry)


def test_a_widget_imported_by_another_is_refused(module):
    module("one.js", "export const a = 1;", "export default { render() {} };")
    entry = module("entry.js", 'import { a } from "./one.js";', "export default { render() { return a; } };")
    with pytest.raises(LinkError, match=r"one\.js: has an 'export default', .*: move what both need"):
        link_module(entry)


PAGE = """
var mounted = [];
var document = { querySelectorAll: () => [{ id: "", querySelector: () => ({ textContent: "{}" }) }] };
class URLSearchParams { keys() { return []; } }
var performance = { getEntriesByType: () => [] };
var location = { search: "", hash: "" };
var console = { error: (said, error) => { throw error; } };
var counted = 0;
"""


@pytest.fixture
def thing(module):
    """Write a widget that shares a module with others, and return what `classic_scripts` takes of it."""

    def write(name: str, *lines: str, words: int = 0) -> tuple[Path, tuple[Path, ...]]:
        module("base.js", "counted += 1;", f"export const base = `{'word ' * words}`.length;")
        entry = module(
            f"{name}.js",
            'import { base } from "./base.js";',
            *lines,
            f"export default {{ render() {{ mounted.push(['{name}', base]); }} }};",
        )
        return entry, ()

    return write


@pytest.mark.parametrize("words", [0, SMALL])
def test_scripts_of_a_page_hold_each_module_once(thing, words):
    scripts = classic_scripts(
        {f"course-{name}": thing(name, words=words) for name in ("one", "two", "three")}
    )
    assert [script.name for script in scripts if script.name.startswith("shared")] == [
        f"shared-{place}.js" for place in range(1, 2)
    ]
    for tags in ({"course-one"}, {"course-two", "course-three"}):
        engine = MiniRacer()
        engine.eval(PAGE + "".join(script.text for script in scripts if script.tags & tags))
        assert engine.eval("counted") == 1
        seen = dict(json.loads(engine.eval("JSON.stringify(mounted)")))
        assert seen == {tag.removeprefix("course-"): 5 * words for tag in tags}


def test_a_small_module_shares_a_script_unless_it_shares_a_name(thing, module):
    module("few.js", "export const few = 1;")
    module("clash.js", "const base = 2;", "export const clash = base;")
    widgets = {"course-one": thing("one")}
    for name in ("two", "three"):
        widgets[f"course-{name}"] = thing(name, 'import { few } from "./few.js";')
    for name in ("four", "five"):
        entry = module(f"{name}.js", 'import { clash } from "./clash.js";', "export default { render() {} };")
        widgets[f"course-{name}"] = entry, ()
    common, *others = [script for script in classic_scripts(widgets) if script.name.startswith("shared")]
    assert "const few = 1;" in common.text
    assert common.tags == set(widgets)
    assert [(sorted(script.tags), "const base = 2;" in script.text) for script in others] == [
        (["course-five", "course-four"], True)
    ]


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
    explorer, widget = ROOT / "explorer" / "explorer.css", ROOT / "page" / "widget.css"
    assert link_style(explorer, widget) == f"{explorer.read_text()}\n{widget.read_text()}"
