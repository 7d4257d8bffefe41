"""What all workbooks of one template share, made once: style tables, fixed parts, frames of sheets, shapes of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from openpyxl.writer.theme import theme_xml

from smartxl.errors import TemplateError
from smartxl.model.plan import SheetPlan
from smartxl.model.sheetdesign import Look
from smartxl.planning.lists import LIST_SHEET
from smartxl.text import Text
from smartxl_generators.ooxml.archive import Part, packed
from smartxl_generators.ooxml.conditions import DIFFERENTIAL
from smartxl_generators.ooxml.extras import NO_EXTRAS, Extras, TemplateExtras
from smartxl_generators.ooxml.frame import SheetFrame, frame_of
from smartxl_generators.ooxml.laidout import LaidOutLooks, laid_out_extras
from smartxl_generators.ooxml.looks import SheetLooks, columns_of
from smartxl_generators.ooxml.pages import ends_in, heights_of, room_of
from smartxl_generators.ooxml.paper import breaks_xml, row_breaks
from smartxl_generators.ooxml.parts import APP, ROOT
from smartxl_generators.ooxml.placement import Placement
from smartxl_generators.ooxml.shapes import Shapes
from smartxl_generators.ooxml.styles import Styles
from smartxl_generators.ooxml.xml import like_formula
from smartxl_generators.template import Template

__all__ = ["Prototype"]

_MOST_KEPT = 16  # sheets of lists


class Prototype:
    """The shared parts of a template's workbooks; frames and shapes are kept as plans ask for them."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self.styles = template.styles
        self.fixed = (
            packed("_rels/.rels", ROOT),
            packed("docProps/app.xml", APP),
            packed("xl/theme/theme1.xml", template.book.loaded_theme or theme_xml),
        )
        self._frames: dict[tuple[object, ...], SheetFrame] = {}
        self._shapes: dict[tuple[object, ...], Shapes] = {}
        self._looks: dict[tuple[str, str], int] = {}
        self._rooms: dict[tuple[object, ...], float] = {}
        self._packed: dict[tuple[int, str, bool], tuple[Part, SheetPlan]] = {}
        self._extras: dict[str, TemplateExtras] = {}

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, template: Template) -> Prototype:
        """The prototype of a template, made once."""
        return cls(template)

    def frame(self, plan: SheetPlan, *, front: bool, protected: bool) -> SheetFrame:
        """What surrounds the rows of a planned sheet."""
        if plan.design:
            return frame_of(None, plan, front=front, protected=protected)
        columns = tuple(plan.column_styles.items())
        key = (plan.template, columns, plan.frozen, plan.hidden, plan.hidden_columns, front, protected)
        if key not in self._frames:
            template = self._template.sheet(plan.template) if plan.template else None
            self._frames[key] = frame_of(template, plan, front=front, protected=protected)
        return self._frames[key]

    def extras(self, plan: SheetPlan, first_priority: int) -> Extras:
        """What a planned sheet has beside the looks of its rows, from its template sheet or its own design."""
        if plan.design:
            return laid_out_extras(plan, plan.design, first_priority)
        if not plan.template:
            return NO_EXTRAS
        if plan.template not in self._extras:
            self._extras[plan.template] = TemplateExtras(
                self._template.sheet(plan.template), len(DIFFERENTIAL)
            )
        return self._extras[plan.template].of(plan, first_priority)

    def kept_breaks(self, plan: SheetPlan, rows: Iterable[bytes]) -> str:
        """The page breaks of a sheet that keeps headings with what they head; `rows` are its elements."""
        template = self._template.sheet(plan.template)
        ends = ends_in(self._room(plan), heights_of(rows), plan.title_row, plan.keep)
        has_own = template.row_breaks.brk or template.col_breaks.brk
        return breaks_xml(template, Placement.of(plan), ends) if has_own else row_breaks(sorted(ends))

    def packed(self, plan: SheetPlan, name: str, content: Iterator[bytes], *, protected: bool) -> Part:
        """A sheet as a part of its workbook; that of lists is the same in many, and is written for one of them."""
        key = id(plan), name, protected
        known = self._packed.get(key)
        if known is not None:
            return known[0]
        part = packed(name, content)
        if plan.name == LIST_SHEET and not _has_styled(plan):
            if len(self._packed) >= _MOST_KEPT:
                self._packed.clear()
            self._packed[key] = part, plan  # whose identity is in use
        return part

    def _room(self, plan: SheetPlan) -> float:
        """How much height a page of a planned sheet has for rows."""
        key = plan.template, tuple(plan.column_styles.items()), plan.hidden_columns
        if key not in self._rooms:
            template = self._template.sheet(plan.template)
            known = columns_of(template)
            hidden = {*plan.hidden_columns, *([1] if plan.column_styles.get(1, 1) == 1 else [])}
            shown = (source for column, source in plan.column_styles.items() if column not in hidden)
            self._rooms[key] = room_of(template, sum(known(source)[0] for source in shown))
        return self._rooms[key]

    def shapes(self, plan: SheetPlan, styles: Styles) -> Shapes:
        """How the rows of a planned sheet are written; `styles` are its workbook's."""
        if plan.design:
            looks = LaidOutLooks(plan.design, lambda look: self._style_of(look, styles))
            return Shapes(looks, self.styles.opened)
        key = (plan.template, tuple(plan.column_styles.items()), plan.key_column, plan.hidden_columns)
        if key not in self._shapes:
            self._shapes[key] = Shapes(self._template_looks(plan), self.styles.opened)
        return self._shapes[key]

    def _template_looks(self, plan: SheetPlan) -> SheetLooks | None:
        if not plan.template:
            return None
        return SheetLooks(
            self._template.sheet(plan.template), plan.column_styles, plan.key_column, plan.hidden_columns
        )

    def _style_of(self, look: Look, styles: Styles) -> int:
        """The number of a look in a workbook. Raises TemplateError where no cell of the template holds its text."""
        key = (look.sheet, look.text)
        if key not in self._looks:
            self._looks[key] = self._template_style(*key)
        number = self._looks[key]
        return styles.number(number, False, look.number_format) if look.number_format else number

    def _template_style(self, sheet: str, text: str) -> int:
        for row in self._template.sheet(sheet).iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip() == text:
                    return cell.style_id
        what = Text(
            f"工作表 {sheet} 中没有写着 {text} 的单元格，其他工作表要取它的样式",
            f"no cell of the sheet {sheet} holds {text}, whose look other sheets take",
        )
        raise TemplateError(
            self._template.source,
            what,
            Text("按标准模板放回原处", "put it back where the standard template has it"),
        )


def _has_styled(plan: SheetPlan) -> bool:
    """Whether a sheet without a template has texts that begin like formulas, whose style each workbook numbers by itself."""
    texts = (text for row in plan.rows for text in row.cells.values() if isinstance(text, str))
    return any(map(like_formula, texts))
