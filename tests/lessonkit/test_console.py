"""What the command lines print reaches a file in any encoding."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT

SAMPLE = ROOT / "tests" / "lessonkit" / "quiz" / "banks" / "sample.yml"


@pytest.mark.parametrize(
    "command",
    [
        ["lint", "chapter.yml"],
        ["export", "worksheets", "--chapter", "Größe → 1", "--to", "sheets"],
    ],
    ids=["lint", "exports"],
)
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp932"])
def test_what_the_encoding_lacks_is_printed_as_its_code(tmp_path, command, encoding):
    text = SAMPLE.read_text(encoding="utf-8").replace("type: predict", "type: ∀µ→ess")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    (tmp_path / "chapter.yml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lessonkit", *command],
        cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in said
    assert "\\u2192" in said or "→" in said
