"""The worked rows of the guide: one for each way in which the unit answers, with what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

from smartxl.model.answers import HIGH, Field
from smartxl.model.combination import StepKind
from smartxl.model.definition import Unit
from smartxl.model.framework import Framework, Indicator, Measure, Node, ScaleOption
from smartxl.planning.context import Context
from smartxl.planning.headings import column_heads
from smartxl.planning.rows import FormRow, example_day
from smartxl.planning.tables import FormPart, asked_rows
from smartxl.planning.worked import plausible_numbers, score_of
from smartxl.text import number_text, shorten

__all__ = ["worked_rows"]

_LONGEST = 60
_Cells = Iterator[tuple[str, str]]
_ORDER = tuple(Measure)
_ODD = (StepKind.BONUS, StepKind.DEDUCT, StepKind.VETO)


def worked_rows(
    context: Context, unit: Unit, parts: Iterable[FormPart]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Which row each example is, and (column, what it has in it); the first indicator of each measure that the unit answers.

    An appeal has one, of what a unit may write there.
    """
    asked = [(part, *leaf) for part in parts for leaf in part.nodes]
    asked.sort(key=lambda each: _strangeness(context, each[1]))
    first = {indicator.measure: (part, node, indicator) for part, node, indicator in reversed(asked)}
    found = [first[measure] for measure in _ORDER if measure in first]
    for part, node, indicator in found[:1] if context.edition.contests else found:
        rows = asked_rows(context, unit, part, node)
        named = context.words["guide.example_row"].format(
            title=part.untitled, item=shorten(rows[0].name, _LONGEST)
        )
        about = ("example", id(context.words), context.edition, part.table, part.named, node.code)
        worked = _Worked(context, part, node, indicator)
        cells = context.shared.once((*about, rows[0].full), partial(_listed, worked, rows))
        yield named, cells


def _listed(worked: _Worked, rows: Sequence[FormRow]) -> tuple[tuple[str, str], ...]:
    return tuple(worked.cells(rows))


def _strangeness(context: Context, node: Node) -> int:
    """Plain indicators are examples first, then bonus points, then deductions; a fault that ends it all is no good example."""
    framework = context.definition.framework
    return context.shared.once(("strange", node.code), lambda: _strange(framework, node))


def _strange(framework: Framework, node: Node) -> int:
    top = framework.top(node).code
    kinds = {step.kind for step in framework.conventions.pipeline if top in step.nodes}
    return max((_ODD.index(kind) for kind in kinds if kind in _ODD), default=-1)


class _Worked:
    """One example."""

    def __init__(self, context: Context, part: FormPart, node: Node, indicator: Indicator) -> None:
        self.context, self.words, self.node, self.indicator = context, context.words, node, indicator
        self.heads = column_heads(context, indicator, part.role(indicator))
        scale = context.definition.framework.scales.get(indicator.scale)
        self.best = max(scale.options, key=lambda option: option.points) if scale else None

    def cells(self, rows: Sequence[FormRow]) -> _Cells:
        """Its columns in the order of the form."""
        words = self.words
        if self.context.edition.contests:
            yield words["head.appeal"], words["guide.example_appeal"]
            return
        sampled = self.indicator.measure is Measure.SAMPLE
        yield from self._item() if sampled else self._entry(rows)
        yield self._head("address"), words["guide.example_address" if sampled else "guide.example_basis"]
        yield self._head("date"), example_day(self.context.definition.round).isoformat()
        yield from self._about()
        yield from self._points(rows)
        yield self._head("check"), words["check.none"]

    @cached_property
    def _numbers(self) -> tuple[float, ...]:
        return tuple(plausible_numbers(self.indicator))

    def _head(self, slot: str) -> str:
        return str(self.heads[f"head.{slot}"])

    def _item(self) -> _Cells:
        channels = self.context.definition.framework.channels
        yield self._head("provided"), self.words["answer.yes"]
        yield self._head("level"), self._label(self.best)
        if channels:
            yield self._head("channel"), channels[0].get(self.context.lang)

    def _entry(self, rows: Sequence[FormRow]) -> _Cells:
        value = self._head("provided")
        if self.indicator.measure is Measure.RUBRIC:
            yield value, self._label(self.best)
            return
        gap = ("（", "）") if self.context.lang == "zh" else (" (", ")")
        for row, number in zip(rows, self._numbers, strict=True):
            called = shorten(row.asked.name.get(self.context.lang), _LONGEST) if row.asked else row.name
            yield value if len(rows) == 1 else called.join(gap).join((value, "")), number_text(number)

    def _label(self, option: ScaleOption | None) -> str:
        return option.label.get(self.context.lang) if option else ""

    def _about(self) -> _Cells:
        told = {
            Field.QUALITY: self.words[f"answer.{HIGH}"],
            Field.ORIGIN: self.words["guide.example_origin"],
            Field.YEAR: str(self.context.definition.round.start.year - 1),
        }
        for asked in self.indicator.asks:
            yield self.words[f"head.{asked}"], told[asked]

    def _points(self, rows: Sequence[FormRow]) -> _Cells:
        """What the row brings, then what the indicator comes to; paper calculates nothing."""
        if self.context.edition.printed:
            return
        share = self.best.points if self.best else 0.0
        if self.indicator.measure is Measure.SAMPLE:
            yield self._head("points"), number_text(share * rows[0].full)
            yield self._head("full"), number_text(rows[0].full)
            return
        rubric = self.indicator.measure is Measure.RUBRIC
        numbers = (share,) if rubric else self._numbers
        known, key = self.context.shared.examples, (self.node.code, numbers)
        if key not in known:
            known[key] = score_of(self.indicator, numbers, self.context.digits(self.node.code))
        score = known[key]
        said = self.words["label.by_city"] if score is None else number_text(score)
        yield self.words["guide.example_score"], said
