"""Writes a planned workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.plan import Computed, Content, Link, PlainFormula, SheetPlan, Spread, WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl.model.sheetdesign import Chart
from smartxl.model.shownvalue import shown_value
from smartxl.text import Lang
from smartxl_generators.ooxml.archive import archive
from smartxl_generators.ooxml.book import BookWriter
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_generators.template import Template

__all__ = ["write", "write_blank", "write_values"]


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
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    moment = datetime.combine(definition.round.start, time())
    return archive(BookWriter(Prototype.of(template), BookContents.of(plan), table, by_key).parts(moment))


def write_blank(
    plan: WorkbookPlan, template: Template, moment: datetime, answers: Iterable[Answer] = ()
) -> bytes:
    """A workbook without quantities of the engine: a questionnaire. The same arguments give the same bytes.

    `answers` stand in its input cells; without any it is not filled in. Raises TemplateError when the template lacks a cell
    whose look is needed.
    """
    contents, by_key = BookContents.of(plan), {(answer.unit, answer.key): answer for answer in answers}
    return archive(BookWriter(Prototype.of(template), contents, ScoreTable({}), by_key).parts(moment))


def write_values(plan: WorkbookPlan, template: Template, definition: Definition, table: ScoreTable) -> bytes:
    """The workbook with the values of its formulas in their places, without a stamp: to be read and printed only.

    Links to sheets that it does not have are texts. The same arguments give the same bytes.
    """
    names = frozenset(sheet.name for sheet in plan.sheets)
    sheets = tuple(_settled(sheet, table, names) for sheet in plan.sheets)
    lang: Lang = "en" if plan.stamp.lang == "en" else "zh"
    contents = BookContents(sheets, plan.title, lang, protect=plan.protect)
    moment = datetime.combine(definition.round.start, time())
    return archive(BookWriter(Prototype.of(template), contents, ScoreTable({}), {}).parts(moment))


def _settled(sheet: SheetPlan, table: ScoreTable, names: frozenset[str]) -> SheetPlan:
    """A sheet with values only; what is hidden draws nothing."""
    rows = tuple(
        row._replace(
            cells={
                column: _value(content, table, names)
                for column, content in row.cells.items()
                if not (sheet.hidden and isinstance(content, Chart))
            },
        )
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _value(content: Content, table: ScoreTable, names: frozenset[str]) -> Content:
    if isinstance(content, Computed | Spread):
        return shown_value(content, table)
    if isinstance(content, PlainFormula):
        return content.shown
    return content.text if isinstance(content, Link) and content.target.sheet not in names else content
