"""Sheet names of units, the profile, and small helpers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.cells import sheet_name_fault
from smartxl.define import load, profile
from smartxl.define.check_common import number_list
from smartxl.sheetnames import short_unit_name, unit_sheet_names
from smartxl_templates import example_folder

SHEET_NAMES = {
    "without 市": ([("A", "市公安局")], ["公安局"]),
    "市 stays in a short name": ([("A", "市政府")], ["市政府"]),
    "inner 市 stays": ([("A", "海东市")], ["海东市"]),
    "look-alikes": ([("A", "a[b]:c*d?e/f\\g")], ["a［b］：c＊d？e／f＼g"]),
    "apostrophes at the ends": ([("A", "'局'")], ["’局’"]),
    "cut": ([("A", "云" * 40)], ["云" * 31]),
    "cut inside a surrogate pair": ([("A", "云" * 30 + "𠮷")], ["云" * 30]),
    "taken": ([("A", "云湖区"), ("B", "云湖区"), ("C", "云湖区")], ["云湖区", "云湖区 (2)", "云湖区 (3)"]),
    "taken but for case": ([("A", "Office"), ("B", "OFFICE")], ["Office", "OFFICE (2)"]),
    "taken after cutting": ([("A", "云" * 31), ("B", "云" * 32)], ["云" * 31, "云" * 27 + " (2)"]),
    "reserved by Excel": ([("A", "History")], ["History (2)"]),
    "nothing left": ([("A7", " \t")], ["A7"]),
}


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_unit_sheet_names(name: str) -> None:
    units, expected = SHEET_NAMES[name]
    assert list(unit_sheet_names(units).values()) == expected


@pytest.mark.slow
@given(st.lists(st.text(alphabet="市云a'A[/:  \x01𠮷historyHISTORY", max_size=45), max_size=8))
def test_sheet_names_are_accepted_and_differ(names: list[str]) -> None:
    units = [(f"U{index}", name) for index, name in enumerate(names)]
    result = unit_sheet_names(units)
    assert list(result) == [code for code, _ in units]
    assert [sheet_name_fault(sheet) for sheet in result.values()] == [None] * len(units)
    assert len({sheet.casefold() for sheet in result.values()}) == len(units)
    assert unit_sheet_names(units) == result


@pytest.mark.slow
def test_the_example_needs_no_changed_sheet_name() -> None:
    units = load(example_folder()).roster.units
    names = unit_sheet_names([(unit.code, unit.name.zh) for unit in units])
    assert [names[unit.code] for unit in units] == [short_unit_name(unit.name.zh) for unit in units]


def test_profile_of_the_example() -> None:
    facts = profile(load(example_folder()))
    assert (facts.largest.name.zh, facts.smallest.name.zh) == ("市公安局", "市地方志办公室")
    assert facts.indicators == 26
    assert facts.quantitative == pytest.approx(22 / 26)
    assert facts.specific == pytest.approx(1 / 26)
    assert "市直部门：47 个单位" in facts.lines("zh")[0]
    assert facts.lines("en")[1].startswith("Districts: 8 units, ")


@pytest.mark.parametrize(
    ("numbers", "text"), [([3], "3"), ([3, 4, 5], "3–5"), ([9, 2, 3], "2–3, 9"), ([1, 3, 5], "1, 3, 5")]
)
def test_number_list(numbers: list[int], text: str) -> None:
    assert number_list(numbers) == text
