"""The diagnosis report of a round: content from scores and ledger, then one of its formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, compress, repeat
from operator import not_
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING, NamedTuple

from smartxl.diagnosis.brief import BRIEF_PAGES, brief_contents
from smartxl.diagnosis.content import CHAPTERS, report_content, with_commentary
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.others import Comparisons
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.unit import UNIT_PAGES, unit_annex, unit_contents
from smartxl.errors import ProjectError, UnknownName
from smartxl.findings import Finding
from smartxl.model.diagnosis import Diagnosis
from smartxl.model.draft import ReportDraft
from smartxl.model.spoken import own_statements
from smartxl.planning import convention_lines
from smartxl.project.aside import AsideTask
from smartxl.project.commentary import commentary_file, read_commentary, start_commentary
from smartxl.project.comparing import comparisons, previous_tasks, scored_apart
from smartxl.project.drilling import drill_downs
from smartxl.project.folder import ProjectFolder
from smartxl.project.needsfile import KEPT_NEEDS
from smartxl.project.outputs import Built
from smartxl.project.printing import Maker, write_made
from smartxl.project.progress import Progress, ticks
from smartxl.project.publishing import DOCUMENTS, Publication, load_writers
from smartxl.project.result import CountedRound, ScoredRound, counted_findings, counted_round, late_units
from smartxl.project.resultbook import result_diagnosis, result_files
from smartxl.project.roundrecords import round_records
from smartxl.project.sureness import tried_round
from smartxl.project.taskfile import KEPT_TASKS
from smartxl.scoring import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import Lang, Text, file_name
from smartxl_templates import dotted

if TYPE_CHECKING:
    from smartxl.model.report import ReportContent, ReportSection

__all__ = [
    "KINDS",
    "ReportOrder",
    "report_phrases",
    "reported",
    "round_facts",
    "write_reports",
]

KINDS = ("xlsx", "docx", "html", "pdf")
"""The kinds of reports: the result workbook, and the diagnosis as a document."""


_GROUPS = 4
"""Of units for each process."""
_TURNS = {"docx": 0, "xlsx": 1, "pdf": 2}
"""The kinds of the city's report that take longest, in turn: they are begun first, so that no process waits for another."""
_LAST = len(_TURNS)
_COMPARING = ("result", "needs", "trend", "cities")
"""The chapters about the round as a whole, in their order."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What is wanted: some of `KINDS`, the whole diagnosis or a brief, of the city or of some units (codes).

    The result workbook is one of the city, `udf` with SX_ functions; in brief it has values only, to be printed. `full`: behind
    the page of a unit every open item; `every`: a page for each unit, in one document.
    `last` and `peers`: the folders of earlier rounds and of other cities that a diagnosis compares with. `chapters` come from
    elsewhere, and stand in the documents behind those that compare. `robust`: with the chapter on how sure the result is,
    and its sheets.
    """

    kinds: tuple[str, ...]
    brief: bool = False
    units: tuple[str, ...] = ()
    udf: bool = False
    full: bool = False
    every: bool = False
    last: tuple[Path, ...] = ()
    peers: tuple[Path, ...] = ()
    chapters: tuple[ReportSection, ...] = ()
    robust: bool = False

    @property
    def is_city(self) -> bool:
        """Whether it is one on the city as a whole."""
        return not (self.units or self.every)


def write_reports(
    project: ProjectFolder,
    orders: Sequence[ReportOrder],
    day: date,
    *,
    force: bool,
    jobs: int = 1,
    progress: Progress | None = None,
    facts: RoundFacts | None = None,
) -> tuple[Built, ...]:
    """Writes reports by a day, in `reports/`; those of units in `reports/units/`. The round is scored once for all orders.

    Orders differ in kinds, units and whether they are brief; what they compare with is that of the first. Up to `jobs`
    processes work at once. `facts`: those of the round, for orders that compare it with no other. Raises UnknownName for a
    kind that there is not, ProjectError where no submission counts, or the project's own statements or commentary are not in
    order.
    """
    asked = dict.fromkeys(kind for order in orders for kind in order.kinds)
    if unknown := next((kind for kind in asked if kind not in KINDS), None):
        what = Text(f"没有“{unknown}”这种报告", f"there is no report of kind {unknown!r}")
        raise UnknownName("kind", what, Text(f"可用：{', '.join(KINDS)}", f"one of: {', '.join(KINDS)}"))
    is_city = any(order.is_city for order in orders)
    facts = facts or _facts_of(project, orders[0], is_city=is_city)
    whole = _whole(project, _content(facts, day, asked, jobs)) if is_city else None
    parts = [part for order in orders for part in _divided(order, jobs)]
    pieces = [piece for part in parts for piece in _pieces(project, facts, whole, part, day)]
    tick = ticks(progress, len(pieces))
    turns = sorted(range(len(pieces)), key=lambda place: pieces[place].turn)
    makers = [pieces[place].make for place in turns]
    made = dict(zip(turns, write_made(makers, project.root, force=force, jobs=jobs, tick=tick), strict=True))
    written = [made[place] for place in range(len(pieces))]
    is_result = [piece.is_result for piece in pieces]
    main_first = [(*files[-1:], *files[:-1]) for files in compress(written, is_result)]
    documents = compress(written, map(not_, is_result))
    return tuple(built for files in (*main_first, *documents) for built in files)


