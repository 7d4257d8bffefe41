"""How sure a result is, as content: what uncertainty, sensitivity, scenarios, audit and other methods found, before any writer.

Filled by `smartxl.scoring` and `smartxl.project`; read by the report (`smartxl.diagnosis`) and by the result workbook
(`smartxl.planning`). Units and nodes are codes, shares are 0 to 1, weights percent; a number that does not exist is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.model.audit import AuditReport
from smartxl.model.definition import Definition
from smartxl.model.scores import ScoreTable
from smartxl.text import Text

__all__ = [
    "NOTHING_TRIED",
    "Estimate",
    "GroupRanks",
    "LeaderCrossing",
    "MethodComparison",
    "MethodRefusal",
    "MethodScores",
    "NodeLeftOut",
    "PairOrder",
    "RankReversal",
    "Robustness",
    "ScenarioOutcome",
    "Sensitivity",
    "SobolLine",
    "SobolTarget",
    "Tornado",
    "TornadoLine",
    "Uncertainty",
    "UnitRanks",
    "VariedChoice",
    "WeightEffect",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number known from a sample, with the limits between which it lies."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VariedChoice:
    """One choice of the design that varied: what it is called and between what it varied (`±20 %`, 均值 / 几何)."""

    key: str
    name: Text
    how: Text


@dataclass(frozen=True, slots=True)
class UnitRanks:
    """What the runs came to for one unit: `score` and `rank` as published, then median rank and the limits of its interval.

    `shares`: (rank, share of the runs in which the unit had it), ascending, ranks that never came left out. `stages`: the
    share of runs in each stage. `scores`: median and limits of the total score. `out` says why a unit took no part (below
    the coverage floor); it has no numbers then.
    """

    unit: str
    score: float | None
    rank: float | None
    median: float | None
    low: float | None
    high: float | None
    shares: tuple[tuple[float, float], ...] = ()
    stages: tuple[float, ...] = ()
    scores: Estimate | None = None
    mean_shift: float | None = None
    out: Text = Text("")

    @property
    def first(self) -> float:
        """The share of runs in which the unit stood first, alone or with others."""
        return self.shares[0][1] if self.shares and self.shares[0][0] < 2 else 0.0


@dataclass(frozen=True, slots=True)
class PairOrder:
    """Two units: the share of runs in which the first stood before the second, equal ranks counted half."""

    ahead: str
    behind: str
    share: float


@dataclass(frozen=True, slots=True)
class GroupRanks:
    """The units that are ranked together, in the order of their published ranks, those without a rank last.

    `group` is named as the engine names groups of peers (`@department`, `@district/north`). `neighbours`: each unit with the
    next one by published rank. `leader` ("" for none) stays first, alone or not, in the share `leader_stays` of the runs.
    """

    group: str
    unit_class: str
    units: tuple[UnitRanks, ...]
    neighbours: tuple[PairOrder, ...]
    leader: str = ""
    leader_stays: float | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Ranks over many runs. `interval`: the shares of runs below the limits that are given; an order of two units can be
    quoted where it held in at least `quotable` of the runs. `notes` say what was left out and why. `wholes`: each class as a
    whole and the city, which have scores and stages and no ranks.
    """

    runs: int
    seed: int
    design: tuple[VariedChoice, ...]
    groups: tuple[GroupRanks, ...]
    interval: tuple[float, float] = (0.05, 0.95)
    quotable: float = 0.95
    notes: tuple[Text, ...] = ()
    wholes: tuple[UnitRanks, ...] = ()


@dataclass(frozen=True, slots=True)
class SobolLine:
    """The part of one choice in the variance of an output: alone (`first`), and with all its interactions (`total`)."""

    choice: VariedChoice
    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class SobolTarget:
    """Sobol indices of one output: the mean shift of ranks of a class (`unit` ""), or the total score of a unit."""

    name: Text
    unit_class: str
    unit: str
    runs: int
    lines: tuple[SobolLine, ...]


@dataclass(frozen=True, slots=True)
class TornadoLine:
    """What a total becomes when the weight of one node is taken down and up by a share, its siblings filling up."""

    node: str
    down: float | None
    up: float | None


