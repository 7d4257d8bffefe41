"""Rows about structure and data: children, quantitative share, coverage, distribution, zeros, ties."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from smartxl.model.audit import AuditRow, AuditVerdict
from smartxl.scoring.audit.checks import number
from smartxl.scoring.audit.statistics import statistics
from smartxl.scoring.audit.table import AuditTable
from smartxl.scoring.library.tree import effective_weights
from smartxl.scoring.treatment import OutlierRule, winsorise
from smartxl.text import Text

__all__ = ["data_rows", "structure_rows"]

_Row = Mapping[Hashable, float]
"""The statistics of an indicator."""
_LEAST = 4
"""Values that a kurtosis needs."""


def structure_rows(table: AuditTable) -> Iterator[AuditRow]:
    """Children of each node; the share of quantitative indicators in the weight."""
    for code in table.branches:
        children = table.tree.children(code)
        told = "、".join(children), ", ".join(children)
        yield table.judge.row("structure.children", code, float(len(children)), Text(*told))
    yield _quantitative(table)


def _quantitative(table: AuditTable) -> AuditRow:
    key, root = "structure.quantitative", table.tree.root
    if table.quantitative is None:
        why = Text("没有说明哪些指标是定量的", "which indicators are quantitative was not told")
        return table.judge.row(key, root, math.nan, Text(""), why=why)
    weights = effective_weights(table.tree)
    chosen = [leaf for leaf in table.leaves if table.quantitative.get(leaf, False)]
    share = float(weights[chosen].sum())
    told = Text(
        f"{len(table.leaves)} 个指标中 {len(chosen)} 个是定量的",
        f"{len(chosen)} of {len(table.leaves)} indicators are quantitative",
    )
    return table.judge.row(key, root, share, told)


def data_rows(table: AuditTable) -> Iterator[AuditRow]:
    """Units, coverage of units and indicators, distribution, zeros and ties."""
    count = Text(f"{table.units} 个单位", f"{table.units} units")
    yield table.judge.row("data.units", table.tree.root, float(table.units), count)
    yield from _unit_coverage(table)
    before, after = (
        statistics(values).to_dict("index") for values in (table.values, table.scores[list(table.leaves)])
    )
    moved = _extremes(table)
    for place, leaf in enumerate(table.leaves):
        asked = int(table.applies[:, place].sum())
        row, later = before[leaf], after[leaf]
        known = int(row["values"])
        yield _coverage(table, "data.coverage-indicator", leaf, known, asked)
        yield _constant(table, leaf, row)
        yield _distribution(table, leaf, row, later, moved.get(leaf, ()))
        yield _part(table, "data.non-zero", leaf, int(row["non_zero"]), asked)
        yield _part(table, "data.unique", leaf, int(row["unique"]), asked)


def _unit_coverage(table: AuditTable) -> Iterator[AuditRow]:
    known = table.values.notna().to_numpy()
    asked = table.applies | known
    for unit, has, whole in zip(
        table.scores.index, known.sum(axis=1).tolist(), asked.sum(axis=1).tolist(), strict=True
    ):
        yield _coverage(table, "data.coverage-unit", str(unit), int(has), int(whole))


def _coverage(table: AuditTable, key: str, subject: str, known: int, asked: int) -> AuditRow:
    told = Text(f"应有 {asked} 个，有 {known} 个", f"{known} of {asked} that apply")
    return table.judge.row(key, subject, known / asked if asked else math.nan, told)


def _constant(table: AuditTable, leaf: str, row: _Row) -> AuditRow:
    unique, known = int(row["unique"]), int(row["values"])
    told = Text(f"{known} 个值中有 {unique} 个不同", f"{unique} different values of {known}")
    why = None if known > 1 else Text("不足 2 个值", "fewer than 2 values")
    return table.judge.row("data.constant", leaf, float(unique), told, why=why)


def _part(table: AuditTable, key: str, leaf: str, part: int, asked: int) -> AuditRow:
    """COINr's flags count these against all units, also those without a value; here against those that it applies to."""
    told = Text(f"{asked} 个单位中 {part} 个", f"{part} of {asked} units")
    return table.judge.row(key, leaf, part / asked if asked else math.nan, told)


def _distribution(table: AuditTable, leaf: str, row: _Row, later: _Row, moved: Sequence[str]) -> AuditRow:
    is_out = _is_out(table, row)
    words = _moments(row)
    if leaf in table.has_raw:
        words = Text("原始值：", "raw values: ") + words + Text("；得分：", "; scores: ") + _moments(later)
    settled = is_out and leaf in table.has_raw and not _is_out(table, later)
    if moved:
        words += Text(f"；离群：{'、'.join(moved)}", f"; outliers: {', '.join(moved)}")
    if settled:
        words += Text("；得分中已经处理", "; settled in the scores")
    verdict = AuditVerdict.FLAG if is_out and not settled else AuditVerdict.PASS
    found = table.judge.row(
        "data.skewness", leaf, float(row["skewness"]), words, verdict=verdict, why=_no_shape(row)
    )
    ends = _ends(table)
    limit = Text(
        f"|偏度| ≤ {ends[0]:g} 或 峰度 ≤ {ends[1]:g}", f"|skewness| ≤ {ends[0]:g} or kurtosis ≤ {ends[1]:g}"
    )
    return replace(found, limit=limit)


def _no_shape(row: _Row) -> Text | None:
    """Why there is no skewness or kurtosis."""
    if row["values"] < _LEAST:
        known = int(row["values"])
        return Text(f"{known} 个值，至少要 {_LEAST} 个", f"{known} values; {_LEAST} are needed")
    return Text("各单位的值相同", "all units have the same value") if row["unique"] < 2 else None


def _is_out(table: AuditTable, row: _Row) -> bool:
    skewness, kurtosis = _ends(table)
    return bool(abs(row["skewness"]) > skewness and row["kurtosis"] > kurtosis)


def _ends(table: AuditTable) -> tuple[float, float]:
    """The limits of skewness and kurtosis."""
    skewness, kurtosis = (
        table.judge.checks[key].limits[1] or 0.0 for key in ("data.skewness", "data.kurtosis")
    )
    return skewness, kurtosis


def _moments(row: _Row) -> Text:
    skewness, kurtosis = number(row["skewness"]), number(row["kurtosis"])
    return Text(f"偏度 {skewness}，峰度 {kurtosis}", f"skewness {skewness}, kurtosis {kurtosis}")


def _extremes(table: AuditTable) -> dict[str, list[str]]:
    """Indicator → the units that winsorising would move in, the JRC's rule of at most 5."""
    rule = OutlierRule(*_ends(table))
    points = winsorise(table.values.rename(columns=str), rule).record.points
    found: dict[str, list[str]] = {}
    for unit, key, value in zip(points["unit"], points["indicator"], points["before"], strict=True):
        found.setdefault(str(key), []).append(f"{unit} {number(float(value))}")
    return found
