"""Writes docs/respondents.md as Word documents of two A4 pages, to be sent along with forms: docs/files/*.docx.

python examples/respondents_paper.py docs/files
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from smartxl_generators.ooxml.archive import repacked

__all__ = ["PAGES", "paper"]

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"填报须知.docx": "respondents.md", "For-respondents.docx": "en/respondents.md"}
"""Name of a document → the page that it is made of."""

_LATIN, _HEADS, _BODY = "Times New Roman", "黑体", "宋体"
_SIZE, _LINE = 10.5, 14.5
_WIDTH = 180.0
_MARGIN = 15.0
_UNEVEN, _LONG = (46.0, 134.0), 7
"""Widths of the columns of a long table, in mm; a short one has even columns."""
_PART = re.compile(r"\*\*(.+?)\*\*|`(.+?)`|\[(.+?)\]\([^)]*\)")
_ABOUT_FILE = re.compile(r"^(?:写给|Two pages)")


def paper(page: str) -> bytes:
    """The document of a page in docs/. The same page and pictures give the same bytes."""
    document = Document()
    _shape(document)
    for block in _blocks((DOCS / page).read_text("utf-8")):
        _add(document, block, (DOCS / page).parent)
    raw = io.BytesIO()
    document.save(raw)
    return repacked(raw.getvalue())


def _shape(document: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    about = document.core_properties
    about.author, about.created, about.modified = "", datetime(2026, 1, 1), datetime(2026, 1, 1)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, lists and tables, without the link to the twin and what is said of this very document."""
    for block in text.split("\n\n"):
        if block.strip() and not block.startswith("[") and not _ABOUT_FILE.match(block):
            yield block.strip("\n")


def _add(document: Paper, block: str, folder: Path) -> None:
    if block.startswith("!["):
        _picture(document, folder / block.partition("](")[2].rstrip(")"))
    elif block.startswith("|"):
        _table(document, block)
    elif block.startswith("#"):
        level, _, title = block.partition(" ")
        _paragraph(document, title, size=16 if len(level) == 1 else 12, heads=True)
    else:
        for line in block.splitlines() if block[0] in "-1" else [block.replace("\n", "")]:
            _paragraph(document, re.sub(r"^- ", "· ", line))


def _paragraph(document: Paper, text: str, size: float = _SIZE, *, heads: bool = False) -> None:
    paragraph = document.add_paragraph()
    _set(paragraph, before=4 if heads else 0, after=2 if heads else 1)
    if heads and size > 12:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = heads
    _write(paragraph, text, size, _HEADS if heads else _BODY)


def _set(paragraph: Paragraph, *, before: float = 0, after: float = 0) -> None:
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(_LINE)


def _write(paragraph: Paragraph, text: str, size: float, eastern: str) -> None:
    """A text with its bold and quoted parts; links are words."""
    end = 0
    for part in _PART.finditer(text):
        _run(paragraph, text[end : part.start()], size, eastern)
        _run(
            paragraph, part[1] or part[2] or part[3], size, _HEADS if part[1] else eastern, bold=bool(part[1])
        )
        end = part.end()
    _run(paragraph, text[end:], size, eastern)


def _run(paragraph: Paragraph, text: str, size: float, eastern: str, *, bold: bool = False) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = _LATIN, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), eastern)


def _picture(document: Paper, path: Path) -> None:
    paragraph = document.add_paragraph()
    _set(paragraph, before=2, after=2)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.add_run().add_picture(str(path), Mm(_WIDTH))


def _table(document: Paper, block: str) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    del rows[1]
    table = document.add_table(len(rows), len(rows[0]))
    table.style, table.autofit = "Table Grid", False
    widths = (_WIDTH / 2, _WIDTH / 2) if len(rows) < _LONG else _UNEVEN
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            cell: _Cell = table.cell(number, place)
            cell.width = Mm(widths[place])
            _set(cell.paragraphs[0])
            _write(cell.paragraphs[0], text, _SIZE, _BODY if number else _HEADS)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, source in PAGES.items():
        (Path(sys.argv[1]) / name).write_bytes(paper(source))
