"""The result workbook: whole, or short to be printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.gaps import diagnose
from smartxl.diagnosis.sureness import sure_details
from smartxl.model.answers import Answer
from smartxl.model.diagnosis import Diagnosis, ResultReport
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind
from smartxl.project.folder import ProjectFolder

if TYPE_CHECKING:
    from smartxl.model.report import ReportContent
    from smartxl.planning import CityPlanner

__all__ = ["result_diagnosis", "result_files"]


def result_diagnosis(facts: RoundFacts, whole: ReportContent, day: date, *, short: bool = False) -> Diagnosis:
    """What the workbook says beside its numbers: the whole report and, on its first sheet, what the brief says."""
    units = [unit.code for unit in facts.definition.roster.units]
    totals = [figure.value for unit in units if (figure := facts.score(unit)) is not None]
    ranks = {unit: rank for unit in units if (rank := facts.value(QuantityKind.RANK, unit)) is not None}
    total = facts.value(QuantityKind.SCORE, CITY, ROOT)
    brief = replace(brief_contents(facts, whole, day)[0], cover=whole.cover)
    told = diagnose(facts.definition, facts.answers, facts.findings)
    least = min((0.0, *totals))
    details = sure_details(facts)
    report = ResultReport(whole, brief, ranks, least, total, short, facts.tried, facts.table, details)
    return replace(told, report=report)


def result_files(
    project: ProjectFolder, facts: RoundFacts, diagnosis: Diagnosis, *, udf: bool
) -> Iterator[tuple[Path, bytes]]:
    """The workbook, of very many units in several files, the main one last; a short one has values only."""
    is_short = diagnosis.report is not None and diagnosis.report.short
    edition = Edition.RESULT_UDF if udf and not is_short else Edition.RESULT
    planner = project.city_planner(edition, facts.lang)
    files = (
        _short(project, facts, diagnosis, planner) if is_short else _whole(project, facts, diagnosis, planner)
    )
    yield from ((project.reports / name, content) for name, content in files)


def _short(
    project: ProjectFolder, facts: RoundFacts, diagnosis: Diagnosis, planner: CityPlanner
) -> Iterator[tuple[str, bytes]]:
    """Its name and bytes."""
    from smartxl_generators.workbook import write_values

    plan = planner.plan(diagnosis, facts.table)
    name = f"{plan.file_name.removesuffix('.xlsx')}-{facts.phrases.text('file.short')}.xlsx"
    yield name, write_values(plan, project.template, facts.definition, facts.table)


def _whole(
    project: ProjectFolder, facts: RoundFacts, diagnosis: Diagnosis, planner: CityPlanner
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, one file after the other, the main one last: it never leads to a file that is not there."""
    from smartxl_generators.workbook import write

    answers = facts.answers
    by_unit = _by_unit(answers) if planner.files else {}
    for file in planner.files:
        plan = planner.part(file.block.number, facts.table)
        own = [answer for unit in file.block.units for answer in by_unit.get(unit.code, ())]
        yield file.path, write(plan, project.template, facts.definition, facts.table, own)
    plan = planner.plan(diagnosis, facts.table)
    answers = () if planner.files else answers
    yield plan.file_name, write(plan, project.template, facts.definition, facts.table, answers)


def _by_unit(answers: Iterable[Answer]) -> Mapping[str, Sequence[Answer]]:
    found = defaultdict(list)
    for answer in answers:
        found[answer.unit].append(answer)
    return found
