"""The first sheets of the result workbook: what the report concludes, key figures and radars, and the rankings drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.model.framework import ROOT
from smartxl.model.plan import Link, PlainFormula, SheetPlan
from smartxl.model.report import (
    Listing,
    Paragraph,
    ParagraphRole,
    ReportContent,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.model.sheetdesign import Chart, Look
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.mirror import mirrored, places_of
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.text import number_text

__all__ = ["DigestParts", "plan_digest", "plan_rankings", "shared_spans"]

_COLUMNS, _WIDTH = 12, 7.6
"""The grid that all sentences and figures are merged over: together as wide as a page of A4."""
_FIGURES = (
    (QuantityKind.SCORE, ROOT, "0.00"),
    (QuantityKind.STAGE, "", ""),
    (QuantityKind.COVERAGE, ROOT, "0.0%"),
    (QuantityKind.APPLICABLE, ROOT, "#,##0"),
)
_SPANS = (4, 2, 2, 2, 2)
_WHOLE, _HALF, _RADAR_HEIGHT = 18.2, 9.0, 8.4  # centimetres
_AS_TABLES = frozenset({"tasks"})
"""Chapters that say in a table what there is to say."""
_MOST_ROWS = 5
_ONE_PAGE = 1150.0  # points that are still read when they are printed on one page
_BAR, _AROUND_BARS, _TALLEST = 0.5, 1.8, 25.0  # centimetres


@dataclass(frozen=True)
class DigestParts:
    """What is said, the city sheet whose numbers and radars are shown, the way to the contents, what to know of it,
    and the city's total when it was written."""

    brief: ReportContent
    city: SheetPlan
    back: Link | str
    note: str
    total: float | None


def plan_digest(context: Context, parts: DigestParts, name: str) -> SheetPlan:
    """Title, key figures, radars, what is concluded: one page, or two where there is much to say."""
    page = ReportPage(name, (_WIDTH,) * _COLUMNS)
    cover = parts.brief.cover
    page.title(cover.title, parts.back)
    page.across(_subtitle(context, parts.brief), looks.INTRO, least=18.0)
    _key_figures(context, page, parts.city)
    _radars(page, _charts(parts.city))
    if parts.total is not None:
        page.across(_changed(context, parts.city, parts.total), looks.CONCLUSION)
    for section in parts.brief.sections:
        (_listed if section.key in _AS_TABLES else _said)(page, section)
    page.across(parts.note, looks.NOTE)
    return replace(page.sheet(portrait=True, pages=1 if page.height <= _ONE_PAGE else 2), chapter="digest")


def _subtitle(context: Context, brief: ReportContent) -> str:
    """Round, period, framework and check code; not the day of writing, so that the same answers give the same workbook."""
    general = context.general()
    period = f"{general['round.start']} – {general['round.due']}"
    framework = f"{general['framework.title']} {general['framework.version']}"
    code = f"{context.words['label.code']} {context.stamp.check_code}"
    return "　".join((brief.cover.subtitle, period, framework, code))


def _key_figures(context: Context, page: ReportPage, city: SheetPlan) -> None:
    """Score, stage, coverage and applicable rows of the city and each class, as the city sheet has them."""
    words, places = context.words, places_of(city)
    heads = ("label.city_and_classes", "label.total", "label.stage", "label.coverage", "label.applicable")
    page.add([(words[head], looks.HEAD) for head in heads], _SPANS)
    classes = context.definition.framework.classes
    subjects = [(CITY, words["label.city"]), *((c.aggregate, c.name.get(context.lang)) for c in classes)]
    for unit, name in subjects:
        cells: list[Styled] = [(name, looks.SUBJECT)]
        for kind, ref, code in _FIGURES:
            placed = places.get(Quantity(kind, unit, ref))
            look = replace(looks.FIGURE, number_format=code) if code else looks.FIGURE
            cells.append((mirrored(placed[1], str(placed[0])) if placed else "", look))
        page.add(cells, _SPANS)


