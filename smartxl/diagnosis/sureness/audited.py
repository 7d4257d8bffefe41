"""What the audit of the index finds: how many checks pass, which are flagged or fail with what to do, correlations, weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.sureness.words import node_name
from smartxl.model.audit import (
    AuditReport,
    AuditRow,
    AuditVerdict,
    CorrelationCell,
    CorrelationFlag,
    CorrelationMap,
    WeightComparison,
)
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)

__all__ = ["audit_part", "audit_said", "audit_sections"]

_ON_PAPER, _MAPS = 6, 1
_SIGNS = {
    CorrelationFlag.NEGATIVE: "×",
    CorrelationFlag.WEAK: "▽",
    CorrelationFlag.HIGH: "▲",
}
_WEIGHTS = {
    "sure.nominal": "nominal",
    "sure.effective": "effective",
    "sure.variance": "variance",
    "sure.importance": "importance",
    "sure.optimised": "optimised",
}
_ORDER = (AuditVerdict.FAIL, AuditVerdict.FLAG, AuditVerdict.OPEN, AuditVerdict.PASS)


def audit_said(facts: RoundFacts) -> Iterator[Block]:
    """Of each class how many checks pass, are flagged or fail."""
    for report in facts.tried.audits:
        yield Paragraph(_counts(facts, report))


def audit_part(facts: RoundFacts) -> ReportSection | None:
    """The part, None where nothing was audited."""
    reports = facts.tried.audits
    if not reports:
        return None
    blocks = [block for report in reports for block in _of_class(facts, report)]
    return ReportSection("sure.audit", facts.phrases.text("sure.audit"), tuple(blocks))


def _subject(facts: RoundFacts, report: AuditReport) -> str:
    framework = facts.definition.framework
    known = {c.code: c for c in framework.classes}
    found = known.get(report.subject)
    return facts.say(found.name) if found else facts.say(framework.title)


def _of_class(facts: RoundFacts, report: AuditReport) -> Iterator[Block]:
    told = [row for row in _sorted(report) if row.verdict in {AuditVerdict.FAIL, AuditVerdict.FLAG}]
    if told:
        name = plain(facts.phrases.say("sure.audit_flags", name=_subject(facts, report)))
        yield _table(facts, report, told, f"sure.flags.{report.subject}", name, limit=_ON_PAPER)
    flagged = [found for found in report.maps if _flags(found)]
    flagged.sort(key=lambda found: -_flags(found))
    for found in flagged[:_MAPS]:
        yield _map_chart(facts, report, found)
    if len(flagged) > _MAPS:
        left = number(len(flagged) - _MAPS)
        yield Paragraph(facts.phrases.say("sure.maps_left", count=left), ParagraphRole.NOTE)
    yield from _weights(facts, report)


def _counts(facts: RoundFacts, report: AuditReport) -> Words:
    counts = {verdict: number(report.count(verdict)) for verdict in AuditVerdict}
    return facts.phrases.say(
        "sure.audited",
        name=_subject(facts, report),
        rows=number(len(report.rows)),
        passed=counts[AuditVerdict.PASS],
        flagged=counts[AuditVerdict.FLAG],
        failed=counts[AuditVerdict.FAIL],
        open=counts[AuditVerdict.OPEN],
    )


def _sorted(report: AuditReport) -> list[AuditRow]:
    """Failures first, then flags, then what cannot be told; in each the order of the audit."""
    return sorted(report.rows, key=lambda row: _ORDER.index(row.verdict))


def _where(facts: RoundFacts, report: AuditReport, row: AuditRow) -> str:
    names = [
        facts.say(report.name(code)) if code in report.names else node_name(facts, code)
        for code in (row.subject, row.other)
        if code
    ]
    return facts.phrases.text("sure.between").join(names) or facts.phrases.text("sure.whole")


def _value(row: AuditRow) -> Words:
    return NONE if row.value is None else (Figure(f"{row.value:z.4g}", row.value),)


def _table(
    facts: RoundFacts,
    report: AuditReport,
    rows: Sequence[AuditRow],
    key: str,
    caption: str,
    limit: int | None = None,
) -> ReportTable:
    """On paper, with a `limit`, without what a number is made of."""
    head = facts.phrases.text
    columns = (
        TableColumn(head("sure.column_verdict"), 0.8),
        TableColumn(head("sure.column_check"), 1.8),
        TableColumn(head("sure.column_where"), 1.8),
        TableColumn(head("sure.column_value"), 0.8, numeric=True),
        TableColumn(head("sure.column_limit"), 1.0),
        *([] if limit else [TableColumn(head("sure.column_evidence"), 2.0)]),
        TableColumn(head("sure.column_todo"), 3.0),
    )
    told = tuple(
        (
            (facts.say(row.verdict.words),),
            (facts.say(row.title),),
            (_where(facts, report, row),),
            _value(row),
            (facts.say(row.limit),),
            *([] if limit else [(facts.say(row.evidence) or NONE[0],)]),
            (facts.say(row.remedy) or NONE[0],),
        )
        for row in rows
    )
    return ReportTable(key, caption, columns, told, limit=limit)


def _flags(found: CorrelationMap) -> int:
    return sum(cell.flag in _SIGNS for place, row in enumerate(found.cells) for cell in row[:place])


def _map_chart(facts: RoundFacts, report: AuditReport, found: CorrelationMap) -> ReportChart:
    """The lower half of the matrix, with a sign in each cell that is flagged."""
    names = tuple(facts.say(report.name(code)) for code in found.codes)
    told = tuple(
        f"{code} {name}" if name != code else code for code, name in zip(found.codes, names, strict=True)
    )
    series = tuple(
        ChartSeries(
            code,
            tuple(
                _cell(found.cells[row][column]) if row >= column else None for row in range(len(found.codes))
            ),
        )
        for column, code in enumerate(found.codes)
    )
    caption = plain(
        facts.phrases.say("sure.map", name=_subject(facts, report), node=_named(facts, report, found.node))
    )
    alt = facts.phrases.text("sure.map_alt")
    return ReportChart(
        f"sure.map.{report.subject}.{found.node}",
        caption,
        ChartKind.CORRELATION,
        told,
        series,
        alt,
        (-1.0, 1.0),
    )


def _named(facts: RoundFacts, report: AuditReport, code: str) -> str:
    if code == ROOT:
        return facts.phrases.text("column.total")
    return facts.say(report.name(code)) if code in report.names else node_name(facts, code)


def _cell(cell: CorrelationCell) -> Figure | None:
    if cell.value is None:
        return None
    sign = _SIGNS.get(cell.flag, "") if cell.first != cell.second else ""
    return Figure(f"{cell.value:z.2f}{sign}", cell.value)


def _weights(facts: RoundFacts, report: AuditReport) -> Iterator[Block]:
    """Nominal weight and importance of the top level, in percent."""
    top = [each for each in report.weights if each.parent == ROOT and each.importance is not None]
    if len(top) < 2:
        return
    head = facts.phrases.text
    series = (
        ChartSeries(head("sure.nominal"), tuple(_percent(each.nominal) for each in top)),
        ChartSeries(head("sure.importance"), tuple(_percent(each.importance or 0.0) for each in top)),
    )
    most = max(100.0 * max(each.nominal, each.importance or 0.0) for each in top)
    far = max(top, key=lambda each: abs((each.importance or 0.0) - each.nominal))
    said = facts.phrases.say(
        "sure.weights_far",
        name=_subject(facts, report),
        node=_named(facts, report, far.node),
        nominal=_percent(far.nominal),
        importance=_percent(far.importance or 0.0),
    )
    yield Paragraph(said)
    caption = plain(facts.phrases.say("sure.weights", name=_subject(facts, report)))
    names = tuple(_named(facts, report, each.node) for each in top)
    yield ReportChart(
        f"sure.weights.{report.subject}", caption, ChartKind.BARS, names, series, plain(said), (0.0, most)
    )


def _percent(share: float) -> Figure:
    return Figure(f"{100 * share:.1f}", 100 * share)


def audit_sections(facts: RoundFacts) -> Iterator[ReportSection]:
    """All rows, correlations and weights of each class, for the workbook."""
    for report in facts.tried.audits:
        name = _subject(facts, report)
        caption = plain(facts.phrases.say("sure.audit_rows", name=name))
        blocks: list[Block] = [_table(facts, report, _sorted(report), f"sure.rows.{report.subject}", caption)]
        blocks += [_map_table(facts, report, found) for found in report.maps]
        if report.weights:
            blocks.append(_weights_table(facts, report))
        yield ReportSection(f"sure.audit.{report.subject}", name, tuple(blocks))


def _map_table(facts: RoundFacts, report: AuditReport, found: CorrelationMap) -> ReportTable:
    columns = (
        TableColumn(facts.phrases.text("column.indicator"), 2.5),
        *(TableColumn(code, 0.8, numeric=True) for code in found.codes),
    )
    rows = tuple(
        ((_named(facts, report, code),), *(_told(cell) for cell in row))
        for code, row in zip(found.codes, found.cells, strict=True)
    )
    caption = plain(
        facts.phrases.say("sure.map", name=_subject(facts, report), node=_named(facts, report, found.node))
    )
    return ReportTable(f"sure.maptable.{report.subject}.{found.node}", caption, columns, rows, shaded=True)


def _told(cell: CorrelationCell) -> Words:
    figure = _cell(cell)
    return NONE if figure is None else (figure,)


def _weights_table(facts: RoundFacts, report: AuditReport) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.indicator"), 2.5),
        *(TableColumn(head(key), 1.0, numeric=True) for key in _WEIGHTS),
    )
    rows = tuple(
        ((_named(facts, report, each.node),), *(_weight(each, name) for name in _WEIGHTS.values()))
        for each in report.weights
    )
    caption = plain(facts.phrases.say("sure.weights", name=_subject(facts, report)))
    return ReportTable(
        f"sure.weighttable.{report.subject}", caption, columns, rows, note=head("sure.weights_note")
    )


def _weight(each: WeightComparison, key: str) -> Words:
    value = getattr(each, key)
    return NONE if value is None else (Figure(f"{100 * value:z.1f}%", value),)
