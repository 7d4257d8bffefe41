"""What a template sheet has beside the looks of its rows, for the sheets that are planned after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area
from smartxl.model.plan import SheetPlan
from smartxl_generators.ooxml.paper import PrintNames, breaks_xml
from smartxl_generators.ooxml.pictures import Picture, images_of, pictures_of
from smartxl_generators.ooxml.placement import Placement
from smartxl_generators.ooxml.rules import TemplateRules

__all__ = ["NO_EXTRAS", "Extras", "TemplateExtras"]


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


class TemplateExtras:
    """Those of one template sheet, read once; `first_look` numbers the looks of its conditional formats behind the plan's."""

    def __init__(self, template: Worksheet, first_look: int) -> None:
        self._template = template
        merged = sorted(template.merged_cells.ranges, key=lambda m: (m.min_row, m.min_col))
        self._tall = [(m.min_row, m.max_row, m.min_col, m.max_col) for m in merged if m.max_row > m.min_row]
        self._rules = TemplateRules(template, first_look)
        self._printed = PrintNames(template)
        breaks = template.row_breaks.brk or template.col_breaks.brk
        self._has_any = bool(self._tall or self._rules or self._printed or breaks or images_of(template))

    def of(self, plan: SheetPlan, first_priority: int) -> Extras:
        """Those of a planned sheet; its conditional formats come behind the plan's own, from `first_priority` on."""
        if not self._has_any:
            return NO_EXTRAS
        placement = Placement.of(plan)
        return Extras(
            tuple(self._tall_merges(placement)),
            self._rules.xml(placement, first_priority),
            breaks_xml(self._template, placement),
            tuple(self._printed.names(plan.name, placement)),
            tuple(pictures_of(self._template, placement)),
        )

    def _tall_merges(self, placement: Placement) -> Iterator[str]:
        """Areas over several rows, wherever these rows stand one below the other."""
        for first_row, last_row, first_column, last_column in self._tall:
            if columns := placement.all_columns(first_column, last_column):
                for first, last in placement.spans(first_row, last_row):
                    yield area(first, columns[0], last, columns[-1])
