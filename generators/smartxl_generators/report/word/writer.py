"""The Word document: cover, contents, then everything in order; python-docx keeps the package, styles give the looks.

Contents are filled in without Word: entries are real, and their page numbers are counted here from heights of lines and rows
(`paper.pages`). They are fields as well, and Word counts them again when it opens the document, for which it asks.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from smartxl.model.report import ReportContent, ReportForm
from smartxl.text import printable, shorten
from smartxl_generators.ooxml.archive import repacked
from smartxl_generators.report.charts import draw_png
from smartxl_generators.report.paper.breaks import paged
from smartxl_generators.report.paper.flow import (
    FlowHeading,
    FlowItem,
    FlowPicture,
    FlowTable,
    FlowTurn,
    flow,
    header_text,
)
from smartxl_generators.report.paper.style import PaperStyle, paper_style
from smartxl_generators.report.word.contents import contents_xml
from smartxl_generators.report.word.sheets import furnish, number_pages, shape_page
from smartxl_generators.report.word.signing import signing_xml
from smartxl_generators.report.word.styles import (
    font_table,
    numbering_xml,
    settings_xml,
    style_id,
    styles_xml,
)
from smartxl_generators.report.word.tables import facts_xml, table_xml
from smartxl_generators.report.word.xml import paragraph, run
from smartxl_templates import wording

__all__ = ["write_docx"]

_NEW_PAGE = "<w:pageBreakBefore/>"


def write_docx(content: ReportContent, *, written: date, author: str = "", scale: float = 1.0) -> bytes:
    """The report as a Word document. The same arguments give the same bytes.

    `written` is its date in the properties, `author` who publishes it; a short one has no cover and no contents, and `scale` is
    that of its letters. Raises ProjectError where a chart has Chinese and no Chinese font is installed.
    """
    paper, style = Document(), paper_style(content.lang, content.form, scale)
    _prepare(paper, content, style, written, author)
    items, pages = paged(flow(content, style), style)
    page = _ReportWriter(paper, content, style)
    if content.form is ReportForm.WHOLE:
        page.cover()
        page.contents(
            {
                item: number
                for item, number in zip(items, pages.begins, strict=True)
                if isinstance(item, FlowHeading)
            }
        )
    else:
        page.first()
    for item in items:
        page.add(item)
    raw = io.BytesIO()
    paper.save(raw)
    return repacked(raw.getvalue(), {"word/fontTable.xml": font_table()})


def _prepare(paper: Paper, content: ReportContent, style: PaperStyle, written: date, author: str) -> None:
    """Our own styles, settings and bullets in place of python-docx's, and what the file says about itself."""
    lang, part = content.lang, paper.part
    for kind, xml in (
        (RELATIONSHIP_TYPE.STYLES, styles_xml(style)),
        (RELATIONSHIP_TYPE.SETTINGS, settings_xml(lang)),
        (RELATIONSHIP_TYPE.NUMBERING, numbering_xml(style)),
    ):
        _refill(part.part_related_by(kind), xml)
    about = paper.core_properties
    about.title, about.author = _property(content.cover.title), _property(author)
    about.subject, about.last_modified_by = _property(content.cover.subtitle), "smartxl"
    about.comments = about.keywords = ""
    about.created = about.modified = datetime.combine(written, time())
    about.language, about.revision = "zh-CN" if lang == "zh" else "en-GB", 1


def _property(text: str) -> str:
    """A text as long as a property may be."""
    return shorten(printable(text), 255)


def _refill(part: Part, xml: str) -> None:
    """Gives a part another content."""
    root = cast(XmlPart, part).element
    for child in list(root):
        root.remove(child)
    root.extend(list(parse_xml(xml)))


@dataclass(slots=True)
class _ReportWriter:
    """The document that is written to."""

    paper: Paper
    content: ReportContent
    style: PaperStyle
    bookmarks: int = 0

    def cover(self) -> None:
        """The first page, without header and number."""
        cover, lang = self.content.cover, self.content.lang
        shape_page(self.paper.sections[0], self.style.page, lying=False)
        self._append(paragraph("Title", run(cover.title, lang)))
        self._append(paragraph("Subtitle", run(cover.subtitle, lang)))
        if cover.facts:
            self._append(facts_xml(cover.facts, lang))
        if cover.signing:
            self._append(paragraph("TOCHeading", run(cover.signing.title, lang), _NEW_PAGE))
            self._append(signing_xml(cover.signing, lang))

    def first(self) -> None:
        """The only section of a document without a cover."""
        section = self.paper.sections[0]
        shape_page(section, self.style.page, lying=False)
        furnish(section, header_text(self.content), self.content.lang)

    def contents(self, pages: Mapping[FlowHeading, int]) -> None:
        """The table of contents on pages of their own, numbered I, II …; then pages begin with 1."""
        section = self._begin_section(lying=False)
        furnish(section, header_text(self.content), self.content.lang)
        number_pages(section, "upperRoman", anew=True)
        told = wording(self.content.lang)["document.contents"]
        self._append(paragraph("TOCHeading", run(told, self.content.lang)))
        for entry in contents_xml(pages, self.content.lang):
            self._append(entry)
        number_pages(self._begin_section(lying=False), anew=True)

    def add(self, item: FlowItem) -> None:
        """One thing more."""
        lang = self.content.lang
        if isinstance(item, FlowTurn):
            number_pages(self._begin_section(lying=item.lying))
        elif isinstance(item, FlowTable):
            self._append(table_xml(item, lang, self.style.looks["Table Text"].size))
        elif isinstance(item, FlowPicture):
            self._picture(item)
        elif isinstance(item, FlowHeading):
            self._heading(item)
        else:
            own = "<w:keepNext/>" * item.keep_next + _NEW_PAGE * item.new_page
            self._append(paragraph(style_id(item.style), run(item.text, lang), own))

    def _heading(self, item: FlowHeading) -> None:
        self.bookmarks += 1
        begin = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{item.bookmark}"/>'
        text = run(item.heading.text, self.content.lang)
        self._append(
            paragraph(
                style_id(item.style),
                f'{begin}{text}<w:bookmarkEnd w:id="{self.bookmarks}"/>',
                _NEW_PAGE * item.new_page,
            )
        )

    def _picture(self, item: FlowPicture) -> None:
        """A picture in the line, with what it shows in words."""
        holder = self.paper.add_paragraph(style="Figure")
        place = holder.add_run()
        data = draw_png(item.chart, item.drawn)
        place.add_picture(io.BytesIO(data), Mm(item.width), Mm(item.height))
        for about in place.element.iter(qn("wp:docPr")):
            about.set("title", printable(item.title))
            about.set("descr", printable(item.alt))

    def _append(self, xml: str) -> None:
        root: Any = self.paper.element
        root.body.sectPr.addprevious(parse_xml(xml))

    def _begin_section(self, *, lying: bool) -> Section:
        """Pages that follow are shaped anew; the paragraph that Word needs for it takes no room."""
        section: Section = self.paper.add_section(WD_SECTION.NEW_PAGE)
        self.paper.paragraphs[-1].style = "Section End"
        shape_page(section, self.style.page, lying=lying)
        return section
