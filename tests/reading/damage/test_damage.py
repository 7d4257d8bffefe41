"""A form that went through other programs: every answer as before, or a finding that says which is not, and why."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.reading.damage.by_openpyxl import BY_OPENPYXL, IN_PARTS
from tests.reading.damage.filled import filled
from tests.reading.damage.judging import assert_as_declared
from tests.reading.damage.table import Damage
from tests.reading.forms import patch


@pytest.fixture(scope="module")
def small() -> bytes:
    """The form without the sheets in which nothing is answered, which take openpyxl longest."""
    book = load_workbook(BytesIO(filled().content))
    for name in ("封面", "填报说明", "得分一览"):
        book.remove(book[name])
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("damage", BY_OPENPYXL, ids=[damage.name for damage in BY_OPENPYXL])
def test_damage_done_by_openpyxl(damage: Damage, small: bytes) -> None:
    assert damage.change is not None
    book = load_workbook(BytesIO(small))
    damage.change(book)
    assert_as_declared(damage, _saved(book))


@pytest.mark.parametrize("damage", IN_PARTS, ids=[damage.name for damage in IN_PARTS])
def test_damage_done_in_the_xml(damage: Damage) -> None:
    assert damage.parts is not None
    changed = patch(filled().content, damage.parts)
    assert changed != patch(filled().content, {})
    assert_as_declared(damage, changed)
