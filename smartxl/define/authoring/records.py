"""From the cells of a row to the mapping that it says, with the place of every value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from smartxl.define.authoring.inline import CellSlot, decode
from smartxl.define.authoring.scalar import CellFault
from smartxl.define.yamlfile import Tree, ValueMark
from smartxl.errors import Problem
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from smartxl.define.authoring.columns import AuthoringColumn
    from smartxl.define.authoring.sheets import SheetEntry
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["MarkedTree", "Told", "plain_cell"]


@dataclass
class Told:
    """The problems of a file, as they are found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def say(self, mark: ValueMark, what: Text, remedy: Text) -> None:
        """A problem at a place."""
        self.problems.append(Problem(self.file, mark.line, mark.head, what, remedy, mark.sheet, mark.letter))

    def decoded(self, slot: CellSlot, value: CellValue, mark: ValueMark) -> Tree:
        """What a cell says; its text, with a problem, where it says nothing that is asked for."""
        try:
            return decode(slot, value)
        except CellFault as fault:
            self.say(mark, fault.what, fault.remedy)
            return plain_cell(value)


@dataclass
class MarkedTree:
    """A mapping that grows: its values, and where each stands."""

    mark: ValueMark
    tree: dict[str, Tree] = field(default_factory=dict)
    below: dict[str | int, ValueMark] = field(default_factory=dict)

    def marked(self) -> ValueMark:
        """The place of the mapping with those of its values."""
        return replace(self.mark, below=self.below)

    def take(
        self,
        told: Told,
        entry: SheetEntry,
        columns: Iterable[AuthoringColumn],
        prefix: str = "",
        rule: str = "",
    ) -> None:
        """The values of some columns of a row; `prefix` begins the keys of columns that are about something below."""
        for column in columns:
            key, mark = column.key.removeprefix(prefix), entry.mark(column.id)
            value = entry.cells.get(column.id, "")
            if column.part:
                self._take_text(key, column.part, value, mark)
                continue
            self.below.setdefault(key, mark)
            if value == "":
                continue
            slot = column.slot
            if slot and key == "params":
                slot = replace(slot, rule=rule)
            self.tree[key] = told.decoded(slot, value, mark) if slot else plain_cell(value)
            self.below[key] = mark

    def _take_text(self, key: str, part: str, value: CellValue, mark: ValueMark) -> None:
        if part == "zh" or key not in self.below:
            self.below[key] = replace(mark, below=dict(self.below[key].below) if key in self.below else {})
        known = self.below[key]
        self.below[key] = replace(known, below={**known.below, part: mark})
        text = plain_cell(value)
        if text:
            texts = self.tree.setdefault(key, {})
            if isinstance(texts, dict):
                texts[part] = text


def plain_cell(value: CellValue) -> str:
    """A cell as text: of a number its digits, of a day as it is typed."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return number_text(float(value))
    return str(value).strip()
