"""Workbooks of all units: the city's, and that with the result; of very many units in several files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from smartxl.cells import Cell, qualified
from smartxl.model.definition import Definition
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.layout import Layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.model.scores import NO_SCORES, ScoreTable
from smartxl.planning.annex import plan_findings, plan_gaps
from smartxl.planning.bandcells import band_references
from smartxl.planning.bookends import finished_plan, stamp_of, start_context
from smartxl.planning.carriedscores import plan_carried
from smartxl.planning.city import plan_city_sheet
from smartxl.planning.context import Context
from smartxl.planning.directory import plan_part_directory, with_way_back
from smartxl.planning.indicators import plan_indicators, weight_references
from smartxl.planning.resultbook import ResultParts, result_sheets
from smartxl.planning.sampling import plan_sampling
from smartxl.planning.summary import SummaryParts, plan_summary
from smartxl.planning.summary_place import SummaryPlace, among_references, summary_place
from smartxl.planning.tables import parts_of
from smartxl.planning.unitblocks import UnitFile, unit_blocks
from smartxl.sheetnames import free_sheet_names, unit_sheet_names
from smartxl.stamp import GENERATION
from smartxl.text import Lang, file_name

__all__ = ["CityPlanner", "plan_city"]


def plan_city(
    definition: Definition,
    layout: Layout,
    lang: Lang,
    edition: Edition = Edition.CITY,
    *,
    diagnosis: Diagnosis | None = None,
    generation: str = GENERATION,
) -> WorkbookPlan:
    """The workbook of all units: result, indicators, a summary for each class, every unit's sampling sheet.

    An edition with the result also has the report of the `diagnosis`, and lists its gaps and findings. Of very many units it
    is the main one of several: see `CityPlanner`.
    """
    return CityPlanner(definition, layout, lang, edition, generation).plan(diagnosis)


class CityPlanner:
    """Plans workbooks of all units that say other things beside the same numbers: what they have in common is planned once.

    More units than one workbook holds stand in `files` of their own, blocks of a class each (`part`). The main file (`plan`)
    has all the rest; its summaries read the scores of units from a sheet that has them as values. A file of units calculates
    these scores; what depends on units of other files has it as values. `carried` are the scores from which such values come.
    `whole`: one workbook all the same.
    """

    def __init__(
        self,
        definition: Definition,
        layout: Layout,
        lang: Lang,
        edition: Edition,
        generation: str = GENERATION,
        *,
        whole: bool = False,
    ) -> None:
        blocks = () if whole else unit_blocks(definition)
        stamp = replace(stamp_of(definition, edition, lang), generation=generation)
        stamp = replace(stamp, part=f"0/{len(blocks)}") if blocks else stamp
        self._context, self._lists = start_context(definition, layout, lang, stamp)
        word = self._context.words["file.result" if edition.has_result else "file.city"]
        suffix = "-UDF" if edition.calls_functions else ""
        self._name = word.format(city=definition.round.city.get(lang)) + suffix
        self._title = definition.round.title.get(lang)
        self.files = tuple(
            UnitFile(block, file_name(self._name), self._file(block.number, block.unit_class), sheets)
            for block in blocks
            for sheets in (unit_sheet_names([(u.code, u.name.get(lang)) for u in block.units]),)
        )

    def _file(self, number: int, unit_class: str) -> str:
        """The name of a file of units."""
        context = self._context
        name = context.definition.framework.unit_class(unit_class).name.get(context.lang)
        text = context.words["file.part"].format(book=self._name, unit_class=name, number=number)
        return file_name(text) + ".xlsx"

    def plan(self, diagnosis: Diagnosis | None = None, carried: ScoreTable = NO_SCORES) -> WorkbookPlan:
        """The workbook, or the main one of several: see `plan_city`."""
        context, told = self._context, diagnosis or Diagnosis()
        common = self._main(carried) if self.files else self._whole
        edition = context.edition
        annex = _annex(context, told, common.units) if edition.has_result else ()
        report = told.report if edition.has_result else None
        sheets = result_sheets(context, replace(common, lists=annex), report)
        lists = () if report and report.short else (self._lists,)
        return finished_plan(context, (*sheets, *lists), self._name, self._title)

    def part(self, number: int, carried: ScoreTable = NO_SCORES) -> WorkbookPlan:
        """The file of units of this number, from 1; its `file_name` lies in its file's `folder`."""
        file, whole = self.files[number - 1], self._context
        stamp = replace(whole.stamp, part=f"{number}/{len(self.files)}")
        few = whole.definition.only(file.block.units, of_whole=True)
        context, lists = start_context(few, whole.layout, whole.lang, stamp)
        unit_class = few.framework.unit_class(file.block.unit_class)
        place = summary_place(context, unit_class)[1]
        units = tuple(_unit_sheets(context, {unit_class.code: place}))
        parts = replace(_read_from(context, units, {unit_class.code: place}), outside=carried)
        shown = (plan_summary(context, unit_class, parts), plan_indicators(context), *units)
        name = free_sheet_names([("", context.words["sheet.directory"])], [sheet.name for sheet in shown])[""]
        title = whole.words["parts.title"].format(
            title=self._title, name=unit_class.name.get(whole.lang), number=number, count=len(self.files)
        )
        main = file_name(self._name) + ".xlsx"
        directory = plan_part_directory(context, title, main, shown, name)
        linked = with_way_back(shown, Cell(name, 1, 1))
        return finished_plan(context, (directory, *linked, lists), file.name.removesuffix(".xlsx"), title)

    @cached_property
    def _places(self) -> Mapping[str, SummaryPlace]:
        classes = self._context.definition.framework.classes
        return {c.code: summary_place(self._context, c)[1] for c in classes}

    @cached_property
    def _whole(self) -> ResultParts:
        """Everything but what the answers say beside the numbers."""
        units = tuple(_unit_sheets(self._context, self._places))
        return self._summed(_read_from(self._context, units, self._places), units=units)

    def _main(self, carried: ScoreTable) -> ResultParts:
        """The same where the units' sheets stand in other files."""
        context = self._context
        classes = context.definition.framework.classes
        word = context.words["sheet.carried"]
        names = free_sheet_names(
            [(c.code, f"{word}-{c.name.get(context.lang)}") for c in classes],
            [place.sheet for place in self._places.values()],
        )
        found = [
            plan_carried(
                context, c, names[c.code], [f for f in self.files if f.block.unit_class == c.code], carried
            )
            for c in classes
        ]
        parts = SummaryParts(
            sheets={},
            bands={unit: band for each in found for unit, band in each.bands.items()},
            weights=weight_references(context),
            places=self._places,
            homes={unit: cell for each in found for unit, cell in each.homes.items()},
            readings={of: cell for each in found for of, cell in each.readings.items()},
        )
        return self._summed(parts, carried=tuple(each.sheet for each in found), files=self.files)

    def _summed(
        self,
        parts: SummaryParts,
        *,
        units: tuple[SheetPlan, ...] = (),
        carried: tuple[SheetPlan, ...] = (),
        files: tuple[UnitFile, ...] = (),
    ) -> ResultParts:
        context = self._context
        summaries = {c.code: plan_summary(context, c, parts) for c in context.definition.framework.classes}
        city, indicators = plan_city_sheet(context, self._places), plan_indicators(context)
        return ResultParts(city, indicators, summaries, self._places, units, (), carried, files)


