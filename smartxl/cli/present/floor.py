"""What is said of units below the coverage floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.text import CountOf

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.project.result import ScoredRound

__all__ = ["below_lines", "floor_share"]


def floor_share(floor: float) -> str:
    """A floor as a percentage."""
    return f"{100 * floor:.10g}%"


def below_lines(scores: ScoredRound, screen: Screen) -> Iterator[str]:
    """How many units lie below the coverage floor, and which; nothing where none is declared or none does."""
    framework, table = scores.definition.framework, scores.table
    below = [
        (unit.name.get(screen.lang), table.get(QuantityKind.COVERAGE, unit.code, ROOT) or 0.0)
        for unit in scores.definition.roster.units
        if table.below_floor(unit.code, ROOT)
    ]
    if not below:
        return
    share, ungraded = floor_share(framework.floor(ROOT)), framework.withholds(ROOT)
    yield screen.words(
        f"覆盖率低于 {share} 的单位 {len(below)} 个{'，暂不定级' if ungraded else ''}：",
        f"{CountOf(len(below)):unit} below the coverage floor of {share}{', not graded' if ungraded else ''}:",
    )
    yield "  " + screen.words("、", ", ").join(f"{name} {coverage:.1%}" for name, coverage in below)
