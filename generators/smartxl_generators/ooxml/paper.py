"""The page of a template sheet: paper, margins, headers, view, print area, repeated rows, page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area, column_letter, column_number, qualified
from smartxl_generators.ooxml.placement import Placement, runs
from smartxl_generators.ooxml.xml import escaped, literal

__all__ = [
    "PRINT_TITLES",
    "PrintNames",
    "breaks_xml",
    "column_breaks",
    "row_breaks",
    "set_page",
    "with_texts",
]

PRINT_TITLES = "_xlnm.Print_Titles"
_PRINT_AREA = "_xlnm.Print_Area"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)")
_ROWS = re.compile(r"\$?([0-9]+):\$?([0-9]+)")
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383  # how far a break reaches, as Excel writes it


def set_page(template: Worksheet, sheet: Worksheet) -> None:
    """What belongs to the sheet as a whole and to none of its cells."""
    sheet.page_setup = copy(template.page_setup)
    sheet.page_margins = copy(template.page_margins)
    sheet.print_options = copy(template.print_options)
    sheet.HeaderFooter = copy(template.HeaderFooter)
    sheet.sheet_format = copy(template.sheet_format)
    sheet.sheet_properties = copy(template.sheet_properties)
    sheet.sheet_properties.codeName = None  # one name for VBA: it must not stand on several sheets
    view, source = sheet.sheet_view, template.sheet_view
    view.showGridLines, view.view = source.showGridLines, source.view
    view.zoomScale, view.zoomScaleNormal = source.zoomScale, source.zoomScaleNormal


def with_texts(xml: str, texts: Mapping[str, str]) -> str:
    """A frame with the values of the placeholders in its header and footer; & stands for a code there."""
    if "{{" not in xml:
        return xml
    return _PLACEHOLDER.sub(lambda found: escaped(literal(texts.get(found[1], "")).replace("&", "&&")), xml)


class PrintNames:
    """Print area and repeated rows and columns that a template sheet has of its own, read once."""

    def __init__(self, template: Worksheet) -> None:
        self._area = _AREA.search(str(template.print_area or ""))
        self._rows = _ROWS.search(str(template.print_title_rows or ""))
        self._columns = _COLUMNS.search(str(template.print_title_cols or ""))

    def __bool__(self) -> bool:
        return bool(self._area or self._rows or self._columns)

    def names(self, sheet: str, placement: Placement) -> Iterator[tuple[str, str]]:
        """(defined name, what it refers to) on a planned sheet."""
        reach = _print_area(self._area, placement) if self._area else ""
        if reach:
            yield _PRINT_AREA, qualified(sheet, reach)
        repeated = (*_repeated_columns(self._columns, placement), *_repeated_rows(self._rows, placement))
        if repeated:
            yield PRINT_TITLES, ",".join(qualified(sheet, part) for part in repeated)


def _repeated_rows(found: re.Match[str] | None, placement: Placement) -> Iterator[str]:
    span = next(placement.spans(int(found[1]), int(found[2])), None) if found else None
    if span:
        yield f"${span[0]}:${span[1]}"


def _repeated_columns(found: re.Match[str] | None, placement: Placement) -> Iterator[str]:
    columns = placement.all_columns(column_number(found[1]), column_number(found[2])) if found else []
    for first, last in list(runs(columns))[:1]:
        yield f"${column_letter(first)}:${column_letter(last)}"


def _print_area(found: re.Match[str], placement: Placement) -> str:
    """From the first row made from its first row to the last made from its last, with all that repeats between."""
    rows = placement.all_rows(int(found[2]), min(int(found[4]), max(placement.rows, default=1)))
    columns = placement.all_columns(column_number(found[1]), column_number(found[3]))
    if not rows or not columns:
        return ""
    return area(rows[0], columns[0], rows[-1], columns[-1], "$")


def breaks_xml(template: Worksheet, placement: Placement, ends: Iterable[int] = ()) -> str:
    """The page breaks, each behind the last row or column that was made from the one it stands behind; and behind `ends`."""
    rows = sorted({*_behind(template.row_breaks.brk, placement.rows), *ends})
    columns = _behind(template.col_breaks.brk, placement.columns)
    return row_breaks(rows) + column_breaks(columns)


def row_breaks(rows: list[int]) -> str:
    """The page breaks behind some rows, "" for none."""
    return _breaks("rowBreaks", rows, _LAST_COLUMN)


def column_breaks(columns: list[int]) -> str:
    """The page breaks behind some columns, "" for none."""
    return _breaks("colBreaks", columns, _LAST_ROW)


def _behind(breaks: list[Break], places: dict[int, tuple[int, ...]]) -> list[int]:
    return sorted({places[entry.id][-1] for entry in breaks if entry.id in places})


def _breaks(tag: str, places: list[int], reach: int) -> str:
    if not places:
        return ""
    elements = "".join(f'<brk id="{place}" max="{reach}" man="1"/>' for place in places)
    return f'<{tag} count="{len(places)}" manualBreakCount="{len(places)}">{elements}</{tag}>'
