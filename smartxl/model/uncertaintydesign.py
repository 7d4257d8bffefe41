"""What varies when a result is calculated many times: the design of an uncertainty analysis, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.model.scenarios import Scenario

__all__ = [
    "DEFAULT_DESIGN",
    "LEAST_RUNS",
    "MOST_POINTS",
    "MOST_RUNS",
    "AnswerError",
    "ChoiceOptions",
    "Exclusion",
    "RuleRange",
    "ScenarioOptions",
    "UncertaintyDesign",
    "Variation",
    "WeightConcentration",
    "WeightSets",
    "WeightShares",
]

_ANY_NODE: tuple[str, ...] = ()
"""Where codes are named: all that there are."""
LEAST_RUNS, MOST_RUNS = 10, 1_000_000
"""How many runs may be asked for."""
MOST_POINTS = 65_536
"""Points of a Sobol analysis that may be asked for, at most."""


@dataclass(frozen=True, slots=True)
class WeightShares:
    """The weight w of each node lies evenly between w·(1 - by) and w·(1 + by), of each on its own.

    Siblings of a definition are brought to their own sum again; those of a tree over a table count as its roll-ups take them.
    With `each` every weight is a choice of its own, whose part in the variance is told apart.
    """

    by: float = 0.25
    nodes: tuple[str, ...] = _ANY_NODE
    each: bool = False


@dataclass(frozen=True, slots=True)
class WeightConcentration:
    """The weights of the children of each node (`parents`) follow a Dirichlet distribution around their own.

    Its parameters are `concentration` times the share of each child: the variance of a share p is p·(1 - p) /
    (concentration + 1). A weight of 0 stays 0.
    """

    concentration: float
    parents: tuple[str, ...] = _ANY_NODE


@dataclass(frozen=True, slots=True)
class WeightSets:
    """Each run takes one of these sets whole, all alike often: name → node → weight; what a set does not name keeps its own.

    `stated` is the questionnaire (`ahp`, `delphi`) whose answers the sets are, one an expert, "" for sets that are written.
    """

    sets: Mapping[str, Mapping[str, float]] = field(default_factory=dict, hash=False)
    stated: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceOptions:
    """Of an index over a table: each run takes one of several `options` of a step, all alike often, by name.

    `step` is one of the index's own steps (`treat`, `normalise` …), or `combination` of the nodes that `nodes` name. What an
    option means stands with the index.
    """

    step: str
    options: tuple[str, ...]
    nodes: tuple[str, ...] = _ANY_NODE


@dataclass(frozen=True, slots=True)
class ScenarioOptions:
    """Of a definition: each run takes one of these scenarios, all alike often. `about` says what is chosen among them."""

    about: str
    options: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class RuleRange:
    """A parameter of an indicator's rule lies evenly between two numbers."""

    node: str
    parameter: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Each run leaves out one of these indicators, or none, all alike often."""

    nodes: tuple[str, ...] = _ANY_NODE


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What was answered is measured with an error: each number x lies evenly between x·(1 - by) and x·(1 + by).

    Of a sampled item or a level, its share of full points does so, within 0 to 1.
    """

    by: float
    nodes: tuple[str, ...] = _ANY_NODE


Variation = (
    WeightShares
    | WeightConcentration
    | WeightSets
    | ChoiceOptions
    | ScenarioOptions
    | RuleRange
    | Exclusion
    | AnswerError
)


@dataclass(frozen=True, slots=True)
class UncertaintyDesign:
    """Which choices vary (`vary`), in how many runs, from which seed.

    `interval`: the shares of the runs below the limits that are given of a rank; an order of two units can be quoted where
    it held in at least `quotable` of the runs. `points` of a Sobol analysis, a power of 2: it takes points·(choices + 2)
    runs. `step`: by which share each weight is changed alone.
    """

    vary: tuple[Variation, ...] = (WeightShares(each=True),)
    runs: int = 1000
    seed: int = 7
    interval: tuple[float, float] = (0.05, 0.95)
    quotable: float = 0.95
    points: int = 256
    step: float = 0.1


DEFAULT_DESIGN = UncertaintyDesign()
"""Where nothing is declared: all weights within a quarter of themselves."""
