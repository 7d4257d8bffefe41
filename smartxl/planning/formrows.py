"""Rows of a form one below the other: what is the same in all of them is laid out once for all workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.model.plan import Content, PlannedRow
from smartxl.model.rowcells import Hole, PatternCells, RowPattern, Slot
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rowform import RowForm

__all__ = ["FormRows"]

_KEY_COLUMN = 1


@dataclass(eq=False)
class FormRows:
    """Adds rows that follow the first template row of `role` of a sheet's builder to any builder of such a sheet.

    Every row has its key and values of its own for the placeholders `names`; `given` stands in all of them, with what the
    form of the row has there, live or `lean`. `looks` are as in `SheetBuilder.add`; `over` are columns in which a placeholder's
    content stands in place of the template's.
    """

    sheet: SheetBuilder
    role: str
    names: Sequence[str]
    given: Mapping[str, Content]
    lean: bool
    looks: Mapping[int, int] = field(default_factory=dict)
    over: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        looks, over = tuple(self.looks.items()), tuple(self.over.items())
        given = tuple(self.given.items())
        self._key = (self.sheet.grid, self.role, tuple(self.names), given, self.lean, looks, over)
        self._form: RowForm | None = None
        self._pattern: RowPattern | None = None
        self._patterns: dict[int, tuple[RowPattern | None, RowForm]] = {}

    def add(
        self,
        sheet: SheetBuilder,
        form: RowForm,
        unit: str,
        key: str,
        own: tuple[Content, ...],
        last: float | None = None,
    ) -> None:
        """Appends a row of a unit; `last` is the number of the round before, if the form shows it."""
        if form is not self._form:
            self._form, self._pattern = form, self._laid_out(form)
        pattern, row = self._pattern, len(sheet.rows) + 1
        if pattern is None:
            apart = RowPattern(0, {}, {}, form.points, form.fault)
            self._add_apart(sheet, form, PatternCells(apart, row, unit, (key, *own), last))
            return
        cells = PatternCells(pattern, row, unit, (key, *own), last)
        sheet.rows.append(PlannedRow(row, pattern.style_row, cells, pattern.style_columns))

    def _laid_out(self, form: RowForm) -> RowPattern | None:
        """How the template lays these rows out; None where a row's own value stands in a sentence."""
        if id(form) not in self._patterns:
            if self._key not in form.patterns:
                form.patterns[self._key] = self._pattern_of(form)
            self._patterns[id(form)] = form.patterns[self._key], form  # whose identity is in use
        return self._patterns[id(form)][0]

    def _pattern_of(self, form: RowForm) -> RowPattern | None:
        row, slots = self.sheet.template_row(self.role), self._slots(form)
        if self.sheet.has_sentence(row, self.names):
            return None
        cells = {_KEY_COLUMN: Hole(0), **self.sheet.laid_out(row, slots)}
        for column, name in self.over.items():
            cells.pop(column, None)
            cells[column] = slots.get(name, "")
        styles = self.sheet.grid.styles
        return RowPattern(row.row, {**styles, **self.looks}, cells, form.points, form.fault)

    def _slots(self, form: RowForm) -> dict[str, Slot]:
        holes = {name: Hole(place) for place, name in enumerate(self.names, 1)}
        return {**self.given, **(form.seen() if self.lean else form.live()), **holes}

    def _add_apart(self, sheet: SheetBuilder, form: RowForm, cells: PatternCells) -> None:
        slots, content = self._slots(form), cells.pattern.content
        values = {name: content(slot, cells) for name, slot in slots.items()}
        over = {column: values.get(name, "") for column, name in self.over.items()}
        sheet.add(self.role, values, extra={_KEY_COLUMN: cells.key}, looks=self.looks, over=over)
