"""The list of appeals: row by row with points before and after, the scores of the units; as a table, .csv and .xlsx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from smartxl.ledger import AppealCase, Contested, Ruling
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.project.csvfile import csv_bytes
from smartxl.scoring import score
from smartxl.text import Lang
from smartxl_generators.listing import ListColumn, ListSheet, write_lists
from smartxl_templates import wording

__all__ = ["AppealList", "Decided", "UnitResult", "appeal_list"]

_TINTS = {Ruling.PENDING: "9A5B00", Ruling.ADOPTED: "1D6B45", Ruling.UPHELD: "5C6B7A"}
_CENTRED = frozenset({"ruling", "before", "after", "rows", *Ruling})
_WIDTHS = {"unit": 20, "item": 30, "appeal": 50, "words": 36}
_NARROW = 11


@dataclass(frozen=True, slots=True)
class Decided:
    """A contested row of a unit, and what it brings before and after (None: no points)."""

    unit: Unit
    row: Contested
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """The total score of a unit before its appeal and now, and how its contested rows were decided; `file` is the appeal.

    `ungraded`: whether it had, and has, no total because too few of its rows are answered.
    """

    unit: Unit
    file: str
    counts: Mapping[Ruling, int]
    before: float | None
    after: float | None
    ungraded: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class AppealList:
    """All appeals of a round."""

    rows: tuple[Decided, ...]
    units: tuple[UnitResult, ...]
    lang: Lang

    def heads(self, *names: str) -> list[str]:
        """The words over columns."""
        words = wording(self.lang)
        return [words[f"appeals.{name}"] for name in names]

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Heads and cells, row by row."""
        rows = self._cells()
        return self.heads(*_ROW), [[_shown(value) for value in row] for row in rows]

    def totals(self) -> tuple[list[str], list[list[str]]]:
        """Heads and cells, unit by unit."""
        return self.heads(*_UNIT), [[_shown(value) for value in row] for row in self._unit_cells()]

    def csv(self) -> bytes:
        """A line for each contested row."""
        return csv_bytes(self.heads(*_ROW), self._cells())

    def xlsx(self, definition: Definition, moment: datetime) -> bytes:
        """Two sheets: the rows, and the units with their scores."""
        words = wording(self.lang)
        title = f"{definition.round.title.get(self.lang)} {definition.round.name} {words['appeals.title']}"
        tints = {ruling.label.get(self.lang): colour for ruling, colour in _TINTS.items()}
        ruled = [[row[_RULING], *row[:_RULING], *row[_RULING + 1 :]] for row in self._cells()]
        names = (_ROW[_RULING], *_ROW[:_RULING], *_ROW[_RULING + 1 :])
        sheets = (
            self._sheet("title", title, names, ruled, tints),
            self._sheet("units", title, _UNIT, self._unit_cells(), {}),
        )
        return write_lists(sheets, title, moment)

    def _sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str | float | None]],
        tints: Mapping[str, str],
    ) -> ListSheet:
        words = wording(self.lang)
        return ListSheet(
            words[f"appeals.{name}"],
            title,
            words["appeals.intro"],
            [
                ListColumn(head, _WIDTHS.get(column, _NARROW), column in _CENTRED)
                for column, head in zip(columns, self.heads(*columns), strict=True)
            ],
            [["—" if value is None else value for value in row] for row in rows],
            words["appeals.none"],
            tints,
        )

    def _totals(self, entry: UnitResult) -> list[str | float | None]:
        """Before and after, in words where there is no total for want of answers."""
        word = wording(self.lang)["label.ungraded"]
        totals = zip((entry.before, entry.after), entry.ungraded, strict=True)
        return [word if is_ungraded else total for total, is_ungraded in totals]

    def _cells(self) -> list[list[str | float | None]]:
        return [
            [
                entry.unit.name.get(self.lang),
                entry.row.name,
                entry.row.text,
                entry.row.ruling.label.get(self.lang),
                entry.row.words,
                entry.before,
                entry.after,
            ]
            for entry in self.rows
        ]

    def _unit_cells(self) -> list[list[str | float | None]]:
        return [
            [
                entry.unit.name.get(self.lang),
                float(sum(entry.counts.values())),
                *(float(entry.counts[ruling]) for ruling in Ruling),
                *self._totals(entry),
            ]
            for entry in self.units
        ]


_ROW = ("unit", "item", "appeal", "ruling", "words", "before", "after")
_RULING = _ROW.index("ruling")
_UNIT = ("unit", "rows", *Ruling, "total_before", "total_after")


def appeal_list(
    definition: Definition, cases: Sequence[AppealCase], now: Sequence[Answer], lang: Lang
) -> AppealList:
    """The list with points and scores; `now` are the answers that are scored, of all units.

    Before is what counted of these units when they contested it, among all others as they are now.
    """
    contested = {case.unit for case in cases}
    earlier = (answer for case in cases if case.before for answer in case.before.answers)
    before = score(definition, [*(a for a in now if a.unit not in contested), *earlier])
    after = score(definition, now)
    units = definition.roster.by_code
    rows = (
        Decided(
            units[case.unit], row, _points(before, case.unit, row.key), _points(after, case.unit, row.key)
        )
        for case in cases
        for row in case.rows
    )
    results = (
        UnitResult(
            units[case.unit],
            case.record.name,
            Counter(row.ruling for row in case.rows),
            _total(before, case.unit),
            _total(after, case.unit),
            (_ungraded(definition, before, case.unit), _ungraded(definition, after, case.unit)),
        )
        for case in cases
    )
    return AppealList(tuple(rows), tuple(results), lang)


def _points(table: ScoreTable, unit: str, key: str) -> float | None:
    return table.get(QuantityKind.ITEM, unit, key)


def _total(table: ScoreTable, unit: str) -> float | None:
    return table.get(QuantityKind.SCORE, unit, ROOT)


def _ungraded(definition: Definition, table: ScoreTable, unit: str) -> bool:
    return definition.framework.withholds(ROOT) and table.below_floor(unit, ROOT)


def _shown(value: str | float | None) -> str:
    return "—" if value is None else value if isinstance(value, str) else f"{value:.10g}"
