"""What a draft says on paper: of each part the richest content that fits its pages, in letters as large as that allows."""

from __future__ import annotations

from collections.abc import Sequence

from smartxl.model.draft import ReportDraft
from smartxl.model.report import ReportContent
from smartxl_generators.report.paper.breaks import paged
from smartxl_generators.report.paper.flow import flow
from smartxl_generators.report.paper.measure import WIDE
from smartxl_generators.report.paper.pages import counted, stacked
from smartxl_generators.report.paper.style import paper_style

__all__ = ["fit_paper", "page_count"]

_SCALES = (1.0, 0.92, 0.84)
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
        content, scale = _first(_tries(draft.parts[0]), draft.pages)
        return draft.on_paper([content]), scale
    chosen = [_first([(content, 1.0) for content in part], draft.pages)[0] for part in draft.parts]
    return draft.on_paper(chosen), 1.0


def _tries(part: Sequence[ReportContent]) -> list[tuple[ReportContent, float]]:
    """The contents and scales in the order in which they are tried."""
    rich = [(content, scale) for scale in _SCALES for content in part[:_RICH]]
    return rich + [(content, _SCALES[-1]) for content in part[_RICH:]]


def _first(tries: Sequence[tuple[ReportContent, float]], pages: int) -> tuple[ReportContent, float]:
    return next((one for one in tries if page_count(*one) <= pages), tries[-1])


def page_count(content: ReportContent, scale: float = 1.0) -> int:
    """How many pages a document without a cover takes at most, whatever fonts are installed."""
    style = paper_style(content.lang, content.form, scale)
    items, pages = paged(flow(content, style), style)
    return max(pages.count, counted(stacked(items, style, WIDE), style).count)
