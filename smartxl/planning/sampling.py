"""The sampling sheet: all that one unit is asked, in sections, with live points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from smartxl.cells import a1, area, qualified
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Indicator, Measure, Node
from smartxl.model.plan import Carried, Computed, Content, Line, Section, SheetPlan, Shown
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.addedrows import AddedRows
from smartxl.planning.context import Context
from smartxl.planning.headings import column_heads, form_title, section_title
from smartxl.planning.nodes import marked
from smartxl.planning.ownrows import added_key, added_rules, own_form
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rowform import COMPUTED, RowForm, placeholder
from smartxl.planning.rows import Entry, entries, form_key, level_cell, level_meanings, meaning, row_form
from smartxl.rules import Face, Refs, build
from smartxl.rules.leaves import Coverage

__all__ = ["COUNTS", "band_references", "plan_sampling"]

COUNTS = (QuantityKind.FILLED, QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
_KEY_COLUMN = 1
_BODY = ("section", "heading", "item", "entry", "spare", "added")
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
_COMPUTED: Mapping[str, Content] = {  # where nobody asks for formulas
    "score.item": Computed("=", Quantity(QuantityKind.ITEM, "")),
    "previous.value": "",
    "appeal.text": "",
    **COMPUTED,
}
_TEXTS = {Field.ADDRESS, Field.NOTE, Field.REVIEW_NOTE, Field.APPEAL}
_ENTRY_FIELDS = (Field.APPLICABLE, Field.VALUE, Field.ADDRESS, Field.DATE, Field.NOTE)


def plan_sampling(
    context: Context, unit: Unit, name: str, index: int, total: str, stage: str, among: Mapping[str, str]
) -> SheetPlan:
    """The sheet of one unit. `index` makes its anchor names unique; `total`, `stage` are what its head shows.

    `among`: indicator → what stands in place of a score that depends on other units. What begins with = is a formula.
    """
    return _SamplingSheet(context, unit, name, index, among).plan(total, stage)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the rows of one section stand."""

    node: Node
    indicator: Indicator
    first: int
    last: int


