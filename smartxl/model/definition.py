"""What an assessment is made of beside its framework: units, items, the round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from smartxl.model.framework import Framework, Indicator, Input, Measure, Node
from smartxl.model.keys import LEVEL, added_key, code_number, code_of, leaf_of, row_key
from smartxl.model.unanswered import Missing
from smartxl.text import Lang, Text

__all__ = ["AskedRow", "Catalogue", "Definition", "Item", "Moved", "Roster", "Round", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A respondent: a department or a district. `weight` is its weight within its class.

    `group` names the peers that it is compared with, where the framework compares within groups.
    """

    code: str
    name: Text
    unit_class: str
    contact: str = ""
    weight: float = 1.0
    group: str = ""


@dataclass(frozen=True)
class Roster:
    """The units of a round, in the order of the report."""

    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Unit code → unit."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {unit.code: number for number, unit in enumerate(self.units, 1)}

    def number(self, unit: Unit) -> int:
        """The place of a unit in the order of the report, from 1."""
        return self._numbers[unit.code]

    def of_class(self, unit_class: str) -> tuple[Unit, ...]:
        """The units of one class."""
        return tuple(unit for unit in self.units if unit.unit_class == unit_class)

    def find(self, name: str) -> Unit | None:
        """A unit by code or by (part of) its name; None when none or several match.

        A code as it was typed comes first, then one that is the same number (7 for 007), or in other letters.
        """
        if name in self.by_code:
            return self.by_code[name]
        exact = [u for u in self.units if name in {u.name.zh, u.name.en}]
        near = exact or [
            u for u in self.units if name and (_is_code(name, u) or name in u.name.zh or name in u.name.en)
        ]
        return near[0] if len(near) == 1 else None


