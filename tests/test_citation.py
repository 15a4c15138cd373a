"""CITATION.cff: what its format asks for, and the same addresses as in `_config.yml`."""

from __future__ import annotations

import datetime
import re

import yaml

from conftest import ROOT
from course import __version__

CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
KNOWN = {
    "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers",
    "keywords", "license", "license-url", "message", "preferred-citation", "references", "repository",
    "repository-artifact", "repository-code", "title", "type", "url", "version",
}  # fmt: skip
"""The fields of Citation File Format 1.2.0, which allows no other."""


def test_it_follows_the_schema_of_its_format():
    assert {"authors", "cff-version", "message", "title"} <= CITED.keys() <= KNOWN
    assert CITED["cff-version"] == "1.2.0"
    assert CITED["type"] in ("software", "dataset")
    assert isinstance(CITED["date-released"], datetime.date)
    for author in CITED["authors"]:
        assert author.get("name") or {"family-names", "given-names"} & author.keys()
    for texts in (CITED["keywords"], CITED["license"]):
        assert len(texts) == len(set(texts)) > 0
        assert all(isinstance(text, str) and text for text in texts)
    for name in ("url", "repository-code"):
        assert re.match(r"https?://\S+$", CITED.get(name, "https://example.org"))


def test_version_and_addresses_are_those_of_the_course():
    assert CITED["version"] == __version__
    assert CITED.get("url", "") == CONFIG["html"]["baseurl"]
    assert CITED.get("repository-code", "") == CONFIG["repository"]["url"]