def _facts_of(project: ProjectFolder, order: ReportOrder, *, is_city: bool) -> RoundFacts:
    """What reports say, with what an order compares with."""
    counted = counted_round(project)
    scored = _scored(project, counted)
    others = comparisons(project, scored, order.last, order.peers)
    facts = _facts(project, counted, scored, counted_findings(project, counted.units), others)
    facts = replace(facts, last_tasks=previous_tasks(project, order.last))
    return replace(facts, tried=tried_round(project, scored)) if order.robust and is_city else facts


def _divided(order: ReportOrder, jobs: int) -> Iterator[ReportOrder]:
    """An order in parts that can be made side by side: units in groups, some for each of the processes."""
    size = len(order.units) // (_GROUPS * jobs) + 1
    for start in range(0, len(order.units), size):
        yield replace(order, units=order.units[start : start + size], every=False)
    if order.is_city or order.every:
        yield replace(order, units=())


class _ReportPiece(NamedTuple):
    """What makes some of the files; the earlier its `turn`, the longer it takes."""

    make: Maker
    turn: int = _LAST
    is_result: bool = False


def _pieces(
    project: ProjectFolder, facts: RoundFacts, whole: ReportContent | None, order: ReportOrder, day: date
) -> Iterator[_ReportPiece]:
    """What an order asks for, in pieces that can be made side by side: of the whole report each kind is one."""
    kinds = tuple(kind for kind in DOCUMENTS if kind in order.kinds)
    if not order.is_city:
        yield _ReportPiece(partial(_documents, project, facts, None, order, kinds, day))
        return
    for each in [kinds] * bool(kinds) if order.brief else [(kind,) for kind in kinds]:
        turn = _LAST if order.brief else _TURNS.get(each[0], _LAST)
        yield _ReportPiece(partial(_documents, project, facts, whole, order, each, day), turn)
    if whole is not None and "xlsx" in order.kinds:
        yield _ReportPiece(
            partial(_result, project, facts, whole, order, day), _TURNS["xlsx"], is_result=True
        )


def _result(
    project: ProjectFolder, facts: RoundFacts, whole: ReportContent, order: ReportOrder, day: date
) -> Iterator[tuple[Path, bytes]]:
    diagnosis = result_diagnosis(facts, whole, day, short=order.brief)
    yield from result_files(project, facts, diagnosis, udf=order.udf)


def reported(
    project: ProjectFolder, counted: CountedRound, scored: ScoredRound, *, robust: bool = False
) -> Diagnosis:
    """What a result workbook of these scores says beside its numbers, without findings and without starting a commentary.

    `robust`: with what it says of how sure the result is.
    """
    others = Comparisons(apart=scored_apart(scored))
    facts = _facts(project, counted, scored, (), others)
    day = scored.definition.round.due  # the day is on no sheet
    facts = replace(facts, tried=tried_round(project, scored)) if robust else facts
    return result_diagnosis(facts, _commented(project, report_content(facts, day)), day)


def round_facts(project: ProjectFolder) -> RoundFacts:
    """What the reports of a project are written from. Raises ProjectError where no submission counts."""
    counted = counted_round(project)
    scored, findings = _scored(project, counted), counted_findings(project, counted.units)
    return _facts(project, counted, scored, findings, Comparisons(apart=scored_apart(scored)))


def _scored(project: ProjectFolder, counted: CountedRound) -> ScoredRound:
    table = score(project.definition, counted.answers)
    return ScoredRound(project.definition, table, counted.answers, project.lang)


