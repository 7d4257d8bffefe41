"""Writes a planned workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl_generators.looks import Looks
from smartxl_generators.package import SheetFacts, package
from smartxl_generators.sheet import SheetWriter
from smartxl_generators.template import Template
from smartxl_templates import wording

__all__ = ["write"]


def write(
    plan: WorkbookPlan,
    template: Template,
    definition: Definition,
    table: ScoreTable,
    answers: Iterable[Answer] = (),
) -> bytes:
    """The workbook as bytes: looks from the template, contents from the plan, cached values from the scores.

    `table` must hold every quantity of the plan (it does when it was scored with the same definition). `answers`
    fill the input cells. The same arguments give the same bytes.
    """
    book = template.new_book()
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    words = wording(plan.stamp.lang)
    targets = [book.create_sheet(sheet.name) for sheet in plan.sheets]
    facts = []
    for sheet, target in zip(plan.sheets, targets, strict=True):
        looks = Looks(template.sheet(sheet.template), target, sheet) if sheet.template else None
        writer = SheetWriter(target, sheet, looks, table, by_key, words)
        facts.append(SheetFacts(writer.write(protected=plan.protect), writer.growing_rows()))
    moment = datetime.combine(definition.round.start, time())
    _describe(book, plan, moment)
    return package(book, facts, moment)


def _describe(book: Workbook, plan: WorkbookPlan, moment: datetime) -> None:
    """Stamp, names, title; the first sheet opens in front."""
    for name, value in plan.stamp.to_properties().items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    for name, area in plan.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=str(area))
    properties = book.properties
    properties.title, properties.creator, properties.lastModifiedBy = plan.title, "smartxl", "smartxl"
    properties.created = properties.modified = moment
    book.active = 0
    for index, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = index == 0
