"""Where the scores of a class stand for one set of weights, and the formulas of its nodes over those cells.

Indicators stand on the sheet of scores, once; what is calculated from them stands there too, or for other weights on a sheet of
sums, in the same columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from smartxl.cells import a1, area, qualified
from smartxl.model.combination import Combination, Peers, RollUp, Unscored
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.nodes import NodeCells, node_formula
from smartxl.planning.summary_place import imputed
from smartxl.rules import (
    Children,
    rank_formula,
    rounded_expression,
    weighted_mean_formula,
)

__all__ = ["RAW", "UNIT_WEIGHT", "ClassGrid", "ClassMembers"]

RAW, UNIT_WEIGHT = "raw", "weight"
"""The columns of the total before its rounding, and of the unit's weight in its class."""
_CALLED = frozenset(RollUp) - {RollUp.POWER}


@dataclass(frozen=True)
class ClassMembers:
    """A class with its units, those of one group of peers one below the other, and the nodes that are scored."""

    context: Context
    unit_class: UnitClass

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units, group by group."""
        units = self.context.definition.roster.of_class(self.unit_class.code)
        order = list(dict.fromkeys(map(self.group_of, units)))
        return tuple(sorted(units, key=lambda unit: order.index(self.group_of(unit))))

    def group_of(self, unit: Unit) -> str:
        """The group of peers of a unit, named as the engine names it."""
        grouped = self.context.definition.framework.conventions.peers is Peers.GROUP
        return f"{self.unit_class.aggregate}/{unit.group}" if grouped else self.unit_class.aggregate

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups for which unscored children have stand-ins; none where no node asks for them."""
        if not self.imputed:
            return ()
        return tuple(dict.fromkeys(f"peers/{self.group_of(unit)}" for unit in self.units))

    @cached_property
    def imputed(self) -> Mapping[str, str]:
        """Node → its parent, for nodes that count with their peers' scores where they have none."""
        return imputed(self.context.definition.framework, self.unit_class.code)

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The indicators, siblings together."""
        return self.context.definition.framework.leaves(self.unit_class.code)

    @property
    def branches(self) -> tuple[Node, ...]:
        """The nodes above them, siblings together."""
        return self.context.definition.framework.branches(self.unit_class.code)

    @cached_property
    def withholding(self) -> tuple[str, ...]:
        """The nodes, `ROOT` too, of which a unit has no score below the coverage floor."""
        codes = (ROOT, *(node.code for node in (*self.branches, *self.leaves)))
        return tuple(code for code in codes if self.context.definition.framework.withholds(code))


@dataclass(frozen=True)
class ClassGrid:
    """Where everything stands: `columns` by node, `ROOT` or RAW.

    `at` are the rows of units, of the class as a whole and of groups of peers on the sheet of scores, `rows` those on the
    sheet where this set of weights is calculated; `weights` is its row of weights, in the columns of `weighed`. `flags`:
    node → the column that has 1 where a unit lies below its coverage floor; `counts` those of answered and applicable rows.
    """

    members: ClassMembers
    scores: str
    own: str
    columns: Mapping[str, int]
    at: Mapping[str, int]
    rows: Mapping[str, int]
    weights: int
    flags: Mapping[str, int]
    counts: Mapping[QuantityKind, int]
    weighed: Mapping[str, int]

    @property
    def context(self) -> Context:
        """What the workbook is planned with."""
        return self.members.context

    def _is_leaf(self, code: str) -> bool:
        node = self.context.definition.framework.by_code.get(code)
        return node is not None and node.is_leaf

    def _row(self, member: str, code: str) -> int:
        return (self.at if self._is_leaf(code) else self.rows)[member]

    def _named(self, code: str, reference: str) -> str:
        elsewhere = self._is_leaf(code) and self.scores != self.own
        return qualified(self.scores, reference) if elsewhere else reference

    def cell(self, member: str, code: str, lock: str = "") -> str:
        """The cell of a node's score; RAW and `ROOT` are such too."""
        return self._named(code, a1(self._row(member, code), self.columns[code], lock))

    def across(self, member: str, codes: Sequence[str], lock: str = "", last: str = "") -> str:
        """The cells of siblings in one row, or in all down to that of the member `last`."""
        columns, row = [self.columns[code] for code in codes], self._row(member, codes[0])
        end = self._row(last, codes[0]) if last else row
        return self._named(codes[0], area(row, min(columns), end, max(columns), lock))

    def down(self, code: str, units: Sequence[Unit], lock: str = "r") -> str:
        """The column of a node over some units, which stand one below the other."""
        rows = [self._row(unit.code, code) for unit in units]
        column = self.columns[code]
        return self._named(code, area(min(rows), column, max(rows), column, lock))

    def beside(self, member: str, column: int, lock: str = "") -> str:
        """A cell of the sheet of scores in the row of a member."""
        reference = a1(self.at[member], column, lock)
        return reference if self.scores == self.own else qualified(self.scores, reference)

    def weight(self, code: str) -> str:
        """Where the weight of a node stands."""
        return a1(self.weights, self.weighed[code], "r")

    def weights_of(self, codes: Sequence[str]) -> str:
        """Where the weights of siblings stand."""
        columns = [self.weighed[code] for code in codes]
        return area(self.weights, min(columns), self.weights, max(columns), "r")

    def basis(self, code: str) -> list[str]:
        """The children that a node is made of."""
        framework = self.context.definition.framework
        return [node.code for node in framework.basis(code, self.members.unit_class.code)]

    def node(self, member: str, code: str, *, peers: str = "", raw: bool = False) -> str:
        """The formula of a node or `ROOT`, with its leading =; `peers` is the group of a unit, "" of the class as a whole."""
        formula = node_formula(
            self.context, code, self._parts(member, code, peers), raw=raw, peers=bool(peers)
        )
        return self.graded(member, code, formula, shown=not raw) if peers else formula

    def graded(self, member: str, code: str, formula: str, *, shown: bool = True) -> str:
        """A unit's formula, or "not graded" where it lies below the coverage floor."""
        if code not in self.flags:
            return formula
        word = self.context.ungraded(code) if shown else '""'
        return f"=IF({self.beside(member, self.flags[code], 'c')}=1,{word},{formula[1:]})"

    def _parts(self, member: str, code: str, peers: str) -> NodeCells:
        framework, unit_class = self.context.definition.framework, self.members.unit_class.code
        basis = self.basis(code)
        adjusting = [
            node.code
            for node in (framework.children(ROOT, unit_class) if code == ROOT else ())
            if node.code in framework.adjusting
        ]
        return NodeCells(
            unit_class,
            self._children(member, basis, peers) if basis else None,
            self.beside(member, self.counts[QuantityKind.ANSWERED], "c"),
            {each: self.cell(member, each) for each in adjusting},
            {each: self.weight(each) for each in adjusting},
        )

    def _children(self, member: str, codes: Sequence[str], peers: str) -> Children:
        group = f"peers/{peers}" if peers and self.members.groups else ""
        return Children(
            scores=self.across(member, codes),
            weights=self.weights_of(codes),
            cells=tuple(self.cell(member, code) for code in codes),
            shares=tuple(map(self.weight, codes)),
            mark=self.context.mark,
            peers=self.across(group, codes, "r") if group else "",
            peer_cells=tuple(self.cell(group, code, "r") for code in codes) if group else (),
            ungraded=self.context.ungraded(*codes),
        )

    def total(self, member: str, peers: str, ready: str) -> str:
        """The formula of a total, "" where the condition `ready` does not hold; of a unit whose total is ranked before its
        rounding that of the rounded one."""
        framework = self.context.definition.framework
        if not peers and framework.conventions.pipeline:
            units = self.members.units
            formula = weighted_mean_formula(
                self.down(ROOT, units), self.unit_weights, self.context.digits(ROOT)
            )
        elif peers and framework.ranks_raw:
            raw = self.cell(member, RAW)
            rounded = rounded_expression(raw, self.context.digits(ROOT))
            formula = self.graded(member, ROOT, f'=IF({raw}="","",{rounded})')
        else:
            formula = self.node(member, ROOT, peers=peers)
        return f'=IF({ready},{formula[1:]},"")'

    def raw(self, member: str, peers: str, ready: str) -> str:
        """The formula of a unit's total before its rounding."""
        return f'=IF({ready},{self.node(member, ROOT, peers=peers, raw=True)[1:]},"")'

    @property
    def unit_weights(self) -> str:
        """Where the weights of the units within their class stand."""
        rows = [self.at[unit.code] for unit in self.members.units]
        reference = area(min(rows), self.columns[UNIT_WEIGHT], max(rows), self.columns[UNIT_WEIGHT], "$")
        return reference if self.scores == self.own else qualified(self.scores, reference)

    def of_class(self, leaf: str) -> str:
        """The formula of the mean of the units' scores under an indicator, by unit weight."""
        units, context = self.members.units, self.context
        scores = self.down(leaf, units)
        sharing = tuple(
            f"1*({self.down(code, units)}<>{context.ungraded(code)})"
            for code in context.definition.framework.excluding(leaf)
        )
        mean = weighted_mean_formula(scores, self.unit_weights, context.digits(leaf), where=sharing)
        if not context.mark:
            return mean
        return f"=IF(COUNTIF({scores},{context.mark})={len(units)},{context.mark},{mean[1:]})"

    def stand_in(self, group: str, code: str) -> str:
        """The formula of what a child without a score counts with in a group of peers: mean or median of its scores there."""
        how = self.context.definition.framework.combination(self.members.imputed[code])
        units = [unit for unit in self.members.units if f"peers/{self.members.group_of(unit)}" == group]
        scores = self.down(code, units)
        function = "MEDIAN" if how.unscored is Unscored.PEER_MEDIAN else "AVERAGE"
        return f'=IF(COUNT({scores})=0,"",{function}({scores}))'

    def rank(self, unit: Unit) -> str:
        """The formula of a unit's rank among its peers."""
        framework, members = self.context.definition.framework, self.members
        ranked = RAW if framework.ranks_raw else ROOT
        peers = [each for each in members.units if members.group_of(each) == members.group_of(unit)]
        return rank_formula(
            self.cell(unit.code, ranked), self.down(ranked, peers), framework.conventions.ranking.ties
        )

    def called(self, code: str) -> str | None:
        """How SX_WEIGHTED has to be called for a node: the words for `missing` and `method`; None where it cannot.

        Coverage floors, which it does not know either, are not looked at.
        """
        framework = self.context.definition.framework
        how = framework.combination(code)
        plain = how == replace(Combination(), method=how.method) and how.method in _CALLED
        aside = code == ROOT and (framework.conventions.pipeline or framework.ranks_raw)
        if not plain or aside or self.context.mark or not self.basis(code):
            return None
        return f'"","{how.method}"' if how != Combination() else ""
