"""What is visual in a template comes out, also after the template was opened and saved by LibreOffice."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.define.template import read_layout
from smartxl.define.template_check import check_layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.reading import extract
from smartxl.verify import verify
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_generators.ooxml.placement import Placement, runs
from smartxl_templates import template_path, wording
from tests.generated import maker
from tests.office.office import Office

if TYPE_CHECKING:
    from .conftest import Example

UNIT = "SZB"


OWN_FORM = maker("own_form")


@dataclass(frozen=True)
class Made:
    """A workbook made from a template."""

    path: Path
    plan: WorkbookPlan
    content: bytes

    @property
    def sampling(self) -> SheetPlan:
        return next(sheet for sheet in self.plan.sheets if sheet.sections)

    @property
    def sheet(self) -> Worksheet:
        return load_workbook(io.BytesIO(self.content), rich_text=True)[self.sampling.name]


def _decorated() -> Workbook:
    """The city's form with more of what a person may add."""
    book: Workbook = OWN_FORM.template_of_form()
    sheet = book["sampling"]
    red = PatternFill(bgColor="FFC7CE")
    sheet.conditional_formatting.add(
        "M7:M8", Rule("cellIs", operator="equal", formula=["0"], dxf=DifferentialStyle(fill=red))
    )
    sheet.conditional_formatting.add(
        "D7",
        Rule(
            "expression", formula=["AND($N7>=$N$7,LEN(D7)>30)"], dxf=DifferentialStyle(font=Font(bold=True))
        ),
    )
    scale = Rule(
        "colorScale",
        colorScale=ColorScale(
            [FormatObject("min"), FormatObject("max")], [Color("FFFFFFFF"), Color("FF9C1C1C")]
        ),
    )
    sheet.conditional_formatting.add("M7:M7", scale)
    sheet.row_breaks.append(Break(id=2))
    sheet.col_breaks.append(Break(id=9))
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(right=_HeaderFooterPart("内部资料"))
    sheet.HeaderFooter.firstHeader = HeaderFooterItem(center=_HeaderFooterPart("第一页"))
    sheet.HeaderFooter.differentFirst = True
    sheet["B2"].font = Font("宋体", 11, color=Color(theme=5))
    star: str | TextBlock = TextBlock(InlineFont(color=Color("FFC00000"), b=True), "注：")
    sheet["B13"] = CellRichText([star, "一事一行；复印件请加盖公章。"])
    sheet.sheet_view.zoomScale = 85
    sheet.column_dimensions.group("J", "L", hidden=False)
    sheet.sheet_properties.tabColor = "9C1C1C"
    return book


def _make(example: Example, path: Path, unit: str = UNIT) -> Made:
    layout = read_layout(path)
    assert check_layout(layout, wording("zh")) == ()
    plan = plan_unit(example.definition, layout, example.definition.roster.by_code[unit], "zh")
    template = Template.load(path.read_bytes(), path.name)
    content = write(plan, template, example.definition, example.table, example.answers_of(unit))
    return Made(path, plan, content)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "own.xlsx"
    _decorated().save(path)
    return path


