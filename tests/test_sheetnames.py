"""Names of sheets beside those that are taken."""

from __future__ import annotations

from smartxl.sheetnames import free_sheet_names


def test_names_are_those_of_no_other_sheet() -> None:
    wanted = [("a", "排名"), ("b", "排名"), ("c", "总体/结果"), ("d", "x" * 40), ("e", "市级情况")]
    found = free_sheet_names(wanted, ["排名", "HISTORY"])
    assert found == {"a": "排名 (2)", "b": "排名 (3)", "c": "总体／结果", "d": "x" * 31, "e": "市级情况"}
