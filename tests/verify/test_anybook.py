"""Workbooks that smartxl did not make: what they show is compared with what their formulas give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.verify import BookReport, recalculated
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from tests.verify.conftest import Make

SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*3</f><v>6</v></c><c r="C1"><f>A1+B1</f><v>9</v></c></row>
<row r="2"><c r="A2" t="str"><f>"a"&amp;A1</f><v>a2</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>
<c r="C2"><f>CELL("filename",A1)</f><v>1</v></c></row>
<row r="3"><c r="A3"><f>C2+1</f><v>2</v></c><c r="B3"><f>A1</f></c><c r="C3" t="b"><f>A1&gt;1</f><v>1</v></c></row>
</sheetData></worksheet>"""


def report_of(make: Make, sheet: str = SHEET) -> BookReport:
    """What recalculating a sheet comes to, written as XML so that it shows whatever it shall."""
    import io
    import zipfile

    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make({"表": {"A1": 1}}))) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return recalculated(open_saved(content.getvalue(), "book.xlsx"))


def test_what_differs_is_told_with_both_values_and_the_formula(make: Make) -> None:
    report = report_of(make)
    (difference,) = report.differences
    assert str(difference.cell) == "'表'!C1"
    assert (difference.stored, difference.computed, difference.formula) == (9.0, 8.0, "=A1+B1")
    assert not report.ok
    assert "'表'!C1: the file has 9, recalculated 8, formula =A1+B1" in list(report.lines("en"))


def test_what_is_not_recalculated_is_named_and_counted_and_so_is_what_depends_on_it(make: Make) -> None:
    report = report_of(make)
    assert [str(each.cell) for each in report.missing] == ["'表'!C2", "'表'!A3"]
    assert (report.formulas, report.computed, report.unsaved) == (8, 6, 1)
    lines = "\n".join(report.lines("zh"))
    assert "2 个未重算" in lines
    assert "1 个公式在文件中没有值可比" in lines


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        pytest.param("<v>6</v>", "<v>6.0000000001</v>", False, id="a last digit"),
        pytest.param("<v>6</v>", "<v>6.000001</v>", True, id="more than that"),
        pytest.param("<v>a2</v>", "<v>A2</v>", True, id="case of a text"),
        pytest.param("<v>#DIV/0!</v>", "<v>#N/A</v>", True, id="another error"),
        pytest.param('t="b"><f>A1&gt;1</f><v>1</v>', "><f>A1&gt;1</f><v>1</v>", True, id="a number for TRUE"),
    ],
)
def test_what_counts_as_a_difference(make: Make, old: str, new: str, differs: bool) -> None:
    assert old in SHEET
    whole = SHEET.replace("<v>9</v>", "<v>8</v>")
    report = report_of(make, whole.replace(old, new))
    affected = [str(each.cell) for each in report.differences if not str(each.cell).endswith("!C1")]
    assert bool(affected) is differs


def test_an_array_formula_that_was_saved_without_values_is_no_difference(make: Make) -> None:
    array = '<c r="A4"><f t="array" ref="A4:B4">A1:B1*2</f><v></v></c>'
    for others, differing in (("", 0), ('<c r="B4"><v>9</v></c>', 1)):
        whole = SHEET.replace("<v>9</v>", "<v>8</v>")
        report = report_of(
            make, whole.replace("</sheetData>", f'<row r="4">{array}{others}</row></sheetData>')
        )
        assert len(report.differences) == differing
        assert report.unsaved == 3 - differing
