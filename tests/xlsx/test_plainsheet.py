"""Rows are read without a parser where that gives the same: what differs in the least is parsed, with the same outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.findings import Finding
from smartxl.xlsx import FileRefused, plainsheet
from smartxl.xlsx.appearance import Appearance, RunFont, TextRun
from smartxl.xlsx.book import RawSheet
from smartxl.xlsx.cellvalues import Contents, SharedStrings
from smartxl.xlsx.gate import BUDGET, Budget
from smartxl.xlsx.plainsheet import read_sheet
from smartxl.xlsx.plainxml import NotPlain
from smartxl.xlsx.saved import SettingsReader
from smartxl.xlsx.sheet import CellCounts, ReaderKind, SheetReader
from smartxl.xlsx.styles import CellStyles
from smartxl.xlsx.xmlpart import Handler, parse

MAIN = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
BEFORE = '<sheetPr/><sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="2" hidden="1"/></cols>'
AFTER = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells><hyperlinks><hyperlink ref="A1" r:id="r1"/></hyperlinks>'
CONTENTS = Contents(
    SharedStrings(("甲", "m²", ""), {"1": (TextRun("m²", RunFont(inherits=False, struck=True)),)}),
    CellStyles({"2": "d", "3": "p"}, {"4": Appearance(struck=True)}),
)
STRUCK = replace(
    CONTENTS, styles=CellStyles({"0": "p"}, {"0": Appearance(struck=True)})
)  # without a style too
SMALL = Budget(cells=12, rows=20, columns=8, text=120, merges=3, depth=3)

PLAIN_CELLS = (
    '<c r="{at}"/>',
    '<c r="{at}" s="4"/>',
    '<c r="{at}" t="inlineStr"><is><t>是</t></is></c>',
    '<c r="{at}" s="4" t="inlineStr"><is><t xml:space="preserve"> a &amp;lt; &lt;b&gt; &quot;&apos; </t></is></c>',
    '<c r="{at}" t="str"><f>IF(A1&lt;2,"","_x000D_")</f><v></v></c>',
    '<c r="{at}" t="str"><f aca="false">A1&amp;"x"</f><v>_x4E00_</v></c>',
    '<c r="{at}"><f t="shared" ref="A1:A3" si="0">A1+1</f><v>1</v></c>',
    '<c r="{at}"><f t="shared" si="0"/><v>2</v></c>',
    '<c r="{at}"><f t="array" ref="A1:B2">SUM(A1)</f></c>',
    '<c r="{at}" s="1" t="s"><v>0</v></c>',
    '<c r="{at}" t="s"><v>1</v></c>',
    '<c r="{at}" s="2"><v>45000</v></c>',
    '<c r="{at}" s="3"><v>0.85</v></c>',
    '<c r="{at}" s="2" t="n"><f ca="1">A1</f><v>45000.5</v></c>',
    '<c r="{at}" s="3"><f t="shared" si="0"/><v>1</v></c>',
    '<c r="{at}" s="2" t="d"><v>2026-03-01</v></c>',
    '<c r="{at}" t="s"><v>2</v></c>',
    '<c r="{at}" t="n"><v>1E3</v></c>',
    '<c r="{at}" t="b"><v>1</v></c>',
    '<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{at}"></c>',
    '<c r="{at}" t="inlineStr"><f>A1</f></c>',
    '<c r="{at}" t="inlineStr"><f>A1</f><v></v></c>',
    '<c r="{at}" s="4" t="str"><f>A1</f></c>',
    '<c r="{at}" t="s"><f>A1</f><v></v></c>',
)
ODD_CELLS = (
    '<c><v>1</v></c>',
    "<c r='{at}'><v>1</v></c>",
    '<c t="s" r="{at}"><v>0</v></c>',
    '<c r="{at}"><v>1</v><f>A1</f></c>',
    '<c r="{at}"><v>1</v><v>2</v></c>',
    '<c r="{at}"> <v>1</v> </c>',
    '<c r="{at}"><fx>A1</f><v>1</v></c>',
    '<c r="{at}"><fx/><v>1</v></c>',
    '<c r="{at}"><foo/></c>',
    '<c r="{at}"><f  a="1"/></c>',
    '<c r="{at}"><f a="1" a="2">A1</f></c>',
    '<c r="{at}" t="s"><v>9</v></c>',
    '<c r="{at}" t="b"><v>9</v></c>',
    '<c r="{at}"><v>abc</v></c>',
    '<c r="{at}"><v>1<!-- x --></v></c>',
    '<c r="{at}" t="str"><v><![CDATA[<v>]]></v></c>',
    '<c r="{at}" t="str"><v>a]]&gt;b ]]> c</v></c>',
    '<c r="{at}" t="str"><v>&#10;&#x41;</v></c>',
    '<c r="{at}" t="str"><v>&nbsp;</v></c>',
    '<c r="{at}" t="str"><v>a\r\nb</v></c>',
    '<c r="{at}" t="str"><v>a\x01b</v></c>',
    '<c r="{at}" t="str"><v>\uffff</v></c>',
    '<c r="{at}" t="inlineStr"><is><t></t></is></c>',
    '<c r="{at}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    '<c r="{at}" t="inlineStr"><is><t>a</t><rPh sb="0"><t>b</t></rPh></is></c>',
    '<c r="{at}" vm="1" t="e"><v>#VALUE!</v></c>',
    '<c r="{at}" r="A1"><v>1</v></c>',
    '<c r="A0"><v>1</v></c>',
    '<c r="AAAA1"/>',
    '<c r="ZZZ1"><v>1</v></c>',
    '<c r="A9999999"><v>1</v></c>',
    '<x:c r="{at}"><x:v>1</x:v></x:c>',
    '<c r="{at}"><v>1</v>',
    '<v>1</v>',
    '<c r="{at}"><c r="{at}"/></c>',
    '<c r="{at}" t="str"><v>' + "长" * 130 + "</v></c>",
    '<c r="{at}" t="str"><f t="shared" t="array">1</f><v>1</v></c>',
    '<mc:AlternateContent/>',
    "</row>",
)  # fmt: skip
PLAIN_ROWS = (
    '<row r="{n}">{cells}</row>',
    '<row r="{n}" spans="1:6" ht="1.5" x14ac:dyDescent="0.15">{cells}</row>',
    '<row r="{n}" hidden="1">{cells}</row>',
    '<row r="{n}" s="3" customFormat="1">{cells}</row>',
)
ODD_ROWS = (
    "<row>{cells}</row>",
    '<row r="{n}" r="1">{cells}</row>',
    '<row r="x">{cells}</row>',
    "<row r=\"{n}\" ht='0'>{cells}</row>",
    '<row r="{n}">{cells}</row>\n',
    '<row r="{n}">{cells}',
    "{cells}",
    '<row r="{n}"/>',
    '<row r="{n}">{cells}</row><row r="{n}" ht="a&#9;b">{cells}</row>',
    '<x:row r="{n}">{cells}</x:row>',
    "<!-- </sheetData> -->",
    "<?pi <row?>",
)
WHOLE = DECLARED + f"<worksheet {MAIN}>{BEFORE}<sheetData>{{rows}}</sheetData>{AFTER}</worksheet>"
ODD_SHEETS = (
    WHOLE.replace("xmlns:r", "xmlns:s"),
    WHOLE.replace("<sheetPr/>", "<sheetPr><x:c/></sheetPr>").replace("xmlns:r", "xmlns:x='x' xmlns:r"),
    WHOLE.replace("<sheetData>", "<a><sheetData>").replace("</sheetData>", "</sheetData></a>"),
    WHOLE.replace("UTF-8", "utf-8"),
    WHOLE.replace('version="1.0" encoding="UTF-8"', 'version="1.0" encoding="ISO-8859-1"'),
    WHOLE.replace(DECLARED, ""),
    WHOLE.replace(DECLARED, "\ufeff" + DECLARED),
    WHOLE.replace("<sheetPr/>", "<!-- <sheetData> -->"),
    WHOLE.replace("<sheetPr/>", "<?x <sheetData>?>"),
    WHOLE.replace("<sheetPr/>", "<c r='A1'>"),
    WHOLE.replace("<sheetPr/>", "<extLst>").replace(AFTER, "</extLst>"),
    WHOLE.replace("<sheetPr/>", '<mergeCells><mergeCell ref="A1:B9"/></mergeCells>'),
    WHOLE.replace('defaultRowHeight="15"', 'zeroHeight="1"'),
    WHOLE.replace("<sheetPr/>", '<sheetViews><sheetView showZeros="0"/></sheetViews>'),
    WHOLE.replace("</worksheet>", ""),
    WHOLE.replace("</worksheet>", "<sheetData><row r='1'><c r='A1'/></row></sheetData></worksheet>"),
    WHOLE.replace(AFTER, "<mergeCells><mergeCell ref='A1'/><mergeCell ref='x'/></mergeCells>"),
    WHOLE.replace(AFTER, "<c><v>3</v></c>"),
    WHOLE.replace("</sheetData>", ""),
    WHOLE.replace("<sheetData>", '<sheetData x="1">'),
)  # fmt: skip


def outcome(
    data: bytes, budget: Budget, kind: ReaderKind | None, contents: Contents = CONTENTS
) -> tuple[RawSheet | Finding, int, int]:
    """What reading a sheet gives, or why it is refused, and what is counted for the sheets that follow."""
    counts = CellCounts(budget)
    try:
        read = read_sheet("表", "part", data, contents, counts, {"r1": "http://a.cn"}, kind)
    except FileRefused as error:
        return error.finding, 0, 0
    return read, counts.cells, counts.merged_cells


class ParsedSettings(SettingsReader):
    """Reads how a sheet is set from what a parser says."""

    def take(self, rows: str) -> None:
        raise NotPlain(rows)


def settings(data: bytes, kind: type[SettingsReader]) -> tuple[object, ...]:
    """How a sheet is set, the styles of cells in their order; and what stands in it, or why it is refused."""
    made: list[SettingsReader] = []

    def make(*given: Any) -> SettingsReader:
        made.append(kind(*given))
        return made[-1]

    found = outcome(data, BUDGET, make)
    known = made[-1].settings()
    return found, *((known, list(known.styles)) if isinstance(found[0], RawSheet) else ())


def same_both_ways(text: str) -> None:
    data = text.encode()
    for budget, contents in ((BUDGET, CONTENTS), (BUDGET, STRUCK), (SMALL, CONTENTS)):
        assert outcome(data, budget, None, contents) == outcome(data, budget, SheetReader, contents)
    assert settings(data, SettingsReader) == settings(data, ParsedSettings)


def cells_of(row: int, *patterns: str) -> str:
    return "".join(each.replace("{at}", f"{'ABCDEFGHIJ'[n]}{row}") for n, each in enumerate(patterns))


@pytest.mark.parametrize("cell", PLAIN_CELLS + ODD_CELLS)
def test_every_cell_is_what_the_parser_says(cell: str) -> None:
    for before, after in product((PLAIN_CELLS[0], PLAIN_CELLS[2]), (PLAIN_CELLS[1], PLAIN_CELLS[13])):
        row = PLAIN_ROWS[0].format(n=1, cells=cells_of(1, before, cell, after))
        same_both_ways(WHOLE.format(rows=row))


@pytest.mark.parametrize("row", PLAIN_ROWS + ODD_ROWS)
@pytest.mark.parametrize("sheet", [WHOLE, *ODD_SHEETS])
def test_every_row_and_all_around_is_what_the_parser_says(row: str, sheet: str) -> None:
    rows = (PLAIN_ROWS[0], row, PLAIN_ROWS[1])
    cells = [cells_of(n, PLAIN_CELLS[2], PLAIN_CELLS[0], PLAIN_CELLS[12], PLAIN_CELLS[1]) for n in (1, 2, 3)]
    written = (each.replace("{n}", str(n)).replace("{cells}", cells[n - 1]) for n, each in enumerate(rows, 1))
    same_both_ways(sheet.replace("{rows}", "".join(written)))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PLAIN_ROWS * 5 + ODD_ROWS),
            st.integers(1, 4),
            st.lists(st.sampled_from(PLAIN_CELLS * 8 + ODD_CELLS), max_size=5),
        ),
        max_size=4,
    ),
    st.sampled_from((WHOLE,) * 9 + ODD_SHEETS),
)
def test_whatever_is_put_together_is_what_the_parser_says(
    rows: list[tuple[str, int, list[str]]], sheet: str
) -> None:
    written = [row.replace("{n}", str(n)).replace("{cells}", cells_of(n, *cells)) for row, n, cells in rows]
    same_both_ways(sheet.replace("{rows}", "".join(written)))


def test_bytes_that_are_no_text_are_refused_as_the_parser_does() -> None:
    text = WHOLE.format(rows=PLAIN_ROWS[0].format(n=1, cells=cells_of(1, PLAIN_CELLS[2]))).encode()
    for odd in (b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"):
        data = text.replace("是".encode(), odd)
        assert outcome(data, BUDGET, None) == outcome(data, BUDGET, SheetReader)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: text.replace("<f>", '<f aca="false">').replace(' t="n"', ""),
        lambda text: text.replace('"><c r', '" thickBot="1"><c r'),
    ],
    ids=["as we write", "LibreOffice", "Excel"],
)
def test_rows_as_programs_write_them_are_not_parsed(
    written: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the rows were given to the parser")

    rows = "".join(
        PLAIN_ROWS[n % 3].format(n=n, cells=cells_of(n, cell)) for n, cell in enumerate(PLAIN_CELLS, 1)
    )
    monkeypatch.setattr(plainsheet, "parse", refuse)
    sheet, cells, _ = outcome(written(WHOLE.format(rows=rows)).encode(), BUDGET, None)
    assert isinstance(sheet, RawSheet)
    assert cells == len(PLAIN_CELLS)


def test_what_is_large_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken apart it would stand in memory several times over."""
    data = WHOLE.format(rows=PLAIN_ROWS[0].format(n=1, cells=cells_of(1, *PLAIN_CELLS[:9]))).encode()
    found = outcome(data, BUDGET, None)
    monkeypatch.setattr("smartxl.xlsx.plainxml._LARGEST", 100)
    parsed: list[str] = []

    def noted(part: str, data: bytes, handler: Handler) -> None:
        parsed.append(part)
        parse(part, data, handler)

    monkeypatch.setattr(plainsheet, "parse", noted)
    assert outcome(data, BUDGET, None) == found
    assert parsed == ["part"]
