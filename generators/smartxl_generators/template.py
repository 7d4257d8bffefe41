"""A template workbook, read once and used for many files."""

from __future__ import annotations

import io
import warnings
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from openpyxl import Workbook, load_workbook
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import TemplateError

__all__ = ["Template"]

_STYLE_TABLES = (
    "_fonts",
    "_fills",
    "_borders",
    "_alignments",
    "_protections",
    "_number_formats",
    "_cell_styles",
)
# What colours mean: the theme's and the palette's. Nothing is added to them.
_LOOKED_UP = ("loaded_theme", "_colors")


def _number_styles(book: Workbook) -> None:
    """Gives every style a number: openpyxl makes borders for merged cells that the file has no style for."""
    for sheet in book.worksheets:
        for cell in getattr(sheet, "_cells").values():  # noqa: B009  (not in the stubs)
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

    def new_book(self) -> Workbook:
        """An empty workbook with the template's theme and copies of its style tables: its cells' styles hold there too.

        Copies, because writing adds styles: sharing them would make a file depend on the files before it.
        """
        book = Workbook()
        book.remove(book.worksheets[0])
        for table in _STYLE_TABLES:
            setattr(book, table, IndexedList(getattr(self.book, table)))
        for table in _LOOKED_UP:
            setattr(book, table, getattr(self.book, table))
        setattr(book, "_named_styles", copy(getattr(self.book, "_named_styles")))  # noqa: B009, B010  (not in the stubs)
        return book
