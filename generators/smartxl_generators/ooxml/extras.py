"""What a template sheet has beside the looks of its rows, for one planned sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area
from smartxl.model.plan import SheetPlan
from smartxl_generators.ooxml.paper import breaks_xml, print_names
from smartxl_generators.ooxml.pictures import Picture, images_of, pictures_of
from smartxl_generators.ooxml.placement import Placement
from smartxl_generators.ooxml.rules import rules_xml

__all__ = ["NO_EXTRAS", "Extras", "extras_of"]


@dataclass(frozen=True, slots=True)
class Extras:
    """Areas merged over several rows, conditional formats and page breaks as XML, (defined name, reference), pictures."""

    merges: tuple[str, ...] = ()
    rules: str = ""
    breaks: str = ""
    names: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()


NO_EXTRAS = Extras()
"""Of a sheet without a template, and of a template sheet that has none."""


def extras_of(template: Worksheet, plan: SheetPlan, first_look: int, first_priority: int) -> Extras:
    """`first_look` and `first_priority` number the template's conditional formats behind the plan's own."""
    if not _has_any(template):
        return NO_EXTRAS
    placement = Placement.of(plan)
    return Extras(
        tuple(_tall_merges(template, placement)),
        rules_xml(template, placement, first_look, first_priority),
        breaks_xml(template, placement),
        tuple(print_names(template, plan.name, placement)),
        tuple(pictures_of(template, placement)),
    )


def _has_any(template: Worksheet) -> bool:
    tall = any(m.max_row > m.min_row for m in template.merged_cells.ranges)
    printed = template.print_area or template.print_title_rows or template.print_title_cols
    breaks = template.row_breaks.brk or template.col_breaks.brk
    return bool(tall or printed or breaks or images_of(template) or list(template.conditional_formatting))


def _tall_merges(template: Worksheet, placement: Placement) -> Iterator[str]:
    """Areas over several rows, wherever these rows stand one below the other."""
    for merged in sorted(template.merged_cells.ranges, key=lambda m: (m.min_row, m.min_col)):
        columns = placement.all_columns(merged.min_col, merged.max_col)
        if merged.max_row > merged.min_row and columns:
            for first, last in placement.spans(merged.min_row, merged.max_row):
                yield area(first, columns[0], last, columns[-1])
