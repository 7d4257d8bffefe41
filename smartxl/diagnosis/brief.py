"""The brief for leaders: two pages from the chapters of the whole report, of which the least important are shortened first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.model.report import (
    Block,
    Figure,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportContent,
    ReportForm,
    ReportSection,
    ReportTable,
    Words,
    plain,
)

__all__ = ["BRIEF_PAGES", "brief_contents"]

BRIEF_PAGES = 2
_FEW = 2
"""So many rows between the first and the last are shown rather than counted."""


@dataclass(frozen=True, slots=True)
class _BriefRoom:
    """How much a brief says: rows of a table, classes, first and last units, items to raise, tasks, letters of a statement."""

    rows: int
    classes: int
    ends: int
    moved: int
    tasks: int
    letters: int


_ROOMS = (
    _BriefRoom(12, 6, 5, 3, 8, 450),
    _BriefRoom(12, 6, 3, 3, 6, 450),
    _BriefRoom(12, 6, 3, 3, 4, 450),
    _BriefRoom(10, 5, 2, 2, 3, 400),
    _BriefRoom(8, 4, 1, 2, 3, 400),
    _BriefRoom(7, 4, 0, 1, 2, 400),
    _BriefRoom(6, 3, 0, 1, 1, 350),
    _BriefRoom(4, 2, 0, 1, 1, 350),
    _BriefRoom(3, 2, 0, 0, 1, 250),
)


def brief_contents(facts: RoundFacts, whole: ReportContent, day: date) -> tuple[ReportContent, ...]:
    """The brief of a report as it may be said, from most to least."""
    return tuple(_brief(facts, whole, day, room) for room in _ROOMS)


def _brief(facts: RoundFacts, whole: ReportContent, day: date, room: _BriefRoom) -> ReportContent:
    chapters = _BriefChapters(facts, room)
    sections = tuple(
        ReportSection(chapter.key, chapter.title, tuple(chapters.of(chapter))) for chapter in whole.sections
    )
    filled = tuple(section for section in sections if section.blocks)
    title = facts.phrases.text("brief.title")
    return ReportContent(facts.lang, cover(facts, day, title), filled, form=ReportForm.BRIEF)


@dataclass(frozen=True, slots=True)
class _BriefChapters:
    facts: RoundFacts
    room: _BriefRoom

    def of(self, chapter: ReportSection) -> Iterator[Block]:
        """What the brief says of a chapter; nothing of most."""
        if chapter.key == "result":
            yield from self._result(chapter)
        elif chapter.key == "trend":
            yield from list(self._paragraphs(chapter))[:2]
        elif chapter.key == "ranking":
            yield from self._ranking(chapter)
        elif chapter.key == "strengths":
            yield from self._strengths(chapter)
        elif chapter.key == "improve":
            yield from self._improve(chapter)
        elif chapter.key == "tasks":
            yield from self._tasks(chapter)

    def _result(self, chapter: ReportSection) -> Iterator[Block]:
        for section in chapter.walk():
            yield from self._paragraphs(section)
            for table in _tables(section):
                if table.key in {"result.totals", "result.areas"}:
                    yield self._first(replace(table, note=""), self.room.rows)

    def _paragraphs(self, section: ReportSection) -> Iterator[Paragraph]:
        """The statements without notes; one that names very many units is left to the report."""
        for block in section.blocks:
            if not isinstance(block, Paragraph) or block.role is ParagraphRole.NOTE:
                continue
            if block.role is ParagraphRole.CONCLUSION or len(plain(block.words)) <= self.room.letters:
                yield block

    def _ranking(self, chapter: ReportSection) -> Iterator[Block]:
        for part in chapter.parts[: self.room.classes]:
            yield from self._together(part)
            for table in _tables(part):
                if self.room.ends and table.key.startswith("ranking.table."):
                    yield from self._ends(table)
        yield from self._rest(len(chapter.parts) - self.room.classes)

    def _strengths(self, chapter: ReportSection) -> Iterator[Block]:
        yield from self._paragraphs(chapter)
        for part in chapter.parts[: self.room.classes]:
            after = "：" if self.facts.lang == "zh" else ". "
            yield from self._together(part, (f"{part.title}{after}",))
        yield from self._rest(len(chapter.parts) - self.room.classes)

    def _improve(self, chapter: ReportSection) -> Iterator[Block]:
        yield from self._paragraphs(chapter) if self.room.moved else ()
        for block in chapter.blocks:
            if isinstance(block, Listing) and self.room.moved:
                yield Listing(block.items[: self.room.moved])

    def _tasks(self, chapter: ReportSection) -> Iterator[Block]:
        yield from self._paragraphs(chapter)
        text = self.facts.phrases.text
        wanted = {text(f"column.{key}") for key in ("indicator", "problem", "responsible", "expected")}
        for table in _tables(chapter):
            if table.key == "tasks.table":
                yield self._first(_columns(_by_gain(table), wanted), self.room.tasks)

    def _together(self, section: ReportSection, before: Words = ()) -> Iterator[Paragraph]:
        """The statements of a section as one paragraph."""
        between = "" if self.facts.lang == "zh" else " "
        told = list(self._paragraphs(section))
        words = tuple(run for place, one in enumerate(told) for run in ((between,) * (place > 0) + one.words))
        if words:
            yield Paragraph((*before, *words))

    def _first(self, table: ReportTable, rows: int) -> ReportTable:
        """The first rows of a table, with how many more the report has."""
        left = len(table.rows) - rows
        if left <= 0:
            return table
        return replace(
            table,
            rows=table.rows[:rows],
            strong=frozenset(place for place in table.strong if place < rows),
            note=self._say("brief.rows", left),
            limit=None,
        )

    def _ends(self, table: ReportTable) -> Iterator[ReportTable]:
        """The first and the last rows; of units in groups the first of each group, nothing where there are too many groups."""
        ends = self.room.ends
        left = len(table.rows) - 2 * ends
        if left <= _FEW:
            yield table
        elif groups := self._groups(table):
            if len(groups) <= 2 * ends:
                rows = tuple(row for group in groups for row in group[: 2 * ends // len(groups)])
                note = self._say("brief.rows", len(table.rows) - len(rows))
                yield replace(table, rows=rows, note=note, limit=None)
        else:
            rows = (*table.rows[:ends], *table.rows[-ends:])
            yield replace(table, rows=rows, note=self._say("brief.between", left), limit=None)

    def _groups(self, table: ReportTable) -> list[list[tuple[Words, ...]]]:
        """The rows of each group of units that a ranking has; none where all are ranked together."""
        head = self.facts.phrases.text("column.group")
        place = next((place for place, column in enumerate(table.columns) if column.head == head), None)
        if place is None:
            return []
        return [list(rows) for _, rows in groupby(table.rows, key=lambda row: row[place])]

    def _rest(self, classes: int) -> Iterator[Block]:
        if classes > 0:
            yield Paragraph(
                self.facts.phrases.say("brief.classes", count=number(classes)), ParagraphRole.NOTE
            )

    def _say(self, key: str, count: int) -> str:
        return plain(self.facts.phrases.say(key, count=number(count)))


def _tables(section: ReportSection) -> Iterator[ReportTable]:
    return (block for block in section.blocks if isinstance(block, ReportTable))


def _by_gain(table: ReportTable) -> ReportTable:
    """The rows whose last number is highest first; those without one last."""

    def gain(row: tuple[Words, ...]) -> float:
        return next((-run.value for run in row[-1] if isinstance(run, Figure)), 0.0)

    return replace(table, rows=tuple(sorted(table.rows, key=gain)))


def _columns(table: ReportTable, heads: set[str]) -> ReportTable:
    """The columns with these heads."""
    places = [place for place, column in enumerate(table.columns) if column.head in heads]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
    )
