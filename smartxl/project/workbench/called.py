"""The SX_ functions on the sheet of scores, beside their twins: one call a node over all units, and whether both agree."""

from __future__ import annotations

from collections.abc import Sequence

from smartxl.cells import a1, area
from smartxl.model.combination import UNROUNDED, Peers, Ranking
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT
from smartxl.model.plan import Computed, PlainFormula, Spread
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import GOOD, NONE_HERE, OTHER, TOLERANCE, Workbench, guarded
from smartxl.project.workbench.scoresplace import ScoresPlace
from smartxl.questionnaires.page import PageBuilder

__all__ = ["CalledColumns"]


class CalledColumns:
    """Writes them. A node that no call can calculate (a power mean, a coverage floor, stand-ins) has its twin's value there."""

    def __init__(
        self, book: Workbench, place: ScoresPlace, build: PageBuilder, total: int, rank: int, stage: int
    ) -> None:
        self.book, self.place, self.build = book, place, build
        self.grid, self.members = place.grid, place.members
        self.total, self.rank, self.stage = total, rank, stage  # each beside its twin, at the right of it
        conventions = book.definition.framework.conventions
        self.ranks = conventions.ranking == Ranking() and conventions.peers is Peers.CLASS
        self.totals = self.grid.called(ROOT) is not None

    def write(self, unit: Unit, row: int, ready: str, same: int) -> None:
        """All of a unit."""
        for node in self.members.branches:
            self._write_branch(unit, node.code, row)
        if self.totals:
            call = self.grid.graded(unit.code, ROOT, f"={self._call(ROOT, unit, unit)}")
            formula, word = f'=IF({ready},{call[1:]},"")', self.book.context.ungraded_word(ROOT)
            content = Computed(formula, Quantity(QuantityKind.SCORE, unit.code, ROOT), ungraded=word)
            self.build.put(row, self.total, content, looks.formatted(looks.NUMBER, self._format(ROOT)))
            self._write_rank(unit, row)
            self._write_stage(unit, row)
        self.build.put(row, same, self._same(row), looks.TEXT)

    def _format(self, code: str) -> str:
        return self.book.context.score_format(self.book.context.digits(code))

    def _column(self, code: str) -> int:
        return self.place.called.get(code, self.grid.columns[code])

    def _call(self, code: str, first: Unit, last: Unit) -> str:
        """SX_WEIGHTED of a node over the units from one to another, by what the functions give below it."""
        basis = self.grid.basis(code)
        columns = [self._column(each) for each in basis]
        scores = area(self.grid.at[first.code], min(columns), self.grid.at[last.code], max(columns))
        words = self.grid.called(code)
        rest = f",{words}" if words else ""
        return f"SX_WEIGHTED({scores},{self.grid.weights_of(basis)},{self.book.context.digits(code)}{rest})"

    def _write_branch(self, unit: Unit, code: str, row: int) -> None:
        units, column = self.members.units, self.place.called[code]
        quantity = Quantity(QuantityKind.SCORE, unit.code, code)
        context = self.book.context
        look = looks.formatted(looks.NUMBER, self._format(code))
        if self.grid.called(code) is None or code in self.grid.flags:
            mark, word = context.mark_word, context.ungraded_word(code)
            twin = Computed(f"={self.grid.cell(unit.code, code)}", quantity, mark=mark, ungraded=word)
            self.build.put(row, column, twin, look)
        elif unit is units[0]:
            call = f"={self._call(code, units[0], units[-1])}"
            self.build.put(row, column, Computed(call, quantity, spread=len(units)), look)
        else:
            self.build.put(row, column, Spread(quantity), look)

    def _write_rank(self, unit: Unit, row: int) -> None:
        """SX_RANK ranks a whole class by what is shown, the first of equals first; other ranks only the formula gives."""
        units, quantity = self.members.units, Quantity(QuantityKind.RANK, unit.code)
        if not self.ranks:
            return
        content: Computed | Spread = Spread(quantity)
        if unit is units[0]:
            call = guarded(self.place.whole, f"=SX_RANK({self.place.down(self.total, 'r')})")
            content = Computed(call, quantity, spread=len(units))
        self.build.put(row, self.rank, content, looks.COUNT)

    def _write_stage(self, unit: Unit, row: int) -> None:
        units, quantity = self.members.units, Quantity(QuantityKind.STAGE, unit.code)
        context, names = self.book.context, self.book.context.stage_names()
        content: Computed | Spread = Spread(quantity, names)
        if unit is units[0]:
            bands = context.definition.framework.conventions.stages
            parts = (
                self.place.down(self.total, "r"),
                str(context.lists.area("stage.thresholds")),
                str(context.lists.area("stage.names")),
                f'"{bands.boundary}"',
            )
            content = Computed(f"=SX_STAGE({','.join(parts)})", quantity, names, spread=len(units))
        self.build.put(row, self.stage, content, looks.TEXT)

    def _same(self, row: int) -> PlainFormula:
        """Whether all results of the functions in a row are those of the formulas."""
        terms = [self._differences(codes, row) for codes in self._runs()]
        pairs = [(self.total - 1, self.total), (self.rank - 1, self.rank), (self.stage - 1, self.stage)]
        shown = pairs if self.ranks else [pairs[0], pairs[2]]
        for plain, function in shown if self.totals else ():
            terms.append(self._differs(a1(row, function), a1(row, plain)))
        if not terms:
            return PlainFormula(f'="{NONE_HERE}"')
        return PlainFormula(f'=IFERROR(IF({"+".join(terms)}=0,"{GOOD}","{OTHER}"),"{NONE_HERE}")')

    def _runs(self) -> list[list[str]]:
        """Branches that stand side by side and are all rounded, or one that is not."""
        runs: list[list[str]] = []
        for node in self.members.branches:
            rounded = self._is_rounded(node.code)
            if runs and rounded and self._is_rounded(runs[-1][-1]):
                runs[-1].append(node.code)
            else:
                runs.append([node.code])
        return runs

    def _is_rounded(self, code: str) -> bool:
        return self.book.context.digits(code) < UNROUNDED

    def _differences(self, codes: Sequence[str], row: int) -> str:
        plain = [self.grid.columns[code] for code in codes]
        called = [self.place.called[code] for code in codes]
        if len(codes) == 1:
            return self._differs(a1(row, called[0]), a1(row, plain[0]))
        one, other = area(row, min(called), row, max(called)), area(row, min(plain), row, max(plain))
        return f'SUMPRODUCT(1*({one}&""<>{other}&""))'

    @staticmethod
    def _differs(one: str, other: str) -> str:
        """1 where two cells differ; texts of an extension's functions LibreOffice compares only when they are put together."""
        numbers = f"AND(ISNUMBER({one}),ISNUMBER({other}))"
        return f'IF(IF({numbers},ABS({one}-{other})>{TOLERANCE},{one}&""<>{other}&""),1,0)'
