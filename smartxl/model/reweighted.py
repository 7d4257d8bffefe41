"""The weights of siblings, when some of them are to weigh otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT, Framework, Node
from smartxl.model.scenarios import Scenario, Siblings
from smartxl.text import Text

__all__ = ["WeighedSiblings", "other_shares", "weighed_siblings"]

_SAME = 1e-12
"""Weights that differ by less are the same: what is shared out again in the old proportions changes nothing."""
_TOLERANCE = 1e-6
"""How far a sum may lie from its total, as in a definition."""


@dataclass(frozen=True)
class WeighedSiblings:
    """Nodes that have one parent in one class: their weights as they are, and what some are to have instead.

    `points`: their weights are points, and not shares of 100.
    """

    parent: str
    unit_class: str
    before: Mapping[str, float]
    named: Mapping[str, float]
    equal: bool
    siblings: Siblings
    points: bool

    @property
    def total(self) -> float:
        """What the weights add up to."""
        return sum(self.before.values())

    @property
    def start(self) -> Mapping[str, float]:
        """The weights before any is named: as they are, or all alike."""
        if not self.equal:
            return self.before
        return dict.fromkeys(self.before, self.total / len(self.before))

    @property
    def others(self) -> Mapping[str, float]:
        """Those that are not named."""
        return {code: weight for code, weight in self.start.items() if code not in self.named}

    @property
    def rest(self) -> float:
        """What the named ones leave of the total."""
        return self.total - sum(self.named.values())

    @property
    def after(self) -> Mapping[str, float]:
        """The new weights; of all siblings alike where those that are to share the rest have none yet."""
        if self.siblings is Siblings.KEEP:
            given = {**self.start, **self.named}
            scale = 1.0 if self.points else self.total / (sum(given.values()) or 1.0)
            return self._settled({code: weight * scale for code, weight in given.items()})
        others, rest = self.others, max(self.rest, 0.0)
        held = sum(others.values())
        shared = {
            code: weight * (rest / held) if held else rest / len(others) for code, weight in others.items()
        }
        return self._settled({code: {**self.named, **shared}[code] for code in self.before})

    def _settled(self, weights: Mapping[str, float]) -> Mapping[str, float]:
        """Weights that are the same but for the last digits are the very ones of before."""
        return {
            code: before if abs(weights[code] - before) <= _SAME * self.total else weights[code]
            for code, before in self.before.items()
        }

    @property
    def fault(self) -> tuple[Text, Text] | None:
        """Why these weights cannot be, and what to do; None where they can."""
        given = sum(self.named.values())
        if not sum({**self.start, **self.named}.values()) > 0 or (not self.others and given <= 0):
            what = Text("权重都是 0", "all weights are 0")
            return what, Text("至少给其中一个权重", "give a weight to at least one of them")
        if self.siblings is Siblings.KEEP:
            return None
        return self._fault_of_sum() if given > self.total + _TOLERANCE or not self.others else self._idle()

    def _fault_of_sum(self) -> tuple[Text, Text] | None:
        """What is named passes the total, or misses it where everything is named."""
        total, given = f"{self.total:.10g}", sum(self.named.values())
        if abs(given - self.total) <= _TOLERANCE:
            return None
        listed = self._listed
        if self.others:
            what = Text(
                f"所写的权重（{listed.zh}）超过合计 {total}",
                f"the weights ({listed.en}) pass the total {total}",
            )
            return what, Text(f"使之不超过 {total}", f"let them sum to {total} at most")
        what = Text(
            f"各指标都写了权重（{listed.zh}），之和是 {given:.10g}，不是 {total}",
            f"every node has a weight ({listed.en}), and they sum to {given:.10g}, not {total}",
        )
        remedy = Text(
            f"使之和为 {total}，或只写其中几个，其余按比例分配",
            f"let them sum to {total}, or leave one out, which takes the rest",
        )
        return what, remedy

    def _idle(self) -> tuple[Text, Text] | None:
        """Nothing is left for siblings that had a weight, or something for such as had none."""
        beside = [code for code, weight in self.others.items() if weight > 0]
        listed = self._listed
        if beside and self.rest <= _TOLERANCE:
            names = Text("、".join(beside), ", ".join(beside))
            what = Text(
                f"{listed.zh} 占了全部，{names.zh} 没有剩余",
                f"{listed.en} takes everything and leaves nothing for {names.en}",
            )
            remedy = Text(
                "权重写小些；确实不计其余指标时，把它们明写为 0",
                "write less; if the others are to count for nothing, name them with 0",
            )
            return what, remedy
        if not beside and self.rest > _TOLERANCE:
            names = Text("、".join(self.others), ", ".join(self.others))
            what = Text(
                f"剩余的 {self.rest:.10g} 没有去处：{names.zh} 的权重原为 0",
                f"nobody takes the {self.rest:.10g} that are left: {names.en} had no weight",
            )
            return what, Text("写明其中哪个占多少", "say which of them has how much")
        return None

    @property
    def _listed(self) -> Text:
        pairs = [f"{code} {weight:g}" for code, weight in self.named.items()]
        return Text("、".join(pairs), ", ".join(pairs))


def weighed_siblings(framework: Framework, scenario: Scenario) -> Iterator[WeighedSiblings]:
    """The siblings of every class and parent among which some weigh otherwise; those of the pipeline stand aside."""
    weighed = scenario.weighed
    for unit_class in (each.code for each in framework.classes):
        for parent in (ROOT, *(node.code for node in framework.branches(unit_class))):
            children = framework.basis(parent, unit_class)
            named = dict(_named(children, unit_class, weighed))
            if children and (named or scenario.equal):
                yield WeighedSiblings(
                    parent,
                    unit_class,
                    {child.code: child.weights[unit_class] for child in children},
                    named,
                    scenario.equal,
                    scenario.siblings,
                    framework.combination(parent).method is RollUp.SUM,
                )


def _named(
    nodes: tuple[Node, ...], unit_class: str, weighed: Mapping[tuple[str, str], float]
) -> Iterator[tuple[str, float]]:
    for node in nodes:
        weight = weighed.get((node.code, unit_class), weighed.get((node.code, "")))
        if weight is not None:
            yield node.code, weight


def other_shares(framework: Framework, scenario: Scenario) -> WeighedSiblings | None:
    """The classes of the city with their shares, where some have others."""
    if not scenario.shares:
        return None
    before = {each.code: each.share for each in framework.classes}
    return WeighedSiblings("", "", before, scenario.shares, False, scenario.siblings, False)
