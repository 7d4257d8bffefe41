"""The rows of one indicator in forms where the same stands over them: what they share is worked out once for all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from smartxl.model.answers import Field
from smartxl.model.framework import Indicator, Measure, Node
from smartxl.model.plan import Computed, Content, Shown
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.formrows import FormRows
from smartxl.planning.rowform import RowForm
from smartxl.planning.rows import FormRow, form_key, level_meanings, meaning, row_form
from smartxl.planning.samplingplaces import PREVIOUS, SamplingPlaces
from smartxl.planning.tables import BESIDE

__all__ = ["IndicatorRows"]

_OWN = ("item.no", "item.code", "item.name", "item.kind", "item.audience")
"""What every row says for itself, whatever stands beside its inputs."""


@dataclass(eq=False)
class IndicatorRows:
    """The rows under `heads` (what stands over each input), which take the template's row of the role `kind`."""

    context: Context
    at: SamplingPlaces
    kind: str
    node: Node
    indicator: Indicator
    heads: Mapping[Field, str]
    _forms: dict[tuple[int, float | None], RowForm] = field(default_factory=dict)
    _beside: dict[str, tuple[Content, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        context: Context,
        at: SamplingPlaces,
        kind: str,
        leaf: tuple[Node, Indicator],
        heads: Mapping[Field, str],
    ) -> IndicatorRows:
        """Those of an indicator, the same for all units whose forms have them so."""
        key = ("indicator", at, context.last is not None, kind, leaf[0].code, *heads.values())
        return context.shared.once(key, lambda: cls(context, at, kind, *leaf, heads))

    @property
    def columns(self) -> Mapping[Field, int]:
        """Where the inputs stand."""
        return self.at.columns[self.kind]

    @cached_property
    def rows(self) -> FormRows:
        """What appends them to a sheet: each with its number, what it says for itself and what stands beside its inputs."""
        context = self.context
        points = "=" if context.lean else ""
        given: dict[str, Content] = {
            "score.item": Computed(points, Quantity(QuantityKind.ITEM, "")),
            PREVIOUS: "",
            "appeal.text": Shown("", Field.APPEAL) if context.contested and not context.lean else "",
        }
        names = (*_OWN, *self._said, *((PREVIOUS,) if context.last else ()))
        looks = {**self.at.closed[self.kind], **self._unasked()}
        return FormRows(self.at.sheet, self.kind, names, given, context.lean, looks)

    @property
    def _said(self) -> tuple[str, ...]:
        """The placeholders of what stands beside the inputs."""
        if self.kind == "table_row":
            return (*BESIDE, "section.score")
        sampled = self.indicator.measure is Measure.SAMPLE
        return ("item.full",) if sampled else ("item.full", "item.meaning")

    def _unasked(self) -> dict[int, int]:
        """The cells for what is told about numbers, under an indicator that does not ask for it: they look closed."""
        asked = (each for each in self.context.definition.asks if each not in self.indicator.asks)
        plain = self.at.sheet.column_styles[self.at.full]
        return {self.columns[each]: plain for each in asked if each in self.columns}

    @cached_property
    def deciding(self) -> tuple[int, ...]:
        """The columns of the inputs that say what is answered."""
        fields = (Field.VALUE, Field.LEVEL, Field.PROVIDED)
        return tuple(self.columns[each] for each in fields if each in self.columns)

    def beside(self, entry: FormRow) -> tuple[Content, ...]:
        """What stands beside the inputs of a row in a section of its own: an item's full points, or what an entry means."""
        if self.indicator.measure is Measure.SAMPLE:
            return (entry.full,)
        if entry.key not in self._beside:
            levels = [] if entry.asked else level_meanings(self.context, self.indicator)
            told = [*levels, *meaning(self.context, self.indicator, entry)]
            self._beside[entry.key] = "", "\n".join(told)
        return self._beside[entry.key]

    def form(self, entry: FormRow, row: int) -> RowForm:
        """What a row, which stands in `row`, shares with others, of this indicator and in other workbooks."""
        known = id(entry.asked), entry.full if self._reviewed else None
        form = self._forms.get(known)
        if form is None:
            form = self._forms[known] = self._form(entry, row)
        return form

    @cached_property
    def _reviewed(self) -> bool:
        return self.context.edition.shows_review

    def _form(self, entry: FormRow, row: int) -> RowForm:
        forms, places = self.context.shared.forms, (self.at.full, self.at.last)
        shown = (self.kind, *places, *self.columns.items(), *self.heads.values())
        key = (self.node.code, *shown, *form_key(entry, reviewed=self._reviewed))
        if key not in forms:
            forms[key] = row_form(self.context, self.indicator, entry, self.columns, self.heads, *places, row)
        return forms[key]
