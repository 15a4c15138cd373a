"""ES modules as their files have them: what each imports, exports and declares, and what one of them needs.

The modules import each other with relative paths, so that Node and editors understand them as they are. A
package of its own imports the kit's modules as ``"lessonkit/page/element.js"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessonkit.page.files import MissingFileError, text_of

ROOT = Path(__file__).parents[1]
KIT = f"{ROOT.name}/"
"""What the name of a file begins with that lies in lessonkit, seen from another package."""

_IMPORT = re.compile(
    r'^import \{\s*([\w$]+(?:\s*,\s*[\w$]+)*)\s*,?\s*\} from "((?:\.|lessonkit/)[^"]+)";[ \t]*(?://[^\n]*)?\n',
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|const\b|class\b)", re.MULTILINE)
_MODULE_SYNTAX = re.compile(
    r"^[ \t]*(?:import\b(?!\.meta)|export\b(?! default\b)).*|\bimport\(.*", re.MULTILINE
)
_TOP_LEVEL = re.compile(r"^(export )?(?:(?:async )?function\*?|const|let|class) +([\w$]+)", re.MULTILINE)


class LinkError(ValueError):
    """A script's modules cannot be linked; the message names the file, the line and the remedy."""


@dataclass(frozen=True)
class Module:
    """One ES module.

    Attributes
    ----------
    path : Path
        Its file.
    text : str
        Its text without imports, and with its exports.
    imports : dict
        The names that it takes from each file.
    exports, declares : tuple of str
        The names at its top level: those that it gives, and all.
    """

    path: Path
    text: str
    imports: Mapping[Path, tuple[str, ...]]
    exports: tuple[str, ...]
    declares: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the module is called in a page: its place, from the folder of its package on."""
        return self.path.relative_to(_package_of(self.path).parent).as_posix()

    @property
    def body(self) -> str:
        """The text without exports."""
        return _EXPORT.sub("", self.text)


def modules_of(entry: Path, first: Iterable[Path] = ()) -> dict[Path, Module]:
    """Return `entry` and all that it imports, imported modules first, each once.

    Modules in `first` run before it, though it does not import them: they add to what it imports.

    Raises
    ------
    MissingFileError
        If an imported file does not exist; the message names the file that imports it.
    LinkError
        If a module imports or exports in a way that is not known here, imports from outside its package or
        from a widget's own module, or two modules declare one name; the message names file and line.
    """
    found: dict[Path, Module] = {}
    seen: set[Path] = set()

    def visit(path: Path, importer: Path) -> None:
        if path in seen:
            return
        if not path.is_file():
            raise MissingFileError(
                f"{importer}: imports {path.name!r}, which is not at {path}: mend its name, or install the "
                "package anew"
            )
        seen.add(path)
        module = _read(path)
        for imported in module.imports:
            visit(imported, path)
        _refuse_unknown_syntax(module)
        found[path] = module

    own = entry.resolve()
    for path in (*(path.resolve() for path in first), own):
        visit(path, path)
    _refuse_shared_names(found.values())
    for module in found.values():
        _refuse_what_is_not_exported(module, found)
        if module.path != own and "\nexport default " in module.text:
            raise LinkError(
                f"{module.path}: has an 'export default', as a widget's own module, and {own.name} needs it "
                "too: move what both need into a file of its own"
            )
    return found


def located(name: str, beside: Path) -> Path:
    """Return where a file lies that is named relative to the folder `beside`, or as ``lessonkit/…``."""
    return ROOT.parent / name if name.startswith(KIT) else beside / name


def _read(path: Path) -> Module:
    text = text_of(path)
    imports: dict[Path, tuple[str, ...]] = {}
    for names, file in _IMPORT.findall(text):
        imported = located(file, path.parent).resolve()
        if not file.startswith(KIT) and not imported.is_relative_to(_package_of(path)):
            raise LinkError(
                f"{path}: imports {file!r}, which lies outside its package: move it in, or import from "
                f'"{KIT}…"'
            )
        imports[imported] = (*imports.get(imported, ()), *re.findall(r"[\w$]+", names))
    declared = _TOP_LEVEL.findall(text)
    return Module(
        path,
        _IMPORT.sub("", text),
        imports,
        tuple(name for exported, name in declared if exported),
        tuple(name for _, name in declared),
    )


def _package_of(path: Path) -> Path:
    """Return the folder of the outermost Python package around a file, or the file's own folder."""
    folder = path.parent
    while (folder.parent / "__init__.py").is_file():
        folder = folder.parent
    return folder


def _refuse_unknown_syntax(module: Module) -> None:
    if not _MODULE_SYNTAX.search(module.body):
        return
    known = _IMPORT.sub(
        lambda match: "\n" * match[0].count("\n"), text_of(module.path)
    )  # lines keep their numbers
    known = _EXPORT.sub("", known)
    if found := _MODULE_SYNTAX.search(known):
        line = known.count("\n", 0, found.start()) + 1
        raise LinkError(
            f"{module.path}, line {line}: {found[0].strip()!r} is not linked: write "
            'import { name } from "./file.js"; at the start of a line, each name as it is exported, '
            "and export before a function, const or class"
        )


def _refuse_what_is_not_exported(module: Module, modules: Mapping[Path, Module]) -> None:
    for path, names in module.imports.items():
        for name in names:
            if name not in modules[path].exports:
                raise LinkError(
                    f"{module.path}: imports {name!r}, which {path} does not export: mend the name"
                )


def _refuse_shared_names(modules: Iterable[Module]) -> None:
    """Raise a LinkError if two modules declare the same name: linked, they share one scope."""
    places: dict[str, Path] = {}
    for module in modules:
        for name in module.declares:
            if places.setdefault(name, module.path) != module.path:
                raise LinkError(
                    f"{module.path}: declares {name!r}, as {places[name]} does: rename one of them"
                )
