"""A report as one sequence of what stands on its pages, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from smartxl.model.numbering import NumberedHeading, captions, headings
from smartxl.model.report import (
    Block,
    Cover,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportForm,
    ReportTable,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.charts import height_of, pages_of
from smartxl_generators.report.paper.grid import TableFit, fitted, heights
from smartxl_generators.report.paper.style import PaperStyle
from smartxl_templates import wording

__all__ = [
    "FlowHeading",
    "FlowItem",
    "FlowPicture",
    "FlowTable",
    "FlowText",
    "FlowTurn",
    "flow",
    "header_text",
]

_LEADING = 3  # paragraphs that go over to a lying page with the heading above them
_TALLEST = 0.855  # of a page's text, for a picture, so that heading and caption stay on its page
_STYLES = {
    ParagraphRole.BODY: "Body Text",
    ParagraphRole.CONCLUSION: "Conclusion",
    ParagraphRole.NOTE: "Note",
    ParagraphRole.COMMENTARY: "Commentary",
}


@dataclass(frozen=True, slots=True)
class FlowHeading:
    """A heading that contents and cross-references find by its bookmark; `new_page`: it begins a page."""

    heading: NumberedHeading
    bookmark: str
    new_page: bool = False

    @property
    def style(self) -> str:
        """The name of its style; headings below the fourth level look like the fourth."""
        return f"Heading {min(self.heading.level, 4)}"


@dataclass(frozen=True, slots=True)
class FlowText:
    """A paragraph in a style; `keep_next`: on the page of what follows; `new_page`: it begins a page."""

    text: str
    style: str
    keep_next: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """A chart to be drawn in a size in mm, laid out for `drawn` mm across; what it shows stands in `alt`."""

    chart: ReportChart
    drawn: float
    width: float
    height: float
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A table with the widths of its columns and the heights of head and rows in mm; `noted`: a note stands below it."""

    table: ReportTable
    caption: str
    fit: TableFit
    head: float
    rows: tuple[float, ...]
    noted: bool = False


@dataclass(frozen=True, slots=True)
class FlowTurn:
    """From here on pages lie on their side, or stand again."""

    lying: bool


FlowItem = FlowHeading | FlowText | FlowPicture | FlowTable | FlowTurn


def flow(content: ReportContent, style: PaperStyle) -> tuple[FlowItem, ...]:
    """Everything after the table of contents, in order."""
    told = captions(content)
    items: list[FlowItem] = list(_opening(content.cover, content.lang)) * (content.form is ReportForm.BRIEF)
    for place, heading in enumerate(headings(content), 1):
        _turn(items, lying=False)
        items.append(FlowHeading(heading, f"_Toc{place:08}", _begins_page(heading, content.form, place)))
        for block in heading.section.blocks:
            found = tuple(_items(block, told, style))
            _turn(items, lying=any(isinstance(item, FlowTable) and item.fit.lying for item in found))
            items += found
    return tuple(item for item, after in zip_longest(items, items[1:]) if not _ends_page(item, after))


def _ends_page(item: FlowItem, after: FlowItem | None) -> bool:
    """Whether this is a distance to what would follow on the page, where nothing does: it could fill a page of its own."""
    ends = after is None or isinstance(after, FlowTurn) or getattr(after, "new_page", False)
    return ends and isinstance(item, FlowText) and item.style == "Spacing"


def header_text(content: ReportContent) -> str:
    """What stands above each page: the title, and the round where no page has it."""
    cover = content.cover
    return f"{cover.title}　{cover.subtitle}" if content.form is ReportForm.UNITS else cover.title


def _begins_page(heading: NumberedHeading, form: ReportForm, place: int) -> bool:
    return heading.level == 1 and (heading.annex or (form is ReportForm.UNITS and place > 1))


def _opening(cover: Cover, lang: Lang) -> Iterator[FlowItem]:
    """The title above the text of a document without a cover, with the facts of the cover in one paragraph."""
    between, after = ("　", "：") if lang == "zh" else ("; ", ": ")
    yield FlowText(cover.title, "Title")
    yield FlowText(cover.subtitle, "Subtitle")
    if cover.facts:
        yield FlowText(between.join(f"{label}{after}{value}" for label, value in cover.facts), "Note")


def _turn(items: list[FlowItem], *, lying: bool) -> None:
    """Turns the page for what comes next; headings that end the page go over to the lying one with the lines below them."""
    now = next((item.lying for item in reversed(items) if isinstance(item, FlowTurn)), False)
    if lying == now:
        return
    end = _lead(items) if lying else len(items)
    if end and isinstance(items[end - 1], FlowTurn):
        del items[end - 1]
    else:
        items.insert(end, FlowTurn(lying))


def _lead(items: Sequence[FlowItem]) -> int:
    """Where headings that end the page begin, with at most a few paragraphs between them and what follows."""
    end = start = len(items)
    while start and end - start < _LEADING and isinstance(items[start - 1], FlowText):
        start -= 1
    if start and isinstance(items[start - 1], FlowHeading):
        end = start
    while end and isinstance(items[end - 1], FlowHeading):
        end -= 1
    return end


def _items(block: Block, told: Mapping[str, str], style: PaperStyle) -> Iterator[FlowItem]:
    if isinstance(block, Paragraph):
        yield FlowText(plain(block.words), _STYLES[block.role])
    elif isinstance(block, Listing):
        yield from (FlowText(plain(words), "List Bullet") for words in block.items)
    elif isinstance(block, ReportTable):
        yield from _table(block, told[block.key], style)
    else:
        yield from _pictures(block, told[block.key], style)


def _table(block: ReportTable, caption: str, style: PaperStyle) -> Iterator[FlowItem]:
    """The rows that paper shows, then the note, which says how many are left out and where they are."""
    shown, left = block.on_paper()
    shown = _filled(shown)
    rest = wording(style.lang)["document.rest"].format(count=f"{left:,}") if left else ""
    note = " ".join(filter(None, (block.note, rest)))
    yield FlowText(caption, "Caption", keep_next=True)
    fit = fitted(shown, style)
    yield FlowTable(shown, caption, fit, *heights(shown, fit), noted=bool(note))
    yield FlowText(note, "Note") if note else FlowText("", "Spacing")


def _filled(table: ReportTable) -> ReportTable:
    """The table without columns in which no row has anything: paper has no place for what is filled in elsewhere."""
    places = [at for at in range(len(table.columns)) if any(plain(row[at]).strip() for row in table.rows)]
    if not table.rows or len(places) == len(table.columns):
        return table
    columns = tuple(table.columns[at] for at in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[at] for at in places) for row in table.rows))


def _pictures(chart: ReportChart, caption: str, style: PaperStyle) -> Iterator[FlowItem]:
    """Each part of a chart with its caption below it, the parts counted where there are several."""
    parts, across = pages_of(chart), style.page.text_width
    for place, part in enumerate(parts, 1):
        title = caption if len(parts) == 1 else f"{caption} ({place}/{len(parts)})"
        down = height_of(part, across)
        height = min(_TALLEST * style.page.text_height, down)
        yield FlowPicture(part, across, across * height / down, height, title, chart.alt)
        yield FlowText(title, "Caption")
