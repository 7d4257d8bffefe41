"""Writes a planned workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from smartxl.errors import TemplateError
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl_generators.looks import Looks
from smartxl_generators.package import package
from smartxl_generators.sheet import SheetWriter
from smartxl_templates import wording

__all__ = ["write"]


def write(
    plan: WorkbookPlan,
    template: bytes,
    definition: Definition,
    table: ScoreTable,
    answers: Iterable[Answer] = (),
) -> bytes:
    """The workbook as bytes: looks from the template, contents from the plan, cached values from the scores.

    `table` must hold every quantity of the plan (it does when it was scored with the same definition). `answers`
    fill the input cells. The same arguments give the same bytes.
    """
    book = load_workbook(io.BytesIO(template))
    templates = {sheet.title: sheet for sheet in book.worksheets}
    for sheet in templates.values():
        sheet.title = f"template {sheet.title}"
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    words = wording(plan.stamp.lang)
    targets = [book.create_sheet(sheet.name) for sheet in plan.sheets]
    cached = []
    for sheet, target in zip(plan.sheets, targets, strict=True):
        if sheet.template and sheet.template not in templates:
            raise TemplateError(plan.template, f"there is no sheet {sheet.template!r}", "add it to the template")
        looks = Looks(templates[sheet.template], target, sheet) if sheet.template else None
        writer = SheetWriter(target, sheet, looks, table, by_key, words)
        cached.append(writer.write(protected=plan.protect))
    for source in templates.values():
        book.remove(source)
    moment = datetime.combine(definition.round.start, time())
    _describe(book, plan, moment)
    return package(book, cached, moment)


def _describe(book: Workbook, plan: WorkbookPlan, moment: datetime) -> None:
    """Stamp, names, title; the first sheet opens in front."""
    for name, value in plan.stamp.to_properties().items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    for name, area in plan.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=str(area))
    properties = book.properties
    properties.title, properties.creator, properties.lastModifiedBy = plan.title, "smartxl", "smartxl"
    properties.created = properties.modified = moment
    book.active = 0
    for index, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = index == 0
