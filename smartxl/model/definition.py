"""Everything that a round is defined by, and what follows from it: who is asked which rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from smartxl.model.answers import ABOUT_DATA, Field
from smartxl.model.framework import Framework, Indicator, Measure, Node
from smartxl.model.identity import Identity, identify, question
from smartxl.model.keys import LEVEL, added_key, code_of, leaf_of, row_key
from smartxl.model.roster import AskedRow, Catalogue, Item, Roster, Round, Unit
from smartxl.model.unanswered import Missing

__all__ = ["AskedRow", "Catalogue", "Definition", "Item", "Moved", "Roster", "Round", "Unit"]


@dataclass(frozen=True)
class Moved:
    """Where the answers of earlier forms belong: `keys` of an indicator or a row, for all units; `items` of (unit, row).

    It shapes neither cells nor scores of a form, so it belongs to no identity of the definition.
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
    """Everything a round is defined by; `day` is the day by which unanswered rows are judged, None: before the due date."""

    round: Round
    framework: Framework
    roster: Roster
    catalogue: Catalogue
    moved: Moved = field(default_factory=Moved)
    day: date | None = None

    def at(self, day: date | None) -> Definition:
        """The same, with unanswered rows judged by a day; None: as before the due date."""
        if day == self.day:
            return self
        other = replace(self, day=day)
        if "identity" in vars(self):  # a day changes none
            vars(other)["identity"] = self.identity
        return other

    def only(self, units: Sequence[Unit], *, of_whole: bool = False) -> Definition:
        """The same with these units alone: what their own forms show needs no other unit's numbers.

        `of_whole`: a part of what is written for all of them, whose digests it has.
        """
        catalogue = self.catalogue.only(
            (unit.code, node.code) for unit in units for node in self.leaves(unit)
        )
        few = replace(self, roster=Roster(tuple(units)), catalogue=catalogue)
        if of_whole:
            vars(few)["identity"] = self.identity
        return few

    @cached_property
    def identity(self) -> Identity:
        """The digests of what is asked and of what it is worth."""
        return identify(self.round, self.framework, self.roster, self.catalogue, self.leaves, self.rows)

    @cached_property
    def has_elements(self) -> bool:
        """Whether any indicator carries an element of the SMART model; else nothing is said of them anywhere."""
        return any(node.element is not None for node in self.framework.nodes)

    @cached_property
    def asks(self) -> tuple[Field, ...]:
        """What any indicator asks about its numbers, in the order of the form."""
        asked = {field for node in self.framework.nodes if node.indicator for field in node.indicator.asks}
        return tuple(field for field in ABOUT_DATA if field in asked)

    def questions(self, unit: Unit) -> Mapping[str, str]:
        """Row key → what the row asks a unit, whatever it is called: the kind of its answer, with its list or its unit."""
        found: dict[str, str] = {}
        for node, rows in self._asked(unit):
            if node.indicator is None:
                continue
            if rows and node.indicator.measure is Measure.SAMPLE:  # which asks the same of every item
                same = question(self.framework, node.indicator, rows[0])
                found |= dict.fromkeys((row.key for row in rows), same)
            else:
                found |= {row.key: question(self.framework, node.indicator, row) for row in rows}
        return found

    def _asked(self, unit: Unit) -> Iterator[tuple[Node, tuple[AskedRow, ...]]]:
        return ((node, self.rows(unit, node)) for node in self.leaves(unit))

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
        return self.catalogue.rows(unit, leaf.code)

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
