"""What the packaged indicator systems look like: as a list, one node by node, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.framework import Node
from smartxl.model.provenance import ASPECTS
from smartxl.model.tree import in_order
from smartxl.planning import rule_words
from smartxl.text import Lang, number_text
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.project.frameworks import PackagedFramework

__all__ = ["FrameworkNodeRecord", "FrameworkRecord", "show_framework", "show_frameworks"]


def show_frameworks(screen: Screen, found: Sequence[PackagedFramework]) -> None:
    """One line each: name, what it is, how many nodes at each level, how many weights were published."""
    heads = screen.words(
        "名称,指标体系,各级数量,权重出处,用途", "Name,Indicator system,Nodes by level,Weights known from,For"
    )
    rows = [
        [
            each.name,
            each.definition.framework.title.get(screen.lang),
            " / ".join(map(str, each.levels)),
            _told(each, "weight", screen.lang),
            each.summary.get(screen.lang),
        ]
        for each in found
    ]
    screen.table(heads.split(","), rows)
    screen.say(
        "查看一套：smartxl frameworks NAME；用它新建项目：smartxl init 文件夹 --framework NAME",
        "Show one: smartxl frameworks NAME; start from it: smartxl init FOLDER --framework NAME",
    )


def show_framework(screen: Screen, framework: PackagedFramework) -> None:
    """What it is, where it comes from, and every node with weight, rule, unit of measurement and what they are known from."""
    lang = screen.lang
    screen.show(f"{framework.name}  {framework.definition.framework.title.get(lang)}")
    for label, text in (
        (screen.words("用途", "For"), framework.summary.get(lang)),
        (screen.words("出处", "Source"), framework.source.get(lang)),
        (screen.words("各级数量", "Nodes by level"), " / ".join(map(str, framework.levels))),
        *((_aspect(screen, aspect), _told(framework, aspect, lang)) for aspect in ASPECTS),
    ):
        screen.show(f"  {label}{screen.words('：', ': ')}{text or '-'}")
    for module in framework.modules:
        name, needs, scope = (text.get(lang) for text in (module.node.name, module.needs, module.scope))
        screen.show(screen.words(f"  模块 {module.node.code} {name}", f"  Module {module.node.code} {name}"))
        screen.show(screen.words(f"    需求：{needs}", f"    Needs: {needs}"))
        screen.show(screen.words(f"    范围：{scope}", f"    Scope: {scope}"))
    heads = screen.words(
        "代码,名称,权重,规则,计量单位,名称/权重/规则出处",
        "Code,Name,Weight,Rule,Unit,Name/weight/rule known from",
    )
    rows = [
        [
            record.code,
            f"{'  ' * (record.level - 1)}{record.name}",
            record.weight,
            record.rule,
            record.unit,
            "/".join(record.known_from[aspect] or "-" for aspect in ASPECTS),
        ]
        for record in FrameworkRecord.of(framework, lang).nodes
    ]
    screen.table(heads.split(","), rows, frozenset({2}))


def _aspect(screen: Screen, aspect: str) -> str:
    zh = {"name": "名称", "weight": "权重", "rule": "规则与参数"}[aspect]
    return screen.words(zh, {"name": "Names", "weight": "Weights", "rule": "Rules and parameters"}[aspect])


def _told(framework: PackagedFramework, aspect: str, lang: Lang) -> str:
    words = wording(lang)
    parts = (f"{words[f'provenance.{kind}']} {count}" for kind, count in framework.known_from(aspect).items())
    return ("、" if lang == "zh" else ", ").join(parts)


@dataclass(frozen=True, slots=True)
class FrameworkNodeRecord:
    """A node, for JSON: its weight in each class as it is written, and what name, weight and rule are known from."""

    code: str
    name: str
    parent: str
    level: int
    weight: str
    rule: str
    unit: str
    direction: str
    known_from: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FrameworkRecord:
    """What `frameworks --json` prints of each packaged definition."""

    name: str
    title: str
    summary: str
    source: str
    levels: tuple[int, ...]
    nodes: tuple[FrameworkNodeRecord, ...]

    @classmethod
    def of(cls, framework: PackagedFramework, lang: Lang) -> FrameworkRecord:
        """The record of a packaged definition."""
        title = framework.definition.framework.title.get(lang)
        summary, source = framework.summary.get(lang), framework.source.get(lang)
        nodes = tuple(_node(node, lang) for node in in_order(framework.definition.framework))
        return cls(framework.name, title, summary, source, framework.levels, nodes)


def _node(node: Node, lang: Lang) -> FrameworkNodeRecord:
    words, indicator = wording(lang), node.indicator
    weights = list(dict.fromkeys(node.weights.values()))
    weight = (
        number_text(weights[0]) if len(weights) == 1 else " / ".join(map(number_text, node.weights.values()))
    )
    units = (
        dict.fromkeys(item.unit.get(lang) for item in indicator.inputs)
        if indicator and indicator.inputs
        else {}
    )
    return FrameworkNodeRecord(
        node.code,
        node.name.get(lang),
        node.parent,
        node.level,
        weight,
        rule_words(node, words, lang),
        " / ".join(units),
        "" if indicator is None else "cost" if indicator.direction < 0 else "benefit",
        {
            aspect: words[f"provenance.{kind}"] if (kind := node.provenance.of(aspect)) else ""
            for aspect in ASPECTS
        },
    )
