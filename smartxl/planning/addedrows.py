"""The look of rows that a unit may add: that of the template's own row for them or, without one, that of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from smartxl.model.answers import Field
from smartxl.model.plan import Content
from smartxl.planning.context import Context
from smartxl.planning.formrows import FormRows
from smartxl.planning.ownrows import ADDED_FIELDS
from smartxl.planning.place import SheetBuilder

__all__ = ["AddedRows"]

_OF_ITEMS = ("item.code", "item.kind", "item.audience", "item.full", "score.item", "previous.value")
_OF_BANDS = ("filled", "to_correct", "answered", "applicable", "coverage", "score")


@dataclass(frozen=True)
class AddedRows:
    """Writes them into sampling sheets; `columns` are those of their inputs. `own`: the template has rows for them."""

    sheet: SheetBuilder
    lean: bool
    own: bool
    columns: Mapping[Field, int]

    @classmethod
    def of(cls, context: Context, sheet: SheetBuilder) -> AddedRows:
        """The rows of a sheet's template, made once for all forms."""
        key = ("added", sheet.grid, id(context.words), context.lean)
        return context.shared.once(key, lambda: cls._found(sheet.blank(), lean=context.lean))

    @classmethod
    def _found(cls, sheet: SheetBuilder, *, lean: bool) -> Self:
        own = sheet.layout.row("added") is not None
        role = "added" if own else "item"
        names = {field: f"input.{field}" for field in ADDED_FIELDS}
        if not own:
            names[Field.NAME] = "item.name"
        return cls(sheet, lean, own, {field: sheet.column(role, name) for field, name in names.items()})

    def add_note(self, context: Context, sheet: SheetBuilder, values: Mapping[str, Content]) -> int:
        """Appends the row above them, which explains them; gives its number."""
        if sheet.layout.row("spare") is not None:
            return sheet.add("spare", values)
        blank: dict[str, Content] = {f"section.{name}": "" for name in _OF_BANDS}
        return sheet.add("section", {**values, **blank, "section.title": context.words["sampling.spare"]})

    @cached_property
    def rows(self) -> FormRows:
        """What appends them, each with its number; a name is typed into a cell that looks like that of a note."""
        numbers = ("item.no",)
        if self.own:
            return FormRows(self.sheet, "added", numbers, {}, self.lean)
        blank = dict.fromkeys((*_OF_ITEMS, *(f"input.{field}" for field in Field), "item.name"), "")
        column = self.columns[Field.NAME]
        look = {column: self.sheet.column_styles[self.columns[Field.NOTE]]}
        name = {column: f"input.{Field.NAME}"}  # no input has a place in a lean plan
        return FormRows(self.sheet, "item", numbers, blank, self.lean, look, name)
