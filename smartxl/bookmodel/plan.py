"""The formulas between inputs and outputs over scenarios: each for all at once, or where that is not sure one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from smartxl.bookmodel.addresses import Key, spelt
from smartxl.bookmodel.columns import column_of
from smartxl.bookmodel.lifting import LiftedFormula, lifted
from smartxl.bookmodel.results import uncomputed
from smartxl.bookmodel.vectors import Unliftable
from smartxl.recalc.arrays import Arr
from smartxl.recalc.calculation import FAULTS
from smartxl.recalc.planes import Ref
from smartxl.recalc.values import NotComputed, Scalar
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.bookmodel.live import LiveBook
    from smartxl.recalc.calculation import Job

__all__ = ["ScenarioPlan"]

_MOST, _LEAST, _VALUES = 16_384, 256, 4_000_000
"""Scenarios at once: at most, at least, and so many values of all formulas together."""

Missing = dict["Key", dict[int, Text]]
"""Cell → scenario → why it is not computed."""


@dataclass(frozen=True, slots=True)
class _FormulaStep:
    """A formula, how it is calculated for all scenarios at once, and the moving cells that it reads."""

    job: Job
    lifted: tuple[LiftedFormula, ...]
    reads: tuple[Key, ...]
    places: tuple[Key, ...]


@dataclass(frozen=True)
class ScenarioPlan:
    """The steps in their order. Not `ordered`: what some formulas read shows only while they are calculated, so that each
    scenario is calculated by itself."""

    live: LiveBook
    file: str
    changes: Mapping[Key, Scalar]
    inputs: tuple[Key, ...]
    outputs: tuple[Key, ...]
    steps: tuple[_FormulaStep, ...]
    ordered: bool

    @classmethod
    def of(
        cls,
        live: LiveBook,
        file: str,
        changes: Mapping[Key, Scalar],
        inputs: Sequence[Key],
        outputs: Sequence[Key],
    ) -> ScenarioPlan:
        """The plan for a state of the sheets."""
        with live.lock:
            for key in (*inputs, *outputs):
                live.reach(key, file)
            live.take(changes)
            following = [
                job
                for job, _ in live.following(inputs)
                if live.key(job) not in changes and live.key(job) not in inputs
            ]
            leading = live.leading(outputs)
            ordered = not (leading & live.unsure)
            if ordered:
                following = [job for job in following if live.key(job) in leading]
            steps = tuple(_steps(live, following, inputs, ordered=ordered))
        return cls(live, file, changes, tuple(inputs), tuple(outputs), steps, ordered)

    @property
    def lifted(self) -> int:
        """How many formulas are calculated for all scenarios at once."""
        return sum(bool(step.lifted) for step in self.steps)

    def run(self, given: Mapping[Key, NDArray[Any]], count: int) -> Mapping[Key, Arr]:
        """The outputs in all scenarios. Raises VerifyError for one that is not computed, BookError for no value of a cell."""
        from_1904, sheets = self.live.book.from_1904, self.live.sheets
        columns = {
            key: column_of(array, f"{self.file} {_spelt(sheets, key)}", from_1904=from_1904)
            for key, array in given.items()
        }
        size = max(_LEAST, min(_MOST, _VALUES // (len(self.steps) + 1)))
        parts: dict[Key, list[Arr]] = {key: [] for key in self.outputs}
        with self.live.lock:
            self.live.take(self.changes)
            with self._kept():
                for first in range(0, max(count, 1), size):
                    part = {key: column.part(first, 0, size, 1) for key, column in columns.items()}
                    for key, column in self._part(part, min(size, count - first), first).items():
                        parts[key].append(column)
        return {key: _joined(found) for key, found in parts.items()}

    def _part(self, columns: dict[Key, Arr], count: int, first: int) -> Mapping[Key, Arr]:
        missing: Missing = {}
        if count and self.ordered:
            for step in self.steps:
                self._take(step, columns, count, missing)
        elif count:
            self._one_by_one(columns, count, missing)
        for key in self.outputs:
            if missing.get(key):
                scenario, why = next(iter(sorted(missing[key].items())))
                which = Text(f"场景 {scenario + first}：", f"scenario {scenario + first}: ")
                raise uncomputed(self.file, _spelt(self.live.sheets, key), which + why)
        return {key: columns[key] if key in columns else self._fixed(key, count) for key in self.outputs}

    def _take(self, step: _FormulaStep, columns: dict[Key, Arr], count: int, missing: Missing) -> None:
        for way in () if any(key in missing for key in step.reads) else step.lifted:
            with suppress(Unliftable, NotComputed, *FAULTS):
                columns[step.places[0]] = way.column(columns, count)
                return
        found: dict[Key, list[Scalar]] = {key: [] for key in step.places}
        read = [(key, columns[key].flat(), missing.get(key, {})) for key in step.reads]
        for scenario in range(count):
            for key, values, reasons in read:
                self._put(key, values[scenario], reasons.get(scenario))
            self.live.book.memo.clear()
            self.live.wait(step.job)
            self.live.settle(step.job, checks=False)
            for key in step.places:
                found[key].append(self._got(key, scenario, missing))
        columns.update({key: _column(values) for key, values in found.items()})

    def _one_by_one(self, columns: dict[Key, Arr], count: int, missing: Missing) -> None:
        """Every scenario by itself: all that follows from its inputs."""
        places = [key for step in self.steps for key in step.places]
        found: dict[Key, list[Scalar]] = {key: [] for key in places}
        for scenario in range(count):
            for key in self.inputs:
                self._put(key, columns[key].at(scenario, 0), None)
            self.live.book.memo.clear()
            for step in self.steps:
                self.live.wait(step.job)
            for step in self.steps:
                self.live.settle(step.job, checks=True)
            for key in places:
                found[key].append(self._got(key, scenario, missing))
        columns.update({key: _column(values) for key, values in found.items()})

    def _put(self, key: Key, value: Scalar, why: Text | None) -> None:
        sheet, place = self.live.sheets[key[0]], key[1:]
        sheet.put(*place, value)
        if why is None:
            sheet.unknown.pop(place, None)
        else:
            sheet.unknown[place] = why

    def _got(self, key: Key, scenario: int, missing: Missing) -> Scalar:
        sheet, place = self.live.sheets[key[0]], key[1:]
        if why := sheet.unknown.get(place):
            missing.setdefault(key, {})[scenario] = why
            return None
        return sheet.get(*place)

    def _fixed(self, key: Key, count: int) -> Arr:
        """A cell that is the same in all scenarios. Raises VerifyError."""
        sheet, place = self.live.sheets[key[0]], key[1:]
        if why := sheet.unknown.get(place):
            raise uncomputed(self.file, _spelt(self.live.sheets, key), why)
        return _column([sheet.get(*place)] * count)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Puts the sheets back as they were."""
        keys = [*self.inputs, *(key for step in self.steps for key in step.places)]
        cells = [(self.live.sheets[key[0]], key[1:]) for key in keys]
        before = [(sheet.get(*place), sheet.unknown.get(place)) for sheet, place in cells]
        shapes = [step.job.shape for step in self.steps]
        try:
            yield
        finally:
            self.live.book.memo.clear()
            for key, (value, why) in zip(keys, before, strict=True):
                self._put(key, value, why)
            for step, shape in zip(self.steps, shapes, strict=True):
                step.job.shape = shape


