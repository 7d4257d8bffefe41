"""Pages of a document: upright and lying, with the header, and the number at the outer edge as official documents have it."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from smartxl.text import Lang, shorten
from smartxl_generators.report.paper.looks import PageShape
from smartxl_generators.report.word.xml import W, field, paragraph, run

__all__ = ["furnish", "number_pages", "shape_page"]

_HEAD, _FOOT = 25.0, 25.0  # from the edge of the page, in mm
_LONGEST = 80  # characters of a title that two lines hold


def shape_page(section: Section, page: PageShape, *, lying: bool) -> None:
    """The page with its margins; a lying page is the same one turned."""
    across, down = (page.height, page.width) if lying else (page.width, page.height)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    top, left, below, after = (
        (page.left, page.top, page.right, page.bottom)
        if lying
        else (page.top, page.left, page.bottom, page.right)
    )
    section.top_margin, section.bottom_margin = Mm(top), Mm(below)
    section.left_margin, section.right_margin = Mm(left), Mm(after)
    section.header_distance, section.footer_distance = Mm(min(_HEAD, top - 12)), Mm(min(_FOOT, below - 10))


def number_pages(section: Section, kind: str = "decimal", *, anew: bool = False) -> None:
    """How pages are numbered, from 1 again or going on."""
    start = ' w:start="1"' if anew else ""
    number = parse_xml(f'<w:pgNumType {W} w:fmt="{kind}"{start}/>')
    shape: Any = section._sectPr
    for old in shape.findall(qn("w:pgNumType")):
        shape.remove(old)
    shape.find(qn("w:pgMar")).addnext(number)


def furnish(section: Section, title: str, lang: Lang) -> None:
    """The title above, the number of the page below: on the right of odd pages, on the left of even ones."""
    for head in (section.header, section.even_page_header):
        _fill(head, paragraph("Header", run(shorten(title, _LONGEST), lang)))
    number = run("— ", lang) + field("PAGE", "1") + run(" —", lang)
    for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _fill(foot, paragraph("Footer", number, f'<w:jc w:val="{side}"/>'))


def _fill(part: _Header | _Footer, xml: str) -> None:
    part.is_linked_to_previous = False
    holder: Any = part._element
    for old in part.paragraphs:
        holder.remove(old._p)
    holder.append(parse_xml(xml))
