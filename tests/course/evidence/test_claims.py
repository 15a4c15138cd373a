"""The claims: complete, cited, and a plain table before any script."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from course import course
from course.evidence import Claims
from course.evidence.claims import VERDICTS, read_claims
from lessonkit.bibliography import UnknownReferenceError
from lessonkit.tables import DataError

HEAD = "id,topic,claim,verdict,why,sources\n"
GOOD = "kale,Food,Kale is rich.,wrong in part,It is not.,usda2016national\n"


@pytest.fixture
def folder(tmp_path):
    """Write a table of claims and return its folder."""

    def write(*rows: str):
        (tmp_path / "claims.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        return tmp_path

    return write


def test_every_claim_of_the_course_is_there_with_a_source():
    claims = read_claims()
    assert len(claims) == 42
    assert {claim.verdict for claim in claims} == set(VERDICTS)
    assert all(claim.sources for claim in claims)


def test_the_table_is_whole_without_a_script():
    page = BeautifulSoup(Claims().html, "html.parser")
    claims = read_claims()
    rows = page.select("tbody tr")
    assert [row["id"] for row in rows] == [f"claim-{claim.id}" for claim in claims]
    for row, claim in zip(rows, claims, strict=True):
        assert claim.claim in row.th.text
        assert claim.why in row.text
        assert [a["href"] for a in row.select("a")] == [s.url for s in claim.sources if s.url]
    assert page.form.has_attr("hidden")


def test_the_key_counts_the_verdicts():
    page = BeautifulSoup(Claims().html, "html.parser")
    counts = [int(count.text) for count in page.select(".claims-count")]
    assert sum(counts) == len(read_claims())


def test_markup_in_a_claim_is_shown_as_it_is_written(folder):
    html = Claims(folder(GOOD.replace("It is not.", "<script>1 < 2</script>"))).html
    assert "&lt;script&gt;1 &lt; 2&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        ([GOOD, GOOD], DataError, "the id 'kale' stands twice: rename one"),
        ([GOOD.replace("wrong in part", "false")], DataError, "claims.csv, kale: verdict 'false' is unknown"),
        ([GOOD.replace("It is not.", "")], DataError, "claims.csv, line 2: why is blank"),
        ([GOOD.replace("usda", "usd")], UnknownReferenceError, "has no entry 'usd2016national'"),
    ],
)
def test_a_faulty_table_is_refused(rows, error, message, folder):
    with pytest.raises(error, match=message):
        read_claims(folder(*rows))


def test_blanks_around_a_source_do_not_matter(folder):
    (claim,) = read_claims(folder(GOOD.replace("usda2016national", "usda2016national; usda2019foundation")))
    assert [source.key for source in claim.sources] == ["usda2016national", "usda2019foundation"]


def test_the_table_lies_with_the_other_data():
    assert (course.data / "claims.csv").is_file()
