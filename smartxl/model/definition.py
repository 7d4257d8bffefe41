"""What an assessment is made of beside its framework: units, items, the round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from smartxl.model.framework import Framework, Indicator, Measure, Node
from smartxl.model.unanswered import Missing
from smartxl.text import Lang, Text

__all__ = ["Catalogue", "Definition", "Item", "Moved", "Roster", "Round", "Unit"]


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
        """A unit by code or by (part of) its name; None when none or several match."""
        if name in self.by_code:
            return self.by_code[name]
        exact = [u for u in self.units if name in {u.name.zh, u.name.en}]
        near = exact or [u for u in self.units if name and (name in u.name.zh or name in u.name.en)]
        return near[0] if len(near) == 1 else None


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
        return f"{self.leaf}/{self.code}"


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
        leaf, _, code = old.partition("/")
        whole = f"{self.keys[leaf]}/{code}" if leaf in self.keys else ""
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

    def leaves(self, unit: Unit) -> Iterator[Node]:
        """The indicators a unit is asked about, in the order of the framework's leaves."""
        return (node for node in self.framework.leaves(unit.unit_class) if self.answers(unit, node))
