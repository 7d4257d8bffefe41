"""What the page asks of the content while it is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from markupsafe import Markup, escape

from smartxl.model.drilldown import DrillDown
from smartxl.model.numbering import NumberedHeading, captions, headings
from smartxl.model.report import (
    Block,
    ChartKind,
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    Run,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.scores import QuantityKind
from smartxl.text import printable
from smartxl_generators.report.charts import WIDTH, draw_svg, pages_of

__all__ = ["ReportView"]

_NARROW = 110.0  # mm: letters stay readable on a telephone
_COLUMN = 9.0  # mm of a heat map's column
_LONG, _FEW = 25, 6
_SHORT_HEAD = 4
_KINDS: tuple[tuple[type, str], ...] = (
    (Paragraph, "paragraph"),
    (Listing, "list"),
    (ReportTable, "table"),
    (ReportChart, "chart"),
)


@dataclass(frozen=True, eq=False)
class ReportView:
    """The content with numbers, anchors and drawings."""

    content: ReportContent
    drill: DrillDown | None = None

    @property
    def top(self) -> str:
        """Whose scores the drill-down begins with."""
        return self.drill.subjects[0].name if self.drill else ""

    @property
    def is_city(self) -> bool:
        """Whether it begins with the city."""
        return self.drill is not None and not self.drill.subjects[0].is_unit

    @property
    def html_lang(self) -> str:
        """The language for the browser, which chooses glyphs by it."""
        return "zh-CN" if self.content.lang == "zh" else "en"

    @cached_property
    def headings(self) -> tuple[NumberedHeading, ...]:
        """All headings in reading order."""
        return headings(self.content)

    @cached_property
    def _numbered(self) -> Mapping[str, NumberedHeading]:
        return {heading.section.key: heading for heading in self.headings}

    @cached_property
    def _captions(self) -> Mapping[str, str]:
        return captions(self.content)

    def heading(self, section: ReportSection) -> NumberedHeading:
        """A section with its number and level."""
        return self._numbered[section.key]

    def caption(self, block: ReportTable | ReportChart) -> str:
        """Number and caption."""
        return self._captions[block.key]

    @staticmethod
    def anchor(key: str) -> str:
        """The identifier of a section, table or chart in the page."""
        return "s-" + re.sub(r"[^\w-]", "-", key)

    @staticmethod
    def kind(block: Block) -> str:
        """What a block is: paragraph, list, table or chart."""
        return next(name for kind, name in _KINDS if isinstance(block, kind))

    @staticmethod
    def text(words: Words | str) -> str:
        """A text with its numbers, without what a browser would obey."""
        return printable(words if isinstance(words, str) else plain(words))

    def runs(self, words: Words) -> Markup:
        """The same as markup, where a score leads to how it came about."""
        return Markup("").join(self._run(run) for run in words)

    def _run(self, run: Run) -> Markup:
        if isinstance(run, str):
            return escape(printable(run))
        shown, place = escape(run.shown), self._place(run)
        return Markup('<a class="why" href="#{}">{}</a>').format(place, shown) if place else shown

    def _place(self, figure: Figure) -> str:
        """Where the drill-down tells of a figure that is one of its scores, else ""."""
        if self.drill is None or len(figure.sources) != 1:
            return ""
        _, unit, node = source = figure.sources[0]
        told = self.drill.scores.get((unit, node)) if source.kind is QuantityKind.SCORE else None
        if told is None or told.score is None or told.score.shown != figure.shown:
            return ""
        return urlencode({"unit": unit, "node": node})

    @staticmethod
    def left_out(table: ReportTable) -> int:
        """How many rows of a table are shown only when they are asked for."""
        return table.on_paper()[1]

    @staticmethod
    def sorted_by(words: Words) -> str | None:
        """The number that a cell is sorted by: the first one in it, unrounded."""
        return next((repr(run.value) for run in words if isinstance(run, Figure)), None)

    @staticmethod
    def head(column: TableColumn) -> Markup:
        """A heading; a short one is not torn, however narrow its column."""
        text = escape(printable(column.head))
        return Markup("<span>{}</span>").format(text) if len(column.head) <= _SHORT_HEAD else text

    @staticmethod
    def length(table: ReportTable) -> str:
        """What its frame is besides: `long`, which scrolls, or of so `few` rows that no page of paper tears it."""
        return " long" if len(table.rows) > _LONG else " few" if len(table.rows) <= _FEW else ""

    @staticmethod
    def drawing(chart: ReportChart) -> Markup:
        """The chart as SVG, narrow enough for a telephone and in parts that a printed page holds.

        A heat map is whole, and as wide as its columns ask for.
        """
        if chart.kind is ChartKind.HEAT:
            drawn = draw_svg(chart, max(WIDTH, WIDTH / 3 + _COLUMN * len(chart.series)))
        else:
            drawn = b"".join(draw_svg(part, _NARROW) for part in pages_of(chart))
        return Markup(drawn.decode())  # noqa: S704  (an XML writer escaped it)
