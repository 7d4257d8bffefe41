"""The sampling sheet: all that one unit is asked, in sections, with live points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from smartxl.cells import area
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import Node
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Content, Line, PreviousAnswer, Section, SheetPlan
from smartxl.planning.addedrows import AddedRows
from smartxl.planning.bands import BandPlace, SectionBands, SectionRows
from smartxl.planning.context import Context
from smartxl.planning.headings import (
    column_heads,
    form_title,
    heads_over,
    repeated_heads,
)
from smartxl.planning.indicatorrows import IndicatorRows
from smartxl.planning.ownrows import added_rules, own_form
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rows import FormRow
from smartxl.planning.samplingplaces import BODY, SamplingPlaces
from smartxl.planning.tables import FormPart, TableWords, asked_rows, has_tables_only, table_words

__all__ = ["plan_sampling"]

_KEY_COLUMN = 1


def plan_sampling(
    context: Context,
    unit: Unit,
    parts: tuple[FormPart, ...],
    name: str,
    index: int,
    total: str,
    stage: str,
    among: Mapping[str, str],
) -> SheetPlan:
    """The sheet of one unit, with these parts. `index` makes its anchor names unique; `total`, `stage` are what its head shows.

    `among`: indicator → what stands in place of a score that depends on other units. What begins with = is a formula.
    """
    return _SamplingSheet(context, unit, parts, name, index, among).plan(total, stage)


class _SamplingSheet:
    """The sheet while it is planned, section by section."""

    def __init__(
        self,
        context: Context,
        unit: Unit,
        parts: tuple[FormPart, ...],
        name: str,
        index: int,
        among: Mapping[str, str],
    ) -> None:
        self.context, self.unit, self.parts, self.name, self.among = context, unit, parts, name, among
        self.anchors = f"sx_{index:03d}_"
        self.sheet: SheetBuilder = context.builder("sampling")
        self.at = SamplingPlaces.of(context, self.sheet)
        self.columns = self.at.columns
        self.opening = self._opening()
        self.bands = SectionBands(context, unit, self.sheet, among, self.columns["item"][Field.APPLICABLE])
        self.asked = {
            node.code: asked_rows(context, unit, part, node) for part in parts for node, _ in part.nodes
        }
        self.spare: dict[str, tuple[str, ...]] = {  # added rows do not score, so an appeal has none
            node.code: () if context.edition.contests else context.definition.added_keys(node)
            for node in context.leaves(unit)
        }
        self.sections: list[Section] = []
        self.keep: set[int] = set()
        self.lines = self.numbered = self.added = 0

    def _opening(self) -> tuple[LayoutRow, ...]:
        """What comes above all sections; where there is nothing but tables, with their headings in view."""
        rows, head = list(self.sheet.above(*BODY)), self.sheet.layout.row("table_head")
        if head is not None and has_tables_only(self.parts):
            rows[self.at.head_row - 1] = head
        return tuple(rows)

    def _table_band(self, legend: str) -> list[LayoutRow]:
        """The rows above those of a table: its headings only where those in view are others."""
        left_out = {"table_heading"} if self.sheet.layout.row("table_head") in self.opening else set()
        left_out |= set() if legend else {"table_legend"}
        return [row for row in self.at.table_band if row.role not in left_out]

    def plan(self, total: str, stage: str) -> SheetPlan:
        """The whole sheet."""
        values = {**self._general, **self.bands.totals(self._band_rows(), self._size(), total, stage)}
        for row in self.opening:
            self.sheet.add_row(row, self._general if row.role == "table_head" else values)
        head_row = self.at.head_row
        for part in self.parts:
            self._table(part) if part.table else self._section(part)
        last_row = self.sheet.next_row - 1
        self.sheet.add_rows(self.sheet.below(*BODY), values)
        return SheetPlan(
            name=self.name,
            template="sampling",
            rows=tuple(self.sheet.rows),
            sections=tuple(self.sections),
            unit=self.unit.code,
            key_column=_KEY_COLUMN,
            column_styles=self.sheet.column_styles,
            frozen=(head_row + 1, self.at.frozen_columns + 1),
            filter_range=area(head_row, 2, last_row, self.sheet.last_column),
            title_row=head_row,
            aside=self.at.last,
            keep=frozenset(self.keep),
            hidden_columns=self._hidden(),
            former=frozenset(map(str, column_heads(self.context, None, "item").values())),
        )

    def _hidden(self) -> frozenset[int]:
        """The evaluator's columns in a form that units answer, and those of what nothing in it asks."""
        asked = {field for part in self.parts for _, indicator in part.nodes for field in indicator.asks}
        hidden = {field for field in self.context.definition.asks if field not in asked}
        sampled = any(part.role(indicator) == "item" for part in self.parts for _, indicator in part.nodes)
        # Elsewhere the column is room for what stands before it.
        if sampled and not self.context.definition.framework.channels:
            hidden.add(Field.CHANNEL)
        if not (self.context.edition.contests or self.context.edition.shows_review):
            hidden |= {Field.REVIEW, Field.REVIEW_NOTE}
        shown = {
            c for columns in self.columns.values() for field, c in columns.items() if field not in hidden
        }
        found = {columns[f] for columns in self.columns.values() for f in hidden if f in columns}
        return frozenset(found - shown)

    @cached_property
    def _general(self) -> dict[str, Content]:
        context = self.context
        texts = {"sampling.title": form_title(context, self.unit)}
        return {
            **context.general(),
            **context.of_unit(self.unit),
            **texts,
            **repeated_heads(context, [(i, part.role(i)) for part in self.parts for _, i in part.nodes]),
        }

    def _size(self) -> int:
        return sum(len(rows) for rows in self.asked.values())

    def _band_rows(self) -> list[BandPlace]:
        rows, row = [], len(self.opening) + 1
        for part in self.parts:
            rows.append(BandPlace(row, part.table))
            above = self._table_band(self._told(part).legend) if part.table else self.at.band
            codes = [node.code for node, _ in part.nodes]
            spare = [1 + len(self.spare[code]) for code in codes if self.spare[code]]
            row += len(above) + sum(len(self.asked[code]) for code in codes) + sum(spare)
        return rows

    def _section(self, part: FormPart) -> None:
        """An indicator with a title of its own."""
        ((node, indicator),) = part.nodes
        asked, kind, band = self.asked[node.code], part.role(indicator), self.sheet.next_row
        first = band + len(self.at.band)
        spot = SectionRows(node, indicator, first, first - 1 + len(asked), self.columns[kind])
        own = column_heads(self.context, indicator, kind)
        values = {**self._general, **self.bands.section(band, spot, part.title)}
        self.sheet.add_rows(self.at.band, values, own)
        self.keep.update(range(band, first))
        heads = heads_over(self.context, self.sheet.rows[band:], self.columns[kind], own)
        rows = IndicatorRows.of(self.context, self.at, kind, (node, indicator), heads)
        lines = tuple([self._line(rows, entry, rows.beside(entry)) for entry in asked])
        self.sections.append(Section(self.unit.code, node.code, part.title, band, lines))
        if self.spare[node.code]:
            self.sections.append(self._added(node, part.title, band, own))

    def _table(self, part: FormPart) -> None:
        """Indicators that share a title and headings: the score of each stands in its first row."""
        told, band, columns = self._told(part), self.sheet.next_row, self.columns["table_row"]
        above, own = self._table_band(told.legend), column_heads(self.context, None, "table_row")
        spots, first = [], band + len(above)
        for node, indicator in part.nodes:
            last = first - 1 + len(self.asked[node.code])
            spots.append(SectionRows(node, indicator, first, last, columns))
            first = last + 1
        shown = self.bands.table(band, spots, part.title)
        self.sheet.add_rows(above, {**self._general, **shown, "section.legend": told.legend}, own)
        self.keep.update(range(band, band + len(above)))
        over = [self.sheet.rows[self.at.head_row - 1], *self.sheet.rows[band:]]
        heads = heads_over(self.context, over, columns, own)
        for spot in spots:
            rows = IndicatorRows.of(self.context, self.at, "table_row", (spot.node, spot.indicator), heads)
            score, lines = self.bands.tabled_score(spot), list[Line]()
            for entry, beside in zip(self.asked[spot.node.code], told.beside[spot.node.code], strict=True):
                lines.append(self._line(rows, entry, (*beside, "" if lines else score)))
            section = Section(self.unit.code, spot.node.code, part.title, band, tuple(lines), tabled=True)
            self.sections.append(section)

    def _told(self, part: FormPart) -> TableWords:
        return table_words(self.context, part, {node.code: self.asked[node.code] for node, _ in part.nodes})

    def _added(self, node: Node, title: str, band: int, own: Mapping[str, str]) -> Section:
        """Rows for items that the unit adds, below a row that says what becomes of them."""
        context, added = self.context, AddedRows.of(self.context, self.sheet)
        heading = self.sheet.rows[band : band + len(self.at.band) - 1]
        note = added.add_note(context, self.sheet, {**self._general, "section.title": title})
        self.keep.add(note)
        rules, heads = added_rules(context, node), heads_over(context, heading, added.columns, own)
        form = own_form(context, node.code, rules, added.columns, heads, note + 1)
        lines = []
        for key in self.spare[node.code]:
            self.added += 1
            self.lines += 1
            row = self.sheet.next_row
            name = context.words["sampling.added"].format(number=self.added)
            added.rows.add(self.sheet, form, self.unit.code, key, (name,))
            lines.append(Line(key, row, name, 0.0, self._anchor(), form.inputs, form.rules))
        return Section(self.unit.code, node.code, title, note, tuple(lines), scored=False)

    def _anchor(self) -> str:
        return f"{self.anchors}{self.lines:05d}"

    def _line(self, rows: IndicatorRows, entry: FormRow, beside: tuple[Content, ...]) -> Line:
        """One row; `beside` stands beside the inputs."""
        row, key = len(self.sheet.rows) + 1, entry.key
        self.lines += 1
        self.numbered += 1
        own = (float(self.numbered), entry.code, entry.name, entry.kind, entry.audience, *beside)
        form, last = rows.form(entry, row), None
        if self.context.last:
            own, last = (*own, self._carried(key, rows)), self._last_number(entry)
        rows.rows.add(self.sheet, form, self.unit.code, key, own, last)
        return Line(key, row, entry.name, entry.full, self._anchor(), form.inputs, form.rules, form.shown)

    def _last(self, key: str) -> str | float | None:
        return self.context.last.answers.get(key) if self.context.last else None

    def _last_number(self, entry: FormRow) -> float | None:
        """What the number of this round is compared with."""
        value = self._last(entry.key) if entry.jump is not None and self.at.last else None
        return value if isinstance(value, float) else None

    def _carried(self, key: str, rows: IndicatorRows) -> Content:
        """What the unit answered last time, where the form shows it."""
        value = self._last(key)
        return "" if value is None else PreviousAnswer(value, rows.deciding)
