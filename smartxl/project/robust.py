"""How sure the ranks of a round are: its scores calculated many times, and which choices matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.errors import SmartxlError
from smartxl.model.definition import Definition
from smartxl.model.robustness import GroupRanks, Sensitivity, Uncertainty
from smartxl.model.uncertaintydesign import LEAST_RUNS, MOST_RUNS, UncertaintyDesign, WeightSets
from smartxl.processes import cores
from smartxl.project.weighing.stated import stated_weights
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from smartxl.project.folder import ProjectFolder
    from smartxl.project.progress import Progress
    from smartxl.project.result import ScoredRound
    from smartxl.scoring.uncertainty import RoundAnalysis, Runs

__all__ = ["RobustRound", "analysis_of", "robust_round", "runs_table"]

_FEW_RUNS = 2_000
"""Runs that take less time in one process than others take to start."""


@dataclass(frozen=True, eq=False)
class RobustRound:
    """What the runs came to: `uncertainty` and `sensitivity` as content, `runs` one by one, frames for further work."""

    analysis: RoundAnalysis
    runs: Runs
    uncertainty: Uncertainty
    sensitivity: Sensitivity

    @property
    def definition(self) -> Definition:
        """The round's."""
        return self.analysis.definition

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Index unit; score, rank, low, median, high, mean_shift, first, ranked, score_low, score_median, score_high."""
        from smartxl.scoring.uncertainty import RankSummary

        return RankSummary(self.runs, self.uncertainty.interval).units

    def orders(self, group: str | None = None) -> pd.DataFrame:
        """Units × units of a group of peers (the first one unless named): in which share of the runs the row stands before."""
        from smartxl.scoring.uncertainty import pair_shares

        found = self.group(group)
        return pair_shares(self.runs, [unit.unit for unit in found.units])

    def group(self, name: str | None = None) -> GroupRanks:
        """The units that are ranked together, by the name of their group (`@department`); the first one unless named."""
        groups = {group.group: group for group in self.uncertainty.groups}
        if name is None:
            return self.uncertainty.groups[0]
        if name not in groups:
            known = ", ".join(groups)
            raise SmartxlError(
                name,
                Text("没有这一组", "there is no such group"),
                Text(f"可用的有：{known}", f"one of: {known}"),
            )
        return groups[name]


def analysis_of(
    project: ProjectFolder, scored: ScoredRound, design: UncertaintyDesign | None = None
) -> RoundAnalysis:
    """The analysis of a scored round by the declared design, or another; with what experts stated where it asks for it."""
    from smartxl.scoring.uncertainty import RoundAnalysis

    chosen = design or scored.definition.round.robustness
    asks = any(isinstance(variation, WeightSets) and variation.stated for variation in chosen.vary)
    stated: Mapping[str, Mapping[str, Mapping[str, float]]] | None = stated_weights(project) if asks else None
    return RoundAnalysis(scored.definition, tuple(scored.answers), chosen, stated, scored.table)


def runs_table(found: RobustRound) -> bytes:
    """The runs as CSV, one a line: its number, what it took, then totals and ranks by unit."""
    import pandas as pd

    from smartxl.project.csvfile import csv_bytes

    runs = found.runs
    parts = [runs.parameters, runs.scores.add_prefix("total "), runs.ranks.add_prefix("rank ")]
    frame = pd.concat(parts, axis=1).dropna(axis=1, how="all").astype(object)
    frame.insert(0, "run", range(1, len(frame) + 1))
    rows = frame.where(frame.notna(), None).to_numpy().tolist()
    return csv_bytes([str(name) for name in frame], rows)


def robust_round(
    project: ProjectFolder,
    scored: ScoredRound,
    *,
    runs: int | None,
    seed: int | None,
    points: int | None,
    sobol: bool,
    units: Sequence[str],
    jobs: int | None,
    progress: Progress | None,
) -> RobustRound:
    """See `Project.robust`."""
    design = _design(scored.definition.round.robustness, runs, seed, points)
    analysis = analysis_of(project, scored, design)
    many = jobs or (cores() if design.runs > _FEW_RUNS or sobol else 1)
    found = analysis.runs(many, progress)
    indices = analysis.sobol(units, many, progress) if sobol else ()
    sensitivity = replace(analysis.alone(), sobol=indices)
    return RobustRound(analysis, found, analysis.uncertainty_of(found), sensitivity)


def _design(
    declared: UncertaintyDesign, runs: int | None, seed: int | None, points: int | None
) -> UncertaintyDesign:
    """The declared design with other numbers where they are given. Raises SmartxlError for what cannot be."""
    design = replace(
        declared,
        runs=declared.runs if runs is None else runs,
        seed=declared.seed if seed is None else seed,
        points=declared.points if points is None else points,
    )
    if not LEAST_RUNS <= design.runs <= MOST_RUNS:
        raise SmartxlError(
            Text("计算次数", "runs"),
            Text(f"{design.runs} 次", f"{design.runs} runs"),
            Text(f"写 {LEAST_RUNS} 至 {MOST_RUNS}", f"write {LEAST_RUNS} to {MOST_RUNS}"),
        )
    if design.seed < 0:
        raise SmartxlError(
            Text("种子", "seed"),
            Text(f"{design.seed} 小于 0", f"{design.seed} is below 0"),
            Text("写不小于 0 的整数", "write a whole number of 0 or more"),
        )
    return design
