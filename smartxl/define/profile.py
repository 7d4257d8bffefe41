"""The size and make-up of a definition, as `smartxl check` prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.framework import Measure
from smartxl.model.parties import column_text, parties
from smartxl.model.sharing import SharingColumn
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartxl.model.definition import Definition, Unit

__all__ = ["ClassProfile", "Profile", "UnitSize", "profile"]

_QUANTITATIVE = {Measure.SAMPLE, Measure.KPI}


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
class Profile:
    """Counts of a definition, and the shares that the source book's section 8.1 asks to look at.

    `items` counts every unit's rows. `quantitative` is the share (0 to 1) of indicators that are counted or
    measured (sample, kpi), not judged (rubric, survey, given); `specific` the share that only this city has. `strangers` are
    the names in tables of shared data that mean no unit of the roster.
    """

    classes: tuple[ClassProfile, ...]
    indicators: int
    items: int
    largest: UnitSize
    smallest: UnitSize
    quantitative: float
    specific: float
    strangers: tuple[str, ...] = ()

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """What a person reads, line by line."""
        return tuple(self._english() if lang == "en" else self._chinese())

    def _chinese(self) -> Iterator[str]:
        for entry in self.classes:
            name = entry.name.get("zh")
            yield f"{name}：{entry.units} 个单位，{entry.indicators} 项指标，{entry.items} 个事项"
        largest, smallest = (
            f"{size.name.get('zh')}（{size.items} 个）" for size in (self.largest, self.smallest)
        )
        yield f"共 {self.indicators} 项指标，{self.items} 个事项；最多：{largest}，最少：{smallest}"
        yield f"定量指标 {self.quantitative:.0%}，特色指标 {self.specific:.0%}"
        if self.strangers:
            told = "、".join(self.strangers)
            yield f"共享数据表中不在名录的名称：{told}；如是某单位的简称，请写入 roster.csv 的 aliases 列"

    def _english(self) -> Iterator[str]:
        for entry in self.classes:
            name = entry.name.get("en")
            yield f"{name}: {entry.units} units, {entry.indicators} indicators, {entry.items} items"
        largest, smallest = (
            f"{size.name.get('en')} ({size.items})" for size in (self.largest, self.smallest)
        )
        yield f"{self.indicators} indicators, {self.items} items in all; most: {largest}, fewest: {smallest}"
        yield f"quantitative indicators {self.quantitative:.0%}, specific to this city {self.specific:.0%}"
        if self.strangers:
            told = ", ".join(self.strangers)
            yield (
                f"names in tables of shared data that no unit has: {told}; where one is short for a unit, write it into the "
                "column aliases of roster.csv"
            )


def profile(definition: Definition) -> Profile:
    """The profile of a definition that was loaded."""
    framework, units = definition.framework, definition.roster.units
    sizes = {unit.code: UnitSize(unit.code, unit.name, _items(definition, unit)) for unit in units}
    classes = []
    for entry in framework.classes:
        members = definition.roster.of_class(entry.code)
        items = sum(sizes[unit.code].items for unit in members)
        leaves = len(framework.leaves(entry.code))
        classes.append(ClassProfile(entry.code, entry.name, len(members), leaves, items))
    indicators = [node.indicator for node in framework.nodes if node.indicator]
    return Profile(
        classes=tuple(classes),
        indicators=len(indicators),
        items=len(definition.catalogue.items),
        largest=max(sizes.values(), key=lambda size: size.items),
        smallest=min(sizes.values(), key=lambda size: size.items),
        quantitative=_share(indicator.measure in _QUANTITATIVE for indicator in indicators),
        specific=_share(indicator.specific for indicator in indicators),
        strangers=tuple(dict.fromkeys(_strangers(definition))),
    )


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


def _share(marks: Iterable[bool]) -> float:
    values = list(marks)
    return sum(values) / len(values)
