"""Writes a planned questionnaire; every look is taken from a cell of the project's template workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, area, column_letter, qualified
from smartxl.errors import TemplateError
from smartxl.model.answers import Field
from smartxl.model.plan import InputCell, PlannedRow, SheetPlan
from smartxl.questionnaires import CellLook, Jump, PageCell, PageFormula, Questionnaire, QuestionnaireSheet
from smartxl_generators.cellstyle import restyled, set_style, style_of
from smartxl_generators.package import SheetFacts, package
from smartxl_generators.protection import protect
from smartxl_generators.template import Template
from smartxl_generators.validation import add_validations
from smartxl_templates import wording

__all__ = ["write_questionnaire"]

# Look → the template's sheet, and what stands in the cell whose look it is.
_SOURCES: Mapping[CellLook, tuple[str, str]] = {
    CellLook.TITLE: ("sampling", "{{ sampling.title }}"),
    CellLook.INTRO: ("sampling", "{{ t.sampling.intro }}"),
    CellLook.BAND: ("sampling", "{{ section.title }}"),
    CellLook.HEAD: ("sampling", "{{ head.no }}"),
    CellLook.TEXT: ("sampling", "{{ item.name }}"),
    CellLook.CENTRE: ("sampling", "{{ item.no }}"),
    CellLook.CHOICE: ("sampling", "{{ input.level }}"),
    CellLook.WORDS: ("sampling", "{{ input.note }}"),
    CellLook.RESULT: ("sampling", "{{ score.item }}"),
    CellLook.COVER_TITLE: ("cover", "{{ cover.title }}"),
    CellLook.COVER_SUBTITLE: ("cover", "{{ t.cover.subtitle }}"),
    CellLook.LABEL: ("cover", "{{ t.label.unit }}"),
    CellLook.VALUE: ("cover", "{{ round.due }}"),
    CellLook.HEADING: ("cover", "{{ t.cover.how }}"),
    CellLook.STEP: ("cover", "{{ t.cover.step1 }}"),
}
_GENERAL = {CellLook.CENTRE, CellLook.RESULT}  # the template's number format is of its own numbers


def write_questionnaire(plan: Questionnaire, template: Template, moment: datetime) -> bytes:
    """The workbook as bytes. The same arguments give the same bytes.

    Raises TemplateError when the template lacks a cell whose look is needed.
    """
    book = template.new_book()
    styles = _TemplateLooks(template)
    facts = []
    for page in plan.pages:
        sheet = book.create_sheet(page.name)
        cached = _write_cells(sheet, page, styles)
        _finish(sheet, page, plan)
        growing = frozenset(row for (row, _), entry in page.cells.items() if entry.look is CellLook.WORDS)
        facts.append(SheetFacts(cached, growing))
    for name, value in plan.stamp.to_properties().items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    _describe(book, plan, moment)
    return package(book, facts, moment)


class _TemplateLooks:
    """The style of each look, found in the template once."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._known: dict[tuple[CellLook, str, bool], StyleArray] = {}

    def of(self, sheet: Worksheet, entry: PageCell) -> StyleArray:
        """The style of an entry in a sheet whose workbook has the template's style tables."""
        key = (entry.look, entry.number_format, entry.check is not None)
        if key not in self._known:
            plain = "General" if entry.look in _GENERAL else ""
            self._known[key] = restyled(
                sheet,
                style_of(self._source(entry.look)),
                unlocked=entry.check is not None,
                number_format=entry.number_format or plain,
            )
        return self._known[key]

    def _source(self, look: CellLook) -> Cell:
        name, placeholder = _SOURCES[look]
        for row in self._template.sheet(name).iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip() == placeholder:
                    return cell
        what = f"no cell of the sheet {name} holds {placeholder}, whose look the questionnaires take"
        raise TemplateError(self._template.source, what, "put it back where the standard template has it")


def _write_cells(
    sheet: Worksheet, page: QuestionnaireSheet, styles: _TemplateLooks
) -> dict[str, float | str]:
    """Writes the cells; gives what the formulas show while nothing is filled in."""
    cached: dict[str, float | str] = {}
    for (row, column), entry in page.cells.items():
        cell = cast("Cell", sheet.cell(row, column))
        if entry.look is not CellLook.PLAIN:
            set_style(cell, styles.of(sheet, entry))
        if isinstance(entry.value, PageFormula):
            cell.value = entry.value.text
            cached[cell.coordinate] = entry.value.blank
        elif isinstance(entry.value, Jump):
            _put(cell, entry.value.text)
            target = entry.value.target
            place = qualified(target.sheet, a1(target.row, target.column))
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
        else:
            _put(cell, entry.value)
    return cached


def _put(cell: Cell, value: str | float) -> None:
    """A value as a value: text never becomes a formula; no text leaves the cell blank."""
    if isinstance(value, float):
        cell.value = int(value) if value == int(value) else value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        if value[:1] in {"=", "+", "-", "@"}:
            cell.quotePrefix = True


def _finish(sheet: Worksheet, page: QuestionnaireSheet, plan: Questionnaire) -> None:
    for column, width in page.widths.items():
        sheet.column_dimensions[column_letter(column)].width = width
    for column in page.hidden_columns:
        sheet.column_dimensions[column_letter(column)].hidden = True
    for row, height in page.heights.items():
        sheet.row_dimensions[row].height = height
    for row, first, last in page.merges:
        sheet.merged_cells.add(area(row, first, row, last))
    if page.frozen != (0, 0):
        sheet.freeze_panes = a1(*page.frozen)
    words = wording(plan.stamp.lang)
    add_validations(sheet, _inputs(page), words)
    if page.hidden:
        sheet.sheet_state = "hidden"
    else:
        _print_setup(sheet, page)
    if plan.protect:
        protect(sheet)


def _print_setup(sheet: Worksheet, page: QuestionnaireSheet) -> None:
    if page.hidden_columns:
        sheet.row_dimensions[1].hidden = True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A    &P / &N"
    if page.repeated != (0, 0):
        sheet.print_title_rows = f"{page.repeated[0]}:{page.repeated[1]}"
    if page.break_after:
        sheet.page_setup.scale = page.scale
        sheet.col_breaks.append(Break(id=page.break_after))
    else:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _inputs(page: QuestionnaireSheet) -> SheetPlan:
    """The inputs of a page as the writer of validations takes them."""
    rows: dict[int, dict[int, InputCell]] = {}
    for (row, column), entry in page.cells.items():
        if entry.check is not None:
            rows.setdefault(row, {})[column] = InputCell("", Field.VALUE, entry.check)
    return SheetPlan(page.name, "", tuple(PlannedRow(row, 0, dict(cells)) for row, cells in rows.items()))


def _describe(book: Workbook, plan: Questionnaire, moment: datetime) -> None:
    """Title and dates; the first sheet opens in front."""
    properties = book.properties
    properties.title, properties.creator, properties.lastModifiedBy = plan.title, "smartxl", "smartxl"
    properties.created = properties.modified = moment
    book.active = 0
    for index, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = index == 0
