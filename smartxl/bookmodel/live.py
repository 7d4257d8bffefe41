"""A workbook whose formulas follow its inputs: what a change reaches is calculated again, and nothing else."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookmodel.addresses import Key
from smartxl.cells import unquoted_sheet
from smartxl.errors import BookError
from smartxl.recalc.calculation import Calculation
from smartxl.recalc.order import in_order
from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref
from smartxl.recalc.tree import taken_out
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.recalc import FormulaCell, LoadedBook, Scalar, SheetPlanes
    from smartxl.recalc.calculation import Job

__all__ = ["LiveBook"]

Marks = dict[int, "NDArray[np.bool_]"]
_CHOOSE = frozenset({"INDIRECT", "OFFSET"})
"""Functions whose cells show only while they are calculated."""
_LITERAL = re.compile(r'=?\s*(?:[-+]?[\d.]+(?:[eE][-+]?\d+)?%?|"[^"]*"|TRUE|FALSE)\s*', re.IGNORECASE)
_MAX_CELLS = 20_000_000


class LiveBook:
    """The sheets of a file, calculated; `changes` are the cells that stand otherwise than in the file.

    One state at a time: whoever uses it holds `lock`. Not `as_in_file`: a table has other rows than in the file.
    """

    def __init__(self, loaded: LoadedBook, *, as_in_file: bool = True) -> None:
        self.book, self.as_in_file = loaded.workbook, as_in_file
        self.lock = threading.RLock()
        self.sheets: dict[int, SheetPlanes] = {sheet.index: sheet for sheet in self.book.sheets.values()}
        self.formulas: dict[Key, FormulaCell] = {}
        for formula in loaded.formulas:
            index = self.book.sheets[formula.sheet.casefold()].index
            self.formulas |= {(index, *place): formula for place in formula.places()}
        self._calculation = Calculation(self.book)
        self._calculation.prepare(loaded.formulas)
        self.jobs = self._calculation.jobs
        self.order = tuple(in_order(self.jobs, self._calculation.needs()))
        self.changes: Mapping[Key, Scalar] = {}
        self._files: dict[Key, Scalar] = {}
        for job, is_certain in self.order:
            self._calculation.settle(job, checks=not is_certain)
        self._never = {
            (sheet.index, *place): why
            for sheet in self.sheets.values()
            for place, why in sheet.unknown.items()
            if (sheet.index, *place) not in self.jobs
        }
        self.unsure = frozenset(
            self.key(job) for job, certain in self.order if not certain or self._is_unsure(job)
        )

    def key(self, job: Job) -> Key:
        """Where a formula stands."""
        return job.sheet.index, job.formula.row, job.formula.column

    def take(self, changes: Mapping[Key, Scalar]) -> None:
        """Brings the sheets to a state: these cells otherwise than in the file, all formulas calculated from that."""
        before = self.changes
        differing = {key for key in {*before, *changes} if not _same(before, changes, key)}
        if not differing:
            return
        self.changes = {}
        for key in differing:
            self._put(key, changes)
        self.changes = changes
        self.again(differing)

    def again(self, changed: Iterable[Key]) -> None:
        """Calculates all that follows from cells whose values have changed."""
        self.book.memo.clear()
        following = [
            (job, certain) for job, certain in self.following(changed) if self.key(job) not in self.changes
        ]
        for job, _ in following:
            self.wait(job)
        for job, certain in following:
            self._calculation.settle(job, checks=not certain)

    def wait(self, job: Job) -> None:
        """Lets a formula wait to be calculated again."""
        for row, column in job.formula.places():
            job.sheet.waiting[row - 1, column - 1] = True
            job.sheet.unknown.pop((row, column), None)

    def settle(self, job: Job, *, checks: bool) -> None:
        """Calculates a formula that waits; with `checks` first what it turns out to need."""
        self._calculation.settle(job, checks=checks)

    def following(self, changed: Iterable[Key]) -> Iterator[tuple[Job, bool]]:
        """The formulas that follow from cells, in their order, and whether all they need is certain to come before.

        Those whose cells show only while they are calculated are always among them.
        """
        marks = {index: np.zeros((s.rows, s.columns), bool) for index, s in self.sheets.items()}
        changed = set(changed)
        for index, row, column in changed:
            marks[index][row - 1, column - 1] = True
        for job, certain in self.order:
            key = self.key(job)
            if key in changed or key in self.unsure or any(_is_marked(marks, ref) for ref in job.reads):
                for row, column in job.formula.places():
                    marks[key[0]][row - 1, column - 1] = True
                yield job, certain

    def leading(self, wanted: Iterable[Key]) -> set[Key]:
        """The formulas that are certain to be read for some cells, their own among them."""
        marks = self.reached(wanted)
        return {
            key
            for key, job in self.jobs.items()
            if any(marks[key[0]][row - 1, column - 1] for row, column in job.formula.places())
        }

    def reached(self, wanted: Iterable[Key]) -> Marks:
        """The cells that are certain to be read for some cells, and these themselves, by sheet."""
        marks = {index: np.zeros((s.rows, s.columns), bool) for index, s in self.sheets.items()}
        for index, row, column in wanted:
            if row <= marks[index].shape[0] and column <= marks[index].shape[1]:
                marks[index][row - 1, column - 1] = True
        for job, _ in reversed(self.order):
            here = marks[job.sheet.index]
            if any(here[row - 1, column - 1] for row, column in job.formula.places()):
                for ref in job.reads:
                    marks[ref.sheet.index][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right] = True
        return marks

    def reads(self, job: Job) -> Sequence[Ref]:
        """What a formula is certain to read, in the order in which it is written there."""
        around = taken_out(job.formula.text)[0]
        marks = [place for place, char in enumerate(around) if char == "\0"]
        found = {marks[index]: job.refs[index] for index in job.compiled.reads}
        at = PlaceOf(self.book, job.sheet, job.formula.row, job.formula.column)
        for text in job.compiled.operands:
            with suppress(FailedError, NotComputed, Pending):
                ref = self.book.operand(text, at)
                if isinstance(ref, Ref):
                    found[around.find(text)] = ref
        return [found[place] for place in sorted(found)]

    def inputs_in_file(self) -> Iterator[tuple[Key, Scalar]]:
        """What the file has in the cells that were set since."""
        yield from self._files.items()

    def reach(self, key: Key, where: str) -> None:
        """Makes room for a cell. Raises BookError where it lies so far away that the sheet would not fit into memory."""
        index, row, column = key
        sheet = self.sheets[index]
        if max(row, sheet.rows) * max(column, sheet.columns) > _MAX_CELLS:
            what = Text("离其他内容太远", "it lies too far from all other cells")
            raise BookError(where, what, Text("写近一些的单元格", "set a cell that is nearer"))
        sheet.reach(row, column)

    def _put(self, key: Key, changes: Mapping[Key, Scalar]) -> None:
        """Puts into a cell what it is to hold; what the file has there is kept for later."""
        index, row, column = key
        sheet = self.sheets[index]
        is_formula = key in self.formulas
        if not is_formula:
            self._files.setdefault(key, sheet.get(row, column))
        if key in changes:
            sheet.unknown.pop((row, column), None)
            sheet.put(row, column, changes[key])
        elif not is_formula:
            sheet.put(row, column, self._files[key])
        elif key in self._never:
            sheet.unknown[row, column] = self._never[key]

    def _is_unsure(self, job: Job) -> bool:
        """Whether what a formula reads shows only while it is calculated."""
        if job.compiled.calls & _CHOOSE or ":" in taken_out(job.formula.text)[0]:
            return True
        return any(not self._is_settled(text, job) for text in job.compiled.operands)

    def _is_settled(self, text: str, job: Job) -> bool:
        """Whether a name or a part of a table stands for the same cells, or the same value, at any time."""
        try:
            found = self.book.operand(
                text, PlaceOf(self.book, job.sheet, job.formula.row, job.formula.column)
            )
        except (FailedError, NotComputed):
            return True
        except Pending:
            return False
        meant = self._meant(text, job)
        if meant is None:
            return isinstance(found, Ref)
        around, references = taken_out(f"={meant.removeprefix('=')}")
        return bool(_LITERAL.fullmatch(meant)) or (len(references) == 1 and len(around) == len("=\0"))

    def _meant(self, text: str, job: Job) -> str | None:
        """What a name is defined as; None for all else."""
        owner, _, name = text.rpartition("!")
        scope = unquoted_sheet(owner) or job.sheet.name
        names = self.book.names
        return names.get((scope.casefold(), name.casefold()), names.get(("", name.casefold())))


def _same(before: Mapping[Key, Scalar], after: Mapping[Key, Scalar], key: Key) -> bool:
    if (key in before) != (key in after):
        return False
    one, other = before[key], after[key]
    return type(one) is type(other) and one == other


def _is_marked(marks: Marks, ref: Ref) -> bool:
    return bool(marks[ref.sheet.index][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right].any())
