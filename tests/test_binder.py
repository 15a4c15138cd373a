"""What Binder would make of the repository: repo2docker's own answer, without Docker."""

from __future__ import annotations

import os
import subprocess
import sys
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


def test_it_installs_the_requirements_after_the_constraints_are_there(pack):
    dockerfile = pack.render({}).splitlines()
    [install] = [number for number, line in enumerate(dockerfile) if '-r "requirements.txt"' in line]
    [copy] = [
        number
        for number, line in enumerate(dockerfile)
        if line.startswith("COPY") and "src/ ${REPO_DIR}" in line
    ]
    assert copy < install


def test_it_starts_through_the_start_file(pack):
    assert pack.get_start_script() == "${REPO_DIR}/start"
    assert os.access(ROOT / "start", os.X_OK), "git update-index --chmod=+x start"
    assert pack.get_post_build_scripts() == []


def test_the_start_file_brings_the_package_and_the_settings(tmp_path):
    """In any working directory, and beside what the environment already holds."""
    code = "import course, os; print(course.__file__, os.environ['JUPYTER_CONFIG_PATH'], sep='\\n')"
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": "/elsewhere"}
    environment.pop("PYTHONPATH", None)
    told = subprocess.run(
        [ROOT / "start", sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        text=True,
        capture_output=True,
    )
    assert told.stderr == ""
    package, settings = told.stdout.splitlines()
    assert package == str(ROOT / "book" / "course" / "__init__.py")
    assert settings == f"{ROOT / 'jupyter'}:/elsewhere"
