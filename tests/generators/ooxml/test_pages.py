"""Where pages end: within the page, and never below a heading."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl_generators.ooxml.pages import Heights, heights_of, page_ends


def sheet(orientation: Literal["portrait", "landscape"] = "landscape", scale: int = 100) -> Worksheet:
    made = Workbook().worksheets[0]
    made.page_setup.orientation = orientation
    made.page_setup.scale = scale
    made.page_setup.paperSize = 9
    made.page_margins.top = made.page_margins.bottom = 0.5
    return made


ROOM = (595 - 72) * 0.97


def ends(heights: list[float], title: int = 0, keep: set[int] | None = None) -> list[int]:
    return list(page_ends(sheet(), 10, fixed(heights), title, keep or set()))


def fixed(heights: list[float]) -> Heights:
    return Heights(tuple(heights), tuple(heights))


@pytest.mark.parametrize(
    ("heights", "title", "keep", "expected"),
    [
        pytest.param([100.0] * 5, 0, set(), [], id="one-page"),
        pytest.param([100.0] * 12, 0, set(), [5, 10], id="three-pages"),
        pytest.param([100.0] * 12, 1, set(), [5, 9], id="with-a-repeated-row"),
        pytest.param([100.0] * 12, 0, {5}, [4, 9], id="a-heading-goes-along"),
        pytest.param([100.0] * 12, 0, {4, 5}, [3, 8], id="two-headings"),
        pytest.param([100.0] * 12, 0, {1, 2, 3, 4, 5, 6}, [5, 10], id="too-much-to-keep"),
        pytest.param([600.0, 600.0], 0, set(), [1], id="higher-than-a-page"),
    ],
)
def test_pages_end(heights: list[float], title: int, keep: set[int], expected: list[int]) -> None:
    assert ends(heights, title, keep) == expected


def test_paper_and_scale_decide() -> None:
    heights = [100.0] * 20
    assert next(page_ends(sheet("portrait"), 10, fixed(heights), 0, set())) == 7
    assert next(page_ends(sheet(scale=50), 10, fixed(heights), 0, set())) == 10


@given(
    heights=st.lists(st.floats(10, 120), max_size=80),
    keep=st.sets(st.integers(1, 80), max_size=30),
)
def test_pages_are_full_at_most_and_never_empty(heights: list[float], keep: set[int]) -> None:
    found = [0, *ends(heights, 0, keep), len(heights)]
    for start, end in pairwise(found):
        assert sum(heights[start:end]) <= ROOM
        assert end > start or not heights
    for end in found[1:-1]:
        rows = range(end, 0, -1)
        kept = next(row for row in rows if row not in keep) if any(r not in keep for r in rows) else 0
        start = max(place for place in found if place < end)
        assert end not in keep or kept <= start + 1


def test_heights_are_those_of_the_rows() -> None:
    found = heights_of(
        [b'<row r="1" ht="20.5" customHeight="1"><c r="A1"/></row>', b'<row r="2" ht="20"/>', b'<row r="3"/>']
    )
    assert found == Heights((20.5, 20.0, 15.0), (20.5, 18.0, 13.5))


def test_a_sheet_as_wide_as_a_page_has_more_room_down_the_page() -> None:
    wide = sheet()
    wide.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    wide.page_setup.fitToWidth, wide.page_setup.fitToHeight = 1, 0
    wide.page_margins.left = wide.page_margins.right = 0.5
    twice = 2 * (842 - 72) / 5.25
    assert next(page_ends(wide, twice, fixed([100.0] * 20), 0, set())) == 10
    assert next(page_ends(wide, twice / 8, fixed([100.0] * 20), 0, set())) == 5


@pytest.mark.parametrize("line", [0.65, 0.8, 1.0])
@pytest.mark.parametrize("sections", [[3, 1, 28, 53, 22, 1, 8], [1] * 60, [40, 2, 40, 2]])
def test_no_heading_stands_at_a_foot_whatever_height_a_program_gives_lines(
    sections: list[int], line: float
) -> None:
    """Sections of two headings and some rows whose height is up to the program, in pages that end where they are full."""
    most: list[float] = [30.0]
    least = [30.0]
    keep: set[int] = set()
    for size in sections:
        keep |= {len(most) + 1, len(most) + 2}
        most += [20.0, 20.0, *[40.0] * size]
        least += [20.0, 20.0, *[26.0] * size]
    breaks = set(page_ends(sheet(), 10, Heights(tuple(most), tuple(least)), 1, keep))
    used, end = 0.0, 0
    for row, height in enumerate((m if m == n else m * line for m, n in zip(most, least, strict=True)), 1):
        if row - 1 in breaks or used + height > 595 - 72:
            assert row - 1 not in keep
            used, end = 30.0, end + 1
        used += height
    assert end < len(breaks) + sum(most) * line / (595 - 72 - 30) + 1
