"""What an audit looks like: on the screen by check, as tables, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.audit import AuditArea, AuditVerdict
from smartxl.text import CountOf, Text

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.model.audit import AuditCheck, AuditReport, AuditRow, CorrelationMap, WeightComparison
    from smartxl.text import Lang
    from smartxl_generators.listing import ListSheet

__all__ = ["AuditRecord", "audit_sheets", "row_table", "show_audit"]

_SHOWN = 8
_ORDER = (AuditVerdict.FAIL, AuditVerdict.FLAG, AuditVerdict.OPEN, AuditVerdict.PASS)
_ROWS = (
    ("类别", "方面", "检查", "对象", "结论", "值", "界限", "依据", "怎么办"),
    ("Class", "Part", "Check", "Of what", "Verdict", "Value", "Limit", "Evidence", "What to do"),
)
_WIDTHS = (16, 12, 28, 34, 12, 10, 20, 50, 44)
_WEIGHTS = (
    ("类别", "节点", "上级", "名义权重", "占总分", "方差份额", "与上级相关", "相关比", "重要性", "优化权重"),
    (
        *("Class", "Node", "Above", "Weight", "Of the total", "Part of the variance"),
        *("Correlation", "Correlation ratio", "Importance", "Optimised weight"),
    ),
)
_CHECKS = (("检查", "键", "界限", "出处"), ("Check", "Key", "Limit", "Source"))


def show_audit(screen: Screen, report: AuditReport, *, whole: bool) -> None:
    """One class: counts by part, then what is flagged or fails by check, then what cannot be judged and why."""
    lang = screen.lang
    name = report.name(report.subject).get(lang)
    screen.show(screen.words(f"{name}：{report.units} 个单位", f"{name}: {CountOf(report.units):unit}"))
    heads = [Text("方面", "Part"), *(verdict.words for verdict in AuditVerdict)]
    screen.table([head.get(lang) for head in heads], _counts(report, lang), frozenset({1, 2, 3, 4}))
    wanted = set(AuditVerdict) if whole else {AuditVerdict.FAIL, AuditVerdict.FLAG}
    shown = [row for row in report.rows if row.verdict in wanted]
    for key, rows in _by_check(shown):
        _show_check(screen, report, key, rows, whole=whole)
    if not whole:
        _show_open(screen, report)
    else:
        screen.table(_CHECKS[lang == "en"], _check_rows(report.checks, lang))
        for convention, holds in report.conventions:
            screen.show(f"{convention.get(lang)}: {holds.get(lang)}")


def _counts(report: AuditReport, lang: Lang) -> list[list[str]]:
    rows = []
    for area in AuditArea:
        found = [row.verdict for row in report.rows if row.area is area]
        rows.append([area.words.get(lang), *(str(found.count(verdict)) for verdict in AuditVerdict)])
    return rows


def _by_check(rows: Iterable[AuditRow]) -> list[tuple[str, list[AuditRow]]]:
    """Rows of one check together, in the order in which checks come first."""
    found: dict[str, list[AuditRow]] = {}
    for row in rows:
        found.setdefault(row.check, []).append(row)
    return list(found.items())


def _show_check(
    screen: Screen, report: AuditReport, key: str, rows: Sequence[AuditRow], *, whole: bool
) -> None:
    lang, first = screen.lang, rows[0]
    screen.show(f"[{key}] {first.title.get(lang)} ({first.limit.get(lang)}): {len(rows)}")
    for row in rows if whole else rows[:_SHOWN]:
        value = "—" if row.value is None else f"{row.value:.3g}"
        screen.show(
            f"  {row.verdict.words.get(lang)}  {_of_what(report, row, lang)}  {value}  {row.evidence.get(lang)}"
        )
    if len(rows) > _SHOWN and not whole:
        more = len(rows) - _SHOWN
        zh, en = (
            f"  另有 {more} 处，--all、--csv、--xlsx、--json 列全",
            f"  and {more} more: --all, --csv, --xlsx and --json have all",
        )
        screen.show(screen.words(zh, en))
    told = next((row.remedy for row in rows if row.remedy.zh), None)
    if told is not None:
        screen.show(f"  → {told.get(lang)}")


def _show_open(screen: Screen, report: AuditReport) -> None:
    """What cannot be judged, by reason: which checks, and how many rows."""
    lang = screen.lang
    rows = [row for row in report.rows if row.verdict is AuditVerdict.OPEN]
    if not rows:
        return
    screen.show(screen.words(f"无法评判 {len(rows)} 项：", f"{CountOf(len(rows)):row} cannot be judged:"))
    reasons: dict[Text, list[AuditRow]] = {}
    for row in rows:
        reasons.setdefault(row.why, []).append(row)
    for why, found in reasons.items():
        titles = screen.words("、", ", ").join(dict.fromkeys(row.title.get(lang) for row in found))
        screen.show(f"  {why.get(lang)} ({len(found)}): {titles}")


def _of_what(report: AuditReport, row: AuditRow, lang: Lang) -> str:
    """What a row is about: one code with its name, or two."""
    codes = [code for code in (row.subject, row.other) if code]
    return " / ".join(_called(report, code, lang) for code in codes)


def _called(report: AuditReport, code: str, lang: Lang) -> str:
    name = report.name(code).get(lang)
    return code if name == code else f"{code} {name}"


def row_table(reports: Iterable[AuditReport], lang: Lang) -> tuple[Sequence[str], list[list[str | float]]]:
    """Heads and all rows."""
    return _ROWS[lang == "en"], [_cells(report, row, lang) for report in reports for row in report.rows]


def _cells(report: AuditReport, row: AuditRow, lang: Lang) -> list[str | float]:
    return [
        report.name(report.subject).get(lang),
        row.area.words.get(lang),
        row.title.get(lang),
        _of_what(report, row, lang),
        row.verdict.words.get(lang),
        "" if row.value is None else row.value,
        row.limit.get(lang),
        row.evidence.get(lang),
        row.remedy.get(lang),
    ]


def _sheet_rows(reports: Iterable[AuditReport], lang: Lang) -> list[list[str | float]]:
    """Class by class: what fails, what is flagged, what cannot be judged, what passes; values short enough to be read."""
    found = []
    for report in reports:
        for row in sorted(report.rows, key=lambda row: _ORDER.index(row.verdict)):
            cells = _cells(report, row, lang)
            found.append([float(f"{cell:.4g}") if isinstance(cell, float) else cell for cell in cells])
    return found


def _check_rows(checks: Iterable[AuditCheck], lang: Lang) -> list[list[str]]:
    from smartxl.scoring.audit.checks import limit_words

    return [
        [check.title.get(lang), check.key, limit_words(check).get(lang), check.source.get(lang)]
        for check in checks
    ]


def _weight_rows(report: AuditReport, lang: Lang) -> list[list[str | float]]:
    name = report.name(report.subject).get(lang)
    return [
        [
            name,
            _called(report, entry.node, lang),
            _called(report, entry.parent, lang),
            *("" if value is None else round(value, 4) for value in _numbers(entry)),
        ]
        for entry in report.weights
    ]


def _numbers(entry: WeightComparison) -> tuple[float | None, ...]:
    return (
        *(entry.nominal, entry.effective, entry.variance, entry.correlation),
        *(entry.ratio, entry.importance, entry.optimised),
    )


def audit_sheets(title: str, reports: Sequence[AuditReport], lang: Lang) -> tuple[ListSheet, ...]:
    """Three sheets: what is flagged or fails first and then the rest; weights; limits with their sources."""
    from smartxl_generators.listing import ListColumn, ListSheet

    def columns(heads: Sequence[str], widths: Iterable[float]) -> list[ListColumn]:
        return [ListColumn(head, width) for head, width in zip(heads, widths, strict=True)]

    heads, rows = _ROWS[lang == "en"], _sheet_rows(reports, lang)
    names = [Text("审计", "Audit"), Text("权重", "Weights"), Text("界限", "Limits")]
    weights = [row for report in reports for row in _weight_rows(report, lang)]
    heads_of_weights = _WEIGHTS[lang == "en"]
    checks = _check_rows(reports[0].checks, lang) if reports else []
    told = [
        Text("提示供核对和说明，不改变得分。", "Flags are to be looked at and explained; no score changes."),
        Text(
            "重要性是相关比占同级之和的份额。", "Importance is the part in the siblings' correlation ratios."
        ),
        Text("界限可以用 --threshold 改。", "Limits can be changed by --threshold."),
    ]
    nothing = Text("没有单位。", "No units.").get(lang)
    intro = [text.get(lang) for text in told]
    return (
        ListSheet(names[0].get(lang), title, intro[0], columns(heads, _WIDTHS), rows, nothing),
        ListSheet(
            names[1].get(lang),
            title,
            intro[1],
            columns(heads_of_weights, (16, 34, 30, *[12] * 7)),
            weights,
            nothing,
        ),
        ListSheet(
            names[2].get(lang),
            title,
            intro[2],
            columns(_CHECKS[lang == "en"], (40, 30, 30, 70)),
            checks,
            nothing,
        ),
    )


@dataclass(frozen=True, slots=True)
class AuditRowRecord:
    """A row for JSON; `area`, `check` and `verdict` are the same in every language."""

    area: str
    check: str
    title: str
    subject: str
    name: str
    other: str
    verdict: str
    value: float | None
    limit: str
    evidence: str
    remedy: str

    @classmethod
    def of(cls, report: AuditReport, row: AuditRow, lang: Lang) -> AuditRowRecord:
        """The record of a row in one language."""
        return cls(
            row.area.value,
            row.check,
            row.title.get(lang),
            row.subject,
            report.name(row.subject).get(lang),
            row.other,
            row.verdict.value,
            row.value,
            row.limit.get(lang),
            row.evidence.get(lang),
            row.remedy.get(lang),
        )


@dataclass(frozen=True, slots=True)
class AuditLimitRecord:
    """A check with its limits, null for none: below or above `flag` is flagged, beyond `fail` fails."""

    check: str
    title: str
    flag_low: float | None
    flag_high: float | None
    fail_low: float | None
    fail_high: float | None
    source: str

    @classmethod
    def of(cls, check: AuditCheck, lang: Lang) -> AuditLimitRecord:
        """The record of a check in one language."""
        limits = (check.flag_low, check.flag_high, check.fail_low, check.fail_high)
        return cls(check.key, check.title.get(lang), *limits, check.source.get(lang))


@dataclass(frozen=True, slots=True)
class AuditWeightRecord:
    """A node's weight beside what it does; shares 0 to 1, null where a number does not exist."""

    node: str
    parent: str
    nominal: float
    effective: float
    variance: float | None
    correlation: float | None
    ratio: float | None
    importance: float | None
    optimised: float | None

    @classmethod
    def of(cls, entry: WeightComparison) -> AuditWeightRecord:
        """The record of a node."""
        nominal, effective = entry.nominal, entry.effective
        return cls(entry.node, entry.parent, nominal, effective, *_numbers(entry)[2:])


