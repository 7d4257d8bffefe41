"""Tables: heads repeated on every page, rows whole, numbers on the right, totals set off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.model.report import plain
from smartxl.text import Lang
from smartxl_generators.report.paper.flow import FlowTable
from smartxl_generators.report.paper.looks import TABLE_LINE
from smartxl_generators.report.paper.pages import ROWS_TOGETHER
from smartxl_generators.report.word.styles import TABLE_STYLE, style_id
from smartxl_generators.report.word.xml import W, attribute, paragraph, run, twips

__all__ = ["facts_xml", "table_xml"]

_STRONG = '<w:shd w:val="clear" w:color="auto" w:fill="F1F4F7"/>'


def table_xml(item: FlowTable, lang: Lang, size: float) -> str:
    """The table; `size` is that of its style, so that only smaller texts carry their own."""
    widths = [twips(width) for width in item.fit.widths]
    look = (
        f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={attribute(item.caption)}/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(item, lang, widths, _own_size(item.fit.size, size)))
    return f"<w:tbl {W}>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _own_size(points: float, size: float) -> tuple[str, str]:
    """Properties of paragraph and run where the text is smaller than its style."""
    if points == size:
        return "", ""
    line = f'<w:spacing w:line="{round(points * TABLE_LINE * 20)}" w:lineRule="exact"/>'
    return line, f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _rows(item: FlowTable, lang: Lang, widths: Sequence[int], own: tuple[str, str]) -> Iterator[str]:
    columns, head, high = item.table.columns, item.head, item.rows
    heads = [
        paragraph("TableHead", run(column.head, lang, own[1]), "<w:keepNext/>" + own[0]) for column in columns
    ]
    yield _row(heads, widths, f"<w:cantSplit/>{_least(head)}<w:tblHeader/>", "")
    styles = [style_id("Table Number" if column.numeric else "Table Text") for column in columns]
    for place, row in enumerate(item.table.rows):
        strong = place in item.table.strong
        bold = "<w:b/><w:bCs/>" * strong + own[1]
        kept = "<w:keepNext/>" * (place in _kept(len(item.table.rows), noted=item.noted))
        cells = [
            paragraph(style, run(plain(words), lang, bold) if words else "", kept + own[0])
            for words, style in zip(row, styles, strict=True)
        ]
        yield _row(cells, widths, f"<w:cantSplit/>{_least(high[place])}", _STRONG if strong else "")


def _least(height: float) -> str:
    """The height that a row has at least, in mm: the same with any letters, so that pages end at the same row."""
    return f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'


def _kept(rows: int, *, noted: bool = False) -> set[int]:
    """The rows that stay with what follows: those below the head, the last but one, and the last above a note."""
    return {*range(min(ROWS_TOGETHER, rows) - 1), *range(max(0, rows - 2), rows - (not noted))}


def _row(cells: Sequence[str], widths: Sequence[int], properties: str, shade: str) -> str:
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{told}</w:tr>"


def facts_xml(facts: Sequence[tuple[str, str]], lang: Lang) -> str:
    """Labels and values of the cover, side by side without lines."""
    widths = (twips(42), twips(104))
    rows = "".join(
        _row(
            [paragraph("CoverLabel", run(label, lang)), paragraph("CoverValue", run(value, lang))],
            widths,
            "<w:cantSplit/>",
            "",
        )
        for label, value in facts
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl {W}>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
