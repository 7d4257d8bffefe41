"""Any table and any tree as a model that is calculated many times by a design."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import Combination, Ties
from smartxl.model.options import choice
from smartxl.model.uncertaintydesign import (
    ChoiceOptions,
    Exclusion,
    UncertaintyDesign,
    Variation,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.rules.base import FloatArray
from smartxl.scoring.checks import listed, whole_number
from smartxl.scoring.library.frames import label_of, matching, table_of
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.uncertainty.choices import alike, concentrated, named, one_of, within_share
from smartxl.scoring.uncertainty.runs import Parameters
from smartxl.scoring.uncertainty.sobol import unit_columns
from smartxl.scoring.uncertainty.treeruns import TreeRuns
from smartxl.scoring.uncertainty.weighing import NodeWeights, SiblingSet
from smartxl.text import Text

__all__ = ["COMBINATION", "EXCLUDED", "TableModel", "weight_name"]

Step = Callable[[pd.DataFrame], pd.DataFrame]
COMBINATION = "combination"
"""The step of a design that is about how nodes are combined."""
EXCLUDED = "excluded"
"""The parameter that names the leaf that a run leaves out, "" for none."""
_WHERE = "uncertainty"


def weight_name(code: str) -> str:
    """What the parameter is called that is the weight of a node."""
    return f"weight {code}"


@dataclass(frozen=True, eq=False)
class TableModel:
    """An index over a table: `data` (units × columns) goes through `steps` in their order and gives the leaves of `tree`.

    `options`: step → name of an option → what is done in its place; of `COMBINATION` the options are `Combination` or the
    word of a method, for the nodes that the design names. `digits`: decimals of every node above the leaves. `design` says
    what varies. Raises SmartxlError and UnknownName for what the design names and the index does not have.
    """

    data: pd.DataFrame
    tree: Tree
    design: UncertaintyDesign = field(default_factory=UncertaintyDesign)
    steps: Mapping[str, Step] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Step | Combination | str]] = field(default_factory=dict)
    digits: int | None = None
    ties: Ties = Ties.COMPETITION

    def __post_init__(self) -> None:
        object.__setattr__(self, "ties", choice(Ties, self.ties, _WHERE, "ties"))
        if self.digits is not None:
            whole_number(self.digits, _WHERE, "digits")
        for variation in self.design.vary:
            self._check(variation)
        _refuse_overlap(self.tree, self.design.vary)
        _ = self._base_leaves

    @property
    def units(self) -> tuple[str, ...]:
        """The labels of the data, in their order."""
        return self._units

    @cached_property
    def _units(self) -> tuple[str, ...]:
        return tuple(label_of(label) for label in self.data.index)

    @property
    def groups(self) -> tuple[slice, ...]:
        """All units are ranked together."""
        return (slice(None),)

    @cached_property
    def choices(self) -> Mapping[str, Variation]:
        """Choice → what it is in the design; each weight that is one of its own is called after its node."""
        return named(self.design.vary, self._varied, _name_of)

    @property
    def widths(self) -> Mapping[str, int]:
        """Choice → how many uniform numbers a run takes of it."""
        return self._widths

    @cached_property
    def _widths(self) -> Mapping[str, int]:
        return {name: len(self._varied(variation)) or 1 for name, variation in self.choices.items()}

    def parameters(self, uniform: FloatArray) -> Parameters:
        """What runs take: `weight CODE`, the option of each step, `EXCLUDED`."""
        found: dict[str, NDArray[Any]] = {}
        for place, (name, variation) in zip(unit_columns(self.widths), self.choices.items(), strict=True):
            found |= self._taken(name, variation, uniform[:, place])
        return found

    def totals(self, parameters: Parameters, runs: int) -> FloatArray:
        """The scores of the root, shape (runs, units)."""
        weights = {
            code: np.asarray(parameters[weight_name(code)], np.float64) for code in self._weighted(parameters)
        }
        weights |= self._excluding(parameters, weights, runs)
        return self.with_weights(
            weights, runs, {name: parameters[name] for name in self._optional & set(parameters)}
        )

    def with_weights(
        self, weights: Mapping[str, FloatArray], runs: int, options: Mapping[str, NDArray[Any]] | None = None
    ) -> FloatArray:
        """The same under weights by node (runs,) and options by choice (runs,); what is not named stays as it is."""
        if not options:
            return self._base_tree.scores(weights, runs)
        found = np.empty((runs, len(self.data)))
        names = sorted(options)
        for taken, rows in alike([options[name] for name in names], runs):
            chosen = dict(zip(names, taken, strict=True))
            steps, hows = dict(self.steps), dict[str, Combination]()
            for name, option in chosen.items():
                variation = self.choices[name]
                if isinstance(variation, ChoiceOptions):
                    self._set(variation, option, steps, hows)
            key = tuple(chosen[name] for name in names if self._step_of(name) != COMBINATION)
            tree = TreeRuns(self.tree, self._leaves(key, steps), self._node_digits)
            mine = {code: values[rows] for code, values in weights.items()}
            found[rows] = tree.scores(mine, len(rows), hows)
        return found

    @property
    def siblings(self) -> tuple[SiblingSet, ...]:
        """All nodes with their siblings, from the root down."""
        return self._siblings

    @cached_property
    def _siblings(self) -> tuple[SiblingSet, ...]:
        return tuple(SiblingSet("", parent, self.tree.children(parent)) for parent in self.tree.inner)

    def places_of(self, unit_class: str) -> Sequence[int]:
        """All units are of the one class ""."""
        return range(len(self.data)) if not unit_class else ()

    def weighted(self, weights: NodeWeights, runs: int) -> FloatArray:
        """Totals under weights by (node, "")."""
        return self.with_weights({code: values for (code, _), values in weights.items()}, runs)

    @property
    def unrounded(self) -> TableModel:
        """The same, in which nothing above the leaves is rounded."""
        return self._unrounded

    @cached_property
    def _unrounded(self) -> TableModel:
        return TableModel(self.data, self.tree, UncertaintyDesign(()), self.steps, {}, None, self.ties)

    def without(self, unit: int) -> TableModel:
        """The same index over the other units: steps that compare units give other scores then."""
        others = self.data.drop(index=self.data.index[unit])
        return TableModel(others, self.tree, UncertaintyDesign(()), self.steps, {}, self.digits, self.ties)

    @property
    def _node_digits(self) -> Mapping[str, int]:
        return {} if self.digits is None else dict.fromkeys(self.tree.inner, self.digits)

    @cached_property
    def _base_leaves(self) -> FloatArray:
        return self._calculated(self.steps)

    @cached_property
    def _base_tree(self) -> TreeRuns:
        return TreeRuns(self.tree, self._base_leaves, self._node_digits)

    @cached_property
    def _kept(self) -> dict[tuple[str, ...], FloatArray]:
        return {}

    def _leaves(self, key: tuple[str, ...], steps: Mapping[str, Step]) -> FloatArray:
        if not key:
            return self._base_leaves
        if key not in self._kept:
            self._kept[key] = self._calculated(steps)
        return self._kept[key]

    def _calculated(self, steps: Mapping[str, Step]) -> FloatArray:
        """The scores of the leaves, shape (units, leaves), in the order of the tree."""
        data = self.data
        for step in steps.values():
            data = step(data)
        table = table_of(data, _WHERE)
        places = matching(_WHERE, self.tree.leaves, table.keys, needs="leaf", has="column")
        if not table.index.equals(self.data.index):
            raise SmartxlError(
                _WHERE,
                Text("某一步之后单位不是原来的单位", "after a step the units are others"),
                Text("每一步都要返回全部单位", "let each step return all units"),
            )
        in_order = np.array_equal(places, np.arange(len(table.keys)))
        return table.values if in_order else table.values[:, places]

    def _set(
        self, variation: ChoiceOptions, option: str, steps: dict[str, Step], hows: dict[str, Combination]
    ) -> None:
        what = self.options[variation.step][option]
        if variation.step != COMBINATION:
            if callable(what):
                steps[variation.step] = what
            return
        how = what if isinstance(what, Combination) else Combination(str(what))  # type: ignore[arg-type]
        hows |= dict.fromkeys(variation.nodes or self.tree.inner, how)

    def _step_of(self, name: str) -> str:
        variation = self.choices[name]
        return variation.step if isinstance(variation, ChoiceOptions) else ""

    @cached_property
    def _optional(self) -> frozenset[str]:
        return frozenset(n for n, variation in self.choices.items() if isinstance(variation, ChoiceOptions))

    def _weighted(self, parameters: Parameters) -> Iterator[str]:
        return (code for code in self.tree.depth if weight_name(code) in parameters)

    def _varied(self, variation: Variation) -> tuple[str, ...]:
        """The nodes whose weights vary, one uniform number each; none where one number chooses among options."""
        if isinstance(variation, WeightShares):
            return variation.nodes or tuple(self.tree.depth)[1:]
        if isinstance(variation, WeightConcentration):
            return tuple(
                c for parent in variation.parents or self.tree.inner for c in self.tree.children(parent)
            )
        return ()

    def _taken(self, name: str, variation: Variation, uniform: FloatArray) -> dict[str, NDArray[Any]]:
        nodes = self.tree.by_code
        if isinstance(variation, WeightShares):
            codes = self._varied(variation)
            drawn = within_share(uniform, np.array([nodes[code].weight for code in codes]), variation.by)
            return {weight_name(code): drawn[:, place] for place, code in enumerate(codes)}
        if isinstance(variation, WeightConcentration):
            return self._concentrated(variation, uniform)
        if isinstance(variation, WeightSets):
            sets = tuple(variation.sets)
            taken = one_of(uniform[:, 0], len(sets))
            weights = {
                weight_name(code): np.array([variation.sets[s].get(code, nodes[code].weight) for s in sets])[
                    taken
                ]
                for code in dict.fromkeys(code for chosen in variation.sets.values() for code in chosen)
            }
            return {name: np.array(sets, dtype=object)[taken], **weights}
        if isinstance(variation, Exclusion):
            names = ("", *(variation.nodes or self.tree.leaves))
            return {EXCLUDED: np.array(names, dtype=object)[one_of(uniform[:, 0], len(names))]}
        options = variation.options if isinstance(variation, ChoiceOptions) else ()
        return {name: np.array(options, dtype=object)[one_of(uniform[:, 0], len(options))]}

    def _concentrated(self, variation: WeightConcentration, uniform: FloatArray) -> dict[str, NDArray[Any]]:
        found: dict[str, NDArray[Any]] = {}
        start = 0
        for parent in variation.parents or self.tree.inner:
            children = self.tree.children(parent)
            own = np.array(list(children.values()))
            drawn = concentrated(uniform[:, start : start + len(own)], own, variation.concentration)
            found |= {weight_name(code): drawn[:, place] for place, code in enumerate(children)}
            start += len(own)
        return found

    def _excluding(
        self, parameters: Parameters, weights: Mapping[str, FloatArray], runs: int
    ) -> dict[str, FloatArray]:
        """The weights of leaves that some runs leave out, 0 there; so does a node of which nothing is left."""
        if EXCLUDED not in parameters:
            return {}
        out = np.asarray(parameters[EXCLUDED], dtype=object)
        found: dict[str, FloatArray] = {}
        for leaf in {str(code) for code in out} - {""}:
            where = out == leaf
            for code in self._falls_with(leaf):
                own = self.tree.by_code[code].weight
                before = found.get(code, weights.get(code, np.full(runs, own, dtype=np.float64)))
                found[code] = np.where(where, 0.0, before)
        return found

    def _falls_with(self, leaf: str) -> tuple[str, ...]:
        """The leaf, and the nodes above it that have no other child with a weight."""
        nodes, found = self.tree.by_code, [leaf]
        while (above := nodes[found[-1]].parent) and sum(
            w > 0 for w in self.tree.children(above).values()
        ) <= 1:
            found.append(above)
        return tuple(code for code in found if nodes[code].parent)

    def _check(self, variation: Variation) -> None:
        if isinstance(variation, WeightShares):
            self.tree.check_codes(variation.nodes)
            _refuse_share(variation.by)
        elif isinstance(variation, WeightConcentration):
            self.tree.check_codes(variation.parents)
            if not 0 < variation.concentration < np.inf:
                _refuse(
                    f"concentration {variation.concentration}",
                    Text("写大于 0 的数，如 50", "give a number above 0, such as 50"),
                )
            if leaves := [code for code in variation.parents if code in self.tree.leaves]:
                _refuse(f"parents {listed(leaves)}", Text("写有下级的节点", "name nodes that have children"))
        elif isinstance(variation, WeightSets):
            if not variation.sets:
                _refuse("sets", Text("至少写一组权重", "give at least one set of weights"))
            for weights in variation.sets.values():
                self.tree.weighted(weights)
        elif isinstance(variation, Exclusion):
            self.tree.check_codes(variation.nodes)
        elif isinstance(variation, ChoiceOptions):
            self._check_options(variation)
        else:
            _refuse(
                type(variation).__name__,
                Text(
                    "表中没有规则和答案：用 steps 与 options",
                    "a table has no rules or answers: use steps and options",
                ),
            )

    def _check_options(self, variation: ChoiceOptions) -> None:
        known = (*self.steps, COMBINATION)
        if variation.step not in known:
            raise UnknownName(
                _WHERE,
                Text(f"指数没有步骤“{variation.step}”", f"the index has no step {variation.step!r}"),
                Text(f"步骤有：{listed(known)}", f"steps: {listed(known)}"),
            )
        offered = self.options.get(variation.step, {})
        unknown = [name for name in variation.options if name not in offered]
        if unknown or not variation.options:
            named = listed(unknown) if unknown else "options"
            raise UnknownName(
                f"{_WHERE}, {variation.step}",
                Text(f"没有选项 {named}", f"there is no option {named}"),
                Text(f"选项有：{listed(offered)}", f"options: {listed(offered)}"),
            )
        self.tree.check_codes(variation.nodes)


def _name_of(variation: Variation) -> str:
    if isinstance(variation, ChoiceOptions):
        return variation.step
    return EXCLUDED if isinstance(variation, Exclusion) else "weights"


def _refuse_overlap(tree: Tree, vary: tuple[Variation, ...]) -> None:
    """Two variations of one weight would leave it open which holds."""
    seen: set[str] = set()
    for variation in vary:
        codes: set[str] = set()
        if isinstance(variation, WeightShares):
            codes = set(variation.nodes or tuple(tree.depth)[1:])
        elif isinstance(variation, WeightConcentration):
            codes = {child for parent in variation.parents or tree.inner for child in tree.children(parent)}
        elif isinstance(variation, WeightSets):
            codes = {code for weights in variation.sets.values() for code in weights}
        if twice := sorted(seen & codes):
            _refuse(
                f"weight {listed(twice)}",
                Text("同一个权重只能有一种变动方式", "let each weight vary in one way"),
            )
        seen |= codes


def _refuse_share(by: float) -> None:
    if not 0 <= by <= 1:
        _refuse(
            f"by {by}", Text("写 0 至 1 的比例：0.25 即 ±25%", "give a share from 0 to 1: 0.25 for ±25 %")
        )


def _refuse(what: str, remedy: Text) -> None:
    raise SmartxlError(_WHERE, Text(f"不能这样变动：{what}", f"this cannot vary so: {what}"), remedy)
