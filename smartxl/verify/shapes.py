"""The shape of a formula: its text without its references, so that equal formulas are compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from smartxl.cells import Area, Cell
from smartxl.errors import VerifyError
from smartxl.verify.grid import parse_area

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["FormulaReader", "FormulaShape", "Shaped"]

_MAX_AREA = 200_000
_REMEDY = "use the functions and references that every spreadsheet program computes alike"
_BROKEN = "#REF!"


@dataclass(frozen=True, slots=True)
class FormulaShape:
    """A formula with A1, A2 … for its first, second … reference; `array` for an array formula."""

    text: str
    array: bool


@dataclass(frozen=True, slots=True)
class Shaped:
    """A formula taken apart: its shape and where each placeholder points. Equal ones compute the same."""

    shape: FormulaShape
    areas: tuple[Area, ...]


class FormulaReader:
    """Takes formulas apart against one workbook's sheets and names.

    `functions` are the names, in capitals, that may be called.
    """

    def __init__(
        self, sheets: Collection[str], names: Mapping[str, Area], functions: Collection[str]
    ) -> None:
        self._sheets = {sheet.casefold(): sheet for sheet in sheets}
        self._names = names
        self._functions = frozenset(functions)

    def read(self, cell: Cell, text: str, *, array: bool = False) -> Shaped:
        """Takes the formula of `cell` apart. Raises VerifyError for anything outside what is recalculated."""
        try:
            tokens = _tokens(text)
        except (TokenizerError, IndexError) as error:
            raise VerifyError(
                str(cell), f"formula {text} cannot be read ({error})", "write it again"
            ) from error
        places: dict[Area, str] = {}
        parts = ["="]
        for previous, token in zip([None, *tokens], tokens, strict=False):
            _refuse_traps(cell, previous, token)
            parts.append(self._part(cell, token, places))
        return Shaped(FormulaShape("".join(parts), array), tuple(places))

    def _part(self, cell: Cell, token: Token, places: dict[Area, str]) -> str:
        if token.type == Token.FUNC:
            return self._function(cell, token)
        value = str(token.value)
        if token.type != Token.OPERAND:
            return value
        if token.subtype == Token.NUMBER:
            return repr(float(value))
        if token.subtype == Token.RANGE:
            return self._reference(cell, value, places)
        if token.subtype == Token.TEXT and "\n" in value:
            raise VerifyError(str(cell), "a text in the formula contains a line break", _REMEDY)
        return value if token.subtype == Token.TEXT else value.upper()

    def _function(self, cell: Cell, token: Token) -> str:
        name = str(token.value).upper()
        if token.subtype == Token.OPEN and name.rstrip("(").strip() not in self._functions:
            allowed = ", ".join(sorted(self._functions))
            raise VerifyError(
                str(cell), f"the function {name.rstrip('(')} is not recalculated", f"use only {allowed}"
            )
        return name

    def _reference(self, cell: Cell, text: str, places: dict[Area, str]) -> str:
        if text.upper().endswith(_BROKEN):
            return _BROKEN
        area = self._names.get(text.upper()) or parse_area(text, cell.sheet)
        if area is None:
            raise VerifyError(str(cell), f"{text} is no cell, range or name of this workbook", _REMEDY)
        sheet = self._sheets.get(area.sheet.casefold())
        if sheet is None:
            raise VerifyError(
                str(cell), f"{text} refers to a sheet that does not exist", "restore the sheet or its name"
            )
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > _MAX_AREA:
            raise VerifyError(
                str(cell), f"{text} covers more than {_MAX_AREA:,} cells", "name only the rows in use"
            )
        area = Area(sheet, area.first_row, area.first_column, area.last_row, area.last_column)
        return places.setdefault(area, f"A{len(places) + 1}")


@lru_cache(maxsize=8192)  # the forms of a round have the same formulas
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(token for token in Tokenizer(text).items if token.type != Token.WSPACE)


def _refuse_traps(cell: Cell, previous: Token | None, token: Token) -> None:
    """What one program computes differently from the next."""
    if token.type == Token.ARRAY:
        raise VerifyError(str(cell), f"an array constant {token.value}", "put the numbers into cells")
    union = token.type == Token.OP_IN and token.value in {",", ":"}
    if union or (previous is not None and previous.type == Token.OPERAND == token.type):
        raise VerifyError(str(cell), "a union or intersection of ranges", _REMEDY)
    if token.type == Token.OP_PRE and token.value not in {"-", "+"}:
        raise VerifyError(str(cell), f"the operator {token.value}", _REMEDY)
    if previous is not None and previous.type == Token.OP_PRE == token.type:
        raise VerifyError(
            str(cell),
            "two signs in a row (--): not every program takes a condition for a number then",
            "write 1*(…)",
        )
