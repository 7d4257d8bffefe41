"""The order of the result workbook: digest, contents, chapters, how sure it is, what recalculates, units, method, lists.

The digest, the rankings and the chapters follow from the report's content; where there is none, the workbook has the sheets
that recalculate and the lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from smartxl.cells import Cell
from smartxl.model.diagnosis import ResultReport
from smartxl.model.framework import UnitClass
from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import ReportSection
from smartxl.model.sheetdesign import Chart
from smartxl.planning.chapters import ChapterSheets, chapters_of, has_tables
from smartxl.planning.context import Context
from smartxl.planning.digest import DigestParts, plan_digest, plan_rankings
from smartxl.planning.directory import SheetGroup, plan_directory, title_of, with_way_back
from smartxl.planning.ranked import RankedClass, plan_ranked
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness import SurePlaces, plan_sure_sheets, sure_sheet_names
from smartxl.planning.unitblocks import UnitFile
from smartxl.sheetnames import free_sheet_names

__all__ = ["ResultParts", "result_sheets"]

_DIGEST, _RANKINGS, _DIRECTORY = "digest", "rankings", "directory"
_WHOLE_ELSEWHERE = frozenset({"sure"})
"""Chapters whose tables are whole on sheets of their own."""
_MOST_PAGES = 14
"""How many pages the short version has at most."""


@dataclass(frozen=True)
class ResultParts:
    """The sheets of the result workbook that recalculate (`summaries` by class), those of units, and its lists.

    Where the units stand in `files` of their own, sheets with their scores are `carried` in place of theirs.
    """

    city: SheetPlan
    indicators: SheetPlan
    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    units: tuple[SheetPlan, ...]
    lists: tuple[SheetPlan, ...]
    carried: tuple[SheetPlan, ...] = ()
    files: tuple[UnitFile, ...] = ()

    @property
    def all(self) -> tuple[SheetPlan, ...]:
        """All of them in the order of a workbook without a report."""
        return (
            *(self.city, *self.summaries.values(), *self.lists, self.indicators),
            *(*self.carried, *self.units),
        )


def result_sheets(context: Context, parts: ResultParts, report: ResultReport | None) -> tuple[SheetPlan, ...]:
    """All sheets of the workbook but its list sheet."""
    if report is None:
        return parts.all
    book = _Book(context, parts, report)
    return book.short() if report.short else book.whole()


class _Book:
    """The workbook with its report while it is put together."""

    def __init__(self, context: Context, parts: ResultParts, report: ResultReport) -> None:
        self.context, self.parts, self.report, self.words = context, parts, report, context.words
        self.chapters = chapters_of(report.content.sections)
        self.annexes = chapters_of(report.content.annexes)
        self.names = self._names([sheet.name for sheet in parts.all])
        self.top = Cell(self.names[_DIRECTORY], 1, 1)
        self.back = "" if report.short else Link(self.words["sheet.directory"], self.top)
        ranked = {c.code: self._ranked(c) for c in self._classes}
        self.ranked = tuple(sheet for sheet, _ in ranked.values())
        charts = {code: chart for code, (_, chart) in ranked.items()}
        note = self.words["digest.short" if report.short else "digest.live"]
        digest = DigestParts(report.brief, parts.city, self.back, note, report.total)
        self.digest = plan_digest(context, digest, self.names[_DIGEST])
        self.rankings = plan_rankings(context, charts, self.names[_RANKINGS], self.back)
        sources = SurePlaces(parts.summaries, parts.places, self.back)
        self.sure = () if report.short else plan_sure_sheets(context, report, sources, self.names)

    def whole(self) -> tuple[SheetPlan, ...]:
        """In the order in which a reader wants them; each of them leads back to the contents."""
        parts, told = self.parts, self._told(self.chapters)
        live = (parts.city, *self.ranked, parts.indicators, *parts.summaries.values())
        rest = (*self._told(self.annexes), *parts.lists)
        directory = self._directory((self.digest, self.rankings, *told), (*live, *parts.carried), rest)
        ours = [s for s in (*live, *parts.units, *rest) if s.template]
        linked = with_way_back((*ours, *parts.carried), self.top)
        by_name = {sheet.name: sheet for sheet in linked}
        order = (
            *(self.digest, directory, self.rankings, *told, *self.sure),
            *(*live, *parts.carried, *parts.units, *rest),
        )
        return tuple(by_name.get(sheet.name, sheet) for sheet in order)

    def short(self) -> tuple[SheetPlan, ...]:
        """What is printed, and hidden behind it what the charts draw."""
        told = self._told(tuple(chapter for chapter in self.chapters if has_tables(chapter)))
        shown: list[SheetPlan] = []
        pages = 0
        for sheet in (self.digest, self.rankings, *told):
            pages += sheet.design.pages if sheet.design else 1
            shown += [sheet] if pages <= _MOST_PAGES else []
        return (*shown, *(replace(sheet, hidden=True) for sheet in (self.parts.city, *self.ranked)))

    def _told(self, chapters: tuple[ReportSection, ...]) -> tuple[SheetPlan, ...]:
        cut = frozenset() if self.report.short else _WHOLE_ELSEWHERE
        sheets = ChapterSheets(
            self.context, self.report.content, self.names, self.back, self.report.short, cut=cut
        )
        return sheets.plan(chapters)

    @property
    def _classes(self) -> tuple[UnitClass, ...]:
        return self.context.definition.framework.classes

    def _ranked(self, unit_class: UnitClass) -> tuple[SheetPlan, Chart]:
        """The class with its units by rank, those that are compared with each other together; equals as on the summary, units
        without a rank last."""
        place, ranks = self.parts.places[unit_class.code], self.report.ranks
        groups = {name: number for number, name in enumerate(place.group_names)}
        order = sorted(
            place.units,
            key=lambda unit: (
                groups[place.group_of[unit]],
                ranks.get(unit) is None,
                ranks.get(unit) or 0.0,
            ),
        )
        ranked = RankedClass(
            unit_class, self.parts.summaries[unit_class.code], place, tuple(order), self.report.least
        )
        return plan_ranked(self.context, ranked, self.names[_ranked_key(unit_class)], self.back)

    def _directory(
        self, told: tuple[SheetPlan, ...], live: tuple[SheetPlan, ...], rest: tuple[SheetPlan, ...]
    ) -> SheetPlan:
        groups = (
            SheetGroup(self.words["directory.report"], self._described(told)),
            SheetGroup(self.words["directory.sure"], self._described(self.sure)),
            SheetGroup(self.words["directory.live"], self._described(live)),
            SheetGroup(self.words["directory.units"], tuple((sheet.name, "") for sheet in self.parts.units)),
            SheetGroup(self.words["directory.rest"], self._described(rest)),
        )
        return plan_directory(self.context, groups, self.names[_DIRECTORY], self.parts.files)

    @staticmethod
    def _described(sheets: tuple[SheetPlan, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((sheet.name, title_of(sheet)) for sheet in sheets)

    def _names(self, taken: list[str]) -> dict[str, str]:
        """Names that no other sheet has: of the digest, the contents, each chapter and each class by rank."""
        words, lang = self.words, self.context.lang
        wanted = [(key, words[f"sheet.{key}"]) for key in (_DIGEST, _RANKINGS, _DIRECTORY)]
        wanted += [(key, words[f"sheet.{key}"]) for key in sure_sheet_names(self.report)]
        wanted += [(chapter.key, chapter.title) for chapter in (*self.chapters, *self.annexes)]
        wanted += [(_ranked_key(c), f"{words['sheet.ranked']}-{c.name.get(lang)}") for c in self._classes]
        return free_sheet_names(wanted, taken)


def _ranked_key(unit_class: UnitClass) -> str:
    return f"ranked/{unit_class.code}"
