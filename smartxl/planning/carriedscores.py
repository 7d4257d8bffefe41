"""The main file of a workbook in several: the scores of units whose sheets stand in other files, as values by their files.

A sheet for each class. Its summary reads the scores here, so that the formulas of all that follows from them are live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.cells import Cell, a1, qualified
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node, UnitClass
from smartxl.model.plan import Computed, Link, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.shownvalue import shown_value
from smartxl.planning import reportpage as looks
from smartxl.planning.bandcells import BandCells
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage, Styled
from smartxl.planning.summary_place import COUNTS, compared_leaves
from smartxl.planning.unitblocks import UnitFile

__all__ = ["CarriedScores", "plan_carried"]

_CODE, _NAME, _FILE, _COUNT, _SCORE = 12.0, 26.0, 34.0, 9.0, 9.0
_FIRST = 4  # below title, introduction and heads


@dataclass(frozen=True)
class CarriedScores:
    """The sheet of a class, and where it has what its summary reads; `homes`: unit → the cell with its name."""

    sheet: SheetPlan
    bands: Mapping[str, BandCells]
    readings: Mapping[tuple[str, str], str]
    homes: Mapping[str, Cell]


def plan_carried(
    context: Context, unit_class: UnitClass, name: str, files: Sequence[UnitFile], table: ScoreTable
) -> CarriedScores:
    """The sheet called `name` of a class whose units stand in `files`; their scores are those of the `table`."""
    return _CarriedSheet(context, unit_class, name, files, table).plan()


@dataclass(frozen=True, slots=True)
class _ScoreColumn:
    """One number of all units: what it is of, and whether it is read as a score."""

    kind: QuantityKind
    ref: str
    head: str


class _CarriedSheet:
    """The sheet while it is planned."""

    def __init__(
        self, context: Context, unit_class: UnitClass, name: str, files: Sequence[UnitFile], table: ScoreTable
    ) -> None:
        self.context, self.unit_class, self.table = context, unit_class, table
        self.units = [(unit, file) for file in files for unit in file.block.units]
        framework = context.definition.framework
        self.leaves = framework.leaves(unit_class.code)
        self.compared = {node.code for node in compared_leaves(framework, unit_class.code)}
        self.columns = tuple(self._columns())
        self.page = ReportPage(name, (_CODE, _NAME, _FILE, *(_SCORE for _ in self.columns)))

    def _columns(self) -> Iterator[_ScoreColumn]:
        """A unit's counts, then of each indicator its score, or what peers are compared by, and its counts for floors."""
        words, lang, framework = self.context.words, self.context.lang, self.context.definition.framework
        for kind in COUNTS:
            yield _ScoreColumn(kind, ROOT, words[f"label.{kind}"])
        graded = any(framework.withholds(node.code) for node in framework.branches(self.unit_class.code))
        for leaf in self.leaves:
            head = f"{leaf.code} {leaf.name.get(lang)}"
            is_compared = leaf.code in self.compared
            yield _ScoreColumn(QuantityKind.READING if is_compared else QuantityKind.SCORE, leaf.code, head)
            if graded or is_compared:
                for kind in COUNTS:
                    yield _ScoreColumn(kind, leaf.code, f"{leaf.code} {words[f'label.{kind}']}")

    def plan(self) -> CarriedScores:
        """Title, introduction, heads, a row for each unit."""
        page, words = self.page, self.context.words
        title = words["parts.scores"].format(name=self.unit_class.name.get(self.context.lang))
        page.across(title, looks.TITLE)
        page.across(words["parts.scores_intro"], looks.INTRO)
        heads = (words["parts.code"], words["label.unit_name"], words["parts.file"])
        page.add(
            [*((head, looks.HEAD) for head in heads), *((c.head, looks.UPRIGHT) for c in self.columns)],
            least=110.0,
        )
        for unit, file in self.units:
            page.add([*self._identity(unit, file), *(self._value(unit, column) for column in self.columns)])
        last = _FIRST - 1 + len(self.units)
        sheet = page.sheet(frozen=(_FIRST, 3), filtered=(_FIRST - 1, last), repeated=_FIRST - 1)
        places = {unit.code: row for row, (unit, _) in enumerate(self.units, _FIRST)}
        return CarriedScores(
            sheet,
            {unit.code: self._bands(unit, places[unit.code]) for unit, _ in self.units},
            {
                (unit.code, leaf): self._read(QuantityKind.READING, leaf, places[unit.code])
                for unit, _ in self.units
                for leaf in self.compared
            },
            {code: Cell(page.name, row, 2) for code, row in places.items()},
        )

    def _identity(self, unit: Unit, file: UnitFile) -> Iterator[Styled]:
        name = unit.name.get(self.context.lang)
        yield unit.code, looks.TEXT
        yield Link(name, Cell(file.sheets[unit.code], 1, 2), file.path), looks.LINK
        yield file.name, looks.TEXT

    def _value(self, unit: Unit, column: _ScoreColumn) -> Styled:
        """What stands there: the number, or the word that stands for none."""
        quantity = Quantity(column.kind, unit.code, column.ref)
        if quantity not in self.table.values:
            return "", looks.NUMBER
        is_score = column.kind is QuantityKind.SCORE
        content = Computed(
            "",
            quantity,
            mark=self.context.mark_word if is_score else "",
            ungraded=self.context.ungraded_word(column.ref) if is_score else "",
        )
        return shown_value(content, self.table), looks.NUMBER

    def _bands(self, unit: Unit, row: int) -> BandCells:
        """Where a unit's scores and counts stand, as those of its own sheet do."""
        answered = [leaf for leaf in self.leaves if self.context.definition.answers(unit, leaf)]
        leaves = {leaf.code: self._leaf(leaf, row) for leaf in answered}
        counts = {str(kind): self._cell(kind, ROOT, row) for kind in COUNTS}
        return BandCells(leaves, ((tuple(leaves), counts),))

    def _leaf(self, leaf: Node, row: int) -> Mapping[str, str]:
        own = {str(kind): self._cell(kind, leaf.code, row) for kind in COUNTS if self._has(kind, leaf.code)}
        return {**own, "score": self._read(QuantityKind.SCORE, leaf.code, row)}

    def _read(self, kind: QuantityKind, ref: str, row: int) -> str:
        """What stands in a cell: nothing where it is blank, nor where there is no such column."""
        if not self._has(kind, ref):
            return '""'
        cell = self._cell(kind, ref, row)
        return f'IF({cell}="","",{cell})'

    def _has(self, kind: QuantityKind, ref: str) -> bool:
        return (kind, ref) in self._places

    def _cell(self, kind: QuantityKind, ref: str, row: int) -> str:
        return qualified(self.page.name, a1(row, self._places[kind, ref]))

    @cached_property
    def _places(self) -> Mapping[tuple[QuantityKind, str], int]:
        return {(column.kind, column.ref): place for place, column in enumerate(self.columns, 4)}
