"""The shape of a formula: its text without its references, so that equal formulas are compiled once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from smartxl.cells import Area, Cell, parse_area
from smartxl.errors import VerifyError
from smartxl.recalc import taken_out
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from smartxl.verify.grid import Formula

__all__ = ["FormulaReader", "FormulaShape", "KnownShapes", "ReadParts", "Shaped"]

_MAX_AREA = 200_000
_REMEDY = Text(
    "使用各种表格程序算法一致的函数和引用",
    "use the functions and references that every spreadsheet program computes alike",
)
_BROKEN = "#REF!"


class FormulaShape(NamedTuple):
    """A formula with A1, A2 … for its first, second … reference; `array` for an array formula."""

    text: str
    array: bool


@dataclass(frozen=True, slots=True)
class Shaped:
    """A formula taken apart: its shape and where each placeholder points. Equal ones compute the same."""

    shape: FormulaShape
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class ReadParts:
    """A formula around what it refers to: the number of a reference that was found beforehand, or the text of another."""

    first: str
    others: tuple[tuple[int | str, str], ...]

    @property
    def numbered(self) -> int:
        """How many of the references were found beforehand."""
        return sum(isinstance(operand, int) for operand, _ in self.others)


@dataclass(frozen=True, slots=True)
class KnownShapes:
    """What formulas refer to in workbooks with the same sheets, and their shapes: of those that refer to no names."""

    areas: dict[tuple[str, str], Area] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """By sheet and text of a reference a number for the cells that it refers to there."""
    by_area: dict[Area, int] = field(default_factory=dict)
    shapes: dict[tuple[str, str, bool], FormulaShape] = field(default_factory=dict)
    """By sheet, text and whether it is an array formula."""
    alike: dict[tuple[str, tuple[int, ...], bool], FormulaShape] = field(default_factory=dict)
    """By what stands around the references, which of these are the same, and whether it is an array formula."""


class FormulaReader:
    """Takes formulas apart against one workbook's sheets and names.

    `functions` are the names, in capitals, that may be called. `parts` and `known` have what was taken apart before: readers
    with the same functions may share the former, the latter those for the same sheets as well.
    """

    def __init__(
        self,
        sheets: Collection[str],
        names: Mapping[str, Area],
        functions: Collection[str],
        parts: dict[str, ReadParts] | None = None,
        known: KnownShapes | None = None,
    ) -> None:
        self._sheets = {sheet.casefold(): sheet for sheet in sheets}
        self._names = names
        self._functions = frozenset(functions)
        self._parts = {} if parts is None else parts
        # A name that looks like a cell is for this workbook alone what a reference refers to.
        takes_cells = any(_parsed(name, "") for name in names)
        self._known = KnownShapes() if known is None or takes_cells else known

    def shapes(self, formulas: Mapping[Cell, Formula]) -> frozenset[FormulaShape]:
        """The shapes that formulas have. Raises VerifyError as `read` does."""
        known = self._known.shapes
        found: set[FormulaShape] = set()
        for cell, formula in formulas.items():
            key = cell.sheet, formula.text, formula.area is not None
            found.add(known[key] if key in known else self._shape(cell, *key))
        return frozenset(found)

    def _shape(self, cell: Cell, sheet: str, text: str, array: bool) -> FormulaShape:
        # What stands around the references, and which of these are the same, make the shape: it is written out once.
        around, references = taken_out(text)
        parts, known = self._known_parts(cell, text, around, references), self._known
        if len(parts.others) != len(references):
            return self.read(cell, text, array=array).shape
        key = around, self._same(cell, references), array
        shape = known.alike.get(key)
        if shape is None:
            shape = known.alike[key] = self.read(cell, text, array=array).shape
        known.shapes[sheet, text, array] = shape
        return shape

    def _same(self, cell: Cell, references: Sequence[str]) -> tuple[int, ...]:
        """Of each reference the number of the first one to the same cells."""
        known, first = self._known.numbers[cell.sheet], dict[int, int]()
        numbers = [known[text] if text in known else self._number(cell, text) for text in references]
        return tuple([first.setdefault(number, len(first)) for number in numbers])

    def _number(self, cell: Cell, text: str) -> int:
        """A number for the cells that a reference refers to."""
        by_area = self._known.by_area
        number = by_area.setdefault(self._area_of(cell, text), len(by_area))
        self._known.numbers[cell.sheet][text] = number
        return number

    def read(self, cell: Cell, text: str, *, array: bool = False) -> Shaped:
        """Takes the formula of `cell` apart. Raises VerifyError for anything outside what is recalculated."""
        # The formulas of many rows differ in their references alone: what stands around these is read once.
        around, references = taken_out(text)
        parts = self._known_parts(cell, text, around, references)
        places: dict[Area, str] = {}
        pieces = [parts.first]
        for operand, following in parts.others:
            reference = references[operand] if isinstance(operand, int) else operand
            pieces += (self._reference(cell, reference, places), following)
        return Shaped(FormulaShape("".join(pieces), array), tuple(places))

    def _known_parts(self, cell: Cell, text: str, around: str, references: Sequence[str]) -> ReadParts:
        parts = self._parts.get(around)
        if parts is None:
            parts = self._parts_of(cell, text, references)
            if parts.numbered == len(references):
                self._parts[around] = parts
        return parts

    def _parts_of(self, cell: Cell, text: str, references: Sequence[str]) -> ReadParts:
        try:
            tokens = _tokens(text)
        except (TokenizerError, IndexError) as error:
            what = Text(f"公式 {text} 无法识别", f"formula {text} cannot be read ({error})")
            raise VerifyError(str(cell), what, Text("重新写一遍", "write it again")) from error
        pieces, operands = ["="], list[int | str]()
        found = 0
        for previous, token in zip([None, *tokens], tokens, strict=False):
            _refuse_traps(cell, previous, token)
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                is_next = found < len(references) and references[found] == token.value
                operands.append(found if is_next else str(token.value))
                found += is_next
                pieces.append("")
            else:
                pieces[-1] += self._part(cell, token)
        return ReadParts(pieces[0], tuple(zip(operands, pieces[1:], strict=True)))

    def _part(self, cell: Cell, token: Token) -> str:
        if token.type == Token.FUNC:
            return self._function(cell, token)
        value = str(token.value)
        if token.type != Token.OPERAND:
            return value
        if token.subtype == Token.NUMBER:
            return repr(float(value))
        if token.subtype == Token.TEXT and "\n" in value:
            what = Text("公式中的文字含有换行", "a text in the formula contains a line break")
            raise VerifyError(str(cell), what, _REMEDY)
        return value if token.subtype == Token.TEXT else value.upper()

    def _function(self, cell: Cell, token: Token) -> str:
        name = str(token.value).upper()
        if token.subtype == Token.OPEN and name.rstrip("(").strip() not in self._functions:
            allowed = ", ".join(sorted(self._functions))
            called = name.rstrip("(")
            what = Text(f"函数 {called} 不能重算", f"the function {called} is not recalculated")
            raise VerifyError(str(cell), what, Text(f"只用 {allowed}", f"use only {allowed}"))
        return name

    def _reference(self, cell: Cell, text: str, places: dict[Area, str]) -> str:
        if text.upper().endswith(_BROKEN):
            return _BROKEN
        return places.setdefault(self._area_of(cell, text), f"A{len(places) + 1}")

    def _area_of(self, cell: Cell, text: str) -> Area:
        named = self._names.get(text.upper())
        if named is not None:
            return self._checked(cell, text, named)
        areas, key = self._known.areas, (text, cell.sheet)
        area = areas.get(key)
        if area is None:
            area = areas[key] = self._checked(cell, text, _parsed(text, cell.sheet))
        return area

    def _checked(self, cell: Cell, text: str, area: Area | None) -> Area:
        """What a reference refers to. Raises VerifyError."""
        if area is None:
            what = Text(
                f"{text} 不是本工作簿的单元格、区域或名称",
                f"{text} is no cell, range or name of this workbook",
            )
            raise VerifyError(str(cell), what, _REMEDY)
        sheet = self._sheets.get(area.sheet.casefold())
        if sheet is None:
            what = Text(f"{text} 引用了不存在的工作表", f"{text} refers to a sheet that does not exist")
            raise VerifyError(str(cell), what, Text("恢复该表或其名称", "restore the sheet or its name"))
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > _MAX_AREA:
            what = Text(f"{text} 超过 {_MAX_AREA:,} 个单元格", f"{text} covers more than {_MAX_AREA:,} cells")
            raise VerifyError(str(cell), what, Text("只写用到的行", "name only the rows in use"))
        return area if area.sheet == sheet else area._replace(sheet=sheet)


_parsed = lru_cache(maxsize=2**14)(parse_area)  # the forms of a round refer to the same cells


@lru_cache(maxsize=8192)  # the forms of a round have the same formulas
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(token for token in Tokenizer(text).items if token.type != Token.WSPACE)


def _refuse_traps(cell: Cell, previous: Token | None, token: Token) -> None:
    """What one program computes differently from the next."""
    if token.type == Token.ARRAY:
        what = Text(f"数组常量 {token.value}", f"an array constant {token.value}")
        raise VerifyError(str(cell), what, Text("把数写进单元格", "put the numbers into cells"))
    union = token.type == Token.OP_IN and token.value in {",", ":"}
    if union or (previous is not None and previous.type == Token.OPERAND == token.type):
        what = Text("区域的并集或交集", "a union or intersection of ranges")
        raise VerifyError(str(cell), what, _REMEDY)
    if token.type == Token.OP_PRE and token.value not in {"-", "+"}:
        what = Text(f"运算符 {token.value}", f"the operator {token.value}")
        raise VerifyError(str(cell), what, _REMEDY)
    if previous is not None and previous.type == Token.OP_PRE == token.type:
        raise VerifyError(
            str(cell),
            Text(
                "连续两个符号（--）：并非各种程序都会把条件当作数",
                "two signs in a row (--): not every program takes a condition for a number then",
            ),
            Text("写成 1*(…)", "write 1*(…)"),
        )