def _documents(
    project: ProjectFolder,
    facts: RoundFacts,
    whole: ReportContent | None,
    order: ReportOrder,
    kinds: tuple[str, ...],
    day: date,
) -> Iterator[tuple[Path, bytes]]:
    organiser = facts.say(project.definition.round.organiser)
    is_drilled = "html" in kinds and bool(order.units or not (order.every or order.brief))
    drills = drill_downs(project, facts, order.units) if is_drilled else ()
    drafts = zip(_drafts(project, facts, whole, order, day), chain(drills, repeat(None)), strict=False)
    for (name, draft), drill in drafts:
        publication = Publication(draft, day, organiser, drill)
        for kind in kinds:
            yield project.reports / f"{name}.{kind}", DOCUMENTS[kind](publication)


def _facts(
    project: ProjectFolder,
    counted: CountedRound,
    scored: ScoredRound,
    findings: Sequence[Finding],
    others: Comparisons,
) -> RoundFacts:
    definition, lang = scored.definition, scored.lang
    return RoundFacts(
        definition,
        scored.table,
        scored.answers,
        findings,
        report_phrases(project, lang),
        rescorer(definition, scored.answers),
        convention_lines(definition, lang),
        KEPT_TASKS.kept(project.root),
        others=others,
        late=late_units(project),
        records=round_records(project, counted, scored.answers),
        needs=KEPT_NEEDS.kept(project.root),
    )


def _drafts(
    project: ProjectFolder, facts: RoundFacts, whole: ReportContent | None, order: ReportOrder, day: date
) -> Iterator[tuple[str, ReportDraft]]:
    """Name of a file without its suffix → what it may say."""
    round_ = project.definition.round
    stem, text = f"{round_.city.get(facts.lang)}-{round_.name}", facts.phrases.text
    for code in order.units:
        unit = project.definition.roster.by_code[code]
        name = file_name(f"{code}-{facts.unit_name(unit)}-{text('file.unit')}")
        annexes = (unit_annex(facts, unit),)
        yield (
            f"units/{name}",
            ReportDraft((unit_contents(facts, unit, day),), UNIT_PAGES, annexes, order.full),
        )
    if order.every:
        units = project.definition.roster.units
        parts = tuple(unit_contents(facts, unit, day) for unit in units)
        yield file_name(f"{stem}-{text('file.units')}"), ReportDraft(parts, UNIT_PAGES)
    if whole is None:
        return
    if order.brief:
        contents = brief_contents(facts, whole, day)
        yield file_name(f"{stem}-{text('file.brief')}"), ReportDraft((contents,), BRIEF_PAGES)
    else:
        content = _with_chapters(whole, order.chapters)
        yield file_name(f"{stem}-{text('file.report')}"), ReportDraft(((content,),))


def _with_chapters(content: ReportContent, chapters: tuple[ReportSection, ...]) -> ReportContent:
    """The report with chapters behind the last of those that compare the round as a whole."""
    places = [place for place, section in enumerate(content.sections) if section.key in _COMPARING]
    behind = places[-1] + 1 if places else 0
    sections = (*content.sections[:behind], *chapters, *content.sections[behind:])
    return replace(content, sections=sections)


def _content(facts: RoundFacts, day: date, kinds: Iterable[str], jobs: int) -> ReportContent:
    """The whole report; what writes these kinds is loaded meanwhile where several processes are to have it."""
    if jobs == 1:
        return report_content(facts, day)
    with AsideTask(partial(report_content, facts, day)) as content:
        load_writers(kinds)
        return content.result()


def _whole(project: ProjectFolder, content: ReportContent) -> ReportContent:
    """The whole report with the consultant's commentary, for which a file is started."""
    chapters = [(section.key, section.title) for section in content.sections]
    path = commentary_file(project.root, content.lang)
    return content if start_commentary(path, content.lang, chapters) else _commented(project, content)


def _commented(project: ProjectFolder, content: ReportContent) -> ReportContent:
    """The report with the consultant's commentary, where she wrote any."""
    path = commentary_file(project.root, content.lang)
    return with_commentary(content, read_commentary(path, CHAPTERS)) if path.exists() else content


def report_phrases(project: ProjectFolder, lang: Lang) -> Phrases:
    """The statements of a language, with the project's own (`statements.zh.toml`). Raises ProjectError for unusable ones."""
    phrases = Phrases(lang, own_statements(project.definition, lang))
    path = project.root / f"statements.{lang}.toml"
    return phrases.with_own(_own(path), path.name) if path.exists() else phrases


def _own(path: Path) -> Mapping[str, str]:
    try:
        return dotted(path.read_text("utf-8-sig"))
    except (TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        what = Text("用语文件无法读取：TOML 写法有误", f"the statements cannot be read ({error})")
        remedy = Text(
            '按随附文件的写法：[组]，然后 键 = "文字"',
            'write it as the packaged file is: [group], then key = "text"',
        )
        raise ProjectError(path.name, what, remedy) from error
