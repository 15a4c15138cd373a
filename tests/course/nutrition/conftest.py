"""What the tests of foods share: the tables of the course, copied and changed."""

from __future__ import annotations

import shutil

import pytest

from course import course


@pytest.fixture
def tables(tmp_path):
    """Copy the tables, with `old` replaced by `new` where it stands first in one of them."""

    def damage(table: str, old: str, new: str):
        for path in course.data.glob("*.csv"):
            shutil.copy(path, tmp_path)
        text = (tmp_path / table).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / table).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return damage
