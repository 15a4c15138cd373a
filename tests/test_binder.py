"""What Binder would make of the repository: repo2docker's own answer, without Docker."""

from __future__ import annotations

import subprocess
import warnings

import pytest

from conftest import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of its own dependency
    from repo2docker.app import Repo2Docker


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    """The first build pack that recognises the repository, as repo2docker picks it."""
    monkeypatch.chdir(ROOT)
    app = Repo2Docker()
    packs = (kind(app.base_image) for kind in app.buildpacks)
    pack = next(pack for pack in packs if pack.detect())
    pack.platform = "linux/amd64"
    return pack


def test_it_is_a_python_repository_with_a_version_of_its_own(pack):
    assert type(pack).__name__ == "PythonBuildPack"
    assert pack.binder_dir == "", "a folder binder/ or .binder/ hides requirements.txt from Binder"
    assert pack.python_version == "3.11"


def commands(pack) -> list[str]:
    """The lines of its Dockerfile that copy the repository or run pip, in order."""
    marks = ("COPY --chown=1000:1000 src/ ${REPO_DIR}", "/bin/pip install")
    return [line.strip() for line in pack.render({}).splitlines() if any(mark in line for mark in marks)]


def test_it_copies_the_repository_and_then_installs_the_requirements_and_the_course(pack):
    """Constraints and both packages are there when pip runs: `-c` and `-e` name files of the repository."""
    copy, requirements, course = commands(pack)
    assert copy.startswith("COPY")
    assert requirements.endswith('/bin/pip install --no-cache-dir -r "requirements.txt"')
    assert course.endswith("/bin/pip install --no-cache-dir .")
    listed = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {"-c constraints.txt", "-e ./lessonkit", "-e ."} <= {line.partition("  ")[0] for line in listed}


def test_nothing_else_has_to_run_before_the_first_notebook(pack):
    assert pack.get_start_script() is None
    assert pack.get_post_build_scripts() == []


def test_a_copy_has_unix_line_ends_whatever_git_is_set_to(tmp_path):
    """A program is not found by its interpreter if its first line ends as on Windows."""
    program = "deploy.sh"
    run = {"cwd": tmp_path, "check": True, "capture_output": True}
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (tmp_path / program).write_bytes(b"#!/bin/sh\necho here\n")
    subprocess.run(["git", "init", "-q"], **run)
    subprocess.run(["git", "config", "core.autocrlf", "true"], **run)
    subprocess.run(["git", "add", "."], **run)
    (tmp_path / program).unlink()
    subprocess.run(["git", "checkout", "--", program], **run)
    assert (tmp_path / program).read_bytes() == b"#!/bin/sh\necho here\n"
