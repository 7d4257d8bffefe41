"""A verify report as JSON, nothing left out."""

from __future__ import annotations

from dataclasses import asdict

from smartxl.cells import Cell
from smartxl.cli.present.verified import VerifyRecord
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.verify import Difference, DifferenceKind, VerifyReport

FOUND = Difference(
    Cell("汇总", 3, 4), Quantity(QuantityKind.SCORE, "B", "S1"), 1.0, 2.0, "=A1", DifferenceKind.VALUE
)
EXTRA = Difference(Cell("汇总", 9, 6), None, "", "", "=2", DifferenceKind.UNPLANNED)


def test_it_goes_to_json_whole() -> None:
    data = asdict(VerifyRecord.of(VerifyReport(5, 2, 4, (FOUND, EXTRA)), "zh"))
    assert data["ok"] is False
    assert (data["formulas"], data["shapes"], data["checked"]) == (5, 2, 4)
    assert [(d["kind"], d["follows"]) for d in data["differences"]] == [("unplanned", False), ("value", True)]
    assert data["differences"][1]["quantity"] == ("score", "B", "S1")
    assert data["differences"][1]["cell"] == "'汇总'!D3"
    assert data["differences"][0]["quantity"] is None
