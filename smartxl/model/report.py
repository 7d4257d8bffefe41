"""A diagnosis report as content, before any writer: sections of statements, tables and charts, in one language.

Every number in it is a `Figure`: the text that all writers show, its unrounded value, and the quantities that it comes from,
so that a reader finds it in the workbook and a test in the ScoreTable. `numbering` numbers headings and captions for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from smartxl.model.scores import Quantity
from smartxl.text import Lang

__all__ = [
    "Block",
    "ChartKind",
    "ChartSeries",
    "Cover",
    "Figure",
    "Listing",
    "OutsideQuantity",
    "Paragraph",
    "ParagraphRole",
    "ReportChart",
    "ReportContent",
    "ReportForm",
    "ReportSection",
    "ReportTable",
    "Run",
    "SignatureLine",
    "Signing",
    "TableColumn",
    "Words",
    "plain",
]


class OutsideQuantity(NamedTuple):
    """A quantity of another table of scores: `origin` names the earlier round, the other city or the basis of comparison."""

    origin: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a report: `shown` as it is written, `value` unrounded, `sources` the quantities that it is or is made of.

    `outside` are those of other tables of scores. Without any it is a count or a date that the report itself makes of what
    it lists, or a number that the definition declares.
    """

    shown: str
    value: float
    sources: tuple[Quantity, ...] = ()
    outside: tuple[OutsideQuantity, ...] = ()


Run = str | Figure
Words = tuple[Run, ...]
"""A text with its numbers."""


def plain(words: Words) -> str:
    """A text with its numbers as they are shown."""
    return "".join(run if isinstance(run, str) else run.shown for run in words)


class ParagraphRole(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    CONCLUSION = "conclusion"  # what a reader in a hurry reads
    NOTE = "note"  # how to read what stands above it
    COMMENTARY = "commentary"  # the consultant's own


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    words: Words
    role: ParagraphRole = ParagraphRole.BODY


@dataclass(frozen=True, slots=True)
class Listing:
    """Several statements of one kind, each a paragraph of its own."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its heading, its share of the width, and whether it holds numbers (set right, sorted as such)."""

    head: str
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A captioned table; `key` is unique in the report. `strong` are the places of rows to be set off (totals).

    `limit`: how many rows a document on paper shows at most, beside those set off, and a page at first; a workbook shows all.
    `shaded`: its numbers are of one kind, and a workbook shades them.
    """

    key: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Words, ...], ...]
    strong: frozenset[int] = frozenset()
    note: str = ""
    limit: int | None = None
    shaded: bool = False

    def on_paper(self) -> tuple[ReportTable, int]:
        """The table as a document on paper shows it, and how many rows are left out there."""
        plain_rows = [place for place in range(len(self.rows)) if place not in self.strong]
        left = frozenset(plain_rows[self.limit :]) if self.limit is not None else frozenset()
        if not left:
            return self, 0
        kept = [place for place in range(len(self.rows)) if place not in left]
        rows = tuple(self.rows[place] for place in kept)
        strong = frozenset(at for at, place in enumerate(kept) if place in self.strong)
        return replace(self, rows=rows, strong=strong), len(left)


class ChartKind(StrEnum):
    """How numbers are drawn."""

    BARS = "bars"  # horizontal, one for each category, in the order given
    RADAR = "radar"
    HEAT = "heat"  # categories × series, shaded
    LINES = "lines"  # series over categories in time
    SPANS = "spans"  # a marker for each series in the row of its category, with the interval in which it lies
    TORNADO = "tornado"  # two bars from zero in each row, one for each way
    SHARES = "shares"  # categories × series, shaded as a heat map, with numbers only where they have room
    CORRELATION = "correlation"  # categories × series from -1 to 1, shaded by size, the negative ones hatched
    SCATTER = "scatter"  # a marker for each category: across the first series, up the second


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """The numbers of one series, one for each category; None where there is none.

    `spans`: the limits of the interval in which each number lies, in a chart of spans; empty where there are none.
    """

    name: str
    values: tuple[Figure | None, ...]
    spans: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A captioned chart; `alt` says in words what it shows. Values lie within `limits`.

    `bands`: where a band of the scale begins and its name, for lines or shades behind the bars.
    """

    key: str
    caption: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    alt: str
    limits: tuple[float, float] = (0.0, 100.0)
    bands: tuple[tuple[float, str], ...] = ()


Block = Paragraph | Listing | ReportTable | ReportChart


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A headed part of a report; `key` is unique in the report and the same in every language."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[ReportSection, ...] = ()

    def walk(self) -> Iterator[ReportSection]:
        """This section and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line to sign on: `place` stands where the signature goes, `seal` says that a seal needs room there too."""

    role: str
    who: str
    place: str
    day: str
    seal: bool = False


@dataclass(frozen=True, slots=True)
class Signing:
    """The page behind the cover, on which a report is signed: its title, the four headings of its table, the lines."""

    title: str
    heads: tuple[str, str, str, str]
    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: `facts` are labels and values, such as who publishes it and when; `signing` is the one behind it."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...] = ()
    signing: Signing | None = None


class ReportForm(StrEnum):
    """What a document is, which decides how it is set on paper."""

    WHOLE = "whole"  # with a cover and contents
    BRIEF = "brief"  # begins with its title
    UNITS = "units"  # each section is the report of a unit, begins a page and has numbers of its own


@dataclass(frozen=True)
class ReportContent:
    """A whole report; `annexes` follow the sections and are lettered or numbered on their own."""

    lang: Lang
    cover: Cover
    sections: tuple[ReportSection, ...]
    annexes: tuple[ReportSection, ...] = field(default=())
    form: ReportForm = ReportForm.WHOLE

    def walk(self) -> Iterator[ReportSection]:
        """All sections in reading order, annexes last."""
        for section in (*self.sections, *self.annexes):
            yield from section.walk()

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for section in self.walk():
            yield from section.blocks
