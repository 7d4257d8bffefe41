"""Who is compared with whom: all units, those of a group, those of a period."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.options import choice
from smartxl.scoring.checks import in_chinese, listed, refuse_no_series
from smartxl.scoring.library.frames import Places, label_of
from smartxl.text import Text

__all__ = ["Over", "PeerSets", "peer_sets"]


class Over(StrEnum):
    """Whom a unit is compared with in data of several periods."""

    PERIOD = "period"  # the units of its own period: each period has its own best
    ALL = "all"  # the units of all periods: scores of different periods compare


@dataclass(frozen=True, slots=True)
class PeerSets:
    """Sets of rows that are each other's peers; every row is in one. A single set is a slice over everything.

    `units`: the unit of each row, `periods` its period, None in data of one period; `over` as it was declared.
    """

    where: str
    rows: tuple[Places, ...]
    units: pd.Index
    periods: pd.Index | None
    over: Over | None

    def place_of(self, unit: str, rows: Places) -> int:
        """The row of a unit in the period of a set of rows. UnknownName where there is none; SmartxlError over all periods."""
        if self.over is Over.ALL:
            raise SmartxlError(
                self.where,
                Text(f"参照 {unit} 在每一期都有数", f"the reference {unit} has a reading in every period"),
                Text(
                    "在一期内比较（over=Over.PERIOD），或按与目标的距离计分",
                    "compare within a period (over=Over.PERIOD), or score the distance to a target",
                ),
            )
        found = np.array([label_of(label) == unit for label in self.units])
        period = Text("")
        if self.periods is not None:
            mine = self.periods[rows][0]
            found &= np.asarray(self.periods == mine)
            period = Text(f"（{mine} 这一期中）", f" in the period {mine}")
        if not found.any():
            raise UnknownName(
                self.where,
                Text(f"没有参照单位“{unit}”{period.zh}", f"there is no reference unit {unit!r}{period.en}"),
                Text("按索引中的写法写", "name it as the index does"),
            )
        return int(np.flatnonzero(found)[0])


def peer_sets(
    where: str,
    index: pd.Index,
    groups: pd.Series | None,
    periods: pd.Series | str | None,
    over: Over | str | None,
) -> PeerSets:
    """The sets of peers among the rows of an index.

    `groups`: a label per row, matched by the index of the data or, where that has several levels, by its last (the
    unit). `periods`: the name of an index level, or a label per row, matched alike. Raises SmartxlError for rows without
    a label, and for data of several periods that do not say over whom they are compared.
    """
    over = None if over is None else choice(Over, over, where, "over")
    labels = _periods(where, index, periods)
    if (labels is None) != (over is None):
        what = (
            Text("写了 `over`，没有写 `periods`", "`over` is given without `periods`")
            if labels is None
            else Text("写了 `periods`，没有写 `over`", "`periods` are given without `over`")
        )
        raise SmartxlError(
            where,
            what,
            Text(
                "两个都写：over=Over.PERIOD 在一期内比较，Over.ALL 各期一起比较",
                "give both: over=Over.PERIOD compares within a period, Over.ALL over all",
            ),
        )
    codes = np.zeros(len(index), dtype=np.intp)
    if groups is not None:
        codes = pd.factorize(_per_row(where, index, groups, "group"))[0]
    if labels is not None and over is Over.PERIOD:
        codes = codes * len(index) + pd.factorize(labels)[0]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order])) + 1
    rows: tuple[Places, ...] = tuple(np.split(order, starts)) if len(starts) else (slice(None),)
    return PeerSets(where, rows, index.get_level_values(-1), labels, over)


def _periods(where: str, index: pd.Index, periods: pd.Series | str | None) -> pd.Index | None:
    """The period of each row, None for data of one period."""
    levels = listed(map(str, index.names))
    if periods is None:
        if index.nlevels > 1:
            what = Text(
                f"索引有 {levels} 几级，没有指明哪一级是期",
                f"the index has the levels {levels}, and no period is named",
            )
            raise SmartxlError(
                where,
                what,
                Text(
                    "用 periods=… 指明，或只用单位作索引",
                    "name the level with periods=…, or give units as a plain index",
                ),
            )
        return None
    if isinstance(periods, str):
        if periods not in index.names:
            raise SmartxlError(
                where,
                Text(f"索引没有“{periods}”这一级", f"there is no index level {periods!r}"),
                Text(f"各级：{levels}", f"levels: {levels}"),
            )
        return index.get_level_values(periods)
    return _per_row(where, index, periods, "period")


def _per_row(where: str, index: pd.Index, labels: pd.Series, kind: str) -> pd.Index:
    refuse_no_series(labels, where, kind)
    units = index if labels.index.nlevels == index.nlevels else index.get_level_values(-1)
    if not labels.index.is_unique:
        twice = listed(map(label_of, labels.index[labels.index.duplicated()]))
        raise SmartxlError(
            where,
            Text(f"{twice} 的 {in_chinese(kind)} 给了两次", f"the {kind} of {twice} is given twice"),
            Text("每个单位只写一次", "give each unit once"),
        )
    places = labels.index.get_indexer(units)
    found: pd.Index = pd.Index(labels.to_numpy()[places])
    without = (places < 0) | np.asarray(found.isna())
    if without.any():
        named = listed(map(label_of, index[without]))
        raise SmartxlError(
            where,
            Text(f"{named} 没有 {in_chinese(kind)}", f"{named} has no {kind}"),
            Text(f"每个单位写一个 {in_chinese(kind)}", f"give a {kind} for every unit"),
        )
    return found
