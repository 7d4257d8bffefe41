"""The extension, really installed in LibreOffice: every function computes its example, and is told in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from smartxl.cells import a1
from smartxl_udfs.modules import declared_functions
from tests.udfs.test_page import EXAMPLES, results, town

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
InCalc = Callable[..., Any]


@pytest.fixture(scope="module")
def shown(in_calc: InCalc, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What LibreOffice shows of a workbook as Excel writes it: a sheet for each function, and one of traps."""
    book = Workbook()
    traps = book.active
    assert traps is not None
    traps.title = "traps"
    for row, value in enumerate((70.0, None, "=B7*2", "=1/0", "无", 90.0), 1):
        traps.cell(row, 1, value)
    traps["B7"] = 40.0
    for row, formula in enumerate(TRAPS, 1):
        traps.cell(row, 4, formula)
    for name, example in EXAMPLES.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(example.cells, 1):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column, value)
        found, left = results(example), _left(example)
        area = f"{a1(1, left)}:{a1(len(found), left + len(found[0]) - 1)}"
        sheet[a1(1, left)] = ArrayFormula(area, example.formula)
    conf = book.create_sheet("xlwings.conf")
    conf.append(["SMARTXL_PROJECT", str(town())])
    path = tmp_path_factory.mktemp("oxt") / "functions.xlsx"
    book.save(path)
    return in_calc(path)


TRAPS = {
    "=SX_RANK(A1:A3)": 2.0,  # 70 below 80, which a formula gives
    "=SX_GAP(A2,80)": "",  # a single blank cell is no 0
    "=SX_RANK(A1:A4)": "#DIV/0!",
    "=SX_CLEAN(A5)": "#SX: SX_CLEAN 读不成一个数",
    '=SX_RANK(A1:A3,"x")': "#SX: SX_RANK “x”不是 ties → 可用的有：competition, dense, mid",
    "=SX_AHP_CR({1,3;0,1})": None,
}


def _left(example: Any) -> int:
    return max((len(row) for row in example.cells), default=0) + 2


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_function_computes_its_example(shown: Any, name: str) -> None:
    example = EXAMPLES[name]
    left = _left(example) - 1
    expected = results(example)
    rows = [row[left : left + len(expected[0])] for row in shown["cells"][name][: len(expected)]]
    assert rows == [
        [pytest.approx(v, rel=1e-9) if isinstance(v, float) else v for v in row] for row in expected
    ]


def test_blanks_errors_and_texts_are_kept_apart(shown: Any) -> None:
    cells = [row[3] for row in shown["cells"]["traps"][: len(TRAPS)]]
    for cell, (formula, expected) in zip(cells, TRAPS.items(), strict=True):
        if expected is not None:
            assert cell == expected, formula
    assert str(cells[-1]).startswith("#SX: SX_AHP_CR")  # 0 is no judgement


def test_the_wizard_tells_them_in_chinese(shown: Any) -> None:
    expected = {
        name: [each.purpose.zh, *sorted(argument.doc.zh for argument in each.arguments)]
        for name, each in declared_functions().items()
    }
    assert shown["functions"] == expected
