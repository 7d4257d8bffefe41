"""The Word document: cover, contents, then everything in order; python-docx keeps the package, styles give the looks.

Contents are filled in without Word: entries are real, and their page numbers are counted here from heights of lines and rows
(`pages`). They are fields as well, and Word counts them again when it opens the document, for which it asks.
"""

from __future__ import annotations

import io
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

from smartxl.model.report import ReportContent
from smartxl.text import printable, shorten
from smartxl_generators.ooxml.archive import repacked
from smartxl_generators.report.paper.flow import (
    FlowHeading,
    FlowItem,
    FlowPicture,
    FlowTable,
    FlowTurn,
    cover_line,
    flow,
)
from smartxl_generators.report.paper.looks import looks
from smartxl_generators.report.word.contents import contents_xml
from smartxl_generators.report.word.pages import page_numbers
from smartxl_generators.report.word.sheets import furnish, number_pages, shape_page
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


def write_docx(content: ReportContent, *, written: date, author: str = "", front: bool = True) -> bytes:
    """The report as a Word document. The same arguments give the same bytes.

    `written` is its date in the properties, `author` who publishes it; without `front`, a short one begins with its title on
    the first page, has no cover and no contents. Raises ProjectError where a chart has Chinese and no
    Chinese font is installed.
    """
    paper = Document()
    _prepare(paper, content, written, author)
    items, styles = flow(content), looks(content.lang)
    page = _ReportWriter(paper, content, page_numbers(items, styles))
    if front:
        page.cover()
        page.contents([item for item in items if isinstance(item, FlowHeading)])
    else:
        page.title()
    for item in items:
        page.add(item)
    raw = io.BytesIO()
    paper.save(raw)
    return repacked(raw.getvalue(), {"word/fontTable.xml": font_table()})


def _prepare(paper: Paper, content: ReportContent, written: date, author: str) -> None:
    """Our own styles, settings and bullets in place of python-docx's, and what the file says about itself."""
    lang, part = content.lang, paper.part
    for kind, xml in (
        (RELATIONSHIP_TYPE.STYLES, styles_xml(lang)),
        (RELATIONSHIP_TYPE.SETTINGS, settings_xml(lang)),
        (RELATIONSHIP_TYPE.NUMBERING, numbering_xml(lang)),
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
    """The document that is written to, and the pages that were counted."""

    paper: Paper
    content: ReportContent
    pages: dict[str, int]
    bookmarks: int = 0

    def cover(self) -> None:
        """The first page, without header and number."""
        cover, lang = self.content.cover, self.content.lang
        shape_page(self.paper.sections[0], lying=False)
        self._append(paragraph("Title", run(cover.title, lang)))
        self._append(paragraph("Subtitle", run(cover.subtitle, lang)))
        if cover.facts:
            self._append(facts_xml(cover.facts, lang))

    def title(self) -> None:
        """The title above the text, the facts of the cover in one paragraph below it."""
        cover, lang, first = self.content.cover, self.content.lang, self.paper.sections[0]
        shape_page(first, lying=False)
        furnish(first, cover.title, lang)
        self._append(paragraph("Title", run(cover.title, lang), '<w:spacing w:before="0"/>'))
        self._append(paragraph("Subtitle", run(cover.subtitle, lang), '<w:spacing w:after="120"/>'))
        if cover.facts:
            self._append(paragraph("Note", run(cover_line(cover, lang), lang), '<w:jc w:val="center"/>'))

    def contents(self, headings: list[FlowHeading]) -> None:
        """The table of contents on pages of their own, numbered I, II …; then pages begin with 1."""
        section = self._begin_section(lying=False)
        furnish(section, self.content.cover.title, self.content.lang)
        number_pages(section, "upperRoman", anew=True)
        told = wording(self.content.lang)["document.contents"]
        self._append(paragraph("TOCHeading", run(told, self.content.lang)))
        for entry in contents_xml(headings, self.pages, self.content.lang):
            self._append(entry)
        number_pages(self._begin_section(lying=False), anew=True)

    def add(self, item: FlowItem) -> None:
        """One thing more."""
        lang = self.content.lang
        if isinstance(item, FlowTurn):
            number_pages(self._begin_section(lying=item.lying))
        elif isinstance(item, FlowTable):
            self._append(table_xml(item, lang, looks(lang)["Table Text"].size))
        elif isinstance(item, FlowPicture):
            self._picture(item)
        elif isinstance(item, FlowHeading):
            self._heading(item)
        else:
            self._append(
                paragraph(style_id(item.style), run(item.text, lang), "<w:keepNext/>" * item.keep_next)
            )

    def _heading(self, item: FlowHeading) -> None:
        self.bookmarks += 1
        begin = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{item.bookmark}"/>'
        text = run(item.heading.text, self.content.lang)
        self._append(
            paragraph(
                style_id(item.style),
                f'{begin}{text}<w:bookmarkEnd w:id="{self.bookmarks}"/>',
                "<w:pageBreakBefore/>" * item.new_page,
            )
        )

    def _picture(self, item: FlowPicture) -> None:
        """A picture in the line, with what it shows in words."""
        holder = self.paper.add_paragraph(style="Figure")
        place = holder.add_run()
        place.add_picture(io.BytesIO(item.data), Mm(item.width), Mm(item.height))
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
        shape_page(section, lying=lying)
        return section
