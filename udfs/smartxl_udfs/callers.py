"""The workbook in which a formula stands: where it lies, and what its sheet xlwings.conf says."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

__all__ = ["CONF_SHEET", "CallingBook", "ExcelBook", "called_from", "calling_book"]

CONF_SHEET = "xlwings.conf"


class ExcelBook(Protocol):
    """What is used of a book of xlwings."""

    fullname: str
    sheets: Any


@dataclass(frozen=True, slots=True)
class CallingBook:
    """A workbook that calls; `folder` is None where it was never saved or lies on no disk (SharePoint).

    `settings`: those of its sheet xlwings.conf, by their names in capitals.
    """

    folder: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, book: ExcelBook) -> CallingBook:
        """A book of xlwings."""
        return cls(_folder_of(book), _settings_of(book))


_CALLER: ContextVar[CallingBook | None] = ContextVar("calling book", default=None)


@contextmanager
def called_from(book: CallingBook) -> Iterator[None]:
    """The workbook that calls, as far as the block goes: for programs other than Excel."""
    token = _CALLER.set(book)
    try:
        yield
    finally:
        _CALLER.reset(token)


def calling_book() -> CallingBook:
    """The workbook in which the formula stands that is calculated now; an empty one where no program says."""
    said = _CALLER.get()
    if said is not None:
        return said
    xlwings = sys.modules.get("xlwings")
    if xlwings is None:
        return CallingBook()
    try:
        book = xlwings.Book.caller()
    except Exception:  # xlwings raises plain Exception where no workbook calls, COM its own
        return CallingBook()
    return CallingBook.of(book)


def _folder_of(book: ExcelBook) -> Path | None:
    """Its folder; xlwings raises what it likes where a cloud has no folder on this machine."""
    try:
        name = str(book.fullname)
    except Exception:
        return None
    is_file = "://" not in name and ("/" in name or "\\" in name)
    return Path(name).parent if is_file else None


def _settings_of(book: ExcelBook) -> Mapping[str, str]:
    try:
        cells = book.sheets[CONF_SHEET].used_range.options(ndim=2).value
    except Exception:  # there is no such sheet: another error on each system
        return {}
    return {
        str(row[0]).strip().upper(): str(row[1])
        for row in cells
        if len(row) > 1 and row[0] is not None and row[1] is not None
    }
