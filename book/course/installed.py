"""What an environment for the course holds, why, and how much of the disk it takes."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"
LINE = re.compile(r"^(?:-e \./)?(?P<requirement>[A-Za-z][^#]*?)\s+#\s*(?P<reason>.+)$")
"""A package, or the folder of one in the repository that has its name, and the reason for it."""
MEGABYTE = 1e6


class RequirementsError(ValueError):
    """The list of requirements cannot be read; the message names the file, the line and the remedy."""


@dataclass(frozen=True)
class Package:
    """An installed package, why the course asks for it, and the size of its files in bytes."""

    name: str
    version: str
    reason: str
    size: int


def asked_for(path: Path = REQUIREMENTS) -> dict[str, str]:
    """Return the reason for each package that the course asks for.

    Raises
    ------
    RequirementsError
        If the file is missing, or a package in it has no reason.
    """
    if not path.is_file():
        raise RequirementsError(
            f"no {path.name} in {path.parent}: open this page in a whole copy of the course"
        )
    reasons = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or (line[0] in "#-" and not line.startswith("-e ./")):
            continue
        found = LINE.match(line)
        if not found:
            raise RequirementsError(f"{path.name}, line {number}: has no reason: write one after a #")
        reasons[Requirement(found["requirement"]).name] = found["reason"]
    return reasons


def installed(path: Path = REQUIREMENTS) -> tuple[list[Package], list[Package]]:
    """Return the packages that the course asks for, and the others that those pull in.

    Raises
    ------
    RequirementsError
        If the list cannot be read or a package is not installed.
    """
    reasons = asked_for(path)
    asked = [_package(name, reason) for name, reason in reasons.items()]
    seen = {_normal(package.name) for package in asked}
    others, waiting = [], list(reasons)
    while waiting:
        for name in _needs(waiting.pop()):
            if _normal(name) not in seen:
                seen.add(_normal(name))
                others.append(_package(name, ""))
                waiting.append(name)
    return asked, others


def _needs(name: str) -> list[str]:
    requirements = map(Requirement, metadata.requires(name) or ())
    return [need.name for need in requirements if not need.marker or need.marker.evaluate({"extra": ""})]


def _package(name: str, reason: str) -> Package:
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise RequirementsError(
            f"{name} is not installed: run `pip install -r {REQUIREMENTS.name}`"
        ) from None
    size = sum(file.stat().st_size for file in _files(package) if file.is_file())
    return Package(name, package.version, reason, size)


def _files(package: metadata.Distribution) -> Iterator[Path]:
    """Yield the files of a package, also of one that is used as it lies in a repository."""
    origin = json.loads(package.read_text("direct_url.json") or "{}")
    found = importlib.util.find_spec(package.name) if origin.get("dir_info", {}).get("editable") else None
    if found and found.origin:
        yield from (path for path in Path(found.origin).parent.rglob("*") if "__pycache__" not in path.parts)
    else:
        yield from (Path(file.locate()) for file in package.files or ())


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def size_table(path: Path = REQUIREMENTS) -> str:
    """Return the packages as a Markdown table, the largest first, with their sizes in MB (10⁶ bytes)."""
    asked, others = installed(path)
    rows = [
        f"| {package.name} {package.version} | {package.reason} | {package.size / MEGABYTE:.1f} |"
        for package in sorted(asked, key=lambda package: -package.size)
    ]
    rest = sum(package.size for package in others)
    whole = rest + sum(package.size for package in asked)
    return "\n".join(
        (
            "| package | what for | MB |",
            "|---|---|---|",
            *rows,
            f"| {len(others)} others | those above need them | {rest / MEGABYTE:.1f} |",
            f"| **all** | | **{whole / MEGABYTE:.1f}** |",
        )
    )
