"""What a scheme is written from, and who answers what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.define import Profile, profile
from smartxl.model.needs import NO_NEEDS, Needs
from smartxl.model.report import Figure
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.model.spoken import own_wording
from smartxl.model.tree import in_order
from smartxl.text import Lang, Text, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.diagnosis.phrases import Phrases
    from smartxl.model.definition import Definition, Unit
    from smartxl.model.framework import Node, UnitClass
    from smartxl.model.weighing import Weighing

__all__ = ["Duty", "SchemeFacts"]


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers an indicator in a class: `units` in the order of the roster; `lead` is one of them, None: the organiser.

    `whole`: they are all of a class of several units.
    """

    node: Node
    units: tuple[Unit, ...]
    lead: Unit | None
    whole: bool


@dataclass(frozen=True)
class SchemeFacts:
    """A definition with the words of a scheme; `weighing` is what experts were asked about weights, method by method."""

    definition: Definition
    phrases: Phrases
    conventions: Sequence[str] = ()
    weighing: Sequence[Weighing] = ()
    needs: Needs = NO_NEEDS

    @property
    def lang(self) -> Lang:
        """The language of the scheme."""
        return self.phrases.lang

    @property
    def words(self) -> Mapping[str, str]:
        """The words that workbooks use, for the names of rules and measures."""
        return own_wording(self.definition, self.lang)

    @cached_property
    def profile(self) -> Profile:
        """Counts of the definition."""
        return profile(self.definition)

    def say(self, text: Text) -> str:
        """A text in the language of the scheme."""
        return text.get(self.lang)

    def label(self, node: Node) -> str:
        """Code and name of a node."""
        return f"{node.code} {self.say(node.name)}"

    def nodes(self, unit_class: str) -> tuple[Node, ...]:
        """The nodes of a class in the order of the tree."""
        return tuple(n for n in in_order(self.definition.framework) if unit_class in n.weights)

    @property
    def several(self) -> bool:
        """Whether there are several classes of units."""
        return len(self.definition.framework.classes) > 1

    def weight(self, node: Node, unit_class: UnitClass) -> Figure:
        """The weight of a node as the definition has it."""
        value = node.weights[unit_class.code]
        source = Quantity(QuantityKind.WEIGHT, unit_class.aggregate, node.code)
        return Figure(number_text(value), value, (source,))

    @cached_property
    def _duties(self) -> Mapping[tuple[str, str], Duty]:
        return {
            (entry.code, node.code): self._duty(node, entry.code)
            for entry in self.definition.framework.classes
            for node in self.definition.framework.leaves(entry.code)
        }

    def duty(self, node: Node, unit_class: str) -> Duty:
        """Who answers an indicator in a class."""
        return self._duties[unit_class, node.code]

    def _duty(self, node: Node, unit_class: str) -> Duty:
        members = self.definition.roster.of_class(unit_class)
        units = tuple(unit for unit in members if self.definition.answers(unit, node))
        named = node.indicator.units if node.indicator else ()
        by_name = sorted(
            (unit for unit in units if unit.code in named), key=lambda unit: named.index(unit.code)
        )
        whole = 1 < len(units) == len(members)
        lead = units[0] if len(units) == 1 else by_name[0] if by_name and not whole else None
        return Duty(node, units, lead, whole)
