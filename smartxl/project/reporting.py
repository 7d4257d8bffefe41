"""The diagnosis report of a round: content from scores and ledger, then one of its formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING

from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.errors import ProjectError
from smartxl.planning import convention_lines
from smartxl.project.commentary import commentary_file, read_commentary, start_commentary
from smartxl.project.folder import ProjectFolder
from smartxl.project.result import counted_findings, score_project
from smartxl.scoring.engine import score
from smartxl.text import Lang
from smartxl_templates import dotted, statements

if TYPE_CHECKING:
    from smartxl.model.report import ReportContent

__all__ = ["project_content", "report_phrases"]


def project_content(project: ProjectFolder, day: date, lang: Lang | None = None) -> ReportContent:
    """The report of a project by a day, with the consultant's commentary, for which a file is started.

    Raises ProjectError where no submission counts, or the project's own statements or commentary are not in order.
    """
    spoken = lang or project.lang
    findings = counted_findings(project)
    table, answers = score_project(project)
    definition = project.definition
    facts = RoundFacts(
        definition,
        table,
        answers,
        findings,
        report_phrases(project.root, spoken),
        lambda changed: score(definition, changed),
        convention_lines(definition, spoken),
    )
    content = report_content(facts, day)
    chapters = [(section.key, section.title) for section in content.sections]
    path = commentary_file(project.root, spoken)
    if start_commentary(path, spoken, chapters):
        return content
    commentary = read_commentary(path, [key for key, _ in chapters])
    return report_content(facts, day, commentary) if any(commentary.values()) else content


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
