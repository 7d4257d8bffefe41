"""From one period to the next: what changed, who came and who went."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.combination import Ties
from smartxl.rules import rounded
from smartxl.scoring.checks import in_chinese, whole_number
from smartxl.scoring.library.frames import NumberTable, label_of, table_of
from smartxl.scoring.library.ranks import ranks
from smartxl.text import Text

__all__ = ["Change", "change"]

_WHERE = "change"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of units and nodes.

    `scores`: current less previous, `ranks`: previous rank less current (above 0: moved up); units × nodes of both
    periods, in the current order, blank where one of the two has no score. `came` and `went` are units that only the
    current or only the previous period has; `new` and `dropped` the same of nodes.
    """

    scores: pd.DataFrame
    ranks: pd.DataFrame
    came: tuple[str, ...]
    went: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]


def change(
    previous: pd.DataFrame,
    current: pd.DataFrame,
    *,
    ties: Ties | str = Ties.COMPETITION,
    digits: int | None = None,
) -> Change:
    """The change between the scores of two periods (units × nodes), matched by unit and node, in any order.

    `digits`: decimals to which scores are rounded before they are compared and ranked. Ranks are those of each period,
    among all its units: who came or went moves the others. Raises SmartxlError as `ranks` does, and when the periods
    have no unit or no node in common.
    """
    digits = None if digits is None else whole_number(digits, _WHERE, "digits")
    before, after = table_of(previous, _WHERE), table_of(current, _WHERE)
    units = after.index[after.index.isin(before.index)]
    nodes = [key for key in after.keys if key in before.keys]
    if not len(units) or not nodes:
        kind = "node" if len(units) else "unit"
        raise SmartxlError(
            _WHERE,
            Text(f"两期没有共同的 {in_chinese(kind)}", f"the periods have no {kind} in common"),
            Text("检查两期的标签", "check the labels of both"),
        )
    old, new = (_rounded(table, digits) for table in (before, after))
    difference = new.loc[units, nodes] - old.loc[units, nodes]
    moved = ranks(old, ties=ties).loc[units, nodes] - ranks(new, ties=ties).loc[units, nodes]
    return Change(
        scores=difference if digits is None else _rounded(table_of(difference, _WHERE), digits),
        ranks=moved,
        came=_lacking(after.index, before.index),
        went=_lacking(before.index, after.index),
        new=_lacking(after.keys, before.keys),
        dropped=_lacking(before.keys, after.keys),
    )


def _rounded(table: NumberTable, digits: int | None) -> pd.DataFrame:
    values = table.values if digits is None else rounded(table.values, digits)
    return pd.DataFrame(values, index=table.index, columns=list(table.keys))


def _lacking(labels: Iterable[object], others: Collection[object]) -> tuple[str, ...]:
    return tuple(label_of(label) for label in labels if label not in others)
