"""A template workbook: what is read from it, and everything that can be wrong with it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area
from smartxl.define.template import read_layout
from smartxl.define.template_check import check_layout
from smartxl.define.template_losses import losses
from smartxl.define.template_table import OPTIONAL_SHEETS, UNIT_SHEETS, RolePlace, template_table
from smartxl.errors import TemplateError
from smartxl.model.layout import SheetLayout
from smartxl_templates import template_path, wording

_FOOTER = HeaderFooterItem(left=_HeaderFooterPart("{{ unit.fax }}"))
Change = Callable[[Workbook], None]


def _save(tmp_path: Path, change: Change) -> Path:
    book = load_workbook(template_path("standard"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of long titles, which is what a test is about
        change(book)
        path = tmp_path / "own.xlsx"
        book.save(path)
    return path


def _problems(tmp_path: Path, change: Change) -> list[str]:
    return [
        problem.said("en") for problem in check_layout(read_layout(_save(tmp_path, change)), wording("zh"))
    ]


def _on(name: str, change: Callable[[Worksheet], None]) -> Change:
    return lambda book: change(book[name])


def _row(book: Workbook, sheet: str, role: str) -> int:
    return next(int(cell.row or 0) for cell in book[sheet]["A"] if cell.value == role)


def _cell(sheet: str, role: str, text: str) -> Change:
    """Replaces the first placeholder of a row."""

    def change(book: Workbook) -> None:
        row = book[sheet][_row(book, sheet, role)]
        next(cell for cell in row[1:] if cell.value is not None).value = text

    return change


def _without(sheet: str, placeholder: str) -> Change:
    def change(book: Workbook) -> None:
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.value == f"{{{{ {placeholder} }}}}":
                    cell.value = None

    return change


def _role(sheet: str, role: str, new: str | None) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].cell(_row(book, sheet, role), 1).value = new

    return change


def _below(sheet: str, role: str, new: str | None) -> Change:
    """Inserts a row below the first of a role, with a role and a text of its own."""

    def change(book: Workbook) -> None:
        number = _row(book, sheet, role) + 1
        book[sheet].insert_rows(number)
        book[sheet].cell(number, 1).value = new
        book[sheet].cell(number, 2).value = "x"

    return change


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_packaged_template_is_in_order(lang: str) -> None:
    path = template_path("standard")
    assert check_layout(read_layout(path), wording(lang)) == ()
    assert losses(path) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            _cell("sampling", "title", "{{ sampling.titel }}"),
            "own.xlsx sampling!B1: unknown placeholder 'sampling.titel' → did you mean sampling.title?",
            id="misspelt",
        ),
        pytest.param(
            _cell("cover", "text", "{{ t.label.unitt }}"),
            "unknown placeholder 't.label.unitt' → did you mean t.label.unit?",
            id="misspelt-word",
        ),
        pytest.param(
            _cell("sampling", "title", "{{ input.level }}"),
            "input.level has no meaning in a row 'title' → it belongs into: added, item",
            id="out-of-place",
        ),
        pytest.param(
            _cell("sampling", "title", "共 {{ total.score }} 分"),
            "total.score is no text: it cannot stand inside a sentence → give {{ total.score }} a cell of its own",
            id="formula-in-a-sentence",
        ),
        pytest.param(
            _cell("sampling", "title", "{{ unit.name }"),
            "sampling!B1: the braces cannot be read",
            id="braces",
        ),
        pytest.param(
            _cell("guide", "text", "=TODAY()"), "guide!B1: a template holds no formulas", id="formula"
        ),
        pytest.param(
            _without("sampling", "input.address"),
            "the input input.address has no place in the row 'item' → put {{ input.address }} into one of its cells",
            id="input-without-a-place",
        ),
        pytest.param(
            _without("summary", "unit.weight"),
            "the placeholder unit.weight has no place in the row 'unit'",
            id="needed",
        ),
        pytest.param(
            _role("sampling", "info", "infos"),
            "sampling!A2: unknown role 'infos' → did you mean info?",
            id="role",
        ),
        pytest.param(
            _role("sampling", "item", ""),
            "no row has the role 'item' → write item into column A",
            id="no-item",
        ),
        pytest.param(
            _role("sampling", "foot", "item"), "the role 'item' stands twice, first in row", id="item-twice"
        ),
        pytest.param(
            _role("sampling", "title", "section"), "the role 'section' stands twice", id="section-twice"
        ),
        pytest.param(
            _below("sampling", "item", None),
            "it would not come out → move it above or below them",
            id="text-among-rows",
        ),
        pytest.param(
            _below("sampling", "foot", "head"),
            "the row 'section' stands above 'head' → move it below row",
            id="order",
        ),
        pytest.param(
            _cell("sampling", "item", "{{ previous.value }}"),
            "move it to the right of column U",
            id="optional-column",
        ),
        pytest.param(
            _on("sampling", lambda s: s.merge_cells("B8:B9")),
            "sampling!B8:B9: the merged cells reach over rows",
            id="merge",
        ),
        pytest.param(
            _on("gaps", lambda s: s.merge_cells("A1:A2")),
            "gaps!A1:A2: column A is merged with others",
            id="merged-keys",
        ),
        pytest.param(
            _on("cover", lambda s: s.delete_cols(1)), "cover!A: the key column is missing", id="no-key-column"
        ),
        pytest.param(
            _on("gaps", lambda s: s.insert_cols(1)),
            "the roles stand in column B: move them to column A",
            id="keys-moved",
        ),
        pytest.param(
            lambda book: book.remove(book["scores"]),
            "there is no sheet 'scores' → copy it from",
            id="no-sheet",
        ),
        pytest.param(
            _on("scores", lambda s: setattr(s, "title", "Score")),
            "there is no sheet 'scores' → rename the sheet 'Score'",
            id="sheet-renamed",
        ),
        pytest.param(
            lambda book: book.create_sheet("附件"),
            "'附件': no sheet of a template has this name",
            id="own-sheet",
        ),
        pytest.param(
            lambda book: book.create_sheet("表" * 32),
            "the sheet name cannot be used: longer than 31",
            id="long-title",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, change: Change, expected: str) -> None:
    told = _problems(tmp_path, change)
    assert any(expected in problem for problem in told), told


@pytest.mark.slow
def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        _cell("sampling", "title", "{{ unit.nam }}")(book)
        _without("sampling", "input.note")(book)
        _role("gaps", "row", "rows")(book)
        book.remove(book["findings"])

    told = _problems(tmp_path, change)
    assert len(told) == 8, told  # the note lacks a place in four rows; row is needed and rows unknown
    assert told[0].startswith("own.xlsx: there is no sheet 'findings'")


def test_one_class_needs_only_a_respondents_sheets(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for name in set(book.sheetnames).difference(UNIT_SHEETS):
            del book[name]

    layout = read_layout(_save(tmp_path, change))
    assert check_layout(layout, wording("zh"), UNIT_SHEETS) == ()
    assert len(check_layout(layout, wording("zh"))) == len(
        set(template_table()).difference(UNIT_SHEETS, OPTIONAL_SHEETS)
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(_on("cover", lambda s: s.add_chart(BarChart(), "C3")), "a chart or diagram", id="chart"),
        pytest.param(
            _on("guide", lambda s: setattr(s["C3"], "comment", Comment("n", "a"))), "a note", id="note"
        ),
        pytest.param(
            _on(
                "guide", lambda s: s.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="C3"))
            ),
            "a drop-down or validation of your own",
            id="drop-down",
        ),
        pytest.param(
            _on("guide", lambda s: setattr(s, "oddFooter", _FOOTER)),
            "the value of unit.fax in the header or footer",
            id="footer",
        ),
    ],
)
def test_what_will_not_come_out_is_told(tmp_path: Path, change: Change, expected: str) -> None:
    (remark,) = losses(_save(tmp_path, change))
    assert remark.what.en == f"{expected} will not come out"
    assert remark.remedy.en


def test_a_shape_is_told(tmp_path: Path) -> None:
    from zipfile import ZipFile

    source = _save(tmp_path, _on("cover", lambda s: s.add_chart(BarChart(), "C3")))
    target = tmp_path / "shape.xlsx"
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/drawings/drawing1.xml":
                content = content.replace(b"<graphicFrame>", b"<sp/><graphicFrame>")
            new.writestr(name, content)
    assert "a shape or text box will not come out" in [remark.what.en for remark in losses(target)]


def _read(change: Callable[[Worksheet], None], tmp_path: Path) -> SheetLayout:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "s"
    change(sheet)
    path = tmp_path / "t.xlsx"
    book.save(path)
    return read_layout(path).sheets["s"]


def test_rows_without_a_role_are_read_where_they_stand(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"] = " title ", "x"
        sheet["B3"] = "plain"
        sheet["A4"] = "item"

    rows = _read(change, tmp_path).rows
    assert [(row.role, row.row, dict(row.cells)) for row in rows] == [
        ("title", 1, {2: "x"}),
        ("", 2, {}),
        ("", 3, {2: "plain"}),
        ("item", 4, {}),
    ]


def test_numbers_and_dates_stay_numbers(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B1"], sheet["C1"], sheet["D1"] = 5, date(2026, 9, 5), True

    assert dict(_read(change, tmp_path).rows[0].cells) == {2: 5.0, 3: 46270.0, 4: "True"}


def test_the_sheet_ends_where_the_last_thing_is_seen(tmp_path: Path) -> None:
    """A fill beside the texts is seen; a format far below or to the right, as LibreOffice leaves it, is not."""

    def change(sheet: Worksheet) -> None:
        sheet["A1"] = "title"
        sheet["D1"].fill = PatternFill("solid", fgColor="FF0000")
        sheet["Z1"].number_format = "0.00"
        sheet["D900"].fill = PatternFill("solid", fgColor="FF0000")
        sheet.merge_cells("B2:B3")

    layout = _read(change, tmp_path)
    assert (len(layout.rows), layout.last_column) == (3, 4)
    assert layout.merges == (Area("s", 2, 2, 3, 2),)


def test_above_and_below_leave_the_middle_out(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for row, role in enumerate(("a", "", "item", "entry", "", "z"), 1):
            sheet.cell(row, 1).value = role
            sheet.cell(row, 2).value = row

    layout = _read(change, tmp_path)
    assert [row.row for row in layout.above("item", "entry")] == [1, 2]
    assert [row.row for row in layout.below("item", "entry")] == [5, 6]


@pytest.mark.parametrize(
    "content", [b"", b"PK no zip", BytesIO().getvalue()], ids=["empty", "damaged", "nothing"]
)
def test_what_is_no_workbook_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match="cannot be read"):
        read_layout(path)


def test_the_table_holds_together() -> None:
    """Roles that others name exist; a row that must have a placeholder may have it."""
    for sheet in template_table().values():
        for role in sheet.roles.values():
            assert set(role.after) <= set(sheet.roles), (sheet.name, role.name)
            assert role.single or role.place in {RolePlace.ONCE, RolePlace.BAND}, (sheet.name, role.name)
            assert role.meaning.zh
            assert role.meaning.en
        for entry in sheet.placeholders:
            assert entry.needed <= entry.rows, (sheet.name, entry.name)
            assert entry.meaning.zh
            assert entry.meaning.en
        rows = [(entry.name, row) for entry in sheet.placeholders for row in entry.rows]
        assert len(rows) == len(set(rows)), sheet.name
