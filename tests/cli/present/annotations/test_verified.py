"""What verifying found, as annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.cli.present.annotations.verified import annotated_verification
from smartxl.cli.present.verified import Verified
from smartxl.errors import ProjectError, UnreadableFile
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.text import Text
from smartxl.verify import (
    BookReport,
    Difference,
    DifferenceKind,
    NotRecalculated,
    StoredDifference,
    VerifyReport,
)
from smartxl.xlsx.spot import Spot

NOW, OTHER = Text("随时间变化", "changes with time"), Text("不支持", "not supported")


def missing(row: int, column: int, why: Text = NOW, sheet: str = "表") -> NotRecalculated:
    return NotRecalculated(Cell(sheet, row, column), why, f"=NOW()+A{row}", "华东")


def told(outcome: Verified) -> list[tuple[str, str, str]]:
    file = annotated_verification(Path("a.xlsx"), outcome)
    return [(each.rule.code, each.level.value, each.place) for each in file.annotations]


def test_values_that_differ_are_errors_each_for_itself() -> None:
    found = tuple(StoredDifference(Cell("表", row, 4), 1.0, 2.0, "=A1") for row in (2, 3))
    report = BookReport(5, 0, found, (), 0.1, "")
    assert told(report) == [("verify-stored", "error", "表!D2"), ("verify-stored", "error", "表!D3")]


def test_what_is_not_recalculated_is_a_note_for_each_run_of_cells_and_reason() -> None:
    cells = [(2, 5), (3, 5), (4, 5), (6, 5), (2, 6)]
    found = (*(missing(*cell) for cell in cells), missing(5, 5, OTHER), missing(2, 5, sheet="另一张"))
    areas = [place for _, _, place in told(BookReport(9, 0, (), found, 0.1, ""))]
    assert areas == ["表!E2:E4", "表!E6", "表!F2", "表!E5", "另一张!E2"]


def test_of_ours_causes_are_errors_and_what_follows_are_notes() -> None:
    changed = Difference(Spot("汇总", "D:D"), None, "hidden", "visible", "", DifferenceKind.HIDDEN)
    quantity = Quantity(QuantityKind.SCORE, "B", "S1")
    value = Difference(Cell("汇总", 3, 4), quantity, 1.0, 2.0, "=A1", DifferenceKind.VALUE)
    assert told(VerifyReport(5, 2, 4, (value, changed))) == [
        ("verify-hidden", "error", "汇总!D:D"),
        ("verify-value", "note", "汇总!D3"),
    ]
    assert len(annotated_verification(Path("a.xlsx"), VerifyReport(5, 2, 4, ())).rules) == len(DifferenceKind)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(UnreadableFile("a.xlsx", Text("坏"), Text("换")), "file-unreadable", id="unreadable"),
        pytest.param(ProjectError("a.xlsx", Text("别的项目"), Text("换")), "file-refused", id="refused"),
    ],
)
def test_a_file_that_was_not_verified_is_an_error(error: UnreadableFile | ProjectError, code: str) -> None:
    assert told(error) == [(code, "error", "")]
