"""A report as one sequence of what stands on its pages, before anything is written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PIL import Image

from smartxl.model.numbering import NumberedHeading, captions, headings
from smartxl.model.report import (
    Block,
    Cover,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportTable,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.charts import draw_png, pages_of
from smartxl_generators.report.paper.grid import TableFit, fitted
from smartxl_generators.report.paper.looks import PAGE, looks
from smartxl_templates import wording

__all__ = [
    "Draw",
    "FlowHeading",
    "FlowItem",
    "FlowPicture",
    "FlowTable",
    "FlowText",
    "FlowTurn",
    "cover_line",
    "flow",
]

Draw = Callable[[ReportChart], bytes]
_VIEW_BOX = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TALLEST = 192.0  # of a picture, so that heading and caption stay on its page
_STYLES = {
    ParagraphRole.BODY: "Body Text",
    ParagraphRole.CONCLUSION: "Conclusion",
    ParagraphRole.NOTE: "Note",
    ParagraphRole.COMMENTARY: "Commentary",
}


@dataclass(frozen=True, slots=True)
class FlowHeading:
    """A heading that contents and cross-references find by its bookmark; an annex begins a page."""

    heading: NumberedHeading
    bookmark: str

    @property
    def style(self) -> str:
        """The name of its style; headings below the fourth level look like the fourth."""
        return f"Heading {min(self.heading.level, 4)}"

    @property
    def new_page(self) -> bool:
        """Whether it begins a page."""
        return self.heading.annex and self.heading.level == 1


@dataclass(frozen=True, slots=True)
class FlowText:
    """A paragraph in a style; `keep_next`: on the page of what follows."""

    text: str
    style: str
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """A picture (PNG or SVG) with its size in mm; what it shows stands in `alt`."""

    data: bytes
    width: float
    height: float
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A table with the widths of its columns."""

    table: ReportTable
    caption: str
    fit: TableFit


@dataclass(frozen=True, slots=True)
class FlowTurn:
    """From here on pages lie on their side, or stand again."""

    lying: bool


FlowItem = FlowHeading | FlowText | FlowPicture | FlowTable | FlowTurn


def flow(content: ReportContent, draw: Draw = draw_png) -> tuple[FlowItem, ...]:
    """Everything after the table of contents, in order; `draw` makes the pictures, as PNG or SVG, or raises ProjectError."""
    told, size = captions(content), looks(content.lang)["Table Text"].size
    items: list[FlowItem] = []
    for place, heading in enumerate(headings(content), 1):
        _turn(items, lying=False)
        items.append(FlowHeading(heading, f"_Toc{place:08}"))
        for block in heading.section.blocks:
            found = tuple(_items(block, told, size, draw, content.lang))
            _turn(items, lying=any(isinstance(item, FlowTable) and item.fit.lying for item in found))
            items += found
    return tuple(items)


def _turn(items: list[FlowItem], *, lying: bool) -> None:
    """Turns the page for what comes next; headings that end the page go over to the lying one, above its table."""
    now = next((item.lying for item in reversed(items) if isinstance(item, FlowTurn)), False)
    if lying == now:
        return
    end = len(items)
    while lying and end and isinstance(items[end - 1], FlowHeading):
        end -= 1
    if end and isinstance(items[end - 1], FlowTurn):
        del items[end - 1]
    else:
        items.insert(end, FlowTurn(lying))


def _items(block: Block, told: Mapping[str, str], size: float, draw: Draw, lang: Lang) -> Iterator[FlowItem]:
    if isinstance(block, Paragraph):
        yield FlowText(plain(block.words), _STYLES[block.role])
    elif isinstance(block, Listing):
        yield from (FlowText(plain(words), "List Bullet") for words in block.items)
    elif isinstance(block, ReportTable):
        yield from _table(block, told[block.key], size, lang)
    else:
        yield from _pictures(block, told[block.key], draw)


def _table(block: ReportTable, caption: str, size: float, lang: Lang) -> Iterator[FlowItem]:
    """The rows that paper shows, then the note, which says how many are left out and where they are."""
    shown, left = block.on_paper()
    rest = wording(lang)["document.rest"].format(count=f"{left:,}") if left else ""
    note = " ".join(filter(None, (block.note, rest)))
    yield FlowText(caption, "Caption", keep_next=True)
    yield FlowTable(shown, caption, fitted(shown, size))
    yield FlowText(note, "Note") if note else FlowText("", "Spacing")


def _pictures(chart: ReportChart, caption: str, draw: Draw) -> Iterator[FlowItem]:
    """Each part of a chart with its caption below it, the parts counted where there are several."""
    parts = pages_of(chart)
    for place, part in enumerate(parts, 1):
        title = caption if len(parts) == 1 else f"{caption} ({place}/{len(parts)})"
        picture = draw(part)
        across, down = _size(picture)
        height = min(_TALLEST, PAGE.text_width * down / across)
        yield FlowPicture(picture, height * across / down, height, title, chart.alt)
        yield FlowText(title, "Caption")


def _size(picture: bytes) -> tuple[float, float]:
    """Width and height of a picture, in units of its own."""
    drawn = _VIEW_BOX.search(picture[:2000])
    return (float(drawn[1]), float(drawn[2])) if drawn else Image.open(io.BytesIO(picture)).size


def cover_line(cover: Cover, lang: Lang) -> str:
    """The facts of a cover in one line, for a document without one."""
    between, after = ("　", "：") if lang == "zh" else ("; ", ": ")
    return between.join(f"{label}{after}{value}" for label, value in cover.facts)
