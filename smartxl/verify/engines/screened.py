"""What the package `formulas` is not given, since it aborts on it or comes out otherwise; and how it is written for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from smartxl.text import Text
from smartxl.verify.engines.calls import plain_name

__all__ = ["UNREADABLE", "Known", "screened", "written_for_formulas"]

UNREADABLE = Text("公式无法解析", "it cannot read the formula")
_TABLE = Text("表格的结构化引用", "a reference to a table")
_WHOLE = Text("整行或整列的引用", "a reference to whole rows or columns")
_SPILLED = Text("溢出引用", "a reference to a spilled range")
_SEVERAL_SHEETS = Text("跨多张表的引用", "a reference over several sheets")
_LOCAL = Text("只属于一张表的名称", "a name of one sheet")
_SIGNS = Text("* / ^ 之后的 --", "-- after / or ^")
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?", re.IGNORECASE)
_LINES = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7}", re.IGNORECASE)
_EXPONENT = re.compile(r"(?<=\d|\.)[Ee](?=\d)")


class Known:
    """What the formulas of a workbook may refer to: sheets, names of the whole workbook, names of one sheet.

    `sheets`: by name, as they are called for the package, which takes some signs in names for others.
    """

    def __init__(self, sheets: Collection[str], names: Collection[str], local: Collection[str]) -> None:
        self.sheets = {sheet.casefold(): f"S{number}" for number, sheet in enumerate(sheets, 1)}
        self.names = {name.casefold() for name in names}
        self.local = {name.casefold() for name in local}

    def why_not(self, operand: str) -> Text | None:
        """Why a formula with this operand is not given to the package; None if it is."""
        sheet, _, rest = operand.rpartition("!")
        if "[" in operand or rest.endswith("#"):
            return _TABLE if "[" in operand else _SPILLED
        return self._why_not_sheet(_plain(sheet)) or self._why_not_place(rest)

    def written(self, operand: str) -> str:
        """An operand as it is written for the package."""
        sheet, mark, rest = operand.rpartition("!")
        single = sheet[:1] if sheet.startswith("@") else ""
        known = self.sheets.get(_plain(sheet.removeprefix("@")).casefold(), sheet)
        return f"{single}{known}{mark}{rest}" if mark else operand

    def _why_not_sheet(self, sheet: str) -> Text | None:
        if not sheet or sheet.casefold() in self.sheets:
            return None
        return _SEVERAL_SHEETS if ":" in sheet else Text(f"没有工作表 {sheet}", f"there is no sheet {sheet}")

    def _why_not_place(self, place: str) -> Text | None:
        if _LINES.fullmatch(place):
            return _WHOLE
        if _AREA.fullmatch(place) or place.casefold() in self.names - self.local:
            return None
        return (
            _LOCAL
            if place.casefold() in self.local
            else Text(f"没有名称 {place}", f"there is no name {place}")
        )


def _plain(sheet: str) -> str:
    return sheet.strip("'").replace("''", "'")


def screened(formula: str, known: Known) -> Text | None:
    """Why a formula (with its =) is not given to the package; None if it is."""
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:
        return UNREADABLE
    reasons = (known.why_not(t.value) for t in tokens if t.type == Token.OPERAND and t.subtype == Token.RANGE)
    found = next((why for why in reasons if why is not None), None)
    return found or (_SIGNS if any(_divides(tokens, index) for index in _double_signs(tokens)) else None)


def written_for_formulas(formula: str, known: Known) -> str:
    """A formula (with its =) as the package reads it.

    It drops -- and the ends of lines in texts, knows no 1E5, and newer functions by their plain names.
    """
    tokens = Tokenizer(formula).items
    doubles = set(_double_signs(tokens))
    return "=" + "".join(_written(token, index, doubles, known) for index, token in enumerate(tokens))


def _written(token: Token, index: int, doubles: set[int], known: Known) -> str:
    if index in doubles:
        return "1*"
    if index - 1 in doubles:
        return ""
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        return f"{plain_name(token.value[:-1])}("
    return _written_operand(token, known) if token.type == Token.OPERAND else str(token.value)


def _written_operand(token: Token, known: Known) -> str:
    if token.subtype == Token.NUMBER:
        return _EXPONENT.sub("E+", token.value)
    if token.subtype == Token.RANGE:
        return known.written(token.value)
    if token.subtype == Token.TEXT and "\n" in token.value:
        return "({})".format(token.value.replace("\n", '"&CHAR(10)&"'))
    return str(token.value)


def _double_signs(tokens: list[Token]) -> Iterator[int]:
    """Where two minus signs follow each other, of which the first one has no value before it."""
    index = 0
    while index + 1 < len(tokens):
        if all(each.type == Token.OP_PRE and each.value == "-" for each in tokens[index : index + 2]):
            yield index
            index += 1
        index += 1


def _divides(tokens: list[Token], index: int) -> bool:
    before = next((each for each in reversed(tokens[:index]) if each.type != Token.WSPACE), None)
    return before is not None and before.type == Token.OP_IN and before.value in "/^"
