"""A published tree as the files of a project: framework.yaml with the words of every cell, assessment.yaml, roster.csv."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from smartxl.define.published.amounts import is_blank_word
from smartxl.define.published.aside import ORDER, adjusts
from smartxl.define.published.guess import Guess
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.nodes import Key, PublishedNode, walk
from smartxl.define.published.remark import CellSpot
from smartxl.define.published.weigh import Weighed
from smartxl.define.published.yamltext import (
    bilingual,
    comment,
    flow,
    input_entry,
    number,
    option_entry,
    quoted,
)
from smartxl.model.framework import Measure, ScaleOption
from smartxl.model.provenance import Provenance
from smartxl.rules import rule_class
from smartxl.text import Text

__all__ = [
    "CLASS",
    "KeptWords",
    "PublishedRound",
    "assessment_text",
    "framework_text",
    "kept_words",
    "roster_rows",
]

CLASS = "unit"
_CODE = "published"
_ROUND_DAYS = 60
_CITIES = {"本市": "Our city"}
_SAID = (
    (HeadRole.SCORING, "评分方法"),
    (HeadRole.FORMULA, "计算公式"),
    (HeadRole.MEANING, "指标说明"),
    (HeadRole.TARGET, "目标值"),
    (HeadRole.MEASURED, "计量单位"),
    (HeadRole.DIRECTION, "方向"),
    (HeadRole.KIND, "指标类型"),
    (HeadRole.PROPERTY, "指标属性"),
    (HeadRole.LEAD, "责任单位"),
    (HeadRole.OTHERS, "配合单位"),
    (HeadRole.NOTE, "备注"),
    (HeadRole.FILLED, "得分栏"),
    (HeadRole.WEIGHT, "权重"),
)
_OF_GROUPS = ((HeadRole.SOURCE, "数据来源"), (HeadRole.EVIDENCE, "佐证材料"))
_LABELS = {role.value: label for role, label in (*_SAID, *_OF_GROUPS)}
_BESIDE = (HeadRole.MEANING, HeadRole.FORMULA, HeadRole.SCORING)
_FIELDS = (("source", HeadRole.SOURCE), ("evidence", HeadRole.EVIDENCE))
_STAGES = (
    (0, "起步期", "Starting"),
    (55, "发展期", "Developing"),
    (70, "提升期", "Improving"),
    (85, "飞跃期", "Leaping"),
)
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class KeptWords:
    """What stands in a cell: of which node, under which head, where."""

    code: str
    name: str
    head: str
    spot: CellSpot
    text: str


@dataclass(frozen=True)
class PublishedRound:
    """What a tree, its weights, codes, guesses and units make together; `notes` are those of the table."""

    title: str
    city: str
    file: str
    nodes: tuple[PublishedNode, ...]
    weights: Mapping[Key, Weighed]
    codes: Mapping[Key, str]
    guesses: Mapping[Key, Guess]
    units: Mapping[str, str]
    by_leaf: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def languages(self) -> str:
        """Those in which the workbooks are: Chinese; English where no name and no choice is Chinese."""
        names = [node.name for _, node in walk(self.nodes)]
        choices = [option.label.zh for guess in self.guesses.values() for option in guess.options]
        return "zh" if any(_HAN.search(name) for name in (*names, *choices)) else "en"


def assessment_text(title: str, city: str, languages: str, today: date, framework: str = _CODE) -> str:
    """assessment.yaml; the dates run from today."""
    due = today + timedelta(days=_ROUND_DAYS)
    return "\n".join(
        (
            "# yaml-language-server: $schema=schema/assessment.schema.json",
            "# 标题、城市、日期、组织单位请改成自己的 / write your own title, city, dates and organiser",
            "id: assessment",
            f"round: {quoted(f'{today.year}-1')}",
            "revision: 1",
            f"title: {bilingual(Text(title, title if languages == 'en' else ''))}",
            f"city: {bilingual(Text(city, _CITIES.get(city, city) if languages == 'en' else ''))}",
            f"start: {today.isoformat()}",
            f"due: {due.isoformat()}",
            f"languages: [{languages}]",
            f"organiser: {bilingual(Text('组织单位', 'Organiser'))}",
            f'framework: {{ file: framework.yaml, code: {framework}, version: "1.0" }}',
            "",
        )
    )


def roster_rows(units: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """roster.csv, its head first."""
    yield "code", "name", "class"
    for code, name in units.items():
        yield code, name, CLASS


def framework_text(made: PublishedRound) -> str:
    """framework.yaml: every indicator with the words of its cells and where they stand."""
    scales = _Scales()
    below = [
        line for index in _order(made) for line in _node(made, scales, (index,), made.nodes[index], "  ")
    ]
    head = [
        "# yaml-language-server: $schema=schema/framework.schema.json",
        *comment(f"由 {made.file} 导入；每个指标上方是原表的话和单元格，规则是推测的，请逐项核对。", ""),
        *comment(
            f"Taken from {made.file}: above each indicator stand the words of the table with their cells; rules are guesses.",
            "",
        ),
        *(line for note in made.notes for line in comment(note, "")),
        f"code: {_CODE}",
        'version: "1.0"',
        f"title: {bilingual(Text(made.title))}",
        "provenance: { name: published, weight: published, rule: default }",
        "classes:",
        f"  - {{ code: {CLASS}, name: {bilingual(Text('参评单位', 'Units'))}, share: 100 }}",
        *_conventions(made),
        *scales.lines(),
        "nodes:",
    ]
    return "\n".join([*head, *below, ""])


def _order(made: PublishedRound) -> list[int]:
    """Nodes beside the total stand at the end."""
    return sorted(range(len(made.nodes)), key=lambda index: bool(adjusts(made.nodes[index])))


def _conventions(made: PublishedRound) -> Iterator[str]:
    yield "conventions:"
    yield "  digits: 2"
    steps = [
        (adjusts(node), made.codes[index,], made.weights[index,].share)
        for index, node in enumerate(made.nodes)
        if adjusts(node)
    ]
    if steps:
        yield "  pipeline:"
        for kind, code, cap in sorted(steps, key=lambda step: ORDER.index(step[0])):
            end = {"record": "0"} if kind == "veto" else {"cap": number(cap)}
            yield f"    - {flow({'step': kind, 'nodes': f'[{quoted(code)}]'} | end)}"
    yield "  # 分级为自定，请改成自己的 / our own stages: write yours"
    yield "  stages:"
    yield "    bands:"
    for start, zh, en in _STAGES:
        yield f"      - {{ from: {start}, name: {bilingual(Text(zh, en))} }}"


class _Scales:
    """The scales that rubrics and surveys use, each list of choices once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[ScaleOption, ...], str] = {}

    def code(self, options: tuple[ScaleOption, ...]) -> str:
        """The code of a list of choices."""
        return self._codes.setdefault(options, f"s{len(self._codes) + 1}")

    def lines(self) -> Iterator[str]:
        """All scales as they stand in the file."""
        if self._codes:
            yield "scales:"
        for options, code in self._codes.items():
            yield f"  {code}:"
            yield f"    title: {bilingual(Text(' / '.join(o.label.zh for o in options)[:60]))}"
            yield "    options:"
            yield from (f"      - {option_entry(option)}" for option in options)


