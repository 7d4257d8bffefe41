"""The Excel face of every rule over peers against its numpy face: by `formulas` and by LibreOffice."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smartxl.cells import Cell
from smartxl.rules import PeerRefs, build_peer
from tests.office.office import Office
from tests.rules.faces import Column, evaluate
from tests.rules.peer_cases import CASES, NAN

pytestmark = pytest.mark.slow

UNITS = 6
# Eighths: sums, means and differences of a few are exact, so that what is equal is equal to the last bit.
cells = st.one_of(
    st.sampled_from(["", "—"]), st.integers(0, 4).map(float), st.integers(-1600, 1600).map(lambda n: n / 8)
)
columns = st.lists(cells, min_size=UNITS, max_size=UNITS)


def numbers(values: Column) -> np.ndarray:
    return np.array([value if isinstance(value, float) else NAN for value in values])


def params_in(column: str, case: str) -> tuple[Mapping[str, str], Column]:
    """References to the parameters of a case, one below the other, and the column that they stand in."""
    named: dict[str, str] = {}
    written: Column = []
    for name, values in build_peer(CASES[case]).parameters().items():
        first, last = len(written) + 1, len(written) + len(values)
        named[name] = f"${column}${first}" + (f":${column}${last}" if len(values) > 1 else "")
        written += values
    return named, written


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=8, deadline=None)
@given(values=columns, at=st.sampled_from([1, 3]))
def test_by_formulas(case: str, values: Column, at: int) -> None:
    rule = build_peer(CASES[case])
    named, written = params_in("D", case)
    refs = PeerRefs(f"A{at}", f"A$1:A${UNITS}", "A2" if rule.reference else "", named)
    excel = rule.excel(refs)
    sheet: Mapping[str, Column] = {"A": values, "D": written}
    number = NAN if evaluate(f"={excel.guard}", sheet) else float(evaluate(f"={excel.value}", sheet))
    x = numbers(values)
    np.testing.assert_allclose(number, rule.score(x, x[1])[at - 1], rtol=1e-12, atol=1e-12)
    assert excel.call == excel.value


@pytest.mark.parametrize("case", CASES)
def test_a_single_unit(case: str) -> None:
    """The range of the peers is one cell."""
    rule = build_peer(CASES[case])
    named, written = params_in("D", case)
    excel = rule.excel(PeerRefs("A1", "A$1:A$1", "A1", named))
    for value in (7.0, ""):
        sheet: Mapping[str, Column] = {"A": [value], "D": written}
        number = NAN if evaluate(f"={excel.guard}", sheet) else float(evaluate(f"={excel.value}", sheet))
        x = numbers([value])
        np.testing.assert_allclose(number, rule.score(x, x[0]), rtol=1e-12)


SETS: tuple[Column, ...] = (
    [10.0, 12.0, 11.4, 9.5, 9.5, 7.1],
    [0.3, 0.1 + 0.2, "", 0.7, 0.1 + 0.6, 100 * 0.29],
    [0.1, 0.2, -0.3, "", "—", ""],
    ["", 5.0, -5.0, 0.0, 3.3, 1e9],
    [0.3, 0.1 + 0.2, 0.3, 0.3, "", 0.3],
    [7.7, "", "", "", "", ""],
    ["", "", "", "", "", ""],
    [2000.1, 2000.2, 2000.3, 2000.2, 1999.9, 2000.1],
)
"""Decimals, noise in the last bit, means of 0, equal readings, one reading, none, a small spread far from 0."""


def workbook(case: str, book: Workbook) -> None:
    """One sheet: a set of readings in each column, the scores of its units below, the parameters beside them."""
    rule, sheet = build_peer(CASES[case]), book.create_sheet(f"c{list(CASES).index(case)}")
    named, written = params_in("Z", case)
    for row, value in enumerate(written, start=1):
        sheet.cell(row, 26, value)
    for number, values in enumerate(SETS):
        letter = chr(65 + number)
        for row, value in enumerate(values, start=1):
            # As in our workbooks "no reading" is the "" of a formula.
            sheet[f"{letter}{row}"] = '=""' if value == "" else value
            reference = f"{letter}$2" if rule.reference else ""
            refs = PeerRefs(f"{letter}{row}", f"{letter}$1:{letter}${UNITS}", reference, named)
            sheet[f"{letter}{row + 10}"] = rule.excel(refs).formula(9)


@pytest.mark.libreoffice
def test_libreoffice_agrees(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    for case in CASES:
        workbook(case, book)
    content = io.BytesIO()
    book.save(content)
    (tmp_path / "peers.xlsx").write_bytes(content.getvalue())
    values = office.values(tmp_path / "peers.xlsx", tmp_path / "out")
    for case, rule in CASES.items():
        for column, given_values in enumerate(SETS, start=1):
            x = numbers(given_values)
            sheet = f"c{list(CASES).index(case)}"
            shown = [values[Cell(sheet, row + 10, column)] for row in range(1, UNITS + 1)]
            theirs = [value if isinstance(value, int | float) else NAN for value in shown]
            assert all(not isinstance(v, str) or v == "" for v in shown), (case, given_values, shown)
            expected = build_peer(rule).score(x, x[1])
            np.testing.assert_allclose(
                theirs, expected, rtol=1e-9, atol=2e-9, err_msg=f"{case} {given_values}"
            )
            assert [math.isnan(v) for v in theirs] == np.isnan(expected).tolist()
