"""Columns of a sheet whose headings stand where those of the current form do: they ask for the same, whatever the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from smartxl.model.answers import Field
from smartxl.model.keys import leaf_of
from smartxl.model.plan import SheetPlan
from smartxl.text import fold
from smartxl.xlsx.book import RawSheet

__all__ = ["PlannedColumns"]

_HEAD = 40  # rows in which headings may stand
_FEWEST = 2
_LIKE = 0.8  # of the headings; people put theirs right


@dataclass(frozen=True, slots=True)
class PlannedColumns:
    """What the columns of a planned sheet ask for, by row key and by indicator; the words over them; by row key the columns
    in which the form has something of its own.

    `heads` are (column, folded text) of all that stands above the first section.
    """

    heads: frozenset[tuple[int, str]]
    words: Mapping[int, str]
    by_key: Mapping[str, Mapping[int, Field]]
    by_leaf: Mapping[str, Mapping[int, Field]]
    own: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, sheet: SheetPlan) -> Self | None:
        """Those of a planned sheet; None where its headings are too few to know it by."""
        first = min((section.band_row for section in sheet.sections), default=0)
        if sheet.sections and not sheet.sections[0].leaf:
            first = sheet.title_row + 1
        above = [row.cells for row in sheet.rows if row.row < first]
        inputs = {line.key: {c: asked for asked, c in line.inputs.items()} for line in sheet.lines}
        columns = {column for each in inputs.values() for column in each}
        words = {
            c: text for cells in above for c, text in cells.items() if isinstance(text, str) and text.strip()
        }
        if len(columns & words.keys()) < _FEWEST:
            return None
        heads = {(c, fold(text)) for cells in above for c, text in cells.items() if isinstance(text, str)}
        by_leaf = {leaf_of(key): each for key, each in reversed(inputs.items())}
        rows = sheet.by_number
        own = {
            line.key: frozenset(rows[line.row].cells) - inputs[line.key].keys() - {sheet.key_column}
            for line in sheet.lines
        }
        return cls(frozenset(heads - {(c, "") for c, _ in heads}), words, inputs, by_leaf, own)

    @property
    def columns(self) -> frozenset[int]:
        """All columns in which some row has an input."""
        return frozenset(column for inputs in self.by_leaf.values() for column in inputs)

    def fit(self, sheet: RawSheet) -> bool:
        """Whether the headings of a sheet stand where these do, none of them over another column."""
        shown = {
            (column, fold(value))
            for values in sheet.values[:_HEAD]
            for column, value in enumerate(values, 1)
            if isinstance(value, str)
        }
        there = self.heads & shown
        elsewhere = {text for _, text in shown}.intersection(text for _, text in self.heads - there)
        return len(there) >= _LIKE * len(self.heads) and not elsewhere

    def inputs(self, key: str) -> Mapping[int, Field]:
        """Column → what it asks for in the row of a key, also of an earlier one; empty for that of another sheet."""
        return self.by_key.get(key) or self.by_leaf.get(leaf_of(key), {})
