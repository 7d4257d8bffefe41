"""Fills the page's template: every text is escaped, styles and script are inside, and the policy allows no others."""

from __future__ import annotations

from pathlib import Path

from smartxl.model.drilldown import DrillDown
from smartxl.model.report import ReportContent
from smartxl_generators.report.page.island import island
from smartxl_generators.report.page.view import ReportView
from smartxl_generators.webpage import web_page, words_of

__all__ = ["write_html"]

_STYLES = ("page.css", "drill.css")
_SCRIPTS = ("page.js", "table.js", "search.js", "drill.js")


def write_html(content: ReportContent, drill: DrillDown | None = None) -> bytes:
    """The report as a page of HTML, with the scores level by level below it. The same arguments give the same bytes."""
    view, words = ReportView(content, drill), words_of("drilldown", content.lang)
    return web_page(
        Path(__file__).parent,
        "document",
        content.lang,
        styles=_STYLES,
        scripts=_SCRIPTS,
        view=view,
        content=content,
        island=island(drill, {**words_of("document", content.lang), **words}) if drill else "",
        d=words,
    )
