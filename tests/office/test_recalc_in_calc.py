"""The functions of `smartxl.recalc` beside LibreOffice, which is independent of all that we use."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from tests.recalc.test_excel_cases import CELLS, EXCEL_CASES
from tests.recalc.test_functions import CASES, DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office.office import Office

_NEWER = ("XLOOKUP", "XMATCH", "IFS", "SWITCH", "TEXTJOIN", "MAXIFS", "MINIFS", "IFNA", "XOR", "BASE", "DECIMAL", "ISOWEEKNUM",
          "NUMBERVALUE", "CEILING.MATH", "FLOOR.MATH", "RANK.AVG", "PERCENTILE.EXC", "ISFORMULA")  # fmt: skip
_SINCE_2010 = (
    "ACOT", "ACOTH", "AGGREGATE", "ARABIC", "BASE", "BETA.DIST", "BETA.INV", "BINOM.DIST", "BINOM.DIST.RANGE",
    "BINOM.INV", "BITAND", "BITLSHIFT", "BITOR", "BITRSHIFT", "BITXOR", "CEILING.MATH", "CHISQ.DIST", "CHISQ.DIST.RT",
    "CHISQ.INV", "CHISQ.INV.RT", "CHISQ.TEST", "COMBINA", "CONCAT", "CONFIDENCE.NORM", "CONFIDENCE.T", "COT", "COTH",
    "COVARIANCE.P", "COVARIANCE.S", "CSC", "CSCH", "DAYS", "DECIMAL", "ENCODEURL", "ERF.PRECISE", "ERFC.PRECISE",
    "EXPON.DIST", "F.DIST", "F.DIST.RT", "F.INV", "F.INV.RT", "F.TEST", "FLOOR.MATH", "FORMULATEXT", "GAMMA",
    "GAMMA.DIST", "GAMMA.INV", "GAMMALN.PRECISE", "GAUSS", "HYPGEOM.DIST", "IFNA", "IFS", "IMCOSH", "IMCOT", "IMCSC",
    "IMSEC", "IMSINH", "IMTAN", "ISFORMULA", "ISOWEEKNUM", "LOGNORM.DIST", "LOGNORM.INV", "MAXIFS", "MINIFS", "MODE.MULT",
    "MODE.SNGL", "MUNIT", "NEGBINOM.DIST", "NETWORKDAYS.INTL", "NORM.DIST", "NORM.INV", "NORM.S.DIST", "NORM.S.INV",
    "NUMBERVALUE", "PDURATION", "PERCENTILE.EXC", "PERCENTILE.INC", "PERCENTRANK.EXC", "PERCENTRANK.INC", "PERMUTATIONA",
    "PHI", "POISSON.DIST", "QUARTILE.EXC", "QUARTILE.INC", "RANK.AVG", "RANK.EQ", "RRI", "SEC", "SECH", "SHEET", "SHEETS",
    "SKEW.P", "STDEV.P", "STDEV.S", "SWITCH", "T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "T.TEST",
    "TEXTJOIN", "UNICHAR", "UNICODE", "VAR.P", "VAR.S", "WEIBULL.DIST", "WORKDAY.INTL", "XOR", "Z.TEST",
)  # fmt: skip
"""The functions that files write with a prefix."""
DIFFERS = {
    "TRUE in a range is a number": ("SUM(A1:A6)", "COUNT(A1:A6)", "AVERAGE(A1:A6)", "SUMPRODUCT(A1:A6)", 'COUNTIF(A1:A6,">0")'),
    "TRUE is a number": ("ISODD(TRUE)", "EDATE(TRUE,1)", "TYPE(A4)", '"a"<FALSE', 'CONCATENATE("a",1,TRUE)'),
    "a text that is written is no number": ('SUM(A1:A6,"2",TRUE)', "COUNTIF(A1:A6,90)"),
    "an error has another name": ("VLOOKUP(10,B1:D5,4)", "INDEX(B1:B5,9)", "OFFSET(B1,-1,0)", "CEILING(2.5,-1)", "FACT(-1)",
                                  "SQRT(-1)", "MODE(B1:B5)", "SMALL(D1:D5,6)", "B1:B2 D1:D2"),
    "days before March 1900": ("DATE(108,1,2)", "DATE(1900,2,29)", "DAY(60)", "MONTH(0)", "DAY(-1)"),
    "powers": ("0^0", "(-8)^(1/3)"),
    "texts": ('1E15&""', 'UPPER("straße")'),
    "not in every version": ("AGGREGATE(14,6,B1:B5/(D1:D5>6),1)",),
    "examples with few digits": ("NORMSINV(0.9088)", "TINV(0.05464,60)", "IRR({-70000,12000,15000,18000,21000})"),
}  # fmt: skip
"""What LibreOffice computes otherwise than Excel, and why."""
_NOT_COMPARED = ("XLOOKUP", "XMATCH")  # unknown to LibreOffice before 24.8


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_gives_the_same(office: Office, tmp_path: Path) -> None:
    book, first = Workbook(), 40
    sheet = book.worksheets[0]
    for place, value in DATA.items():
        if value is not None:
            sheet[place] = value  # type: ignore[assignment]  # no errors among them
    newer = re.compile(rf"\b({'|'.join(map(re.escape, _NEWER))})\(")
    for row, formula in enumerate(CASES, first):
        sheet.cell(row, 20).value = "=" + newer.sub(r"_xlfn.\1(", formula)
    path = tmp_path / "cases.xlsx"
    book.save(path)
    found = {cell.row: value for cell, value in office.values(path, tmp_path / "out").items()}
    declared = {formula for formulas in DIFFERS.values() for formula in formulas}
    compared = [
        f for f in CASES if not isinstance(CASES[f], list) and not any(name in f for name in _NOT_COMPARED)
    ]
    rows = {formula: row for row, formula in enumerate(CASES, first)}
    differing = {f: found.get(rows[f]) for f in compared if not _same(CASES[f], found.get(rows[f]))}
    assert {f: value for f, value in differing.items() if f not in declared} == {}
    assert len(compared) > 250


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_gives_what_excel_gives(office: Office, tmp_path: Path) -> None:
    book, first = Workbook(), 40
    sheet = book.worksheets[0]
    for place, value in CELLS.items():
        if value is not None:
            sheet[place] = value  # type: ignore[assignment]  # no errors among them
    newer = re.compile(
        rf"(?<![\w.])({'|'.join(map(re.escape, sorted(_SINCE_2010, key=len, reverse=True)))})\("
    )
    compared = [(formula, value) for formula, value, calc in EXCEL_CASES if not calc]
    for row, (formula, _) in enumerate(compared, first):
        sheet.cell(row, 20).value = "=" + newer.sub(r"_xlfn.\1(", formula)
    path = tmp_path / "cases.xlsx"
    book.save(path)
    found = {cell.row: value for cell, value in office.values(path, tmp_path / "out").items()}
    differing = {
        formula: found.get(row)
        for row, (formula, value) in enumerate(compared, first)
        if not _same(value, found.get(row)) and not (value == "" and found.get(row) is None)
    }
    assert differing == {}
    assert len(compared) > 400


def _same(expected: object, found: object) -> bool:
    if isinstance(expected, bool):
        return found == expected  # LibreOffice saves TRUE as 1
    if isinstance(expected, float):
        return isinstance(found, int | float) and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected
