"""What the reports of the example city's round take of one core and of memory, each kind and the whole set.

    python benchmarks/report.py

Every measurement runs in a process of its own. The peer is plain python-docx writing the same sentences and tables into one
document, without charts, contents, widths or page numbers, from content that is made beforehand, in the same run.
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from alone import alone
from docx import Document

from smartxl import init_project, open_project
from smartxl.diagnosis.content import report_content
from smartxl.model.report import Listing, Paragraph, ReportContent, ReportTable, plain
from smartxl.project.reporting import round_facts

KINDS = ("docx", "html", "pdf", "xlsx")
AIM = "aim: 20 s, 400 MB"


def written(folder: Path, *kinds: str) -> float:
    """CPU seconds of reports, with what they import."""
    start = time.process_time()
    open_project(folder).write_reports(*kinds, force=True)
    return time.process_time() - start


def said(folder: Path) -> float:
    """CPU seconds of what the report says, before any writer."""
    project = open_project(folder)
    start = time.process_time()
    report_content(round_facts(project), project.definition.round.due)
    return time.process_time() - start


def plain_docx(folder: Path) -> float:
    """The peer: CPU seconds of the writing alone."""
    project = open_project(folder)
    content = report_content(round_facts(project), project.definition.round.due)
    start = time.process_time()
    _plain(content)
    return time.process_time() - start


def _plain(content: ReportContent) -> None:
    paper = Document()
    for section in content.walk():
        paper.add_heading(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                paper.add_paragraph(plain(block.words))
            elif isinstance(block, Listing):
                for words in block.items:
                    paper.add_paragraph(plain(words))
            elif isinstance(block, ReportTable):
                rows = block.on_paper()[0].rows
                table = paper.add_table(len(rows), len(block.columns))
                for row, texts in zip(table.rows, rows, strict=True):
                    for cell, words in zip(row.cells, texts, strict=True):
                        cell.text = plain(words)
    paper.save(io.BytesIO())


def main() -> None:
    """Plays a round, then prints one line for each measurement."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "city"
        init_project(folder)
        project = open_project(folder)
        project.build()
        project.fill()
        project.collect()
        content, peer = alone(said, folder), alone(plain_docx, folder)
        print(f"{'content':<14}{content.number:8.2f} s {content.own:8.0f} MB")
        print(f"{'plain docx':<14}{peer.number:8.2f} s {peer.own:8.0f} MB")
        for kind in KINDS:
            run = alone(written, folder, kind)
            print(
                f"{kind:<14}{run.number:8.2f} s {run.own:8.0f} MB{run.number / peer.number:8.2f} times plain docx"
            )
        run = alone(written, folder, *KINDS)
        print(
            f"{'the set':<14}{run.number:8.2f} s {run.own:8.0f} MB{run.number / peer.number:8.2f} times ({AIM})"
        )


if __name__ == "__main__":
    main()
