"""A formula evaluated part by part, in the order of Excel's Evaluate Formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1, area, qualified
from smartxl.recalc.arrays import Arr
from smartxl.recalc.calculation import FAULTS
from smartxl.recalc.calls import AS_IT_COMES
from smartxl.recalc.compiled import Compiler
from smartxl.recalc.place import PlaceOf, Value, single, spread
from smartxl.recalc.planes import Pending, Ref, Union
from smartxl.recalc.registry import FUNCTIONS
from smartxl.recalc.tree import ArrayOf, Binary, Call, Constant, LeftOut, Node, Operand, parse, parts_of
from smartxl.recalc.values import FailedError, NotComputed, Scalar
from smartxl.recalc.written import Path, literal, written
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc import FormulaCell, Workbook

__all__ = ["CHOICES", "BranchTaken", "Choice", "Evaluated", "Evaluation", "EvaluationStep", "PartRead"]

_REFERENCES = frozenset({",", " ", ":"})
_MOST_STEPS = 500
_BLANK = "(blank)"
_UNKNOWN = Text("未计算", "not calculated")


@dataclass(frozen=True, slots=True)
class EvaluationStep:
    """A part of a formula, its value, and the formula with that value in its place."""

    part: str
    value: str
    formula: str


@dataclass(frozen=True, slots=True)
class BranchTaken:
    """Of IF, IFS, CHOOSE, SWITCH, IFERROR or IFNA: what decided, what that came to, and the argument that was taken by it.

    `taken` is "" where none was.
    """

    call: str
    decided: str
    value: str
    taken: str


@dataclass(frozen=True, slots=True)
class PartRead:
    """What a formula refers to, as written; `used` unless it stands only in branches that were not taken.

    `found`: cells, or the value of a name; None and `why` where it is not known. `chosen`: a function chose the cells.
    """

    written: str
    found: Value
    used: bool = True
    chosen: bool = False
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The steps of a formula, the branches it takes, and what it refers to, in the order of the formula."""

    steps: tuple[EvaluationStep, ...]
    branches: tuple[BranchTaken, ...]
    reads: tuple[PartRead, ...]


