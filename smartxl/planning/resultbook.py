"""The order of the result workbook: digest, contents, chapters, what recalculates, units, method, lists.

The digest, the rankings and the chapters follow from the report's content; where there is none, the workbook has the sheets
that recalculate and the lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Cell
from smartxl.model.diagnosis import ResultReport
from smartxl.model.framework import UnitClass
from smartxl.model.plan import Link, SheetPlan
from smartxl.planning.chapters import ChapterSheets, chapters_of
from smartxl.planning.context import Context
from smartxl.planning.digest import DigestParts, plan_digest, plan_rankings
from smartxl.planning.directory import SheetGroup, plan_directory, with_way_back
from smartxl.planning.ranked import RankedClass, plan_ranked
from smartxl.planning.summary_place import SummaryPlace
from smartxl.sheetnames import free_sheet_names

__all__ = ["ResultParts", "result_sheets"]

_DIGEST, _RANKINGS, _DIRECTORY = "digest", "rankings", "directory"


@dataclass(frozen=True)
class ResultParts:
    """The sheets of the result workbook that recalculate (`summaries` by class), those of units, and its lists."""

    city: SheetPlan
    indicators: SheetPlan
    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    units: tuple[SheetPlan, ...]
    lists: tuple[SheetPlan, ...]

    @property
    def all(self) -> tuple[SheetPlan, ...]:
        """All of them in the order of a workbook without a report."""
        return (self.city, *self.summaries.values(), *self.lists, self.indicators, *self.units)


def result_sheets(context: Context, parts: ResultParts, report: ResultReport | None) -> tuple[SheetPlan, ...]:
    """All sheets of the workbook but its list sheet."""
    return _Book(context, parts, report).sheets() if report else parts.all


class _Book:
    """The workbook with its report while it is put together."""

    def __init__(self, context: Context, parts: ResultParts, report: ResultReport) -> None:
        self.context, self.parts, self.report = context, parts, report
        self.names = _names(context, report, [sheet.name for sheet in parts.all])
        self.top = Cell(self.names[_DIRECTORY], 1, 1)
        self.back = Link(context.words["sheet.directory"], self.top)

    def sheets(self) -> tuple[SheetPlan, ...]:
        """In the order in which a reader wants them; each of them leads back to the contents."""
        context, parts = self.context, self.parts
        ranked = {c.code: plan_ranked(context, self._ranked(c), self.names[_ranked_key(c)], self.back) for c in self._classes}
        digest = plan_digest(context, DigestParts(self.report.brief, parts.city, self.back), self.names[_DIGEST])
        charts = {code: chart for code, (_, chart) in ranked.items()}
        rankings = plan_rankings(context, charts, self.names[_RANKINGS], self.back)
        told = tuple(ChapterSheets(context, self.report.content, self.names, self.back).plan())
        annexes = len([c for c in chapters_of(self.report.content) if c in self.report.content.annexes])
        chapters, annex = told[: len(told) - annexes], told[len(told) - annexes :]
        live = (parts.city, *(sheet for sheet, _ in ranked.values()), parts.indicators, *parts.summaries.values())
        directory = self._directory((digest, rankings, *chapters), live, (*annex, *parts.lists))
        own = with_way_back([s for s in (*live, *parts.units, *parts.lists) if s.template], self.top)
        linked = {sheet.name: sheet for sheet in own}
        order = (digest, directory, rankings, *chapters, *live, *parts.units, *annex, *parts.lists)
        return tuple(linked.get(sheet.name, sheet) for sheet in order)

    @property
    def _classes(self) -> tuple[UnitClass, ...]:
        return self.context.definition.framework.classes

    def _ranked(self, unit_class: UnitClass) -> RankedClass:
        """The class with its units by rank; equals as on the summary, units without a rank last."""
        place, ranks = self.parts.places[unit_class.code], self.report.ranks
        order = sorted(place.units, key=lambda unit: (ranks.get(unit) is None, ranks.get(unit) or 0.0))
        return RankedClass(unit_class, self.parts.summaries[unit_class.code], place, tuple(order))

    def _directory(
        self, told: tuple[SheetPlan, ...], live: tuple[SheetPlan, ...], rest: tuple[SheetPlan, ...]
    ) -> SheetPlan:
        words, roster = self.context.words, self.context.definition.roster.by_code
        unit_names = tuple((s.name, roster[s.unit].name.get(self.context.lang)) for s in self.parts.units)
        groups = (
            SheetGroup(words["directory.report"], self._described(told)),
            SheetGroup(words["directory.live"], self._described(live)),
            SheetGroup(words["directory.units"], unit_names),
            SheetGroup(words["directory.rest"], self._described(rest)),
        )
        return plan_directory(self.context, groups, self.names[_DIRECTORY])

    @staticmethod
    def _described(sheets: tuple[SheetPlan, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((sheet.name, _title_of(sheet)) for sheet in sheets)


def _title_of(sheet: SheetPlan) -> str:
    return next((text for text in sheet.rows[0].cells.values() if isinstance(text, str)), "")


def _ranked_key(unit_class: UnitClass) -> str:
    return f"ranked/{unit_class.code}"


def _names(context: Context, report: ResultReport, taken: list[str]) -> dict[str, str]:
    """Names that no other sheet has: of the digest, the contents, each chapter and each class by rank."""
    words, lang = context.words, context.lang
    wanted = [(key, words[f"sheet.{key}"]) for key in (_DIGEST, _RANKINGS, _DIRECTORY)]
    wanted += [(chapter.key, chapter.title) for chapter in chapters_of(report.content)]
    classes = context.definition.framework.classes
    wanted += [(_ranked_key(c), f"{words['sheet.ranked']}-{c.name.get(lang)}") for c in classes]
    return free_sheet_names(wanted, taken)


