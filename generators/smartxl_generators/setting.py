"""How a planned workbook is set: what its file would say beside the contents of cells, without writing and reading it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from xml.etree.ElementTree import fromstring

from openpyxl.styles.numbers import BUILTIN_FORMATS

from smartxl.model.answers import Answer
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl.xlsx import RawBook, RawSheet
from smartxl.xlsx.saved import SettingsWatch, style_of
from smartxl.xlsx.settings import SavedLook, SavedName, SheetSettings
from smartxl.xlsx.xmlpart import tree
from smartxl_generators.areasetting import AreaSettings, read_around
from smartxl_generators.ooxml.book import BookWriter
from smartxl_generators.ooxml.cells import CellWriter, Found
from smartxl_generators.ooxml.conditions import Condition
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.extras import Extras
from smartxl_generators.ooxml.parts import references, workbook_xml
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_generators.ooxml.styledcells import StyledCells
from smartxl_generators.ooxml.xml import encoded
from smartxl_generators.template import Template

__all__ = ["as_set"]

_CODES = {str(number): code for number, code in BUILTIN_FORMATS.items()}


def as_set(
    plan: WorkbookPlan, template: Template, table: ScoreTable, answers: Iterable[Answer] = ()
) -> RawBook:
    """The workbook that `write` writes of the same, as `open_saved` reads how it is set.

    Its sheets have merged areas, what is hidden, the places of formulas, and the values that no answer changes: what stands
    in inputs, remarks, and how cells look beyond number formats and locks, is left out.
    """
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    return _BookSetting(Prototype.of(template), BookContents.of(plan), table, by_key).book(plan.file_name)


class _BookSetting(BookWriter):
    """Goes through a workbook as it is written: cells are looked at, what stands around them is read."""

    _is_seen = False

    def book(self, file_name: str) -> RawBook:
        """The workbook."""
        sheets: dict[str, RawSheet] = {}
        settings: dict[str, SheetSettings] = {}
        for number, sheet in enumerate(self._contents.sheets, 1):
            sheets[sheet.name], settings[sheet.name] = self._read(sheet, front=number == 1)
        watch = SettingsWatch()
        around = replace(self._contents, names={})  # which need no reading
        watch.workbook(tree("workbook", encoded(workbook_xml(around, self._own_names))))
        used = {style for each in settings.values() for style in each.styles.values()}
        read = watch.settings()
        names = (
            *(SavedName(name, "", text, hidden=False) for name, text in references(self._contents.names)),
            *read.names,
        )
        whole = replace(read, sheets=settings, names=names, looks=self._looks_of(used))
        return RawBook(file_name, "", sheets, {}, {}, settings=whole)

    def _read(self, plan: SheetPlan, *, front: bool) -> tuple[RawSheet, SheetSettings]:
        around, frame = _frame(plan.name, b"".join(self._sheet(plan, [], front=front)))
        cells, areas = self._walked, self._set
        sheet = RawSheet(
            plan.name,
            cells.values,
            formulas=cells.formulas,
            merged=areas.merged,
            hidden_rows=around.hidden_rows,
            hidden_columns=around.hidden_columns,
            hidden=plan.hidden,
        )
        settings = SheetSettings(
            cells.styles,
            columns=frame.columns,
            protection=frame.protection,
            validations=areas.validations,
            conditions=areas.conditions,
            links=areas.links,
        )
        return sheet, settings

    def _areas(
        self,
        plan: SheetPlan,
        found: Found,
        conditions: Sequence[Condition],
        extras: Extras,
        first: int,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """They are set apart: what is left of a sheet is the same for all units, and read once."""
        faults = self._words["prompt.error"], self._words["prompt.error_title"]
        self._set = AreaSettings.of(plan, found, conditions, extras, faults)
        return ()

    def _cells(self, plan: SheetPlan) -> CellWriter:
        shapes = self._prototype.shapes(plan, self._styles)
        self._walked = StyledCells(plan, shapes, self._styles, self._table, self._answers)
        return self._walked

    def _looks_of(self, used: Iterable[str]) -> Mapping[str, SavedLook]:
        elements = self._styles.elements
        codes = _CODES | {str(number): code for code, number in self._styles.formats.items()}
        looks = {}
        for number in used:
            code, is_locked, is_quoted = _style_in(elements[int(number)])
            looks[number] = SavedLook(is_locked, codes.get(code, code), is_quoted)
        return looks


_frame = lru_cache(maxsize=64)(read_around)


@lru_cache(maxsize=4096)
def _style_in(element: str) -> tuple[str, bool, bool]:
    return style_of(fromstring(element))  # noqa: S314  (our own)
