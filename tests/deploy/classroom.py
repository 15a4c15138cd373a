"""A class hub on this machine, for a test or a measurement: started, asked through its API, and ended."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from socket import socket

import psutil
import websocket

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "deploy" / "jupyterhub" / "jupyterhub_config.py"
PASSWORD = "a-shared-password"
START_S = 60
PATIENCE_S = 240


class Classroom:
    """A running hub: its address, and what a teacher's program can ask of it."""

    def __init__(self, address: str, token: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        self._token = token

    def ask(self, method: str, path: str, content: object = None) -> object:
        """Return the answer of the hub or of a learner's server; an HTTPError if it refuses."""
        data = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"token {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read() or "null")

    def start_server(self, learner: str) -> int:
        """Start the learner's server, wait until it is ready, and return the number of its process."""
        self.ask("POST", f"/hub/api/users/{learner}")
        self.ask("POST", f"/hub/api/users/{learner}/server")
        return wait_for(lambda: self._process_if_ready(learner), f"the server of {learner}")

    def _process_if_ready(self, learner: str) -> int | None:
        server = self.ask("GET", f"/hub/api/users/{learner}")["servers"].get("")
        if server is None:
            raise RuntimeError(f"the hub gave up the server of {learner}")
        return server["state"]["pid"] if server["ready"] else None

    @contextmanager
    def kernel(self, learner: str) -> Iterator[Kernel]:
        """A new kernel of the learner, whose working directory holds the chapters."""
        api = f"/user/{learner}/api/kernels"
        id_ = self.ask("POST", api, {"name": "python3", "path": "book/index.md"})["id"]
        address = f"{self.address.replace('http', 'ws', 1)}{api}/{id_}/channels"
        socket = websocket.create_connection(
            address,
            header={"Authorization": f"token {self._token}"},
            timeout=PATIENCE_S,
            suppress_origin=True,
        )
        with closing(socket):
            yield Kernel(socket)


class Kernel:
    """A learner's kernel behind the hub's proxy."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self._socket = socket

    def run(self, code: str) -> Iterator[dict]:
        """Run the code and yield what the kernel says of it, but for messages with buffers."""
        id_ = uuid.uuid4().hex
        header = {
            "msg_id": id_,
            "msg_type": "execute_request",
            "username": "",
            "session": id_,
            "version": "5.3",
        }
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        self._socket.send(json.dumps(message))
        while True:
            heard = self._socket.recv()
            if isinstance(heard, bytes):  # only the messages of widgets carry buffers
                continue
            heard = json.loads(heard)
            if heard["parent_header"].get("msg_id") == id_:
                yield heard
                if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                    return


@contextmanager
def open_classroom(folder: Path, places: int) -> Iterator[Classroom]:
    """Start a hub on the loopback address with so many places; at the end no process of it is left."""
    with ExitStack() as ports:
        bound = [ports.enter_context(closing(socket())) for _ in range(3)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        port, inner, proxy = (one.getsockname()[1] for one in bound)
    token = secrets.token_hex(16)
    settings = {
        "COURSE_HUB_PASSWORD": PASSWORD, "COURSE_HUB_FOLDER": folder, "COURSE_HUB_LEARNERS": places,
        "COURSE_HUB_PORT": port, "COURSE_HUB_INNER_PORT": inner, "COURSE_HUB_PROXY_PORT": proxy,
        "COURSE_HUB_ADMIN_TOKEN": token,
    }  # fmt: skip
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "PYTHON", "COURSE"))
    }
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "hub.log"
    with log.open("w") as output:
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", CONFIG],
            cwd=folder, env=kept | {name: str(value) for name, value in settings.items()},
            stdout=output, stderr=output,
        )  # fmt: skip
        classroom = Classroom(f"http://127.0.0.1:{port}", token, folder)
        try:
            wait_for(lambda: _is_up(classroom, hub), "the hub", START_S)
            yield classroom
        except Exception:
            print(f"The end of the hub's log:\n{log.read_text(encoding='utf-8')[-3000:]}", file=sys.stderr)
            raise
        finally:
            _end(hub)


def _is_up(classroom: Classroom, hub: subprocess.Popen) -> bool:
    if hub.poll() is not None:
        raise RuntimeError(f"the hub ended with {hub.returncode}")
    try:
        return bool(classroom.ask("GET", "/hub/api/"))
    except (urllib.error.URLError, OSError):
        return False


def _end(hub: subprocess.Popen) -> None:
    processes = []
    if hub.poll() is None:
        processes = [*psutil.Process(hub.pid).children(recursive=True), psutil.Process(hub.pid)]
    hub.terminate()
    _, alive = psutil.wait_procs(processes, timeout=30)
    for process in alive:
        process.kill()
    hub.wait()


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE_S):
    """Return the first true value of the condition; raise a TimeoutError that names what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    raise TimeoutError(f"{what} was not ready after {seconds} s")
