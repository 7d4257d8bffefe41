"""How sure the ranking of cities is: the comparison worked out many times by a design of what varies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from smartxl.errors import ProjectError
from smartxl.model.combination import Ties
from smartxl.model.framework import ROOT, Framework
from smartxl.model.uncertaintydesign import DEFAULT_DESIGN, UncertaintyDesign
from smartxl.rules import rounded
from smartxl.scoring.library import Tree, TreeNode
from smartxl.scoring.uncertainty import RankSummary, Runs, TableModel, uncertainty
from smartxl.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.campaign.comparison import CityComparison
    from smartxl.executors import Executor
    from smartxl.project.progress import Progress

__all__ = ["CampaignRobustness", "CitiesModel", "robust_cities"]

_TOP = "@cities"


@dataclass(frozen=True, eq=False)
class CampaignRobustness:
    """The runs and what they say; `names`: city code → name."""

    runs: Runs
    names: Mapping[str, str]

    @cached_property
    def summary(self) -> RankSummary:
        """Intervals, frequencies and orders of the ranks."""
        return RankSummary(self.runs)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One ranked city a row, the best first.

        Columns: name, score, rank, low, median, high (ranks, 5 to 95 %), first (share of the runs), mean_shift (of the rank).
        """
        found = self.summary.units[["score", "rank", "low", "median", "high", "first", "mean_shift"]]
        found.insert(0, "name", [self.names[code] for code in found.index])
        return found.rename_axis("code").sort_values(
            ["rank", "score"], ascending=[True, False], kind="stable"
        )

    @cached_property
    def leader_stays(self) -> float:
        """The share of the runs in which a city that ranks first still does."""
        first = self.runs.base_places == self.runs.base_places[self.runs.base_places > 0].min()
        return float((self.runs.places[:, first] == 1).any(axis=1).mean())


@dataclass(frozen=True, eq=False)
class CitiesModel:
    """The ranking as a model that is calculated many times: a tree of classes and common nodes over the cities' leaf scores.

    `apart` is what a city's score has beside that tree (adjustments, roundings below the total): it stays as it is, so that the
    index as it stands is the published one.
    """

    table: TableModel
    apart: NDArray[np.float64]
    digits: int
    design: UncertaintyDesign = field(default_factory=UncertaintyDesign)

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of the cities."""
        return self.table.units

    @property
    def groups(self) -> tuple[slice, ...]:
        """All are ranked together."""
        return self.table.groups

    @property
    def ties(self) -> Ties:
        """Equal scores share a rank."""
        return Ties.COMPETITION

    @property
    def widths(self) -> Mapping[str, int]:
        """As those of the table."""
        return self.table.widths

    def parameters(self, uniform: NDArray[np.float64]) -> Mapping[str, NDArray[Any]]:
        """As those of the table."""
        return self.table.parameters(uniform)

    def totals(self, parameters: Mapping[str, NDArray[Any]], runs: int) -> NDArray[np.float64]:
        """The totals, rounded as the published ones, shape (runs, cities)."""
        return rounded(self.table.totals(parameters, runs) + self.apart, self.digits)


def robust_cities(
    comparison: CityComparison,
    workers: Executor,
    *,
    runs: int | None = None,
    seed: int | None = None,
    design: UncertaintyDesign = DEFAULT_DESIGN,
    progress: Progress | None = None,
) -> CampaignRobustness:
    """Draws weights by the design (all ±25 % by default) and ranks the cities in each run, in blocks on the executor.

    The same seed gives the same numbers on any executor. Raises ProjectError where fewer than two cities have a rank.
    """
    model = cities_model(comparison, design)
    found = uncertainty(model, runs=runs, seed=seed, jobs=workers.spread, progress=progress)
    lang = comparison.common.round.languages[0]
    return CampaignRobustness(found, {city.code: city.name.get(lang) for city in comparison.cities})


def cities_model(comparison: CityComparison, design: UncertaintyDesign) -> CitiesModel:
    """The model of a comparison. Raises ProjectError where fewer than two cities have a rank."""
    import pandas as pd

    ranked = [place for place in range(len(comparison.cities)) if not np.isnan(comparison.ranks[place])]
    if len(ranked) < 2:
        what = Text("有名次的城市不到两个", "fewer than two cities have a rank")
        raise ProjectError("robust", what, Text("先收回更多城市的文件", "collect more cities first"))
    framework = comparison.common.framework
    tree = Tree(tuple(_nodes(framework)))
    codes = [comparison.cities[place].code for place in ranked]
    leaves = [[comparison.details[code].leaves.get(leaf) for leaf in tree.leaves] for code in codes]
    data = pd.DataFrame(np.array(leaves, np.float64), index=codes, columns=list(tree.leaves))
    table = TableModel(data, tree, design)
    apart = comparison.scores[ranked] - table.totals({}, 1)[0]
    return CitiesModel(table, apart, framework.digits(ROOT), design)


def _nodes(framework: Framework) -> Iterator[TreeNode]:
    """Classes by their shares below the root, below each its nodes by their weights, without those that adjust the total."""
    yield TreeNode(_TOP, "")
    for entry in framework.classes:
        yield TreeNode(entry.code, _TOP, entry.share, framework.conventions.total)
        for node in _below(framework, ROOT, entry.code):
            parent = (
                entry.code
                if framework.by_code[node].parent == ROOT
                else f"{entry.code}/{framework.by_code[node].parent}"
            )
            weight = framework.by_code[node].weights[entry.code]
            yield TreeNode(f"{entry.code}/{node}", parent, weight, framework.by_code[node].combination)


def _below(framework: Framework, parent: str, unit_class: str) -> Sequence[str]:
    children = (
        framework.basis(parent, unit_class) if parent == ROOT else framework.children(parent, unit_class)
    )
    return [code for child in children for code in (child.code, *_below(framework, child.code, unit_class))]
