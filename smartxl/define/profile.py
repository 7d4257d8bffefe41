"""The size and make-up of a definition, as `smartxl check` prints it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.framework import Measure
from smartxl.model.parties import column_text, parties
from smartxl.model.shares import effective_shares
from smartxl.model.sharing import SharingColumn
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from smartxl.model.definition import Definition, Unit
    from smartxl.model.framework import Framework

__all__ = ["QUANTITATIVE", "ClassProfile", "Profile", "ShareProfile", "UnitSize", "profile", "shares_of"]

QUANTITATIVE = frozenset({Measure.SAMPLE, Measure.KPI})
"""The measures that are counted or measured, not judged."""


@dataclass(frozen=True, slots=True)
class UnitSize:
    """How many sampled items a unit has."""

    code: str
    name: Text
    items: int


@dataclass(frozen=True, slots=True)
class ClassProfile:
    """One class of respondents: its units, its indicators, and the items of all its units together."""

    code: str
    name: Text
    units: int
    indicators: int
    items: int


@dataclass(frozen=True, slots=True)
class ShareProfile:
    """Shares (0 to 1) of the indicators, by number and by weight in the city's total.

    `quantitative` are those that are counted or measured (sample, kpi), not judged (rubric, survey, given); `specific` those
    that only this city has. Indicators of the pipeline count by number, and have no weight.
    """

    quantitative: float
    quantitative_weight: float
    specific: float
    specific_weight: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts of a definition, and the shares that the source book's section 8.1 asks to look at (see `ShareProfile`).

    `items` counts every unit's rows. `strangers` are the names in tables of shared data that mean no unit of the roster.
    `notes` say what of the tables was passed over.
    """

    classes: tuple[ClassProfile, ...]
    indicators: int
    items: int
    largest: UnitSize
    smallest: UnitSize
    quantitative: float
    quantitative_weight: float
    specific: float
    specific_weight: float
    strangers: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """What a person reads, line by line."""
        words = self._english() if lang == "en" else self._chinese()
        return (*words, *(note.get(lang) for note in self.notes))

    def _chinese(self) -> Iterator[str]:
        for entry in self.classes:
            name = entry.name.get("zh")
            yield f"{name}：{entry.units} 个单位，{entry.indicators} 项指标，{entry.items} 个事项"
        largest, smallest = (
            f"{size.name.get('zh')}（{size.items} 个）" for size in (self.largest, self.smallest)
        )
        yield f"共 {self.indicators} 项指标，{self.items} 个事项；最多：{largest}，最少：{smallest}"
        yield f"按项数：定量指标 {self.quantitative:.0%}，定性 {1 - self.quantitative:.0%}；{self._local_zh(self.specific)}"
        weight = self.quantitative_weight
        yield f"按权重：定量指标 {weight:.0%}，定性 {1 - weight:.0%}；{self._local_zh(self.specific_weight)}"
        if self.strangers:
            told = "、".join(self.strangers)
            yield f"共享数据表中不在名录的名称：{told}；如是某单位的简称，请写入名册的“别名”列（aliases）"

    @staticmethod
    def _local_zh(specific: float) -> str:
        return f"通用 {1 - specific:.0%}，特色 {specific:.0%}"

    @staticmethod
    def _parts_en(quantitative: float, specific: float) -> str:
        return (
            f"quantitative {quantitative:.0%}, qualitative {1 - quantitative:.0%}; "
            f"common {1 - specific:.0%}, specific to this city {specific:.0%}"
        )

    def _english(self) -> Iterator[str]:
        for entry in self.classes:
            name = entry.name.get("en")
            yield f"{name}: {entry.units} units, {entry.indicators} indicators, {entry.items} items"
        largest, smallest = (
            f"{size.name.get('en')} ({size.items})" for size in (self.largest, self.smallest)
        )
        yield f"{self.indicators} indicators, {self.items} items in all; most: {largest}, fewest: {smallest}"
        yield f"by number: {self._parts_en(self.quantitative, self.specific)}"
        yield f"by weight: {self._parts_en(self.quantitative_weight, self.specific_weight)}"
        if self.strangers:
            told = ", ".join(self.strangers)
            yield (
                f"names in tables of shared data that no unit has: {told}; where one is short for a unit, write it into the "
                "column aliases of the roster"
            )


def profile(definition: Definition, notes: Iterable[Text] = ()) -> Profile:
    """The profile of a definition that was loaded; `notes` are those of its tables."""
    framework, units = definition.framework, definition.roster.units
    sizes = {unit.code: UnitSize(unit.code, unit.name, _items(definition, unit)) for unit in units}
    classes = []
    for entry in framework.classes:
        members = definition.roster.of_class(entry.code)
        items = sum(sizes[unit.code].items for unit in members)
        leaves = len(framework.leaves(entry.code))
        classes.append(ClassProfile(entry.code, entry.name, len(members), leaves, items))
    shares = shares_of(framework)
    return Profile(
        classes=tuple(classes),
        indicators=sum(node.is_leaf for node in framework.nodes),
        items=len(definition.catalogue.items),
        largest=max(sizes.values(), key=lambda size: size.items),
        smallest=min(sizes.values(), key=lambda size: size.items),
        quantitative=shares.quantitative,
        quantitative_weight=shares.quantitative_weight,
        specific=shares.specific,
        specific_weight=shares.specific_weight,
        strangers=tuple(dict.fromkeys(_strangers(definition))),
        notes=tuple(notes),
    )


def shares_of(framework: Framework) -> ShareProfile:
    """What the indicators are, by number and by weight."""
    weights = _city_weights(framework)
    leaves = [
        (node.indicator, weights.get(node.code, 0.0))
        for node in framework.nodes
        if node.indicator is not None
    ]
    measured = [(indicator.measure in QUANTITATIVE, weight) for indicator, weight in leaves]
    local = [(indicator.specific, weight) for indicator, weight in leaves]
    return ShareProfile(*_share(measured), *_share(local))


def _city_weights(framework: Framework) -> Mapping[str, float]:
    """Indicator → its share of the city's total, over all classes."""
    weights: dict[str, float] = defaultdict(float)
    for entry in framework.classes:
        for code, share in effective_shares(framework, entry.code).items():
            weights[code] += share * entry.share / 100
    return weights


def _share(marked: Sequence[tuple[bool, float]]) -> tuple[float, float]:
    """The share of what is marked, by number and by weight; by number where nothing has a weight."""
    by_number = sum(mark for mark, _ in marked) / len(marked)
    whole = sum(weight for _, weight in marked)
    return by_number, sum(weight for mark, weight in marked if mark) / whole if whole else by_number


def _strangers(definition: Definition) -> Iterator[str]:
    for item in definition.catalogue.items:
        indicator = definition.framework.by_code[item.leaf].indicator
        sharing = indicator.sharing if indicator else None
        for column in (sharing.provider, sharing.consumer) if sharing else ():
            if column is not None and column is not SharingColumn.UNIT:
                found = parties(definition.roster, column_text(item, column))
                yield from (party.name for party in found if party.unit is None)


def _items(definition: Definition, unit: Unit) -> int:
    return sum(len(definition.catalogue.of(unit.code, node.code)) for node in definition.leaves(unit))
