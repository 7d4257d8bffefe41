"""The chapters of the report as sheets: what they say, and every table of theirs with numbers as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import Area
from smartxl.model.numbering import captions, headings
from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import (
    ChartKind,
    Figure,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.sheetdesign import Chart, Look
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.figures import figure_cell
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.text import width_of

__all__ = ["ChapterSheets", "chapters_of", "has_tables", "table_cells"]

_NARROWEST, _NUMBER, _WIDEST, _EMPTY = 9.0, 11.0, 46.0, 16.0
_LEAST, _MOST, _PORTRAIT = 88.0, 160.0, 100.0
"""Characters that a sheet is wide: with less its sentences break often, with more its print is small."""
_SHORT_ROWS, _FEWEST_ROWS = 58, 5
_LINES_SIZE, _LINES_ROWS = (16.0, 7.5), 14  # a chart: centimetres, and as many rows
_UPRIGHT_PAGE, _ACROSS_PAGE = 1280.0, 900.0
"""Points that are still read when they are printed on one page."""
_FILTERED = 8
"""Rows from which on a table has filter buttons."""


@dataclass(frozen=True)
class ChapterSheets:
    """`names`: chapter's key → its sheet; `short`: on few pages, with only as many rows as are read there.

    With an `intro` of their own the chapters are no part of the report: nothing in them is numbered. Tables of the chapters
    in `cut` are whole on other sheets, and as long as on paper here.
    """

    context: Context
    content: ReportContent
    names: Mapping[str, str]
    back: Link | str
    short: bool = False
    intro: str = ""
    cut: frozenset[str] = frozenset()

    def plan(self, chapters: Iterable[ReportSection]) -> tuple[SheetPlan, ...]:
        """A sheet for each of some chapters."""
        told = tuple(chapters)
        titles, numbered = self._titles(told), self._captions(told)
        return tuple(_Chapter(self, chapter, titles, numbered).plan() for chapter in told)

    def _titles(self, chapters: Sequence[ReportSection]) -> Mapping[str, str]:
        """Key of a section → its heading."""
        if self.intro:
            return {part.key: part.title for chapter in chapters for part in chapter.walk()}
        return {heading.section.key: heading.text for heading in headings(self.content)}

    def _captions(self, chapters: Sequence[ReportSection]) -> Mapping[str, str]:
        """Key of a table or chart → its caption."""
        if not self.intro:
            return captions(self.content)
        blocks = (block for chapter in chapters for part in chapter.walk() for block in part.blocks)
        return {block.key: block.caption for block in blocks if isinstance(block, ReportTable | ReportChart)}


def chapters_of(sections: Iterable[ReportSection]) -> tuple[ReportSection, ...]:
    """Those that say something in a workbook."""
    shown = (Paragraph, Listing, ReportTable)
    return tuple(
        chapter
        for chapter in sections
        if any(isinstance(block, shown) for part in chapter.walk() for block in part.blocks)
    )


def has_tables(chapter: ReportSection) -> bool:
    """Whether a chapter says anything but sentences, which the first sheet has of the most important ones."""
    return any(isinstance(block, ReportTable) for part in chapter.walk() for block in part.blocks)


class _Chapter:
    """One sheet while it is planned."""

    def __init__(
        self,
        sheets: ChapterSheets,
        chapter: ReportSection,
        titles: Mapping[str, str],
        told: Mapping[str, str],
    ) -> None:
        self.sheets, self.chapter, self.titles, self.told = sheets, chapter, titles, told
        blocks = [block for part in chapter.walk() for block in part.blocks]
        self.tables = [block for block in blocks if isinstance(block, ReportTable)]
        self.drawn = [b for b in blocks if isinstance(b, ReportChart) and b.kind is ChartKind.LINES]
        self.rows_of = dict(zip([t.key for t in self.tables], self._shares(), strict=True))
        least = max((len(chart.series) + 1 for chart in self.drawn), default=2)
        self.page = ReportPage(sheets.names[chapter.key], _widths(self.tables, least))
        self.heads: dict[str, tuple[int, int]] = {}

    def _shares(self) -> list[int]:
        """How many rows each table shows: all, or in short what the others leave of a page, small tables first."""
        sizes = [len(table.rows) for table in self.tables]
        if self.chapter.key in self.sheets.cut:
            return [min(size, table.limit or size) for size, table in zip(sizes, self.tables, strict=True)]
        if not self.sheets.short:
            return sizes
        left, shares = _SHORT_ROWS - _LINES_ROWS * len(self.drawn), dict[int, int]()
        for done, place in enumerate(sorted(range(len(sizes)), key=lambda at: sizes[at])):
            shares[place] = min(sizes[place], max(left // (len(sizes) - done), _FEWEST_ROWS))
            left -= shares[place]
        return [shares[place] for place in range(len(sizes))]

    def plan(self) -> SheetPlan:
        """The chapter's title, then its parts in reading order."""
        words = self.sheets.context.words
        self.page.title(self.titles[self.chapter.key], self.sheets.back)
        intro = self.sheets.intro or words["chapter.short" if self.sheets.short else "chapter.intro"]
        self.page.across(intro, looks.INTRO, least=18.0)
        for part in self.chapter.walk():
            if part is not self.chapter:
                self.page.across(self.titles[part.key], looks.HEADING)
            for block in part.blocks:
                if isinstance(block, Paragraph):
                    self.page.across(plain(block.words), _look_of(block.role), least=17.0)
                elif isinstance(block, Listing):
                    for item in block.items:
                        self.page.across(f"· {plain(item)}", looks.SENTENCE, least=17.0)
                elif isinstance(block, ReportTable):
                    self._table(block)
                elif isinstance(block, ReportChart) and block.kind is ChartKind.LINES:
                    self._lines(block)
        portrait = sum(self.page.widths) <= _PORTRAIT
        needed = math.ceil(self.page.height / (_UPRIGHT_PAGE if portrait else _ACROSS_PAGE))
        sheet = self.page.sheet(
            portrait=portrait,
            pages=needed if self.sheets.short else 0,
            filtered=(0, 0) if self.sheets.short else self._longest(),
            repeated=self._repeated(),
        )
        return replace(sheet, chapter=self.chapter.key)

    def _table(self, table: ReportTable) -> None:
        page, columns = self.page, table.columns
        page.across(self.told[table.key], looks.CAPTION, least=22.0)
        first = page.add([(column.head, looks.HEAD) for column in columns])
        shown = table.rows[: self.rows_of[table.key]]
        for place, row in enumerate(shown):
            page.add(list(table_cells(columns, row, strong=place in table.strong)))
        if table.shaded and shown:
            page.shade(first + 1, 2, first + len(shown), len(columns), 0)
        self.heads[table.key] = first, first + len(shown)
        if left := len(table.rows) - len(shown):
            more = "sure.more" if self.chapter.key in self.sheets.cut else "chapter.more"
            page.across(self.sheets.context.words[more].format(count=left), looks.NOTE)
        if table.note:
            page.across(table.note, looks.NOTE)

    def _lines(self, chart: ReportChart) -> None:
        """Numbers over time as a native chart, and above it the numbers that it draws."""
        page, told = self.page, self.told[chart.key]
        page.across(told, looks.CAPTION, least=22.0)
        head = page.add([("", looks.HEAD), *((series.name, looks.HEAD) for series in chart.series)])
        for place, category in enumerate(chart.categories):
            numbers = (series.values[place] for series in chart.series)
            page.add([(category, looks.TEXT), *(_number(figure) for figure in numbers)])
        first, last = head + 1, head + len(chart.categories)
        series = tuple(
            (series.name, Area(page.name, first, column, last, column))
            for column, series in enumerate(chart.series, 2)
        )
        labels = Area(page.name, first, 1, last, 1)
        drawn = Chart(told, labels, series, ChartKind.LINES, _LINES_SIZE, chart.limits)
        page.put(page.room(_LINES_SIZE[1]), 1, drawn)

    def _longest(self) -> tuple[int, int]:
        """Heads and last row of the table that has filter buttons: a sheet holds those of one."""
        if not self.tables or not all(len(t.columns) == self.page.last_column for t in self.tables):
            return 0, 0
        head, last = max(self.heads.values(), key=lambda reach: reach[1] - reach[0])
        return (head, last) if last - head >= _FILTERED else (0, 0)

    def _repeated(self) -> int:
        """The row of heads that stands on every printed page, where all tables have the same."""
        heads = {tuple(column.head for column in table.columns) for table in self.tables}
        return next(iter(self.heads.values()))[0] if len(heads) == 1 else 0


