"""What the formulas of a row tell when cells were cut out of it or pasted over it, as Excel saves it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field, State
from smartxl.model.plan import Computed, RowCheckFormula
from smartxl.model.scores import QuantityKind
from tests.reading.damage.filled import Filled, filled
from tests.reading.damage.table import A
from tests.reading.forms import patch

SHEET_PART = "xl/worksheets/sheet3.xml"
Edit = Callable[[str], str]


def cell(address: str) -> str:
    return rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)'


def emptied(form: Filled, key: str) -> Edit:
    """The inputs of a row without their contents; its formulas keep the results they had."""
    line = form.line(key)

    def edit(part: str) -> str:
        for column in line.inputs.values():
            part = re.sub(cell(a1(line.row, column)), "", part, count=1)
        return part

    return edit


def broken(form: Filled, key: str, kind: type[Computed | RowCheckFormula], error: str = "#REF!") -> Edit:
    """A formula of a row that has lost what it referred to."""
    line = form.line(key)
    cells = next(row.cells for row in form.sheet.rows if row.row == line.row)
    column = next(column for column, content in cells.items() if isinstance(content, kind))
    formula = f'<c r="{a1(line.row, column)}" t="e"><f>{error}</f><v>{error}</v></c>'
    return lambda part: re.sub(cell(a1(line.row, column)), formula, part, count=1)


def findings(*edits: Edit) -> tuple[Finding, ...]:
    def edit(part: bytes) -> bytes:
        text = part.decode()
        for each in edits:
            changed = each(text)
            assert changed != text
            text = changed
        return text.encode()

    return filled().read(patch(filled().content, {SHEET_PART: edit})).findings


def test_a_blank_row_that_shows_points_had_an_answer_which_went_elsewhere() -> None:
    first, second = (findings(emptied(filled(), A)) for _ in range(2))
    assert first == second
    (finding,) = first
    line = filled().line(A)
    cells = next(row.cells for row in filled().sheet.rows if row.row == line.row)
    points = next(
        column
        for column, content in cells.items()
        if isinstance(content, Computed) and content.quantity.kind is QuantityKind.ITEM
    )
    assert (finding.code, finding.cell, finding.item) == (
        FindingCode.ANSWERS_MOVED,
        a1(line.row, points),
        line.name,
    )
    assert float(finding.found) > 0


@pytest.mark.parametrize("left", [Field.APPLICABLE, Field.NOTE])
def test_what_is_left_in_the_row_does_not_hide_that_its_answer_went(left: Field) -> None:
    line = filled().line(A)
    address = a1(line.row, line.inputs[left])
    stays = f'<c r="{address}" t="inlineStr"><is><t>适用</t></is></c>'

    def keep(part: str) -> str:
        return re.sub(cell(a1(line.row, line.inputs[Field.CHANNEL])), "", re.sub(cell(address), stays, part))

    def others(part: str) -> str:
        for entry in line.inputs.keys() - {left, Field.CHANNEL}:
            part = re.sub(cell(a1(line.row, line.inputs[entry])), "", part, count=1)
        return part

    (finding,) = findings(keep, others)
    assert (finding.code, finding.item) == (FindingCode.ANSWERS_MOVED, line.name)


@pytest.mark.parametrize("kind", [Computed, RowCheckFormula])
def test_a_formula_that_lost_its_references_had_cells_pasted_over_them(
    kind: type[Computed | RowCheckFormula],
) -> None:
    first, second = (findings(broken(filled(), A, kind)) for _ in range(2))
    assert first == second
    (finding,) = first
    assert (finding.code, finding.item) == (FindingCode.FORMULA_BROKEN, filled().line(A).name)


def test_a_row_is_reported_once() -> None:
    edits = (emptied(filled(), A), broken(filled(), A, Computed), broken(filled(), A, RowCheckFormula))
    assert [finding.code for finding in findings(*edits)] == [FindingCode.FORMULA_BROKEN]


def test_an_error_that_was_typed_is_no_trace() -> None:
    """The row's formula fails for it, and the finding about the answer says so."""
    line = filled().line(A)
    address = a1(line.row, min(line.inputs.values()))
    typed = f'<c r="{address}" t="e"><v>#N/A</v></c>'

    def error(part: str) -> str:
        return re.sub(cell(address), typed, part, count=1)

    said = findings(error, broken(filled(), A, Computed, "#N/A"))
    assert [finding.code for finding in said] == [FindingCode.ERROR_VALUE]


def test_a_blank_row_of_a_form_is_no_trace() -> None:
    blank = [key for key, answer in filled().answers.items() if answer.state is State.NOT_APPLICABLE]
    assert blank  # marked rows show no points, and are not reported
    assert filled().read(filled().content).findings == ()
