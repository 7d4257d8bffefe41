"""A workbook that is calculated from its inputs: its cells, names and tables, and the order of its formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, MAX_ROW, column_letter, column_number
from smartxl.recalc.calculation import Calculation, FormulaCell, Job, Uncomputed
from smartxl.recalc.compiled import Compiled, Compiler, compile_tree
from smartxl.recalc.functions import FROM_1904, OF_DAYS
from smartxl.recalc.place import PlaceOf, Value
from smartxl.recalc.planes import Pending, Ref, SheetPlanes, Union
from smartxl.recalc.structured import TableArea, table_reference
from smartxl.recalc.tree import TOO_DEEP, Binary, Call, CellReference, PerCent, Prefix, parse, taken_out
from smartxl.recalc.values import NAME, REF, FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from smartxl.recalc.registry import Function

__all__ = ["Workbook"]

_SHEET = r"(?:'(?P<quoted>(?:[^':]|'')+)'|(?P<bare>[^'!:\[\]]+))!"
_A1 = re.compile(
    rf"(?:{_SHEET})?\$?(?P<left>[A-Za-z]{{1,3}})\$?(?P<top>[1-9]\d{{0,6}})(?::\$?(?P<right>[A-Za-z]{{1,3}})\$?(?P<bottom>[1-9]\d{{0,6}}))?"
)
_OVER_SHEETS = re.compile(
    r"(?:'(?P<a>(?:[^':]|'')+):(?P<b>(?:[^':]|'')+)'|(?P<c>[^'!:\[\]]+):(?P<d>[^'!:\[\]]+))!(?P<cells>[^!']+)"
)
_COLUMNS = re.compile(rf"(?:{_SHEET})?\$?(?P<left>[A-Za-z]{{1,3}}):\$?(?P<right>[A-Za-z]{{1,3}})")
_ROWS = re.compile(rf"(?:{_SHEET})?\$?(?P<top>[1-9]\d{{0,6}}):\$?(?P<bottom>[1-9]\d{{0,6}})")
_NAMED = re.compile(rf"(?:{_SHEET})?(?P<name>[^\s!'\[\]:()]+)")
_RELATIVE = re.compile(r"(?<![$\w'.])[A-Z]{1,3}\$?[1-9]\d{0,6}\b|\$?\b[A-Z]{1,3}[1-9]\d{0,6}\b(?!\()")
_TOO_DEEP = Text("公式嵌套过深", "the formula is nested too deeply")
_FROM_1904 = Text(
    "日期从 1904 年算起的文件中的债券函数", "functions of bonds in a file whose days count from 1904"
)


@dataclass
class Workbook:
    """Sheets by name without regard to case, names by (sheet or "", name), tables by name."""

    sheets: Mapping[str, SheetPlanes]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables: Mapping[str, TableArea] = field(default_factory=dict)
    from_1904: bool = False
    functions: Mapping[str, Function] = field(default_factory=dict)
    _refs: dict[tuple[str, int], Ref | None] = field(default_factory=dict)
    trees: dict[tuple[str, bool], Compiled] = field(default_factory=dict)
    """Formulas taken apart, by what stands around their references; workbooks with the same `functions` may share them."""
    _named: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    memo: dict[object, object] = field(default_factory=dict)
    """What functions keep between calls, such as where the values of a range stand."""
    kept: dict[FormulaCell, Job] | None = None
    """Formulas taken apart that refer to no names, for workbooks with the same sheets; None: none are kept."""

    def __post_init__(self) -> None:
        """With the functions of days of a workbook that counts them from 1904."""
        if self.from_1904:
            self.functions = {**FROM_1904, **self.functions}

    def begin(self, names: Mapping[tuple[str, str], str]) -> None:
        """Becomes a workbook with the same sheets, but blank, and with other names."""
        if names != self.names:
            self.names = names
            self._named.clear()
        self.memo.clear()
        for sheet in self.sheets.values():
            sheet.clear()

    def calculate(
        self, formulas: Sequence[FormulaCell], wanted: Iterable[tuple[int, int, int]] | None = None
    ) -> Iterator[Uncomputed]:
        """Calculates all formulas into the sheets; yields those that are not computed.

        `wanted`: only the cells of these sheets (by index), rows and columns, and all that they need.
        """
        Calculation(self).run(formulas, wanted)
        for sheet in self.sheets.values():
            for (row, column), why in sheet.unknown.items():
                yield Uncomputed(sheet.name, row, column, why)

    def job(self, formula: FormulaCell, sheet: SheetPlanes) -> Job:
        """A formula taken apart: what calculates it, and what it reads. Raises NotComputed."""
        job = self.kept.get(formula) if self.kept else None
        if job is not None:
            return job
        try:
            job = self._job(formula, sheet)
        except RecursionError as error:  # hundreds of operators in a row
            raise NotComputed(_TOO_DEEP) from error
        if self.kept is not None and not job.compiled.operands and formula.fills is None:
            self.kept[formula] = job
        return job

    def _job(self, formula: FormulaCell, sheet: SheetPlanes) -> Job:
        array = formula.fills is not None
        around, texts = taken_out(formula.text)
        compiled = self.trees.get((around, array))
        if compiled is None:
            tree = parse(formula.text, texts)
            compiled = compile_tree(tree, self.functions, array=array)
            if _all_numbered(tree, len(texts)):
                self.trees[around, array] = compiled
            else:
                tree = parse(formula.text)
                compiled, texts = compile_tree(tree, self.functions, array=array), ()
        if self.from_1904 and compiled.calls & OF_DAYS:
            raise NotComputed(_FROM_1904)
        known = self._refs.get
        refs = tuple([known((text, sheet.index)) or self.reference(text, sheet) for text in texts])
        at = PlaceOf(self, sheet, formula.row, formula.column, refs)
        reads = [refs[index] for index in compiled.reads]
        for text in compiled.operands:
            found = self._static(text, at)
            reads += found
        return Job(formula, sheet, compiled, refs, tuple(dict.fromkeys(reads)))

    def _static(self, text: str, at: PlaceOf) -> Iterable[Ref]:
        """What an operand refers to for certain: the order is by that. What it is beyond shows when it is calculated."""
        try:
            found = self.operand(text, at)
        except (FailedError, Pending, NotComputed):
            return ()
        return found.parts if isinstance(found, Union) else (found,) if isinstance(found, Ref) else ()

    def reference(self, text: str, sheet: SheetPlanes) -> Ref:
        """The cells that a reference such as A1 or Sheet1!$A$1:$B$9 names. Raises NotComputed where there is no such sheet."""
        key = text, sheet.index
        found = self._refs.get(key)
        if found is None:
            found = self._parsed(text, sheet)
            if found is None:
                raise NotComputed(Text(f"引用 {text}", f"the reference {text}"))
            self._refs[key] = found
        return found

    def _parsed(self, text: str, sheet: SheetPlanes) -> Ref | None:
        """A reference to cells, whole columns or whole rows; None for anything else."""
        corners = _corners(text)
        if corners is None:
            return None
        name, *rectangle = corners
        of = self.sheets.get(name.casefold()) if name else sheet
        if of is None:
            raise NotComputed(Text(f"没有工作表 {name}", f"there is no sheet {name}"))
        top, left, bottom, right = rectangle
        return Ref(of, top, left, bottom, right) if bottom <= MAX_ROW and right <= MAX_COLUMN else None

    def operand(self, text: str, at: PlaceOf) -> Value:
        """What a name, whole columns, or a table's part stands for. Raises FailedError, NotComputed."""
        if text.upper().endswith("#REF!"):
            raise FailedError(REF)
        key = text, at.sheet.index
        ref = self._refs.get(key)
        if ref is None and key not in self._refs:
            ref = self._refs[key] = None if "[" in text else self._parsed(text, at.sheet)
        if ref is not None:
            return ref
        if (over := _OVER_SHEETS.fullmatch(text)) and "[" not in text:
            return self._over_sheets(over, at)
        if "[" in text:
            return table_reference(text, self.tables, at)
        return self._name(text, at)

    def _over_sheets(self, over: re.Match[str], at: PlaceOf) -> Value:
        """The same cells of several sheets that follow each other."""
        names = [over[key].replace("''", "'") for key in (("a", "b") if over["a"] else ("c", "d"))]
        ends = [self.sheets.get(name.casefold()) for name in names]
        if None in ends:
            raise NotComputed(Text(f"引用 {over[0]}", f"the reference {over[0]}"))
        first, last = sorted(sheet.index for sheet in ends if sheet is not None)
        found = []
        for sheet in sorted(self.sheets.values(), key=lambda each: each.index):
            if first <= sheet.index <= last:
                ref = self.reference(over["cells"], sheet)
                found.append(ref.check() if at.checks else ref)
        return Union(tuple(found))

    def _name(self, text: str, at: PlaceOf) -> Value:
        match = _NAMED.fullmatch(text)
        if match is None:
            raise NotComputed(Text(f"引用 {text}", f"the reference {text}"))
        owner = (match["quoted"] or match["bare"] or "").replace("''", "'").casefold()
        name = match["name"].casefold()
        scope = owner or at.sheet.name.casefold()
        for key in ((scope, name), ("", name)):
            if key in self.names:
                return self._named_value(key, at)
        if name in self.tables:
            return self.tables[name].body(self)
        raise FailedError(NAME)

    def _named_value(self, key: tuple[str, str], at: PlaceOf) -> Value:
        compiled = self._named.get(key)
        if compiled is None:
            text = f"={self.names[key].removeprefix('=')}"
            if "[" in text and "]" in text and "!" in text:
                raise NotComputed(Text(f"外部引用 {text}", f"the external reference {text}"))
            if _is_relative(text):
                return self._relative(text, at)
            compiled = self._named[key] = self._of_a_name(text)
        value: Value = compiled.part(PlaceOf(self, at.sheet, at.row, at.column, (), at.checks))
        return value

    def _relative(self, text: str, at: PlaceOf) -> Value:
        """What a name stands for that refers to other cells at each place: as if it stood in A1."""
        moved = _moved(text, at.row - 1, at.column - 1)
        compiled = self._named.get(("", moved))
        if compiled is None:
            compiled = self._named["", moved] = self._of_a_name(moved)
        value: Value = compiled.part(PlaceOf(self, at.sheet, at.row, at.column, (), True, dict(at.bound)))
        return value

    def _of_a_name(self, text: str) -> Compiled:
        """The formula of a name, whose references all stand as operands."""
        compiler = Compiler(self.functions)
        try:
            part = compiler.part(parse(text), True)
        except RecursionError as error:
            raise NotComputed(TOO_DEEP) from error
        return Compiled(part, frozenset(), frozenset(compiler.operands), frozenset(compiler.calls))


