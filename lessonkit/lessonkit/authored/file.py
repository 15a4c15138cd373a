"""A YAML file of an author: its values, the line of each, and its faults in an author's words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from lessonkit.authored.records import Fault, Place
from lessonkit.authored.strict_yaml import Loader

ENDING = ".yml"


class AuthoredFile:
    """A file as it is written: its values, the line of each, and its faults.

    Parameters
    ----------
    path : Path
    entries : str
        The field with the list that the file is for; a fault in one of its entries names the entry's id.
    entry : str
        What one of them is called.
    fields : str
        What an empty file is to have.
    """

    def __init__(self, path: Path, entries: str, entry: str, fields: str) -> None:
        self.path = path
        self.data: Any = None
        self.lines: dict[Place, int] = {(): 1}
        self.faults: list[str] = []
        self._entries, self._entry, self._fields = entries, entry, fields
        self._misread: list[tuple[Place, str]] = []
        self._read()

    def source(self) -> str:
        """Return the YAML, its lines where they stand in the file."""
        return self.path.read_text(encoding="utf-8")

    def add(self, broken: Iterable[Fault]) -> None:
        """Add faults; of a value that was misread, that alone is told."""
        named = {place for place, _ in self._misread}
        self.faults += [self.fault(place, remedy) for place, remedy in broken if place not in named]

    def where(self, place: Place) -> str:
        """Return file:line of the value at `place`, or of what it would stand in."""
        while place not in self.lines:
            place = place[:-1]
        return f"{self.path}:{self.lines[place]}"

    def fault(self, place: Place, remedy: str) -> str:
        """Return one line of an error: file and line, entry, field, value and remedy."""
        entry, field = self._entry_and_field(place)
        shown = "" if (value := _value(self.data, place)) is None else f" = {_short(value)}"
        named = f"{self._entry} {entry}, {field}" if entry and field else field or f"{self._entry} {entry}"
        return f"{self.where(place)}: {_one_line(f'{named}{shown}: {remedy}')}"

    @property
    def entries(self) -> list[dict[str, Any]]:
        """What stands in the list of entries, with nothing for one that has no fields."""
        found = self.data.get(self._entries) if isinstance(self.data, dict) else None
        found = found if isinstance(found, list) else []
        return [entry if isinstance(entry, dict) else {} for entry in found]

    def _read(self) -> None:
        try:
            loader = Loader(self.source())
            node = loader.get_single_node()
            if node is None:
                self.faults.append(f"{self.path}:1: the file is empty: write {self._fields}")
                return
            self._walk(node, (), loader)
            self.data = loader.construct_document(node)
            self.faults += [self.fault(place, remedy) for place, remedy in self._misread]
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            remedy = "mend the YAML here or just above; a text with ': ' or ' #' in it needs quotes"
            self.faults.append(f"{self.path}:{line}: {error.problem}: {remedy}")
        except UnicodeDecodeError as error:
            self.faults.append(f"{self.path}:1: byte {error.start} is not UTF-8: save the file as UTF-8")
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self.faults.append(f"{self.path}:1: {error}: write plain texts and numbers, without tags")

    def _walk(self, node: yaml.Node, place: Place, loader: Loader) -> None:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            if remedy := loader.plain_fault(node):
                self._misread.append((place, remedy))
        elif isinstance(node, yaml.SequenceNode):
            for i, child in enumerate(node.value):
                self._walk(child, (*place, i), loader)
        elif isinstance(node, yaml.MappingNode):
            for key, child in node.value:
                line = key.start_mark.line + 1
                inner = (*place, str(key.value))
                if inner in self.lines:
                    self.faults.append(
                        f"{self.path}:{line}: {_one_line(str(key.value))} is written twice, "
                        f"first in line {self.lines[inner]}: remove one"
                    )
                self._walk(child, inner, loader)
                self.lines[inner] = line

    def _entry_and_field(self, place: Place) -> tuple[str, str]:
        """Return the id of the entry that `place` lies in, if any, and its field in an author's words."""
        entry = ""
        if len(place) > 1 and place[0] == self._entries:
            number = place[1]
            entry = str(self.entries[number].get("id", "")) or f"number {number + 1}"
            place = place[2:]
        words: list[str] = []
        for step in place:
            if isinstance(step, int):
                words[-1] = f"{words[-1].removesuffix('s')} {step + 1}"
            else:
                words.append(str(step))
        return entry, ", ".join(words) or ("" if entry else "the file")


def file_named(name: str, folder: Path, what: str, error: type[ValueError]) -> Path:
    """Return where a file of a folder lies; if there is none, an `error` lists those that there are."""
    path = folder / f"{name}{ENDING}"
    if path.is_file():
        return path
    known = ", ".join(sorted(path.stem for path in folder.glob(f"*{ENDING}"))) or "none"
    raise error(
        f"{path}: no such {what}: write it, mend Course(root=…), "
        f"or choose one of those in the folder: {known}"
    )


def refuse_faults(faults: Iterable[str], error: type[ValueError]) -> None:
    """Raise an `error` that tells all faults, if there are any."""
    if told := "\n".join(faults):
        raise error(told)


def _value(data: Any, place: Place) -> Any:
    """Return the value at `place` if it is one that a message can show."""
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return None if isinstance(data, (dict, list)) else data


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
