"""Ranks over many runs: who stays first, how wide the intervals are, which neighbours cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number, percent
from smartxl.diagnosis.sureness.words import (
    listed_units,
    rank_cell,
    rank_figure,
    rank_text,
    share_cell,
    unit_name,
    whole_percent,
)
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
from smartxl.model.robustness import GroupRanks, PairOrder, Uncertainty, UnitRanks

__all__ = ["frequency_table", "group_name", "pair_table", "rank_table", "ranks_parts", "ranks_said"]

_DRAWN = 60
"""The most units of a picture; it says how many are left out."""
_IN_CELLS = 20
"""Of more units, how often each rank came is a sheet of the workbook and no picture."""
_ON_PAPER = 8
_LIKELY = 0.5


def ranks_said(facts: RoundFacts) -> Iterator[Block]:
    """Of each group: whether who leads can be quoted, and which neighbours cannot be told apart."""
    found = facts.tried.uncertainty
    for group in found.groups if found else ():
        if found and any(unit.median is not None for unit in group.units):
            yield from _leader(facts, found, group)
            yield from _neighbours(facts, found, group)


def ranks_parts(facts: RoundFacts) -> Iterator[ReportSection]:
    """A part for each group of units that are ranked together; what varied stands in the first."""
    found = facts.tried.uncertainty
    if found is None:
        return
    for place, group in enumerate(group for group in found.groups if group.units):
        blocks = [*(_design(facts, found) if place == 0 else []), *_of_group(facts, found, group)]
        title = plain(facts.phrases.say("sure.ranks", name=group_name(facts, group)))
        yield ReportSection(f"sure.ranks.{group.group}", title, tuple(blocks))


def group_name(facts: RoundFacts, group: GroupRanks) -> str:
    """The class, and the group of the roster where units are ranked in these."""
    name = facts.say(facts.definition.framework.unit_class(group.unit_class).name)
    _, _, part = group.group.partition("/")
    return f"{name} {part}" if part else name


def _design(facts: RoundFacts, found: Uncertainty) -> Iterator[Block]:
    """What varied, how often, and what was left out."""
    joint = facts.phrases.text("sure.joint")
    varied = joint.join(
        plain(facts.phrases.say("sure.varied", name=facts.say(c.name), how=facts.say(c.how)))
        for c in found.design
    )
    low, high = found.interval
    said = facts.phrases.say(
        "sure.design",
        runs=number(found.runs),
        seed=Figure(str(found.seed), float(found.seed)),
        varied=varied,
        low=whole_percent(low),
        high=whole_percent(high),
    )
    yield Paragraph(said, ParagraphRole.NOTE)
    yield from (Paragraph((facts.say(note),), ParagraphRole.NOTE) for note in found.notes)


def _of_group(facts: RoundFacts, found: Uncertainty, group: GroupRanks) -> Iterator[Block]:
    ranked = [unit for unit in group.units if unit.median is not None]
    if not ranked:
        yield Paragraph(facts.phrases.say("sure.none_ranked", name=group_name(facts, group)))
        return
    yield from _widest(facts, found, ranked)
    yield from _out(facts, group)
    # The table fills the page that a chart as high as a page would leave empty.
    yield rank_table(facts, found, group, limit=_ON_PAPER)
    yield _interval_chart(facts, found, group, ranked)
    if len(ranked) <= _IN_CELLS:
        yield _frequency_chart(facts, group, ranked)


def _leader(facts: RoundFacts, found: Uncertainty, group: GroupRanks) -> Iterator[Block]:
    stays = group.leader_stays
    if not group.leader or stays is None:
        return
    likely = "sure.leader_likely" if stays >= _LIKELY else "sure.leader_open"
    verdict = "sure.leader_firm" if stays >= found.quotable else likely
    said = facts.phrases.say(
        "sure.leader",
        name=group_name(facts, group),
        first=unit_name(facts, group.leader),
        share=percent(stays),
        verdict=facts.phrases.say(verdict, share=whole_percent(found.quotable)),
    )
    yield Paragraph(said, ParagraphRole.CONCLUSION)


def _neighbours(facts: RoundFacts, found: Uncertainty, group: GroupRanks) -> Iterator[Block]:
    if not group.neighbours:
        return
    alike = [pair for pair in group.neighbours if pair.share < found.quotable]
    if not alike:
        share, name = whole_percent(found.quotable), group_name(facts, group)
        yield Paragraph(facts.phrases.say("sure.all_apart", name=name, share=share))
        return
    named = sorted(alike, key=lambda pair: abs(pair.share - 0.5))
    said = facts.phrases.say(
        "sure.alike",
        name=group_name(facts, group),
        count=number(len(alike)),
        pairs=number(len(group.neighbours)),
        share=whole_percent(found.quotable),
        names=listed_units(facts, [_pair(facts, pair) for pair in named]),
    )
    yield Paragraph(said)


def _pair(facts: RoundFacts, pair: PairOrder) -> Words:
    return facts.phrases.say(
        "sure.pair",
        first=unit_name(facts, pair.ahead),
        second=unit_name(facts, pair.behind),
        share=percent(pair.share),
    )


def _widest(facts: RoundFacts, found: Uncertainty, ranked: Sequence[UnitRanks]) -> Iterator[Block]:
    """How wide the intervals are: half of them, and the widest."""
    widths = [((unit.high or 0.0) - (unit.low or 0.0), unit) for unit in ranked]
    if len(widths) < 2:
        return
    width, unit = max(widths, key=lambda entry: entry[0])
    middle = sorted(entry[0] for entry in widths)[len(widths) // 2]
    begin, end = map(whole_percent, found.interval)
    if not width:
        yield Paragraph(facts.phrases.say("sure.no_width", begin=begin, end=end))
        return
    farthest: dict[str, str | Figure] = {
        "unit": unit_name(facts, unit.unit),
        "low": rank_figure(unit.low or 0.0),
        "high": rank_figure(unit.high or 0.0),
    }
    if middle:
        yield Paragraph(facts.phrases.say("sure.widest", middle=rank_figure(middle), **farthest))
    else:
        yield Paragraph(facts.phrases.say("sure.few_move", begin=begin, end=end, **farthest))


def _shown(unit: UnitRanks) -> Figure | None:
    """Median with its interval, as it stands beside a line."""
    if unit.median is None or unit.low is None or unit.high is None:
        return None
    median, low, high = (rank_text(value) for value in (unit.median, unit.low, unit.high))
    return Figure(f"{median} ({low}–{high})", unit.median)


def _interval_chart(
    facts: RoundFacts, found: Uncertainty, group: GroupRanks, ranked: Sequence[UnitRanks]
) -> ReportChart:
    drawn, head = ranked[:_DRAWN], facts.phrases
    spans = tuple((u.low, u.high) if u.low is not None and u.high is not None else None for u in drawn)
    low, high = found.interval
    named = head.say("sure.median", low=whole_percent(low), high=whole_percent(high))
    series = (
        ChartSeries(plain(named), tuple(map(_shown, drawn)), spans),
        ChartSeries(head.text("sure.published"), tuple(facts.rank(unit.unit) for unit in drawn)),
    )
    key = "sure.chart_cut" if len(ranked) > len(drawn) else "sure.chart"
    caption = plain(head.say(key, name=group_name(facts, group), count=number(len(drawn))))
    told = head.listed(f"{unit_name(facts, u.unit)} {shown.shown}" for u in drawn if (shown := _shown(u)))
    last = max([1.0, *(u.high or 1.0 for u in drawn), *(u.rank or 1.0 for u in drawn)])
    return ReportChart(
        f"sure.chart.{group.group}", caption, ChartKind.SPANS,
        tuple(unit_name(facts, unit.unit) for unit in drawn), series, plain(told), (1.0, max(2.0, last)),
    )  # fmt: skip


def _frequency_chart(facts: RoundFacts, group: GroupRanks, ranked: Sequence[UnitRanks]) -> ReportChart:
    """How often each unit had each rank, in percent of the runs."""
    ranks, shares = _ranks(ranked), [dict(unit.shares) for unit in ranked]
    series = tuple(
        ChartSeries(
            f"{rank:g}",
            tuple(Figure(f"{100 * of[rank]:.0f}", 100 * of[rank]) if of.get(rank) else None for of in shares),
        )
        for rank in ranks
    )
    caption = plain(facts.phrases.say("sure.frequencies", name=group_name(facts, group)))
    most = max((100 * share for of in shares for share in of.values()), default=1.0)
    names = tuple(unit_name(facts, unit.unit) for unit in ranked)
    return ReportChart(
        f"sure.shares.{group.group}", caption, ChartKind.SHARES, names, series, caption, (0.0, most)
    )


def _ranks(ranked: Sequence[UnitRanks]) -> list[float]:
    """All ranks that came."""
    return sorted({rank for unit in ranked for rank, _ in unit.shares})


def _out(facts: RoundFacts, group: GroupRanks) -> Iterator[Block]:
    left = [unit for unit in group.units if unit.median is None]
    if left:
        names = [
            facts.phrases.say("sure.out_unit", unit=unit_name(facts, u.unit), why=facts.say(u.out))
            if facts.say(u.out)
            else (unit_name(facts, u.unit),)
            for u in left
        ]
        yield Paragraph(facts.phrases.say("sure.out", names=listed_units(facts, names, len(names))))


def rank_table(
    facts: RoundFacts, found: Uncertainty, group: GroupRanks, limit: int | None = None
) -> ReportTable:
    """A row for each unit: published score and rank, median, interval, share of first place, and what may be quoted.

    With a `limit`, for paper, the interval is one column; else its ends are two.
    """
    head = facts.phrases.text
    ends = (
        (("sure.column_interval", 1.0),) if limit else (("sure.column_low", 0.9), ("sure.column_high", 0.9))
    )
    numeric = (
        ("column.rank", 0.7), ("column.score", 0.9), ("sure.column_median", 0.8), *ends, ("sure.column_first", 0.9)
    )  # fmt: skip
    columns = (
        TableColumn(head("column.unit"), 2.6),
        *(TableColumn(head(key), width, numeric=True) for key, width in numeric),
        TableColumn(head("sure.column_quote"), 3),
    )
    behind = {pair.ahead: pair for pair in group.neighbours}
    rows = tuple(
        (
            (unit_name(facts, unit.unit),),
            cell(facts.rank(unit.unit)),
            cell(facts.score(unit.unit)),
            rank_cell(unit.median),
            *((_ends(unit),) if limit else (rank_cell(unit.low), rank_cell(unit.high))),
            share_cell(unit.first if unit.median is not None else None),
            _quotable(facts, found, unit, behind.get(unit.unit)),
        )
        for unit in group.units
    )
    caption = plain(facts.phrases.say("sure.table", name=group_name(facts, group)))
    low, high = map(whole_percent, found.interval)
    seed, runs = Figure(str(found.seed), float(found.seed)), number(found.runs)
    note = plain(facts.phrases.say("sure.table_note", low=low, high=high, runs=runs, seed=seed))
    return ReportTable(f"sure.table.{group.group}", caption, columns, rows, note=note, limit=limit)


def _ends(unit: UnitRanks) -> Words:
    if unit.low is None or unit.high is None:
        return NONE
    return (rank_figure(unit.low), "–", rank_figure(unit.high))


def _quotable(facts: RoundFacts, found: Uncertainty, unit: UnitRanks, pair: PairOrder | None) -> Words:
    """Whether it may be said that it stands before the next one."""
    if unit.median is None:
        return (facts.say(unit.out),) if facts.say(unit.out) else NONE
    if pair is None:
        return NONE
    key = "sure.quote_yes" if pair.share >= found.quotable else "sure.quote_no"
    return facts.phrases.say(key, share=percent(pair.share), second=unit_name(facts, pair.behind))


def pair_table(facts: RoundFacts, group: GroupRanks) -> ReportTable:
    """Each unit with the next one: in which share of the runs it stood before it."""
    head = facts.phrases.text
    columns = (
        TableColumn(head("sure.column_ahead"), 3),
        TableColumn(head("sure.column_behind"), 3),
        TableColumn(head("sure.column_before"), 1.2, numeric=True),
    )
    rows = tuple(
        ((unit_name(facts, p.ahead),), (unit_name(facts, p.behind),), share_cell(p.share))
        for p in group.neighbours
    )
    caption = plain(facts.phrases.say("sure.pairs", name=group_name(facts, group)))
    return ReportTable(f"sure.pairs.{group.group}", caption, columns, rows)


def frequency_table(facts: RoundFacts, group: GroupRanks, most: int) -> ReportTable:
    """How often each unit had each rank; ranks beyond `most` are together in the last column."""
    head = facts.phrases.text
    ranked = [unit for unit in group.units if unit.median is not None]
    ranks = _ranks(ranked)
    kept, rest = ranks[:most], ranks[most:]
    columns = [TableColumn(head("column.unit"), 3)]
    columns += [TableColumn(f"{rank:g}", 0.6, numeric=True) for rank in kept]
    if rest:
        columns.append(
            TableColumn(plain(facts.phrases.say("sure.from", rank=rank_figure(rest[0]))), 0.8, numeric=True)
        )
    rows = []
    for unit in ranked:
        shares = dict(unit.shares)
        cells = [share_cell(shares.get(rank)) for rank in kept]
        beyond = sum(shares.get(rank, 0.0) for rank in rest)
        rows.append(((unit_name(facts, unit.unit),), *cells, *([share_cell(beyond or None)] if rest else [])))
    caption = plain(facts.phrases.say("sure.frequencies", name=group_name(facts, group)))
    return ReportTable(f"sure.often.{group.group}", caption, tuple(columns), tuple(rows), shaded=True)
