"""The result workbook: whole, or short to be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.gaps import diagnose
from smartxl.diagnosis.sureness import sure_details
from smartxl.model.diagnosis import Diagnosis, ResultReport
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs

if TYPE_CHECKING:
    from smartxl.model.report import ReportContent

__all__ = ["result_diagnosis", "write_result"]


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


def write_result(
    project: ProjectFolder, facts: RoundFacts, diagnosis: Diagnosis, *, udf: bool, force: bool
) -> Built:
    """Writes the workbook; a short one has values only."""
    from smartxl_generators.workbook import write, write_values

    is_short = diagnosis.report is not None and diagnosis.report.short
    edition = Edition.RESULT_UDF if udf and not is_short else Edition.RESULT
    plan = project.city_plan(edition, diagnosis=diagnosis, lang=facts.lang)
    name = plan.file_name
    if is_short:
        name = f"{name.removesuffix('.xlsx')}-{facts.phrases.text('file.short')}.xlsx"
        content = write_values(plan, project.template, facts.definition, facts.table)
    else:
        content = write(plan, project.template, facts.definition, facts.table, facts.answers)
    with Outputs(project.root, force) as outputs:
        path = project.reports / name
        return Built(path, outputs.write(path, content))
