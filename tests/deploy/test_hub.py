"""The class hub: learners start at once and run the course, a full hub says so, bad settings are named."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import psutil
import pytest
import yaml
from classroom import CONFIG, PASSWORD, Classroom, open_classroom
from playwright.sync_api import Browser, Page, expect
from traitlets.config import Config

from conftest import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of its own dependency
    from repo2docker.__main__ import make_r2d

DEPLOY = ROOT / "deploy" / "jupyterhub"
WIDGET = "application/vnd.jupyter.widget-view+json"


# Settings


def configured(monkeypatch, folder: Path, **environment: str) -> Config:
    """Return what the hub's configuration sets with these variables of the environment."""
    for name in ("PASSWORD", "LEARNERS", "PORT", "ADMIN_TOKEN"):
        monkeypatch.delenv(f"COURSE_HUB_{name}", raising=False)
    monkeypatch.setenv("COURSE_HUB_FOLDER", str(folder / "class"))
    for name, value in environment.items():
        monkeypatch.setenv(f"COURSE_HUB_{name}", value)
    config = Config()
    code = compile(CONFIG.read_text(encoding="utf-8"), str(CONFIG), "exec")
    exec(code, {"get_config": lambda: config, "__file__": str(CONFIG)})
    return config


def test_it_stays_on_this_machine_unless_told(monkeypatch, tmp_path):
    config = configured(monkeypatch, tmp_path, PASSWORD=PASSWORD)
    assert config.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert config.JupyterHub.active_server_limit == 10
    assert "measure" not in [service["name"] for service in config.JupyterHub.services]


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, r"^Set COURSE_HUB_PASSWORD to a password of 8 characters or more"),
        ({"PASSWORD": "short"}, r"^Set COURSE_HUB_PASSWORD"),
        (
            {"PASSWORD": PASSWORD, "LEARNERS": "many"},
            r"^COURSE_HUB_LEARNERS is 'many': give a whole number above zero",
        ),
        ({"PASSWORD": PASSWORD, "PORT": "0"}, r"^COURSE_HUB_PORT is '0'"),
    ],
)
def test_a_bad_setting_is_named(environment, message, monkeypatch, tmp_path):
    with pytest.raises(SystemExit, match=message):
        configured(monkeypatch, tmp_path, **environment)


def test_a_learner_gets_a_copy_once_and_keeps_it(monkeypatch, tmp_path):
    prepare = configured(monkeypatch, tmp_path, PASSWORD=PASSWORD).Spawner.pre_spawn_hook
    spawner = SimpleNamespace(user=SimpleNamespace(name="ada"), port=0)
    prepare(spawner)
    chapter = tmp_path / "class" / "learners" / "ada" / "book" / "safety" / "index.md"
    page = ROOT / "book" / "safety" / "index.md"
    assert chapter.read_text(encoding="utf-8") == page.read_text(encoding="utf-8")
    chapter.write_text("My notes.\n", encoding="utf-8")
    prepare(spawner)
    assert chapter.read_text(encoding="utf-8") == "My notes.\n"


def test_each_server_gets_a_port_that_nothing_else_is_handed(monkeypatch, tmp_path):
    """A port from the system's own range may be gone when a busy machine's server opens it."""
    prepare = configured(monkeypatch, tmp_path, PASSWORD=PASSWORD).Spawner.pre_spawn_hook
    spawner = SimpleNamespace(user=SimpleNamespace(name="ada"), port=0)
    given = set()
    for _ in range(50):
        prepare(spawner)
        given.add(spawner.port)
    assert len(given) == 50
    assert all(20_000 <= port < 30_000 for port in given)


