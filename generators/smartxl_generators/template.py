"""A template workbook, read once and used for many files."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import TemplateError
from smartxl.text import Text
from smartxl_generators.ooxml.conditions import DIFFERENTIAL
from smartxl_generators.ooxml.styles import StyleBase, fonts_in_order
from smartxl_generators.sheetcopy import copy_sheet

__all__ = ["Template", "in_standard_order"]

_STYLES = "xl/styles.xml"
_INPUT = "{{ input."
_MAKERS = "makers of rows and columns"


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
    def load(cls, content: bytes, source: str, lent: tuple[tuple[str, Template], ...] = ()) -> Template:
        """Reads a template's bytes, the same ones once; `source` names it in messages.

        `lent` are sheets that it lacks, each with the template that it is taken from.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: `smartxl template check` tells it
            book = load_workbook(io.BytesIO(content), rich_text=True)
        for name, lender in lent:
            copy_sheet(lender.sheet(name), book)
        _number_styles(book)
        return cls(source, book)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs. The sizes of rows and columns do not say by themselves how openpyxl makes others."""
        makers = [(s.row_dimensions.default_factory, s.column_dimensions.default_factory) for s in self.book]
        return {**vars(self), _MAKERS: makers}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for sheet, makers in zip(state["book"], state.pop(_MAKERS), strict=True):
            for sizes, maker in zip((sheet.row_dimensions, sheet.column_dimensions), makers, strict=True):
                sizes.worksheet, sizes.default_factory = sheet, maker
        self.__dict__.update(state)

    def sheet(self, name: str) -> Worksheet:
        """A template sheet. Raises TemplateError when there is none of this name."""
        found = self._sheets.get(name)
        if found is None:
            raise TemplateError(
                self.source,
                Text(f"缺少工作表“{name}”", f"there is no sheet {name!r}"),
                Text(f"加上名为 {name} 的工作表", f"add a sheet named {name}"),
            )
        return found

    @cached_property
    def styles(self) -> StyleBase:
        """The style tables that all its workbooks share."""
        return StyleBase(self.book, DIFFERENTIAL, self._inputs())

    def _inputs(self) -> Iterator[int]:
        """The styles of the cells that it means for inputs."""
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                yield from (c.style_id for c in row if isinstance(c.value, str) and _INPUT in c.value)

    @cached_property
    def _sheets(self) -> Mapping[str, Worksheet]:
        """By name: openpyxl goes through them all."""
        return {sheet.title: sheet for sheet in self.book.worksheets}


def in_standard_order(content: bytes) -> bytes:
    """A workbook that openpyxl saved, valid for strict readers: its fonts say what they say in the order of the standard.

    The same bytes where they do already.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {entry: source.read(entry) for entry in source.infolist()}
    styles = next(part for entry, part in parts.items() if entry.filename == _STYLES)
    ordered = fonts_in_order(styles.decode()).encode()
    if ordered == styles:
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry, part in parts.items():
            target.writestr(entry, ordered if entry.filename == _STYLES else part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
