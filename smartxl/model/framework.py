"""The indicator system: a tree of nodes whose leaves are indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from smartxl.model.answers import Choice, Field, option_choice
from smartxl.model.combination import (
    COMPETITION_RANK,
    UNROUNDED,
    WEIGHTED_MEAN,
    Boundary,
    Combination,
    Peers,
    Ranking,
    Step,
)
from smartxl.model.provenance import NOT_TOLD, NodeProvenance
from smartxl.model.relations import Relation, RelationKind
from smartxl.model.sharing import Sharing
from smartxl.model.unanswered import ALWAYS_LEFT_OUT, NO_FLOOR, BelowFloor, CoverageFloor, Missing, Unanswered
from smartxl.text import Text

__all__ = [
    "GRADING",
    "LARGEST",
    "RESERVED",
    "ROOT",
    "SCORING",
    "Bands",
    "Conventions",
    "Element",
    "Framework",
    "Indicator",
    "Input",
    "Measure",
    "Node",
    "RuleSpec",
    "Scale",
    "ScaleOption",
    "UnitClass",
]

LARGEST = 1e15
"""No number that is answered is larger, up or down: beyond it a spreadsheet has no exact digits, and sums overflow."""

ROOT = "TOTAL"
"""The code of the node above all others: the total score."""

GRADING = "grading"
"""The column of the table of scores that tells of units below the coverage floor, reserved where one is declared."""

SCORING = "scoring"
"""The column of the table of scores, as it is printed, with the digest of what answers were worth."""

RESERVED = frozenset({ROOT, "code", "name", "class", "total", "rank", "stage", "coverage", SCORING})
"""Codes that no node may have: the table of scores has columns of these names beside one for each node."""


class Measure(StrEnum):
    """How a leaf is answered."""

    SAMPLE = "sample"  # many items, each sampled
    KPI = "kpi"  # one number or several
    RUBRIC = "rubric"  # one level of a scale
    SURVEY = "survey"  # counts per answer of a scale
    GIVEN = "given"  # points given directly

    @property
    def has_scale(self) -> bool:
        """Whether its answers are choices of a scale, or counts of them."""
        return self in {Measure.SAMPLE, Measure.RUBRIC, Measure.SURVEY}

    @property
    def earns_share(self) -> bool:
        """Whether a row brings a share of its full points, 0 to 1; otherwise it brings any number."""
        return self in {Measure.SAMPLE, Measure.RUBRIC}


class Element(StrEnum):
    """The five elements of the SMART model of the source book (ch. 3.2)."""

    SERVICE = "S"
    MANAGEMENT = "M"
    APPLICATION = "A"
    RESOURCE = "R"
    TECHNOLOGY = "T"


@dataclass(frozen=True, slots=True)
class ScaleOption:
    """One choice of a scale; `points` is the share of full points it earns, 0 to 1."""

    label: Text
    points: float
    guidance: Text = Text("")


@dataclass(frozen=True, slots=True)
class Scale:
    """A drop-down list whose choices earn points: a depth ladder, a rubric, a Likert scale."""

    code: str
    title: Text
    options: tuple[ScaleOption, ...]

    @property
    def points(self) -> dict[Choice, float]:
        """Option → share of full points."""
        return {option_choice(number): option.points for number, option in enumerate(self.options, 1)}


@dataclass(frozen=True, slots=True)
class Bands:
    """Named intervals of a score; `thresholds[i]` is where `names[i]` begins, the first is the lowest score."""

    thresholds: tuple[float, ...]
    names: tuple[Text, ...]
    boundary: Boundary = Boundary.LOWER


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule by name with its parameters, as `smartxl.rules.build` takes it.

    Only the rule own has a `formula`, over the codes in `inputs`. `options` are parameters that are words: only rules
    over peers have them.
    """

    name: str
    params: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict)
    formula: str = ""
    inputs: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """One number that a unit reports for a KPI or a survey answer.

    `meaning` defines it. Outside `low` to `high` it must be corrected or explained: unlike `minimum` and `maximum`, they
    refuse nothing.
    """

    code: str
    name: Text
    unit: Text
    minimum: float | None = None
    maximum: float | None = None
    meaning: Text = Text("")
    low: float | None = None
    high: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that is an answer."""
        low, high = self.minimum, self.maximum
        return -LARGEST if low is None else low, LARGEST if high is None else high


@dataclass(frozen=True, slots=True)
class Indicator:
    """What makes a node a leaf.

    `scale` is the code of the scale of a sample, rubric or survey. `heads` gives this table's own column headings
    (`provided`, `level`, `channel`, `kind`, `audience`). `units`, when not empty, names the only units that answer.
    `checks` compare its numbers with each other, with those of other indicators and of the last round. `spare` is how
    many rows a unit may add to a sample; they are kept and do not score. `sharing` says that a sample is about data that
    units give each other. `asks`: what is asked about each number, of `ABOUT_DATA`.
    """

    measure: Measure
    rule: RuleSpec
    scale: str = ""
    inputs: tuple[Input, ...] = ()
    heads: Mapping[str, Text] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    missing: Missing = Missing.LEAVE_OUT
    source: Text = Text("")
    evidence: Text = Text("")
    direction: int = 1
    specific: bool = False
    checks: tuple[Relation, ...] = ()
    spare: int = 0
    sharing: Sharing | None = None
    asks: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree; `weights` maps a class code to the share among its siblings, in percent.

    `digits`: decimals to which its score is rounded, None for those of its level. `combination` matters only to a
    node with children. `provenance`: where it is known from, as its own entry, those above it and the framework's say.
    """

    code: str
    name: Text
    parent: str
    level: int
    weights: Mapping[str, float]
    element: Element | None = None
    indicator: Indicator | None = None
    combination: Combination = WEIGHTED_MEAN
    digits: int | None = None
    provenance: NodeProvenance = NOT_TOLD

    @property
    def is_leaf(self) -> bool:
        """Whether the node is an indicator."""
        return self.indicator is not None


