"""How a report looks on paper: pages and paragraphs of an official document (GB/T 9704-2012), as styles of Word.

A4, 37 mm above and 28 mm left of a text area of 156 × 225 mm, 22 lines of 28 characters of 16 points. Lines have exact heights,
so that pages can be counted without Word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from smartxl.text import Lang

__all__ = ["ALTERNATES", "PAGE", "TABLE_LINE", "PageShape", "ParagraphLook", "looks"]

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page and its text area in mm, upright; a lying page is the same one turned."""

    width: float = 210
    height: float = 297
    top: float = 37
    left: float = 28
    text_width: float = 156
    text_height: float = 225

    @property
    def right(self) -> float:
        """The margin on the right."""
        return self.width - self.left - self.text_width

    @property
    def bottom(self) -> float:
        """The margin below."""
        return self.height - self.top - self.text_height


PAGE = PageShape()
TABLE_LINE = 1.3
"""Line height in tables, in sizes of their text."""

ALTERNATES = {
    "方正小标宋简体": ("华文中宋", "roman"),
    "黑体": ("SimHei", "swiss"),
    "楷体_GB2312": ("楷体", "modern"),
    "仿宋_GB2312": ("仿宋", "modern"),
    "宋体": ("SimSun", "roman"),
}
"""What Word takes where a font is not installed, and the family that it falls back to after that."""


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A paragraph style: fonts, size, line and distances in points; indents in sizes; `outline` is the level of a heading."""

    name: str
    latin: str
    eastern: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    right: float = 0
    align: Align = "left"
    bold: bool = False
    keep_next: bool = False
    outline: int | None = None
    shade: str = ""
    bar: bool = False
    boxed: bool = False
    color: str = ""


_ROMAN, _SANS = "Times New Roman", "Arial"
_TITLE, _HEI, _KAI, _FANG, _SONG = ALTERNATES


def looks(lang: Lang) -> Mapping[str, ParagraphLook]:
    """All paragraph styles by name."""
    return {look.name: look for look in (_CHINESE if lang == "zh" else _ENGLISH)}


_CHINESE = (
    ParagraphLook("Title", _ROMAN, _TITLE, 22, 36, 170, 12, align="center"),
    ParagraphLook("Subtitle", _ROMAN, _KAI, 16, 28.95, 0, 170, align="center"),
    ParagraphLook("Cover Label", _ROMAN, _HEI, 14, 22, 3, 3, align="right"),
    ParagraphLook("Cover Value", _ROMAN, _FANG, 14, 22, 3, 3),
    ParagraphLook("TOC Heading", _ROMAN, _HEI, 16, 28.95, 0, 14, align="center", keep_next=True),
    ParagraphLook("TOC 1", _ROMAN, _HEI, 12, 22),
    ParagraphLook("TOC 2", _ROMAN, _FANG, 12, 20, left=1.5),
    ParagraphLook("TOC 3", _ROMAN, _FANG, 12, 20, left=3),
    ParagraphLook("Heading 1", _ROMAN, _HEI, 16, 28.95, 12, 4, 2, keep_next=True, outline=1),
    ParagraphLook("Heading 2", _ROMAN, _KAI, 16, 28.95, 6, 2, 2, keep_next=True, outline=2),
    ParagraphLook("Heading 3", _ROMAN, _FANG, 16, 28.95, 3, 0, 2, bold=True, keep_next=True, outline=3),
    ParagraphLook("Heading 4", _ROMAN, _FANG, 16, 28.95, 0, 0, 2, keep_next=True, outline=4),
    ParagraphLook("Body Text", _ROMAN, _FANG, 16, 28.95, first=2, align="both"),
    ParagraphLook(
        "Conclusion", _ROMAN, _KAI, 16, 28.95, 4, 6, 2, 0.5, align="both", shade="EDF2F7", bar=True
    ),
    ParagraphLook("Note", _ROMAN, _SONG, 10.5, 16, 2, 6, color="404040"),
    ParagraphLook("Commentary", _ROMAN, _KAI, 16, 28.95, 4, 6, 2, 0.5, 0.5, align="both", boxed=True),
    ParagraphLook("List Bullet", _ROMAN, _FANG, 16, 28.95, first=-1.2, left=3.2, align="both"),
    ParagraphLook("Caption", _ROMAN, _HEI, 12, 20, 6, 4, align="center"),
    ParagraphLook("Figure", _ROMAN, _FANG, 12, 0, 6, 0, align="center", keep_next=True),
    ParagraphLook("Table Head", _ROMAN, _HEI, 10.5, 13.65, align="center"),
    ParagraphLook("Table Text", _ROMAN, _SONG, 10.5, 13.65),
    ParagraphLook("Table Number", _ROMAN, _SONG, 10.5, 13.65, align="right"),
    ParagraphLook("Spacing", _ROMAN, _SONG, 6, 8),
    ParagraphLook("Section End", _ROMAN, _SONG, 1, 1),
    ParagraphLook("Header", _ROMAN, _SONG, 10.5, 14, align="center", color="404040"),
    ParagraphLook("Footer", _ROMAN, _SONG, 14, 18),
)
_ENGLISH = (
    ParagraphLook("Title", _SANS, _HEI, 26, 34, 170, 12, align="center", bold=True),
    ParagraphLook("Subtitle", _SANS, _HEI, 15, 22, 0, 170, align="center"),
    ParagraphLook("Cover Label", _SANS, _HEI, 11, 16, 3, 3, align="right", bold=True),
    ParagraphLook("Cover Value", _ROMAN, _SONG, 12, 16, 3, 3),
    ParagraphLook("TOC Heading", _SANS, _HEI, 16, 24, 0, 12, bold=True, keep_next=True),
    ParagraphLook("TOC 1", _ROMAN, _SONG, 11.5, 18, 3, 0, bold=True),
    ParagraphLook("TOC 2", _ROMAN, _SONG, 11.5, 16, left=1.5),
    ParagraphLook("TOC 3", _ROMAN, _SONG, 11.5, 16, left=3),
    ParagraphLook("Heading 1", _SANS, _HEI, 16, 22, 18, 6, bold=True, keep_next=True, outline=1),
    ParagraphLook("Heading 2", _SANS, _HEI, 13.5, 19, 12, 4, bold=True, keep_next=True, outline=2),
    ParagraphLook("Heading 3", _SANS, _HEI, 12, 17, 9, 3, bold=True, keep_next=True, outline=3),
    ParagraphLook("Heading 4", _ROMAN, _SONG, 12, 17, 6, 2, bold=True, keep_next=True, outline=4),
    ParagraphLook("Body Text", _ROMAN, _SONG, 12, 17, 0, 6),
    ParagraphLook("Conclusion", _ROMAN, _SONG, 12.5, 18, 4, 8, 0, 0.6, shade="EDF2F7", bar=True, bold=True),
    ParagraphLook("Note", _ROMAN, _SONG, 10, 13.5, 2, 6, color="404040"),
    ParagraphLook("Commentary", _ROMAN, _SONG, 12, 17, 4, 8, 0, 0.6, 0.6, boxed=True),
    ParagraphLook("List Bullet", _ROMAN, _SONG, 12, 17, 0, 3, first=-1.2, left=1.8),
    ParagraphLook("Caption", _SANS, _HEI, 10.5, 15, 6, 4, bold=True),
    ParagraphLook("Figure", _ROMAN, _SONG, 12, 0, 6, 0, align="center", keep_next=True),
    ParagraphLook("Table Head", _SANS, _HEI, 9.5, 13.65, align="center", bold=True),
    ParagraphLook("Table Text", _ROMAN, _SONG, 10.5, 13.65),
    ParagraphLook("Table Number", _ROMAN, _SONG, 10.5, 13.65, align="right"),
    ParagraphLook("Spacing", _ROMAN, _SONG, 6, 8),
    ParagraphLook("Section End", _ROMAN, _SONG, 1, 1),
    ParagraphLook("Header", _SANS, _HEI, 9, 12, align="center", color="404040"),
    ParagraphLook("Footer", _ROMAN, _SONG, 11, 14),
)
