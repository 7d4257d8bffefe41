"""Formulas as what stands around their references, and these; and as they read relative to their cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from smartxl.cells import MAX_COLUMN, MAX_ROW, column_number
from smartxl.recalc import taken_out

__all__ = ["FormulaForm", "FormulaReference", "form_of", "reference_of", "relative_text"]

_MARK, _OTHER = "\0", "\1"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_WHOLE = re.compile(
    rf"\"[^\"]*\"|(?<![\w.$!:\[\]'@#])((?:{_SHEET})?(?:\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[1-9]\d{{0,6}}:\$?[1-9]\d{{0,6}}))(?![\w.$!:\[\]('#])"
)
_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_PREFIXES = re.compile(r"_XLFN\.(?:_XLWS\.)?|_XLUDF\.")
_PARTS = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^'!:]+))!)?"
    r"(?P<c1>\$?[A-Za-z]{1,3})?(?P<r1>\$?\d{1,7})?(?::(?P<c2>\$?[A-Za-z]{1,3})?(?P<r2>\$?\d{1,7})?)?"
)


@dataclass(frozen=True, slots=True)
class FormulaForm:
    """A formula: its text, what stands around its references, which are marked in it, and the references.

    `array`: of an array formula.
    """

    text: str
    around: str
    references: tuple[str, ...]
    array: bool


@dataclass(frozen=True, slots=True)
class FormulaReference:
    """Cells that a formula names: the sheet ("" for its own), first and last row and column; whether these are fixed by $.

    Whole columns have all rows, whole rows all columns.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]


def form_of(text: str, array: bool = False) -> FormulaForm:
    """A formula (with its =) taken apart."""
    around, references = taken_out(text)
    if ":" in around:
        around, references = _with_whole(around, references)
    return FormulaForm(text, _capital(around) + (_OTHER if array else ""), references, array)


def _with_whole(around: str, references: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The same with whole columns and rows among the references."""
    taken, found = iter(references), list[str]()
    pieces: list[str] = []
    at = 0
    for match in re.finditer(rf"{_MARK}|{_WHOLE.pattern}", around):
        if match[0] == _MARK:
            found.append(next(taken))
        elif match[1]:
            found.append(match[1])
            pieces += [around[at : match.start()], _MARK]
            at = match.end()
    return "".join([*pieces, around[at:]]), tuple(found)


@lru_cache(maxsize=20_000)
def _capital(around: str) -> str:
    """In capitals but for texts, without what newer functions have before them."""
    parts = _LITERAL.split(around)
    return "".join(p if p.startswith('"') else _PREFIXES.sub("", p.upper()) for p in parts)


@lru_cache(maxsize=200_000)
def reference_of(text: str) -> FormulaReference | None:
    """The cells that a reference names, None for what is none."""
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    first_column, first_row = match["c1"], match["r1"]
    last_column, last_row = (
        (match["c2"], match["r2"]) if ":" in text.rpartition("!")[2] else (first_column, first_row)
    )
    if (first_column is None) != (last_column is None) or (first_row is None) != (last_row is None):
        return None
    left, right = (_number(c) if c else n for c, n in ((first_column, 1), (last_column, MAX_COLUMN)))
    top, bottom = (int(r.lstrip("$")) if r else n for r, n in ((first_row, 1), (last_row, MAX_ROW)))
    fixed = tuple(
        part is None or part.startswith("$") for part in (first_row, first_column, last_row, last_column)
    )
    sheet = (match["quoted"] or "").replace("''", "'") or match["bare"] or ""
    corners = min(top, bottom), min(left, right), max(top, bottom), max(left, right)
    return FormulaReference(sheet, *corners, (fixed[0], fixed[1], fixed[2], fixed[3]))


def _number(letters: str) -> int:
    return column_number(letters.lstrip("$").upper())


def relative_text(form: FormulaForm, row: int, column: int) -> str:
    """A formula as it reads from its cell, as R1C1 does: the same for formulas that were filled down."""
    found = iter(form.references)
    return re.sub(_MARK, lambda _: _relative(next(found), row, column), form.around)


def _relative(text: str, row: int, column: int) -> str:
    ref = reference_of(text)
    if ref is None:
        return text
    rows = (ref.top, ref.fixed[0]), (ref.bottom, ref.fixed[2])
    columns = (ref.left, ref.fixed[1]), (ref.right, ref.fixed[3])
    corners = (
        f"R{r if r_fixed else f'[{r - row}]'}C{c if c_fixed else f'[{c - column}]'}"
        for (r, r_fixed), (c, c_fixed) in zip(rows, columns, strict=True)
    )
    return (
        f"{ref.sheet}!" + ":".join(dict.fromkeys(corners)) if ref.sheet else ":".join(dict.fromkeys(corners))
    )
