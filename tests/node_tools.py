"""Node and the packages that ``tests/node`` pins, as `make test` installs them: for the tests alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NODE = Path(sys.executable).with_name("node.exe" if sys.platform == "win32" else "node")
PACKAGES = Path(__file__).parent / "node" / "node_modules"
EVALUATE = Path(__file__).parent / "node" / "evaluate.mjs"
SAFE_DIGITS = 15  # a longer whole number is a rounded one in JavaScript


def run_node(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run Node with `arguments` and return what it printed; `options` as of `subprocess.run`."""
    if not PACKAGES.is_dir():
        raise FileNotFoundError(f"{PACKAGES} is missing: run `make test`, or `npm ci --prefix tests/node`")
    return subprocess.run([NODE, *arguments], text=True, capture_output=True, **options)


class NodeError(Exception):
    """What a script threw, as its text."""


@contextmanager
def node_modules(*paths: Path) -> Iterator[Callable[..., Any]]:
    """Yield ``evaluate(code, given)``: the value of an expression in a Node that has imported `paths`.

    In `code`, ``lib`` holds all that the modules export, and ``given`` what is given, which is plain JSON.
    The value is too, with typed arrays as lists, and with numbers that are not finite.
    """
    command = [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", EVALUATE, *paths]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
    ) as node:

        def evaluate(code: str, given: Any = None) -> Any:
            node.stdin.write(json.dumps({"code": code, "given": given}, allow_nan=False) + "\n")
            line = node.stdout.readline()
            if not line:
                raise NodeError(f"Node has stopped while it computed {code!r}")
            told = json.loads(line, parse_int=lambda n: int(n) if len(n) <= SAFE_DIGITS else float(n))
            if "error" in told:
                raise NodeError(told["error"])
            return told.get("value")

        yield evaluate
        node.stdin.close()
