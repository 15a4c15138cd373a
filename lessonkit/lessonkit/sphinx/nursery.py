"""A process that has imported what the pages of a book need, and becomes the kernel of each by a fork.

A fresh kernel spends seconds on imports before its first cell. A fork of a process that has done them starts
at once, and is as empty.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import warnings
from typing import Any


def main(*modules: str) -> None:
    """Import `modules`; then, for each line of stdin, fork a kernel and print its process id.

    ``MODULE:FUNCTION`` is called, too: what it loads and compiles is there in each kernel.
    """
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads once whose end ends a kernel
    for name in modules:
        with contextlib.suppress(Exception):  # the page that imports it says what is wrong
            module, _, function = name.partition(":")
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no ended kernel stays as a zombie
    # Python warns of threads at a fork; those of BLAS are idle and know of forks.
    warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            _become_kernel(**order)
        print(pid, flush=True)


def _become_kernel(arguments: list[str], env: dict[str, str], cwd: str | None) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # stdout is where the process ids go
    os.environ.clear()
    os.environ.update(env)
    if cwd:
        os.chdir(cwd)
    warnings.resetwarnings()
    kernelapp: Any = importlib.import_module("ipykernel.kernelapp")
    status = 1
    try:
        kernelapp.launch_new_instance([*arguments, "--log-level=ERROR"])
        status = 0
    finally:
        os._exit(status)
