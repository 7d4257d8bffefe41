"""The score sheet of all units with the same indicators: where every node stands, and what does not depend on the unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from smartxl.cells import column_letter
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Computed, Content
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.bands import COUNTS
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded
from smartxl.planning.nodes import NodeCells, node_formula, scored_elsewhere
from smartxl.planning.place import SheetBuilder
from smartxl.planning.stages import stage_formula
from smartxl.rules import Children

__all__ = ["SCORE_BODY", "NodeFrame"]

SCORE_BODY = ("total", "branch", "leaf")
"""The roles of the rows between those that come once."""


@dataclass(frozen=True, eq=False)
class NodeFrame:
    """Found with a builder of the sheet. `leaves` are the indicators that units of the class are asked; `filled` is what the
    count of filled rows means; `corrects`: the forms say what is to be corrected."""

    context: Context
    sheet: SheetBuilder
    unit_class: str
    leaves: Sequence[Node]
    filled: QuantityKind
    corrects: bool
    _letters: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that matter: the indicators, and before them what stands above them."""
        framework, above = self.context.definition.framework, set[str]()
        for leaf in self.leaves:
            code = leaf.parent
            while code != ROOT:
                above.add(code)
                code = framework.by_code[code].parent
        branches = (node for node in framework.branches(self.unit_class) if node.code in above)
        return (*branches, *self.leaves)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Node, or `ROOT` → where it stands."""
        first = len(self.sheet.above(*SCORE_BODY)) + 1
        return {ROOT: first} | {node.code: first + i for i, node in enumerate(self.nodes, 1)}

    @cached_property
    def below(self) -> Mapping[str, Sequence[str]]:
        """Node, or `ROOT` → those of its children that matter."""
        found: dict[str, list[str]] = {code: [] for code in self.rows}
        for node in self.context.definition.framework.nodes:
            if node.code in self.rows and node.parent in found and self.unit_class in node.weights:
                found[node.parent].append(node.code)
        return found

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The nodes whose scores depend on other units."""
        return scored_elsewhere(self.context, self.unit_class)

    @cached_property
    def counts(self) -> tuple[QuantityKind, ...]:
        """The counts of rows; those to be corrected where the forms say so and the sheet has a place for it."""
        name = f"node.{QuantityKind.TO_CORRECT}"
        shows = self.corrects and all(self.sheet.offers(role, name) for role in ("branch", "leaf"))
        return (*COUNTS, QuantityKind.TO_CORRECT) if shows else COUNTS

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, Content]]:
        """Node, or `ROOT` → what its row shows, of no unit; without the counts and scores that an indicator's section has."""
        nodes = {ROOT: None, **{node.code: node for node in self.nodes}}
        return {code: self._values(code, node) for code, node in nodes.items()}

    def _values(self, code: str, node: Node | None) -> dict[str, Content]:
        answered, applicable = self._cell(code, "answered"), self._cell(code, "applicable")
        coverage = f'=IF({applicable}=0,"",{answered}/{applicable})'
        return {
            f"node.{QuantityKind.TO_CORRECT}": "",
            **({} if node and node.is_leaf else self._sums(code)),
            **self._texts(node),
            "node.score": self.score(code, "" if node and node.is_leaf else self._node_score(code)),
            "node.coverage": Computed(coverage, Quantity(QuantityKind.COVERAGE, "", code)),
            "node.stage": self._stage() if node is None else "",
        }

    def _sums(self, code: str) -> dict[str, Content]:
        """The counts of the children of a node, added up."""
        found: dict[str, Content] = {}
        for kind in self.counts:
            meant = self.filled if kind is QuantityKind.FILLED else kind
            formula = f"=SUM({self._range(self.below[code], kind)})"
            found[f"node.{kind}"] = Computed(formula, Quantity(meant, "", code))
        return found

    def score(self, code: str, formula: str) -> Content:
        """The score of a node by its formula, or words in its place."""
        if code in self.elsewhere:
            return self.context.words["label.by_city"]
        return Computed(
            formula,
            Quantity(QuantityKind.SCORE, "", code),
            number_format=self.context.score_format(self.context.digits(code)),
            mark="" if code == ROOT else self.context.mark_word,
            ungraded=self.context.ungraded_word(code),
        )

    def _node_score(self, code: str) -> str:
        if code in self.elsewhere:
            return ""
        formula = node_formula(self.context, code, self._parts(code))
        rows = RowCounts(self._cell(code, "answered"), self._cell(code, "applicable"))
        return graded(self.context, code, rows, formula)

    def _parts(self, code: str) -> NodeCells:
        unit_class, framework = self.unit_class, self.context.definition.framework
        basis = framework.basis(code, unit_class)
        asked = [n.code for n in basis if n.code in self.rows]
        adjusting = framework.adjusting if code == ROOT else ()
        present = [c for c in self.rows if c in adjusting]
        return NodeCells(
            unit_class,
            self._children(asked, sum(n.weights[unit_class] for n in basis if n.code not in self.rows))
            if asked
            else None,
            self._cell(code, "answered"),
            {c: self._cell(c, "score") for c in present},
            {c: self._cell(c, "weight") for c in present},
        )

    def _children(self, codes: list[str], absent: float) -> Children:
        return Children(
            scores=self._range(codes, "score"),
            weights=self._range(codes, "weight"),
            cells=tuple(self._cell(code, "score") for code in codes),
            shares=tuple(self._cell(code, "weight") for code in codes),
            mark=self.context.mark,
            absent=absent,
            ungraded=self.context.ungraded(*codes),
        )

    def _stage(self) -> Content:
        if ROOT in self.elsewhere:
            return ""
        formula = stage_formula(self.context, self._cell(ROOT, "score"))
        return Computed(formula, Quantity(QuantityKind.STAGE, ""), self.context.stage_names())

    def _texts(self, node: Node | None) -> dict[str, Content]:
        """What is written, not calculated; the total has neither code nor weight."""
        if node is None:
            blank: dict[str, Content] = dict.fromkeys(("node.code", "node.element", "node.weight"), "")
            return {**blank, "node.name": self.context.words["label.total"]}
        return {
            "node.code": node.code,
            "node.name": node.name.get(self.context.lang),
            "node.element": self.context.words[f"element.{node.element}"] if node.element else "",
            "node.weight": node.weights[self.unit_class],
        }

    def _cell(self, code: str, name: str) -> str:
        node = self.context.definition.framework.by_code.get(code)
        role = "total" if node is None else "leaf" if node.is_leaf else "branch"
        if (role, name) not in self._letters:
            self._letters[role, name] = column_letter(self.sheet.column(role, f"node.{name}"))
        return f"{self._letters[role, name]}{self.rows[code]}"

    def _range(self, codes: Sequence[str], name: str) -> str:
        first = self._cell(codes[0], name)
        return first if len(codes) == 1 else f"{first}:{self._cell(codes[-1], name)}"
