"""A template workbook, read once and used for many files."""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass
from typing import Self

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


@dataclass(frozen=True)
class Template:
    """The sheets of a template and the style tables that their cells point into."""

    source: str
    book: Workbook

    @classmethod
    def load(cls, content: bytes, source: str) -> Self:
        """Reads a template's bytes; `source` names it in messages."""
        return cls(source, load_workbook(io.BytesIO(content)))

    def sheet(self, name: str) -> Worksheet:
        """A template sheet. Raises TemplateError when there is none of this name."""
        if name not in self.book.sheetnames:
            raise TemplateError(self.source, f"there is no sheet {name!r}", f"add a sheet named {name}")
        return self.book[name]

    def new_book(self) -> Workbook:
        """An empty workbook with copies of the template's style tables, so that its cells' styles hold there too.

        Copies, because writing adds styles: sharing them would make a file depend on the files before it.
        """
        book = Workbook()
        book.remove(book.worksheets[0])
        for table in _STYLE_TABLES:
            setattr(book, table, IndexedList(getattr(self.book, table)))
        setattr(book, "_named_styles", copy(getattr(self.book, "_named_styles")))  # noqa: B009, B010  (not in the stubs)
        return book