def _steps(
    live: LiveBook, jobs: Sequence[Job], inputs: Sequence[Key], *, ordered: bool
) -> Iterator[_FormulaStep]:
    marks = {index: np.zeros((sheet.rows, sheet.columns), bool) for index, sheet in live.sheets.items()}
    places = [tuple((live.key(job)[0], *place) for place in job.formula.places()) for job in jobs]
    moving = {*inputs, *(key for mine in places for key in mine)}
    for index, row, column in moving:
        marks[index][row - 1, column - 1] = True

    def is_moving(ref: Ref) -> bool:
        return bool(marks[ref.sheet.index][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right].any())

    for job, mine in zip(jobs, places, strict=True):
        reads = tuple(dict.fromkeys(_within(marks, job)))
        ways = tuple(lifted(job, live.book, is_moving)) if ordered else ()
        yield _FormulaStep(job, ways, reads, mine)


def _within(marks: Mapping[int, NDArray[np.bool_]], job: Job) -> Iterator[Key]:
    """The moving cells that a formula reads."""
    for ref in job.reads:
        found = marks[ref.sheet.index][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right]
        for row, column in zip(*np.nonzero(found), strict=True):
            yield ref.sheet.index, ref.top + int(row), ref.left + int(column)


def _column(values: Sequence[Scalar]) -> Arr:
    obj = np.empty((len(values), 1), dtype=object)
    obj[:, 0] = list(values)
    return Arr.from_objects(obj)


def _joined(parts: Sequence[Arr]) -> Arr:
    if len(parts) == 1:
        return parts[0]
    kind, num = (np.concatenate([getattr(part, name) for part in parts]) for name in ("kind", "num"))
    plain = {int(each) for each in np.unique(kind)} in ({1}, {3})
    return Arr(kind, num, None if plain else np.concatenate([part.obj for part in parts]))


def _spelt(sheets: Mapping[int, Any], key: Key) -> str:
    return spelt(Ref(sheets[key[0]], key[1], key[2], key[1], key[2]))
