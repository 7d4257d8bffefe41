"""A document in each of its formats: Word, a page for browsers, PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from smartxl.model.draft import ReportDraft

if TYPE_CHECKING:
    from smartxl.model.drilldown import DrillDown
    from smartxl.model.report import ReportContent

__all__ = ["DOCUMENTS", "Publication", "load_writers"]


@dataclass(frozen=True)
class Publication:
    """A document to be written: by whom and when, what it says on paper and elsewhere, and what a page shows level by level."""

    draft: ReportDraft
    day: date
    organiser: str
    drill: DrillDown | None = None

    @cached_property
    def paper(self) -> tuple[ReportContent, float]:
        """What paper has room for, and the scale of its letters."""
        from smartxl_generators.report.paper.fitting import fit_paper

        return fit_paper(self.draft)

    def docx(self) -> bytes:
        """As a Word document."""
        from smartxl_generators.report.word import write_docx

        content, scale = self.paper
        return write_docx(content, written=self.day, author=self.organiser, scale=scale)

    def html(self) -> bytes:
        """As one page for browsers."""
        from smartxl_generators.report.page import write_html

        return write_html(self.draft.whole(), self.drill)

    def pdf(self) -> bytes:
        """Set by typst; where that is not installed, the Word document as LibreOffice prints it."""
        from smartxl_generators.report.pdf import can_set, write_pdf

        if not can_set():
            from smartxl.verify import find_soffice, office_pdf  # which takes long to load

            if soffice := find_soffice():
                return office_pdf(self.docx(), soffice)
        content, scale = self.paper
        return write_pdf(content, author=self.organiser, scale=scale)


DOCUMENTS: Mapping[str, Callable[[Publication], bytes]] = {
    "docx": Publication.docx,
    "html": Publication.html,
    "pdf": Publication.pdf,
}
"""Kind of file → how it is written."""
_WRITERS = {"docx": ("word", "charts.picture"), "html": ("page",), "pdf": ("pdf",)}


def load_writers(kinds: Iterable[str]) -> None:
    """Imports what writes documents of these kinds: processes that are forked afterwards share it."""
    for name in (name for kind in kinds for name in _WRITERS.get(kind, ())):
        import_module(f"smartxl_generators.report.{name}")
