"""The letter for Word, set as Chinese offices set theirs: A4, 仿宋, the table of counts, signature on the right."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, time

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from smartxl_generators.giveback.letter import Letter
from smartxl_generators.ooxml.archive import repacked

__all__ = ["letter_docx"]

_HEADS, _BODY = ("Arial", "黑体"), ("Times New Roman", "仿宋")
_SIZE, _SMALL = Pt(14), Pt(12)
_LARGE = {"zh": Pt(20), "en": Pt(16)}
_COLUMNS = (Mm(40), Mm(25), Mm(65))


def letter_docx(letter: Letter) -> bytes:
    """The letter as a Word document. The same letter gives the same bytes."""
    paper = Document()
    _set_page(paper, letter)
    page = _LetterWriter(paper, chinese=letter.lang == "zh")
    page.add(
        letter.heading, fonts=_HEADS, size=_LARGE[letter.lang], align=WD_ALIGN_PARAGRAPH.CENTER, after=14
    )
    page.add(letter.addressee, indent=False, after=4)
    for text in letter.report():
        page.add(text)
    if letter.table():
        page.add_table(letter)
    for text in letter.request():
        page.add(text, bold=True)
    page.add(letter.words["letter.how"], fonts=_HEADS, before=6)
    for step in letter.steps():
        page.add(step)
    if letter.contact:
        page.add(letter.contact_line())
    for number, name in enumerate(letter.enclosures()):
        label = "" if number else letter.words["letter.attached"]
        page.add(label + name, size=_SMALL, before=0 if number else 8)
    page.add(letter.organiser, align=WD_ALIGN_PARAGRAPH.RIGHT, before=24)
    page.add(letter.date_line, align=WD_ALIGN_PARAGRAPH.RIGHT)
    raw = io.BytesIO()
    paper.save(raw)
    return repacked(raw.getvalue())


def _set_page(paper: Paper, letter: Letter) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(30), Mm(25)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    moment = datetime.combine(letter.written, time())
    about = paper.core_properties
    about.title, about.author, about.last_modified_by = letter.heading, letter.organiser, "smartxl"
    about.created = about.modified = moment
    about.language = "zh-CN" if letter.lang == "zh" else "en-GB"


@dataclass(frozen=True, slots=True)
class _LetterWriter:
    """The paper that paragraphs are added to, and whether it is a Chinese one."""

    paper: Paper
    chinese: bool

    def add(
        self,
        text: str,
        *,
        fonts: tuple[str, str] = _BODY,
        size: Length = _SIZE,
        align: WD_ALIGN_PARAGRAPH | None = None,
        indent: bool = True,
        bold: bool = False,
        before: int = 0,
        after: int = 2,
    ) -> None:
        """A paragraph; a Chinese one begins two characters further in."""
        paragraph = self.paper.add_paragraph()
        self.write(paragraph, text, fonts, size, bold=bold)
        shape = paragraph.paragraph_format
        shape.alignment = align
        shape.line_spacing_rule = WD_LINE_SPACING.ONE_POINT_FIVE
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        if indent and align is None and self.chinese:
            shape.first_line_indent = Length(size * 2)

    def write(
        self, paragraph: Paragraph, text: str, fonts: tuple[str, str], size: Length, *, bold: bool = False
    ) -> None:
        """Words in both halves of a font: Latin, and the one that Chinese characters take."""
        latin, eastern = fonts
        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.font.bold = latin, size, bold
        names = run._element.get_or_add_rPr().get_or_add_rFonts()
        names.set(qn("w:eastAsia"), eastern)
        if self.chinese:
            names.set(qn("w:hint"), "eastAsia")  # quotation marks too

    def add_table(self, letter: Letter) -> None:
        """How many findings of each severity."""
        words = letter.words
        heads = (words["letter.severity"], words["letter.count"], words["letter.ask_head"])
        rows = [(severity, str(number), asked) for severity, number, asked in letter.table()]
        table = self.paper.add_table(rows=0, cols=len(_COLUMNS), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for row in (heads, *rows):
            is_head = row is heads
            for cell, text, width in zip(table.add_row().cells, row, _COLUMNS, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
                self.write(paragraph, text, _HEADS if is_head else _BODY, _SMALL, bold=is_head)
        self.add("", size=Pt(4))
