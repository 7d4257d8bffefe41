"""Data envelopment analysis (DEA): efficiency beside the best practice of all units, by linear programming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.checks import refuse_panel, refuse_twice
from smartxl.scoring.evaluation.inputs import lacking_keys, said
from smartxl.scoring.library.frames import (
    BoolArray,
    FloatArray,
    NumberTable,
    frame_of,
    label_of,
    matching,
    table_of,
)
from smartxl.text import Text

__all__ = ["Dea", "Orientation", "Returns", "dea", "scale_efficiency"]

_WHERE = "dea"
_TOLERANCE = 1e-9


class Returns(StrEnum):
    """Returns to scale that the frontier allows."""

    CONSTANT = "constant"  # CCR: Charnes, Cooper & Rhodes 1978
    VARIABLE = "variable"  # BCC: Banker, Charnes & Cooper 1984, Σλ = 1
    NON_INCREASING = "non-increasing"  # Σλ ≤ 1
    NON_DECREASING = "non-decreasing"  # Σλ ≥ 1


class Orientation(StrEnum):
    """What is moved to the frontier."""

    INPUT = "input"
    OUTPUT = "output"


_RETURNS_WORDS = {
    Returns.CONSTANT: Text("CCR（规模报酬不变）", "CCR (constant returns to scale)"),
    Returns.VARIABLE: Text("BCC（规模报酬可变）", "BCC (variable returns to scale)"),
    Returns.NON_INCREASING: Text("规模报酬非递增", "non-increasing returns to scale"),
    Returns.NON_DECREASING: Text("规模报酬非递减", "non-decreasing returns to scale"),
}
_ORIENTATION_WORDS = {
    Orientation.INPUT: Text("投入导向", "input-oriented"),
    Orientation.OUTPUT: Text("产出导向", "output-oriented"),
}


@dataclass(frozen=True, slots=True)
class Dea:
    """`table`: units × (`efficiency`, `factor`). `factor`: what the inputs (θ) or outputs (φ) are multiplied with to reach the
    frontier; `efficiency` is θ, or 1/φ: 1 on the frontier, under super-efficiency above 1 for units that make it.

    `peers`: units × units, the λ of the units beside which each stands; `input_slacks`, `output_slacks`: what is left after
    that (largest sum of slacks). `infeasible`: units that no combination of the others can stand for, without numbers.
    `left_out`: unit → keys without a value.
    """

    table: pd.DataFrame
    peers: pd.DataFrame
    input_slacks: pd.DataFrame
    output_slacks: pd.DataFrame
    infeasible: tuple[object, ...]
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]

    @property
    def efficiency(self) -> pd.Series[float]:
        """By unit; NaN for units that took no part and for infeasible ones."""
        return self.table["efficiency"]


def dea(
    inputs: pd.DataFrame,
    outputs: pd.DataFrame,
    *,
    returns: Returns | str = Returns.CONSTANT,
    orientation: Orientation | str = Orientation.INPUT,
    super_efficiency: bool = False,
) -> Dea:
    """Radial efficiency with slacks in a second phase (HiGHS), the units of both frames matched by label.

    `super_efficiency` leaves the unit itself out of its frontier (Andersen & Petersen 1993), which under other than constant
    returns may be infeasible. Time: two linear programs a unit. A unit with a missing value takes no part.

    Raises SmartxlError for a negative value, a unit all of whose inputs or outputs are 0, a key that is input and output,
    and as `normalise` does for data; UnknownName where the frames have different units.
    """
    kinds = (
        choice(Returns, returns, _WHERE, "returns"),
        choice(Orientation, orientation, _WHERE, "orientation"),
    )
    given = _given(inputs, outputs)
    found = np.full((len(given.whole), 2), np.nan)
    lambdas = np.full((len(given.whole), len(given.whole)), np.nan)
    slacks = np.full((len(given.whole), given.x.shape[1] + given.y.shape[1]), np.nan)
    infeasible = []
    places = np.flatnonzero(given.whole)
    beside = np.ones(len(places), dtype=np.bool_)
    for unit, place in enumerate(places.tolist()):
        among = np.flatnonzero(beside & (np.arange(len(places)) != unit) if super_efficiency else beside)
        solved = _solve(given, unit, kinds, among)
        if solved is None:
            infeasible.append(given.index[place])
            continue
        factor, lambdas_of, slacks[place] = solved
        found[place] = (factor if kinds[1] is Orientation.INPUT else 1 / factor), factor
        lambdas[place] = 0.0
        lambdas[place, places[among]] = lambdas_of
        # Who is not on the frontier does not make it: the programs of those that follow are smaller.
        beside[unit] = super_efficiency or factor == 1
    words = [_RETURNS_WORDS[kinds[0]], _ORIENTATION_WORDS[kinds[1]]]
    if super_efficiency:
        words.insert(0, Text("超效率", "super-efficiency"))
    count = given.x.shape[1]
    return Dea(
        frame_of(found, given.index, pd.Index(["efficiency", "factor"])),
        frame_of(lambdas, given.index, given.index),
        frame_of(slacks[:, :count], given.index, pd.Index(given.inputs)),
        frame_of(slacks[:, count:], given.index, pd.Index(given.outputs)),
        tuple(infeasible),
        said(*words),
        given.left_out,
    )


def scale_efficiency(
    inputs: pd.DataFrame, outputs: pd.DataFrame, *, orientation: Orientation | str = Orientation.INPUT
) -> pd.DataFrame:
    """Units × (`overall`, `pure`, `scale`, `returns`): CCR, BCC, their quotient, and what returns to scale a unit has.

    `returns`: 1 increasing, 0 constant, -1 decreasing, by the efficiency under non-increasing returns (Färe, Grosskopf &
    Lovell 1985). Arguments and errors as of `dea`.
    """
    kinds = (Returns.CONSTANT, Returns.VARIABLE, Returns.NON_INCREASING)
    overall, pure, limited = (
        dea(inputs, outputs, returns=kind, orientation=orientation).efficiency.to_numpy() for kind in kinds
    )
    scale = overall / pure
    sign = np.where(np.isclose(limited, pure, rtol=0, atol=1e-8), -1.0, 1.0)
    direction = np.where(np.isnan(scale), np.nan, np.where(scale > 1 - 1e-8, 0.0, sign))
    columns = pd.Index(["overall", "pure", "scale", "returns"])
    found = np.column_stack([overall, pure, scale, direction]).astype(np.float64)
    return frame_of(found, inputs.index, columns)


@dataclass(frozen=True, slots=True)
class _Production:
    """Inputs `x` and outputs `y` of the complete units, each key over its mean, so that units of measurement play no part."""

    index: pd.Index
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    x: FloatArray
    y: FloatArray
    sizes: FloatArray
    whole: BoolArray
    left_out: Mapping[object, tuple[str, ...]]


def _given(inputs: pd.DataFrame, outputs: pd.DataFrame) -> _Production:
    x, y = table_of(inputs, f"{_WHERE}, inputs"), table_of(outputs, f"{_WHERE}, outputs")
    for table in (x, y):
        refuse_panel(table.index, table.where)
        _refuse_unfit(table)
    refuse_twice(_WHERE, "column", (*x.keys, *y.keys))
    labels = [list(map(label_of, table.index)) for table in (x, y)]
    matching(_WHERE, labels[0], labels[1], needs="unit", has="unit")
    values = np.hstack([x.values, y.values[y.index.get_indexer(x.index)]])
    missing, keys = np.isnan(values), (*x.keys, *y.keys)
    whole = np.asarray(~missing.any(axis=1))
    complete = values[whole]
    sizes = complete.mean(axis=0) if len(complete) else np.ones(len(keys))
    sizes = np.where(sizes > 0, sizes, 1.0)
    count = len(x.keys)
    even, left_out = complete / sizes, lacking_keys(x.index, keys, missing)
    return _Production(x.index, x.keys, y.keys, even[:, :count], even[:, count:], sizes, whole, left_out)


def _refuse_unfit(table: NumberTable) -> None:
    if not table.keys:
        raise SmartxlError(
            table.where, Text("没有列", "there is no column"), Text("至少一列", "give one or more")
        )
    table.refuse(
        table.values < 0,
        Text("DEA 的投入产出不能为负", "inputs and outputs of DEA are 0 or more"),
        Text("先平移或换指标", "shift it first, or take another indicator"),
    )
    nothing = (table.values == 0).all(axis=1, keepdims=True) & np.ones_like(table.values, dtype=np.bool_)
    table.refuse(
        nothing,
        Text("该单位的投入（或产出）全是 0", "all inputs (or outputs) of the unit are 0"),
        Text("不用该单位，或改正", "leave the unit out, or correct it"),
    )


def _solve(
    given: _Production, unit: int, kinds: tuple[Returns, Orientation], among: NDArray[np.intp]
) -> tuple[float, FloatArray, FloatArray] | None:
    """Factor, λ of the units that it stands among, and slacks of a unit; None where there is no solution.

    Variables: λ, input slacks, output slacks, the factor. First the factor alone, then the largest sum of slacks.
    """
    x, y, units = given.x, given.y, len(among)
    inward, m, s = kinds[1] is Orientation.INPUT, x.shape[1], y.shape[1]
    last = np.concatenate([-x[unit], np.zeros(s)]) if inward else np.concatenate([np.zeros(m), -y[unit]])
    goal = np.concatenate([np.zeros(m), y[unit]]) if inward else np.concatenate([x[unit], np.zeros(s)])
    slack = np.diag(np.concatenate([np.ones(m), -np.ones(s)]))
    equal = np.hstack([np.vstack([x[among].T, y[among].T]), slack, last[:, None]])
    sums = _sums(kinds[0], np.concatenate([np.ones(units), np.zeros(m + s + 1)]))
    objective = np.zeros(units + m + s + 1)
    objective[-1] = 1.0 if inward else -1.0
    bounds = np.column_stack([np.zeros_like(objective), np.full_like(objective, np.inf)])
    first = _optimum(objective, equal, goal, sums, bounds)
    if first is None:
        return None
    factor = float(_settled(first[-1:])[0])
    if factor == 0:  # of outputs that nobody else has, no multiple is reached
        return None
    objective = np.concatenate([np.zeros(units), -np.ones(m + s), [0.0]])
    bounds[-1] = first[-1]
    second = _optimum(objective, equal, goal, sums, bounds)
    best = first if second is None else second
    return factor, _settled(best[:units]), _settled(best[units:-1]) * given.sizes


def _settled(values: FloatArray) -> FloatArray:
    """Whole numbers where the linear program means them within its tolerance: a λ of 1, a slack of 0."""
    near = np.round(values)
    return np.where(np.abs(values - near) < _TOLERANCE, near, values) + 0.0


def _sums(returns: Returns, row: FloatArray) -> tuple[FloatArray | None, FloatArray | None]:
    """What Σλ has to be: (equal to 1, at most 1), each a row or None; at least 1 is at most −1 with the sign turned."""
    if returns is Returns.VARIABLE:
        return row, None
    if returns is Returns.CONSTANT:
        return None, None
    return None, row if returns is Returns.NON_INCREASING else -row


def _optimum(
    objective: FloatArray,
    equal: FloatArray,
    goal: FloatArray,
    sums: tuple[FloatArray | None, FloatArray | None],
    bounds: FloatArray,
) -> FloatArray | None:
    exact, most = sums
    if exact is not None:
        equal, goal = np.vstack([equal, exact]), np.append(goal, 1.0)
    found = linprog(
        objective,
        A_eq=equal,
        b_eq=goal,
        A_ub=None if most is None else most[None, :],
        b_ub=None if most is None else [1.0 if most[0] > 0 else -1.0],
        bounds=bounds,
        method="highs",
    )
    return np.asarray(found.x) if found.status == 0 else None
