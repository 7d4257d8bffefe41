"""The sampling sheet: all that one unit is asked, in sections, with live points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from smartxl.cells import area
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import Indicator, Measure, Node
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Computed, Content, Line, PreviousAnswer, Section, SheetPlan, Shown
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.addedrows import AddedRows
from smartxl.planning.bands import BandPlace, SectionBands, SectionRows
from smartxl.planning.context import Context
from smartxl.planning.formrows import FormRows
from smartxl.planning.headings import (
    column_heads,
    form_title,
    heads_over,
    repeated_heads,
)
from smartxl.planning.ownrows import added_rules, own_form
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rowform import RowForm, placeholder
from smartxl.planning.rows import FormRow, form_key, form_rows, level_meanings, meaning, row_form
from smartxl.planning.tables import (
    BESIDE,
    TABLE_ROLES,
    FormPart,
    TableTexts,
    has_tables,
    has_tables_only,
    named_rows,
)

__all__ = ["plan_sampling"]

_KEY_COLUMN = 1
_BODY = ("section", "heading", "item", "entry", *TABLE_ROLES, "spare", "added")
_OVER_TABLE = {"table", "table_legend", "table_heading"}
_PREVIOUS = "previous.value"
_ITEM_FIELDS = (
    Field.APPLICABLE,
    Field.PROVIDED,
    Field.LEVEL,
    Field.CHANNEL,
    Field.ADDRESS,
    Field.DATE,
    Field.NOTE,
)
_OWN = ("item.no", "item.code", "item.name", "item.kind", "item.audience")
"""What every row says for itself, whatever stands beside its inputs."""
_TEXTS = {Field.ADDRESS, Field.NOTE, Field.ORIGIN, Field.REVIEW_NOTE, Field.APPEAL}
_ENTRY_FIELDS = (Field.APPLICABLE, Field.VALUE, Field.ADDRESS, Field.DATE, Field.NOTE)


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
        self.context, self.unit, self.parts, self.name, self.index = context, unit, parts, name, index
        self.reviewed = context.edition.shows_review
        self.sheet: SheetBuilder = context.builder("sampling")
        entry_fields = (*_ENTRY_FIELDS, *context.definition.asks)
        self.columns = {
            "item": self._input_columns("item", _ITEM_FIELDS),
            "entry": self._input_columns("entry", entry_fields),
        }
        if has_tables(context, "sampling"):
            self.columns["table_row"] = self._input_columns("table_row", entry_fields)
            self.table_band = self.sheet.between(
                "table", *(role for role in _BODY if role not in _OVER_TABLE)
            )
        self.opening = self._opening()
        self.band = self.sheet.between("section", "item", "entry", *TABLE_ROLES, "spare", "added")
        self.full = self.sheet.column("item", "item.full")
        self.bands = SectionBands(context, unit, self.sheet, among, self.columns["item"][Field.APPLICABLE])
        self.closed = {kind: self._closed(kind) for kind in self.columns}
        self.asked = {
            node.code: tuple(named_rows(context, part, node, tuple(form_rows(context, unit, node))))
            for part in self.parts
            for node, _ in part.nodes
        }
        self.spare: dict[str, tuple[str, ...]] = {  # added rows do not score, so an appeal has none
            node.code: () if context.edition.contests else context.definition.added_keys(node)
            for node in context.definition.leaves(unit)
        }
        self.last = self._last_column()
        self.places = {k: (self.full, self.last, *columns.items()) for k, columns in self.columns.items()}
        self.sections: list[Section] = []
        self.keep: set[int] = set()
        self.lines = self.numbered = self.added = 0

    def _opening(self) -> tuple[LayoutRow, ...]:
        """What comes above all sections; where there is nothing but tables, with their headings in view."""
        rows, head = list(self.sheet.above(*_BODY)), self.sheet.layout.row("table_head")
        if head is not None and has_tables_only(self.parts):
            rows[self._head_row - 1] = head
        return tuple(rows)

    def _table_band(self, legend: str) -> list[LayoutRow]:
        """The rows above those of a table: its headings only where those in view are others."""
        left_out = {"table_heading"} if self.sheet.layout.row("table_head") in self.opening else set()
        left_out |= set() if legend else {"table_legend"}
        return [row for row in self.table_band if row.role not in left_out]

    def _input_columns(self, role: str, fields: tuple[Field, ...]) -> dict[Field, int]:
        """Where each input stands; a template need not have the evaluator's columns."""
        columns = {field: self.sheet.column(role, f"input.{field}") for field in fields}
        for field in (Field.REVIEW, Field.REVIEW_NOTE):
            if self.sheet.offers(role, f"input.{field}"):
                columns[field] = self.sheet.column(role, f"input.{field}")
        if self.context.edition.contests:
            columns[Field.APPEAL] = self.sheet.column(role, placeholder(Field.APPEAL))
        return columns

    def _last_column(self) -> int:
        """Where last time's answer stands, in forms that show it: 0 where another column may stand there in the others."""
        row = self.sheet.layout.row("entry")
        cells = row.cells.items() if row else ()
        texts = {c: text for c, text in cells if isinstance(text, str)}
        place = next((c for c, text in texts.items() if _PREVIOUS in text), 0)
        appeal = next((c for c, text in texts.items() if placeholder(Field.APPEAL) in text), 0)
        last = self.sheet.layout.last_column
        at_the_end = place == last or (place == last - 1 and appeal == last)
        before = sum(source < place for source in self.sheet.column_styles.values())
        return 1 + before if at_the_end and not self.context.contested else 0

    def plan(self, total: str, stage: str) -> SheetPlan:
        """The whole sheet."""
        values = {**self._general, **self.bands.totals(self._band_rows(), self._size(), total, stage)}
        for row in self.opening:
            self.sheet.add_row(row, self._general if row.role == "table_head" else values)
        head_row = self._head_row
        for part in self.parts:
            self._table(part) if part.table else self._section(part)
        last_row = self.sheet.next_row - 1
        self.sheet.add_rows(self.sheet.below(*_BODY), values)
        return SheetPlan(
            name=self.name,
            template="sampling",
            rows=tuple(self.sheet.rows),
            sections=tuple(self.sections),
            unit=self.unit.code,
            key_column=_KEY_COLUMN,
            column_styles=self.sheet.column_styles,
            frozen=(head_row + 1, self._frozen_columns() + 1),
            filter_range=area(head_row, 2, last_row, self.sheet.last_column),
            title_row=head_row,
            aside=self.last,
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
    def _head_row(self) -> int:
        """The row of the headings that stay in view."""
        return self.sheet.position("head", *_BODY)

    def _frozen_columns(self) -> int:
        """The columns up to the name stay in view; none of them where inputs stand before it."""
        name = self.sheet.column("item", "item.name")
        return name if name < min(self.columns["item"].values()) else 0

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
            above = self._table_band(TableTexts(self.context, part).legend) if part.table else self.band
            codes = [node.code for node, _ in part.nodes]
            spare = [1 + len(self.spare[code]) for code in codes if self.spare[code]]
            row += len(above) + sum(len(self.asked[code]) for code in codes) + sum(spare)
        return rows

    def _section(self, part: FormPart) -> None:
        """An indicator with a title of its own."""
        ((node, indicator),) = part.nodes
        rows, kind, band = self.asked[node.code], part.role(indicator), self.sheet.next_row
        first = band + len(self.band)
        spot = SectionRows(node, indicator, first, first - 1 + len(rows), self.columns[kind])
        own = column_heads(self.context, indicator, kind)
        values = {**self._general, **self.bands.section(band, spot, part.title)}
        self.sheet.add_rows(self.band, values, own)
        self.keep.update(range(band, first))
        heads = heads_over(self.sheet.rows[band:], self.columns[kind], own)
        places = (kind, self.places[kind], tuple(heads.values()))
        sampled = indicator.measure is Measure.SAMPLE
        lay = self._rows(kind, spot, ("item.full",) if sampled else ("item.full", "item.meaning"))
        lines = []
        for entry in rows:
            form, said = self._form(places, heads, spot, entry), self._own_texts(spot, entry)
            lines.append(self._line(lay, spot, form, entry, said))
        self.sections.append(Section(self.unit.code, node.code, part.title, band, tuple(lines)))
        if self.spare[node.code]:
            self.sections.append(self._added(node, indicator, part.title, band, own))

    def _table(self, part: FormPart) -> None:
        """Indicators that share a title and headings: the score of each stands in its first row."""
        texts, band, columns = TableTexts(self.context, part), self.sheet.next_row, self.columns["table_row"]
        above, own = self._table_band(texts.legend), column_heads(self.context, None, "table_row")
        spots, first = [], band + len(above)
        for node, indicator in part.nodes:
            last = first - 1 + len(self.asked[node.code])
            spots.append(SectionRows(node, indicator, first, last, columns))
            first = last + 1
        shown = self.bands.table(band, spots, part.title)
        self.sheet.add_rows(above, {**self._general, **shown, "section.legend": texts.legend}, own)
        self.keep.update(range(band, band + len(above)))
        heads = heads_over([self.sheet.rows[self._head_row - 1], *self.sheet.rows[band:]], columns, own)
        places = ("table_row", self.places["table_row"], tuple(heads.values()))
        for spot in spots:
            lay = self._rows("table_row", spot, (*BESIDE, "section.score"))
            score, lines = self.bands.tabled_score(spot), list[Line]()
            for entry in self.asked[spot.node.code]:
                said = (*texts.beside(spot.indicator, entry), "" if lines else score)
                form = self._form(places, heads, spot, entry)
                lines.append(self._line(lay, spot, form, entry, said))
            section = Section(self.unit.code, spot.node.code, part.title, band, tuple(lines), tabled=True)
            self.sections.append(section)

    def _own_texts(self, spot: SectionRows, entry: FormRow) -> tuple[Content, ...]:
        """What stands beside the inputs of a row in a section of its own: an item's full points, or what an entry means."""
        if spot.indicator.measure is Measure.SAMPLE:
            return (entry.full,)
        levels = [] if entry.asked else level_meanings(self.context, spot.indicator)
        return "", "\n".join([*levels, *meaning(self.context, spot.indicator, entry)])

    def _added(
        self, node: Node, indicator: Indicator, title: str, band: int, own: Mapping[str, Content]
    ) -> Section:
        """Rows for items that the unit adds, below a row that says what becomes of them."""
        rows = AddedRows.of(self.sheet)
        heading = self.sheet.rows[band : band + len(self.band) - 1]
        note = rows.add_note(self.context, {**self._general, "section.title": title})
        self.keep.add(note)
        rules, heads = added_rules(self.context, indicator), heads_over(heading, rows.columns, own)
        form = own_form(self.context, node.code, rules, rows.columns, heads, note + 1)
        lines, below = [], rows.rows(lean=self.context.lean)
        for key in self.spare[node.code]:
            self.added += 1
            self.lines += 1
            row = self.sheet.next_row
            name = self.context.words["sampling.added"].format(number=self.added)
            below.add(form, self.unit.code, key, (name,))
            lines.append(Line(key, row, name, 0.0, self._anchor(), form.inputs, form.rules))
        return Section(self.unit.code, node.code, title, note, tuple(lines), scored=False)

    def _anchor(self) -> str:
        return f"sx_{self.index:03d}_{self.lines:05d}"

    def _rows(self, kind: str, spot: SectionRows, said: tuple[str, ...]) -> FormRows:
        """What appends the rows of an indicator; `said` are the placeholders of what stands beside their inputs."""
        context = self.context
        points = "=" if context.lean else ""
        given: dict[str, Content] = {
            "score.item": Computed(points, Quantity(QuantityKind.ITEM, "")),
            _PREVIOUS: "",
            "appeal.text": Shown("", Field.APPEAL) if context.contested and not context.lean else "",
        }
        names = (*_OWN, *said, *((_PREVIOUS,) if context.last else ()))
        return FormRows(self.sheet, kind, names, given, context.lean, self.closed[kind] | self._unasked(spot))

    def _line(
        self, lay: FormRows, spot: SectionRows, form: RowForm, entry: FormRow, said: tuple[Content, ...]
    ) -> Line:
        """One row; `said` stands beside the inputs."""
        row, key = self.sheet.next_row, entry.key
        self.lines += 1
        self.numbered += 1
        own = (float(self.numbered), entry.code, entry.name, entry.kind, entry.audience, *said)
        if self.context.last:
            own = (*own, self._carried(key, spot.inputs))
        lay.add(form, self.unit.code, key, own, self._last_number(entry))
        return Line(key, row, entry.name, entry.full, self._anchor(), form.inputs, form.rules, form.shown)

    def _unasked(self, spot: SectionRows) -> dict[int, int]:
        """The cells for what is told about numbers, under an indicator that does not ask for it: they look closed."""
        asked = (field for field in self.context.definition.asks if field not in spot.indicator.asks)
        plain = self.sheet.column_styles[self.full]
        return {spot.inputs[field]: plain for field in asked if field in spot.inputs}

    def _form(
        self,
        places: tuple[str, *tuple[object, ...]],
        heads: Mapping[Field, str],
        spot: SectionRows,
        entry: FormRow,
    ) -> RowForm:
        """What the row shares with other rows, of this unit and of others."""
        forms = self.context.shared.forms
        key = (spot.node.code, *places, *form_key(entry, reviewed=self.reviewed))
        form = forms.get(key)
        if form is None:
            place = (self.full, self.last, self.sheet.next_row)
            form = row_form(self.context, spot.indicator, entry, spot.inputs, heads, *place)
            forms[key] = form
        return form

    def _last(self, key: str) -> str | float | None:
        return self.context.last.answers.get(key) if self.context.last else None

    def _last_number(self, entry: FormRow) -> float | None:
        """What the number of this round is compared with."""
        value = self._last(entry.key) if entry.jump is not None and self.last else None
        return value if isinstance(value, float) else None

    def _carried(self, key: str, columns: Mapping[Field, int]) -> Content:
        """What the unit answered last time, where the form shows it."""
        value = self._last(key)
        deciding = tuple(columns[f] for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED) if f in columns)
        return "" if value is None else PreviousAnswer(value, deciding)

    def _closed(self, kind: str) -> dict[int, int]:
        """Cells that look as those that cannot be filled in, though others can: column → template column.

        In a unit's form these are the evaluator's, in an appeal all answers.
        """
        columns = self.columns[kind]
        closed: dict[int, Field] = {}
        if self.context.edition.contests:
            closed = {column: field for field, column in columns.items() if field is not Field.APPEAL}
        elif self.context.contested:
            closed = {self.sheet.column(kind, placeholder(Field.APPEAL)): Field.APPEAL}
        elif not self.context.edition.shows_review:
            reviews = (Field.REVIEW, Field.REVIEW_NOTE)
            closed = {columns[field]: Field.REVIEW for field in reviews if field in columns}
        plain = "section.score" if kind == "table_row" else "item.full"
        names = {column: "item.name" if field in _TEXTS else plain for column, field in closed.items()}
        return {c: self.sheet.column_styles[self.sheet.column(kind, name)] for c, name in names.items()}