@lru_cache(maxsize=2**14)  # the forms of a round refer to the same cells
def _corners(text: str) -> tuple[str, int, int, int, int] | None:
    """The sheet ("" for none) and the first row and column and the last ones of a reference to cells, columns or rows."""
    for pattern in (_A1, _COLUMNS, _ROWS):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        name = parts["quoted"].replace("''", "'") if parts["quoted"] else parts["bare"] or ""
        left = column_number(parts["left"].upper()) if parts.get("left") else 1
        top = int(parts["top"]) if parts.get("top") else 1
        is_rows, is_columns = pattern is _ROWS, pattern is _COLUMNS
        right = (
            column_number(parts["right"].upper()) if parts.get("right") else MAX_COLUMN if is_rows else left
        )
        bottom = int(parts["bottom"]) if parts.get("bottom") else MAX_ROW if is_columns else top
        return name, min(top, bottom), min(left, right), max(top, bottom), max(left, right)
    return None


def _is_relative(text: str) -> bool:
    around = re.sub(r'"[^"]*"|\'[^\']*\'!?|\[[^\]]*\]', "", text.upper())
    return _RELATIVE.search(around) is not None


_QUOTED = re.compile(r'"[^"]*"|\'(?:[^\']|\'\')*\'!?|\[[^\]]*\]')
_CELL = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])", re.IGNORECASE)


def _moved(text: str, down: int, across: int) -> str:
    """A formula as from another cell; what goes beyond the last row or column comes in again at the first."""

    def cell(found: re.Match[str]) -> str:
        column, row = column_number(found[2].upper()), int(found[4])
        if not found[1]:
            column = (column - 1 + across) % MAX_COLUMN + 1
        if not found[3]:
            row = (row - 1 + down) % MAX_ROW + 1
        return f"{found[1]}{column_letter(column)}{found[3]}{row}"

    pieces, end = [], 0
    for quoted in _QUOTED.finditer(text):
        pieces += [_CELL.sub(cell, text[end : quoted.start()]), quoted[0]]
        end = quoted.end()
    return "".join([*pieces, _CELL.sub(cell, text[end:])])


def _all_numbered(tree: object, count: int) -> bool:
    """Whether all references that were taken out of a formula are numbered in its tree."""
    found, stack = 0, [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, CellReference):
            found += 1
        elif isinstance(node, Call):
            stack += node.arguments
        elif isinstance(node, Binary):
            stack += (node.left, node.right)
        elif isinstance(node, Prefix | PerCent):
            stack.append(node.part)
    return found == count
