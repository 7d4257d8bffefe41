"""The table of contents, filled in: entries lead to their headings, and page numbers are fields that Word counts again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smartxl.text import Lang
from smartxl_generators.report.paper.flow import FlowHeading
from smartxl_generators.report.word.xml import field, paragraph, run

__all__ = ["contents_xml"]

_DEPTH = 3
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{_DEPTH}" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents_xml(pages: Mapping[FlowHeading, int], lang: Lang) -> Iterator[str]:
    """A paragraph for each heading of the first three levels, with its page."""
    shown = [heading for heading in pages if heading.heading.level <= _DEPTH]
    for place, item in enumerate(shown):
        number = field(f"PAGEREF {item.bookmark} \\h", str(pages[item]))
        entry = (
            f'<w:hyperlink w:anchor="{item.bookmark}" w:history="1">'
            f"{run(item.heading.text, lang)}<w:r><w:tab/></w:r>{number}</w:hyperlink>"
        )
        begin, end = _BEGIN * (place == 0), _END * (place == len(shown) - 1)
        yield paragraph(f"TOC{item.heading.level}", begin + entry + end)
