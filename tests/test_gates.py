"""The gates of ``.pre-commit-config.yaml``: the form of the code, its types, and who may import whom."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lessonkit.page.modules import ROOT as KIT
from lessonkit.page.modules import located
from node_tools import PACKAGES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
GATES = {
    hook["id"]: shlex.split(hook["entry"])
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    for hook in repo["hooks"]
}


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_is_open(gate):
    assert PACKAGES.is_dir(), "run `make test`, or `npm ci --prefix tests/node`"
    program, *arguments = GATES[gate]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [shutil.which(program, path=path) or program, *arguments]
    told = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_scripts_import_from_their_own_room_and_those_below():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in settings["contracts"] if c.get("containers") == ["lessonkit"])
    heights = {room: -i for i, layer in enumerate(layers) for room in layer.split(" | ")}
    imports = [
        (path, located(name, path.parent).resolve())
        for path in sorted(KIT.rglob("*.js"))
        for name in re.findall(r'^import .*? from "(.+?)";', path.read_text(encoding="utf-8"), re.M | re.S)
    ]
    rooms = [tuple(path.relative_to(KIT).parts[0] for path in pair) for pair in imports]
    assert ("explorer", "figures") in rooms
    assert [pair for pair in rooms if pair[0] != pair[1] and heights[pair[0]] <= heights[pair[1]]] == []
