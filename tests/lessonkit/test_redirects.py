"""The table of old addresses: a fault names the file, the line and the remedy."""

from __future__ import annotations

import pytest

from lessonkit.contents import ContentsError
from lessonkit.redirects import NAME, read_redirects


@pytest.fixture
def root(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "root: index\nchapters:\n- file: new/index\n  sections: [{file: new/lesson}]\n", encoding="utf-8"
    )
    return tmp_path


def test_a_table_is_read(root):
    assert read_redirects(root) is None
    (root / NAME).write_text(
        "redirects:\n- from: old\n  to: new/index\n  anchors: {part: new/lesson#part}\n", encoding="utf-8"
    )
    [redirect] = read_redirects(root).table.redirects
    assert (redirect.old, redirect.to, redirect.anchors) == ("old", "new/index", {"part": "new/lesson#part"})


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("redirects:\n- from: old\n", "3: redirect number 1, to: is missing"),
        (
            "redirects:\n- from: old\n  to: gone\n",
            "3: redirect number 1, to = 'gone': is no page of the table",
        ),
        (
            "redirects:\n- from: old\n  to: new/index\n  also: [gone/index]\n",
            "4: redirect number 1, also 1 = 'gone/index': is no page of the table",
        ),
        (
            "redirects:\n- from: new/lesson\n  to: new/index\n",
            "2: redirect number 1, from = 'new/lesson': is a page",
        ),
        (
            "redirects:\n- from: old\n  to: new/index\n  anchors:\n    part: gone#part\n",
            "5: redirect number 1, anchors, part = 'gone#part': is no page",
        ),
    ],
)
def test_a_fault_names_line_and_remedy(root, table, found):
    (root / NAME).write_text(table, encoding="utf-8")
    with pytest.raises(ContentsError) as raised:
        read_redirects(root)
    line, _, rest = found.partition(": ")
    text = str(raised.value)
    assert rest in text
    assert text.startswith(f"{root / NAME}:")
