"""The units of a round by other methods than its own, class by class, on the scores and weights of its indicators."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.model.combination import NotApplicable, Peers, Ties, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Node, UnitClass
from smartxl.model.options import choice
from smartxl.model.robustness import MethodComparison, MethodRefusal, MethodScores
from smartxl.model.roster import Unit
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.project.classes import classes_with_units
from smartxl.project.methodremarks import inequality_remarks, method_remark
from smartxl.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.scoring.evaluation import MethodResults

__all__ = ["USUAL", "ComparedMethods", "MissingScores", "compared_methods", "methods_of_class"]

_INDEX = "index"
_TITLE = Text("本指标体系", "The index itself")
_VARIANT = Text("总分，按其自身的汇总约定", "the total, by its own conventions")
_FULL = 100.0
USUAL = (
    "topsis",
    "topsis-distance",
    "entropy-topsis",
    "grey",
    "rsr",
    "vikor",
    "fuzzy",
    "copeland",
    "dea",
    "coupling",
)
"""What is compared unless methods are named."""


class MissingScores(StrEnum):
    """What becomes of a unit that lacks the score of an indicator."""

    AS_INDEX = (
        "as-index"  # it counts with what the index puts in its place: mostly the score of the node above
    )
    LEAVE_OUT = "leave-out"  # the unit takes no part


@dataclass(frozen=True)
class ComparedMethods:
    """Methods side by side: one `MethodComparison` for each class that has units."""

    definition: Definition
    comparisons: tuple[MethodComparison, ...]

    @property
    def results(self) -> pd.DataFrame:
        """(class, unit) × methods: the results, more being better; NaN for a unit that took no part."""
        return self._frame(lambda method: method.scores)

    @property
    def ranks(self) -> pd.DataFrame:
        """(class, unit) × methods: ranks within the class, 1 for the best."""
        return self._frame(lambda method: method.ranks)

    def _frame(self, numbers: Callable[[MethodScores], Mapping[str, float | None]]) -> pd.DataFrame:
        import pandas as pd

        columns = dict.fromkeys(method.name for each in self.comparisons for method in each.methods)
        rows = {
            (each.unit_class, unit): {method.name: numbers(method)[unit] for method in each.methods}
            for each in self.comparisons
            for unit in each.units
        }
        index = pd.MultiIndex.from_tuples(list(rows), names=["class", "unit"])
        return pd.DataFrame(
            list(rows.values()), index=index, columns=pd.Index(list(columns)), dtype="float64"
        )


def compared_methods(
    definition: Definition,
    table: ScoreTable,
    *,
    methods: Iterable[str] = (),
    unit_class: str | None = None,
    missing: MissingScores | str = MissingScores.AS_INDEX,
) -> ComparedMethods:
    """Every class of units that has any, or the one named (by code), by the index and by `methods` (the usual ones).

    Raises UnknownName for a class that there is not, SmartxlError for another method or word.
    """
    asked = tuple(methods) or USUAL
    found = (
        methods_of_class(definition, table, each, methods=asked, missing=missing)
        for each in classes_with_units(definition, unit_class)
    )
    return ComparedMethods(definition, tuple(found))


def methods_of_class(
    definition: Definition,
    table: ScoreTable,
    unit_class: UnitClass,
    *,
    methods: Iterable[str] = USUAL,
    missing: MissingScores | str = MissingScores.AS_INDEX,
) -> MethodComparison:
    """One class: its units by the index and by other methods, on the scores of its indicators with their effective weights.

    Adjusting indicators are left out, which have no share in the roll-up. A unit without a total takes no part.
    """
    import pandas as pd

    from smartxl.scoring.evaluation import compare_methods

    given = _OfClass(definition, table, unit_class, choice(MissingScores, missing, "--missing", "missing"))
    units = [unit.code for unit in given.units]
    frame = pd.DataFrame(
        [given.scores[unit] for unit in units], index=units, columns=list(given.weights), dtype="float64"
    )
    areas = pd.DataFrame([given.areas(unit) for unit in units], index=units, dtype="float64")
    found = compare_methods(
        frame, given.weights, methods=methods, points=given.points, areas=areas if areas.shape[1] else None
    )
    return given.comparison(found)


@dataclass(frozen=True)
class _OfClass:
    """The numbers of a class that are compared."""

    definition: Definition
    table: ScoreTable
    unit_class: UnitClass
    missing: MissingScores

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return self.definition.roster.of_class(self.unit_class.code)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        framework = self.definition.framework
        return tuple(leaf for leaf in framework.leaves(self.unit_class.code) if not framework.adjusts(leaf))

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Indicator → its share of the total."""
        framework, code = self.definition.framework, self.unit_class.code
        return {leaf.code: framework.effective_weight(leaf.code, code) for leaf in self.leaves}

    @cached_property
    def scores(self) -> Mapping[str, tuple[float, ...]]:
        """Unit → the scores of its indicators, NaN for none; throughout for a unit without a total."""
        return {unit.code: self._of_unit(unit) for unit in self.units}

    @property
    def points(self) -> Mapping[str, float]:
        """The grades of the fuzzy evaluation: the middles of the stages."""
        lows = self.definition.framework.conventions.stages.thresholds
        return {
            str(place): (low + high) / 2
            for place, (low, high) in enumerate(zip(lows, (*lows[1:], _FULL), strict=True))
        }

    def areas(self, unit: str) -> Mapping[str, float]:
        """The scores of the top level, as indicators are read."""
        basis = self.definition.framework.basis(ROOT, self.unit_class.code)
        whose = self.definition.roster.by_code[unit]
        return {
            node.code: self._worth(whose, node) for node in basis if node.weights[self.unit_class.code] > 0
        }

    def lacking(self, unit: str) -> tuple[str, ...]:
        """The indicators that weigh and of which a unit has no score."""
        return tuple(
            code
            for code, weight in self.weights.items()
            if weight > 0 and self.table.get(QuantityKind.SCORE, unit, code) is None
        )

    def comparison(self, found: MethodResults) -> MethodComparison:
        """All of it as content."""
        import pandas as pd

        from smartxl.scoring.evaluation import METHOD_TITLES, EvaluationMethod, agreement

        units = [unit.code for unit in self.units]
        out = {str(unit) for unit in found.left_out}
        totals = pd.Series(
            [math.nan if unit in out else self._total(unit) for unit in units], index=units, dtype="float64"
        )
        names = {unit.code: unit.name for unit in self.units}
        groups = {unit.code: unit.group for unit in self.units}
        others = [
            MethodScores(
                name,
                METHOD_TITLES[EvaluationMethod(name)],
                found.variants[name],
                _plain(found.results[name]),
                _plain(found.ranks[name]),
                method_remark(found.details[name], names),
            )
            for name in found.variants
        ]
        agree = agreement(found.results.assign(**{_INDEX: totals})[[_INDEX, *found.variants]])
        stand_ins = {unit: codes for unit in units if unit not in out and (codes := self.lacking(unit))}
        return MethodComparison(
            self.unit_class.code,
            tuple(units),
            (_index(totals), *others),
            _matrix(agree.spearman),
            _matrix(agree.kendall),
            {unit: self.lacking(unit) for unit in units if unit in out},
            tuple(self.weights),
            self.weights,
            stand_ins,
            {
                name: MethodRefusal(METHOD_TITLES[EvaluationMethod(name)], why)
                for name, why in found.refused.items()
            },
            tuple(inequality_remarks(totals, groups)),
        )

    def _of_unit(self, unit: Unit) -> tuple[float, ...]:
        if math.isnan(self._total(unit.code)):
            return (math.nan,) * len(self.leaves)
        return tuple(self._worth(unit, leaf) for leaf in self.leaves)

    def _total(self, unit: str) -> float:
        """What units are ranked by."""
        kind = QuantityKind.RAW if self.definition.framework.ranks_raw else QuantityKind.SCORE
        found = self.table.get(kind, unit, ROOT)
        return math.nan if found is None else found

    def _worth(self, unit: Unit, node: Node) -> float:
        """The score of a node, or what the index counts in its place; NaN for none."""
        score = self.table.get(QuantityKind.SCORE, unit.code, node.code)
        if score is not None:
            return score
        if self.missing is MissingScores.LEAVE_OUT:
            return math.nan
        stand_in = self._stand_in(unit, node)
        if stand_in is not None:
            return stand_in
        if node.parent == ROOT:
            return self._total(unit.code)
        return self._worth(unit, self.definition.framework.by_code[node.parent])

    def _stand_in(self, unit: Unit, node: Node) -> float | None:
        """What a node without a score counts with; None where its weight goes to its siblings."""
        how = self.definition.framework.combination(node.parent)
        if not self.table.applies(unit.code, node.code):
            return 0.0 if how.not_applicable is NotApplicable.LOST else None
        if how.over_peers:
            return self.table.get(QuantityKind.PEER, self._peers(unit), node.code)
        return 0.0 if how.unscored is Unscored.ZERO else None

    def _peers(self, unit: Unit) -> str:
        whole = self.definition.framework.conventions.peers is Peers.CLASS
        return self.unit_class.aggregate if whole else f"{self.unit_class.aggregate}/{unit.group}"


def _index(totals: pd.Series) -> MethodScores:
    """The index itself as one of the methods; NaN for a unit that takes no part."""
    import pandas as pd

    from smartxl.rules import rank

    ranks = pd.Series(rank(totals, Ties.COMPETITION), index=totals.index)
    return MethodScores(_INDEX, _TITLE, _VARIANT, _plain(totals), _plain(ranks))


def _plain(numbers: pd.Series) -> Mapping[str, float | None]:
    """By unit, None for NaN and <NA>."""
    values = numbers.astype("float64").tolist()
    return {str(unit): None if math.isnan(x) else x for unit, x in zip(numbers.index, values, strict=True)}


def _matrix(frame: pd.DataFrame) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(None if math.isnan(x) else x for x in row) for row in frame.to_numpy().tolist())