def _read_from(
    context: Context, units: Sequence[SheetPlan], places: Mapping[str, SummaryPlace]
) -> SummaryParts:
    """What summaries read from the sheets of units."""
    return SummaryParts(
        sheets={sheet.unit: sheet for sheet in units},
        bands={sheet.unit: band_references(context, sheet) for sheet in units},
        weights=weight_references(context),
        places=places,
        homes={sheet.unit: Cell(sheet.name, 1, 2) for sheet in units},
    )


def _annex(context: Context, diagnosis: Diagnosis, units: Iterable[SheetPlan]) -> tuple[SheetPlan, ...]:
    rows = {(s.unit, s.leaf): Cell(sheet.name, s.top_row, 2) for sheet in units for s in sheet.scored}
    return plan_gaps(context, diagnosis.gaps, rows), plan_findings(context, diagnosis.findings)


def _unit_sheets(context: Context, places: Mapping[str, SummaryPlace]) -> Iterator[SheetPlan]:
    names = context.sheet_names
    for index, unit in enumerate(context.definition.roster.units, 1):
        place = places[unit.unit_class]
        total = qualified(place.sheet, place.cell(place.units[unit.code], f"score.{ROOT}"))
        stage = qualified(place.sheet, place.cell(place.units[unit.code], "stage"))
        among = among_references(context, unit, place)
        parts = parts_of(context, unit, "sampling")
        yield plan_sampling(context, unit, parts, names[unit.code], index, f"={total}", f"={stage}", among)
