"""Named sets of weights and conventions beside those of the definition: what if they held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.model.framework import ROOT
from smartxl.model.unanswered import CoverageFloor
from smartxl.text import Text

__all__ = [
    "AT",
    "TOTAL",
    "CombinationChange",
    "MissingPolicy",
    "Parameter",
    "Scenario",
    "Siblings",
    "of_node",
    "of_rule",
]

AT = "@"
"""What stands between the code of a node and that of a class: no code has it."""

TOTAL = "total"
"""How authors call the node above all others; a reserved code, so that no node has it."""

Parameter = float | tuple[float, ...] | str
"""The value of a parameter: a number, a list of numbers, or a word."""


class Siblings(StrEnum):
    """What becomes of the nodes beside one that has another weight."""

    SHARE = "share"  # what is left of the total is shared in proportion to their weights
    KEEP = "keep"  # all keep their numbers; percentages are brought to the total again


class MissingPolicy(StrEnum):
    """What everything without an answer counts as: unanswered rows, and children that have no score."""

    LEAVE_OUT = "leave-out"  # rows and children are left out
    ZERO = "zero"  # unanswered rows are worth 0, and so are children that apply and have no score
    PEER_MEAN = "peer-mean"  # rows are left out; a child without a score counts with the mean of its peers
    PEER_MEDIAN = "peer-median"  # the same with the median


@dataclass(frozen=True, slots=True)
class CombinationChange:
    """Another way to combine children: what is None stays as it is."""

    method: RollUp | None = None
    power: float | None = None
    floor: float | None = None
    unscored: Unscored | None = None
    not_applicable: NotApplicable | None = None
    coverage: float | None = None
    counted: Counted | None = None

    def of(self, before: Combination) -> Combination:
        """The combination that it makes; another method has the power and the floor that are named, or none."""
        base = before
        if self.method is not None and self.method is not before.method:
            base = replace(before, power=1.0, floor=None)
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(base, **{name: value for name, value in given.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Scenario:
    """What holds in place of the definition's own; what is empty or None stays as it is.

    `weights`: percent or points by the code of a node, or of a node and a class (`B@district`), which comes first. With
    `equal` all siblings have the same weight before these are set. `rules`: values by indicator and parameter
    (`B5.full`); the parameter `rule` names another rule, which has no other parameters than those named here, `formula` is
    that of an own rule. `rollup` is of the total and all groups, `combine` of some by code (`ROOT`: the total).
    `digits`, of all levels or with `group_digits` and `total_digits` of indicators alone. `shares`: those of classes in
    the city's score, percent. `stages`: where the stages begin.
    """

    name: str
    title: Text = Text("")
    weights: Mapping[str, float] = field(default_factory=dict)
    equal: bool = False
    siblings: Siblings = Siblings.SHARE
    rules: Mapping[str, Parameter] = field(default_factory=dict)
    missing: MissingPolicy | None = None
    rollup: CombinationChange | None = None
    combine: Mapping[str, CombinationChange] = field(default_factory=dict)
    digits: int | None = None
    group_digits: int | None = None
    total_digits: int | None = None
    coverage_floor: CoverageFloor | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    stages: tuple[float, ...] = ()

    @property
    def told(self) -> Text:
        """What it is called before people: its title, or its name."""
        return self.title if self.title != Text("") else Text(self.name, self.name)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return replace(self, name="", title=Text(""), siblings=Siblings.SHARE) == Scenario("")

    @property
    def weighed(self) -> Mapping[tuple[str, str], float]:
        """(node, class or "" for all) → weight."""
        return {of_node(key): weight for key, weight in self.weights.items()}

    @property
    def changed_rules(self) -> Mapping[str, Mapping[str, Parameter]]:
        """Indicator → parameter → value."""
        found: dict[str, dict[str, Parameter]] = {}
        for key, value in self.rules.items():
            code, parameter = of_rule(key)
            found.setdefault(code, {})[parameter] = value
        return found


def of_node(key: str) -> tuple[str, str]:
    """The node and the class ("" for all) of a key of `weights`."""
    code, _, unit_class = key.partition(AT)
    return (ROOT if code == TOTAL else code), unit_class


def of_rule(key: str) -> tuple[str, str]:
    """The indicator and the parameter of a key of `rules`; codes may hold dots, parameters do not."""
    code, _, parameter = key.rpartition(".")
    return code, parameter
