"""Coupling coordination of systems (耦合协调度) for many units, by the formula that is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import CouplingFormula, coordination, coupling_degree
from smartxl.scoring.evaluation.inputs import Weighting, decision, said
from smartxl.scoring.library.frames import FloatArray
from smartxl.text import Text

__all__ = ["COUPLING_TABLES", "Coupled", "CouplingTable", "Development", "coupling"]

_WHERE = "coupling"


class Development(StrEnum):
    """What T is, of the systems' values with the weights α."""

    ARITHMETIC = "arithmetic"  # Σ αU
    GEOMETRIC = "geometric"  # Π U^α


class CouplingTable(StrEnum):
    """Which grades D falls into."""

    TENTHS = "tenths"  # Liao Chongbin 1999
    FIFTHS = "fifths"
    STAGES = (
        "stages"  # 0.3, 0.5, 0.8: low, antagonistic, running in, high (after Liu Yaobin et al. 2005, of C)
    )


COUPLING_TABLES: Mapping[CouplingTable, tuple[tuple[float, Text], ...]] = {
    CouplingTable.TENTHS: (
        (0.0, Text("极度失调", "extreme disorder")),
        (0.1, Text("严重失调", "serious disorder")),
        (0.2, Text("中度失调", "moderate disorder")),
        (0.3, Text("轻度失调", "slight disorder")),
        (0.4, Text("濒临失调", "near disorder")),
        (0.5, Text("勉强协调", "bare coordination")),
        (0.6, Text("初级协调", "primary coordination")),
        (0.7, Text("中级协调", "intermediate coordination")),
        (0.8, Text("良好协调", "good coordination")),
        (0.9, Text("优质协调", "excellent coordination")),
    ),
    CouplingTable.FIFTHS: (
        (0.0, Text("严重失调", "serious disorder")),
        (0.2, Text("中度失调", "moderate disorder")),
        (0.4, Text("基本协调", "basic coordination")),
        (0.6, Text("中度协调", "moderate coordination")),
        (0.8, Text("高度协调", "high coordination")),
    ),
    CouplingTable.STAGES: (
        (0.0, Text("低水平", "low")),
        (0.3, Text("拮抗", "antagonistic")),
        (0.5, Text("磨合", "running in")),
        (0.8, Text("高水平", "high")),
    ),
}
"""From which D on each grade counts, ascending."""
_FORMULA_WORDS = {
    CouplingFormula.ROOT: Text("C=n·(ΠU)^(1/n)/ΣU", "C = n·(ΠU)^(1/n)/ΣU"),
    CouplingFormula.POWER: Text("C=[ΠU/(ΣU/n)^n]^k", "C = [ΠU/(ΣU/n)^n]^k"),
    CouplingFormula.SUM: Text("C=(ΠU)^(1/n)/ΣU", "C = (ΠU)^(1/n)/ΣU"),
    CouplingFormula.SPREAD: Text("C 按离差修正（王淑佳等 2021）", "C corrected by spread (Wang et al. 2021)"),
}
_DEVELOPMENT_WORDS = {
    Development.ARITHMETIC: Text("T=ΣαU", "T = ΣαU"),
    Development.GEOMETRIC: Text("T=ΠU^α", "T = ΠU^α"),
}


@dataclass(frozen=True, slots=True)
class Coupled:
    """`table`: units × (`c`, `t`, `d`, `grade`), NaN for a unit that took no part; grade 1 for the lowest.

    `words`: what each grade is called, from the lowest. `left_out`: unit → systems without a value.
    """

    table: pd.DataFrame
    words: tuple[Text, ...]
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]


def coupling(
    systems: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    full: float = 1.0,
    formula: CouplingFormula | str = CouplingFormula.ROOT,
    k: float = 1.0,
    development: Development | str = Development.ARITHMETIC,
    table: CouplingTable | str = CouplingTable.TENTHS,
) -> Coupled:
    """C, T and D = √(C·T) of units × systems with values from 0 to `full` (100 for scores), and the grade of D.

    `weights` are those of the systems in T, equal ones without. `k` is the exponent of `formula="power"`. A unit with a missing
    value takes no part. Raises SmartxlError for fewer than two systems that weigh, values outside 0 to `full`, `k` that is
    not above 0, and as `decision` does.

    Sources: Liao Chongbin (1999), Tropical Geography 19(2); Wang Shujia et al. (2021), Journal of Natural Resources 36(3).
    """
    kinds = (
        choice(CouplingFormula, formula, _WHERE, "formula"),
        choice(Development, development, _WHERE, "development"),
        choice(CouplingTable, table, _WHERE, "table"),
    )
    if not (k > 0 and full > 0):
        raise SmartxlError(
            _WHERE, Text("k 与满分要大于 0", "k and full marks are above 0"), Text("改正", "correct them")
        )
    found = decision(_WHERE, systems, weights)
    if len(found.keys) < 2:
        raise SmartxlError(
            _WHERE,
            Text("耦合至少要两个系统", "coupling needs two systems"),
            Text("再给一列", "give another column"),
        )
    u = found.values / full
    found.refuse(
        (u < 0) | (u > 1),
        Text(f"值不在 0 至 {full:g} 之间", f"the value is not between 0 and {full:g}"),
        Text("先归一，或写明满分 full", "scale it first, or state full marks as `full`"),
    )
    c, t = coupling_degree(u, kinds[0], k), _developed(u, found.shares, kinds[1])
    d, grades = coordination(c, t), COUPLING_TABLES[kinds[2]]
    cuts = np.array([low for low, _ in grades[1:]])
    graded = 1.0 + np.searchsorted(cuts - 1e-9, d, side="right")
    words = [_FORMULA_WORDS[kinds[0]], _DEVELOPMENT_WORDS[kinds[1]], Text("D=√(C·T)", "D = √(C·T)")]
    if kinds[0] is CouplingFormula.POWER:
        words.insert(1, Text(f"k={k:g}", f"k = {k:g}"))
    return Coupled(
        found.frame(np.column_stack([c, t, d, graded]).astype(np.float64), ("c", "t", "d", "grade")),
        tuple(name for _, name in grades),
        said(*words),
        found.left_out,
    )


def _developed(u: FloatArray, shares: FloatArray, how: Development) -> FloatArray:
    if how is Development.ARITHMETIC:
        return np.asarray(u @ shares)
    return np.asarray(np.prod(u**shares, axis=1))
