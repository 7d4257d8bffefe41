"""Answers as a plausible city would give them: some units ahead, some behind, a few rows left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from smartxl.model.answers import (
    HIGH,
    LOW,
    MEDIUM,
    NO,
    NOT_APPLICABLE,
    PENDING,
    YES,
    Answer,
    Choice,
    Field,
    Scalar,
    State,
    option_choice,
)
from smartxl.model.combination import StepKind
from smartxl.model.definition import AskedRow, Definition, Item, Unit
from smartxl.model.framework import Indicator, Input, Measure, Node, Scale
from smartxl.rules import PeerRule, Rule, build_any
from smartxl.rules.points import Criteria, Deduction, Panel
from smartxl.text import Lang
from smartxl.typed.numbers import asked_for, either

__all__ = ["respond"]

_NOT_APPLICABLE, _PENDING, _BLANK = 0.04, 0.06, 0.10  # cumulative shares of rows
_CLEAR = 1.1  # percent: no share between 0 and 1
_OF_FAULTS = {
    StepKind.VETO: 0.0,
    StepKind.DEDUCT: 0.5,
}  # what remains of one minus the ability of who is at fault
_REASONS = {
    "zh": ("职责已划转，本单位不再办理", "本地无此类业务", "由省级统一办理"),
    "en": (
        "The duty has moved to another unit",
        "There is no such case here",
        "Handled by the province",
    ),
}
_GOOD, _FAIR = 0.7, 0.4
_ORIGINS = {
    "zh": ("统计年鉴", "业务系统", "统计台账", "问卷调查"),
    "en": ("Statistical yearbook", "Own system", "Register of statistics", "Survey"),
}
_TROUBLES = {
    "zh": ("页面打开较慢", "需二次登录", "材料要求与指南不一致", "移动端显示不全"),
    "en": (
        "The page is slow",
        "A second login is needed",
        "Documents differ from the guide",
        "Cut off on a telephone",
    ),
}


@dataclass(frozen=True)
class _SimulatedUnit:
    """A unit that answers by chance, well or badly by its ability."""

    definition: Definition
    lang: Lang
    unit: Unit
    random: Random
    ability: float

    def answers(self) -> Iterator[Answer]:
        """An answer to every row of its form."""
        for node in self.definition.leaves(self.unit):
            if node.indicator is None:
                continue
            rows = self.definition.rows(self.unit, node)
            if node.indicator.measure is Measure.SAMPLE:
                scale = self.definition.framework.scales[node.indicator.scale]
                yield from (self._item(row.item, scale) for row in rows if row.item)
            else:
                yield from self._at(node)._entries(rows, node.indicator)

    def _at(self, node: Node) -> _SimulatedUnit:
        """The unit as it answers an indicator: where points are faults, the able have few and nearly all have no veto."""
        framework = self.definition.framework
        top = framework.top(node).code
        for step in framework.conventions.pipeline:
            if top in step.nodes and step.kind in _OF_FAULTS:
                return replace(self, ability=_OF_FAULTS[step.kind] * (1 - self.ability))
        return self

    def _item(self, item: Item, scale: Scale) -> Answer:
        luck = self.random.random()
        if luck < _BLANK:
            return self._open(item.key, luck)
        common = self._common(
            f"https://www.example.gov.cn/{item.unit.lower()}/{item.leaf.lower()}/{item.code.lower()}"
        )
        if self.random.random() > 0.55 + 0.42 * self.ability:
            fields = {Field.PROVIDED: NO, Field.DATE: common[Field.DATE]}
            return Answer(self.unit.code, item.key, State.VALUE, 0.0, fields)
        level = self._level(scale)
        chosen: dict[Field, Scalar] = {Field.PROVIDED: YES, Field.LEVEL: level}
        if channels := self.definition.framework.channels:
            chosen[Field.CHANNEL] = option_choice(self.random.choice(range(1, len(channels) + 1)))
        return Answer(self.unit.code, item.key, State.VALUE, scale.points[level], chosen | common)

    def _open(self, key: str, luck: float) -> Answer:
        """A row without a value: not applicable (with a reason), pending, or left blank."""
        if luck < _NOT_APPLICABLE:
            reason = self.random.choice(_REASONS[self.lang])
            fields = {Field.APPLICABLE: NOT_APPLICABLE, Field.NOTE: reason}
            return Answer(self.unit.code, key, State.NOT_APPLICABLE, None, fields)
        if luck < _PENDING:
            return Answer(self.unit.code, key, State.PENDING, None, {Field.APPLICABLE: PENDING})
        return Answer(self.unit.code, key, State.BLANK)

    def _common(self, address: str) -> dict[Field, Scalar]:
        fields: dict[Field, Scalar] = {Field.ADDRESS: address, Field.DATE: self._day()}
        if self.random.random() < 0.12:
            fields[Field.NOTE] = self.random.choice(_TROUBLES[self.lang])
        return fields

    def _day(self) -> date:
        round_ = self.definition.round
        return round_.start + timedelta(days=self.random.randint(0, (round_.due - round_.start).days))

    def _level(self, scale: Scale) -> Choice:
        place = self.random.betavariate(0.6 + 4 * self.ability, 0.6 + 4 * (1 - self.ability))
        return option_choice(min(int(place * len(scale.options)) + 1, len(scale.options)))

    def _entries(self, rows: Sequence[AskedRow], indicator: Indicator) -> Iterator[Answer]:
        unit = self.unit.code
        source: dict[Field, Scalar] = {
            Field.ADDRESS: indicator.evidence.get(self.lang),
            Field.DATE: self._day(),
        }
        source |= {asked: self._about(asked) for asked in indicator.asks}
        if indicator.measure is Measure.RUBRIC:
            scale = self.definition.framework.scales[indicator.scale]
            level = self._level(scale)
            fields: dict[Field, Scalar] = {Field.VALUE: level, **source}
            yield Answer(unit, rows[0].key, State.VALUE, scale.points[level], fields)
            return
        for row, number in zip(rows, self._numbers(indicator), strict=True):
            yield Answer(unit, row.key, State.VALUE, number, {Field.VALUE: number, **source})

    def _about(self, asked: Field) -> Scalar:
        """What is told about a number: the better a unit, the better and newer its data."""
        luck = self._luck()
        match asked:
            case Field.QUALITY:
                return HIGH if luck > _GOOD else MEDIUM if luck > _FAIR else LOW
            case Field.YEAR:
                return float(self.definition.round.start.year - (1 if luck > _FAIR else 2))
            case _:
                return self.random.choice(_ORIGINS[self.lang])

    def _numbers(self, indicator: Indicator) -> list[float]:
        if indicator.measure is Measure.SURVEY:
            # The better a unit, the more its answers lean to the first, best choices.
            size = len(indicator.inputs)
            leaning = [(size - place) ** (1 + 2 * self.ability) for place in range(size)]
            return [float(int(500 * s / sum(leaning) * self.random.uniform(0.7, 1.3))) for s in leaning]
        rule = build_any(indicator.rule)
        if not rule.one_reading:
            return [_within(self._alone(rule, asked), asked) for asked in indicator.inputs]
        low, high = rule.ends
        aim = low + (high - low) * self._luck()
        if len(indicator.inputs) == 2:
            whole = float(self.random.randint(40, 400))
            (per,) = rule.parameters().get("per", (100.0,))
            return [float(round(min(aim, per) / per * whole)), whole]
        return [_within(round(aim, 1), indicator.inputs[0])]

    def _luck(self) -> float:
        return min(max(self.random.gauss(self.ability, 0.15), 0.0), 1.05)

    def _alone(self, rule: Rule | PeerRule, asked: Input) -> float:
        """A number that does not depend on the others of its indicator."""
        match rule:
            case Criteria():
                return float(self.random.random() < self.ability)
            case Deduction():
                return float(int(4 * max(0.0, 1 - self._luck())))
            case Panel(full=full):
                return round(self._luck() * full, 1)
            case _:
                low = asked.minimum if asked.minimum is not None else 0.0
                high = asked.maximum if asked.maximum is not None else low + 100.0
                return round(low + (high - low) * self._luck(), 1)


def respond(
    definition: Definition, lang: Lang, seed: int, tick: Callable[[], None] = lambda: None
) -> tuple[Answer, ...]:
    """One answer for each row of every unit. The same definition and seed give the same answers.

    Notes are written in `lang`; `tick` is called after each unit. Every unit draws from a generator of its own,
    so that adding a unit does not change the others.
    """
    answers: list[Answer] = []
    for unit in definition.roster.units:
        random = Random(f"{seed}/{unit.code}")  # noqa: S311  (simulation, not secrets)
        ability = random.betavariate(5, 2.6)
        answers += _SimulatedUnit(definition, lang, unit, random, ability).answers()
        tick()
    return tuple(answers)


def _within(number: float, asked: Input) -> float:
    """The number moved into the limits, and to where it can be read in one way only: 0.7 may be 70 percent."""
    low, high = asked.bounds
    held = min(max(number, low), high)
    unsure = either(held, asked_for((asked.unit.zh, asked.unit.en), asked.minimum, asked.maximum))
    return min(_CLEAR, high) if unsure else held
