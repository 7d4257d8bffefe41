"""Gives everything on the pages as data to one typst document, which sets it; no text of a report is ever markup."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.model.report import ReportContent, ReportForm, Signing, plain
from smartxl.processes import never_fork_again
from smartxl.text import Text, printable
from smartxl_generators.report.charts import draw_svg
from smartxl_generators.report.charts.fonts import drawing_families
from smartxl_generators.report.paper.flow import (
    FlowHeading,
    FlowItem,
    FlowPicture,
    FlowTable,
    FlowText,
    FlowTurn,
    flow,
    header_text,
)
from smartxl_generators.report.paper.pages import ROWS_TOGETHER
from smartxl_generators.report.paper.signing import SIGNING_WIDTHS, signing_height
from smartxl_generators.report.paper.style import PaperStyle, paper_style
from smartxl_templates import wording

__all__ = ["can_set", "write_pdf"]

_CAPTION = 12.0  # of a table, in mm, with the distances above and below
_DOCUMENT = Path(__file__).parent / "report.typ"
_FONTS = {
    "Times New Roman": ("Times New Roman", "Liberation Serif", "Libertinus Serif"),
    "Arial": ("Arial", "Liberation Sans", "Noto Sans", "DejaVu Sans"),
    "方正小标宋简体": (
        "FZXiaoBiaoSong-B05S",
        "STZhongsong",
        "SimSun",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC"),
    "楷体_GB2312": ("KaiTi_GB2312", "KaiTi", "STKaiti", "Source Han Serif SC", "Noto Serif CJK SC"),
    "仿宋_GB2312": ("FangSong_GB2312", "FangSong", "STFangsong", "Source Han Serif SC", "Noto Serif CJK SC"),
    "宋体": ("SimSun", "Source Han Serif SC", "Noto Serif CJK SC"),
}
"""The fonts that typst may take, by their English names; the first one that is installed."""


def can_set() -> bool:
    """Whether typst is installed."""
    return find_spec("typst") is not None


def write_pdf(content: ReportContent, *, author: str = "", scale: float = 1.0) -> bytes:
    """The report as PDF, tagged, with bookmarks. The same arguments give the same bytes.

    `author` publishes it; a short one has no cover and no contents, and `scale` is that of its letters.

    Raises ProjectError where typst, or a Chinese font that the report needs, is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise ProjectError(
            "report.pdf",
            Text("没有安装 typst，也没有找到 LibreOffice", "neither typst nor LibreOffice is installed"),
            Text(
                '运行 pip install "smartxl[pdf]"；或用 Word 打开 report.docx 另存为 PDF',
                'run pip install "smartxl[pdf]", or save report.docx as PDF in Word',
            ),
        ) from error
    told = json.dumps(
        _data(content, author, paper_style(content.lang, content.form, scale)), ensure_ascii=False
    )
    drawing_families(told)
    never_fork_again("typst")
    return bytes(typst.compile(str(_DOCUMENT), format="pdf", sys_inputs={"report": told}, timestamp=0))


def _data(content: ReportContent, author: str, style: PaperStyle) -> dict[str, object]:
    cover, page = content.cover, style.page
    styles = {name: asdict(look) | _fonts(look.latin, look.eastern) for name, look in style.looks.items()}
    return {
        "lang": content.lang,
        "title": printable(cover.title),
        "subtitle": printable(cover.subtitle),
        "facts": [[printable(label), printable(value)] for label, value in cover.facts],
        "signing": _signing(cover.signing),
        "header": printable(header_text(content)),
        "front": content.form is ReportForm.WHOLE,
        "margins": {"top": page.top, "left": page.left, "right": page.right, "bottom": page.bottom},
        "author": printable(author),
        "contents": wording(content.lang)["document.contents"],
        "looks": styles,
        "parts": list(_parts(flow(content, style))),
    }


def _signing(signing: Signing | None) -> dict[str, object] | None:
    """The page to sign on: its table's widths and the least heights of its rows in mm."""
    if signing is None:
        return None
    rows = [
        [printable(text) for text in (line.role, line.who, line.place, line.day)] for line in signing.lines
    ]
    return {
        "title": printable(signing.title),
        "widths": SIGNING_WIDTHS,
        "heads": [printable(head) for head in signing.heads],
        "rows": rows,
        "heights": [signing_height(line) for line in signing.lines],
    }


def _fonts(latin: str, eastern: str) -> dict[str, object]:
    return {"latin": _FONTS[latin], "eastern": _FONTS[eastern]}


def _parts(items: Sequence[FlowItem]) -> Iterator[dict[str, object]]:
    """Pages that stand or lie in turn, each with what is on them."""
    part: dict[str, object] = {"lying": False, "items": []}
    told: list[dict[str, object]] = []
    for item, following in zip_longest(items, items[1:]):
        if isinstance(item, FlowTurn):
            yield {**part, "items": told}
            part, told = {"lying": item.lying}, []
        else:
            told.append(_told(item, _opening(following)))
    yield {**part, "items": told}


def _opening(item: FlowItem | None) -> float:
    """The height of what must be on one page with the caption of a table, in mm."""
    if not isinstance(item, FlowTable):
        return 0.0
    return item.head + sum(item.rows[:ROWS_TOGETHER])


def _told(item: FlowHeading | FlowTable | FlowPicture | FlowText, opening: float) -> dict[str, object]:
    if isinstance(item, FlowHeading):
        about = {"level": item.heading.level, "style": item.style, "new_page": item.new_page}
        return {"kind": "heading", "text": printable(item.heading.text), **about}
    if isinstance(item, FlowTable):
        return _table(item)
    if isinstance(item, FlowPicture):
        size = {"width": item.width, "height": item.height, "alt": printable(item.alt)}
        return {"kind": "picture", "svg": draw_svg(item.chart, item.drawn).decode(), **size}
    room = opening and opening + _CAPTION
    return {
        "kind": "text",
        "text": printable(item.text),
        "style": item.style,
        "keep": item.keep_next,
        "reserved": room,
    }


def _table(item: FlowTable) -> dict[str, object]:
    return {
        "kind": "table",
        "widths": item.fit.widths,
        "size": item.fit.size,
        "heads": [printable(column.head) for column in item.table.columns],
        "numeric": [column.numeric for column in item.table.columns],
        "rows": [[printable(plain(words)) for words in row] for row in item.table.rows],
        "strong": sorted(item.table.strong),
    }
