"""From readings to scores, column by column: rules with targets of their own, and rules over peers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.framework import RuleSpec
from smartxl.rules import PeerRule, Rule, build, build_any, build_peer, is_peer, rounded, rule_faults
from smartxl.scoring.checks import whole_number
from smartxl.scoring.library.frames import (
    FloatArray,
    NumberTable,
    Places,
    by_key,
    frame_of,
    matching,
    table_of,
)
from smartxl.scoring.library.peersets import Over, PeerSets, peer_sets
from smartxl.scoring.library.weighing import cost_columns
from smartxl.text import Text

__all__ = ["normalise"]

_WHERE = "normalise"
_BLOCK = 1 << 15
"""Numbers that are worked on at a time: what lies between data and scores stays small and at hand."""


def normalise(
    data: pd.DataFrame,
    rules: RuleSpec | str | Mapping[str, RuleSpec | str],
    *,
    directions: Mapping[str, int] | pd.Series | None = None,
    digits: int | None = None,
    groups: pd.Series | None = None,
    periods: pd.Series | str | None = None,
    over: Over | str | None = None,
) -> pd.DataFrame:
    """Scores with the labels of `data` (units × indicators); a blank reading has no score (NaN).

    `rules`: one rule for all columns, or one for each column, by key: a rule that takes one number, or a rule over
    peers; a name stands for a rule without parameters. Parameters are in the units of the column. `directions`: 1 (more
    is better) or -1 for each column, by key: -1 is the parameter `cost` of rules that have it; the parameters of the
    others say themselves which end is good.
    `digits`: decimals to which scores are rounded, half away from zero.

    Peers, where a rule compares them, are all units; with `groups` (a label per unit) those of the same group; in data
    of several periods, which `periods` tells (the name of an index level, or a label per row), those of the same period
    or of all, as `over` says. A unit that a rule names as its reference is read in the same period, in whatever group.

    Raises SmartxlError for a unit or column that comes twice, a column that is not numeric, an infinite number, a rule
    that does not fit, units without a group or period; UnknownName for keys that are not those of the columns.

    Sources: docs/methods.md, rule by rule.
    """
    table = table_of(data, _WHERE)
    methods = _methods(table, rules, directions)
    compared = any(method.peers is not None for method in methods)
    sets = peer_sets(_WHERE, data.index, groups, periods, over) if compared else None
    scores = np.empty_like(table.values)
    for method, columns in methods.items():
        if method.alone is not None:
            for block in _blocks(columns, len(data.index)):
                scores[:, block] = _scored_alone(method.alone, table.values[:, block])
        elif method.peers is not None and sets is not None:
            _score_among(method.peers, sets, table.values, columns, scores)
    if digits is not None:
        scores = rounded(scores, whole_number(digits, _WHERE, "digits"))
    return frame_of(scores, data.index, data.columns)


@dataclass(frozen=True, slots=True)
class _Method:
    """A rule of one of the two kinds."""

    alone: Rule | None = None
    peers: PeerRule | None = None


def _methods(
    table: NumberTable,
    rules: RuleSpec | str | Mapping[str, RuleSpec | str],
    directions: Mapping[str, int] | pd.Series | None,
) -> Mapping[_Method, Places]:
    """Each method with its columns: a slice over everything where there is one."""
    everything = slice(0, len(table.keys))
    if not isinstance(rules, Mapping):
        rules = _spec(_WHERE, rules)
    if isinstance(rules, RuleSpec) and directions is None and table.keys:
        return {_method(table.keys[0], rules, cost=False): everything}
    if isinstance(rules, RuleSpec):
        specs = dict.fromkeys(table.keys, rules)
    else:
        specs = {
            key: _spec(f"{_WHERE}, {key}", rule) for key, rule in by_key(rules, f"{_WHERE}, rules").items()
        }
        matching(_WHERE, table.keys, tuple(specs), needs="column", has="rule")
    costs = dict(zip(table.keys, cost_columns(table, directions).tolist(), strict=True))
    built: dict[tuple[int, bool], _Method] = {}
    places: dict[_Method, list[int]] = {}
    for place, key in enumerate(table.keys):
        which = (id(specs[key]), costs[key])
        if which not in built:
            built[which] = _method(key, specs[key], cost=costs[key])
        places.setdefault(built[which], []).append(place)
    if len(places) == 1:
        return dict.fromkeys(places, everything)
    return {method: np.array(columns, dtype=np.intp) for method, columns in places.items()}


def _spec(where: str, rule: RuleSpec | str) -> RuleSpec:
    """A rule, or the name of one without parameters."""
    if isinstance(rule, RuleSpec | str):
        return rule if isinstance(rule, RuleSpec) else RuleSpec(rule)
    raise SmartxlError(
        where,
        Text(f"{type(rule).__name__} 不是规则", f"a {type(rule).__name__} is no rule"),
        Text('写 RuleSpec("minmax")，或按列各写一个', 'give RuleSpec("minmax"), or one by column'),
    )


def _method(key: str, spec: RuleSpec, *, cost: bool) -> _Method:
    for fault in rule_faults(spec):
        raise SmartxlError(
            f"{_WHERE}, {key}",
            fault,
            Text("改正规则（docs/methods.md）", "correct the rule (docs/en/methods.md)"),
        )
    method = _Method(peers=build_peer(spec)) if is_peer(spec) else _Method(alone=_of_one_number(key, spec))
    if not cost:
        return method
    if "cost" not in build_any(spec).parameters():
        what = Text(
            f"方向是 -1，而 {spec.name} 的参数已说明哪一端好",
            f"the direction is -1, and the parameters of {spec.name} say which end is good",
        )
        raise SmartxlError(
            f"{_WHERE}, {key}",
            what,
            Text("把参数对调，方向写 1", "turn the parameters round, and give the direction 1"),
        )
    if "cost" in spec.params:
        raise SmartxlError(
            f"{_WHERE}, {key}",
            Text("规则和 `directions` 都写了 cost", "both the rule and `directions` speak of cost"),
            Text("只写一处", "say it once"),
        )
    return _method(key, replace(spec, params={**spec.params, "cost": 1.0}), cost=False)


def _of_one_number(key: str, spec: RuleSpec) -> Rule:
    rule = build(spec)
    least, most = rule.sizes()
    if not least <= 1 <= most:
        what = Text(
            f"规则 {spec.name} 要 {least} 个以上的数，一列只有一个",
            f"rule {spec.name} takes {least} numbers or more, and a column has one",
        )
        raise SmartxlError(
            f"{_WHERE}, {key}",
            what,
            Text("先算出这一个数，再计分", "compute the one number first, and score that"),
        )
    return rule


def _blocks(columns: Places, rows: int) -> Iterator[Places]:
    """The columns a few at a time, the fewer the more rows there are."""
    wide = max(1, _BLOCK // max(1, rows))
    if isinstance(columns, slice):
        for start in range(columns.start, columns.stop, wide):
            yield slice(start, min(start + wide, columns.stop))
    else:
        for start in range(0, len(columns), wide):
            yield columns[start : start + wide]


def _scored_alone(rule: Rule, readings: FloatArray) -> FloatArray:
    """Scores by a rule of one number, which scores each cell for itself; shape kept."""
    column = readings.T
    return rule.score(column.reshape(-1, 1)).reshape(column.shape).T


def _score_among(
    rule: PeerRule, sets: PeerSets, readings: FloatArray, columns: Places, scores: FloatArray
) -> None:
    for rows in sets.rows:
        place = sets.place_of(rule.reference, rows) if rule.reference else None
        for block in _blocks(columns, len(readings) if isinstance(rows, slice) else len(rows)):
            cells = _cells(rows, block)
            reference = None if place is None else readings[place, block]
            scores[cells] = rule.score(readings[cells], reference)


def _cells(rows: Places, columns: Places) -> tuple[Any, Any]:
    """The index of a block of cells."""
    if isinstance(rows, slice) or isinstance(columns, slice):
        return rows, columns
    return rows[:, None], columns
