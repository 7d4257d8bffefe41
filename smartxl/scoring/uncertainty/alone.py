"""One thing at a time: a weight a little more or less, an indicator left out, a unit that leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.combination import Ties
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.runs import RankArray, rank_groups
from smartxl.scoring.uncertainty.table import TableModel
from smartxl.scoring.uncertainty.weighing import WeighableModel, WeightedRun, at_share
from smartxl.text import Text

__all__ = ["leave_one_out", "one_at_a_time", "reversals", "reversed_pairs", "tornado"]


@dataclass(frozen=True, slots=True)
class _RankMove:
    """What a change did to the ranks of a class: `largest` is the shift of `unit`; `leader` then stands first.

    Of units that moved as far, or stand first together, the first in the order of the units; "" where there is none.
    """

    mean: float
    largest: float
    unit: str
    leader: str


def _moved(units: Sequence[str], base: RankArray, places: RankArray, *, halved: bool = False) -> _RankMove:
    """The move between two sets of ranks (units,) of one class, 0 for none."""
    both = (base > 0) & (places > 0)
    shift = np.where(both, np.abs(places - base), 0) / (2 if halved else 1)
    first = np.flatnonzero(places == (2 if halved else 1))
    most = int(shift.argmax()) if len(shift) else 0
    largest = float(shift[most]) if len(shift) else 0.0
    mean = float(shift.sum() / both.sum()) if both.any() else 0.0
    leader = units[int(first[0])] if len(first) else ""
    return _RankMove(mean, largest, units[most] if largest > 0 else "", leader)


def one_at_a_time(model: WeighableModel, step: float = 0.1) -> pd.DataFrame:
    """What each weight, taken down and up by a share of itself, does to the ranks; its siblings fill up in proportion.

    One row for each class, node and change: unit_class, node, change (-step, step), mean_shift, largest_shift, unit (that of
    the largest shift), leader. A node without siblings that weigh has no row. Raises SmartxlError for a step that is none.
    """
    runs = _stepped(model, step)
    return _moves(model, runs, at_share(model, runs), [-step, step] * (len(runs) // 2))


def tornado(model: WeighableModel, unit: str, step: float = 0.1) -> pd.DataFrame:
    """The total of one unit with each weight taken down and up by a share of itself: unit_class, node, base, down, up.

    Nodes by how far the total moves, the farthest first; only those of the unit's own class move it.
    """
    if unit not in model.units:
        raise SmartxlError(
            "tornado",
            Text(f"没有单位“{unit}”", f"there is no unit {unit!r}"),
            Text("按数据写单位", "name it as the data do"),
        )
    runs = _stepped(model, step)
    place = model.units.index(unit)
    totals = at_share(model, runs)[:, place]
    base = float(model.totals({}, 1)[0, place])
    pairs = zip(runs[::2], totals[::2].tolist(), totals[1::2].tolist(), strict=True)
    rows = [(run.siblings.unit_class, run.node, base, down, up) for run, down, up in pairs]
    frame = pd.DataFrame(rows, columns=["unit_class", "node", "base", "down", "up"])
    frame = frame[(frame["down"] != base) | (frame["up"] != base)]
    width = (frame["up"] - frame["down"]).abs().round(10)
    return frame.loc[width.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _stepped(model: WeighableModel, step: float) -> list[WeightedRun]:
    if not 0 < step <= 1:
        raise SmartxlError(
            "step",
            Text(f"“{step}”不是比例", f"{step!r} is no share"),
            Text("写 0 至 1 的比例，如 0.1", "give a share from 0 to 1, such as 0.1"),
        )
    return [
        WeightedRun(siblings, node, min(1.0, siblings.weights[node] / siblings.whole * factor))
        for siblings in model.siblings
        for node in siblings.movable
        if siblings.weights[node] > 0
        for factor in (1 - step, 1 + step)
    ]


def leave_one_out(model: WeighableModel) -> pd.DataFrame:
    """What leaving each leaf out does to the ranks: unit_class, node, mean_shift, largest_shift, unit, leader.

    Its weight goes to its siblings in proportion; where it has none that weigh, to those of the node above it.
    """
    runs = list(_left_out(model))
    return _moves(model, runs, at_share(model, runs), None)


def _left_out(model: WeighableModel) -> Iterator[WeightedRun]:
    sets = {(each.unit_class, each.parent): each for each in model.siblings}
    above = {(each.unit_class, code): each for each in model.siblings for code in each.weights}
    for each in model.siblings:
        for code in each.weights:
            if (each.unit_class, code) in sets:
                continue
            out, siblings = code, each
            while out not in siblings.movable and (each.unit_class, siblings.parent) in above:
                out, siblings = siblings.parent, above[each.unit_class, siblings.parent]
            if out in siblings.movable:
                yield _Out(siblings, out, 0.0, code)


@dataclass(frozen=True, slots=True)
class _Out(WeightedRun):
    """A leaf that is left out, by itself or with the nodes of which it is all."""

    leaf: str = ""


def _moves(
    model: WeighableModel,
    runs: Sequence[WeightedRun],
    totals: FloatArray,
    changes: Sequence[float] | None,
) -> pd.DataFrame:
    base = rank_groups(model.totals({}, 1), model.groups, model.ties)[0]
    ranked = rank_groups(totals, model.groups, model.ties)
    rows = []
    for number, (run, places) in enumerate(zip(runs, ranked, strict=True)):
        at = np.asarray(model.places_of(run.siblings.unit_class), dtype=np.intp)
        units = [model.units[place] for place in at]
        move = _moved(units, base[at], places[at], halved=model.ties is Ties.MID)
        node = run.leaf if isinstance(run, _Out) else run.node
        change = [] if changes is None else [changes[number]]
        rows.append((run.siblings.unit_class, node, *change, move.mean, move.largest, move.unit, move.leader))
    names = ["unit_class", "node", *([] if changes is None else ["change"])]
    return pd.DataFrame(rows, columns=[*names, "mean_shift", "largest_shift", "unit", "leader"])


def reversed_pairs(units: Sequence[str], base: FloatArray, after: FloatArray) -> list[tuple[str, str]]:
    """The pairs (ahead, behind) of `base` that stand the other way round `after`; totals (units,), NaN for none."""
    with np.errstate(invalid="ignore"):
        was = base[:, None] > base[None, :]
        now = after[:, None] < after[None, :]
    return [(units[ahead], units[behind]) for ahead, behind in np.argwhere(was & now).tolist()]


def reversals(model: TableModel) -> pd.DataFrame:
    """The pairs of units whose order turns when another unit leaves the table: leaving, ahead (before), behind (before).

    Only steps that compare units, such as normalisation over all of them, can turn an order.
    """
    base = model.totals({}, 1)[0]
    found = []
    for place, gone in enumerate(model.units):
        others = [other for other in range(len(model.units)) if other != place]
        if others:
            after = model.without(place).totals({}, 1)[0]
            pairs = reversed_pairs([model.units[other] for other in others], base[others], after)
            found += [(gone, *pair) for pair in pairs]
    return pd.DataFrame(found, columns=["leaving", "ahead", "behind"])
