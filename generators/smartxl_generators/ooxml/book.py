"""One planned workbook as the parts of a package, without a model of it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import ClassVar
from urllib.parse import quote

from smartxl.cells import area
from smartxl.model.answers import Answer
from smartxl.model.plan import SheetPlan
from smartxl.model.rowcells import PatternCells
from smartxl.model.scores import ScoreTable
from smartxl_generators.ooxml.archive import Part, packed, packed_again
from smartxl_generators.ooxml.cells import CellWriter, Found
from smartxl_generators.ooxml.conditions import (
    Condition,
    carried_conditions,
    conditions_xml,
    fault_conditions,
    remark_conditions,
)
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.drawings import Drawings
from smartxl_generators.ooxml.extras import Extras
from smartxl_generators.ooxml.paper import with_texts
from smartxl_generators.ooxml.parts import content_types, core_xml, custom_xml, relations, workbook_xml
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_generators.ooxml.ranges import links, merges, validations
from smartxl_generators.ooxml.shownvalues import ShownValues
from smartxl_generators.ooxml.styles import Styles
from smartxl_generators.ooxml.xml import DECLARATION, encoded
from smartxl_templates import wording

__all__ = ["BookWriter"]

_DRAWING = (
    '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
)


class BookWriter:
    """Writes one workbook: `table` has its numbers, `answers` (unit and row key → answer) what stands in its inputs."""

    _is_seen: ClassVar[bool] = True
    """Whether somebody looks at it: else it needs no charts, nor what is for printing."""

    def __init__(
        self,
        prototype: Prototype,
        contents: BookContents,
        table: ScoreTable,
        answers: Mapping[tuple[str, str], Answer],
    ) -> None:
        self._prototype, self._contents, self._table, self._answers = prototype, contents, table, answers
        self._styles = Styles(prototype.styles)
        self._drawings = Drawings(ShownValues(contents.sheets, table).of)
        self._words = wording(contents.lang)
        self._own_names: dict[str, tuple[tuple[str, str], ...]] = {}

    def parts(self, moment: datetime) -> list[Part]:
        """All parts in the order of the file; its dates are `moment`."""
        own, fixed = self._contents, self._prototype.fixed
        sheets: list[Part] = []  # each is packed while it is written: as text they are large
        for number, sheet in enumerate(own.sheets, 1):
            name, related = f"xl/worksheets/sheet{number}.xml", list[tuple[str, str]]()
            content = self._sheet(sheet, related, front=number == 1)
            sheets.append(self._prototype.packed(sheet, name, content, protected=own.protect))
            if related:
                sheets.append(packed(f"xl/worksheets/_rels/sheet{number}.xml.rels", relations(related)))
        targets = [
            *(("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(own.sheets, 1)),
            *(("styles", "styles.xml"), ("theme", "theme/theme1.xml")),
        ]
        written = [
            packed("docProps/core.xml", core_xml(own.title, moment)),
            packed("docProps/custom.xml", custom_xml(own.properties)),
            packed("xl/workbook.xml", workbook_xml(own, self._own_names)),
            packed_again("xl/_rels/workbook.xml.rels", relations(targets)),
            packed("xl/styles.xml", self._styles.xml()),
            *sheets,
            *(packed(name, content) for name, content in self._drawings.parts.items()),
        ]
        types = content_types(part.name for part in (*fixed, *written))
        return [packed_again("[Content_Types].xml", types), *fixed, *written]

    def _sheet(self, plan: SheetPlan, related: list[tuple[str, str]], *, front: bool) -> Iterator[bytes]:
        """A sheet's XML in pieces; then `related` has its relations: to its drawing if it has one, then to other files."""
        protected = self._contents.protect and not (plan.design and plan.design.calls)
        frame = self._prototype.frame(plan, front=front, protected=protected)
        writer = self._cells(plan)
        reach = f'<dimension ref="{_reach(plan)}"/>' if self._is_seen else ""
        yield encoded(f"{DECLARATION}{frame.start}{reach}{frame.before}<sheetData>")
        rows = list(writer.rows()) if plan.keep else writer.rows()
        yield from rows
        found = writer.found
        conditions = (
            *remark_conditions(found.remarks),
            *fault_conditions(found.remarks),
            *carried_conditions(found.carried),
        )
        extras = self._prototype.extras(plan, len(conditions) + 1)
        self._own_names[plan.name] = extras.names
        drawn = self._is_seen and (found.charts or extras.pictures)
        drawing = self._drawings.add(found.charts, extras.pictures) if drawn else ""
        after = (
            "</sheetData>",
            frame.protection,
            *self._areas(plan, found, conditions, extras, 2 if drawing else 1),
            with_texts(frame.after, plan.page) if self._is_seen else "",
            self._breaks(plan, rows, extras),
            _DRAWING if drawing else "",
            "</worksheet>",
        )
        yield encoded("".join(after))
        related += [("drawing", f"/{drawing}")] if drawing else []
        related += [("hyperlink", quote(link.file)) for link in found.links if link.file]

    def _cells(self, plan: SheetPlan) -> CellWriter:
        """What writes the cells of a sheet."""
        shapes = self._prototype.shapes(plan, self._styles)
        return CellWriter(plan, shapes, self._styles, self._table, self._answers)

    def _breaks(self, plan: SheetPlan, rows: Iterable[bytes], extras: Extras) -> str:
        """Where pages end; `rows` is a list where that depends on them."""
        if plan.keep and self._is_seen:
            return self._prototype.kept_breaks(plan, rows)
        return extras.breaks

    def _areas(
        self, plan: SheetPlan, found: Found, conditions: Sequence[Condition], extras: Extras, first: int
    ) -> tuple[str, ...]:
        """What speaks of areas, in the order of the standard; `first`: the number of the relation to the first other file."""
        error, error_title = self._words["prompt.error"], self._words["prompt.error_title"]
        return (
            f'<autoFilter ref="{plan.filter_range}"/>' if plan.filter_range else "",
            merges([*found.merges, *extras.merges]),
            conditions_xml(conditions) + extras.rules,
            validations(found.checked(), error, error_title),
            links(found.links, first),
        )


def _reach(plan: SheetPlan) -> str:
    """The area that the sheet's cells take."""
    met, columns = None, list[int]()
    for row in plan.rows:
        cells = row.cells
        if type(cells) is not PatternCells:
            columns.append(max(cells, default=1))
        elif cells.pattern is not met:
            met = cells.pattern
            columns.append(met.last_column)
    laid_out = (max(looks, default=1) for looks in plan.design.looks.values()) if plan.design else ()
    last = max((*plan.column_styles, *columns, *laid_out), default=1)
    return area(1, 1, max(map(attrgetter("row"), plan.rows), default=1), last)
