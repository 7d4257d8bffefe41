"""Fills the page's template: every text is escaped, styles and script are inside, and the policy allows no others."""

from __future__ import annotations

from pathlib import Path

from smartxl.model.report import ReportContent
from smartxl_generators.report.page.view import ReportView
from smartxl_generators.webpage import web_page

__all__ = ["write_html"]


def write_html(content: ReportContent) -> bytes:
    """The report as a page of HTML. The same content gives the same bytes."""
    view = ReportView(content)
    return web_page(Path(__file__).parent, "document", content.lang, view=view, content=content)
