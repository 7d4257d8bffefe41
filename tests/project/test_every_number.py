"""Every number of a report stands in all four formats alike: what a writer drops or changes is found."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell

import smartxl
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.model.draft import ReportDraft
from smartxl.model.report import (
    Block,
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    Words,
    plain,
)
from smartxl.model.scenarios import Scenario
from smartxl.model.scores import QuantityKind
from smartxl.planning.chapters import chapters_of
from smartxl.project.outputs import write_whole
from smartxl.project.reporting import round_facts
from smartxl.project.resultbook import result_diagnosis, result_files
from smartxl.rules import round_half_away
from smartxl.scoring.whatif import scenario_outcome
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_generators.report.page import write_html
from smartxl_generators.report.paper.fitting import fit_paper
from smartxl_generators.report.pdf import can_set, write_pdf
from smartxl_generators.report.word import write_docx
from tests.cli.conftest import write_project
from tests.conftest import IN_CI
from tests.diagnosis.sureness.made import tried_of

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 1)
NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?")
Numbers = Counter[str]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> smartxl.Project:
    city = smartxl.open_project(write_project(tmp_path_factory.mktemp("numbers") / "town"))
    city.build()
    city.collect(*city.fill().paths, processes=0)
    return city


def facts_of(city: smartxl.Project, lang: Lang) -> RoundFacts:
    """The round with everything that can be said of how sure it is."""
    facts = round_facts(smartxl.open_project(city.root, lang).at(DAY))
    equal = Scenario("equal", Text("等权", "Equal weights"), equal=True)
    outcome = scenario_outcome(facts.definition, facts.answers, equal)
    return replace(facts, tried=replace(tried_of(facts.definition, facts.table), scenarios=(outcome,)))


def numbers_of(text: str) -> Numbers:
    return Counter(NUMBER.findall(text))


def words_of(block: Block) -> Iterator[Words]:
    """What a block says in words and cells."""
    if isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, ReportTable):
        yield from (words for row in block.rows for words in row)


def figures_of(block: Block) -> Iterator[Figure]:
    for words in words_of(block):
        yield from (run for run in words if isinstance(run, Figure))
    if isinstance(block, ReportChart):
        yield from (figure for series in block.series for figure in series.values if figure)


def expected(content: ReportContent) -> Numbers:
    """All numbers of sentences and tables."""
    return numbers_of("\n".join(plain(words) for block in content.blocks() for words in words_of(block)))


def drawn(content: ReportContent) -> set[str]:
    """All numbers of charts."""
    charts = (block for block in content.blocks() if isinstance(block, ReportChart))
    return {number for chart in charts for f in figures_of(chart) for number in numbers_of(f.shown)}


def each_block(content: ReportContent, how: Callable[[Block], Block | None]) -> ReportContent:
    """The content with its blocks changed, or left out."""

    def other(section: ReportSection) -> ReportSection:
        blocks = tuple(new for block in section.blocks if (new := how(block)) is not None)
        return replace(section, blocks=blocks, parts=tuple(map(other, section.parts)))

    sections, annexes = (tuple(map(other, part)) for part in (content.sections, content.annexes))
    return replace(content, sections=sections, annexes=annexes)


def on_paper(content: ReportContent) -> ReportContent:
    """With the rows that paper shows."""
    return each_block(content, lambda block: block.on_paper()[0] if isinstance(block, ReportTable) else block)


def in_workbook(content: ReportContent) -> ReportContent:
    """With the rows that a result workbook shows: tables that are whole on sheets of their own are cut in their chapter."""
    short = {part.key: part for part in on_paper(content).sections}
    sections = tuple(short[part.key] if part.key == "sure" else part for part in content.sections)
    return replace(content, sections=sections)


def in_words(content: ReportContent) -> ReportContent:
    """Without charts, which show numbers of the tables again."""
    return each_block(content, lambda block: None if isinstance(block, ReportChart) else block)


def docx(_: smartxl.Project, __: RoundFacts, content: ReportContent) -> str:
    chosen, scale = fit_paper(ReportDraft(((content,),)))
    paper = Document(io.BytesIO(write_docx(chosen, written=DAY, scale=scale)))
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paper.element.body.iter(qn("w:p")))
    return "\n".join(texts)


def pdf(_: smartxl.Project, __: RoundFacts, content: ReportContent) -> str:
    if not can_set() or shutil.which("pdftotext") is None:
        (pytest.fail if IN_CI else pytest.skip)("typst or pdftotext is not installed")
    chosen, scale = fit_paper(ReportDraft(((content,),)))
    raw = write_pdf(chosen, scale=scale)
    return subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True).stdout.decode()


def page(_: smartxl.Project, __: RoundFacts, content: ReportContent) -> str:
    text = write_html(content).decode()
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"</?(a|span|b|em|strong)\b[^>]*>", "", text)))


def xlsx(city: smartxl.Project, facts: RoundFacts, content: ReportContent) -> str:
    """The sheets of the chapters."""
    project = type(city)(city.root, facts.definition, facts.lang)
    told = result_diagnosis(facts, content, DAY)
    ((path, content_of_file),) = result_files(project, facts, told, udf=False)
    write_whole(path, content_of_file)
    book = load_workbook(path, data_only=True)
    titles = [section.title for section in chapters_of((*content.sections, *content.annexes))]
    sheets = [
        sheet for sheet in book if any(sheet.title in title or title in sheet.title for title in titles)
    ]
    assert len(sheets) >= len(titles), (titles, book.sheetnames)
    return "\n".join(shown(cell) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def shown(cell: Cell | MergedCell) -> str:
    """A cell as a program shows it, for the number formats of a report."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    code = cell.number_format.partition(";")[0]
    decimals = len(code.partition(".")[2].rstrip("%"))
    value = float(round_half_away(cell.value * (100 if code.endswith("%") else 1), decimals))
    group = "," if "#,##" in code else ""
    if code == "General":
        return f"{cell.value:g}"
    return f"{value:{group}.{decimals}f}{'%' if code.endswith('%') else ''}"


