"""The diagnosis report of a round: content from scores and ledger, then one of its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING

from smartxl.diagnosis.brief import brief_content
from smartxl.diagnosis.content import report_content, with_commentary
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.unit import unit_content
from smartxl.errors import ProjectError, UnknownName
from smartxl.findings import Finding
from smartxl.planning import convention_lines
from smartxl.project.commentary import commentary_file, read_commentary, start_commentary
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.result import ScoredRound, counted_findings, report, score_project
from smartxl.project.taskfile import kept_tasks
from smartxl.scoring.engine import score
from smartxl.text import Lang, file_name
from smartxl_templates import dotted, statements

if TYPE_CHECKING:
    from smartxl.model.report import ReportContent

__all__ = ["KINDS", "ReportOrder", "report_phrases", "round_facts", "write_reports"]

KINDS = ("xlsx", "docx", "html", "pdf")
"""The kinds of reports: the result workbook, and the diagnosis as a document."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What is wanted: some of `KINDS`, the whole diagnosis or a brief, of the city or of some units (codes).

    The result workbook is one of the city, `udf` with SX_ functions.
    """

    kinds: tuple[str, ...]
    brief: bool = False
    units: tuple[str, ...] = ()
    udf: bool = False


def write_reports(project: ProjectFolder, order: ReportOrder, day: date, *, force: bool) -> tuple[Built, ...]:
    """Writes reports by a day, in `reports/`; those of units in `reports/units/`.

    Raises UnknownName for a kind that there is not, ProjectError where no submission counts, or the project's own
    statements or commentary are not in order.
    """
    if unknown := next((kind for kind in order.kinds if kind not in KINDS), None):
        raise UnknownName("kind", f"there is no report of kind {unknown!r}", ", ".join(KINDS))
    findings = counted_findings(project)
    scored = ScoredRound(project.definition, *score_project(project), project.lang)
    books = "xlsx" in order.kinds and not order.units and not order.brief
    built = (report(project, scored, findings, udf=order.udf, force=force),) if books else ()
    kinds = tuple(kind for kind in _WRITERS if kind in order.kinds)
    if not kinds:
        return built
    facts = _facts(project, scored, findings)
    return (*built, *_documents(project, facts, order, kinds, day, force=force))


def round_facts(project: ProjectFolder) -> RoundFacts:
    """What the reports of a project are written from. Raises ProjectError where no submission counts."""
    scored = ScoredRound(project.definition, *score_project(project), project.lang)
    return _facts(project, scored, counted_findings(project))


def _documents(
    project: ProjectFolder,
    facts: RoundFacts,
    order: ReportOrder,
    kinds: tuple[str, ...],
    day: date,
    *,
    force: bool,
) -> tuple[Built, ...]:
    organiser = facts.say(project.definition.round.organiser)
    front = not order.units and not order.brief
    with Outputs(project.root, force) as outputs:
        return tuple(
            Built(path, outputs.write(path, _WRITERS[kind](_Publication(content, day, organiser, front))))
            for name, content in _contents(project, facts, order, day)
            for kind in kinds
            for path in (project.reports / f"{name}.{kind}",)
        )


@dataclass(frozen=True, slots=True)
class _Publication:
    """A document to be written: by whom and when, and whether it has a cover and contents in front."""

    content: ReportContent
    day: date
    organiser: str
    front: bool

    def docx(self) -> bytes:
        from smartxl_generators.report.word import write_docx

        return write_docx(self.content, written=self.day, author=self.organiser, front=self.front)

    def html(self) -> bytes:
        from smartxl_generators.report.page import write_html

        return write_html(self.content)

    def pdf(self) -> bytes:
        from smartxl_generators.report.pdf import write_pdf

        return write_pdf(self.content, author=self.organiser, front=self.front)


_WRITERS: Mapping[str, Callable[[_Publication], bytes]] = {
    "docx": _Publication.docx,
    "html": _Publication.html,
    "pdf": _Publication.pdf,
}


def _facts(project: ProjectFolder, scored: ScoredRound, findings: Sequence[Finding]) -> RoundFacts:
    definition, lang = scored.definition, scored.lang
    return RoundFacts(
        definition,
        scored.table,
        scored.answers,
        findings,
        report_phrases(project.root, lang),
        lambda changed: score(definition, changed),
        convention_lines(definition, lang),
        kept_tasks(project.root),
    )


def _contents(
    project: ProjectFolder, facts: RoundFacts, order: ReportOrder, day: date
) -> Iterator[tuple[str, ReportContent]]:
    """Name of a file without its suffix → what it says."""
    round_ = project.definition.round
    stem = f"{round_.city.get(facts.lang)}-{round_.name}"
    if order.units:
        words = facts.phrases.text("file.unit")
        for code in order.units:
            unit = project.definition.roster.by_code[code]
            name = file_name(f"{code}-{facts.unit_name(unit)}-{words}")
            yield f"units/{name}", unit_content(facts, unit, day)
        return
    whole = _whole(project, facts, day)
    if order.brief:
        yield file_name(f"{stem}-{facts.phrases.text('file.brief')}"), brief_content(facts, whole, day)
    else:
        yield file_name(f"{stem}-{facts.phrases.text('file.report')}"), whole


def _whole(project: ProjectFolder, facts: RoundFacts, day: date) -> ReportContent:
    """The whole report with the consultant's commentary, for which a file is started."""
    content = report_content(facts, day)
    chapters = [(section.key, section.title) for section in content.sections]
    path = commentary_file(project.root, facts.lang)
    if start_commentary(path, facts.lang, chapters):
        return content
    return with_commentary(content, read_commentary(path, [key for key, _ in chapters]))


def report_phrases(folder: Path, lang: Lang) -> Phrases:
    """The statements of a language, with the project's own (`statements.zh.toml`). Raises ProjectError for unusable ones."""
    phrases, path = Phrases(lang, statements(lang)), folder / f"statements.{lang}.toml"
    return phrases.with_own(_own(path), path.name) if path.exists() else phrases


def _own(path: Path) -> Mapping[str, str]:
    try:
        return dotted(path.read_text("utf-8-sig"))
    except (TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        remedy = 'write it as the packaged file is: [group], then key = "text"'
        raise ProjectError(path.name, f"the statements cannot be read ({error})", remedy) from error
