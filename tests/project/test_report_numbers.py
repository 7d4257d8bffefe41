"""Every number of a report is in the Word document, the PDF, the page and the workbook alike, and is one of the scores."""

from __future__ import annotations

import html
import io
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from openpyxl import load_workbook

import smartxl
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.model.framework import ROOT
from smartxl.model.report import Block, Figure, Listing, Paragraph, ReportTable, Words, plain
from smartxl.model.scores import CITY, QuantityKind
from smartxl.project.reporting import round_facts
from smartxl.text import LANGUAGES, Lang
from tests.cli.conftest import write_project

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
NUMBER = re.compile(r"[-−–]?\d[\d,]*(?:\.\d+)?%?")
FORMATS = ("docx", "html", "pdf", "xlsx")
ON_PAPER = {"docx", "pdf"}


def numbers(text: str) -> Counter[str]:
    return Counter(token.rstrip(",").lstrip("−–") for token in NUMBER.findall(text))


def texts_of(block: Block, *, paper: bool) -> Iterator[Words]:
    """The texts that stand in a document for a block; of a long table only the rows that paper shows."""
    if isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, ReportTable):
        for row in (block.on_paper()[0] if paper else block).rows:
            yield from row


@dataclass(frozen=True)
class Reported:
    """A round's report: what it is written from, what it says, and its files."""

    facts: RoundFacts
    blocks: tuple[Block, ...]
    files: Mapping[str, Path]

    def expected(self, kind: str) -> Counter[str]:
        """Every number that the report says in a format."""
        paper = kind in ON_PAPER
        return sum(
            (numbers(plain(words)) for block in self.blocks for words in texts_of(block, paper=paper)),
            Counter[str](),
        )


def reports_of(folder: Path, lang: Lang, seed: int) -> Reported:
    city = smartxl.open_project(write_project(folder), lang)
    city.fill(seed, jobs=1)
    city.collect(processes=0, clock=lambda: NOW)
    built = city.write_reports(*FORMATS, now=NOW)
    files = {file.path.suffix.removeprefix("."): file.path for file in built}
    assert files.keys() == set(FORMATS)
    facts = round_facts(city)
    return Reported(facts, tuple(report_content(facts, NOW.date()).blocks()), files)


@pytest.fixture(scope="module", params=LANGUAGES)
def reported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    return reports_of(tmp_path_factory.mktemp("numbers") / "city", request.param, 7)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The same city with other answers."""
    return reports_of(tmp_path_factory.mktemp("others") / "city", "zh", 8)


def in_word(path: Path) -> Counter[str]:
    """The numbers of paragraphs and cells, each cell once."""
    found: Counter[str] = Counter()
    for part in Document(io.BytesIO(path.read_bytes())).iter_inner_content():
        if isinstance(part, WordParagraph):
            found += numbers(part.text)
        elif isinstance(part, Table):
            for row in part.rows:
                for cell in row.cells:
                    found += numbers(cell.text)
    return found


def in_page(path: Path) -> Counter[str]:
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    return numbers(
        html.unescape(re.sub(r"<(td|th|p|li|h\d|tr|div|caption)\b[^>]*>", " ", body)).replace("<", " <")
    )


def in_pdf(path: Path) -> Counter[str]:
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return numbers(told.stdout.decode())


def in_workbook(path: Path) -> Counter[str]:
    """The numbers of all cells as their formats show them."""
    book = load_workbook(path, data_only=True)
    found: Counter[str] = Counter()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    found += numbers(shown(float(cell.value), str(cell.number_format)))
                elif isinstance(cell.value, str):
                    found += numbers(cell.value)
    return found


def shown(value: float, number_format: str) -> str:
    """A number as Excel shows it, of the formats that reports have."""
    first = number_format.split(";", maxsplit=1)[0]
    if found := re.fullmatch(r'(?:"[^"]*")?(#,##)?0(?:\.(0+))?(%)?(?:"[^"]*")?', first):
        digits, percent = len(found[2] or ""), found[3] or ""
        return f"{value * (100 if percent else 1):{',' if found[1] else ''}.{digits}f}{percent}"
    return f"{value:.15g}"


READERS: Mapping[str, Callable[[Path], Counter[str]]] = {
    "docx": in_word,
    "html": in_page,
    "pdf": in_pdf,
    "xlsx": in_workbook,
}


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("kind", FORMATS)
def test_a_format_has_every_number_of_the_report(reported: Reported, kind: str) -> None:
    missing = reported.expected(kind) - READERS[kind](reported.files[kind])
    assert missing == Counter()


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("kind", FORMATS)
def test_documents_of_other_scores_lack_numbers_of_these(
    reported: Reported, other: Reported, kind: str
) -> None:
    """The comparison tells two rounds apart in every format: what a writer changed would be found."""
    missing = reported.expected(kind) - READERS[kind](other.files[kind])
    total = reported.facts.score(CITY, ROOT)
    assert total is not None
    assert missing[total.shown] > 0


@pytest.mark.slow
def test_every_number_of_the_report_is_one_of_the_scores(reported: Reported) -> None:
    table, told = reported.facts.table, 0
    for block in reported.blocks:
        for words in texts_of(block, paper=False):
            for run in words:
                if isinstance(run, Figure):
                    assert all(source in table.values for source in run.sources)
                    scores = [s for s in run.sources if s.kind in {QuantityKind.SCORE, QuantityKind.COVERAGE}]
                    if len(run.sources) == len(scores) == 1 and table.values[scores[0]] == run.value:
                        told += 1
    assert told > 20
