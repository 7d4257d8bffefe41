"""What the page says, worked out before it is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from smartxl.diagnosis import WrongQuestion
from smartxl.findings import CATALOGUE, FindingCode
from smartxl.ledger import Overview, Reminder, RowTotals, SectionFill, Standing, UnitStatus, reminders, summed
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.text import Lang

__all__ = ["RoundView", "percent"]


@dataclass(frozen=True, eq=False)
class RoundView:
    """The round in one language; `wrong` are the questions that at least `share` of the units got wrong."""

    definition: Definition
    overview: Overview
    wrong: Sequence[WrongQuestion]
    share: float
    least: int
    lang: Lang

    @property
    def html_lang(self) -> str:
        """The language for the browser, which chooses glyphs by it."""
        return "zh-CN" if self.lang == "zh" else "en"

    @cached_property
    def reminders(self) -> tuple[Reminder, ...]:
        """Who must still do something."""
        return reminders(self.overview)

    @cached_property
    def states(self) -> Sequence[tuple[Standing, int]]:
        """The states that units are in, with their number."""
        numbers = Counter(row.state for row in self.overview.units)
        return [(state, numbers[state]) for state in Standing if numbers[state]]

    @property
    def asked(self) -> int:
        """Units that are not exempt."""
        return sum(1 for row in self.overview.units if row.state is not Standing.EXEMPT)

    @property
    def received(self) -> int:
        """Units of which a file counts."""
        return sum(1 for row in self.overview.units if row.counts)

    @property
    def complete(self) -> int:
        """Units of which a file counts in which all rows are filled."""
        return sum(1 for row in self.overview.units if row.counts and row.rows.complete)

    @cached_property
    def rows(self) -> RowTotals:
        """How far the rows of all units are."""
        return summed(row.rows for row in self.overview.units)

    @property
    def floor(self) -> float:
        """The share of applicable rows that a unit must have answered, 0 for none."""
        return self.definition.framework.floor(ROOT)

    @property
    def ungraded(self) -> bool:
        """Whether units below it have no score."""
        return self.definition.framework.withholds(ROOT)

    @cached_property
    def below(self) -> tuple[UnitStatus, ...]:
        """Units below the coverage floor."""
        return tuple(row for row in self.overview.units if row.below_floor)

    @cached_property
    def untouched(self) -> tuple[UnitStatus, ...]:
        """Units that sent back last time's answers just as they went out, and nothing else that counts."""
        codes = {f.unit for f in self.overview.findings if f.code is FindingCode.UNTOUCHED_PREFILL}
        return tuple(row for row in self.overview.units if row.unit.code in codes)

    @property
    def must_fix(self) -> int:
        """Findings that must be fixed."""
        return sum(row.findings.must_fix for row in self.overview.units)

    @property
    def other(self) -> int:
        """All other findings."""
        return sum(row.findings.total for row in self.overview.units) - self.must_fix

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Node code → name."""
        return {node.code: node.name.get(self.lang) for node in self.definition.framework.nodes}

    def class_name(self, row: UnitStatus) -> str:
        """The class of a unit in words."""
        return self.definition.framework.unit_class(row.unit.unit_class).name.get(self.lang)

    def finding(self, question: WrongQuestion) -> str:
        """What was found, with dots for what differs from unit to unit."""
        slots = _Dots(item=question.item.get(self.lang) or "…")
        return CATALOGUE[question.code].message.get(self.lang).format_map(slots)

    def unit_names(self, codes: Iterable[str]) -> str:
        """Units by name, in one line."""
        by_code = self.definition.roster.by_code
        return ("、" if self.lang == "zh" else ", ").join(by_code[code].name.get(self.lang) for code in codes)

    def missing(self, sections: Iterable[SectionFill], pattern: str) -> str:
        """What is missing, section by section, in one line."""
        told = (
            pattern.format(
                leaf=s.leaf, name=self.names[s.leaf], open=s.rows.open, to_correct=s.rows.to_correct
            )
            for s in sections
        )
        return ("；" if self.lang == "zh" else "; ").join(told)

    @staticmethod
    def moment(moment: datetime | None, at: datetime) -> str:
        """A time as the clock of the reader shows it."""
        if moment is None:
            return ""
        local = moment.astimezone(at.tzinfo) if moment.tzinfo and at.tzinfo else moment
        return f"{local:%Y-%m-%d %H:%M}"

    @staticmethod
    def percent(filled: int, asked: int) -> int:
        """Percent filled, see `percent`."""
        return percent(filled, asked)


class _Dots(dict[str, str]):
    """Stands for the values that differ from unit to unit."""

    def __missing__(self, key: str) -> str:
        return "…"


def percent(filled: int, asked: int) -> int:
    """Percent filled: 100 only when nothing is open, 0 only when nothing is filled."""
    if not asked or not filled:
        return 0
    return max(1, 100 * filled // asked)