def _changed(context: Context, city: SheetPlan, total: float) -> PlainFormula:
    """Says that the sentences below are of other weights or answers, as soon as the city's total is another one."""
    cell, _ = places_of(city)[Quantity(QuantityKind.SCORE, CITY, ROOT)]
    words, same = context.literal("digest.changed"), f"ABS({cell}-({number_text(total)}))<0.000001"
    return PlainFormula(f'=IF(ISNUMBER({cell}),IF({same},"",{words}),{words})')


def _said(page: ReportPage, section: ReportSection) -> None:
    """What a chapter says in short: its conclusions before all else."""
    blocks = [block for part in section.walk() for block in part.blocks]
    said = list(_sentences(blocks))
    if said:
        page.across(section.title, looks.HEADING)
    for text, look in said:
        page.across(text, look, least=17.0)


def _listed(page: ReportPage, section: ReportSection) -> None:
    """The first rows of a chapter's table, its columns as wide as they share the grid."""
    table = next((block for block in section.blocks if isinstance(block, ReportTable)), None)
    if table is None or not table.rows or len(table.columns) > _COLUMNS:
        return
    spans = shared_spans([column.width for column in table.columns])
    page.across(section.title, looks.HEADING)
    page.add([(column.head, looks.HEAD) for column in table.columns], spans)
    for row in table.rows[:_MOST_ROWS]:
        page.add([(plain(words), looks.TEXT) for words in row], spans)


def shared_spans(shares: Sequence[float]) -> list[int]:
    """How many columns of the grid each share gets: one at least, together all of them."""
    spans = [1] * len(shares)
    while sum(spans) < _COLUMNS:
        place = max(range(len(shares)), key=lambda at: shares[at] / spans[at])
        spans[place] += 1
    return spans


def _sentences(blocks: Sequence[object]) -> Iterator[tuple[str, Look]]:
    for block in blocks:
        if isinstance(block, Paragraph) and block.role is not ParagraphRole.NOTE:
            concludes = block.role is ParagraphRole.CONCLUSION
            yield plain(block.words), looks.CONCLUSION if concludes else looks.SENTENCE
        elif isinstance(block, Listing):
            for item in block.items:
                yield f"· {plain(item)}", looks.SENTENCE


def _charts(city: SheetPlan) -> tuple[Chart, ...]:
    """The charts of the city sheet."""
    return tuple(content for row in city.rows for content in row.cells.values() if isinstance(content, Chart))


def _radars(page: ReportPage, charts: Sequence[Chart]) -> None:
    """Side by side, or one as wide as the page."""
    if not charts:
        return
    width = _WHOLE if len(charts) == 1 else _HALF
    first = page.room(_RADAR_HEIGHT)
    for place, chart in enumerate(charts):
        page.put(first, 1 + place * _COLUMNS // 2, replace(chart, size=(width, _RADAR_HEIGHT)))


def plan_rankings(context: Context, charts: Mapping[str, Chart], name: str, back: Link | str) -> SheetPlan:
    """The totals of each class (name → chart) as bars, in two columns where there are several: one page."""
    page = ReportPage(name, (_WIDTH,) * _COLUMNS)
    page.title(context.words["rankings.title"], back)
    page.across(context.words["rankings.intro"], looks.INTRO, least=18.0)
    sized = [(chart, _height(chart)) for chart in charts.values()]
    columns = (1,) if len(sized) == 1 else (1, 1 + _COLUMNS // 2)
    filled = dict.fromkeys(columns, 0.0)
    placed: list[tuple[int, float, Chart]] = []
    for chart, height in sized:
        column = min(columns, key=lambda each: filled[each])
        placed.append(
            (column, filled[column], replace(chart, size=(_HALF if len(columns) > 1 else _WHOLE, height)))
        )
        filled[column] += height + 0.4
    first = page.room(max(filled.values()))
    for column, above, chart in placed:
        page.put(first + page.rows_in(above), column, chart)
    return page.sheet(portrait=True, pages=1)


def _height(chart: Chart) -> float:
    bars = chart.labels.last_row - chart.labels.first_row + 1
    return min(_AROUND_BARS + _BAR * bars, _TALLEST)