def test_the_values_for_kubernetes_have_the_names_of_the_chart():
    text = (DEPLOY / "values.yaml").read_text(encoding="utf-8")
    values = yaml.safe_load(text)
    assert set(values) == {"singleuser", "hub", "cull"}
    assert set(values["singleuser"]) == {"image", "defaultUrl", "memory", "cpu"}
    assert set(values["singleuser"]["memory"]) == {"guarantee", "limit"}
    assert set(values["hub"]) == {"config", "activeServerLimit"}
    assert set(values["cull"]) == {"enabled", "timeout", "every"}
    pin = re.search(
        r"^nbgitpuller==\S+", (DEPLOY / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f"`{pin[0]}`" in text


def test_the_image_keeps_the_course_where_no_storage_hides_it():
    """The chart's storage covers the home folder, and with it what is installed as it lies there."""
    text = (DEPLOY / "values.yaml").read_text(encoding="utf-8")
    [command] = re.findall(r"^#\s+(repo2docker .+)$", text, re.MULTILINE)
    asked = make_r2d(command.split()[1:])
    home = f"/home/{asked.user_name}"
    assert Path(asked.target_repo_dir).is_absolute()
    assert not asked.target_repo_dir.startswith(home)
    assert yaml.safe_load(text)["hub"]["config"]["Spawner"]["notebook_dir"] == home


# Links


def links(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, DEPLOY / "links.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_page_has_a_link_that_opens_it_in_jupyterlab():
    lines = links(
        "https://hub.example.org/", "https://github.com/us/course.git", "--branch", "spring"
    ).stdout.split()
    start = "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A//github.com/us/course"
    files = [
        re.fullmatch(rf"{re.escape(start)}&urlpath=lab/tree/course/(\S+)&branch=spring", line)[1]
        for line in lines
    ]
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter for part in contents["parts"] for chapter in part["chapters"]]
    pages = [page for chapter in chapters for page in (chapter, *chapter.get("sections", ()))]
    assert files == [f"{page['file']}.md" for page in pages]
    assert all((ROOT / file).is_file() for file in files)


@pytest.mark.parametrize(
    ("hub", "repository", "wrong"),
    [("hub.org", "https://a.org/b", "hub"), ("https://hub.org", "b.git", "repository")],
)
def test_a_link_needs_whole_addresses(hub, repository, wrong):
    assert f"the {wrong} is " in links(hub, repository).stderr


# A class


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    """A hub with two places, both taken."""
    with open_classroom(tmp_path_factory.mktemp("hub") / "class", places=2) as classroom:
        with ThreadPoolExecutor(2) as pool:
            servers = list(pool.map(classroom.start_server, ("ada", "ben")))
        yield classroom
    assert [server for server in servers if psutil.pid_exists(server)] == []


def log_in(browser: Browser, learner: str, address: str) -> Page:
    """Open the address as somebody who has not logged in yet."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.get_by_label("Username").fill(learner)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


@pytest.mark.parametrize("learner", ["ada", "ben"])
def test_a_learner_runs_the_course_from_a_folder_of_their_own(learner, classroom):
    code = (
        "import course\nfrom course.models import nmda_block\n"
        "course.Paths(), course.Chapter('myoclonus')\nprint(course.__file__)"
    )
    with classroom.kernel(learner) as kernel:
        heard = list(kernel.run(f"{code}\ncourse.Explorer(nmda_block)"))
    assert [one["content"] for one in heard if one["msg_type"] == "error"] == []
    [printed] = [one["content"]["text"] for one in heard if one["msg_type"] == "stream"]
    assert (
        Path(printed.strip()) == classroom.folder / "learners" / learner / "book" / "course" / "__init__.py"
    )
    assert [one for one in heard if WIDGET in one["content"].get("data", {})]


def test_a_chapter_opens_as_a_notebook(classroom, browser):
    page = log_in(browser, "ada", f"{classroom.address}/user/ada/lab/tree/book/safety/index.md")
    shows_safety_as_a_notebook(page)


def test_a_link_fetches_the_course_and_opens_its_page(classroom, browser, tmp_path):
    repository = tmp_path / "copy"
    (repository / "book").mkdir(parents=True)
    shutil.copytree(ROOT / "book" / "safety", repository / "book" / "safety")
    git = ("git", "-C", repository, "-c", "user.name=A teacher", "-c", "user.email=teacher@example.org")
    for command in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        ("commit", "--quiet", "-m", "Ours"),
    ):
        subprocess.run([*git, *command], check=True)
    made = links(classroom.address, "https://example.org/copy").stdout.split()
    [address] = [line for line in made if "/safety/index.md" in line]
    page = log_in(browser, "ben", address.replace("https%3A//example.org/copy", quote(repository.as_uri())))
    shows_safety_as_a_notebook(page)
    assert (classroom.folder / "learners" / "ben" / "copy" / "book" / "safety" / "index.md").is_file()


def shows_safety_as_a_notebook(page: Page) -> None:
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible(timeout=60_000)
    expect(page.locator(".jp-Notebook h1").first).to_contain_text("Safety")
    page.close()


def test_a_full_hub_says_what_to_do(classroom, browser):
    page = log_in(browser, "cleo", f"{classroom.address}/hub/spawn")
    expect(page.get_by_role("heading", level=1)).to_have_text("The class hub is full")
    body = page.locator("body")
    expect(body).to_contain_text("It has 2 places, and all are taken. What you wrote here before is kept.")
    expect(body).to_contain_text("“Stop My Server”")
    expect(body).to_contain_text("need no place here")
    page.close()