@dataclass(frozen=True, slots=True)
class UnitClass:
    """A class of respondents with an indicator system of its own; `share` is its weight in the city's score."""

    code: str
    name: Text
    share: float

    @property
    def aggregate(self) -> str:
        """The unit code under which the class as a whole is scored."""
        return f"@{self.code}"


@dataclass(frozen=True, slots=True)
class Conventions:
    """What differs between cities, declared: printed in every report.

    `digits`: decimals to which every leaf is rounded, half away from zero (`UNROUNDED`: not at all); `group_digits` of
    the nodes above, `total_digits` of the total, None for the same. A class is scored by the weighted mean of its
    units' leaf scores, rolled up as a unit's are. `total` says how the top level is combined; `pipeline` what follows.
    """

    digits: int
    stages: Bands
    group_digits: int | None = None
    total_digits: int | None = None
    ranking: Ranking = COMPETITION_RANK
    peers: Peers = Peers.CLASS
    total: Combination = WEIGHTED_MEAN
    pipeline: tuple[Step, ...] = ()
    unanswered: Unanswered = ALWAYS_LEFT_OUT
    coverage_floor: CoverageFloor = NO_FLOOR


@dataclass(frozen=True)
class Framework:
    """An indicator system: `nodes` lists the tree below the root in the author's order."""

    code: str
    version: str
    title: Text
    classes: tuple[UnitClass, ...]
    scales: Mapping[str, Scale]
    conventions: Conventions
    nodes: tuple[Node, ...]
    channels: tuple[Text, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        """Node code → node."""
        return {node.code: node for node in self.nodes}

    def unit_class(self, code: str) -> UnitClass:
        """The class of respondents with this code."""
        return next(c for c in self.classes if c.code == code)

    def children(self, code: str, unit_class: str) -> tuple[Node, ...]:
        """The children of a node that a class of respondents has; `ROOT` for the top level."""
        return tuple(n for n in self._below.get(code, ()) if unit_class in n.weights)

    @cached_property
    def _below(self) -> Mapping[str, tuple[Node, ...]]:
        """Node code, or `ROOT` → its children of all classes."""
        codes = {node.parent for node in self.nodes}
        return {code: tuple(n for n in self.nodes if n.parent == code) for code in codes}

    @cached_property
    def adjusting(self) -> frozenset[str]:
        """Codes of the top-level nodes that take part in the pipeline and not in the roll-up of the total."""
        return frozenset(code for step in self.conventions.pipeline for code in step.nodes)

    def basis(self, code: str, unit_class: str) -> tuple[Node, ...]:
        """The children that a node's score is combined from: those of the total without the adjusting ones."""
        return tuple(n for n in self.children(code, unit_class) if n.code not in self.adjusting)

    def combination(self, code: str) -> Combination:
        """How a node, or `ROOT`, is made of its children."""
        return self.conventions.total if code == ROOT else self.by_code[code].combination

    def top(self, node: Node) -> Node:
        """The node of the top level that a node stands below, or itself."""
        while node.parent != ROOT:
            node = self.by_code[node.parent]
        return node

    def adjusts(self, node: Node) -> bool:
        """Whether a node is an adjusting one or stands below one."""
        return self.top(node).code in self.adjusting

    def floor(self, code: str) -> float:
        """The share of applicable rows (0 to 1) that must be answered under a node, or `ROOT`; 0 for none.

        Adjusting nodes have none: a veto or a deduction cannot be escaped by leaving rows open.
        """
        floor = self.conventions.coverage_floor
        if code == ROOT:
            return floor.unit
        node = self.by_code[code]
        if self.adjusts(node):
            return 0.0
        return floor.indicator if node.is_leaf else floor.node

    def withholds(self, code: str) -> bool:
        """Whether a unit has no score of a node, or `ROOT`, below the coverage floor."""
        return self.conventions.coverage_floor.withholds and self.floor(code) > 0

    def excluding(self, code: str) -> tuple[str, ...]:
        """The nodes above an indicator, `ROOT` the last, below whose floors a unit has no share in its class's mean."""
        if self.conventions.coverage_floor.below is not BelowFloor.LEFT_OUT:
            return ()
        above = [code]
        while above[-1] != ROOT:
            above.append(self.by_code[above[-1]].parent)
        return tuple(node for node in above[1:] if self.floor(node) > 0)

    def of_element(self, element: Element, unit_class: str) -> tuple[Node, ...]:
        """The indicators of a class that make a SMART element's score; adjusting ones do not."""
        return tuple(n for n in self.leaves(unit_class) if n.element is element and not self.adjusts(n))

    @property
    def ranks_raw(self) -> bool:
        """Whether units are ranked by their total before rounding: as declared, or because the total is not rounded."""
        return self.conventions.ranking.raw or self.digits(ROOT) >= UNROUNDED

    @property
    def element_digits(self) -> int:
        """Decimals to which the score of a SMART element is rounded: those of the groups."""
        declared = self.conventions
        return declared.digits if declared.group_digits is None else declared.group_digits

    @cached_property
    def reason_matters(self) -> bool:
        """Whether some node's score depends on the reason why a child has none: workbooks then mark what does not apply."""
        groups = (node.combination for node in self.nodes if not node.is_leaf)
        return any(how.reason_matters for how in (self.conventions.total, *groups))

    def digits(self, code: str) -> int:
        """Decimals to which the score of a node, or `ROOT`, is rounded."""
        declared = self.conventions
        if code == ROOT:
            return declared.digits if declared.total_digits is None else declared.total_digits
        node = self.by_code[code]
        if node.digits is not None:
            return node.digits
        return declared.digits if node.is_leaf or declared.group_digits is None else declared.group_digits

    def branches(self, unit_class: str) -> tuple[Node, ...]:
        """The inner nodes of a class, level by level; siblings stand together."""
        return self._levels.get(unit_class, ((), ()))[0]

    def leaves(self, unit_class: str) -> tuple[Node, ...]:
        """The indicators of a class, level by level; siblings stand together."""
        return self._levels.get(unit_class, ((), ()))[1]

    @cached_property
    def _levels(self) -> Mapping[str, tuple[tuple[Node, ...], tuple[Node, ...]]]:
        """Class → branches, leaves."""
        found = {}
        for unit_class in {c.code for c in self.classes}.union(*(n.weights for n in self.nodes)):
            nodes = tuple(self._by_level(unit_class))
            found[unit_class] = tuple(n for n in nodes if not n.is_leaf), tuple(n for n in nodes if n.is_leaf)
        return found

    def _by_level(self, unit_class: str) -> Iterator[Node]:
        level = list(self.children(ROOT, unit_class))
        while level:
            yield from level
            level = [child for node in level for child in self.children(node.code, unit_class)]

    @cached_property
    def jumps(self) -> Mapping[str, float]:
        """Row key → by how many percent its number may change between rounds, where an indicator says so."""
        declared = (check for node in self.nodes if node.indicator for check in node.indicator.checks)
        return {k: c.tolerance for c in declared if c.kind is RelationKind.JUMP for k in c.parts}

    def effective_weight(self, code: str, unit_class: str) -> float:
        """A node's share of the total score of a class, 0 to 1: the product of the shares on its way up."""
        share = 1.0
        while code != ROOT:
            node = self.by_code[code]
            share *= node.weights[unit_class] / 100
            code = node.parent
        return share