Writer = Callable[[smartxl.Project, RoundFacts, ReportContent], str]
WRITERS: Mapping[str, Writer] = {"docx": docx, "pdf": pdf, "html": page, "xlsx": xlsx}
EVERY = pytest.mark.parametrize("kind", WRITERS)


def missing(kind: str, content: ReportContent, text: str) -> Numbers:
    """Numbers that the content has and a document lacks, or has less often."""
    shown: Mapping[str, Callable[[ReportContent], ReportContent]]
    shown = {"docx": on_paper, "pdf": on_paper, "xlsx": in_workbook}
    whole = shown[kind](content) if kind in shown else content
    return expected(whole) - numbers_of(text)


@EVERY
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_format_drops_or_changes_a_number(city: smartxl.Project, kind: str, lang: Lang) -> None:
    facts = facts_of(city, lang)
    content = in_words(report_content(facts, DAY))
    assert sum(expected(content).values()) > 200
    assert not missing(kind, content, WRITERS[kind](city, facts, content))


@EVERY
def test_no_format_says_a_number_of_its_own(city: smartxl.Project, kind: str) -> None:
    """Numbers with decimals and shares; whole numbers also count pages, chapters and the marks of a scale."""
    facts = facts_of(city, "zh")
    content = in_words(report_content(facts, DAY))
    found = {n for n in numbers_of(WRITERS[kind](city, facts, content)) if "." in n or "%" in n}
    notes = (block.note for block in content.blocks() if isinstance(block, ReportTable))
    cover = (text for pair in content.cover.facts for text in pair)
    assert found <= set(expected(content)) | set(numbers_of("\n".join((*notes, *cover))))
    assert len(found) > 30


@pytest.mark.parametrize("kind", ["pdf", "html"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_chart_lacks_a_number(city: smartxl.Project, kind: str, lang: Lang) -> None:
    """Where charts hold texts: in a Word document they are pictures of the same drawings."""
    facts = facts_of(city, lang)
    content = report_content(facts, DAY)
    assert drawn(content)
    only = each_block(content, lambda block: block if isinstance(block, ReportChart) else None)
    assert drawn(content) <= set(numbers_of(WRITERS[kind](city, facts, only)))


def changed(content: ReportContent, how: Callable[[Words], Words]) -> ReportContent:
    """The content with the first score of its first table in another way: of numbers with decimals pages have none."""

    def is_score(words: Words) -> bool:
        return isinstance(words[0], Figure) and "." in words[0].shown

    table = next(
        b for b in content.blocks() if isinstance(b, ReportTable) and any(is_score(w) for w in words_of(b))
    )
    places = ((r, c) for r, row in enumerate(table.rows) for c, words in enumerate(row) if is_score(words))
    row, column = next(places)
    cells = list(table.rows[row])
    cells[column] = how(cells[column])
    other = replace(table, rows=(*table.rows[:row], tuple(cells), *table.rows[row + 1 :]))
    return each_block(content, lambda block: other if block is table else block)


MUTANTS: Mapping[str, Callable[[Words], Words]] = {
    "dropped": lambda _: ("—",),
    "changed": lambda _: (Figure("98765.4", 98765.4),),
}


@EVERY
@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_writer_that_drops_or_changes_one_is_found(city: smartxl.Project, kind: str, mutant: str) -> None:
    facts = facts_of(city, "zh")
    content = in_words(report_content(facts, DAY))
    text = WRITERS[kind](city, facts, changed(content, MUTANTS[mutant]))
    assert sum(missing(kind, content, text).values()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_that_name_a_score_are_that_score(city: smartxl.Project, lang: Lang) -> None:
    """In charts, and of kinds that a report shows only as they are: of scores it shows differences too."""
    facts = facts_of(city, lang)
    plainly = {QuantityKind.COVERAGE, QuantityKind.RANK, QuantityKind.WEIGHT}
    seen = 0
    for block in report_content(facts, DAY).blocks():
        for figure in figures_of(block):
            assert all(source in facts.table.values for source in figure.sources)
            if len(figure.sources) == 1 and (
                figure.sources[0].kind in plainly or isinstance(block, ReportChart)
            ):
                seen += 1
                assert facts.table.values[figure.sources[0]] == figure.value, figure
    assert seen > 20
