"""Fills the page's template: every text is escaped, styles and script are inside, nothing is fetched."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from smartxl_generators.statuspage.matrix import blocks
from smartxl_generators.statuspage.view import RoundView
from smartxl_generators.webpage import web_page, words_of

__all__ = ["status_page"]

_GROUP = "status"


def status_page(view: RoundView, at: datetime) -> bytes:
    """The page as it is at a moment. The same arguments give the same bytes."""
    return web_page(
        Path(__file__).parent,
        _GROUP,
        view.lang,
        view=view,
        at=at,
        days=(view.definition.round.due - at.date()).days,
        blocks=blocks(view, words_of(_GROUP, view.lang)),
    )
