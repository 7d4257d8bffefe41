"""The report of one unit: one page of what it is told and asked to do, and behind it every indicator and every open item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from smartxl.diagnosis.advice import gained, open_said, standing_of
from smartxl.diagnosis.changes import unit_change
from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.diagnosis.improve import OpenItem, Raised, at_full, gain, raised
from smartxl.diagnosis.obstacle import leaf_losses
from smartxl.diagnosis.strengths import losses_blocks
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportForm,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.scores import QuantityKind

__all__ = ["UNIT_PAGES", "unit_annex", "unit_contents"]

UNIT_PAGES = 1
_MOST = 7  # items to be raised


@dataclass(frozen=True, slots=True)
class _UnitRoom:
    """How much a page says: areas of the chart, items to be raised, names of unanswered items, tasks; strengths or not."""

    areas: int
    raised: int
    blanks: int
    tasks: int
    strengths: bool = True


_ROOMS = (
    _UnitRoom(10, _MOST, 8, 3),
    _UnitRoom(8, 5, 5, 3),
    _UnitRoom(6, 4, 3, 3),
    _UnitRoom(5, 3, 2, 2),
    _UnitRoom(4, 2, 1, 2),
    _UnitRoom(3, 1, 0, 1),
    _UnitRoom(3, 1, 0, 1, strengths=False),
    _UnitRoom(0, 1, 0, 1, strengths=False),
)


def unit_contents(facts: RoundFacts, unit: Unit, day: date) -> tuple[ReportContent, ...]:
    """The page of a unit as it may be said, from most to least."""
    page = _UnitPage.of(facts, unit)
    first = cover(facts, day)
    return tuple(
        ReportContent(facts.lang, first, (page.section(room),), form=ReportForm.UNITS) for room in _ROOMS
    )


def unit_annex(facts: RoundFacts, unit: Unit) -> ReportSection:
    """What stands behind the page: every indicator with what it loses, and every item below its full level."""
    own = [entry for entry in facts.open if entry.item.unit == unit.code]
    losses = [block for block in _losses(facts, unit) if isinstance(block, ReportTable)]
    return ReportSection(
        f"items.{unit.code}", facts.phrases.text("unit.items"), (*losses, *_items(facts, unit, own))
    )


@dataclass(frozen=True, slots=True)
class _UnitPage:
    """What a page is made of, found once for all lengths of it."""

    facts: RoundFacts
    unit: Unit
    open: tuple[OpenItem, ...]
    raised: tuple[Raised, ...]
    tasks: tuple[tuple[Words, ...], ...]

    @staticmethod
    def of(facts: RoundFacts, unit: Unit) -> _UnitPage:
        own = tuple(entry for entry in facts.open if entry.item.unit == unit.code)
        found = raised(facts.definition, facts.answers, facts.table, facts.scorer, own, _MOST)
        by_own_gain = sorted(found, key=lambda entry: -round(entry.gain_unit, 9))
        return _UnitPage(facts, unit, own, tuple(by_own_gain), tuple(_task_rows(facts, unit, own)))

    def section(self, room: _UnitRoom) -> ReportSection:
        """The page."""
        facts, code = self.facts, self.unit.code
        losses = tuple(block for block in _losses(facts, self.unit) if isinstance(block, Paragraph))
        losses = losses if room.strengths else losses[-1:]
        parts = (
            ("areas", "unit.areas", tuple(self._areas(room.areas))),
            ("losses", "unit.losses", losses),
            ("improve", "unit.improve", (*self._raised(room.raised), *self._blanks(room.blanks))),
            ("tasks", "tasks.title", tuple(self._tasks(room.tasks))),
        )
        filled = tuple(
            ReportSection(f"{key}.{code}", facts.phrases.text(title), blocks)
            for key, title, blocks in parts
            if blocks
        )
        title = plain(facts.phrases.say("unit.title", unit=facts.unit_name(self.unit)))
        return ReportSection(f"unit.{code}", title, tuple(_result(facts, self.unit)), filled)

    def _areas(self, most: int) -> Iterator[Block]:
        """The areas beside the class as a whole; where there are many, those that lie lowest below it."""
        facts, code, peers = self.facts, self.unit.code, f"@{self.unit.unit_class}"
        every = [
            node for node in facts.areas(self.unit.unit_class) if facts.score(code, node.code) is not None
        ]
        own = {node.code: facts.score(code, node.code) for node in every}
        mean = {node.code: facts.score(peers, node.code) for node in every}

        def behind(at: str) -> float:
            one, other = own[at], mean[at]
            return one.value - other.value if one and other else 0.0

        chosen = sorted(every, key=lambda node: behind(node.code))[:most]
        shown = [node for node in every if node in chosen]
        if not shown:
            return
        both = (
            ChartSeries(facts.phrases.text("unit.own"), tuple(own[node.code] for node in shown)),
            ChartSeries(facts.phrases.text("unit.mean"), tuple(mean[node.code] for node in shown)),
        )
        # A class of which nobody has a score has no mean to stand beside.
        series = tuple(one for one in both if any(one.values))
        values = [figure.value for one in series for figure in one.values if figure]
        yield ReportChart(
            f"unit.areas.{code}",
            facts.phrases.text("unit.areas"),
            ChartKind.BARS,
            tuple(facts.say(node.name) for node in shown),
            series,
            _alt(facts, [facts.say(node.name) for node in shown], series),
            (min(0.0, *values), max(100.0, *values)),
        )
        if len(every) > len(shown):
            left = number(len(every) - len(shown))
            yield Paragraph(facts.phrases.say("unit.areas_left", count=left), ParagraphRole.NOTE)

    def _raised(self, most: int) -> Iterator[Block]:
        facts, head = self.facts, self.facts.phrases.text
        rows = tuple(_raised_row(facts, entry) for entry in self.raised[:most])
        if not rows:
            if not self.open and _has_levels(facts, self.unit):
                yield Paragraph(facts.phrases.say("unit.items_none"))
            return
        columns = (
            TableColumn(head("column.indicator"), 2),
            TableColumn(head("column.item"), 4),
            TableColumn(head("column.now"), 1.2),
            TableColumn(head("column.gain_unit"), 1.3, numeric=True),
        )
        counts = open_said(facts, self.open)
        yield Paragraph(facts.phrases.say("unit.items_lead", count=number(len(self.open)), counts=counts))
        yield ReportTable(
            f"unit.improve.{self.unit.code}",
            head("unit.improve_caption"),
            columns,
            rows,
            note=head("unit.improve_lead"),
        )

    def _blanks(self, most: int) -> Iterator[Block]:
        """Which items are not answered, the first ones by name."""
        facts = self.facts
        blank = [facts.say(entry.item.title) for entry in self.open if entry.share is None]
        if not blank:
            return
        count = number(len(blank))
        if not most:
            yield Paragraph(facts.phrases.say("unit.blanks_many", count=count))
            return
        key = "unit.blanks" if len(blank) <= most else "unit.blanks_more"
        yield Paragraph(facts.phrases.say(key, count=count, names=facts.phrases.listed(blank[:most])))

    def _tasks(self, most: int) -> Iterator[Block]:
        head = self.facts.phrases.text
        columns = (
            TableColumn(head("column.indicator"), 2.5),
            TableColumn(head("column.score"), 0.9, numeric=True),
            TableColumn(head("column.problem"), 3.6),
            TableColumn(head("column.gain_unit"), 1.3, numeric=True),
        )
        if self.tasks:
            key = f"unit.tasks.{self.unit.code}"
            yield ReportTable(
                key, head("tasks.caption"), columns, self.tasks[:most], note=head("unit.tasks_note")
            )


def _result(facts: RoundFacts, unit: Unit) -> Iterator[Block]:
    yield Paragraph(_conclusion(facts, unit), ParagraphRole.CONCLUSION)
    said: Words = ()
    rank = facts.rank(unit.code)
    if rank is not None and facts.score(unit.code) is not None:
        count = sum(facts.score(peer.code) is not None for peer in facts.peers(unit))
        name = _peers_name(facts, unit)
        said = facts.phrases.say("unit.ranked", count=number(count), rank=rank, **{"class": name})
    if facts.coverage(unit.code) is not None:
        said = (
            *said,
            *facts.phrases.say(
                "unit.coverage",
                applicable=facts.count(QuantityKind.APPLICABLE, unit.code),
                answered=facts.count(QuantityKind.ANSWERED, unit.code),
                coverage=cell(facts.coverage(unit.code)),
            ),
        )
    if said:
        yield Paragraph(said)
    if changed := unit_change(facts, unit):
        yield Paragraph(changed)


def _peers_name(facts: RoundFacts, unit: Unit) -> str:
    """Among whom a unit is ranked: its class, and its group where there are some."""
    name = facts.say(facts.definition.framework.unit_class(unit.unit_class).name)
    if not facts.grouped or not unit.group:
        return name
    return f"{name}（{unit.group}）" if facts.lang == "zh" else f"{name}, {unit.group}"


def _conclusion(facts: RoundFacts, unit: Unit) -> Words:
    phrases, name, score = facts.phrases, facts.unit_name(unit), facts.score(unit.code)
    if score is None and facts.table.below_floor(unit.code, ROOT):
        return phrases.say("unit.ungraded", unit=name, coverage=cell(facts.coverage(unit.code)))
    if score is None:
        return phrases.say("unit.unscored", unit=name)
    step = facts.to_next(facts.score(unit.code))
    distance = phrases.say("result.distance", points=step[0], next=step[1]) if step else ()
    stage = facts.stage(unit.code)
    return phrases.say("unit.conclusion", unit=name, score=score, stage=stage, distance=distance)


def _alt(facts: RoundFacts, names: Sequence[str], series: Sequence[ChartSeries]) -> str:
    """What a chart shows, in words."""

    def pairs(one: ChartSeries) -> Iterator[str]:
        return (f"{name} {value.shown}" for name, value in zip(names, one.values, strict=True) if value)

    return " ".join(
        plain(facts.phrases.say("result.alt", name=one.name, values=facts.phrases.listed(pairs(one))))
        for one in series
    )


def _losses(facts: RoundFacts, unit: Unit) -> Iterator[Block]:
    if facts.score(unit.code) is not None:
        yield from losses_blocks(facts, unit.code, unit.unit_class, facts.unit_name(unit))


def _raised_row(facts: RoundFacts, entry: Raised) -> tuple[Words, ...]:
    item = entry.open.item
    return (
        (facts.say(facts.definition.framework.by_code[item.leaf].name),),
        (facts.say(item.title),),
        (standing_of(facts, entry.open),),
        (gained(facts, entry.gain_unit, item.unit),),
    )


def _task_rows(facts: RoundFacts, unit: Unit, own: Sequence[OpenItem]) -> Iterator[tuple[Words, ...]]:
    """The three indicators that lose most, what is open under each, and what the unit gains when all of it is raised."""
    losses = leaf_losses(facts.definition, facts.table, unit.code, unit.unit_class)
    for loss in [loss for loss in losses if loss.lost > 0][:3]:
        entries = [entry for entry in own if entry.item.leaf == loss.leaf.code]
        yield (
            (f"{loss.leaf.code} {facts.say(loss.leaf.name)}",),
            cell(facts.score(unit.code, loss.leaf.code)),
            _problem(facts, entries),
            (_all_raised(facts, unit, entries),) if entries else NONE,
        )


def _all_raised(facts: RoundFacts, unit: Unit, entries: Sequence[OpenItem]) -> Figure:
    after = facts.scorer(at_full(entries))
    return gained(facts, gain(facts.table, after, unit.code), unit.code)


def _has_levels(facts: RoundFacts, unit: Unit) -> bool:
    """Whether a unit has items or levels that could be below their full level."""
    asked = (leaf.indicator for leaf in facts.definition.leaves(unit))
    return any(indicator.measure.earns_share for indicator in asked if indicator)


def _problem(facts: RoundFacts, entries: Sequence[OpenItem]) -> Words:
    if not entries:
        return facts.phrases.say("tasks.number")
    return open_said(facts, entries)


def _items(facts: RoundFacts, unit: Unit, own: Sequence[OpenItem]) -> Iterator[Block]:
    head = facts.phrases.text
    if not own:
        if _has_levels(facts, unit):
            yield Paragraph(facts.phrases.say("unit.items_none"))
        return
    columns = (
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.item"), 4),
        TableColumn(head("column.now"), 1.2),
        TableColumn(head("column.address"), 2.5),
    )
    rows = tuple(_item_row(facts, entry) for entry in own)
    yield ReportTable("unit.items", head("unit.items_caption"), columns, rows)


def _item_row(facts: RoundFacts, entry: OpenItem) -> tuple[Words, ...]:
    address = str(entry.answer.fields.get(Field.ADDRESS, ""))
    return (
        (facts.say(facts.definition.framework.by_code[entry.item.leaf].name),),
        (facts.say(entry.item.title),),
        (standing_of(facts, entry),),
        (address,) if address else NONE,
    )
