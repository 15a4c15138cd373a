"""JupyterLab and Notebook as a reader has them, without a network, for the tests and the benchmarks."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from playwright.sync_api import BrowserContext, Page

START_S = 60
PATIENCE_MS = 30_000
RUN_MS = 300_000
"""A chapter that sweeps a model takes a minute on two cores."""

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


@contextmanager
def serve(
    home: Path, root: Path, program: str = "lab", variables: dict[str, str] | None = None
) -> Iterator[str]:
    """The address of a Jupyter `program` that serves `root`, keeps its files in `home`, has `variables`."""
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = home / "server.log"
    with log.open("w") as output:
        known = environment(home) | (variables or {})
        server = subprocess.Popen(
            _command(program, port, root), cwd=home, env=known, stdout=output, stderr=output
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def write_notebook(path: Path, sources: tuple[str, ...]) -> None:
    """Write a notebook with one code cell for each source."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(program: str, port: int, root: Path) -> list[str]:
    return [
        sys.executable, "-m", "jupyter", program, "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}",
        "--IdentityProvider.token=", "--PasswordIdentityProvider.hashed_password=",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True",
        # A kernel whose page is closed gives its memory back.
        "--MappingKernelManager.cull_idle_timeout=20", "--MappingKernelManager.cull_interval=10",
    ]  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a reader's program, whose files lie in `home`."""
    # Nothing of the machine's own Jupyter, and no site build.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "XDG_", "COURSE_", "PYTHON"))
    }
    places = {
        "HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython", "XDG_CONFIG_HOME": "xdg-config",
        "XDG_DATA_HOME": "xdg-data", "XDG_CACHE_HOME": "xdg-cache",
    }  # fmt: skip
    private = {variable: home / place for variable, place in places.items()}
    for folder in private.values():
        folder.mkdir(exist_ok=True)
    return kept | {variable: str(folder) for variable, folder in private.items()}


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the program did not start:\n{log.read_text()[-3000:]}")


class Notebook:
    """A notebook that is open in JupyterLab, with what its page did wrong."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.asked_outside: list[str] = []
        self.errors: list[str] = []
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}/doc/tree/{name}.ipynb?reset")
        self.wait_until_idle()

    def _answer(self, route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.asked_outside.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def menu(self, *names: str) -> None:
        labels = self.page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel")
        for name in names:
            labels.filter(has_text=re.compile(f"^{re.escape(name)}$")).click()

    def run_all(self) -> None:
        self.menu("Run", "Run All Cells")
        self.wait_until_run()

    def run(self, code: str) -> list[dict]:
        """Type `code` into the last cell, run it, and return its outputs."""
        last = self.page.locator(".jp-Notebook .jp-CodeCell").last
        place = self.page.locator(".jp-Notebook .jp-CodeCell").count() - 1
        last.locator(".cm-content").click()
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "n => jupyterapp.shell.currentWidget.content.model.cells.length > n", arg=place + 1
        )
        self.wait_until_run()
        return self.cells()[place]["outputs"]

    def print(self, expression: str) -> object:
        """Return the value of a Python expression, printed as JSON in a new cell."""
        [output] = self.run(f"import json; print(json.dumps({expression}))")
        return json.loads(output["text"])

    def cells(self) -> list[dict]:
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells
                 .filter(({ cell_type }) => cell_type === "code")"""
        )

    def wait_until_idle(self) -> None:
        # Before its kernel is connected, a notebook that is told to run asks which kernel to take.
        self.page.wait_for_function(
            """() => {
                 const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
                 const kernel = session?.session?.kernel;
                 return session?.isReady && kernel?.connectionStatus === "connected"
                   && kernel.status === "idle";
               }"""
        )

    def wait_until_run(self) -> None:
        """Wait until each cell with code in it was run and the kernel has nothing left to do."""
        self.page.wait_for_function(
            """() => {
                 const { content, sessionContext } = jupyterapp.shell.currentWidget;
                 const code = [...content.model.cells].filter(({ type }) => type === "code");
                 const isRun = (cell) => cell.executionState === "idle" && cell.executionCount;
                 return sessionContext.session?.kernel?.status === "idle"
                   && code.every((cell) => !cell.sharedModel.source.trim() || isRun(cell));
               }""",
            timeout=RUN_MS,
        )
