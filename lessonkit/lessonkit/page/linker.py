"""Source text of the front end: ES modules linked into one, or into scripts of a page; styles joined.

A live kernel hands one module to anywidget, and the built site needs classic scripts, because browsers
refuse ``<script type="module" src>`` on ``file://``; both are made here, with no bundler.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessonkit.page.files import text_of
from lessonkit.page.modules import ROOT, Module, modules_of

_COMMENT = re.compile(r"^[ \t]*(/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_MOUNT = ROOT / "page" / "mount.js"
_GIVEN = "globalThis.courseModules"
SMALL = 5_000
"""Letters of a script that is not worth a request of its own."""


def link_module(entry: Path, first: Iterable[Path] = ()) -> str:
    """Return one ES module that holds `entry` and all that it imports by relative path.

    Parameters
    ----------
    entry : Path
        A module that ends in ``export default``.
    first : iterable of Path
        Modules that run before it, though it does not import them: they add to what it imports.

    Returns
    -------
    str
        The text of the module, imported files first, each once.

    Raises
    ------
    MissingFileError, LinkError
        As `lessonkit.page.modules.modules_of` does.
    """
    own = entry.resolve()
    modules = modules_of(entry, first).values()
    return "\n".join(module.text if module.path == own else module.body for module in modules)


@dataclass(frozen=True)
class Script:
    """A classic script of a page.

    Attributes
    ----------
    source : Path
        The widget's own module that gives it its name, or a name alone.
    tags : frozenset of str
        The widgets that need it.
    text : str
        What it says.
    """

    source: Path
    tags: frozenset[str]
    text: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.source.name


def classic_scripts(widgets: Mapping[str, tuple[Path, Iterable[Path]]]) -> list[Script]:
    """Return scripts that mount `widgets`; a page that loads those of its widgets has each module once.

    Modules that the same widgets need stand in one script. It has the name of the widget's own module, or is
    ``shared-1.js`` and so on; the first of these holds what would be scripts of a few lines.

    Parameters
    ----------
    widgets : mapping
        By tag: the module of a widget, and the modules that run before it (see `link_module`).

    Returns
    -------
    list of Script
        In the order in which a page loads them.

    Raises
    ------
    MissingFileError, LinkError
        As `lessonkit.page.modules.modules_of` does.
    """
    modules: dict[Path, Module] = {}
    users: dict[Path, set[str]] = {}
    tags: dict[Path, list[str]] = {}
    for tag, (entry, first) in widgets.items():
        tags.setdefault(entry.resolve(), []).append(tag)
        for path, module in modules_of(entry, (_MOUNT, *first)).items():
            modules[path] = module
            users.setdefault(path, set()).add(tag)
    scripts: list[Script] = []
    shared = 0
    for part in _parts(list(modules.values()), users, tags):
        own = next((module.path for module in part if module.path in tags), None)
        shared += own is None
        source = own or Path(f"shared-{shared}.js")
        needed_by = frozenset[str]().union(*(users[module.path] for module in part))
        scripts.append(Script(source, needed_by, _script(part, modules, tags)))
    return scripts


def classic_script(entry: Path, tag: str, first: Iterable[Path] = ()) -> str:
    """Return the one script that mounts the widget module `entry`, see `classic_scripts`."""
    [script] = classic_scripts({tag: (entry, first)})
    return script.text


def _parts(
    modules: list[Module], users: Mapping[Path, set[str]], tags: Mapping[Path, list[str]]
) -> list[list[Module]]:
    """Return the modules of each script, such that each finds in those before it what it imports.

    Who needs a module needs what it imports, too: so those with most users go first.
    """
    by_users: dict[frozenset[str], list[Module]] = {}
    for module in modules:
        by_users.setdefault(frozenset(users[module.path]), []).append(module)
    common: list[Module] = []
    parts: list[list[Module]] = []
    for _, part in sorted(by_users.items(), key=lambda entry: -len(entry[0])):
        has_widget = any(module.path in tags for module in part)
        if not has_widget and _is_small(part) and _are_whole([*common, *part]):
            common += part
        else:
            parts.append(part)
    return [common, *parts] if common else parts


def _is_small(part: Iterable[Module]) -> bool:
    return sum(len(_without_comments(module.body)) for module in part) < SMALL


def _are_whole(part: list[Module]) -> bool:
    """Whether modules can stand in a script of their own: they need no others, and share no name."""
    names = [name for module in part for name in module.declares]
    paths = {module.path for module in part}
    return len(names) == len(set(names)) and all(paths.issuperset(module.imports) for module in part)


def _script(part: list[Module], modules: Mapping[Path, Module], tags: Mapping[Path, list[str]]) -> str:
    """Return a script: what it takes from those before it, its modules, what it gives, what it mounts."""
    within = {module.path for module in part}
    mounted = [(tag, module) for module in part for tag in tags.get(module.path, ())]
    taken = _names(part, within)
    if mounted and _MOUNT not in within:
        taken.setdefault(_MOUNT, {"mount"})
    given = _names([each for each in modules.values() if each.path not in within], set(modules) - within)
    if _MOUNT in within and set(tags) - within:
        given.setdefault(_MOUNT, set()).add("mount")
    place = {path: f'["{module.name}"]' for path, module in modules.items()}
    lines = [
        *(f"const {_listed(names)} = {_GIVEN}{place[path]};" for path, names in taken.items()),
        *(_without_comments(_declared(each) if each.path in tags else each.body) for each in part),
        *(
            f'({_GIVEN} ??= {{}})["{modules[path].name}"] = {_listed(names)};'
            for path, names in given.items()
        ),
        *(f'mount("{tag}", widget);' for tag, _ in mounted),
    ]
    return "\n".join(["(() => {", '"use strict";', *lines, "})();", ""])


def _names(importers: Iterable[Module], without: set[Path]) -> dict[Path, set[str]]:
    """Return the names that modules take from each file, `without` those files."""
    names: dict[Path, set[str]] = {}
    for module in importers:
        for path in module.imports.keys() - without:
            names.setdefault(path, set()).update(module.imports[path])
    return names


def _listed(names: Iterable[str]) -> str:
    return f"{{ {', '.join(sorted(names))} }}"


def _declared(entry: Module) -> str:
    """Return the text of a widget's own module, with the widget as a constant."""
    text, found = _DEFAULT.subn("const widget = ", entry.body)
    if found != 1:
        raise ValueError(f"{entry.path}: needs exactly one 'export default', found {found}")
    return text


@functools.cache
def _without_comments(text: str) -> str:
    """Return a script without its lines of comments: they are a fifth of what a reader would load."""
    from pygments.lexers.javascript import JavascriptLexer  # not at the top: a live widget needs none
    from pygments.token import Comment

    starts = {start for start, kind, _ in JavascriptLexer().get_tokens_unprocessed(text) if kind in Comment}
    return _COMMENT.sub(lambda line: "" if line.start(1) in starts else line[0], text)


def declaring_script(entry: Path) -> str:
    """Return a classic script that declares what the module `entry` exports."""
    return "\n".join(_without_comments(module.body) for module in modules_of(entry).values())


def mystmd_module(entry: Path, first: Iterable[Path] = ()) -> str:
    """Return the widget module `entry` as an ES module for mystmd's theme, whose model has no kernel.

    Modules in `first` run before it, see `link_module`.
    """
    own = entry.resolve()
    modules = modules_of(entry, (ROOT / "page" / "mystmd.js", *first)).values()
    texts = [_declared(module) if module.path == own else module.body for module in modules]
    return "\n".join([*texts, "export default forMystmd(widget);", ""])


def link_style(*paths: Path) -> str:
    """Return the style sheets joined in order."""
    return "\n".join(map(text_of, paths))
