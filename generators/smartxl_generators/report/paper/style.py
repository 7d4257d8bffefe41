"""How a document of each form looks: a whole report as official documents do, a brief and the pages of units closer set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from smartxl.model.report import ReportForm
from smartxl.text import Lang
from smartxl_generators.report.paper.looks import PAGE, TABLE_LINE, PageShape, ParagraphLook, looks

__all__ = ["PaperStyle", "paper_style"]

_CLOSE = PageShape(top=27, left=25, text_width=160, text_height=248)
"""The page of a document that must not be longer than it is allowed to be."""
_SIZES: Mapping[Lang, Mapping[str, tuple[float, float, float, float]]] = {
    "zh": {
        "Title": (20, 28, 0, 2),
        "Subtitle": (12, 18, 0, 2),
        "Heading 1": (14, 20, 7, 2),
        "Heading 2": (12, 18, 5, 1),
        "Heading 3": (12, 18, 3, 0),
        "Heading 4": (12, 18, 0, 0),
        "Body Text": (12, 18.5, 0, 0),
        "Conclusion": (12, 19, 2, 4),
        "Note": (9, 12.5, 1, 3),
        "Commentary": (12, 18.5, 2, 4),
        "List Bullet": (12, 18.5, 0, 0),
        "Caption": (10.5, 15, 4, 2),
        "Figure": (10.5, 0, 3, 0),
        "Spacing": (4, 5, 0, 0),
        "Header": (9, 12, 0, 0),
        "Footer": (10.5, 14, 0, 0),
    },
    "en": {
        "Title": (18, 24, 0, 2),
        "Subtitle": (11, 15, 0, 2),
        "Heading 1": (13, 18, 8, 3),
        "Heading 2": (11.5, 16, 6, 2),
        "Heading 3": (11, 15, 4, 1),
        "Heading 4": (11, 15, 3, 1),
        "Body Text": (11, 15, 0, 3),
        "Conclusion": (11, 15.5, 2, 5),
        "Note": (9, 12, 1, 3),
        "Commentary": (11, 15, 2, 5),
        "List Bullet": (11, 15, 0, 2),
        "Caption": (9.5, 13, 4, 2),
        "Figure": (10, 0, 3, 0),
        "Spacing": (4, 5, 0, 0),
        "Header": (8.5, 12, 0, 0),
        "Footer": (10, 13, 0, 0),
    },
}
"""Size, line, distance before and after, in points, where a document is set closer; what is not named stays."""
_TABLES = {"Table Head": 9.0, "Table Text": 9.5, "Table Number": 9.5}


@dataclass(frozen=True)
class PaperStyle:
    """The page and the looks of its paragraphs by name; `turns`: whether a wide table may lie on its side."""

    lang: Lang
    form: ReportForm
    page: PageShape
    looks: Mapping[str, ParagraphLook]

    @property
    def turns(self) -> bool:
        """Whether a page may lie on its side for a wide table."""
        return self.form is ReportForm.WHOLE


def paper_style(lang: Lang, form: ReportForm, scale: float = 1.0) -> PaperStyle:
    """The style of a form of report; `scale` makes the letters of one that is close set smaller, to half a point."""
    if form is ReportForm.WHOLE:
        return PaperStyle(lang, form, PAGE, looks(lang))
    closer = {name: _closer(look, lang, scale) for name, look in looks(lang).items()}
    if form is ReportForm.UNITS:
        head = closer["Heading 1"]
        closer["Heading 1"] = replace(head, size=16, line=23, before=0, after=2, first=0, align="center")
    return PaperStyle(lang, form, _CLOSE, closer)


def _closer(look: ParagraphLook, lang: Lang, scale: float) -> ParagraphLook:
    if look.name in _TABLES:
        size = _half(_TABLES[look.name] * scale)
        return replace(look, size=size, line=_half(_TABLES["Table Text"] * scale) * TABLE_LINE)
    size, line, before, after = _SIZES[lang].get(look.name, (look.size, look.line, look.before, look.after))
    if look.name in {"Header", "Footer"}:
        return replace(look, size=size, line=line)
    return replace(
        look,
        size=_half(size * scale),
        line=round(line * scale * 20) / 20,
        before=before * scale,
        after=after * scale,
    )


def _half(points: float) -> float:
    return round(points * 2) / 2
