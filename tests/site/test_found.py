"""Being found: what the pages say of themselves, with and without the addresses of site and source."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import ROOT, build_book
from lessonkit.sphinx.description import LONGEST, SHORTEST, shortened

SITE = "https://example.org/course/"
REPOSITORY = "https://github.com/your-name/your-course"
MINIMUM = {
    "@context",
    "@type",
    "@id",
    "http://purl.org/dc/terms/conformsTo",
    "description",
    "keywords",
    "name",
}
"""What Bioschemas' profile TrainingMaterial 1.0 requires."""
RECOMMENDED = {
    "about", "audience", "author", "educationalLevel", "identifier", "inLanguage", "learningResourceType",
    "license", "url",
}  # fmt: skip
"""What it recommends and the course knows of each page."""


class _Head(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.meta: list[dict] = []
        self.links: list[dict] = []
        self.data: list[str] = []
        self._reads = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "meta":
            self.meta.append(found)
        if tag in ("link", "a"):
            self.links.append(found)
        self._reads = found.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._reads:
            self.data.append(data)
            self._reads = False

    def all(self, name: str) -> list[str]:
        return [each["content"] for each in self.meta if name in (each.get("name"), each.get("property"))]


def pages(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if not {"_static", "_downloads"} & set(path.parts)]


def test_each_page_has_one_description_of_its_own_and_says_the_size_of_the_view_once(site):
    found = {}
    for path in pages(site):
        head = _Head(path.read_text(encoding="utf-8"))
        (text,) = head.all("description")
        assert 30 <= len(text) <= LONGEST, path.name
        assert not re.search(r"[\[<{]", text), text
        assert len(head.all("viewport")) == 1, path.name
        if path != site / "index.html":  # it leads to the first page, and says the same
            assert text not in found, f"{path} and {found.get(text)}"
            found[text] = path
    assert "synapse can receive its transmitter and still pass almost no current" in " ".join(found)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One sentence.", "One sentence."),
        (f"{'A' * SHORTEST}. Two. {'B' * LONGEST}.", f"{'A' * SHORTEST}. Two."),
        (f"Yes. {'word ' * 60}", f"Yes. {'word ' * 60}"[:LONGEST].rpartition(" ")[0] + "…"),
    ],
)
def test_a_description_ends_with_a_sentence_or_a_word(text, short):
    assert shortened(text) == short
    assert len(short) <= LONGEST


def test_without_addresses_nothing_points_to_one(site):
    head = _Head((site / "book" / "safety" / "index.html").read_text(encoding="utf-8"))
    assert head.all("og:url") == head.data == []
    assert not [link for link in head.links if link.get("rel") == "canonical"]
    assert not (site / "sitemap.xml").exists()


def build(folder: Path) -> tuple[int, str]:
    done = build_book(folder)
    return done.returncode, done.stdout + done.stderr


def small_book(folder: Path, site: str, repository: str) -> Path:
    """A book of two pages that run nothing, one of them with a bank, and the addresses in its settings."""
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = config.replace('baseurl: ""', f'baseurl: "{site}"').replace(
        '  url: ""', f'  url: "{repository}"'
    )
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    shutil.copy(ROOT / "CITATION.cff", folder)
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in ("course", "data", "quizzes", "figures"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name, ignore=leave_out)
    shutil.copy(ROOT / "book" / "references.bib", folder / "book")
    for name in ("index", "safety"):
        (folder / "book" / f"{name}.md").write_text(
            f"# The page {name}\n\nIt is <about> {name}.\n", encoding="utf-8"
        )
    contents = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/safety\n"
    (folder / "_toc.yml").write_text(contents, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def online(tmp_path_factory):
    book = small_book(tmp_path_factory.mktemp("online"), SITE.rstrip("/"), REPOSITORY)
    code, said = build(book)
    assert code == 0, said
    return book / "_build" / "html", said


def test_with_the_sites_address_each_page_has_canonical_link_preview_and_data(online):
    folder, _ = online
    for name in ("index", "safety"):
        head = _Head((folder / "book" / f"{name}.html").read_text(encoding="utf-8"))
        assert len(head.all("viewport")) == 1
        address = f"{SITE}book/{name}.html"
        assert [link["href"] for link in head.links if link.get("rel") == "canonical"] == [address]
        assert head.all("og:url") == [address]
        assert head.all("og:title") == [f"The page {name}"]
        assert head.all("og:description") == head.all("description")
        (picture,) = head.all("og:image")
        assert picture.startswith(SITE)
        png = (folder / picture.removeprefix(SITE)).read_bytes()
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
        (data,) = map(json.loads, head.data)
        assert data.keys() >= MINIMUM | RECOMMENDED
        assert (data["@type"], data["url"]) == ("LearningResource", address)
        assert ("teaches" in data, "isPartOf" in data) == (name == "safety", name == "safety")


def test_the_sitemap_names_the_pages_and_robots_are_told_at_a_hosts_root_alone(online, tmp_path):
    folder, _ = online
    tree = ElementTree.parse(folder / "sitemap.xml")
    assert sorted(each.text for each in tree.iter() if each.tag.endswith("}loc")) == [
        f"{SITE}book/index.html",
        f"{SITE}book/safety.html",
    ]
    assert not (folder / "robots.txt").exists()


def test_with_the_repositorys_address_readers_get_its_buttons(online):
    folder, said = online
    html = (folder / "book" / "safety.html").read_text(encoding="utf-8")
    for link in (REPOSITORY, f"{REPOSITORY}/edit/main/book/safety.md", f"{REPOSITORY}/issues/new"):
        assert f'href="{link}' in html
    assert "names no service under launch_buttons" in said
    assert "has no html.baseurl" not in said


def test_no_page_of_an_online_site_asks_another_host(online, browser):
    folder, _ = online
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "book" / "safety.html").as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_without_addresses_the_build_says_once_what_is_left_out(tmp_path):
    code, said = build(small_book(tmp_path, "", ""))
    assert code == 0, said
    for words in (
        "no html.baseurl: pages go without canonical address",
        "no repository.url: readers will miss",
    ):
        assert said.count(words) == 1


def test_an_address_that_is_none_stops_the_build(tmp_path):
    code, said = build(small_book(tmp_path, "example.org/course", ""))
    assert code != 0
    assert "html.baseurl: 'example.org/course' is no whole address: write one such as https://" in said
