"""A draft takes no more pages than it may, with any fonts, and says as much as they hold."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document

from smartxl.model.draft import ReportDraft
from smartxl.model.report import (
    ChartKind,
    Cover,
    Paragraph,
    ReportContent,
    ReportForm,
    ReportSection,
    TableColumn,
)
from smartxl.text import Lang
from smartxl_generators.report.paper.breaks import paged
from smartxl_generators.report.paper.fitting import fit_paper, page_count
from smartxl_generators.report.paper.flow import FlowHeading, FlowTable, flow
from smartxl_generators.report.paper.grid import fitted
from smartxl_generators.report.paper.measure import POINT, WIDE
from smartxl_generators.report.paper.pages import counted, stacked
from smartxl_generators.report.paper.style import paper_style
from smartxl_generators.report.word import write_docx
from smartxl_generators.report.word.tables import _kept
from tests.generators.report.content import LONG, chart, content, table
from tests.office.office import Office

DAY = date(2026, 11, 29)
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


def told(lang: Lang, rows: int, form: ReportForm, name: str = "") -> ReportContent:
    """One section with a chart and a table of as many rows."""
    blocks = (
        Paragraph((LONG[lang],)),
        chart(ChartKind.BARS, lang, 5, 2, key=f"c{name}"),
        table(lang, f"t{name}", rows),
    )
    section = ReportSection(f"s{name}", f"S{name}", (), (ReportSection(f"p{name}", "P", blocks),))
    return ReportContent(lang, Cover("T", "S", (("A", "B"),)), (section,), form=form)


def draft(lang: Lang, form: ReportForm, pages: int, parts: int = 1, most: int = 90) -> ReportDraft:
    sizes = range(most, 0, -6)
    return ReportDraft(
        tuple(tuple(told(lang, rows, form, str(part)) for rows in sizes) for part in range(parts)), pages
    )


@LANGUAGES
@pytest.mark.parametrize("pages", [1, 2])
def test_the_richest_content_that_fits_is_taken(lang: Lang, pages: int) -> None:
    wanted = draft(lang, ReportForm.BRIEF, pages)
    chosen, scale = fit_paper(wanted)
    assert page_count(chosen, scale) <= pages
    place = wanted.parts[0].index(chosen)
    assert place > 0
    assert page_count(wanted.parts[0][place - 1], 0.84) > pages


def test_what_is_short_enough_keeps_its_letters() -> None:
    assert fit_paper(draft("zh", ReportForm.BRIEF, 2, most=5))[1] == 1.0


def test_where_nothing_fits_the_shortest_is_taken() -> None:
    wanted = ReportDraft(((told("zh", 300, ReportForm.BRIEF), told("zh", 200, ReportForm.BRIEF)),), 1)
    assert fit_paper(wanted) == (wanted.parts[0][1], 0.84)


def test_without_a_limit_all_is_said() -> None:
    wanted = replace(draft("zh", ReportForm.BRIEF, 2), pages=None)
    assert fit_paper(wanted) == (wanted.whole(), 1.0)


def test_every_part_begins_a_page_and_takes_one() -> None:
    chosen, scale = fit_paper(draft("en", ReportForm.UNITS, 1, parts=3))
    style = paper_style("en", ReportForm.UNITS, scale)
    items = flow(chosen, style)
    begins = counted(stacked(items, style, WIDE), style).begins
    both = [(item, page) for item, page in zip(items, begins, strict=True) if isinstance(item, FlowHeading)]
    tops = [page for item, page in both if item.heading.level == 1]
    assert tops == [1, 2, 3]
    assert page_count(chosen, scale) == 3


def test_annexes_are_printed_where_they_are_wanted() -> None:
    annex = (ReportSection("a", "Annex", (Paragraph(("a",)),)),)
    hidden = replace(draft("en", ReportForm.UNITS, 1), annexes=annex, printed=False)
    assert fit_paper(hidden)[0].annexes == ()
    assert fit_paper(replace(hidden, printed=True))[0].annexes == annex
    assert hidden.whole().annexes == annex


@LANGUAGES
def test_headings_are_on_the_same_pages_with_narrow_and_wide_letters(lang: Lang) -> None:
    style = paper_style(lang, ReportForm.WHOLE)
    items, pages = paged(flow(content(lang), style), style)
    wide = counted(stacked(items, style, WIDE), style)
    both = zip(items, pages.begins, wide.begins, strict=True)
    apart = [item for item, one, other in both if isinstance(item, FlowHeading) and one != other]
    assert apart == []


def test_a_table_does_not_begin_with_one_row() -> None:
    """As text above it grows it goes to the next page while one row would still fit."""
    style = paper_style("zh", ReportForm.WHOLE)
    row = 5.0
    places = []
    for above in range(12, 22):
        lines = tuple(Paragraph(("汉",)) for _ in range(above))
        section = ReportSection("a", "A", (*lines, table("zh", "t", 9)))
        items, pages = paged(flow(ReportContent("zh", Cover("T", ""), (section,)), style), style)
        caption = next(place for place, item in enumerate(items) if getattr(item, "style", "") == "Caption")
        places.append((pages.begins[caption], getattr(items[caption], "new_page", False)))
        if pages.begins[caption] == 1:
            assert above * style.looks["Body Text"].line * POINT + 3 * row < style.page.text_height
    assert places[0] == (1, False)
    assert (2, True) in places


@pytest.mark.parametrize(("rows", "kept"), [(0, set()), (1, set()), (2, {0}), (3, {0, 1}), (9, {0, 1, 7})])
def test_rows_that_stay_with_the_next(rows: int, kept: set[int]) -> None:
    assert _kept(rows) == kept
    assert _kept(rows, noted=True) == kept | ({rows - 1} if rows else set())


def test_columns_that_are_filled_in_elsewhere_are_left_out() -> None:
    whole = table("zh", "t", 4)
    rows = tuple((*row[:1], ("",), (), *row[3:]) for row in whole.rows)
    report = ReportContent("zh", Cover("T", ""), (ReportSection("a", "A", (replace(whole, rows=rows),)),))
    shown = next(i.table for i in flow(report, paper_style("zh", report.form)) if isinstance(i, FlowTable))
    assert [column.head for column in shown.columns] == [whole.columns[at].head for at in (0, 3, 4)]
    assert [len(row) for row in shown.rows] == [3, 3, 3, 3]
    none = replace(report, sections=(ReportSection("a", "A", (replace(whole, rows=()),)),))
    shown = next(i.table for i in flow(none, paper_style("zh", none.form)) if isinstance(i, FlowTable))
    assert len(shown.columns) == 5


def test_room_goes_to_the_column_that_makes_rows_high() -> None:
    wide = table("zh", "t", 20)
    plain = replace(wide, columns=tuple(replace(column, width=1.0) for column in wide.columns))
    style = paper_style("zh", ReportForm.WHOLE)
    widths = fitted(plain, style).widths
    assert sum(widths) == pytest.approx(style.page.text_width)
    assert min(widths[1], widths[4]) > max(widths[0], widths[2], widths[3])


def test_a_word_of_a_row_that_is_set_off_has_room_for_its_bold_letters() -> None:
    columns, long = (TableColumn("Area", 0.1), TableColumn("Text", 5.0)), ("word " * 200,)
    area = replace(table("en", "t", 1), columns=columns, rows=((("Smart government",), long),))
    style = paper_style("en", ReportForm.WHOLE)
    taken = [
        fitted(replace(area, strong=strong), style).widths[0] for strong in (frozenset(), frozenset({0}))
    ]
    assert taken[1] > 1.1 * taken[0]


@pytest.mark.slow
@pytest.mark.libreoffice
@LANGUAGES
@pytest.mark.parametrize(("form", "pages", "parts"), [(ReportForm.BRIEF, 2, 1), (ReportForm.UNITS, 1, 2)])
def test_libreoffice_takes_no_more_pages(
    lang: Lang, form: ReportForm, pages: int, parts: int, office: Office, tmp_path: Path
) -> None:
    chosen, scale = fit_paper(draft(lang, form, pages, parts))
    document = tmp_path / "report.docx"
    document.write_bytes(write_docx(chosen, written=DAY, scale=scale))
    path = office.printed(document, tmp_path)
    said = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert int(re.findall(r"Pages:\s+(\d+)", said)[0]) == pages * parts


def test_letters_of_a_short_document_are_smaller_than_those_of_a_report() -> None:
    whole, brief = paper_style("zh", ReportForm.WHOLE), paper_style("zh", ReportForm.BRIEF)
    assert all(brief.looks[name].size <= look.size for name, look in whole.looks.items())
    small = paper_style("zh", ReportForm.BRIEF, 0.84).looks["Body Text"]
    assert [small.size, brief.looks["Body Text"].size, whole.looks["Body Text"].size] == [10, 12, 16]
    raw = write_docx(told("zh", 3, ReportForm.BRIEF), written=DAY, scale=0.84)
    assert Document(io.BytesIO(raw)).styles["Body Text"].font.size.pt == 10


def test_sizes_go_down() -> None:
    for one, other in pairwise([paper_style("en", ReportForm.BRIEF, scale) for scale in (1.0, 0.92, 0.84)]):
        assert all(
            other.looks[name].size <= look.size
            for name, look in one.looks.items()
            if name not in {"Header", "Footer"}
        )