def _number(figure: Figure | None) -> Styled:
    found = figure_cell((figure,)) if figure else None
    if found is None:
        return ("—" if figure is None else figure.shown), looks.CENTRE
    return found[0], replace(looks.NUMBER, number_format=found[1])


def _look_of(role: ParagraphRole) -> Look:
    return {ParagraphRole.CONCLUSION: looks.CONCLUSION, ParagraphRole.NOTE: looks.NOTE}.get(
        role, looks.SENTENCE
    )


def table_cells(columns: Sequence[TableColumn], row: Sequence[Words], *, strong: bool) -> Iterator[Styled]:
    """The cells of a row: numbers as numbers, with the format that shows what the report shows."""
    for column, words in zip(columns, row, strict=True):
        figure = figure_cell(words)
        if figure is not None:
            value, code = figure
            yield value, replace(looks.STRONG_NUMBER if strong else looks.NUMBER, number_format=code)
        elif column.numeric:
            yield plain(words), looks.STRONG_TEXT if strong else looks.CENTRE
        else:
            yield plain(words), looks.STRONG_TEXT if strong else looks.TEXT


def _widths(tables: Sequence[ReportTable], least: int) -> list[float]:
    """At least so many columns as wide as their contents need, and together as wide as sentences are read well."""
    size = max(least, *(len(table.columns) for table in tables), 0) if tables else max(least, 6)
    widths = [
        max((_width(table, place) for table in tables if place < len(table.columns)), default=_EMPTY)
        for place in range(size)
    ]
    total = sum(widths)
    if total < _LEAST:
        texts = [place for place in range(size) if widths[place] > _NUMBER] or list(range(size))
        share = (_LEAST - total) / len(texts)
        return [width + share * (place in texts) for place, width in enumerate(widths)]
    return [max(width * _MOST / total, _NARROWEST) for width in widths] if total > _MOST else widths


def _width(table: ReportTable, place: int) -> float:
    column = table.columns[place]
    longest = max((width_of(plain(row[place])) for row in table.rows), default=0.0)
    if column.numeric:
        return min(max(_NUMBER, longest + 2), _WIDEST)
    return min(max(_NARROWEST, width_of(column.head) + 2, longest + 2), _WIDEST)
