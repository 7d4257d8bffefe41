"""Who answers what in which round: units, items, the round itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from smartxl.model.framework import Input
from smartxl.model.keys import code_number, row_key
from smartxl.model.rewards import RewardRule
from smartxl.model.scenarios import Scenario
from smartxl.model.signing import Signature
from smartxl.model.uncertaintydesign import DEFAULT_DESIGN, UncertaintyDesign
from smartxl.model.yearplan import Milestone, YearPlan
from smartxl.text import Lang, Text, fold

__all__ = ["AskedRow", "Catalogue", "Item", "Roster", "Round", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A respondent: a department or a district. `weight` is its weight within its class.

    `group` names the peers that it is compared with, where the framework compares within groups; `aliases` are what it is
    called elsewhere.
    """

    code: str
    name: Text
    unit_class: str
    contact: str = ""
    weight: float = 1.0
    group: str = ""
    aliases: tuple[str, ...] = ()


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

    @cached_property
    def by_any_name(self) -> Mapping[str, tuple[Unit, ...]]:
        """Code, name or alias, however wide or large its letters (`fold`) → the units that are called so."""
        found: dict[str, dict[str, Unit]] = defaultdict(dict)
        for unit in self.units:
            for name in (unit.code, unit.name.zh, unit.name.en, *unit.aliases):
                if name:
                    found[fold(name)][unit.code] = unit
        return {name: tuple(units.values()) for name, units in found.items()}

    @cached_property
    def full_names(self) -> tuple[tuple[str, Unit], ...]:
        """Each name of each unit, folded, but no code and no alias."""
        named = ((name, unit) for unit in self.units for name in (unit.name.zh, unit.name.en) if name)
        return tuple((fold(name), unit) for name, unit in named)

    @cached_property
    def parts_met(self) -> dict[str, Unit | None]:
        """Parts of names that were looked for in all of them, which takes long → the unit that is meant."""
        return {}

    def of_class(self, unit_class: str) -> tuple[Unit, ...]:
        """The units of one class."""
        return tuple(unit for unit in self.units if unit.unit_class == unit_class)

    def find(self, name: str) -> Unit | None:
        """A unit by code, alias or (part of) its name; None when none or several match.

        A code as it was typed comes first, then one that is the same number (7 for 007), or in other letters.
        """
        if name in self.by_code:
            return self.by_code[name]
        exact = [u for u in self.units if name in {u.name.zh, u.name.en, *u.aliases}]
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
    """One row of a reference sampling table: what is sampled of one unit under one indicator.

    `name_en` is the English name, "" where the table has none: English forms and reports then show `name`.
    """

    unit: str
    leaf: str
    code: str
    name: str
    kind: str = ""
    audience: str = ""
    points: float = 1.0
    name_en: str = ""

    @property
    def title(self) -> Text:
        """What it is called, in both languages."""
        return Text(self.name, self.name_en)

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

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[AskedRow, ...]]:
        return {}

    def rows(self, unit: str, leaf: str) -> tuple[AskedRow, ...]:
        """The same as rows of a form, made once: they are asked for many times."""
        if (unit, leaf) not in self._rows:
            items = self.of(unit, leaf)
            self._rows[unit, leaf] = tuple(
                AskedRow(item.key, item.title, item.points, item) for item in items
            )
        return self._rows[unit, leaf]

    def only(self, groups: Iterable[tuple[str, str]]) -> Catalogue:
        """The items of some units under some indicators, with the rows that are made of them."""
        few = Catalogue(tuple(item for group in groups for item in self.of(*group)))
        vars(few)["_rows"] = self._rows
        return few

    def __getstate__(self) -> dict[str, object]:
        """What is kept of it, or sent: rows are made anew."""
        return {name: value for name, value in vars(self).items() if name != "_rows"}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the assessment. `evidence_rows` is how long the evidence register of a form is, 0 for no register.

    `place` is what kind of place is assessed (县, county), None: as the name of the `city` ends.
    `targets`: codes of nodes, or `ROOT` for the total, each with the score that the city is to reach. `plan` (None: none is
    declared) and `rewards` say what follows the round, `milestones` (none: the default ones) what happens until it is due.
    `scenarios` are compared with the result; `robustness` says what varies to tell how sure it is. `signatures` are the lines
    to sign on in the report.
    """

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
    targets: tuple[tuple[str, float], ...] = ()
    plan: YearPlan | None = None
    rewards: tuple[RewardRule, ...] = ()
    place: Text | None = None
    milestones: tuple[Milestone, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    robustness: UncertaintyDesign = DEFAULT_DESIGN
    signatures: tuple[Signature, ...] = ()
