"""What a browser may keep of a site, and when that is another version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from lessonkit.sphinx import offline


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site of a few files."""
    for name in (
        "index.html", "book/a.html", "_static/course/quiz.js", "_static/worksheets/a.pdf", "_sources/a.md",
        "_downloads/1/a.csv", ".buildinfo", "book/.hidden/a.html", "objects.inv",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"This is {name}.")
    return tmp_path


def written(root: Path) -> dict:
    offline.write_worker(root, "a-course")
    return json.loads((root / offline.FILES).read_text())


def test_pages_and_what_they_load_may_be_kept_and_nothing_else(root):
    files = written(root)["files"]
    assert list(files) == ["_static/course/quiz.js", "book/a.html", "index.html"]
    content = (root / "book/a.html").read_bytes()
    assert files["book/a.html"] == [len(content), hashlib.sha256(content).hexdigest()[: offline.DIGITS]]


def test_a_version_is_what_the_files_say(root):
    first = written(root)["version"]
    assert written(root)["version"] == first  # the worker and the list are no part of it
    (root / "_sources/a.md").write_text("Other words.")
    assert written(root)["version"] == first
    (root / "book/a.html").write_text("Other words.")
    second = written(root)["version"]
    assert second != first
    (root / "book/a.html").rename(root / "book/b.html")
    assert written(root)["version"] not in (first, second)


def test_the_worker_knows_its_version(root):
    version = written(root)["version"]
    told = (root / offline.WORKER).read_text().partition("\n")[0]
    known = json.loads(told.removeprefix("self.courseSite = ").removesuffix(";"))
    assert known == {"id": "a-course", "version": version, "files": offline.FILES}


@pytest.mark.parametrize(("favicon", "icons"), [("a/icon.svg", 1), ("", 0)])
def test_the_manifest_says_where_the_course_starts(favicon, icons):
    config = SimpleNamespace(
        html_title="A course", language="en_GB", html_favicon=favicon, root_doc="book/index"
    )
    app = SimpleNamespace(config=config, builder=SimpleNamespace(get_target_uri=lambda page: f"{page}.html"))
    manifest = offline._manifest(app)
    assert (manifest["name"], manifest["lang"]) == ("A course", "en-GB")
    assert manifest["start_url"] == "book/index.html"
    assert len(manifest["icons"]) == icons
