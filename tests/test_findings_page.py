"""Why findings come about: told for every code, in both languages, and for no code that does not exist."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from smartxl.findings import FindingCode

CAUSES = Path(__file__).parent.parent / "examples" / "findings_causes.csv"


def rows() -> dict[str, dict[str, str]]:
    with CAUSES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file, strict=True)}


def test_every_code_has_its_row_and_no_other() -> None:
    assert set(rows()) == {code.value for code in FindingCode}


@pytest.mark.parametrize("code", sorted(rows()))
def test_cause_and_example_are_told_in_both_languages(code: str) -> None:
    row = rows()[code]
    assert row["cause_zh"]
    assert row["cause_en"]
    assert row["cause_zh"] != row["cause_en"]
    assert row["example_zh"]
    assert row["example_en"]
