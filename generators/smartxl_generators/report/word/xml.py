"""Paragraphs, runs and fields of WordprocessingML as text."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from smartxl.text import Lang, printable
from smartxl_generators.report.paper.measure import POINT

__all__ = ["W", "attribute", "field", "paragraph", "run", "twips"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres / POINT * 20)


def attribute(text: str) -> str:
    """A text as a quoted value."""
    return quoteattr(printable(text))


def run(text: str, lang: Lang, properties: str = "") -> str:
    """A run; in Chinese, quotation marks and the like take the Chinese font. Line breaks are kept."""
    hint = '<w:rFonts w:hint="eastAsia"/>' if lang == "zh" else ""
    style = f"<w:rPr>{hint}{properties}</w:rPr>" if hint or properties else ""
    lines = escape(printable(text)).split("\n")
    shown = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{style}{shown}</w:r>"


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph in a style, with what it has of its own."""
    return f'<w:p {W}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def field(instruction: str, shown: str) -> str:
    """A field with the text that it shows until it is counted."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{marks['begin']}{code}{marks['separate']}<w:r><w:t>{shown}</w:t></w:r>{marks['end']}"
