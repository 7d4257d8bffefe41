"""Which choices matter: Sobol indices, single weights, indicators left out, weights at which the leader changes, reversals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.sureness.words import decimal, listed_units, node_name, rank_cell, unit_name
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
from smartxl.model.robustness import (
    Estimate,
    LeaderCrossing,
    Sensitivity,
    SobolLine,
    SobolTarget,
    TornadoLine,
)
from smartxl.text import number_text

__all__ = ["choice_tables", "choices_part", "choices_said"]

_BARS, _LINES, _NAMED = 6, 6, 3
"""How many bars and lines a picture has, so that those of two classes stand on one page; how many are named."""


def choices_said(facts: RoundFacts) -> Iterator[Block]:
    """The weights at which another unit takes first place."""
    if facts.tried.sensitivity is not None:
        yield from _crossings(facts, facts.tried.sensitivity)


def choices_part(facts: RoundFacts) -> ReportSection | None:
    """The part, None where no sensitivity was asked for."""
    found = facts.tried.sensitivity
    if found is None:
        return None
    blocks = [
        *(block for target in found.sobol if not target.unit for block in _sobol(facts, target)),
        *_tornados(facts, found),
        *_left_out(facts, found),
        *_reversals(facts, found),
        *(Paragraph((facts.say(note),), ParagraphRole.NOTE) for note in found.notes),
    ]
    title = facts.phrases.text("sure.choices")
    return ReportSection("sure.choices", title, tuple(blocks)) if blocks else None


def _sobol(facts: RoundFacts, target: SobolTarget) -> Iterator[Block]:
    moving = _moving(target)
    lines = moving[:_LINES]
    if not lines:
        return
    name, head = _target(facts, target), facts.phrases.text
    yield Paragraph(
        facts.phrases.say(
            "sure.sobol_most",
            target=name,
            choice=facts.say(lines[0].choice.name),
            total=_estimate(lines[0].total),
        )
    )
    series = tuple(
        ChartSeries(
            head(key),
            tuple(_estimate(getattr(line, kind)) for line in lines),
            tuple((getattr(line, kind).low, getattr(line, kind).high) for line in lines),
        )
        for key, kind in (("sure.sobol_first", "first"), ("sure.sobol_total", "total"))
    )
    ends = [end for each in series for span in each.spans if span for end in span]
    key = "sure.sobol_largest" if len(moving) > len(lines) else "sure.sobol"
    caption = plain(facts.phrases.say(key, target=name, count=number(len(lines))))
    names = tuple(facts.say(line.choice.name) for line in lines)
    told = facts.phrases.listed(f"{n} {v.shown}" for n, v in zip(names, series[1].values, strict=True) if v)
    key = f"sure.sobol.{target.unit or target.unit_class}"
    limits = (math.floor(min(0.0, *ends) * 10) / 10, max(1.0, math.ceil(max(ends) * 10) / 10))
    yield ReportChart(key, caption, ChartKind.SPANS, names, series, plain(told), limits)


def _moving(target: SobolTarget) -> list[SobolLine]:
    """The choices that move it at all, the largest first: weights of another class do not."""
    moving = (line for line in target.lines if line.total.high > 0)
    return sorted(moving, key=lambda line: -line.total.value)


def _target(facts: RoundFacts, target: SobolTarget) -> str:
    """Of which unit or class, and what of it."""
    subject = unit_name(facts, target.unit) if target.unit else _class_name(facts, target.unit_class)
    return plain(facts.phrases.say("sure.target", subject=subject, name=facts.say(target.name)))


def _estimate(estimate: Estimate) -> Figure:
    return Figure(f"{estimate.value:z.2f}", estimate.value)


def _tornados(facts: RoundFacts, found: Sensitivity) -> Iterator[Block]:
    """The weights that move the total of a class most, each down and up by a share; a sheet has those of units."""
    for each in (each for each in found.tornados if each.unit not in facts.definition.roster.by_code):
        moved = [(line, _size(line, each.base)) for line in each.lines]
        moving = sorted((m for m in moved if m[1] > 0), key=lambda m: -m[1])
        if each.base is None or not moving:
            continue
        lines = [line for line, _ in moving[:_BARS]]
        share = Figure(f"{100 * each.share:.0f}%", each.share)
        series = tuple(
            ChartSeries(
                plain(facts.phrases.say(key, share=share)),
                tuple(_moved(getattr(line, way), each.base) for line in lines),
            )
            for key, way in (("sure.weight_down", "down"), ("sure.weight_up", "up"))
        )
        most = moving[0][1]
        name = unit_name(facts, each.unit)
        key = "sure.tornado_largest" if len(moving) > len(lines) else "sure.tornado"
        caption = plain(facts.phrases.say(key, name=name, share=share, count=number(len(lines))))
        names = tuple(node_name(facts, line.node) for line in lines)
        told = facts.phrases.say("sure.tornado_most", name=name, node=names[0], size=_signed(most))
        yield Paragraph(told)
        yield ReportChart(
            f"sure.tornado.{each.unit}", caption, ChartKind.TORNADO, names, series, plain(told), (-most, most)
        )


def _size(line: TornadoLine, base: float | None) -> float:
    values = [value for value in (line.down, line.up) if value is not None and base is not None]
    return max((abs(value - (base or 0.0)) for value in values), default=0.0)


def _moved(value: float | None, base: float) -> Figure | None:
    return None if value is None else Figure(f"{value - base:+z.2f}".replace("+0.00", "0.00"), value - base)


def _signed(value: float) -> Figure:
    return Figure(f"{value:.2f}", value)


def _left_out(facts: RoundFacts, found: Sensitivity) -> Iterator[Block]:
    """The indicator without which ranks change most, of each class."""
    for unit_class in facts.definition.framework.classes:
        of_class = [each for each in found.left_out if each.unit_class == unit_class.code]
        if of_class:
            most = max(of_class, key=lambda each: (each.mean_shift, each.largest_shift))
            if not most.mean_shift:
                yield Paragraph(facts.phrases.say("sure.left_out_none", name=facts.say(unit_class.name)))
                continue
            yield Paragraph(
                facts.phrases.say(
                    "sure.left_out_most",
                    name=facts.say(unit_class.name),
                    node=node_name(facts, most.node),
                    shift=Figure(f"{most.mean_shift:.2f}", most.mean_shift),
                    unit=unit_name(facts, most.unit),
                    largest=Figure(f"{most.largest_shift:g}", most.largest_shift),
                )
            )


def _crossings(facts: RoundFacts, found: Sensitivity) -> Iterator[Block]:
    """The weights at which another unit takes first place, the nearest first."""
    told = [each for each in found.crossings if each.crossing is not None]
    told.sort(key=lambda each: abs((each.crossing or 0.0) - each.weight))
    if told:
        names = [_crossing(facts, each) for each in told]
        yield Paragraph(
            facts.phrases.say("sure.crossings", names=listed_units(facts, names, _NAMED, clauses=True))
        )
    elif found.crossings:
        yield Paragraph(facts.phrases.say("sure.no_crossing"))


def _crossing(facts: RoundFacts, each: LeaderCrossing) -> Words:
    above = (each.crossing or 0.0) >= each.weight
    return facts.phrases.say(
        "sure.crossing_above" if above else "sure.crossing_below",
        node=node_name(facts, each.node),
        weight=_weight(each.weight),
        crossing=_weight(each.crossing or 0.0),
        ahead=unit_name(facts, each.ahead),
        behind=unit_name(facts, each.behind),
    )


def _weight(value: float) -> Figure:
    return Figure(f"{value:.1f}%", value / 100)


def _reversals(facts: RoundFacts, found: Sensitivity) -> Iterator[Block]:
    if found.reversals:
        names = [
            facts.phrases.say(
                "sure.reversal",
                leaving=unit_name(facts, each.leaving),
                ahead=unit_name(facts, each.ahead),
                behind=unit_name(facts, each.behind),
            )
            for each in found.reversals
        ]
        count = number(len(found.reversals))
        yield Paragraph(
            facts.phrases.say(
                "sure.reversals", count=count, names=listed_units(facts, names, _NAMED, clauses=True)
            )
        )


def choice_tables(facts: RoundFacts) -> tuple[ReportTable, ...]:
    """The same as tables, for the workbook: only those that have rows."""
    found = facts.tried.sensitivity
    if found is None:
        return ()
    tables = (
        *(_sobol_table(facts, target) for target in found.sobol),
        _effects_table(facts, found),
        _left_table(facts, found),
        _crossing_table(facts, found),
        _reversal_table(facts, found),
    )
    return tuple(table for table in tables if table.rows)


def _table(
    facts: RoundFacts,
    key: str,
    heads: Sequence[tuple[str, bool]],
    rows: Sequence[tuple[Words, ...]],
    caption: str,
) -> ReportTable:
    text = facts.phrases.text
    columns = tuple(
        TableColumn(text(head), 2.5 if place == 0 else 1.2, numeric=numeric)
        for place, (head, numeric) in enumerate(heads)
    )
    return ReportTable(f"sure.list.{key}", caption, columns, tuple(rows))


def _sobol_table(facts: RoundFacts, target: SobolTarget) -> ReportTable:
    heads = [("sure.column_choice", False), ("sure.column_how", False)]
    heads += [
        ("sure.column_first_order", True),
        ("sure.column_first_low", True),
        ("sure.column_first_high", True),
    ]
    heads += [
        ("sure.column_total_order", True),
        ("sure.column_total_low", True),
        ("sure.column_total_high", True),
    ]
    rows = [
        (
            (facts.say(line.choice.name),),
            (facts.say(line.choice.how),),
            *(decimal(v, 3) for e in (line.first, line.total) for v in (e.value, e.low, e.high)),
        )
        for line in _moving(target)
    ]
    caption = plain(facts.phrases.say("sure.sobol", target=_target(facts, target)))
    return _table(facts, f"sobol.{target.unit or target.unit_class}", heads, rows, caption)


def _class_name(facts: RoundFacts, code: str) -> str:
    return facts.say(facts.definition.framework.unit_class(code).name)


def _effects_table(facts: RoundFacts, found: Sensitivity) -> ReportTable:
    heads = [("column.indicator", False), ("column.class", False), ("sure.column_change", True)]
    heads += [("sure.column_shift", True), ("sure.column_largest", True), ("column.unit", False)]
    heads += [("sure.column_leader", False)]
    rows = [
        (
            (node_name(facts, e.node),),
            (_class_name(facts, e.unit_class),),
            (Figure(f"{100 * e.change:+.0f}%", e.change),),
            decimal(e.mean_shift),
            rank_cell(e.largest_shift),
            (unit_name(facts, e.unit),) if e.unit else NONE,
            (unit_name(facts, e.leader),) if e.leader else NONE,
        )
        for e in found.effects
    ]
    return _table(facts, "effects", heads, rows, facts.phrases.text("sure.effects"))


def _left_table(facts: RoundFacts, found: Sensitivity) -> ReportTable:
    heads = [("column.indicator", False), ("column.class", False), ("sure.column_shift", True)]
    heads += [("sure.column_largest", True), ("column.unit", False), ("sure.column_leader", False)]
    rows = [
        (
            (node_name(facts, e.node),),
            (_class_name(facts, e.unit_class),),
            decimal(e.mean_shift),
            rank_cell(e.largest_shift),
            (unit_name(facts, e.unit),) if e.unit else NONE,
            (unit_name(facts, e.leader),) if e.leader else NONE,
        )
        for e in found.left_out
    ]
    return _table(facts, "left_out", heads, rows, facts.phrases.text("sure.left_out"))


def _crossing_table(facts: RoundFacts, found: Sensitivity) -> ReportTable:
    heads = [("column.indicator", False), ("column.class", False), ("sure.column_ahead", False)]
    heads += [("sure.column_overtaker", False), ("sure.column_weight", True), ("sure.column_crossing", True)]
    rows = [
        (
            (node_name(facts, e.node),),
            (_class_name(facts, e.unit_class),),
            (unit_name(facts, e.ahead),),
            (unit_name(facts, e.behind),),
            (Figure(number_text(round(e.weight, 4)), e.weight),),
            decimal(e.crossing),
        )
        for e in found.crossings
    ]
    return _table(facts, "crossing_list", heads, rows, facts.phrases.text("sure.crossing_list"))


def _reversal_table(facts: RoundFacts, found: Sensitivity) -> ReportTable:
    heads = [("sure.column_leaving", False), ("column.class", False)]
    heads += [("sure.column_ahead", False), ("sure.column_overtaker", False)]
    rows = [
        (
            (unit_name(facts, e.leaving),),
            (_class_name(facts, e.unit_class),),
            (unit_name(facts, e.ahead),),
            (unit_name(facts, e.behind),),
        )
        for e in found.reversals
    ]
    return _table(facts, "reversal_list", heads, rows, facts.phrases.text("sure.reversal_list"))
