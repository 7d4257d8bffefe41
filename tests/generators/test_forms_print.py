"""The edition on paper as a file: nothing hidden, nothing to type into, pages that end well; and what collect says."""

from __future__ import annotations

import io
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.collecting import collect
from smartxl.findings import FindingCode
from smartxl.ledger import Ledger
from smartxl.model.edition import Edition
from smartxl.planning import plan_unit
from smartxl.scoring import score
from smartxl.text import Lang
from smartxl_generators import write

if TYPE_CHECKING:
    from .conftest import Example

CASES: list[tuple[str, Lang]] = [("GAJ", "zh"), ("SZB", "en")]


def written(example: Example, unit: str, lang: Lang) -> bytes:
    plan = plan_unit(
        example.definition, example.layout, example.definition.roster.by_code[unit], lang, Edition.PRINT
    )
    return write(plan, example.template, example.definition, score(example.definition, ()))


def sheets(content: bytes) -> list[Worksheet]:
    book = load_workbook(io.BytesIO(content))
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "lang"), CASES)
def test_nothing_is_hidden_and_nothing_is_an_input(example: Example, unit: str, lang: Lang) -> None:
    found = sheets(written(example, unit, lang))
    assert len(found) == 3
    for sheet in found:
        assert not [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
        assert not sheet.data_validations.dataValidation
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert all(cell.protection.locked for cell in cells)


@pytest.mark.parametrize(("unit", "lang"), CASES)
def test_it_is_a4_across_with_repeated_heads_and_names_in_the_header(
    example: Example, unit: str, lang: Lang
) -> None:
    form, register, _ = sheets(written(example, unit, lang))
    name = example.definition.roster.by_code[unit].name.get(lang)
    for sheet in (form, register):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows
        header, footer = sheet.oddHeader, sheet.oddFooter
        assert header
        assert footer
        assert header.left.text == name
        assert footer.center.text == "&A    &P / &N"
        assert header.right.text


@pytest.mark.parametrize(("unit", "lang"), CASES)
def test_no_page_ends_with_a_heading(example: Example, unit: str, lang: Lang) -> None:
    plan = plan_unit(
        example.definition, example.layout, example.definition.roster.by_code[unit], lang, Edition.PRINT
    )
    form = sheets(written(example, unit, lang))[0]
    ends = {entry.id for entry in form.row_breaks.brk}
    assert ends
    assert not ends & plan.sheets[0].keep
    heights = [form.row_dimensions[row].height or 15.0 for row in range(1, form.max_row + 1)]
    places = [0, *sorted(ends), len(heights)]
    for start, end in pairwise(places):
        assert sum(heights[start:end]) <= 595 - 72 * (form.page_margins.top + form.page_margins.bottom)


def test_a_name_with_an_ampersand_stays_a_name_in_the_header(example: Example) -> None:
    plan = plan_unit(example.definition, example.layout, example.definition.roster.by_code["SZB"], "zh")
    plan.by_name["采样表"].page["unit.name"] = "文化 & 旅游局 <&P>"  # type: ignore[index]
    content = write(plan, example.template, example.definition, score(example.definition, ()))
    header = load_workbook(io.BytesIO(content))["采样表"].oddHeader
    assert header
    assert header.left.text == "文化 && 旅游局 <&&P>"


def test_collect_refuses_it_in_clear_words(example: Example, tmp_path: Path) -> None:
    path = tmp_path / "GAJ.xlsx"
    path.write_bytes(written(example, "GAJ", "zh"))
    units = example.definition.roster.by_code
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        report = collect(
            example.definition,
            lambda stamp: plan_unit(example.definition, example.layout, units[stamp.unit], "zh"),
            [path],
            ledger,
            now=lambda: datetime(2026, 9, 30),
        )
    (finding,) = report.findings
    assert finding.code is FindingCode.PRINT_EDITION
    assert "纸质版" in finding.message("zh")
    assert "电子填报文件" in finding.remedy("zh")
