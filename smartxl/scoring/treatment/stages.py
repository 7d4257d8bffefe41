"""Outliers in two stages: winsorise, and where that is not enough transform; checked before and after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.scoring.treatment.moments import Shape, shape_of
from smartxl.scoring.treatment.outliers import OutlierRule, Pulled, pull_in
from smartxl.scoring.treatment.record import Point, Record, Treated, points_frame, rows_frame
from smartxl.scoring.treatment.table import DataTable, FloatArray, IndicatorColumn, table_of
from smartxl.scoring.treatment.transforms import RangeLog, Transform, apply

__all__ = ["Outcome", "Treatment", "treat", "winsorise"]


class Outcome(StrEnum):
    """How a column came out. `UNDEFINED`: too few values, or all equal; `EXCLUDED`: the caller said so."""

    PASSED = "passed as it was"
    WINSORISED = "passed once winsorised"
    TRANSFORMED = "passed once transformed"
    FAILED = "still fails"
    UNDEFINED = "cannot be checked"
    EXCLUDED = "left alone"


@dataclass(frozen=True, slots=True)
class Treatment:
    """Winsorise by `rule`; where the column then still fails, `transform` (None: it stays winsorised).

    The transform is of the values given, and the winsorised points are taken back; `stacked` transforms the winsorised
    values instead (COINr's `combine_treat`). The defaults are those of COINr's `Treat` and `qTreat`.
    """

    rule: OutlierRule = field(default_factory=OutlierRule)
    transform: Transform | None = field(default_factory=RangeLog)
    stacked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _StageResult:
    """An indicator after a stage: its values, what was pulled in, its row of the record, remarks."""

    values: FloatArray
    pulled: Pulled | None
    row: Mapping[str, object]
    notes: tuple[str, ...] = ()


_KINDS = {
    "values": "Int64",
    "outcome": "object",
    "skewness_before": "float64",
    "kurtosis_before": "float64",
    "passed_before": "boolean",
    "points": "Int64",
    "skewness_winsorised": "float64",
    "kurtosis_winsorised": "float64",
    "passed_winsorised": "boolean",
    "transform": "object",
    "parameters": "object",
    "skewness_after": "float64",
    "kurtosis_after": "float64",
    "passed": "boolean",
}


def winsorise(data: pd.DataFrame, rule: OutlierRule | None = None) -> Treated:
    """Every column that fails `rule` (default `OutlierRule()`), winsorised until it passes or the limit is reached.

    `data`: index units, columns indicators. A column that still fails keeps its moved points, and a note says so. The
    record is that of `treat`. Same errors.
    """
    return _run(data, "winsorise", Treatment(rule or OutlierRule(), transform=None), {})


def treat(
    data: pd.DataFrame,
    treatment: Treatment | None = None,
    individual: Mapping[str, Treatment | None] | None = None,
) -> Treated:
    """Two stages for each column (data: index units, columns indicators): winsorise, then transform where it still fails.

    `individual`: indicator → another treatment, or None to leave it alone. As COINr's `Treat`: check; if it fails,
    winsorise; check; if it fails, transform; check. What still fails then stays transformed, and a note says so.

    `record.points` are the winsorised points of the result; after a stacked transform `after` is the value between the
    stages. `record.indicators`: values, outcome (`Outcome`), skewness, kurtosis and verdict before, once winsorised and
    after (NaN and NA where a stage did not run), points (how many winsorising moved, also where the transform took them
    back), transform (formula), parameters. Raises UnknownName for an individual key that is no column, SmartxlError for
    values that the transform is not defined on and for data that is no table of numbers.
    """
    return _run(data, "treat", treatment or Treatment(), individual or {})


def _run(
    data: pd.DataFrame, method: str, default: Treatment, individual: Mapping[str, Treatment | None]
) -> Treated:
    table = table_of(data, method)
    own = dict(zip(table.require(individual), individual.values(), strict=True))
    values = table.values.copy()
    rows: dict[str, Mapping[str, object]] = {}
    points, notes = list[Point](), list[str]()
    for place, key in enumerate(table.keys):
        chosen = own.get(key, default)
        if chosen is None:
            rows[key] = {"outcome": str(Outcome.EXCLUDED), "values": len(table.column(key).known)}
            continue
        done = _column(table.column(key), chosen)
        values[:, place] = done.values
        rows[key] = done.row
        points += _points(table, key, done.pulled)
        notes += [f"{key}: {note}" for note in done.notes]
    record = Record(
        method,
        points_frame(table, points),
        rows_frame(table, rows, _KINDS),
        _conventions(default, own),
        tuple(notes),
    )
    return Treated(table.frame(values), record)


def _column(column: IndicatorColumn, treatment: Treatment) -> _StageResult:
    rule = treatment.rule
    shape = shape_of(column.values, rule.estimator)
    passed = rule.passes(shape)
    row: dict[str, object] = {"values": len(column.known), **_verdict(shape, passed, "before")}
    if passed is not False:
        outcome = Outcome.UNDEFINED if passed is None else Outcome.PASSED
        row |= {"outcome": str(outcome), **_verdict(shape, passed, "after")}
        why = "too few values, or all equal: it was not checked and stays as it is"
        return _StageResult(column.values, None, row, (why,) if passed is None else ())
    pulled = pull_in(column.values, rule)
    shape = shape_of(pulled.values, rule.estimator)
    passed = rule.passes(shape)
    row |= {"points": pulled.count, **_verdict(shape, passed, "winsorised")}
    second = treatment.transform
    if passed or second is None:
        outcome = Outcome.WINSORISED if passed else Outcome.FAILED
        row |= {"outcome": str(outcome), **_verdict(shape, passed, "after")}
        return _StageResult(pulled.values, pulled, row, _notes(pulled, rule, passed=bool(passed)))
    stacked = pulled if treatment.stacked else None
    return _second_stage(column, stacked, second, rule, row)


def _second_stage(
    column: IndicatorColumn,
    stacked: Pulled | None,
    second: Transform,
    rule: OutlierRule,
    row: Mapping[str, object],
) -> _StageResult:
    """`stacked`: the winsorised column that is transformed; None for the values given."""
    source = column if stacked is None else replace(column, values=stacked.values)
    done = apply(second, source)
    shape = shape_of(done.values, rule.estimator)
    passed = rule.passes(shape)
    outcome = Outcome.TRANSFORMED if passed else Outcome.FAILED
    said = {"outcome": str(outcome), "transform": done.formula, "parameters": done.said}
    notes = () if stacked is None else _notes(stacked, rule, passed=True)
    if not passed:
        notes = (*notes, "the transform did not make it pass; it stays transformed")
    return _StageResult(done.values, stacked, {**row, **said, **_verdict(shape, passed, "after")}, notes)


def _verdict(shape: Shape, passed: bool | None, stage: str) -> dict[str, object]:
    name = "passed" if stage == "after" else f"passed_{stage}"
    verdict = pd.NA if passed is None else passed
    return {f"skewness_{stage}": shape.skewness, f"kurtosis_{stage}": shape.kurtosis, name: verdict}


def _notes(pulled: Pulled, rule: OutlierRule, *, passed: bool) -> tuple[str, ...]:
    notes = []
    if rule.most is not None and pulled.count > rule.most:
        notes.append(
            f"{pulled.count} points moved, more than {rule.most}, because equal values move together"
        )
    if pulled.stopped:
        notes.append("two different values are left; moving on would make them one")
    if not passed:
        notes.append(f"it still fails; points moved: {pulled.count}")
    return tuple(notes)


def _points(table: DataTable, key: str, pulled: Pulled | None) -> list[Point]:
    if pulled is None:
        return []
    before = table.column(key).values
    return [
        Point(
            int(unit),
            key,
            "winsorised",
            float(before[unit]),
            float(pulled.values[unit]),
            "high" if pulled.high[unit] else "low",
        )
        for unit in np.flatnonzero(pulled.high | pulled.low)
    ]


def _conventions(default: Treatment, own: Mapping[str, Treatment | None]) -> dict[str, str]:
    said = {
        **_stated(default),
        "side": "high while skewness is 0 or more, low while it is negative; decided anew before each step",
        "step": "all values at the extreme take the next value inside; never to one single value",
        "limit": "looked at before each step: equal values may pass it",
        "not checked": "equal values, or too few for the estimator, stay as they are",
    }
    for key, treatment in own.items():
        stated = {"treatment": "left alone"} if treatment is None else _stated(treatment)
        said |= {f"{name} of {key}": choice for name, choice in stated.items()}
    return said


def _stated(treatment: Treatment) -> dict[str, str]:
    rule = treatment.rule
    of = "the winsorised values" if treatment.stacked else "the values given, in the place of winsorising"
    second = "none" if treatment.transform is None else f"{treatment.transform} of {of}"
    return {
        "outliers": str(rule),
        "estimator": _ESTIMATORS[rule.estimator.value],
        "most points": "no limit" if rule.most is None else f"{rule.most} an indicator",
        "second stage": second,
    }


_ESTIMATORS = {
    "sample": "sample (type 2, as Excel's SKEW and KURT)",
    "population": "population (type 1, the moments themselves)",
}
