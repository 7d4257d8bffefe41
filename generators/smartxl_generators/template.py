"""A template workbook, read once and used for many files."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import TemplateError

__all__ = ["Template"]


def _number_styles(book: Workbook) -> None:
    """Gives every style a number: openpyxl makes borders for merged cells that the file has no style for."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                cell.style_id  # noqa: B018  (looking a style up numbers it)


@dataclass(frozen=True)
class Template:
    """The sheets of a template and the style tables that their cells point into."""

    source: str
    book: Workbook

    @classmethod
    @lru_cache(maxsize=8)
    def load(cls, content: bytes, source: str) -> Template:
        """Reads a template's bytes, the same ones once; `source` names it in messages."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: `smartxl template check` tells it
            book = load_workbook(io.BytesIO(content), rich_text=True)
        _number_styles(book)
        return cls(source, book)

    def sheet(self, name: str) -> Worksheet:
        """A template sheet. Raises TemplateError when there is none of this name."""
        if name not in self.book.sheetnames:
            raise TemplateError(self.source, f"there is no sheet {name!r}", f"add a sheet named {name}")
        return self.book[name]
