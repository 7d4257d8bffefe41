"""Rows that share a pattern: each is the mapping that it comes to."""

from __future__ import annotations

import pickle

from smartxl.model.answers import Field
from smartxl.model.plan import Check, CheckKind, Computed, Content, InputCell, RowCheckFormula
from smartxl.model.rowcells import Hole, PatternCells, RowFormula, RowPattern
from smartxl.model.scores import Quantity, QuantityKind

CHECK = Check(CheckKind.TEXT, maximum=9)
WORDS = ("fine", "blank")
INPUTS = {Field.NOTE: 4}
ITEM = Quantity(QuantityKind.ITEM, "")
PATTERN = RowPattern(
    style_row=3,
    style_columns={},
    slots={
        1: Hole(0),
        2: Hole(1),
        3: "same",
        4: InputCell("", Field.NOTE, CHECK),
        5: Computed("", ITEM),
        6: RowCheckFormula("", "", WORDS, None, INPUTS),
    },
    points=RowFormula(lambda row: f"=D{row}*2", ("=D", "*2")),
    fault=RowFormula(lambda row: f"=A{row + 1}"),
)


def cells(text: str, row: int = 7) -> PatternCells:
    return PatternCells(PATTERN, row, "GAJ", ("A1/001", text), 5.0)


EXPECTED: dict[int, Content] = {
    1: "A1/001",
    2: "name",
    3: "same",
    4: InputCell("A1/001", Field.NOTE, CHECK),
    5: Computed("=D7*2", Quantity(QuantityKind.ITEM, "GAJ", "A1/001")),
    6: RowCheckFormula("=A8", "A1/001", WORDS, 5.0, INPUTS),
}


def test_they_are_the_contents_of_the_row() -> None:
    assert cells("name") == EXPECTED
    assert cells("name") == EXPECTED
    assert list(cells("name")) == list(EXPECTED)
    assert {column: cells("name").get(column) for column in EXPECTED} == EXPECTED


def test_what_is_empty_is_not_there() -> None:
    without = cells("")
    assert 2 not in without
    assert [column for column in range(9) if column in without] == [1, 3, 4, 5, 6]
    assert list(without.fixed()) == [1, 3, 4]
    assert list(cells("name").fixed()) == [1, 2, 3, 4]
    assert without.get(2) is None
    assert without.get(9, "none") == "none"
    assert len(without) == len(EXPECTED) - 1


def test_rows_differ() -> None:
    assert cells("name") != cells("other")
    assert cells("name") != cells("name", 8)


def test_they_are_sent_as_what_they_come_to() -> None:
    assert pickle.loads(pickle.dumps(cells("name"))) == EXPECTED  # noqa: S301


def test_its_longest_formula_is_that_of_the_last_row() -> None:
    assert PATTERN.longest_formula == len("=D1048576*2")
