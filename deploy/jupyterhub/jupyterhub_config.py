"""A JupyterHub for a trial class on one machine: one shared password, one process a learner.

All learners' programs run under one account of the machine, so a learner can read what the others wrote.
Do not put this hub on the open internet.
"""

import itertools
import os
import random
import shutil
import socket
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLASS = Path(os.environ.get("COURSE_HUB_FOLDER", ROOT / ".hub")).resolve()
PROGRAMS = Path(sys.executable).parent
MINUTES_IDLE = 60
PATIENCE_S = 180  # a class that starts at once waits for the machine's cores
# Below the ports that systems hand out: a server opens its port seconds after it was told which, and by
# then the programs of other learners may have been handed that one. Two hubs seldom try the same.
PORTS = random.sample(range(20_000, 30_000), 10_000)
ports = itertools.cycle(PORTS)


def free_port():
    """Return a port of this machine that no program holds and that no learner was given lately."""
    for port in itertools.islice(ports, len(PORTS)):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"all ports from {min(PORTS)} to {max(PORTS)} are taken: stop other programs")


def prepare(spawner):
    """Make ready what a learner's server needs: a port, and a copy of the chapters."""
    spawner.port = free_port()
    own_copy(spawner)


def own_copy(spawner):
    """Give a learner a copy of the chapters at the first start; later starts leave it as it is.

    The table of contents goes along: the first pages of book and chapters are made from it.
    """
    home = CLASS / "learners" / spawner.user.name
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "book").exists():
        unfinished = home / "book.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(
            ROOT / "book", unfinished, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        )
        shutil.copy(ROOT / "_toc.yml", unfinished)
        unfinished.rename(home / "book")


def whole_number(name, default):
    """Return the whole number above zero that the environment variable `name` holds."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise SystemExit(f"{name} is {text!r}: give a whole number above zero, for instance {name}={default}")
    return int(text)


password = os.environ.get("COURSE_HUB_PASSWORD", "")
if len(password) < 8:
    raise SystemExit("Set COURSE_HUB_PASSWORD to a password of 8 characters or more that your class shares.")

c = get_config()  # noqa: F821 (JupyterHub gives it to the file)
CLASS.mkdir(mode=0o700, parents=True, exist_ok=True)

address = os.environ.get("COURSE_HUB_ADDRESS", "127.0.0.1")
c.JupyterHub.bind_url = f"http://{address}:{whole_number('COURSE_HUB_PORT', 8000)}"
c.JupyterHub.hub_port = whole_number("COURSE_HUB_INNER_PORT", 8081)
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{whole_number('COURSE_HUB_PROXY_PORT', 8001)}"
c.ConfigurableHTTPProxy.command = [sys.executable, str(HERE / "proxy.py"), f"--proxy-timeout={PATIENCE_S}000"]
c.JupyterHub.cookie_secret_file = str(CLASS / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{CLASS / 'hub.sqlite'}"
c.ConfigurableHTTPProxy.pid_file = str(CLASS / "proxy.pid")

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = password
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,30}"  # the name is a folder's name too

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(CLASS / "learners" / "{username}")
c.Spawner.cmd = [str(PROGRAMS / "jupyterhub-singleuser")]
if os.name == "posix" and os.geteuid() == 0:
    c.Spawner.args = ["--allow-root"]
c.Spawner.pre_spawn_hook = prepare
# A lesson lies in a folder of its chapter: its program finds the learner's own course all the same.
c.Spawner.environment = {"PYTHONPATH": lambda spawner: str(CLASS / "learners" / spawner.user.name / "book")}
c.Spawner.notebook_dir = str(CLASS / "learners" / "{username}")
c.Spawner.default_url = "/lab/tree/book"
c.Spawner.start_timeout = PATIENCE_S
c.Spawner.http_timeout = PATIENCE_S
# This spawner cannot hold a learner to a limit of memory: the number of places guards the machine.
places = whole_number("COURSE_HUB_LEARNERS", 10)
c.JupyterHub.active_server_limit = places
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.JupyterHub.template_vars = {"places": places, "minutes_idle": MINUTES_IDLE}

c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={MINUTES_IDLE * 60}"],
    }
]
if token := os.environ.get("COURSE_HUB_ADMIN_TOKEN"):
    c.JupyterHub.services.append({"name": "measure", "api_token": token})
    c.JupyterHub.load_roles.append(
        {
            "name": "measure",
            "scopes": ["admin:users", "admin:servers", "access:servers"],
            "services": ["measure"],
        }
    )
