"""Forms in whatever format they are left in (.xlsx .ods .xls .csv), told by their first bytes, never by their names.

For moving answers: `collect` takes .xlsx only, whose sheets have all that a form's answers are checked by.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import PurePath

from smartxl.findings import FindingCode
from smartxl.xlsx.book import RawBook, RawSheet
from smartxl.xlsx.gate import (
    BUDGET,
    OLE,
    Budget,
    check_kind,
    check_rights,
    check_size,
    is_encrypted,
    kind_of,
    naming,
    refused,
    unlocked,
)
from smartxl.xlsx.ods import Sheets, is_ods, read_flat_ods, read_ods
from smartxl.xlsx.open import digest_of, open_book

__all__ = ["open_any"]

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;"
_TABLE, _FLAT = "CSV", "OpenDocument .fods"


def open_any(
    content: bytes, file_name: str, budget: Budget = BUDGET, passwords: Iterable[str] = ()
) -> RawBook:
    """Reads a file from its bytes; of an encrypted one with the first of the passwords that opens it.

    Only an .xlsx has names and properties. Raises FileRefused (an UnreadableFile), which carries the finding.
    """
    with naming(file_name):
        check_size(len(content), file_name, budget)
        plain = unlocked(content, passwords) if is_encrypted(content) else content
        others = _other_sheets(plain, file_name, budget, passwords)
    if others is None:
        return open_book(content, file_name, budget, passwords)
    sheets, objects = others
    named = {sheet.name: sheet for sheet in sheets}
    return RawBook(file_name, digest_of(content), named, {}, {}, objects=objects)


def _other_sheets(content: bytes, file_name: str, budget: Budget, passwords: Iterable[str]) -> Sheets | None:
    """What a file holds that is no .xlsx; None for an .xlsx."""
    if content.startswith(b"PK"):
        return read_ods(content, budget) if is_ods(content) else None
    check_rights(content)
    code, kind = kind_of(content, file_name)
    if code is FindingCode.OLD_XLS and content.startswith(OLE):
        from smartxl.xlsx.xls import read_xls

        return read_xls(content, budget, passwords)
    if code is FindingCode.TEXT_OR_PAGE and kind == _FLAT:
        return read_flat_ods(content, budget)
    if code is FindingCode.TEXT_OR_PAGE and kind == _TABLE:
        return (_text_sheet(content, PurePath(file_name).stem, budget),), {}
    check_kind(content, file_name)
    return None


def _text_sheet(content: bytes, name: str, budget: Budget) -> RawSheet:
    text = _decoded(content)
    head = text[:4096]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise refused(FindingCode.DAMAGED, str(error)) from error
    if len(rows) > budget.rows or any(len(row) > budget.columns for row in rows):
        raise refused(FindingCode.TOO_BIG, str(len(rows)), str(budget.rows))
    return RawSheet(name, tuple(rows))


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(FindingCode.NOT_A_WORKBOOK, content[:8].hex(" "))