def _is_code(typed: str, unit: Unit) -> bool:
    """Whether a unit's code was typed, as a spreadsheet may have left it."""
    number = code_number(typed)
    return typed.casefold() == unit.code.casefold() or (
        number is not None and number == code_number(unit.code)
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a reference sampling table: what is sampled of one unit under one indicator."""

    unit: str
    leaf: str
    code: str
    name: str
    kind: str = ""
    audience: str = ""
    points: float = 1.0

    @property
    def key(self) -> str:
        """What identifies the row inside its unit's sheet."""
        return row_key(self.leaf, self.code)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row that a unit answers under an indicator: an `item` of a sample, a number that is `asked`, or neither: a level.

    `full` is what the row brings at most where its answer earns a share of that: the points of an item, else 1.
    """

    key: str
    name: Text
    full: float = 1.0
    item: Item | None = None
    asked: Input | None = None


@dataclass(frozen=True)
class Catalogue:
    """All items of a round, in the order of their files."""

    items: tuple[Item, ...]

    @cached_property
    def _grouped(self) -> Mapping[tuple[str, str], tuple[Item, ...]]:
        groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in self.items:
            groups[item.unit, item.leaf].append(item)
        return {key: tuple(items) for key, items in groups.items()}

    def of(self, unit: str, leaf: str) -> tuple[Item, ...]:
        """The items of one unit under one indicator."""
        return self._grouped.get((unit, leaf), ())


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the assessment. `evidence_rows` is how long the evidence register of a form is, 0 for no register."""

    id: str
    name: str
    revision: int
    title: Text
    city: Text
    start: date
    due: date
    languages: tuple[Lang, ...]
    organiser: Text
    contact: str = ""
    protect: bool = True
    evidence_rows: int = 0


@dataclass(frozen=True)
class Moved:
    """Where the answers of earlier forms belong: `keys` of an indicator or a row, for all units; `items` of (unit, row).

    It shapes neither cells nor scores of a form, so it does not enter the definition's digest.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def key(self, unit: str, old: str) -> str:
        """The key that a row of an earlier form has now, "" where nothing is declared."""
        leaf = leaf_of(old)
        whole = row_key(self.keys[leaf], code_of(old)) if leaf in self.keys else ""
        return self.items.get((unit, old)) or self.keys.get(old) or self.items.get((unit, whole)) or whole


@dataclass(frozen=True)
class Definition:
    """Everything a round is defined by; `digest` is the SHA-256 of what shapes keys and scores.

    `day` is the day by which unanswered rows are judged, None for one before the due date.
    """

    round: Round
    framework: Framework
    roster: Roster
    catalogue: Catalogue
    digest: str
    moved: Moved = field(default_factory=Moved)
    day: date | None = None

    def at(self, day: date | None) -> Definition:
        """The same, with unanswered rows judged by a day; None: as before the due date."""
        return replace(self, day=day)

    @property
    def overdue(self) -> bool:
        """Whether the day by which unanswered rows are judged lies after the due date; the due date itself does not."""
        return self.day is not None and self.day > self.round.due

    def missing(self, indicator: Indicator) -> Missing:
        """What an unanswered row of an indicator is worth: `zero` if the indicator or the conventions of the day say so."""
        declared = self.framework.conventions.unanswered
        of_day = declared.after_due if self.overdue else declared.before_due
        return Missing.ZERO if Missing.ZERO in {indicator.missing, of_day} else Missing.LEAVE_OUT

    def answers(self, unit: Unit, node: Node) -> bool:
        """Whether a unit is asked about an indicator: its class has it, it is named, and it has items to sample."""
        indicator = node.indicator
        if indicator is None or unit.unit_class not in node.weights:
            return False
        if indicator.units and unit.code not in indicator.units:
            return False
        return indicator.measure is not Measure.SAMPLE or bool(self.catalogue.of(unit.code, node.code))

    def rows(self, unit: Unit, leaf: Node) -> tuple[AskedRow, ...]:
        """The rows that a unit is asked under an indicator, in the order of its form; none where it is not asked about it.

        Rows that the unit may add itself are not among them: see `added_keys`.
        """
        return self._rows(unit.code, leaf) if self.answers(unit, leaf) else ()

    def row(self, unit: str, key: str) -> AskedRow | None:
        """The row of a unit by its key, None for a key that the definition lacks."""
        leaf = self.framework.by_code.get(leaf_of(key))
        return next((row for row in self._rows(unit, leaf) if row.key == key), None) if leaf else None

    def _rows(self, unit: str, leaf: Node) -> tuple[AskedRow, ...]:
        if leaf.indicator is None or leaf.indicator.measure is not Measure.SAMPLE:
            return self.entries(leaf)
        items = self.catalogue.of(unit, leaf.code)
        return tuple(AskedRow(item.key, Text(item.name), item.points, item) for item in items)

    @staticmethod
    def entries(leaf: Node) -> tuple[AskedRow, ...]:
        """The rows that all units have alike under an indicator: its level, or its numbers; none of a sample."""
        indicator = leaf.indicator
        if indicator is None or indicator.measure is Measure.SAMPLE:
            return ()
        if indicator.measure is Measure.RUBRIC:
            return (AskedRow(row_key(leaf.code, LEVEL), leaf.name),)
        return tuple(
            AskedRow(row_key(leaf.code, asked.code), asked.name, asked=asked) for asked in indicator.inputs
        )

    @staticmethod
    def added_keys(leaf: Node) -> tuple[str, ...]:
        """The keys of the rows that a unit may add under an indicator; they never score. Only samples have some."""
        indicator = leaf.indicator
        if indicator is None or indicator.measure is not Measure.SAMPLE:
            return ()
        return tuple(added_key(leaf.code, number) for number in range(1, indicator.spare + 1))

    def leaves(self, unit: Unit) -> Iterator[Node]:
        """The indicators a unit is asked about, in the order of the framework's leaves."""
        return (node for node in self.framework.leaves(unit.unit_class) if self.answers(unit, node))
