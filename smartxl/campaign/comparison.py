"""The cities beside each other: ranks of all, and among cities of the same province or size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smartxl.campaign.records import CityScores
from smartxl.model.campaign import CampaignCity, CampaignRules
from smartxl.model.combination import Ties
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.rules import rank
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CityComparison", "GroupStatistics", "Unranked", "compare_cities"]

_PARTS = 4


class Unranked(StrEnum):
    """Why a city has no rank."""

    FAILED = "failed"  # a step failed, or it was set aside
    MISSING = "missing"  # nothing that counts has come
    COVERAGE = "coverage"  # too few rows are answered

    @property
    def told(self) -> Text:
        """In words."""
        return {
            Unranked.FAILED: Text("未能计算", "could not be scored"),
            Unranked.MISSING: Text("没有报送", "nothing received"),
            Unranked.COVERAGE: Text("覆盖率不足", "coverage too low"),
        }[self]


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """The scores of a group of ranked cities: how many, least, quartiles, greatest, mean; None where they are too few.

    `grouping` is "" for all cities, else province or size. Quartiles are those of Excel's QUARTILE.INC (linear).
    """

    grouping: str
    group: str
    node: str
    count: int
    least: float | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    greatest: float | None = None
    mean: float | None = None


@dataclass(frozen=True)
class CityComparison:
    """The cities in the order of their table. Arrays are by city; NaN for none.

    `scores` of the common indicators (rounded as the common definition says), `ranks` 1 for the best with equal ranks for
    equal scores (1, 2, 2, 4), `quartiles` 1 for the best quarter. `within`: grouping → ranks among the cities of one group.
    `nodes`: node → scores, of all that have one.
    """

    rules: CampaignRules
    cities: tuple[CampaignCity, ...]
    scores: NDArray[np.float64]
    coverage: NDArray[np.float64]
    ranks: NDArray[np.float64]
    quartiles: NDArray[np.float64]
    within: Mapping[str, NDArray[np.float64]]
    nodes: Mapping[str, NDArray[np.float64]]
    unranked: Mapping[str, Unranked]
    statistics: tuple[GroupStatistics, ...]
    details: Mapping[str, CityScores]
    common: Definition

    @cached_property
    def order(self) -> list[int]:
        """The places of the ranked cities, the best first, equal ones in the order of their table."""
        ranked = np.flatnonzero(~np.isnan(self.ranks))
        found: list[int] = ranked[np.argsort(self.ranks[ranked], kind="stable")].tolist()
        return found

    def frame(self, lang: Lang = "zh") -> pd.DataFrame:
        """One city a row, by code: name, groups, score, rank, quartile, ranks within groups, coverage, why unranked, nodes."""
        import pandas as pd

        columns: dict[str, object] = {
            "code": [city.code for city in self.cities],
            "name": [city.name.get(lang) for city in self.cities],
            "province": [city.province for city in self.cities],
            "size": [city.size for city in self.cities],
            "score": self.scores,
            "rank": _whole(self.ranks),
            "quartile": _whole(self.quartiles),
            **{f"rank_{grouping}": _whole(found) for grouping, found in self.within.items()},
            "coverage": self.coverage,
            "unranked": [self.unranked[c.code].value if c.code in self.unranked else "" for c in self.cities],
            **self.nodes,
        }
        return pd.DataFrame(columns).set_index("code")


def _whole(column: NDArray[np.float64]) -> pd.Series:
    """Ranks as whole numbers, missing where there is none."""
    import pandas as pd

    return pd.Series(column).astype("Int64")


def compare_cities(
    rules: CampaignRules,
    cities: Sequence[CampaignCity],
    scored: Mapping[str, CityScores],
    common: Definition,
) -> CityComparison:
    """Compares the cities by their common indicators. Those without `scored` are named, and have no rank."""
    scores = np.array([_number(scored, city, "common") for city in cities], np.float64)
    coverage = np.array([_number(scored, city, "coverage") for city in cities], np.float64)
    unranked = {city.code: why for city in cities if (why := _unranked(scored.get(city.code), rules))}
    ranked = np.array([city.code not in unranked for city in cities], bool)
    counted = np.where(ranked, scores, np.nan)
    ranks = rank(counted, Ties.COMPETITION)
    groups = {name: [getattr(city, name) for city in cities] for name in rules.groups}
    within = {name: _within(counted, labels) for name, labels in groups.items() if any(labels)}
    nodes = {
        node.code: np.array([_of_node(scored.get(c.code), node.code) for c in cities], np.float64)
        for node in common.framework.nodes
    }
    statistics = tuple(
        each
        for grouping, labels in {"": [""] * len(cities), **{n: groups[n] for n in within}}.items()
        for each in _statistics(rules.least, grouping, labels, {ROOT: scores, **nodes}, ranked)
    )
    return CityComparison(
        rules,
        tuple(cities),
        scores,
        coverage,
        ranks,
        _quartiles(ranks),
        within,
        nodes,
        unranked,
        statistics,
        dict(scored),
        common,
    )


def _number(scored: Mapping[str, CityScores], city: CampaignCity, name: str) -> float:
    found = getattr(scored[city.code], name) if city.code in scored else None
    return np.nan if found is None else float(found)


def _of_node(scores: CityScores | None, node: str) -> float:
    found = scores.nodes.get(node) if scores and scores.common is not None else None
    return np.nan if found is None else found


def _unranked(scores: CityScores | None, rules: CampaignRules) -> Unranked | None:
    if scores is None:
        return Unranked.FAILED
    if not scores.counted:
        return Unranked.MISSING
    if scores.common is None or (scores.coverage or 0.0) < rules.coverage:
        return Unranked.COVERAGE
    return None


def _within(scores: NDArray[np.float64], labels: Sequence[str]) -> NDArray[np.float64]:
    """Ranks among the cities with one label; cities without one have none."""
    found, named = np.full(len(scores), np.nan), np.array(labels, object)
    for label in dict.fromkeys(label for label in labels if label):
        places = np.flatnonzero(named == label)
        found[places] = rank(scores[places], Ties.COMPETITION)
    return found


def _quartiles(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for the best quarter: by how many cities, out of all that have a rank, are better."""
    count = int((~np.isnan(ranks)).sum())
    return np.floor((ranks - 1) * _PARTS / count) + 1 if count else np.full(len(ranks), np.nan)


def _statistics(
    least: int,
    grouping: str,
    labels: Sequence[str],
    columns: Mapping[str, NDArray[np.float64]],
    ranked: NDArray[np.bool_],
) -> list[GroupStatistics]:
    found, named = [], np.array(labels, object)
    for label in dict.fromkeys(label for label in labels if label or not grouping):
        members = (named == label) & ranked
        for node, column in columns.items():
            values = column[members & ~np.isnan(column)]
            if len(values) < least:
                found.append(GroupStatistics(grouping, label, node, len(values)))
                continue
            low, lower, median, upper, high = np.quantile(values, (0, 0.25, 0.5, 0.75, 1)).tolist()
            found.append(
                GroupStatistics(
                    *(grouping, label, node, len(values)),
                    *(low, lower, median, upper, high, float(values.mean())),
                )
            )
    return found
