"""What a draft says on paper: of each part the richest content that fits its pages, in letters as large as that allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smartxl.model.draft import ReportDraft
from smartxl.model.report import ReportContent
from smartxl_generators.report.paper.breaks import paged
from smartxl_generators.report.paper.flow import flow
from smartxl_generators.report.paper.measure import WIDE
from smartxl_generators.report.paper.pages import counted, stacked
from smartxl_generators.report.paper.style import paper_style

__all__ = ["fit_paper", "page_count"]

_SCALES = (1.0, 0.92, 0.84)
_FILLED = 0.97  # of a page, so that a line more in another program does no harm
_RICH = 3
"""How many contents are tried in every size; those after them, which say less, in the smallest only."""


def fit_paper(draft: ReportDraft) -> tuple[ReportContent, float]:
    """What paper shows of a draft, and the scale of its letters.

    Parts that share a document have letters of one size. Where nothing fits, the shortest content in the smallest
    letters is taken.
    """
    if draft.pages is None:
        return draft.on_paper([part[0] for part in draft.parts]), 1.0
    if len(draft.parts) == 1:
        (part,), pages = draft.parts, draft.pages
        rich = [(content, scale) for scale in _SCALES for content in part[:_RICH]]
        tries = [*rich, *((content, _SCALES[-1]) for content in part[_RICH:])]
        content, scale = next((one for one in tries if page_count(*one) <= pages), tries[-1])
        return draft.on_paper([content]), scale
    chosen, scale = _together(draft.parts, draft.pages)
    return draft.on_paper(chosen), scale


def _together(parts: Sequence[Sequence[ReportContent]], pages: int) -> tuple[list[ReportContent], float]:
    """The richest content of each part in the largest letters in which all fit, else what is shortest where none fits."""
    for scale in _SCALES:
        chosen = [content for part in parts if (content := _richest(part, scale, pages)) is not None]
        if len(chosen) == len(parts):
            return chosen, scale
    smallest = _SCALES[-1]
    return [_richest(part, smallest, pages) or part[-1] for part in parts], smallest


def _richest(part: Sequence[ReportContent], scale: float, pages: int) -> ReportContent | None:
    """The first content that fits in letters of one size."""
    return next((content for content in part if page_count(content, scale) <= pages), None)


def page_count(content: ReportContent, scale: float = 1.0) -> int:
    """How many pages a document without a cover takes at most, whatever fonts are installed."""
    style = paper_style(content.lang, content.form, scale)
    page = replace(style.page, text_height=style.page.text_height * _FILLED)
    style = replace(style, page=page)
    items, pages = paged(flow(content, style), style)
    return max(pages.count, counted(stacked(items, style, WIDE), style).count)
