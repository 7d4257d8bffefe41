"""TEXTBEFORE, TEXTAFTER, TEXTSPLIT."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import partial

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.registry import function
from smartxl.recalc.values import CALC, NA, VALUE, CellError, FailedError, NotComputed, Scalar, as_text
from smartxl.text import Text

__all__: list[str] = []

Span = tuple[int, int]


def _delimiters(given: Given) -> list[str]:
    found = [as_text(value) for value in array_of(given).flat()]
    if any(not one for one in found):
        raise FailedError(VALUE)
    if any(one != other and other.startswith(one) for one in found for other in found):
        raise NotComputed(Text("互为开头的分隔符", "delimiters that begin with each other"))
    return found


def _case(value: float | None) -> bool:
    """Whether capital and small letters are the same. Raises FailedError."""
    if value is not None and int(value) not in {0, 1}:
        raise FailedError(VALUE)
    return value is not None and int(value) == 1


def _spans(text: str, between: Sequence[str], *, fold: bool) -> list[Span]:
    """Where delimiters stand, from the first on."""
    pattern = "|".join(map(re.escape, between))
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE if fold else 0)]


def _cut_at(
    text: str,
    given: Given,
    which: float | None = None,
    mode: float | None = None,
    end: float | None = None,
    *otherwise: Scalar,
    before: bool,
) -> Scalar:
    """What stands before or after the n-th delimiter, counted from the end where n is negative. Raises FailedError.

    With `end` the end of the text counts as one, or its begin where it is counted from there.
    """
    number = 1 if which is None else math.floor(which)
    between = _delimiters(given)
    if number == 0 or (which is not None and max(abs(number), *map(len, between)) > len(text)):
        raise FailedError(VALUE)
    spans = _spans(text, between, fold=_case(mode))
    if _case(end):
        spans = [*spans, (len(text), len(text))] if number > 0 else [(0, 0), *spans]
    if abs(number) > len(spans):
        if not otherwise:
            raise FailedError(NA)
        if isinstance(otherwise[0], CellError):
            raise FailedError(otherwise[0])
        return "" if otherwise[0] is None else otherwise[0]
    start, stop = spans[number - 1 if number > 0 else number]
    return text[:start] if before else text[stop:]


function("TEXTBEFORE", "ta?ooo(e)")(partial(_cut_at, before=True))
function("TEXTAFTER", "ta?ooo(e)")(partial(_cut_at, before=False))


def _pieces(text: str, between: Sequence[str] | None, *, fold: bool, skip: bool) -> list[str]:
    if between is None:
        return [text]
    pieces, start = [], 0
    for first, stop in _spans(text, between, fold=fold):
        pieces.append(text[start:first])
        start = stop
    pieces.append(text[start:])
    return [piece for piece in pieces if piece or not skip]


@function("TEXTSPLIT", "tr?rbou")
def _textsplit(
    text: str,
    columns: Given,
    rows: Given = None,
    skip: bool = False,
    mode: float | None = None,
    pad: Scalar = None,
) -> Arr:
    across = None if columns is None else _delimiters(columns)
    down = None if rows is None else _delimiters(rows)
    if across is None and down is None:
        raise FailedError(VALUE)
    fold = _case(mode)
    lines = _pieces(text, down, fold=fold, skip=skip)
    cells = [_pieces(line, across, fold=fold, skip=skip) for line in lines]
    cells = [row for row in cells if row]
    if not cells:
        raise FailedError(CALC)
    wide = max(map(len, cells))
    filler = NA if pad is None else pad
    return Arr.of([[*row, *[filler] * (wide - len(row))] for row in cells])
