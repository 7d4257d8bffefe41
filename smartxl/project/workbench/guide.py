"""The first sheet of a workbench: what it is, how it is used, what the colours and signs mean; and what xlwings is told."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.cells import Cell
from smartxl.model.plan import Content, Link, SheetPlan
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import Workbench
from smartxl.project.workbench.keys import SheetKind
from smartxl.project.workbench.printing import paged
from smartxl.questionnaires.looks import COVER_SUBTITLE, COVER_TITLE, HEADING, STEP
from smartxl.questionnaires.page import KEY_COLUMN, hidden_sheet
from smartxl.stamp import Stamp
from smartxl_udfs.callers import CONF_SHEET

__all__ = ["plan_conf", "plan_guide"]

_FIRST, _LAST = 2, 4
_WIDTHS = {KEY_COLUMN: 4.0, 2: 30.0, 3: 56.0, 4: 52.0}
_FUNCTIONS = (
    "SX_WEIGHTED", "SX_ROLLUP", "SX_RANK", "SX_STAGE", "SX_AHP_WEIGHTS", "SX_AHP_CR", "SX_AHP_ADVICE", "SX_OBSTACLE",
    "SX_TORNADO", "SX_BANDS",
)  # fmt: skip
"""The functions that a workbench calls."""


def plan_guide(book: Workbench, stamp: Stamp, sheets: Mapping[str, SheetKind]) -> SheetPlan:
    """The sheet; `sheets`: name → kind, in the order of the workbook."""
    build, word = book.page(SheetKind.GUIDE, "", _WIDTHS), book.word
    round_, lang = book.definition.round, book.context.lang
    build.across(2, _FIRST, _LAST, round_.title.get(lang), COVER_TITLE, lines=3)
    subtitle = word("subtitle", city=round_.city.get(lang), round=round_.name, code=stamp.check_code)
    build.across(3, _FIRST, _LAST, subtitle, COVER_SUBTITLE, lines=2)
    row = 5
    for section, count in (("what", 3), ("how", 5), ("without", 3), ("functions", 1)):
        build.across(row, _FIRST, _LAST, word(f"guide_{section}"), HEADING)
        for number in range(1, count + 1):
            told = word(f"guide_{section}{number}", functions=", ".join(_FUNCTIONS), tolerance="1e-9")
            build.across(row + number, _FIRST, _LAST, told, STEP)
        row += count + 2
    build.across(row, _FIRST, _LAST, word("guide_colours"), HEADING)
    legend = (
        (word("legend_sample"), looks.INPUT_TEXT, "legend_input"),
        ("12.34", looks.NUMBER, "legend_formula"),
        ("SX_…", looks.HEAD, "legend_function"),
        ("✓ / ≠ / –", looks.TEXT, "legend_same"),
    )
    for offset, (sample, look, told) in enumerate(legend, 1):
        build.put(row + offset, _FIRST, sample, look)
        build.across(row + offset, _FIRST + 1, _LAST, word(told), looks.TEXT)
    row += len(legend) + 2
    build.across(row, _FIRST, _LAST, word("guide_sheets"), HEADING)
    for offset, (name, kind) in enumerate(sheets.items(), 1):
        build.put(row + offset, _FIRST, Link(name, Cell(name, 2, 2)), looks.TEXT)
        build.across(row + offset, _FIRST + 1, _LAST, word(f"about_{kind}"), looks.TEXT)
    return paged(build.sheet(hidden_columns=(KEY_COLUMN,)), portrait=True)


def plan_conf(settings: Mapping[str, str]) -> SheetPlan:
    """The sheet on which xlwings looks for its settings first: names in column A, values in B."""
    cells: dict[int, dict[int, Content]] = {
        row: {1: name, 2: value} for row, (name, value) in enumerate(settings.items(), 1)
    }
    return hidden_sheet(CONF_SHEET, cells)
