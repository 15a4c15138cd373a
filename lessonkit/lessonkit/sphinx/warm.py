"""Kernels for the pages of a build, forked from one process that has imported what they need (`nursery`)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from sphinx.application import Sphinx

NAME = "lessonkit-warm"
MODULES = (
    "ipykernel.kernelapp", "lessonkit", "lessonkit.model", "lessonkit.figures", "plotly.graph_objects",
    "scipy.integrate", "jinja2", "narwhals.stable.v1",
)  # fmt: skip
# Modules are looked for where the build finds them, so that both see the same course.
START = (
    "import json, sys; path, *modules = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from lessonkit.sphinx.nursery import main; main(*modules)"
)


def register(app: Sphinx) -> None:
    """Let the build start its kernels warm, where processes can fork."""
    # macOS kills a fork of a process that has used its frameworks; Windows has none.
    if sys.platform == "linux":
        app.connect("builder-inited", _use_nursery, priority=100)  # it starts while the course is checked
        app.connect("build-finished", lambda app, error: _nursery.close())


def _use_nursery(app: Sphinx) -> None:
    course = app.config.lessonkit_course.partition(":")[0]
    _nursery.modules = (*MODULES, course, f"{course}.models", "lessonkit.quiz.index:reading_order")
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:WarmProvisioner", factory.GROUP_NAME)
    factory.default_provisioner_name = NAME
    _nursery.start()


class Nursery:
    """The process that kernels are forked from."""

    def __init__(self) -> None:
        self.modules: tuple[str, ...] = MODULES
        self._process: subprocess.Popen[str] | None = None
        self._asking = threading.Lock()  # pages that run side by side ask in turn

    def start(self) -> None:
        """Start the process, which goes on to import what kernels need."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, json.dumps([sys.path, *self.modules])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, arguments: list[str], env: dict[str, str], cwd: str | None) -> Forked:
        """Return a new kernel, started with the `arguments` of ipykernel."""
        if self._process is None:
            self.start()
        assert self._process is not None
        order, answer = self._process.stdin, self._process.stdout
        assert order is not None
        assert answer is not None
        with self._asking:
            order.write(json.dumps({"arguments": arguments, "env": env, "cwd": cwd}) + "\n")
            order.flush()
            return Forked(int(answer.readline()))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()  # where no page was read it still imports
            self._process.communicate()
            self._process = None


_nursery = Nursery()


class Forked:
    """A process that another one has forked, with what `LocalProvisioner` uses of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while it runs; how it ended is not known."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Wait for its end."""
        while self.poll() is None:
            time.sleep(0.01)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts Python's kernel by a fork of the nursery, and any other kernel as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; see `LocalProvisioner.launch_kernel`."""
        if cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return await super().launch_kernel(cmd, **kwargs)
        kernel = _nursery.fork(cmd[3:], dict(kwargs.get("env") or os.environ), kwargs.get("cwd"))
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid  # it leads a group of its own
        self.cwd = kwargs.get("cwd")
        return self.connection_info
