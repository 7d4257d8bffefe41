"""Where everything stands on the sheet of scores of a class: units × indicators, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import a1, area, qualified, text_literal
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.project.workbench.facts import GOOD, Workbench
from smartxl.project.workbench.grid import RAW, UNIT_WEIGHT, ClassGrid, ClassMembers
from smartxl.project.workbench.keys import SheetKind
from smartxl.questionnaires.page import KEY_COLUMN

__all__ = ["COUNTS", "FLAT", "FLAT_SUM", "HAS_FLAT", "ScoresAt", "ScoresPlace", "scores_place"]


class ScoresAt:
    """The rows and columns of the sheet that are the same for every class; indicators begin in the column LEAVES."""

    TITLE, INTRO, STATUS, ABOVE, HEAD, WEIGHTS, EFFECTIVE, FIRST = range(2, 10)
    CODE, NAME, WEIGHT, TOTAL, SX_TOTAL, RANK, SX_RANK, STAGE, SX_STAGE = range(2, 11)
    ANSWERED, APPLICABLE, COVERAGE, CHECK, SAME, LEAVES = range(11, 17)


COUNTS = {QuantityKind.ANSWERED: ScoresAt.ANSWERED, QuantityKind.APPLICABLE: ScoresAt.APPLICABLE}
"""The columns of how many rows are answered, and how many apply."""
FLAT, FLAT_SUM, HAS_FLAT = "flat", "flat-sum", "has-flat"
"""Columns of a unit: its mean by the indicators' shares of the total, the sum of these shares, 1 where there is one."""
_LOW, _HIGH = 0.0, 100.0


@dataclass(frozen=True)
class ScoresPlace:
    """Where everything stands. `called`: node → the column of its function; `flat`: FLAT and its like → their columns;
    `coverage`: the row of how much of the class has a score; `low` and `high`: what a score may be; `last`: the last column."""

    grid: ClassGrid
    called: Mapping[str, int]
    flat: Mapping[str, int]
    coverage: int
    low: float
    high: float
    last: int

    @property
    def members(self) -> ClassMembers:
        """The class."""
        return self.grid.members

    @property
    def ready(self) -> str:
        """The condition under which weights are in order."""
        return f'{a1(ScoresAt.WEIGHTS, ScoresAt.TOTAL, "$")}="{GOOD}"'

    def ready_of(self, member: str) -> str:
        """The condition under which a unit, or the class as a whole, has a total: the scores are in order as well."""
        return f'AND({self.ready},{a1(self.grid.at[member], ScoresAt.CHECK, "c")}="{GOOD}")'

    @property
    def whole(self) -> str:
        """The condition under which units are ranked: every unit of the class has what its total needs."""
        return f'{self.grid.beside(self.members.unit_class.aggregate, ScoresAt.CHECK, "$")}="{GOOD}"'

    def found(self, column: int, key: str, gone: str = "") -> str:
        """The formula that looks up a column by the key of a row (the code of a unit, or of the class as a whole)."""
        rows = [row for member, row in self.grid.at.items() if not member.startswith("peers/")]
        keys, values = (
            qualified(self.grid.scores, area(min(rows), each, max(rows), each, "$"))
            for each in (KEY_COLUMN, column)
        )
        return f"=IFERROR(INDEX({values},MATCH({key},{keys},0)),{text_literal(gone)})"

    def down(self, column: int, lock: str = "$") -> str:
        """A column over all units."""
        rows = [self.grid.at[unit.code] for unit in self.members.units]
        return area(min(rows), column, max(rows), column, lock)


def scores_place(book: Workbench, members: ClassMembers) -> ScoresPlace:
    """Where everything will stand."""
    framework, unit_class = book.definition.framework, members.unit_class
    codes = [node.code for node in (*members.leaves, *members.branches)]
    columns = {code: ScoresAt.LEAVES + i for i, code in enumerate(codes)}
    columns |= {ROOT: ScoresAt.TOTAL, UNIT_WEIGHT: ScoresAt.WEIGHT}
    nxt = ScoresAt.LEAVES + len(codes)
    if framework.ranks_raw:
        columns[RAW], nxt = nxt, nxt + 1
    flags = {code: nxt + i for i, code in enumerate(members.withholding)}
    nxt += len(flags)
    flat = {name: nxt + i for i, name in enumerate((FLAT, FLAT_SUM, HAS_FLAT))}
    nxt += len(flat)
    called = {node.code: nxt + i for i, node in enumerate(members.branches)}
    rows = {unit.code: ScoresAt.FIRST + i for i, unit in enumerate(members.units)}
    end = ScoresAt.FIRST + len(rows)
    rows[unit_class.aggregate] = end
    rows |= {group: end + 2 + i for i, group in enumerate(members.groups)}
    sheet = book.name_of(SheetKind.SCORES, unit_class.code)
    weighed = {code: columns[code] for code in codes}
    grid = ClassGrid(members, sheet, sheet, columns, rows, rows, ScoresAt.WEIGHTS, flags, COUNTS, weighed)
    low, high = _bounds(book, members)
    return ScoresPlace(grid, called, flat, end + 1, low, high, nxt + len(called) - 1)


def _bounds(book: Workbench, members: ClassMembers) -> tuple[float, float]:
    found = [book.score(unit.code, leaf.code) for unit in members.units for leaf in members.leaves]
    known = [score for score in found if score is not None]
    # Whole numbers: a formula has 15 digits of a limit, and the score that it was taken from may have more.
    return float(math.floor(min((_LOW, *known)))), float(math.ceil(max((_HIGH, *known))))
