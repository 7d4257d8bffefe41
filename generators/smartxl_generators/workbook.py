"""Writes a planned workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl_generators.ooxml.archive import archive
from smartxl_generators.ooxml.book import BookWriter
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_generators.template import Template

__all__ = ["write", "write_blank"]


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
