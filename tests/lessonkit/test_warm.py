"""Kernels forked from a process that has done the imports: each as fresh as one of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from lessonkit.sphinx import warm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")


@pytest.fixture
def nursery(monkeypatch: pytest.MonkeyPatch) -> Iterator[warm.Nursery]:
    """A nursery that has imported one module, and tried to import one that is not there."""
    nursery = warm.Nursery()
    nursery.modules = (
        "ipykernel.kernelapp",
        "no_such_module",
        "colorsys",
        "random:no_such",
        "logging:disable",
    )
    factory = KernelProvisionerFactory.instance()
    entry = EntryPoint(warm.NAME, f"{warm.__name__}:WarmProvisioner", factory.GROUP_NAME)
    monkeypatch.setattr(warm, "_nursery", nursery)
    monkeypatch.setitem(factory.provisioners, warm.NAME, entry)
    monkeypatch.setattr(factory, "default_provisioner_name", warm.NAME)
    yield nursery
    nursery.close()


def run(*cells: str, folder: Path | None = None) -> list[str]:
    """Return what each cell prints, all in one new kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    resources = {"metadata": {"path": str(folder)}} if folder else {}
    NotebookClient(notebook, kernel_name="python3", resources=resources, timeout=60).execute()
    return ["".join(output.text for output in cell.outputs) for cell in notebook.cells]


def test_what_one_kernel_did_is_unknown_to_the_next(nursery):
    said = run("import sys, colorsys\ncolorsys.mine = 1\nprint('colorsys' in sys.modules, __name__)")
    assert said == ["True __main__\n"]
    assert run("import colorsys\nprint(hasattr(colorsys, 'mine'), 'sys' in globals())") == ["False False\n"]


def test_a_kernel_has_the_folder_and_the_environment_of_its_page(nursery, tmp_path, monkeypatch):
    run("")
    monkeypatch.setenv("SAID_LATER", "yes")
    (tmp_path / "beside.py").write_text("word = 'here'\n")
    said = run("import os, beside\nprint(beside.word, os.environ['SAID_LATER'])", folder=tmp_path)
    assert said == ["here yes\n"]


def test_a_fault_in_a_cell_is_raised_and_the_next_kernel_runs(nursery):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run("1 / 0")
    assert run("import subprocess\nprint(subprocess.run(['true']).returncode)") == ["0\n"]


def test_a_kernel_says_nothing_and_ends_with_the_process_that_it_came_from(nursery, tmp_path, capfd):
    kernel = nursery.fork(["-f", str(tmp_path / "connection.json")], dict(os.environ), str(tmp_path))
    nursery.close()
    kernel.wait()
    said = capfd.readouterr()
    assert "connect another client" not in said.out + said.err


def test_a_kernel_that_dies_is_noticed_and_leaves_no_process(nursery):
    kernel = nursery.fork(["--no-such-option=1", "-f", "/no/such/folder/connection.json"], {}, None)
    kernel.wait()
    assert kernel.poll() == 0
    kernel.terminate()  # not an error


def test_a_module_that_is_not_there_is_the_fault_of_the_cell_that_imports_it(nursery):
    with pytest.raises(CellExecutionError, match="no_such_module"):
        run("import no_such_module")


def test_what_the_nursery_has_called_is_done_in_each_kernel(nursery):
    assert run("import logging\nprint(logging.root.manager.disable == logging.CRITICAL)") == ["True\n"]
