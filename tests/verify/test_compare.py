"""A planned workbook against the engine's table: what was tampered with is found."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from smartxl.cells import Cell
from smartxl.model.answers import Field
from smartxl.model.plan import (
    Check,
    CheckKind,
    Computed,
    Content,
    InputCell,
    PlannedRow,
    SheetPlan,
    Spread,
    WorkbookPlan,
)
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.stamp import Stamp
from smartxl.verify import DifferenceKind, VerifyError, VerifyReport, compare, read_grid, reader_for, verify
from smartxl.verify.compare import same_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smartxl.verify import Value
    from tests.verify.conftest import Make

STAGES = ("起步期", "成长期", "成熟期")
STAMP = Stamp("例", "2024", 1, "f", "1", "d", "city", "", "zh")
CHECK = Check(CheckKind.NUMBER)
A, B, C, D = (Quantity(QuantityKind.SCORE, unit, "S1") for unit in "ABCD")
MEAN, STAGE = Quantity(QuantityKind.SCORE, "@city"), Quantity(QuantityKind.STAGE, "@city")
RANKS = tuple(Quantity(QuantityKind.RANK, unit) for unit in "ABCD")
TABLE = ScoreTable(
    {A: 50.0, B: 33.33, C: None, D: 80.0, MEAN: 54.44, STAGE: 1.0}
    | dict(zip(RANKS, (2.0, 3.0, None, 1.0), strict=True))
)

SCORE = '=IF(B{r}="","",ROUND(100*B{r}/$D$1,2))'
RANK = '=IF(C{r}="","",RANK(C{r},C$1:C$4))'
MEAN_FORMULA = '=IF(COUNT(C1:C4)=0,"",ROUND(SUM(C1:C4)/COUNT(C1:C4),2))'
STAGE_FORMULA = '=IF(C5="","",INDEX($H$1:$H$3,MAX(1,SUMPRODUCT(1*($G$1:$G$3<=C5)))))'
TYPED: Mapping[str, object] = {"B1": 6, "B2": 4, "B4": 9.6, "D1": 12}
LISTS: Mapping[str, object] = {"G1": 0, "G2": 40, "G3": 70, "H1": STAGES[0], "H2": STAGES[1], "H3": STAGES[2]}
SHOWN = {
    "C1": 50,
    "C2": 33.33,
    "C3": "",
    "C4": 80,
    "C5": 54.44,
    "D5": "成长期",
    "E1": 2,
    "E2": 3,
    "E3": "",
    "E4": 1,
}


def plan(*, spread: bool = False) -> WorkbookPlan:
    rows = []
    for row, (score, rank) in enumerate(zip((A, B, C, D), RANKS, strict=True), 1):
        last = Spread(rank) if spread and row > 1 else Computed(RANK.format(r=row), rank)
        if spread and row == 1:
            last = Computed("=SX_RANK(C1:C4)", rank, spread=4)
        cells: dict[int, Content] = {
            2: InputCell(str(row), Field.VALUE, CHECK),
            3: Computed(SCORE.format(r=row), score),
            5: last,
        }
        rows.append(PlannedRow(row, 1, cells))
    total: dict[int, Content] = {
        3: Computed(MEAN_FORMULA, MEAN),
        4: Computed(STAGE_FORMULA, STAGE, labels=STAGES),
    }
    rows.append(PlannedRow(5, 1, total))
    return WorkbookPlan(STAMP, "t", (SheetPlan("汇总", "summary", tuple(rows)),), {}, "例", "例.xlsx")


def with_cached(content: bytes, shown: Mapping[str, object]) -> bytes:
    """The same file with cached values, as the generators write them."""
    source = zipfile.ZipFile(io.BytesIO(content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = patched(data.decode(), shown).encode()
            target.writestr(name, data)
    return out.getvalue()


def patched(xml: str, shown: Mapping[str, object]) -> str:
    for address, value in shown.items():
        head, cell, rest = xml.partition(f'<c r="{address}"')
        body, end, rest = rest.partition("</c>")
        kind = ' t="str"' if isinstance(value, str) else ""
        body = body.replace("<v />", "").replace("<v/>", "").replace("<v></v>", "")
        xml = head + cell + kind + body + f"<v>{value}</v>" + end + rest
    return xml


@pytest.fixture
def written(make: Make) -> Callable[..., bytes]:
    """The planned workbook; `changes` overwrite cells, `shown` overwrite cached values."""

    def write(
        changes: Mapping[str, object] | None = None, shown: Mapping[str, object] | None = None
    ) -> bytes:
        cells: dict[str, object] = {**TYPED, **LISTS}
        for row in range(1, 5):
            cells |= {f"C{row}": SCORE.format(r=row), f"E{row}": RANK.format(r=row)}
        cells |= {"C5": MEAN_FORMULA, "D5": STAGE_FORMULA} | dict(changes or {})
        return with_cached(make({"汇总": cells}), {**SHOWN, **(shown or {})})

    return write


def kinds(report: VerifyReport) -> set[tuple[str, DifferenceKind]]:
    return {(str(d.cell).partition("!")[2], d.kind) for d in report.differences}


def test_an_untouched_workbook_agrees(written: Callable[..., bytes]) -> None:
    report = verify(plan(), written(), TABLE, clock=iter((1.0, 3.5)).__next__)
    program = "Microsoft Excel Compatible / Openpyxl 3.1.5 3.1"
    assert report == VerifyReport(10, 4, 10, differences=(), seconds=2.5, saved_by=program)
    assert report.ok


def test_a_formula_written_otherwise_agrees(written: Callable[..., bytes]) -> None:
    otherwise = '= if( 汇总!$B1="","", round(100*\'汇总\'!B1/D1, 2.0))'
    assert verify(plan(), written({"C1": otherwise}), TABLE).ok


@pytest.mark.parametrize(
    ("changes", "shown", "found"),
    [
        (
            {"C2": '=IF(B2="","",ROUND(90*B2/$D$1,2))'},
            {},
            {("C2", "value"), ("C2", "formula"), ("C5", "value")},
        ),
        ({"C1": '=IF(B1="","",ROUND(100*B1/D$1,3))'}, {}, {("C1", "formula")}),
        ({"E4": "=1"}, {}, {("E4", "formula")}),
        ({}, {"C2": 33.34}, {("C2", "cached")}),
        ({}, {"C3": 0}, {("C3", "cached")}),
        ({}, {"D5": "成熟期"}, {("D5", "cached")}),
        ({}, {"C1": ""}, {("C1", "cached")}),
        ({"C2": "=VLOOKUP(B2,A1:B4,2,0)"}, {}, {("C2", "missing")}),
        ({"F9": "=VLOOKUP(B2,A1:B4,2,0)", "F8": "=C1"}, {}, {("F8", "unplanned"), ("F9", "unplanned")}),
        ({"G1": 60}, {}, {("D5", "value")}),
    ],
    ids=[
        "other number",
        "other rounding",
        "a constant as formula",
        "cached number",
        "0 for no score",
        "cached words",
        "cached nothing",
        "unknown function",
        "formulas added",
        "other thresholds",
    ],
)
def test_what_was_changed_is_found(
    written: Callable[..., bytes],
    changes: Mapping[str, object],
    shown: Mapping[str, object],
    found: set[tuple[str, str]],
) -> None:
    report = verify(plan(), written(changes, shown), TABLE)
    assert kinds(report) == found
    assert not report.ok


def test_a_formula_typed_into_an_input_cell_counts_with_the_value_it_shows(
    written: Callable[..., bytes],
) -> None:
    assert verify(plan(), written({"B1": "=VLOOKUP(1,G1:H3,2)"}, {"B1": 6}), TABLE).ok


def test_a_number_over_a_formula_is_missing_a_formula(written: Callable[..., bytes]) -> None:
    report = verify(plan(), with_value(written(), "C1", 50), TABLE)
    assert kinds(report) == {("C1", DifferenceKind.MISSING)}
    assert report.differences[0].workbook == 50.0


def with_value(content: bytes, address: str, value: float) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book["汇总"][address] = value
    out = io.BytesIO()
    book.save(out)
    return with_cached(out.getvalue(), {key: shown for key, shown in SHOWN.items() if key != address})


def test_a_quantity_that_the_engine_does_not_know_is_missing(written: Callable[..., bytes]) -> None:
    table = ScoreTable({q: value for q, value in TABLE.values.items() if q != B})
    assert kinds(verify(plan(), written(), table)) == {("C2", DifferenceKind.MISSING)}


def test_results_of_another_program_are_compared_alike(written: Callable[..., bytes]) -> None:
    grid = read_grid(written())
    results = {**grid.cached, Cell("汇总", 1, 3): 51.0}
    report = compare(plan(), grid, results, TABLE, reader_for(grid))
    assert kinds(report) == {("C1", DifferenceKind.VALUE)}


def test_a_circle_is_an_error(written: Callable[..., bytes]) -> None:
    with pytest.raises(VerifyError, match="circular reference"):
        verify(plan(), written({"C1": "=C5"}), TABLE)


class TestArrayFormula:
    @staticmethod
    def rank(scores: object) -> object:
        return [[2], [3], [None], [1]]

    @pytest.mark.parametrize(
        ("head", "found"),
        [
            (ArrayFormula("E1:E4", "=SX_RANK(C1:C4)"), set()),
            (ArrayFormula("E1:E4", "=sx_rank($C$1:$C$4)"), set()),
            (ArrayFormula("E1:E4", "=SX_RANK(C1:C3)"), {("E1", "formula")}),
            (
                ArrayFormula("E1:E2", "=SX_RANK(C1:C4)"),
                {("E1", "formula"), ("E3", "missing"), ("E4", "missing")},
            ),
        ],
        ids=["as planned", "written otherwise", "other range", "fewer cells"],
    )
    def test_is_compared_cell_by_cell(
        self, make: Make, head: ArrayFormula, found: set[tuple[str, str]]
    ) -> None:
        cells: dict[str, object] = {**TYPED, **LISTS, "C5": MEAN_FORMULA, "D5": STAGE_FORMULA, "E1": head}
        cells |= {f"C{row}": SCORE.format(r=row) for row in range(1, 5)} | {"E2": 3, "E4": 1}
        shown = {address: value for address, value in SHOWN.items() if address not in {"E2", "E3", "E4"}}
        content = with_cached(make({"汇总": cells}), shown)
        assert kinds(verify(plan(spread=True), content, TABLE, {"SX_RANK": self.rank})) == found

    def test_without_its_function_is_an_error(self, make: Make) -> None:
        cells = {"E1": ArrayFormula("E1:E4", "=SX_RANK(C1:C4)")}
        with pytest.raises(VerifyError, match="SX_RANK"):
            verify(plan(spread=True), make({"汇总": cells}), TABLE)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (None, "", True),
        (float("nan"), None, True),
        (float("nan"), "", True),
        (0.0, None, False),
        (0.0, "", False),
        (1.0, 1.0 + 5e-10, True),
        (1.0, 1.0 + 5e-9, False),
        (1e6, 1e6 + 5e-4, True),
        (1.0, True, False),
        (True, True, True),
        ("a", "a", True),
        ("a", "A", False),
        (1.0, "1", False),
    ],
    ids=str,
)
def test_what_counts_as_the_same(a: Value, b: Value, *, same: bool) -> None:
    assert same_value(a, b, 1e-9) is same
    assert same_value(b, a, 1e-9) is same


class TestReport:
    @pytest.fixture
    def report(self, written: Callable[..., bytes]) -> VerifyReport:
        return verify(plan(), written({"C2": "=1", "F9": "=2"}), TABLE, clock=iter((0.0, 1.0)).__next__)

    def test_says_it_in_chinese(self, report: VerifyReport) -> None:
        lines = list(report.lines("zh"))
        assert lines[0] == "复核 10 个计算单元格（11 个公式，5 种形式），用时 1.0 秒：发现 4 处差异。"
        assert "'汇总'!C2 公式重算值与引擎不同：工作簿 1.0，引擎 33.33，公式 =1" in lines

    def test_says_it_in_english(self, report: VerifyReport) -> None:
        lines = list(report.lines("en"))
        assert lines[0] == "10 computed cells checked (11 formulas of 5 shapes) in 1.0 s: 4 differences."
        assert '\'汇总\'!F9 a formula that is not planned: workbook "", engine "", formula =2' in lines

    def test_says_how_many_it_leaves_out(self, report: VerifyReport) -> None:
        lines = list(report.lines("en", limit=1))
        assert sum("workbook" in line for line in lines) == 1
        assert lines[-2] == "… and 2 more differences"
        assert lines[-1] == "what most likely follows from these, 1: '汇总'!C5"
