"""The consultant's workbench in LibreOffice with the extension installed: what it shows, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from smartxl.cells import Cell
from smartxl.model.shownvalue import shown_value
from tests.project.workbench.conftest import Bench, scored_city

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
SCORES, WEIGHTS, SUMMARY = "得分-部门", "权重", "汇总"
WITHOUT_CALLS = [
    ["clear", WEIGHTS, 14, 16],
    *(["clear", SCORES, column, column] for column in (6, 8, 10, 26, 27)),
]
"""Array formulas stand in the way of sorting and deleting rows: the columns of functions emptied."""
TYPED = {"weight:dep/A": 25.0, "weight:dep/B3": 0.0, "score:GA/A1": 12.34, "ahp:B@dep/B1/B3": 7.0}
"""Weights, a score and a judgement that somebody types."""
ENGINE, TOTAL, RANK, CHECK = 5, 6, 9, 14  # columns of the summary, from 0

Cells = Mapping[str, list[list[Any]]]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench.of(scored_city(tmp_path_factory.mktemp("calc") / "town"))


@pytest.fixture(scope="module")
def shown(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory, in_calc: Callable[..., Any]
) -> Mapping[str, Cells]:
    """What LibreOffice shows of the workbook in each case: it is started once."""
    path = tmp_path_factory.mktemp("calc") / "book.xlsx"
    path.write_bytes(bench.made.content)
    cells = bench.input_cells
    of_unit = next(cell.row for key, cell in cells.items() if key.startswith("score:JY/"))
    cases = {
        "as it is": [["set", WEIGHTS, 2, 2, "全部重新计算"]],
        "typed": [
            ["set", cells[key].sheet, cells[key].row, cells[key].column, value]
            for key, value in TYPED.items()
        ],
        "no calls": WITHOUT_CALLS,
        "no node": [*WITHOUT_CALLS, ["delete", WEIGHTS, cells["weight:dep/B1"].row]],
        "no unit": [*WITHOUT_CALLS, ["delete", SCORES, of_unit]],
        "units sorted": [*WITHOUT_CALLS, ["sort", SCORES, 9, 10, 22, 5]],
        "nodes sorted": [*WITHOUT_CALLS, ["sort", WEIGHTS, 9, 15, 19, 6]],
    }
    return dict(zip(cases, in_calc(path, list(cases.values())), strict=True))


def at(shown: Cells, cell: Cell) -> Any:
    """What a cell shows; "" beyond those in use."""
    rows = shown[cell.sheet]
    row = rows[cell.row - 1] if cell.row <= len(rows) else []
    return row[cell.column - 1] if cell.column <= len(row) else ""


def differences(shown: Cells, expected: Mapping[Cell, object]) -> list[str]:
    """The cells that show something else."""
    found = []
    for cell, value in expected.items():
        own = at(shown, cell)
        if own != (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value or ""):
            found.append(f"{cell}: {own!r}, not {value!r}")
    return found


def summary(shown: Cells) -> Mapping[str, list[Any]]:
    """Row key → its row on the summary."""
    return {row[0]: row for row in shown[SUMMARY] if row[0]}


def test_it_computes_what_the_engine_does_with_every_function(
    bench: Bench, shown: Mapping[str, Cells]
) -> None:
    plan = bench.made.planned.plan
    expected: dict[Cell, object] = {c: shown_value(each, bench.scored.table) for c, each in plan.computed()}
    expected |= {cell: formula.shown for cell, formula in plan.plain_formulas()}
    assert differences(shown["as it is"], expected) == []


def test_other_inputs_give_what_we_calculate(bench: Bench, shown: Mapping[str, Cells]) -> None:
    ours, plan = bench.with_inputs(TYPED), bench.made.planned.plan
    expected = {cell: ours.at(cell) for cell, _ in (*plan.computed(), *plan.plain_formulas())}
    assert differences(shown["typed"], expected) == []


def test_a_weight_whose_row_is_deleted_leaves_no_totals(shown: Mapping[str, Cells]) -> None:
    rows = summary(shown["no node"])
    assert [rows[member][TOTAL] for member in ("@city", "@dep", "GA", "JY")] == [""] * 4
    assert rows["GA"][CHECK] == "权重要改，总分暂不计算"
    assert rows["DQ"][TOTAL] == rows["DQ"][ENGINE]


def test_a_unit_whose_row_is_deleted_is_told_of(shown: Mapping[str, Cells]) -> None:
    rows = summary(shown["no unit"])
    assert [rows[member][TOTAL] for member in ("@city", "@dep", "JY")] == [""] * 3
    assert rows["GA"][TOTAL] == rows["GA"][ENGINE]
    assert rows["GA"][RANK] == ""  # a rank among those that are left is none
    assert rows["JY"][CHECK] == "得分表中没有这一行"


@pytest.mark.parametrize("case", ["units sorted", "nodes sorted"])
def test_rows_that_were_sorted_are_found_by_their_keys(case: str, shown: Mapping[str, Cells]) -> None:
    assert summary(shown[case]) == summary(shown["no calls"])
    for row in shown[case]["情景-部门"]:
        if str(row[0]).startswith("unit:"):
            assert row[4] == row[6] != ""  # the base and the first scenario