class _SamplingSheet:
    def __init__(self, context: Context, unit: Unit, name: str, index: int, among: Mapping[str, str]) -> None:
        self.context, self.unit, self.name, self.index, self.among = context, unit, name, index, among
        self.sheet: SheetBuilder = context.builder("sampling")
        self.columns = {
            "item": self._input_columns("item", _ITEM_FIELDS),
            "entry": self._input_columns("entry", _ENTRY_FIELDS),
        }
        self.opening = self.sheet.above(*_BODY)
        self.band = self.sheet.between("section", "item", "entry", "spare", "added")
        self.points = self.sheet.column("item", "score.item")
        self.full = self.sheet.column("item", "item.full")
        self.state = self.columns["item"][Field.APPLICABLE]
        self.closed = {kind: self._closed(kind) for kind in self.columns}
        self.asked = {
            node.code: tuple(entries(context, unit, node)) for node in context.definition.leaves(unit)
        }
        self.spare = {n.code: self._spare(n) for n in context.definition.leaves(unit)}
        self.last = self._last_column()
        self.places = {k: (self.full, self.last, *columns.items()) for k, columns in self.columns.items()}
        self.sections: list[Section] = []
        self.lines = self.numbered = self.added = 0

    def _input_columns(self, role: str, fields: tuple[Field, ...]) -> dict[Field, int]:
        """Where each input stands; a template need not have the evaluator's columns."""
        columns = {field: self.sheet.column(role, f"input.{field}") for field in fields}
        for field in (Field.REVIEW, Field.REVIEW_NOTE):
            if self.sheet.offers(role, f"input.{field}"):
                columns[field] = self.sheet.column(role, f"input.{field}")
        if self.context.appealing:
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
        return place if at_the_end and not self.context.appeals else 0

    def plan(self, total: str, stage: str) -> SheetPlan:
        values = {**self._general, **self._totals(len(self.opening) + 1, total, stage)}
        self.sheet.add_rows(self.opening, values)
        head_row = self.sheet.position("head", *_BODY)
        for number, node in enumerate(self.context.definition.leaves(self.unit), 1):
            self._section(number, node)
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
            frozen=(head_row + 1, self.sheet.column("item", "item.name") + 1),
            filter_range=area(head_row, 2, last_row, self.sheet.last_column),
            title_row=head_row,
        )

    @cached_property
    def _general(self) -> dict[str, Content]:
        context = self.context
        texts = {"sampling.title": form_title(context, self.unit)}
        return {
            **context.general(),
            **context.of_unit(self.unit),
            **texts,
            **column_heads(context, None, "item"),
        }

    def _totals(self, first_band: int, total: str, stage: str) -> dict[str, Content]:
        """Total score and stage, and the counts summed over the bands of all sections."""
        bands = self._band_rows(first_band)

        def count(kind: QuantityKind) -> str:
            column = self.sheet.column("section", f"section.{kind}")
            return "+".join(a1(row, column) for row in bands)

        stage_words = Computed(
            stage, Quantity(QuantityKind.STAGE, self.unit.code), self.context.stage_names()
        )
        return {
            **self._counts("total", ROOT, {kind: f"={count(kind)}" for kind in COUNTS}, sum(self._sizes())),
            "total.coverage": self._coverage(
                ROOT, f"({count(QuantityKind.ANSWERED)})", f"({count(QuantityKind.APPLICABLE)})"
            ),
            "total.score": self._score(ROOT, total),
            "total.stage": stage_words if stage.startswith("=") else stage,
        }

    def _score(self, code: str, shown: str) -> Content:
        """A score by its formula, or a text in its place."""
        if not shown.startswith("="):
            return shown
        return Computed(
            shown,
            Quantity(QuantityKind.SCORE, self.unit.code, code),
            number_format=self.context.score_format(self.context.digits(code)),
            mark="" if code == ROOT else self.context.mark_word,
        )

    def _counts(
        self, role: str, ref: str, formulas: Mapping[QuantityKind, str], total: int
    ) -> dict[str, Content]:
        """The three counts of a row, each saying in its number format what it counts."""
        words = self.context.words
        return {
            f"{role}.{kind}": Computed(
                formula,
                Quantity(kind, self.unit.code, ref),
                number_format=words[f"sampling.{kind}_format"].format(total=total),
            )
            for kind, formula in formulas.items()
        }

    def _sizes(self) -> list[int]:
        return [len(rows) for rows in self.asked.values()]

    def _band_rows(self, first: int) -> list[int]:
        rows, row = [], first
        for code, asked in self.asked.items():
            rows.append(row)
            row += len(self.band) + len(asked) + (1 + self.spare[code] if self.spare[code] else 0)
        return rows

    def _coverage(self, ref: str, answered: str, applicable: str) -> Computed:
        """The share that is answered."""
        return Computed(
            f'=IF({applicable}=0,"",{answered}/{applicable})',
            Quantity(QuantityKind.COVERAGE, self.unit.code, ref),
            number_format=self.context.words["sampling.coverage_format"],
        )

    def _section(self, number: int, node: Node) -> None:
        indicator = node.indicator
        if indicator is None:
            return
        rows = self.asked[node.code]
        band = self.sheet.next_row
        first = band + len(self.band)
        spot = _Spot(node, indicator, first, first - 1 + len(rows))
        kind = "item" if indicator.measure is Measure.SAMPLE else "entry"
        title = section_title(self.context, number, node)
        values = {
            **self._general,
            **column_heads(self.context, indicator, kind),
            **self._band(band, spot, title),
        }
        self.sheet.add_rows(self.band, values)
        lines = tuple(self._line(kind, spot, entry) for entry in rows)
        self.sections.append(Section(self.unit.code, node.code, title, band, lines))
        if self.spare[node.code]:
            self.sections.append(self._added(node, indicator, title))

    def _added(self, node: Node, indicator: Indicator, title: str) -> Section:
        """Rows for items that the unit adds, below a row that says what becomes of them."""
        rows = AddedRows.of(self.sheet)
        note = rows.add_note(self.context, {**self._general, "section.title": title})
        form = own_form(self.context, node.code, added_rules(self.context, indicator), rows.columns, note + 1)
        lines = []
        for number in range(1, self.spare[node.code] + 1):
            self.added += 1
            self.lines += 1
            key, row = added_key(node.code, number), self.sheet.next_row
            name = self.context.words["sampling.added"].format(number=self.added)
            live = COMPUTED if self.context.lean else form.live(key, row)
            rows.add_row({"item.no": name, **live}, key)
            lines.append(Line(key, row, name, 0.0, self._anchor(), form.inputs, form.rules))
        return Section(self.unit.code, node.code, title, note, tuple(lines), scored=False)

    def _anchor(self) -> str:
        return f"sx_{self.index:03d}_{self.lines:05d}"

    def _band(self, row: int, spot: _Spot, title: str) -> dict[str, Content]:
        leaf = spot.node.code
        points = area(spot.first, self.points, spot.last, self.points)
        states = area(spot.first, self.state, spot.last, self.state)
        size = spot.last - spot.first + 1
        marked = [
            f"COUNTIF({states},{self.context.literal(w)})"
            for w in ("answer.not_applicable", "answer.pending")
        ]
        formulas = {
            QuantityKind.FILLED: f"=COUNT({points})+{marked[0]}+{marked[1]}",
            QuantityKind.ANSWERED: f"=COUNT({points})",
            QuantityKind.APPLICABLE: f"={size}-{marked[0]}",
        }
        counts = (
            a1(row, self.sheet.column("section", f"section.{kind}"))
            for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
        )
        return {
            **self._counts("section", leaf, formulas, size),
            "section.title": title,
            "section.coverage": self._coverage(leaf, *counts),
            "section.score": self._score(leaf, self._formula(row, spot, points, states)),
        }

    def _formula(self, row: int, spot: _Spot, points: str, states: str) -> str:
        """The score of a section from its rows, or what stands in its place."""
        leaf = spot.node.code
        if leaf in self.among:
            return self.among[leaf]
        if self.context.lean:
            return "="
        formula = self._face(spot, points, states).formula(self.context.digits(leaf), udf=self.context.udf)
        applicable = a1(row, self.sheet.column("section", f"section.{QuantityKind.APPLICABLE}"))
        return marked(self.context, applicable, formula)

    def _face(self, spot: _Spot, points: str, states: str) -> Face:
        rule = build(spot.indicator.rule)
        lists, rows, columns = self.context.lists, range(spot.first, spot.last + 1), self.columns["entry"]
        scale = f"scale.{spot.indicator.scale}"
        labelled = spot.indicator.measure is Measure.RUBRIC
        refs = Refs(
            values=points,
            cells=tuple(
                level_cell(self.context, row, columns) if labelled else a1(row, self.points) for row in rows
            ),
            states=states,
            not_applicable=self.context.literal("answer.not_applicable"),
            pending=self.context.literal("answer.pending"),
            full=area(spot.first, self.full, spot.last, self.full),
            labels=str(lists.area(f"{scale}.labels")) if labelled else "",
            points=str(lists.area(f"{scale}.points")) if labelled else "",
            params=lists.params(spot.node.code),
            vector=lists.vector(spot.node.code),
        )
        return rule.face(refs, spot.indicator.missing) if isinstance(rule, Coverage) else rule.face(refs)

    def _line(self, kind: str, spot: _Spot, entry: Entry) -> Line:
        row, columns = self.sheet.next_row, self.columns[kind]
        form = self._form(kind, spot, entry, row)
        self.lines += 1
        self.numbered += 1
        values: dict[str, Content] = {
            "item.no": float(self.numbered),
            "item.code": entry.code,
            "item.name": entry.name,
            "item.kind": entry.kind,
            "item.audience": entry.audience,
            "item.full": entry.full if kind == "item" else "",
            **(_COMPUTED if self.context.lean else self._live(form, entry, columns)),
        }
        if kind == "entry":
            levels = [] if entry.asked else level_meanings(self.context, spot.indicator)
            values["item.meaning"] = "\n".join([*levels, *meaning(self.context, spot.indicator, entry)])
        self.sheet.add(kind, values, extra={_KEY_COLUMN: entry.key}, looks=self.closed[kind])
        return Line(
            entry.key, row, entry.name, entry.full, self._anchor(), form.inputs, form.rules, form.shown
        )

    def _live(self, form: RowForm, entry: Entry, columns: Mapping[Field, int]) -> dict[str, Content]:
        """What can be filled in in the next row, what is computed there, and what was answered before."""
        row = self.sheet.next_row
        return {
            "score.item": Computed(form.points(row), Quantity(QuantityKind.ITEM, self.unit.code, entry.key)),
            "previous.value": self._carried(entry.key, columns),
            "appeal.text": Shown(entry.key, Field.APPEAL) if self.context.appeals else "",
            **form.live(entry.key, row, self._last_number(entry)),
        }

    def _form(self, kind: str, spot: _Spot, entry: Entry, row: int) -> RowForm:
        """What the row shares with other rows, of this unit and of others."""
        columns, forms = self.columns[kind], self.context.shared.forms
        key = (spot.node.code, self.places[kind], *form_key(self.context, entry))
        form = forms.get(key)
        if form is None:
            form = row_form(self.context, spot.indicator, entry, columns, self.full, self.last, row)
            forms[key] = form
        return form

    def _last(self, key: str) -> str | float | None:
        return self.context.last.answers.get(key) if self.context.last else None

    def _last_number(self, entry: Entry) -> float | None:
        """What the number of this round is compared with."""
        value = self._last(entry.key) if entry.jump is not None and self.last else None
        return value if isinstance(value, float) else None

    def _carried(self, key: str, columns: Mapping[Field, int]) -> Content:
        """What the unit answered last time, where the form shows it."""
        value = self._last(key)
        deciding = tuple(columns[f] for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED) if f in columns)
        return "" if value is None else Carried(value, deciding)

    def _closed(self, kind: str) -> dict[int, int]:
        """Cells that look as those that cannot be filled in, though others can: column → template column.

        In a unit's form these are the evaluator's, in an appeal all answers.
        """
        columns = self.columns[kind]
        closed: dict[int, Field] = {}
        if self.context.appealing:
            closed = {column: field for field, column in columns.items() if field is not Field.APPEAL}
        elif self.context.appeals:
            closed = {self.sheet.column(kind, placeholder(Field.APPEAL)): Field.APPEAL}
        elif not self.context.reviewing:
            reviews = (Field.REVIEW, Field.REVIEW_NOTE)
            closed = {columns[field]: Field.REVIEW for field in reviews if field in columns}
        return {
            column: self.sheet.column_styles[
                self.sheet.column(kind, "item.name" if field in _TEXTS else "item.full")
            ]
            for column, field in closed.items()
        }

    def _spare(self, node: Node) -> int:
        """How many rows a unit may add under an indicator; those do not score, so that nothing can be contested of them."""
        if self.context.appealing or not node.indicator or node.indicator.measure is not Measure.SAMPLE:
            return 0
        return node.indicator.spare


def band_references(context: Context, sheet: SheetPlan) -> dict[str, dict[str, str]]:
    """What other sheets read from a sampling sheet: leaf → score, filled, answered, applicable → reference."""
    builder = context.builder("sampling")
    columns = {name: builder.column("section", f"section.{name}") for name in ("score", *COUNTS)}
    return {
        section.leaf: {
            name: qualified(sheet.name, a1(section.band_row, column)) for name, column in columns.items()
        }
        for section in sheet.scored
    }
