"""A unit is found by what a person calls it."""

from __future__ import annotations

import pytest

from smartxl.model.definition import Roster, Unit
from smartxl.text import Text

ROSTER = Roster(
    tuple(
        Unit(code, Text(name, english), "dep")
        for code, name, english in (
            ("007", "市公安局", "Police"),
            ("0101", "第7中学", "School"),
            ("00101", "市教育局", "Education"),
            ("101", "市教育局考试院", "Exams"),
            ("0012", "医院", "Hospital"),
            ("GA", "卫健委", "Health"),
        )
    )
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("007", "007"),
        ("101", "101"),
        ("0101", "0101"),
        ("12", "0012"),
        ("ga", "GA"),
        ("卫健", "GA"),
        ("市教育局", "00101"),
        ("7", None),  # 007, or 第7中学
        ("000101", None),
        ("教育", None),
        ("", None),
    ],
)
def test_by_code_then_by_name(typed: str, code: str | None) -> None:
    found = ROSTER.find(typed)
    assert (found.code if found else None) == code
