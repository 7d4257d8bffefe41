"""The quick way in which the tests load workbooks with openpyxl gives what openpyxl itself gives."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Protection, Side

from smartxl_templates import template_path
from tests.merges import edges_found_each, edges_found_once


def parts(content: bytes) -> dict[str, bytes]:
    """What openpyxl saves of what it loads."""
    saved = BytesIO()
    load_workbook(BytesIO(content)).save(saved)
    with ZipFile(saved) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps/")}


def merged() -> bytes:
    """Ranges side by side with edges of their own, some of them unlocked."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 20, 3):
        for column in range(1, 20, 4):
            cell = sheet.cell(row, column, f"{row} {column}")
            edge, none = Side("thin" if row % 2 else "thick", color=f"0000{row:02}"), Side()
            cell.border = Border(left=edge, top=edge if column % 2 else none, bottom=edge, right=none)
            cell.protection = Protection(locked=bool(row % 2))
            sheet.cell(row + 1, column + 1).border = Border(top=edge)
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + row % 3, end_column=column + 2
            )
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_loaded_workbook_is_the_same() -> None:
    for content in (merged(), template_path("standard").read_bytes()):
        with edges_found_once():
            quick = parts(content)
        with edges_found_each():
            assert parts(content) == quick
