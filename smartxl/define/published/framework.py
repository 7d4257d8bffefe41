"""A file with a published table → the files of a project, and the list to go through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from smartxl.define.published.aside import adjusts, turned
from smartxl.define.published.codes import codes_of
from smartxl.define.published.emit import PublishedRound
from smartxl.define.published.guess import Guess
from smartxl.define.published.guessing import guess, reading_of
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.nodes import Key, PublishedNode, leaves_of, walk
from smartxl.define.published.read import PublishedTree
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness
from smartxl.define.published.shape import evened
from smartxl.define.published.units import units_of
from smartxl.define.published.weigh import weigh
from smartxl.text import Text

__all__ = ["Understood", "understood"]


@dataclass(frozen=True)
class Understood:
    """What a table amounts to, and the remarks, each with the code of what it is about."""

    made: PublishedRound
    remarks: tuple[PasteRemark, ...]


def understood(tree: PublishedTree, file: str, title: str, city: str, today: date) -> Understood:
    """Weights, codes, rules and units of a tree that was read."""
    nodes, wrapped = evened(tree.nodes)
    weights = weigh(nodes)
    codes, coded = codes_of(nodes)
    guesses = {key: _guessed(nodes, key, node, weights.by_key[key].points) for key, node in leaves_of(nodes)}
    units = units_of(nodes, city)
    told = title or tree.title or file.rpartition(".")[0] or file
    made = PublishedRound(
        told, city, file, nodes, weights.by_key, codes, guesses, units.names, units.by_leaf, tree.notes
    )
    remarks = (
        *tree.remarks,
        *wrapped,
        *coded,
        *weights.remarks,
        *_rules(nodes, codes, guesses),
        *units.remarks,
        _round(told, title, city, today),
    )
    by_spot = {node.spot: codes[key] for key, node in walk(nodes)}
    return Understood(made, tuple(replace(r, code=r.code or by_spot.get(r.spot, "")) for r in remarks))


def _guessed(nodes: tuple[PublishedNode, ...], key: Key, node: PublishedNode, points: float | None) -> Guess:
    """The rule of an indicator, which below a node beside the total says what is taken or given."""
    reading, step = reading_of(node, points), adjusts(nodes[key[0]])
    return turned(guess(reading), reading, step) if step else guess(reading)


def _rules(
    nodes: tuple[PublishedNode, ...], codes: Mapping[Key, str], guesses: Mapping[Key, Guess]
) -> Iterator[PasteRemark]:
    """What was made of every scoring method."""
    for key, node in leaves_of(nodes):
        found = guesses[key]
        words = (
            node.text(HeadRole.SCORING)
            or node.text(HeadRole.FORMULA)
            or node.text(HeadRole.TARGET)
            or node.name
        )
        spot = node.spot_of(HeadRole.SCORING, HeadRole.FORMULA, HeadRole.TARGET)
        yield PasteRemark(
            About.RULE, found.sureness, spot, words, found.told, _REMEDIES[found.sureness], codes[key]
        )


_REMEDIES = {
    Sureness.NONE: Text(
        "请在 docs/methods.md 中选一条规则写入 framework.yaml，或由评估方评分",
        "choose a rule of docs/en/methods.md, or let the evaluator give points",
    ),
    Sureness.LOW: Text("请核对规则和参数", "check the rule and its parameters"),
    Sureness.LIKELY: Text("请对照原文看一眼", "compare it with the words"),
    Sureness.SURE: Text("无需处理", "nothing to do"),
}


def _round(told: str, title: str, city: str, today: date) -> PasteRemark:
    words = Text(
        f"标题“{told}”，城市“{city}”，{today.isoformat()} 起，分级为自定",
        f"title {told}, city {city}, from {today.isoformat()}; the stages are our own",
    )
    remedy = Text(
        "请在 assessment.yaml 和 framework.yaml 的 stages 中改成自己的",
        "write your own in assessment.yaml and in the stages of framework.yaml",
    )
    return PasteRemark(
        About.ROUND, Sureness.LOW if not title else Sureness.LIKELY, CellSpot(), title, words, remedy
    )
