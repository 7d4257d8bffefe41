"""Blanks filled by a declared rule: the mean or median of the others, of a group, or the last period's value."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.options import choice
from smartxl.scoring.checks import listed, refuse_no_frame, refuse_no_series
from smartxl.scoring.treatment.record import Point, Record, Treated, points_frame, rows_frame
from smartxl.scoring.treatment.table import DataTable, FloatArray, table_of
from smartxl.text import Text

__all__ = ["Filler", "WithoutValue", "impute", "impute_previous"]

_WHERE = "impute"


class Filler(StrEnum):
    """What fills a blank: the mean or the median of the values that are there."""

    MEAN = "mean"
    MEDIAN = "median"


class WithoutValue(StrEnum):
    """A blank with nothing to fill it from: an error that names it (`REFUSE`), or left blank with a note (`LEAVE`)."""

    REFUSE = "refuse"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class _FillValue:
    """What fills some blanks of an indicator: a value from so many values; none where `values` is 0."""

    value: float
    values: int
    group: str = ""


def impute(
    data: pd.DataFrame,
    filler: Filler | str,
    groups: pd.Series | None = None,
    *,
    only: Collection[str] | None = None,
    without: WithoutValue | str = WithoutValue.REFUSE,
) -> Treated:
    """Blanks filled with the mean or median of their column, or of their column within the unit's group.

    `data`: index units, columns indicators; `groups`: index units (matched by label, more are allowed), values the names
    of groups; `only`: the indicators to fill (default all); `without`: what to do where no value of the column or group
    is there. Filled values never count as values: each is drawn from `data` as given.

    `record.points` has one row for each blank filled: unit, indicator, method, group, values (how many it is drawn from),
    after. `record.indicators`: values, filled, left (still blank). Raises UnknownName for an indicator that is no column
    and a unit without a group, SmartxlError for a blank with no value to fill it and data that is no table of numbers.
    """
    filler = choice(Filler, filler, _WHERE, "filler")
    without = choice(WithoutValue, without, _WHERE, "without")
    table = table_of(data, _WHERE)
    names = _groups(table, groups)
    place = "column" if groups is None else "group"
    method = filler.value if groups is None else f"group {filler.value}"

    def sources(key: str) -> Iterable[tuple[int, _FillValue]]:
        return _drawn(table.column(key).values, names, filler)

    filled = {key: list(sources(key)) for key in _chosen(table, only)}
    conventions = {
        "filler": f"{filler.value} of the {place}, of the values given",
        "no value": without.value,
    }
    return _filled(table, method, filled, without, conventions)


def impute_previous(
    data: pd.DataFrame,
    previous: pd.DataFrame,
    *,
    only: Collection[str] | None = None,
    without: WithoutValue | str = WithoutValue.REFUSE,
) -> Treated:
    """Blanks filled with the value of the same unit and indicator in an earlier period, matched by both labels.

    `data`, `previous`: index units, columns indicators; `previous` may lack units and indicators (new ones have no past)
    and have others. `without` says what to do where it has no value. Record and errors as `impute`.
    """
    without = choice(WithoutValue, without, _WHERE, "without")
    table = table_of(data, _WHERE, compares=False)
    wanted = _chosen(table, only)
    past = _past(previous, wanted)

    def sources(key: str) -> Iterable[tuple[int, _FillValue]]:
        for unit in np.flatnonzero(np.isnan(table.column(key).values)):
            value = past.get((table.units[unit], key), math.nan)
            yield int(unit), _FillValue(value, 0 if math.isnan(value) else 1)

    filled = {key: list(sources(key)) for key in wanted}
    conventions = {
        "filler": "value of the same unit and indicator in the previous period",
        "no value": without.value,
    }
    return _filled(table, "previous period", filled, without, conventions)


def _chosen(table: DataTable, only: Collection[str] | None) -> tuple[str, ...]:
    if only is None:
        return table.keys
    wanted = set(table.require([only] if isinstance(only, str) else only))
    return tuple(key for key in table.keys if key in wanted)


def _groups(table: DataTable, groups: pd.Series | None) -> tuple[str, ...]:
    """The group of each unit, "" where there are no groups."""
    if groups is None:
        return ("",) * len(table.units)
    refuse_no_series(groups, f"{_WHERE}, groups", "group")
    units = list(map(str, groups.index))
    if len(set(units)) < len(units):
        twice = sorted({unit for unit in units if units.count(unit) > 1})
        raise SmartxlError(
            f"{_WHERE}, groups",
            Text(f"单位 {listed(twice)} 出现两次", f"the unit {listed(twice)} comes twice"),
            Text("每个单位只写一次", "give each unit once"),
        )
    known = {unit: str(name) for unit, name in zip(units, groups, strict=True) if not pd.isna(name)}
    missing = [unit for unit in table.units if unit not in known]
    if missing:
        raise UnknownName(
            f"{_WHERE}, groups",
            Text(f"{listed(missing)} 没有组", f"there is no group for {listed(missing)}"),
            Text("每个单位写一个组", "give each unit a group"),
        )
    return tuple(known[unit] for unit in table.units)


def _drawn(values: FloatArray, names: tuple[str, ...], filler: Filler) -> Iterable[tuple[int, _FillValue]]:
    """For each blank, in the order of the units, what it is filled from."""
    group_of = np.array(names, dtype=object)
    found: dict[str, _FillValue] = {}
    for unit in np.flatnonzero(np.isnan(values)):
        name = names[unit]
        if name not in found:
            there = values[(group_of == name) & ~np.isnan(values)]
            found[name] = _FillValue(_centre(there, filler), len(there), name)
        yield int(unit), found[name]


def _centre(there: FloatArray, filler: Filler) -> float:
    if not len(there):
        return math.nan
    if filler is Filler.MEDIAN:
        return float(np.median(there))
    # The exact sum does not depend on the order of the units.
    return math.fsum(there.tolist()) / len(there)


def _past(previous: pd.DataFrame, wanted: tuple[str, ...]) -> dict[tuple[str, str], float]:
    refuse_no_frame(previous, f"{_WHERE}, previous period")
    shared = previous.loc[:, [str(name) in wanted for name in previous.columns]]
    if not len(shared.columns):
        return {}
    table = table_of(shared, f"{_WHERE}, previous period", compares=False)
    return {
        (unit, key): float(value)
        for key in table.keys
        for unit, value in zip(table.units, table.column(key).values, strict=True)
    }


def _filled(
    table: DataTable,
    method: str,
    filled: dict[str, list[tuple[int, _FillValue]]],
    without: WithoutValue,
    conventions: dict[str, str],
) -> Treated:
    values, points, notes = table.values.copy(), list[Point](), list[str]()
    rows: dict[str, Mapping[str, object]] = {}
    for key, sources in filled.items():
        bare = [(unit, source) for unit, source in sources if not source.values]
        if bare and without is WithoutValue.REFUSE:
            _refuse(table, key, bare)
        for unit, source in sources:
            if source.values:
                values[unit, table.keys.index(key)] = source.value
                points.append(
                    Point(unit, key, method, math.nan, source.value, group=source.group, values=source.values)
                )
        if bare:
            notes.append(
                f"{key}: no {method} for {listed(table.units[unit] for unit, _ in bare)}; left blank"
            )
        there = len(table.column(key).known)
        rows[key] = {"values": there, "filled": len(sources) - len(bare), "left": len(bare)}
    kinds = {"values": "Int64", "filled": "Int64", "left": "Int64"}
    record = Record(
        method, points_frame(table, points), rows_frame(table, rows, kinds), conventions, tuple(notes)
    )
    return Treated(table.frame(values), record)


def _refuse(table: DataTable, key: str, bare: list[tuple[int, _FillValue]]) -> None:
    groups = dict.fromkeys(source.group for _, source in bare if source.group)
    within = Text(f"（组 {listed(groups)} 中）", f" in the group {listed(groups)}") if groups else Text("")
    raise SmartxlError(
        f"{_WHERE}, {key}, {listed(table.units[unit] for unit, _ in bare)}",
        Text(f"没有可用来补空的值{within.zh}", f"there is no value to fill the blank from{within.en}"),
        Text(
            "换一种补法，不用该指标，或用 WithoutValue.LEAVE 留空",
            "fill it another way, leave the indicator out, or let the blank stay with WithoutValue.LEAVE",
        ),
    )