@dataclass(frozen=True, slots=True)
class AuditMapRecord:
    """The children of a node against each other: `values` and `flags` (negative, weak, ok, high, none) are codes × codes."""

    node: str
    codes: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    flags: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, found: CorrelationMap) -> AuditMapRecord:
        """The record of a map."""
        values = tuple(tuple(cell.value for cell in row) for row in found.cells)
        flags = tuple(tuple(cell.flag.value for cell in row) for row in found.cells)
        return cls(found.node, found.codes, values, flags)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What `audit --json` prints of a class; `verdicts`: how many rows come to each."""

    unit_class: str
    units: int
    verdicts: dict[str, int]
    rows: tuple[AuditRowRecord, ...]
    weights: tuple[AuditWeightRecord, ...]
    correlations: tuple[AuditMapRecord, ...]
    limits: tuple[AuditLimitRecord, ...]

    @classmethod
    def of(cls, report: AuditReport, lang: Lang) -> AuditRecord:
        """The record of a class in one language."""
        return cls(
            report.subject,
            report.units,
            {verdict.value: report.count(verdict) for verdict in AuditVerdict},
            tuple(AuditRowRecord.of(report, row, lang) for row in report.rows),
            tuple(map(AuditWeightRecord.of, report.weights)),
            tuple(map(AuditMapRecord.of, report.maps)),
            tuple(AuditLimitRecord.of(check, lang) for check in report.checks),
        )
