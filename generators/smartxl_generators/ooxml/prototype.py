"""What all workbooks of one template share, made once: style tables, fixed parts, frames of sheets, shapes of rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from openpyxl.writer.theme import theme_xml

from smartxl.model.plan import SheetPlan
from smartxl_generators.ooxml.archive import packed
from smartxl_generators.ooxml.conditions import DIFFERENTIAL
from smartxl_generators.ooxml.extras import NO_EXTRAS, Extras, extras_of
from smartxl_generators.ooxml.frame import SheetFrame, frame_of
from smartxl_generators.ooxml.looks import SheetLooks
from smartxl_generators.ooxml.pages import heights_of, page_ends
from smartxl_generators.ooxml.paper import breaks_xml
from smartxl_generators.ooxml.parts import APP, ROOT
from smartxl_generators.ooxml.placement import Placement
from smartxl_generators.ooxml.shapes import Shapes
from smartxl_generators.ooxml.styles import StyleBase
from smartxl_generators.template import Template

__all__ = ["Prototype"]

_INPUT = "{{ input."


class Prototype:
    """The shared parts of a template's workbooks; frames and shapes are kept as plans ask for them."""

    def __init__(self, template: Template) -> None:
        self._template = template
        own = template.book._differential_styles.styles  # type: ignore[attr-defined]
        self.styles = StyleBase(template.new_book(), (*DIFFERENTIAL, *own), _inputs(template))
        self.fixed = (
            packed("_rels/.rels", ROOT),
            packed("docProps/app.xml", APP),
            packed("xl/theme/theme1.xml", template.book.loaded_theme or theme_xml),
        )
        self._frames: dict[tuple[object, ...], SheetFrame] = {}
        self._shapes: dict[tuple[object, ...], Shapes] = {}

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, template: Template) -> Prototype:
        """The prototype of a template, made once."""
        return cls(template)

    def frame(self, plan: SheetPlan, *, front: bool, protected: bool) -> SheetFrame:
        """What surrounds the rows of a planned sheet."""
        columns = tuple(plan.column_styles.items())
        key = (plan.template, columns, plan.frozen, plan.hidden, front, protected)
        if key not in self._frames:
            template = self._template.sheet(plan.template) if plan.template else None
            sheet = self._template.new_book().create_sheet()
            self._frames[key] = frame_of(sheet, template, plan, front=front, protected=protected)
        return self._frames[key]

    def extras(self, plan: SheetPlan, first_priority: int) -> Extras:
        """What the template sheet of a planned sheet has beside the looks of its rows."""
        if not plan.template:
            return NO_EXTRAS
        first_look = self.styles.first_differential + len(DIFFERENTIAL)
        return extras_of(self._template.sheet(plan.template), plan, first_look, first_priority)

    def kept_breaks(self, plan: SheetPlan, rows: str) -> str:
        """The page breaks of a sheet that keeps headings with what they head; `rows` is its XML."""
        template = self._template.sheet(plan.template)
        ends = page_ends(template, heights_of(rows), plan.title_row, plan.keep)
        return breaks_xml(template, Placement.of(plan), ends)

    def shapes(self, plan: SheetPlan) -> Shapes:
        """How the rows of a planned sheet are written."""
        key = (plan.template, tuple(plan.column_styles.items()), plan.key_column)
        if key not in self._shapes:
            self._shapes[key] = Shapes(self._looks(plan), self.styles.opened)
        return self._shapes[key]

    def _looks(self, plan: SheetPlan) -> SheetLooks | None:
        if not plan.template:
            return None
        return SheetLooks(self._template.sheet(plan.template), plan.column_styles, plan.key_column)


def _inputs(template: Template) -> Iterator[int]:
    """The styles of the cells that a template means for inputs."""
    for sheet in template.book.worksheets:
        for row in sheet.iter_rows():
            yield from (c.style_id for c in row if isinstance(c.value, str) and _INPUT in c.value)
