"""What people write in place of codes: units, indicators and classes by their names, where only one can be meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.define.tables import with_codes
from smartxl.model.framework import Measure
from smartxl.sheetnames import short_unit_name
from smartxl.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.tables import ItemRow, ItemRows, UnitRows
    from smartxl.define.tree import PlacedNode
    from smartxl.model.definition import Unit

__all__ = ["with_items_named", "with_units_named"]

_CLASS, _CLASSES = "@", ("@", "＠")
_ROW = "/"


@dataclass(frozen=True)
class _Names:
    """Codes and what each is called: a code as it stands, else the only one with a name, whatever its width and case."""

    codes: Collection[str]
    by_name: Mapping[str, set[str]]

    @classmethod
    def of(cls, called: Iterable[tuple[str, str]]) -> _Names:
        """(code, name) of everything; a code may have several names."""
        by_name: dict[str, set[str]] = defaultdict(set)
        codes = set()
        for code, name in called:
            codes.add(code)
            if name:
                by_name[fold(name)].add(code)
        return cls(codes, by_name)

    def all_of(self, text: str) -> set[str]:
        """The codes that a text may mean."""
        return {text} if text in self.codes else self.by_name.get(fold(text), set())

    def one_of(self, text: str) -> str:
        """The code that a text means, "" where it means none or several."""
        found = self.all_of(text)
        return next(iter(found)) if len(found) == 1 else ""


def with_units_named(roster: UnitRows, framework: FrameworkFile | None) -> UnitRows:
    """The roster with the codes of classes that are written by their names."""
    if framework is None:
        return roster
    classes = _classes(framework)
    rows = (
        replace(
            row, unit=replace(row.unit, unit_class=classes.one_of(row.unit.unit_class) or row.unit.unit_class)
        )
        for row in roster.rows
    )
    return replace(roster, rows=tuple(rows))


def with_items_named(
    catalogue: ItemRows, roster: UnitRows, framework: FrameworkFile | None, placed: Sequence[PlacedNode]
) -> ItemRows:
    """The catalogue with the codes of units, classes and indicators that are written by their names, and of all items."""
    units = [row.unit for row in roster.rows]
    reader = _ItemNames(units, _classes(framework) if framework else _Names((), {}), placed)
    return replace(catalogue, rows=tuple(with_codes([reader.named(row) for row in catalogue.rows])))


def _classes(framework: FrameworkFile) -> _Names:
    return _Names.of(
        (entry.code, name) for entry in framework.classes for name in (entry.name.zh, entry.name.en)
    )


class _ItemNames:
    """Finds what the rows of a catalogue mean."""

    def __init__(self, units: Sequence[Unit], classes: _Names, placed: Sequence[PlacedNode]) -> None:
        self._classes = classes
        self._class_of = {unit.code: unit.unit_class for unit in units}
        self._units = _Names.of((unit.code, name) for unit in units for name in _called(unit))
        self._nodes = {node.entry.code: node for node in placed if node.entry.measure is Measure.SAMPLE}
        self._leaves = _Names.of(
            (node.entry.code, name) for node in placed for name in (node.entry.name.zh, node.entry.name.en)
        )

    def named(self, row: ItemRow) -> ItemRow:
        """A row with codes as far as they are known; the rest stays as it was written."""
        unit = self._unit(row.item.unit)
        leaf = self._leaf(row.item.leaf, unit)
        return replace(
            row, item=replace(row.item, unit=unit, leaf=leaf), moved_from=self._earlier(row, leaf, unit)
        )

    def _unit(self, text: str) -> str:
        if text.startswith(_CLASSES):
            name = text.lstrip("".join(_CLASSES)).strip()
            return _CLASS + (self._classes.one_of(name) or name)
        if unit := self._units.one_of(text):
            return unit
        is_class = text not in self._classes.codes and not self._units.all_of(text)
        found = self._classes.one_of(text) if is_class else ""
        return _CLASS + found if found else text

    def _leaf(self, text: str, unit: str) -> str:
        """An indicator: of several with one name the one that is sampled, and asked of the row's unit."""
        found = self._leaves.all_of(text)
        if len(found) > 1:
            found = found & self._nodes.keys() or found
        if len(found) > 1:
            found = {code for code in found if self._asks(code, unit)} or found
        return next(iter(found)) if len(found) == 1 else text

    def _asks(self, leaf: str, unit: str) -> bool:
        node = self._nodes.get(leaf)
        if node is None:
            return False
        if unit.startswith(_CLASS):
            return unit.removeprefix(_CLASS) in node.weights
        return node.asks(unit, self._class_of.get(unit, ""))

    def _earlier(self, row: ItemRow, leaf: str, unit: str) -> str:
        """The earlier key of a row; an item_code alone is one of the same indicator."""
        text = row.moved_from
        if not text:
            return ""
        before, slash, code = text.partition(_ROW)
        return f"{self._leaf(before, unit)}{_ROW}{code}" if slash else f"{leaf}{_ROW}{text}"


def _called(unit: Unit) -> tuple[str, ...]:
    name = unit.name
    return (name.zh, name.en, short_unit_name(name.zh), *unit.aliases)
