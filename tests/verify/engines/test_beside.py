"""Which cells are told of when several engines, the file and the scoring engine are beside each other."""

from __future__ import annotations

import pytest

from smartxl.cells import Cell
from smartxl.errors import VerifyError
from smartxl.text import Text
from smartxl.verify.compare import PlannedValue
from smartxl.verify.engines import EngineValues, StoredValues
from smartxl.verify.engines.beside import EngineOutcome, EnginesReport, beside, shown_value
from smartxl.verify.grid import ErrorValue, Value

CELL, OTHER = Cell("表", 1, 1), Cell("表", 2, 1)
NOTHING = "nothing"
VALUE, NA = ErrorValue("#VALUE!"), ErrorValue("#N/A")


def report(
    stored: Value,
    values: dict[str, Value],
    expected: Value = NOTHING,
    *,
    loose: tuple[str, ...] = (),
    formula: str = "=A2",
) -> EnginesReport:
    """One cell; an engine whose value is NOTHING does not compute it."""
    outcomes = tuple(
        EngineOutcome(
            name,
            "1.0",
            found=EngineValues(
                {} if value == NOTHING else {CELL: value},
                {CELL: Text("不会", "it cannot")} if value == NOTHING else {},
                name in loose,
            ),
        )
        for name, value in values.items()
    )
    shown = StoredValues(
        {} if stored == NOTHING else {CELL: stored}, frozenset({CELL} if stored == NOTHING else ())
    )
    planned = None if expected == NOTHING else {CELL: PlannedValue(expected, None)}
    return beside({CELL: formula}, shown, outcomes, planned)


@pytest.mark.parametrize(
    ("stored", "values", "differs"),
    [
        pytest.param(1.0, {"a": 1.0, "b": 1.0}, set(), id="all alike"),
        pytest.param(1.0, {"a": 1.0 + 1e-10, "b": 1.0}, set(), id="a last digit"),
        pytest.param(1e12, {"a": 1e12 + 1, "b": 1e12 + 2}, set(), id="relative above 1"),
        pytest.param(1.0, {"a": 1.0 + 1e-8, "b": 1.0}, {"a", "b"}, id="more than that"),
        pytest.param(1.0, {"a": 2.0, "b": 2.0}, {"a", "b"}, id="the file alone differs"),
        pytest.param(NOTHING, {"a": 2.0, "b": 2.0}, set(), id="the file has no value"),
        pytest.param(NOTHING, {"a": 2.0, "b": 3.0}, {"a", "b"}, id="the engines differ"),
        pytest.param(1.0, {"a": 1.0, "b": 1.0, "c": 3.0}, {"a", "b", "c"}, id="one of three differs"),
        pytest.param(1.0, {"a": 1.0, "b": NOTHING}, set(), id="one does not compute it"),
        pytest.param(1.0, {"a": True, "b": True}, {"a", "b"}, id="TRUE is not 1"),
        pytest.param("a", {"a": "A", "b": "A"}, {"a", "b"}, id="case of a text"),
        pytest.param("#N/A", {"a": NA}, {"a"}, id="the text of an error"),
        pytest.param(NA, {"a": VALUE}, {"a"}, id="another error"),
        pytest.param("", {"a": ""}, set(), id="empty texts"),
    ],
)
def test_a_cell_is_told_of_when_any_two_values_differ(
    stored: Value, values: dict[str, Value], differs: set[str]
) -> None:
    found = report(stored, values)
    assert {name for name, count in found.differs.items() if count} == differs
    assert found.ok == (not differs)
    for row in found.cells:
        assert row.values == {name: value for name, value in values.items() if value != NOTHING}
        assert row.stored == (None if stored == NOTHING else stored)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(True, 1.0, True, id="TRUE saved as 1"),
        pytest.param(True, 2.0, False, id="but not as 2"),
        pytest.param(NA, VALUE, True, id="an error of its own"),
        pytest.param(NA, ErrorValue("#NUM!"), False, id="another error of Excel"),
        pytest.param(NA, 0.0, False, id="no error"),
    ],
)
def test_an_engine_may_save_truth_and_errors_in_its_own_way(one: Value, other: Value, same: bool) -> None:
    assert report(one, {"a": one, "b": other}, loose=("b",)).ok is same
    assert not report(one, {"a": one, "b": other}).ok


def test_what_is_sought_step_by_step_may_differ_more() -> None:
    values: dict[str, Value] = {"a": 0.1, "b": 0.1 + 1e-8}
    assert report(0.1, values, formula="=IRR(A2:A9)").ok
    assert not report(0.1, values).ok


@pytest.mark.parametrize(
    ("stored", "value", "expected", "ok"),
    [
        pytest.param(1.0, 1.0, 1.0, True, id="alike"),
        pytest.param("", "", None, True, id="no score is an empty text"),
        pytest.param(1.0, 1.0, 2.0, False, id="the scoring engine differs"),
        pytest.param(0.0, 0.0, None, False, id="no score is not 0"),
    ],
)
def test_the_scoring_engine_is_one_more_column(
    stored: Value, value: Value, expected: Value, ok: bool
) -> None:
    found = report(stored, {"a": value}, expected)
    assert found.ok is ok
    assert found.scored
    assert ok or found.cells[0].expected == PlannedValue(expected, None)


def test_an_engine_that_came_to_nothing_is_told_and_the_others_are_compared() -> None:
    failed = EngineOutcome(
        "b", "2.0", failure=VerifyError("b", Text("超时", "too long"), Text("换", "another"))
    )
    fine = EngineOutcome("a", "1.0", 0.5, EngineValues({CELL: 1.0, OTHER: 2.0}, {}))
    found = beside(
        {CELL: "=1", OTHER: "=2"}, StoredValues({CELL: 1.0, OTHER: 3.0}, frozenset()), (fine, failed)
    )
    assert not found.ok
    assert [row.cell for row in found.cells] == [OTHER]
    assert list(found.lines("en")) == [
        "2 formulas, in 1 cells the values differ",
        "a 1.0: 2 computed, 0 not, 1 differ from others, 0.5 s",
        "b 2.0: no result, too long",
    ]
    assert failed.message == Text("b：超时", "b: too long")


def test_reasons_are_counted_with_their_first_cells() -> None:
    lines = list(report(1.0, {"a": NOTHING}).lines("zh"))
    assert lines[-1] == "  不会：1 个，如 '表'!A1"


def test_a_row_in_words() -> None:
    (row,) = report(1.0, {"a": "x\ny", "b": NA}, 2.0).cells
    assert row.message("en") == 'the file 1, a "x↵y", b #N/A, the scoring engine 2, formula =A2'
    assert row.message("zh") == '文件 1，a "x↵y"，b #N/A，计分引擎 2，公式 =A2'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (0.5, "0.5"),
        (VALUE, "#VALUE!"),
        ("#VALUE!", '"#VALUE!"'),
        ("x" * 99, f'"{"x" * 59}…"'),
    ],
)
def test_values_are_shown_as_formulas_write_them(value: Value, text: str) -> None:
    assert shown_value(value) == text
