"""The table on which a report is signed, as WordprocessingML."""

from __future__ import annotations

from smartxl.model.report import SignatureLine, Signing
from smartxl.text import Lang
from smartxl_generators.report.paper.signing import SIGNING_WIDTHS, signing_height
from smartxl_generators.report.word.styles import TABLE_STYLE
from smartxl_generators.report.word.xml import W, attribute, paragraph, run, twips

__all__ = ["signing_xml"]

_HEAD = 10.0
"""The height of the row of headings, in mm."""
_LARGER = '<w:spacing w:line="360" w:lineRule="exact"/>'
_SIZE = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
_CENTRE, _RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'


def signing_xml(signing: Signing, lang: Lang) -> str:
    """The table of a page to sign on, its letters of 12 points."""
    widths = [twips(width) for width in SIGNING_WIDTHS]
    look = (
        f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={attribute(signing.title)}/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [paragraph("TableHead", run(head, lang, _SIZE), _LARGER) for head in signing.heads]
    rows = [_row(heads, _HEAD), *(_row(_cells(line, lang), signing_height(line)) for line in signing.lines)]
    return f"<w:tbl {W}>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cells(line: SignatureLine, lang: Lang) -> list[str]:
    told = ((line.role, _CENTRE), (line.who, ""), (line.place, _RIGHT), (line.day, ""))
    return [paragraph("TableText", run(text, lang, _SIZE), _LARGER + side) for text, side in told]


def _row(cells: list[str], height: float) -> str:
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, SIGNING_WIDTHS, strict=True)
    )
    least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{told}</w:tr>"
