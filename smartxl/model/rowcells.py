"""The cells of rows that are alike: what they share is planned once, and a row's own cells are made where somebody asks."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from smartxl.cells import MAX_ROW
from smartxl.model.plan import Computed, Content, InputCell, RowCheckFormula, Shown, WorkbookPlan
from smartxl.model.scores import Quantity, QuantityKind

__all__ = [
    "NO_FORMULA",
    "Hole",
    "PatternCells",
    "RowFormula",
    "RowPattern",
    "Slot",
    "numbers_before",
    "points_column",
    "texts_of",
]


class Hole(NamedTuple):
    """Where a value of the row's own goes; `place` is its place among them, 0 that of the key."""

    place: int


Slot = Content | Hole


@dataclass(frozen=True, slots=True)
class RowFormula:
    """A formula that differs from row to row: in the number of the row only, which then stands between its `parts`, or as
    `make` (row → formula) says."""

    make: Callable[[int], str]
    parts: tuple[str, ...] = ()

    def at(self, row: int) -> str:
        """The formula of a row."""
        return str(row).join(self.parts) if self.parts else self.make(row)


NO_FORMULA = RowFormula(lambda _: "", ("",))
"""Of rows that have none."""


@dataclass(frozen=True, eq=False)
class RowPattern:
    """What rows have in common: column → content, with holes for values. `style_row` and `style_columns` are as in
    `PlannedRow`.

    Inputs, answers that are shown and the remark stand there without a key; the formula of the remark is `fault`, that of the
    row's points `points`, wherever those are empty.
    """

    style_row: int
    style_columns: Mapping[int, int]
    slots: Mapping[int, Slot]
    points: RowFormula = NO_FORMULA
    fault: RowFormula = NO_FORMULA

    @cached_property
    def last_column(self) -> int:
        """The last column in which there may be a cell."""
        return max(self.slots, default=1)

    @cached_property
    def longest_formula(self) -> int:
        """The characters of its longest formula, in the last row that a sheet can have."""
        return max(len(formula.at(MAX_ROW)) for formula in (self.points, self.fault))

    @cached_property
    def texts(self) -> tuple[tuple[int, str | Hole], ...]:
        """Column → the text that all have there, or where a row's own goes."""
        return tuple((column, slot) for column, slot in self.slots.items() if isinstance(slot, str | Hole))

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The columns in which answers stand, or are shown."""
        return tuple(column for column, slot in self.slots.items() if isinstance(slot, InputCell | Shown))

    @cached_property
    def others(self) -> tuple[tuple[int, Slot], ...]:
        """Column → what stands in all other columns."""
        return tuple((column, slot) for column, slot in self.slots.items() if column not in self.filled)

    @cached_property
    def compares(self) -> bool:
        """Whether the same number of the round before stands in all its rows."""
        slots = self.slots.values()
        return any(isinstance(slot, RowCheckFormula) and slot.last is not None for slot in slots)

    @cached_property
    def points_column(self) -> int:
        """The column of what the row brings, 0 for none."""
        return next((column for column, slot in self.slots.items() if _brings(slot)), 0)

    def content(self, slot: Slot, cells: PatternCells) -> Content:
        """What stands in a place of one row, "" for nothing."""
        if isinstance(slot, Hole):
            return cells.own[slot.place]
        if isinstance(slot, InputCell):
            return InputCell(cells.key, slot.field, slot.check)
        if isinstance(slot, Shown):
            return Shown(cells.key, slot.field)
        if isinstance(slot, RowCheckFormula) and not slot.formula:
            formula = self.fault.at(cells.row)
            return RowCheckFormula(formula, cells.key, slot.words, cells.last, slot.inputs)
        if isinstance(slot, Computed) and not slot.formula:
            quantity = Quantity(QuantityKind.ITEM, cells.unit, cells.key)
            return Computed(self.points.at(cells.row), quantity)
        return slot


class PatternCells(Mapping[int, Content]):
    """The cells of one row of a pattern. `own` are the row's key and its other values; `last` the number of the round before,
    if the form shows it."""

    __slots__ = ("_made", "last", "own", "pattern", "row", "unit")

    def __init__(
        self, pattern: RowPattern, row: int, unit: str, own: tuple[Content, ...], last: float | None = None
    ) -> None:
        self.pattern, self.row, self.unit, self.own, self.last = pattern, row, unit, own, last
        self._made: dict[int, Content] | None = None

    @property
    def key(self) -> str:
        """The key of the row."""
        return str(self.own[0])

    @property
    def has_own(self) -> bool:
        """Whether the row has any value but its key."""
        return len(self.own) > 1

    @property
    def shape(self) -> tuple[object, ...]:
        """What rows share that have contents in the same columns."""
        return id(self.pattern), *map("".__eq__, self.own)

    def _all(self) -> dict[int, Content]:
        if self._made is None:
            content = self.pattern.content
            made = ((column, content(slot, self)) for column, slot in self.pattern.slots.items())
            self._made = {column: each for column, each in made if type(each) is not str or each}
        return self._made

    def but_filled(self) -> Iterator[tuple[int, Content]]:
        """(column, content), but for what is answered or shows an answer, without making the latter."""
        content, own = self.pattern.content, self.own
        for column, slot in self.pattern.others:
            each = (
                slot if type(slot) is str else own[slot.place] if type(slot) is Hole else content(slot, self)
            )
            if type(each) is not str or each:
                yield column, each

    def fixed(self) -> Iterator[int]:
        """The columns in which something stands that is not computed, without making it."""
        for column, slot in self.pattern.slots.items():
            each = self.own[slot.place] if type(slot) is Hole else slot
            if (type(each) is not str or each) and not isinstance(each, Computed | RowCheckFormula):
                yield column

    def __getitem__(self, column: int) -> Content:
        return self._all()[column]

    def __contains__(self, column: object) -> bool:
        """Whether something stands in a column, without making it."""
        slot = self.pattern.slots.get(column) if isinstance(column, int) else None
        each = self.own[slot.place] if type(slot) is Hole else slot
        return each is not None and (type(each) is not str or bool(each))

    def __iter__(self) -> Iterator[int]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def get(self, column: int, default: Any = None) -> Any:  # noqa: ANN401  (as of any mapping)
        """What stands in a column, without making the others."""
        slot = self.pattern.slots.get(column)
        found = None if slot is None else self.pattern.content(slot, self)
        return default if found is None or found == "" else found

    def items(self) -> ItemsView[int, Content]:
        """(column, content)."""
        return self._all().items()

    def values(self) -> ValuesView[Content]:
        """The contents."""
        return self._all().values()

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[dict[int, Content]], tuple[dict[int, Content]]]:
        """Elsewhere they are what they come to: patterns hold functions, which cannot be sent."""
        return dict, (self._all(),)


def texts_of(cells: Mapping[int, Content]) -> Iterator[tuple[int, str]]:
    """The texts of a planned row by column; of one of a pattern without making its other contents."""
    if not isinstance(cells, PatternCells):
        return ((column, text) for column, text in cells.items() if type(text) is str)
    own = cells.own
    found = ((c, own[text.place] if isinstance(text, Hole) else text) for c, text in cells.pattern.texts)
    return ((column, text) for column, text in found if type(text) is str and text)


def numbers_before(plan: WorkbookPlan) -> Mapping[tuple[str, str], float]:
    """(unit, row key) → the number of the round before, where a form compares with it."""
    unit, found = plan.stamp.unit, dict[tuple[str, str], float]()
    for cells in (row.cells for sheet in plan.sheets for row in sheet.rows):
        if isinstance(cells, PatternCells) and cells.last is None and not cells.pattern.compares:
            continue
        for content in cells.values():
            if isinstance(content, RowCheckFormula) and content.last is not None:
                found[unit, content.key] = content.last
    return found


def points_column(cells: Mapping[int, Content]) -> int:
    """The column of the formula for what a planned row brings, 0 for none."""
    if isinstance(cells, PatternCells):
        return cells.pattern.points_column
    return next((column for column, content in cells.items() if _brings(content)), 0)


def _brings(slot: Slot) -> bool:
    """Whether it is the formula of a row's points; see `RowPattern`."""
    return isinstance(slot, Computed) and (not slot.formula or slot.quantity.kind is QuantityKind.ITEM)
