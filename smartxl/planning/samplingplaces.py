"""Where the columns of a sampling sheet stand, and what its rows look like: the same in the forms of all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from smartxl.model.answers import Field
from smartxl.model.layout import LayoutRow
from smartxl.planning.context import Context
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rowform import placeholder
from smartxl.planning.tables import TABLE_ROLES, has_tables

__all__ = ["BODY", "PREVIOUS", "SamplingPlaces"]

BODY = ("section", "heading", "item", "entry", *TABLE_ROLES, "spare", "added")
"""The roles of the rows between those that come once."""
PREVIOUS = "previous.value"
_OVER_TABLE = {"table", "table_legend", "table_heading"}
_ITEM_FIELDS = (
    Field.APPLICABLE,
    Field.PROVIDED,
    Field.LEVEL,
    Field.CHANNEL,
    Field.ADDRESS,
    Field.DATE,
    Field.NOTE,
)
_TEXTS = {Field.ADDRESS, Field.NOTE, Field.ORIGIN, Field.REVIEW_NOTE, Field.APPEAL}
_ENTRY_FIELDS = (Field.APPLICABLE, Field.VALUE, Field.ADDRESS, Field.DATE, Field.NOTE)


@dataclass(frozen=True, eq=False)
class SamplingPlaces:
    """Found with a builder of the sheet: rows of forms with the same grid, in the same edition, have the same places."""

    context: Context
    sheet: SheetBuilder

    @classmethod
    def of(cls, context: Context, sheet: SheetBuilder) -> SamplingPlaces:
        """Those of a form's sampling sheet, found once for all units."""
        generation, contested = bool(context.stamp.generation), context.contested
        key = (
            "sampling",
            sheet.grid,
            id(context.words),
            context.edition,
            generation,
            contested,
            context.lean,
        )
        return context.shared.once(key, lambda: cls(context, sheet.blank()))

    @cached_property
    def columns(self) -> Mapping[str, Mapping[Field, int]]:
        """Role of a row → where each of its inputs stands."""
        asked = (*_ENTRY_FIELDS, *self.context.definition.asks)
        columns = {
            "item": self._input_columns("item", _ITEM_FIELDS),
            "entry": self._input_columns("entry", asked),
        }
        if has_tables(self.context, "sampling"):
            columns["table_row"] = self._input_columns("table_row", asked)
        return columns

    def _input_columns(self, role: str, fields: tuple[Field, ...]) -> dict[Field, int]:
        """Where each input stands; a template need not have the evaluator's columns."""
        columns = {field: self.sheet.column(role, f"input.{field}") for field in fields}
        for field in (Field.REVIEW, Field.REVIEW_NOTE):
            if self.sheet.offers(role, f"input.{field}"):
                columns[field] = self.sheet.column(role, f"input.{field}")
        if self.context.edition.contests:
            columns[Field.APPEAL] = self.sheet.column(role, placeholder(Field.APPEAL))
        return columns

    @cached_property
    def band(self) -> tuple[LayoutRow, ...]:
        """The rows above those of a section."""
        return self.sheet.between("section", "item", "entry", *TABLE_ROLES, "spare", "added")

    @cached_property
    def table_band(self) -> tuple[LayoutRow, ...]:
        """The rows above those of a table."""
        return self.sheet.between("table", *(role for role in BODY if role not in _OVER_TABLE))

    @cached_property
    def full(self) -> int:
        """The column of an item's full points."""
        return self.sheet.column("item", "item.full")

    @cached_property
    def last(self) -> int:
        """Where last time's answer stands, in forms that show it: 0 where another column may stand there in the others."""
        row = self.sheet.layout.row("entry")
        cells = row.cells.items() if row else ()
        texts = {c: text for c, text in cells if isinstance(text, str)}
        place = next((c for c, text in texts.items() if PREVIOUS in text), 0)
        appeal = next((c for c, text in texts.items() if placeholder(Field.APPEAL) in text), 0)
        last = self.sheet.layout.last_column
        at_the_end = place == last or (place == last - 1 and appeal == last)
        before = sum(source < place for source in self.sheet.column_styles.values())
        return 1 + before if at_the_end and not self.context.contested else 0

    @cached_property
    def head_row(self) -> int:
        """The row of the headings that stay in view."""
        return self.sheet.position("head", *BODY)

    @cached_property
    def frozen_columns(self) -> int:
        """The columns up to the name stay in view; none of them where inputs stand before it."""
        name = self.sheet.column("item", "item.name")
        return name if name < min(self.columns["item"].values()) else 0

    @cached_property
    def closed(self) -> Mapping[str, Mapping[int, int]]:
        """Role of a row → its cells that look as those that cannot be filled in, though others can: column → template column.

        In a unit's form these are the evaluator's, in an appeal all answers.
        """
        return {kind: self._closed(kind) for kind in self.columns}

    def _closed(self, kind: str) -> dict[int, int]:
        columns = self.columns[kind]
        closed: dict[int, Field] = {}
        if self.context.edition.contests:
            closed = {column: field for field, column in columns.items() if field is not Field.APPEAL}
        elif self.context.contested:
            closed = {self.sheet.column(kind, placeholder(Field.APPEAL)): Field.APPEAL}
        elif not self.context.edition.shows_review:
            reviews = (Field.REVIEW, Field.REVIEW_NOTE)
            closed = {columns[field]: Field.REVIEW for field in reviews if field in columns}
        plain = "section.score" if kind == "table_row" else "item.full"
        names = {column: "item.name" if field in _TEXTS else plain for column, field in closed.items()}
        return {c: self.sheet.column_styles[self.sheet.column(kind, name)] for c, name in names.items()}
