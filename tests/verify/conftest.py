"""Small workbooks written with openpyxl."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Content = Mapping[str, Mapping[str, object]]
    Make = Callable[[Content], bytes]


@pytest.fixture(scope="session")
def make() -> Make:
    """Sheet name → address → what is typed there (an ArrayFormula too); gives the bytes of the .xlsx."""

    def made(content: Content) -> bytes:
        book = Workbook()
        del book["Sheet"]
        for name, cells in content.items():
            sheet = book.create_sheet(name)
            for address, value in cells.items():
                sheet[address] = value
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return made