class Evaluation:
    """A formula of a workbook in which what it needs was calculated. A part that is not computed ends the steps."""

    def __init__(self, book: Workbook, formula: FormulaCell) -> None:
        self._book, self._formula = book, formula
        self._sheet = book.sheets[formula.sheet.casefold()]
        self._tree: Node = LeftOut()
        self._held: dict[Path, str] = {}
        self._idle: list[Path] = []
        self._bound: dict[str, Value] = {}
        self._chosen: dict[str, PartRead] = {}
        self._steps: list[EvaluationStep] = []
        self._branches: list[BranchTaken] = []

    def run(self) -> Evaluated:
        """Evaluates all of it."""
        try:
            self._tree = parse(self._formula.text)
            self.part(self._tree, (), self._formula.fills is not None)
        except (NotComputed, RecursionError):
            pass  # the steps end here
        reads = (*self._reads(), *self._chosen.values())
        return Evaluated(tuple(self._steps), tuple(self._branches), reads)

    def part(self, node: Node, path: Path, array: bool, *, keeps: bool = False) -> Value:
        """Evaluates a part and its parts before it; several cells remain what they are where it `keeps` them.

        Raises NotComputed.
        """
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, LeftOut | ArrayOf):
            return None if isinstance(node, LeftOut) else Arr.of(node.rows)
        if isinstance(node, Call):
            choice = None if node.name in self._book.functions else CHOICES.get(node.name)
            (choice or _arguments)(self, node, path, array)
        elif not (isinstance(node, Binary) and node.operator in _REFERENCES):
            for index, inner in enumerate(parts_of(node)):
                self.part(inner, (*path, index), array)
        return self._settle(node, path, array, keeps=keeps)

    def takes(
        self, node: Call, path: Path, decided: int, value: Value, taken: int | None, array: bool
    ) -> None:
        """Notes which argument a function takes (None for none) by what another came to, and evaluates it."""
        text = written(node.arguments[taken]) if taken is not None else ""
        shown = _literal(value) if not isinstance(value, Ref | Union) else ""
        self._branches.append(BranchTaken(written(node), written(node.arguments[decided]), shown, text))
        for index in range(len(node.arguments)):
            if index != taken and (*path, index) not in self._held and index > decided:
                self.leaves(path, index)
        if taken is not None and taken != decided:
            self.part(node.arguments[taken], (*path, taken), array, keeps=True)

    def leaves(self, path: Path, index: int) -> None:
        """Notes an argument that is not evaluated."""
        self._idle.append((*path, index))

    def binds(self, name: str, node: Node, path: Path, array: bool) -> None:
        """Gives a name the value of a part, as LET does."""
        self.part(node, path, array, keeps=True)
        self._bound[name.lower()] = self._raw(node, array)

    def function_takes(self, node: Call, index: int) -> tuple[str, bool]:
        """The letter of an argument, and whether its values are read. Raises NotComputed for what is no function."""
        entry = self._book.functions.get(node.name) or FUNCTIONS.get(node.name)
        if entry is None or not entry.takes(len(node.arguments)):
            raise NotComputed(_UNKNOWN)
        return entry.letter(index), not (entry.unread and index == 0)

    def _place(self, *, checks: bool = True) -> PlaceOf:
        at = self._formula
        return PlaceOf(self._book, self._sheet, at.row, at.column, (), checks, dict(self._bound))

    def _raw(self, node: Node, array: bool) -> Value:
        """What a part gives, cells as such. Raises NotComputed."""
        try:
            found: Value = Compiler(self._book.functions).part(node, array)(self._place())
        except FailedError as failed:
            return failed.error
        except (Pending, *FAULTS) as error:
            raise NotComputed(_UNKNOWN) from error
        return found

    def _settle(self, node: Node, path: Path, array: bool, *, keeps: bool) -> Value:
        """Takes the value of a part whose own parts are done, and notes the step."""
        raw = self._raw(node, array)
        by_branch = isinstance(node, Call) and node.name in CHOICES  # which is told as such
        if isinstance(raw, Ref) and not isinstance(node, Operand) and not by_branch:
            self._chosen.setdefault(written(node), PartRead(written(node), raw, chosen=True))
        before, value = written(node, self._held, path), raw
        if not keeps or (isinstance(raw, Ref) and raw.is_cell):
            value = _plain(raw, self._place(), array=array)
        self._held[path] = text = (
            before
            if isinstance(value, Union) or (isinstance(value, Ref) and isinstance(node, Operand))
            else self._address(value)
            if isinstance(value, Ref)
            else _literal(value)
            if path
            else literal(value)
        )
        if before != text and len(self._steps) < _MOST_STEPS:
            self._steps.append(EvaluationStep(before, text, f"={written(self._tree, self._held)}"))
        return value

    def _address(self, ref: Ref) -> str:
        text = area(ref.top, ref.left, ref.bottom, ref.right) if not ref.is_cell else a1(ref.top, ref.left)
        return text if ref.sheet is self._sheet else qualified(ref.sheet.name, text)

    def _reads(self) -> Iterator[PartRead]:
        """What it refers to, each told once."""
        used: dict[str, bool] = {}
        texts: dict[str, str] = {}
        let = {name.casefold() for name in _let_names(self._tree)}
        for text, path in _operands(self._tree):
            key = text.casefold()
            if key not in let:
                is_idle = any(path[: len(idle)] == idle for idle in self._idle)
                texts.setdefault(key, text)
                used[key] = used.get(key, False) or not is_idle
        for key, text in texts.items():
            try:
                found, why = self._book.operand(text, self._place(checks=False)), None
            except FailedError as failed:
                found, why = failed.error, None
            except NotComputed as missing:
                found, why = None, missing.why
            except (Pending, *FAULTS):
                found, why = None, _UNKNOWN
            yield PartRead(text, found, used[key], why=why)


Choice = Callable[[Evaluation, Call, Path, bool], None]
CHOICES: dict[str, Choice] = {}
"""How the functions evaluate their arguments that do not need all of them."""


def _arguments(walk: Evaluation, node: Call, path: Path, array: bool) -> None:
    """Evaluates the arguments of any other function."""
    for index, argument in enumerate(node.arguments):
        letter, is_read = walk.function_takes(node, index)
        if is_read:
            walk.part(argument, (*path, index), array or letter == "a", keeps=letter in AS_IT_COMES)


def _literal(value: Scalar | Arr) -> str:
    """A value as a formula writes it; a blank cell, which is 0, "" or FALSE as it is used, is told as such."""
    return _BLANK if value is None else literal(value)


def _plain(value: Value, at: PlaceOf, *, array: bool) -> Value:
    try:
        return spread(value) if array else single(value, at)
    except FailedError as failed:
        return failed.error


def _operands(node: Node) -> Iterator[tuple[str, Path]]:
    """The operands of a tree in the order of the formula, and where each stands; trees may be deep."""
    waiting: list[tuple[Node, Path]] = [(node, ())]
    while waiting:
        found, path = waiting.pop()
        if isinstance(found, Operand):
            yield found.text, path
        parts = parts_of(found)
        waiting += [(part, (*path, index)) for index, part in reversed(list(enumerate(parts)))]


def _let_names(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Call) and found.name == "LET":
            yield from (part.text for part in found.arguments[:-1:2] if isinstance(part, Operand))
        waiting += parts_of(found)
