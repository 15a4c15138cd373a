"""The first use of a term on a page opens its entry; what is no prose, and later uses, stay as they are."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from lessonkit.sphinx import terms

MYST = {"myst_enable_extensions": ["dollarmath"]}
GLOSSARY = """\
# Glossary

```{glossary}
end plate
    The spot of a muscle under a nerve ending.

end-plate potential
    What one impulse does at the {term}`end plate`, in *mV*.

EEG
electroencephalogram
    A record of the waves of the brain.

salt
    A compound of an ion with its partner.

antibody
    A protein of defence, found in blood & lymph.

    More of it.
```
"""
PAGE = """\
# The end plate and the EEG

`salt`, [antibody](glossary.md), salt and $salt$ are no first use. A low-end plate is none.

## Antibodies

An End
plate has *end-plate potentials*; another end plate and an eeg have none.
Antibodies are in {term}`salts <salt>`, and {term}`salt` stays a link.

| EEG |
|-----|
| A cell |

- The (electroencephalogram), the EEG
"""


@pytest.fixture
def warnings():
    return StringIO()


@pytest.fixture
def build(tmp_path, warnings):
    book, out = tmp_path / "book", tmp_path / "out"
    book.mkdir()

    def built(by_hand=("salt",), **pages: str) -> dict[str, BeautifulSoup]:
        for name, text in pages.items():
            (book / f"{name}.md").write_text(text, encoding="utf-8")
        app = Sphinx(
            book, None, out, tmp_path / "doctrees", "html", status=None, warning=warnings,
            confoverrides={"extensions": ["myst_parser"], "root_doc": "page", **MYST},
        )  # fmt: skip
        terms.register(app)
        app.config[terms.BY_HAND] = list(by_hand)
        app.build()
        made = {path.stem: path.read_text("utf-8") for path in out.glob("*.html")}
        return {name: BeautifulSoup(html, "html.parser") for name, html in made.items()}

    return built


def test_the_first_use_in_prose_is_a_button(build):
    page = build(glossary=GLOSSARY, page=PAGE)["page"]
    buttons = page.select("button.term")
    assert [re.sub(r"\s+", " ", button.text) for button in buttons] == [
        "End plate",
        "end-plate potentials",
        "Antibodies",
        "salts",
        "electroencephalogram",
    ]
    assert buttons[1].parent.name == "em"
    assert page.select_one("a[href='glossary.html#term-salt']:not(.term-entry a)").text == "salt"
    assert "An End plate has end-plate potentials; another" in re.sub(r"\s+", " ", page.text)


def test_marks_stay_on_the_line_of_their_word(build):
    page = build(glossary=GLOSSARY, page=PAGE)["page"]
    assert [kept.text for kept in page.select(".term-kept")] == ["salts,", "(electroencephalogram),"]


def test_each_button_opens_one_entry_with_a_link_to_the_whole(build):
    pages = build(glossary=GLOSSARY, page=PAGE)
    page = pages["page"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len({*ids})
    for button in page.select("button.term"):
        entry = page.find(id=button["popovertarget"])
        assert entry.has_attr("popover")
        target = entry.a["href"].partition("#")[2]
        assert pages["glossary"].find(id=target).name == "dt"
    entries = [entry.text for entry in page.select(".term-entry")]
    assert entries[1] == "end-plate potential: What one impulse does at the end plate, in mV."
    assert entries[2] == "antibody: A protein of defence, found in blood & lymph."
    assert entries[4] == "EEG: A record of the waves of the brain."
    assert not pages["glossary"].select("button.term, .page-terms")


def test_the_search_index_has_the_words_of_the_page_alone(build, tmp_path):
    build(glossary=GLOSSARY, page=PAGE)
    index = (tmp_path / "out" / "searchindex.js").read_text("utf-8")
    names = re.search(r'"?docnames"?:\s*\[([^\]]*)\]', index)[1].replace('"', "").split(",")
    found = re.search(r'"?wave"?:\s*(\[[^\]]*\]|\d+)', index)[1]
    assert str([name.strip() for name in names].index("glossary")) == found


def test_a_changed_entry_is_told_on_pages_that_did_not_change(build):
    build(glossary=GLOSSARY, page=PAGE)
    page = build(glossary=GLOSSARY.replace("waves of", "currents of"))["page"]
    assert "A record of the currents of the brain." in page.text


def test_a_term_to_mark_by_hand_has_to_be_in_the_glossary(build, warnings):
    build(by_hand=["slat"], glossary=GLOSSARY, page=PAGE)
    assert "'slat' is no term of the glossary" in warnings.getvalue()


@pytest.mark.parametrize(
    ("term", "is_said", "is_not"),
    [
        ("synapse", ["synapse", "Synapses"], ["synaptic"]),
        ("antibody", ["antibody", "antibodies"], ["antibodys"]),
        ("assay", ["assays"], ["assaies"]),
        ("GRADE", ["GRADE"], ["grade"]),
        ("Poisson's law", ["Poisson's law", "Poisson’s law"], ["Poissons law"]),
        ("motor unit", ["motor\nunits"], ["motorunit"]),
    ],
)
def test_forms_of_a_term(term, is_said, is_not):
    for word in is_said:
        assert re.fullmatch(terms.pattern(term), word)
    for word in is_not:
        assert not re.fullmatch(terms.pattern(term), word)