@pytest.fixture(scope="module")
def saved(drawn: Path, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, opened and saved by LibreOffice."""
    return office.convert(drawn, tmp_path_factory.mktemp("saved"))


@pytest.fixture(
    scope="module", params=["drawn", pytest.param("saved", marks=[pytest.mark.libreoffice, pytest.mark.slow])]
)
def made(request: pytest.FixtureRequest, example: Example) -> Made:
    return _make(example, request.getfixturevalue(request.param))


def _rows(made: Made, style_row: int) -> list[int]:
    return [row.row for row in made.sampling.rows if row.style_row == style_row]


@pytest.mark.slow
def test_headings_in_three_rows_stay_merged(made: Made) -> None:
    merged = {str(area) for area in made.sheet.merged_cells.ranges}
    assert {"B3:B5", "C3:E3", "C4:C5", "G4:I4", "N4:N5"} <= merged


def test_the_stamp_area_is_merged_below_the_last_line(made: Made) -> None:
    (first,) = _rows(made, 9)
    merged = {str(area) for area in made.sheet.merged_cells.ranges}
    assert {f"J{first}:N{first + 3}", f"B{first + 1}:I{first + 3}", f"B{first + 4}:N{first + 4}"} <= merged
    assert made.sheet[f"J{first}"].value == "单位（盖章）\n\n年    月    日"


def test_cells_merged_in_a_row_that_repeats_are_merged_in_each(made: Made) -> None:
    merged = {str(area) for area in made.sheet.merged_cells.ranges}
    assert {f"B{row}:E{row}" for row in _rows(made, 6)} <= merged
    assert {f"G{row}:I{row}" for row in _rows(made, 8)} <= merged


def test_the_emblem_is_there_in_its_size(made: Made) -> None:
    (image,) = made.sheet._images  # type: ignore[attr-defined]
    assert image._data() == OWN_FORM.emblem()
    anchor = image.anchor
    assert (anchor._from.row, anchor._from.col) == (0, 1)
    assert anchor.ext.cx == pytest.approx(48 * 9525, rel=0.05)
    assert anchor.ext.cy == pytest.approx(48 * 9525, rel=0.05)


def _text(item: HeaderFooterItem | None, side: str) -> object:
    return getattr(item, side).text


def _rgb(color: Color | None) -> str:
    """Without the alpha that LibreOffice may leave out."""
    return str(color.rgb)[-6:] if color is not None else ""


def test_pages_are_printed_as_the_template_says(made: Made) -> None:
    sheet = made.sheet
    last = made.sampling.rows[-1].row
    assert str(sheet.print_title_rows).replace("$", "") == "3:5"
    assert str(sheet.print_area).replace("$", "").endswith(f"B1:N{last}")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert _text(sheet.oddFooter, "center") == "第 &P 页，共 &N 页"
    assert _text(sheet.oddHeader, "right") == "内部资料"
    assert _text(sheet.firstHeader, "center") == "第一页"
    assert [entry.id for entry in sheet.row_breaks.brk] == [2]
    assert [entry.id for entry in sheet.col_breaks.brk] == [9]
    view = load_workbook(made.path)["sampling"].sheet_view  # LibreOffice without a window forgets it
    assert sheet.sheet_view.showGridLines == view.showGridLines
    assert sheet.sheet_view.zoomScale == view.zoomScale
    assert _rgb(sheet.sheet_properties.tabColor) == "9C1C1C"


def test_widths_and_heights(made: Made) -> None:
    sheet = made.sheet
    for letter, width in {"D": 26, "J": 24, "N": 7}.items():
        assert sheet.column_dimensions[letter].width == pytest.approx(width, abs=0.8)
    for row, height in {1: 46, 3: 22, 5: 22}.items():
        assert sheet.row_dimensions[row].height == pytest.approx(height, abs=0.5)
    assert sheet.column_dimensions["A"].hidden


def test_conditional_formats_reach_over_all_rows_made_from_theirs(made: Made) -> None:
    rules = {}
    for entry in made.sheet.conditional_formatting:
        for rule in entry.rules:
            rules[rule.type, tuple(rule.formula)] = entry
    items, entries = _rows(made, 7), _rows(made, 8)
    greyed = _rows(made, 6) + items + entries
    first = min(greyed)
    grey = rules["expression", (f'$G{first}="否"',)]
    assert all(f"H{row}" in grey and f"I{row}" in grey for row in greyed)
    assert "H5" not in grey
    zero = rules["cellIs", ("0",)]
    assert all(f"M{row}" in zero for row in items + entries)
    assert not any(f"M{row}" in zero for row in _rows(made, 6))
    assert ("expression", (f"AND($N{items[0]}>=$N${items[0]},LEN(D{items[0]})>30)",)) in rules
    assert any(kind == "colorScale" for kind, _ in rules)
    (fill,) = {rule.dxf.fill.bgColor.rgb[-6:] for rule in grey.rules if rule.type == "expression"}
    assert fill == "D9D9D9"


def test_fonts_and_colours(made: Made) -> None:
    sheet = made.sheet
    assert sheet["B1"].font.name == "宋体"
    assert sheet["B1"].font.sz == 20
    assert _rgb(sheet["B1"].font.color) == "9C1C1C"
    assert _rgb(sheet["C4"].fill.fgColor) == "F8E5E1"
    assert sheet["C4"].border.left.style == "thin"


def test_a_text_in_two_colours_keeps_them(made: Made) -> None:
    value = made.sheet.cell(made.sampling.rows[-1].row, 2).value
    assert isinstance(value, CellRichText)
    assert str(value) == "注：一事一行；复印件请加盖公章。"
    blocks = {str(block): block.font for block in value if isinstance(block, TextBlock)}
    assert _rgb(blocks["注："].color) == "C00000"


def test_the_answers_are_read_back_and_the_formulas_agree(example: Example, made: Made) -> None:
    extraction = extract(made.plan, example.definition, open_book(made.content, "x.xlsx"))
    expected = {(a.key, tuple(a.fields.items())) for a in example.answers_of(UNIT)}
    assert {(a.key, tuple(a.fields.items())) for a in extraction.submission.answers if a.fields} == {
        entry for entry in expected if entry[1]
    }
    assert not extraction.findings
    assert verify(made.plan, made.content, example.table, {}).ok


@pytest.mark.slow
def test_the_theme_is_the_templates(drawn: Path, example: Example, tmp_path: Path) -> None:
    """A colour of the theme means what it means in the template."""
    own = tmp_path / "own.xlsx"
    with ZipFile(drawn) as old, ZipFile(own, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'val="C0504D"', b'val="123456"'))
    made = _make(example, own)
    with ZipFile(io.BytesIO(made.content)) as package:
        assert b'val="123456"' in package.read("xl/theme/theme1.xml")
    assert made.sheet["B2"].font.color.theme == 5


@pytest.mark.slow
def test_pictures_survive_many_workbooks(drawn: Path, example: Example) -> None:
    layout, template = read_layout(drawn), Template.load(drawn.read_bytes(), drawn.name)
    plan = plan_city(example.definition, layout, "zh")
    contents = [write(plan, template, example.definition, example.table, ()) for _ in range(2)]
    assert contents[0] == contents[1]
    with ZipFile(io.BytesIO(contents[0])) as package:
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        shown = [name for name in package.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    assert pictures == ["xl/media/image1.png"]
    assert len(shown) >= len(example.definition.roster.units)


def _styled(change: Callable[[Worksheet], None], tmp_path: Path) -> Path:
    book = load_workbook(template_path("standard"))
    change(book["sampling"])
    path = tmp_path / "t.xlsx"
    book.save(path)
    return path


@pytest.mark.slow
def test_columns_that_the_file_describes_together_are_all_as_wide(example: Example, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for letter in "EFGH":
            del sheet.column_dimensions[letter]
        sheet.column_dimensions["E"].width = 17
        sheet.column_dimensions["E"].min, sheet.column_dimensions["E"].max = 5, 8

    sheet = _make(example, _styled(change, tmp_path)).sheet
    assert {letter: sheet.column_dimensions[letter].width for letter in "EFGH"} == dict.fromkeys("EFGH", 17)


@pytest.mark.slow
def test_hidden_rows_and_columns_stay_hidden(example: Example, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["F"].hidden = True
        sheet.row_dimensions[4].hidden = True

    sheet = _make(example, _styled(change, tmp_path)).sheet
    assert sheet.column_dimensions["F"].hidden
    assert sheet.row_dimensions[4].hidden


def test_places_of_rows_and_columns() -> None:
    places = Placement({1: (1,), 2: (2, 5), 3: (3, 6), 4: (4, 7), 6: (8,)}, {1: (1,), 2: (2, 3), 3: (4,)})
    assert (places.row(2), places.row(5), places.row(9), places.column(2)) == (2, 4, 8, 2)
    assert list(places.spans(2, 3)) == [(2, 3), (5, 6)]
    assert list(places.spans(4, 6)) == []
    assert places.all_rows(2, 3) == [2, 3, 5, 6]
    assert places.all_columns(2, 3) == [2, 3, 4]
    assert list(runs([2, 3, 5, 6, 9])) == [(2, 3), (5, 6), (9, 9)]
    assert list(runs([])) == []


@pytest.mark.slow
@pytest.mark.openxml
def test_what_comes_out_is_valid(made: Made, ooxml_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    path.write_bytes(made.content)
    done = subprocess.run(
        [ooxml_validator, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert json.loads(done.stdout)["errors"] == []
