"""Tables as .csv that Excel opens as they are meant: UTF-8 with its mark, and no text that could run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

__all__ = ["csv_bytes"]

# Spreadsheets skip white space and invisible characters before the sign, and Chinese ones take full-width signs.
_FORMULA = re.compile("[\t\r\n]|[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠﹢﹣﹦﹫]")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_MARK = "\ufeff"


def csv_bytes(
    heads: Sequence[str], rows: Iterable[Sequence[str | float | None]], *, as_typed: bool = False
) -> bytes:
    """The file's bytes. A text that a spreadsheet would calculate gets an apostrophe before it; numbers stay numbers.

    `as_typed`: no apostrophes, for an author's own tables, in which @department is a unit.
    """
    text = io.StringIO(_MARK, newline="")
    text.seek(len(_MARK))
    writer = csv.writer(text)
    writer.writerow([_harmless(head) for head in heads])
    writer.writerows([value if as_typed else _harmless(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _harmless(value: str | float | None) -> str | float:
    if value is None:
        return ""
    if isinstance(value, str) and _FORMULA.match(value) and not _NEGATIVE.fullmatch(value):
        return f"'{value}"
    return value