@dataclass(frozen=True, slots=True)
class Tornado:
    """All nodes of a class, one at a time: `unit` is a unit or the class as a whole (`@department`), `base` its total."""

    unit_class: str
    unit: str
    share: float
    base: float | None
    lines: tuple[TornadoLine, ...]


@dataclass(frozen=True, slots=True)
class WeightEffect:
    """What one weight taken up or down by a share (`change`, 0.1 or -0.1) does to the ranks of a class.

    `mean_shift` and `largest_shift` are of ranks, the second that of `unit`; `leader` stands first then.
    """

    unit_class: str
    node: str
    change: float
    mean_shift: float
    largest_shift: float
    unit: str
    leader: str


@dataclass(frozen=True, slots=True)
class NodeLeftOut:
    """What leaving one indicator out does to the ranks of a class.

    `mean_shift` and `largest_shift` are of ranks, the second that of `unit`; `leader` stands first then.
    """

    unit_class: str
    node: str
    mean_shift: float
    largest_shift: float
    unit: str
    leader: str


@dataclass(frozen=True, slots=True)
class LeaderCrossing:
    """Where `behind` takes the place of `ahead`: the weight of a node among its siblings now, and the one at which it does.

    `crossing` is None where no weight from 0 to 100 does it.
    """

    unit_class: str
    node: str
    ahead: str
    behind: str
    weight: float
    crossing: float | None


@dataclass(frozen=True, slots=True)
class RankReversal:
    """Two units whose order turns when a third one leaves."""

    unit_class: str
    leaving: str
    ahead: str
    behind: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which choices matter; each part may be empty where it was not asked for."""

    sobol: tuple[SobolTarget, ...] = ()
    effects: tuple[WeightEffect, ...] = ()
    tornados: tuple[Tornado, ...] = ()
    left_out: tuple[NodeLeftOut, ...] = ()
    crossings: tuple[LeaderCrossing, ...] = ()
    reversals: tuple[RankReversal, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ScenarioOutcome:
    """A named set of weights and conventions, the definition with them applied, and its scores on the same answers.

    `changes` says what differs from the definition as it stands, one line for each.
    """

    key: str
    name: Text
    changes: tuple[Text, ...]
    definition: Definition
    table: ScoreTable


@dataclass(frozen=True, slots=True)
class MethodScores:
    """The units of a class by one method: `name` its word (`topsis`), `variant` which of those of this name, in words.

    `remark`: what the method says beyond an order (the compromise of VIKOR, the grades of RSR), "" for nothing.
    """

    name: str
    title: Text
    variant: Text
    scores: Mapping[str, float | None] = field(hash=False)
    ranks: Mapping[str, float | None] = field(hash=False)
    remark: Text = Text("")


@dataclass(frozen=True, slots=True)
class MethodRefusal:
    """A method without results for a class: what it is called, and why it has none."""

    title: Text
    why: Text


@dataclass(frozen=True, slots=True)
class MethodComparison:
    """Methods side by side for one class, that of the index itself first; `spearman` and `kendall` are methods × methods.

    `left_out`: unit → the indicators of which it has no score, for which it took no part; a unit without a total is there,
    too. `stand_ins`: unit → the indicators without a score that counted with what the index puts in their place. `refused`:
    method → why it has no results. `indicators` are compared with their share of the total as `weights`. More is better by
    all methods. `remarks`: how unequal the totals are, and how much of that lies between groups.
    """

    unit_class: str
    units: tuple[str, ...]
    methods: tuple[MethodScores, ...]
    spearman: tuple[tuple[float | None, ...], ...]
    kendall: tuple[tuple[float | None, ...], ...]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    indicators: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    stand_ins: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    refused: Mapping[str, MethodRefusal] = field(default_factory=dict, hash=False)
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Robustness:
    """All that was tried; what was not, or cannot be, is None or empty."""

    uncertainty: Uncertainty | None = None
    sensitivity: Sensitivity | None = None
    scenarios: tuple[ScenarioOutcome, ...] = ()
    audits: tuple[AuditReport, ...] = ()
    methods: tuple[MethodComparison, ...] = ()


NOTHING_TRIED = Robustness()
"""A report that says nothing of how sure its result is."""
