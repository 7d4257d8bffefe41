"""The scheme of a round as a document: content from the definition alone, then its formats."""

from __future__ import annotations

from datetime import date

from smartxl.diagnosis.content import with_commentary
from smartxl.errors import UnknownName
from smartxl.model.draft import ReportDraft
from smartxl.model.report import ReportContent
from smartxl.planning import convention_lines
from smartxl.project.commentary import commentary_file, read_commentary, start_commentary
from smartxl.project.folder import ProjectFolder
from smartxl.project.needsfile import KEPT_NEEDS
from smartxl.project.outputs import Built, Outputs
from smartxl.project.publishing import DOCUMENTS, Publication
from smartxl.project.reporting import report_phrases
from smartxl.project.weighing.record import weighing_records
from smartxl.scheme import CHAPTERS, SchemeFacts, scheme_content
from smartxl.text import Text, both, file_name

__all__ = ["SCHEME_KINDS", "scheme_facts", "write_scheme"]

SCHEME_KINDS = tuple(DOCUMENTS)
"""The kinds of files that a scheme is written as."""
_COMMENTARY = "scheme"


def write_scheme(
    project: ProjectFolder, kinds: tuple[str, ...], day: date, *, force: bool
) -> tuple[Built, ...]:
    """Writes the scheme in `reports/`, with the consultant's own paragraphs at the end of its chapters.

    Raises UnknownName for a kind that there is not, ProjectError where the project's own statements, commentary or needs are
    not in order.
    """
    if unknown := next((kind for kind in kinds if kind not in DOCUMENTS), None):
        what = Text(f"没有“{unknown}”格式的工作方案", f"there is no scheme of kind {unknown!r}")
        raise UnknownName("--format", what, Text("可用的有：", "one of: ") + both(", ".join(DOCUMENTS)))
    facts, round_ = scheme_facts(project), project.definition.round
    content = _commented(project, scheme_content(facts, day))
    publication = Publication(ReportDraft(((content,),)), day, facts.say(round_.organiser))
    name = file_name(f"{round_.city.get(facts.lang)}-{round_.name}-{facts.phrases.text('file.scheme')}")
    with Outputs(project.root, force) as outputs:
        return tuple(
            Built(path, outputs.write(path, DOCUMENTS[kind](publication)))
            for kind in DOCUMENTS
            if kind in kinds
            for path in (project.reports / f"{name}.{kind}",)
        )


def scheme_facts(project: ProjectFolder) -> SchemeFacts:
    """What the scheme of a project is written from: no answers, no ledger."""
    definition, lang = project.definition, project.lang
    return SchemeFacts(
        definition,
        report_phrases(project, lang),
        convention_lines(definition, lang),
        weighing_records(project),
        KEPT_NEEDS.kept(project.root),
    )


def _commented(project: ProjectFolder, content: ReportContent) -> ReportContent:
    """With what the consultant wrote, for which a file is started."""
    path = commentary_file(project.root, content.lang, _COMMENTARY)
    chapters = [(section.key, section.title) for section in content.sections]
    if start_commentary(path, content.lang, chapters):
        return content
    return with_commentary(content, read_commentary(path, CHAPTERS))