def _node(made: PublishedRound, scales: _Scales, key: Key, node: PublishedNode, indent: str) -> Iterator[str]:
    weighed = made.weights[key]
    inner = indent + "  "
    yield from _said(node, indent)
    yield f"{indent}- code: {_code(made.codes[key])}"
    yield f"{inner}name: {bilingual(Text(node.name, node.english))}"
    yield f"{inner}weight: {number(weighed.share)}"
    if weighed.provenance is not Provenance.PUBLISHED:
        yield f"{inner}provenance: {{ weight: {weighed.provenance.value} }}"
    if node.is_leaf:
        yield from _leaf(made, scales, key, node, inner)
    else:
        yield f"{inner}children:"
        for index, child in enumerate(node.children):
            yield from _node(made, scales, (*key, index), child, inner + "  ")


def _code(code: str) -> str:
    return code if code[0].isalpha() and quoted(code) == code else f'"{code}"'


def kept_words(made: PublishedRound) -> Iterator[KeptWords]:
    """Every cell beside the names, node by node."""
    for key, node in walk(made.nodes):
        for role, written in node.words.items():
            for each in written:
                yield KeptWords(
                    made.codes[key], node.name, each.head or _LABELS.get(role, ""), each.spot, each.text
                )


def _said(node: PublishedNode, indent: str) -> Iterator[str]:
    """The words of the table that stand nowhere else, with their cells."""
    for role, label in _SAID if node.is_leaf else (*_SAID, *_OF_GROUPS):
        for written in node.words.get(role, ()):
            yield from comment(f"{label}（{written.spot}）：{written.text}", indent)
    for written in node.words.get(HeadRole.UNKNOWN, ()):
        yield from comment(f"{written.head}（{written.spot}）：{written.text}", indent)
    if node.number and node.number.rstrip("、．.:： ") != node.code:
        yield from comment(f"原编号：{node.number}", indent)


def _leaf(made: PublishedRound, scales: _Scales, key: Key, node: PublishedNode, inner: str) -> Iterator[str]:
    guess = made.guesses[key]
    yield f"{inner}measure: {guess.measure.value}"
    yield f"{inner}rule: {guess.rule}"
    if guess.params:
        yield f"{inner}params: {flow({name: number(value) for name, value in guess.params.items()})}"
    if guess.measure in {Measure.RUBRIC, Measure.SURVEY}:
        yield f"{inner}scale: {scales.code(guess.options)}"
    if _falls(guess):
        yield f"{inner}direction: cost"
    if guess.inputs:
        yield f"{inner}inputs:"
        first, *others = guess.inputs
        yield f"{inner}  - {input_entry(replace(first, meaning=Text(_meaning(node))))}"
        yield from (f"{inner}  - {input_entry(each)}" for each in others)
    if units := made.by_leaf.get(key):
        yield f"{inner}units: [{', '.join(units)}]"
    for name, role in _FIELDS:
        if text := _one_line(node.text(role)):
            yield f"{inner}{name}: {bilingual(Text(text))}"


def _falls(guess: Guess) -> bool:
    """The direction that the parameters score, where they tell."""
    rule = rule_class(guess.rule)
    told = rule.falls(guess.params) if rule else None
    return guess.cost if told is None else told


def _meaning(node: PublishedNode) -> str:
    """What stands beside the number in the form."""
    return _one_line(
        "；".join(text for role in _BESIDE if (text := node.text(role)) and not is_blank_word(text))
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
