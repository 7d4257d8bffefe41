"""The audit of an index: every check on every place, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from smartxl.model.audit import AuditReport
from smartxl.scoring.audit.checks import Judge, Limits, changed_checks
from smartxl.scoring.audit.influence import influence
from smartxl.scoring.audit.models import ImportanceMeasure
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.audit.rows_coherence import coherence_rows, correlation_maps
from smartxl.scoring.audit.rows_data import data_rows, structure_rows
from smartxl.scoring.audit.rows_weights import (
    compared_weights,
    compensability_rows,
    optimised_of_nodes,
    weight_rows,
)
from smartxl.scoring.audit.table import AuditTable
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.weights.spline import PenalisedSpline
from smartxl.text import Lang, Text

__all__ = ["AuditResult", "audit", "rows_frame"]


@dataclass(frozen=True, slots=True, eq=False)
class AuditResult:
    """`report` has every row, and the content of pictures; `weights` is the frame of `influence` with `optimised` beside."""

    report: AuditReport
    weights: pd.DataFrame

    def frame(self, lang: Lang = "zh") -> pd.DataFrame:
        """The rows of the report as a frame: see `rows_frame`."""
        return rows_frame((self.report,), lang).drop(columns="index")


def audit(
    data: pd.DataFrame,
    tree: Tree,
    *,
    raw: pd.DataFrame | None = None,
    nodes: pd.DataFrame | None = None,
    applies: pd.DataFrame | None = None,
    quantitative: Mapping[str, bool] | None = None,
    thresholds: Mapping[str, Limits] | None = None,
    names: Mapping[str, Text] | None = None,
    subject: str = "",
) -> AuditResult:
    """Audits an index after the practice of the JRC: structure, data, coherence, weights, compensability.

    `data`: scores, units × leaves, each turned so that more is better; `raw`: values before treatment and normalisation, of
    all leaves or some (units must be those of the data): coverage and distribution are then those of the raw values.
    `nodes`: scores of inner nodes where they are not the tree's own `composite`. `applies`: booleans, False where a leaf does
    not apply to a unit. `quantitative`: leaf → whether it rests on data. `thresholds`: check → limit, in place of those of
    `CHECKS`. `names` and `subject` pass into the report.

    A check that the data cannot answer is a row `not-assessable` with the reason. Raises UnknownName for columns that are not
    the leaves, units that are not in the data, a check that there is not; SmartxlError for what is no table of numbers.
    """
    checks = changed_checks(thresholds)
    scores = node_scores(data, tree, nodes)
    table = AuditTable.of(tree, scores, raw, applies, quantitative, Judge(checks))
    weights = influence(scores[list(tree.leaves)], tree, nodes=scores[list(tree.inner)])
    optimised, linear = (
        optimised_of_nodes(table, measure)
        for measure in (ImportanceMeasure.RATIO, ImportanceMeasure.CORRELATION)
    )
    rows = (
        *structure_rows(table),
        *data_rows(table),
        *coherence_rows(table),
        *weight_rows(table, weights, optimised, linear),
        *compensability_rows(table),
    )
    compared = compared_weights(table, weights, optimised)
    weights["optimised"] = [entry.optimised for entry in compared]
    report = AuditReport(
        subject,
        table.units,
        rows,
        correlation_maps(table),
        compared,
        tuple(checks.values()),
        _conventions(raw is not None),
        dict(names or {}),
    )
    return AuditResult(report, weights)


def _conventions(has_raw: bool) -> tuple[tuple[Text, Text], ...]:
    said = (
        (
            "偏度、峰度",
            "skewness, kurtosis",
            "第 2 类估计（Excel SKEW、KURT，COINr）",
            "type 2 (Excel's SKEW and KURT, COINr)",
        ),
        (
            "数据项的依据",
            "checks of data",
            "原始值" if has_raw else "得分",
            "raw values" if has_raw else "scores",
        ),
        (
            "相关系数",
            "correlation",
            "Pearson，逐对取共同的单位",
            "Pearson, of the units that have both, pair by pair",
        ),
        ("α", "α", "标准化值，由逐对相关系数得出", "of standardised values, from the pairwise correlations"),
        (
            "主成分",
            "components",
            "相关矩阵，数据齐全的单位；特征值大于 1 的作方差最大旋转（Kaiser 行标准化）",
            "of the correlation matrix, complete units; those above 1 rotated by varimax with Kaiser's normalisation",
        ),
        ("相关比", "correlation ratio", "惩罚三次样条，广义交叉验证", str(PenalisedSpline())),
        (
            "优化权重",
            "optimised weights",
            "不小于 0，使重要性与名义权重最接近（最小二乘）",
            "0 or more, importances nearest to the weights by least squares",
        ),
        (
            "几何平均",
            "geometric means",
            "各级都用，得分低于 1 的按 1",
            "at all levels; no score counts as less than 1",
        ),
    )
    return tuple((Text(zh, en), Text(holds_zh, holds_en)) for zh, en, holds_zh, holds_en in said)


def rows_frame(reports: tuple[AuditReport, ...], lang: Lang = "zh") -> pd.DataFrame:
    """All rows of reports: index (the subject of the report), area, check, title, subject, other, verdict, value, limit,
    evidence, remedy; words in one language."""
    rows = [
        {
            "index": report.subject,
            "area": row.area.value,
            "check": row.check,
            "title": row.title.get(lang),
            "subject": row.subject,
            "other": row.other,
            "verdict": row.verdict.value,
            "value": row.value,
            "limit": row.limit.get(lang),
            "evidence": row.evidence.get(lang),
            "remedy": row.remedy.get(lang),
        }
        for report in reports
        for row in report.rows
    ]
    return pd.DataFrame(rows).astype({"value": "float64"})
