"""docs/rules.md: every scoring rule with its formula, parameters and an example, from the registry and rules.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np

from paging import HERE, head_of, heads, opening, row
from smartxl.model.framework import Measure, RuleSpec
from smartxl.rules import PEER_RULES, RULES, build, build_peer
from smartxl.rules.base import PeerRefs, PeerRule, Refs, Rule
from smartxl.text import Lang, Text, number_text
from smartxl_templates import wording

WORDS: Mapping[Lang, Mapping[str, str]] = {"zh": wording("zh"), "en": wording("en")}
TITLE = Text("计分规则", "Scoring rules")
KINDS: Mapping[str, tuple[Mapping[str, type[Any]], Text]] = {
    "own": (RULES, Text("一个单位自己的数", "One unit's own numbers")),
    "peers": (PEER_RULES, Text("与同类单位比较", "Among the peers")),
}
INDEX = (Text("规则", "rule"), Text("名称", "name"), Text("用于", "for"), Text("数值项", "inputs"))
HEADS = (Text("参数", "parameter"), Text("含义", "meaning"), Text("默认", "default"))
FORMULA, EXCEL, EXAMPLE = Text("算法", "Formula"), Text("单元格中", "In the cell"), Text("例", "Example")
NO_PARAMETERS, NEEDED, NONE = (
    Text("没有参数。", "No parameters."),
    Text("**必填**", "**needed**"),
    Text("无", "none"),
)
PEERS, NO_SCORE = Text("同类各单位 ", "all peers "), Text("没有得分", "no score")
COMMA, COLON = Text("、", ", "), Text("：", ": ")
ANY = Text("几个", "several")


SEVERAL = frozenset({"coverage", "survey", "criteria", "deduction", "panel", "own"})
"""Rules that take as many inputs as the author declares."""


@dataclass(frozen=True)
class Example:
    """Parameters, and the inputs of one unit; of a rule over peers the readings of all."""

    inputs: tuple[float, ...]
    params: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    formula: str = ""


EXAMPLES = {
    "coverage": Example((7, 10)),
    "ratio": Example((3, 4)),
    "goalposts": Example((83.552,), {"worst": 20, "best": 85}),
    "bands": Example((5,), {"thresholds": (0, 5, 10), "points": (0, 60, 100)}),
    "rubric": Example((0.75,)),
    "survey": Example((10, 30, 60), {"points": (0, 0.5, 1)}),
    "direct": Example((8.5,), {"full": 10}),
    "target": Example((38,), {"target": 95}),
    "range": Example((15,), {"lowest": 10, "low": 20, "high": 30, "highest": 50}),
    "efficacy": Example((5.81,), {"unacceptable": 6, "satisfactory": 12}),
    "piecewise": Example((9.5,), {"values": (2, 5, 8, 11, 15), "points": (20, 40, 60, 80, 100), "below": 0}),
    "loggoalposts": Example((10000,), {"worst": 100, "best": 75000}),
    "criteria": Example((1, 0, 1), {"points": (30, 30, 60)}),
    "count": Example((2,), {"each": 1, "cap": 3, "full": 3}),
    "deduction": Example((3, 1), {"each": (2, 5), "full": 20}),
    "bonus": Example((55,), {"target": 50, "bonus": 50, "penalty": 50}),
    "panel": Example((80, 95, 60, 85), {"least": 3}),
    "own": Example((3, 4, 1), formula="MIN(100, 100*a/b + IF(c>0,5,0))"),
    "minmax": Example((2, 4, 10)),
    "zscore": Example((1, 2, 3), {"centre": 50, "spread": 10}),
    "rank": Example((5, 7, 5, 9)),
    "percentile": Example((5, 7, 5, 9, 11), options={"of": "inclusive"}),
    "distance": Example((2, 4, 10), options={"to": "best"}),
    "aroundmean": Example((8, 12, 7.9, 12.1), {"p": 0.2}),
    "categories": Example(
        (1, 2, 3, 4, 5), {"thresholds": (0, 35, 65), "points": (40, 60, 80)}, {"of": "share"}
    ),
}


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page. Raises KeyError for a rule without an example or without a row of rules.csv."""
    with (HERE / "rules.csv").open(encoding="utf-8", newline="") as file:
        told = {each["rule"]: each for each in csv.DictReader(file, strict=True)}
    if strange := told.keys() - RULES.keys() - PEER_RULES.keys():
        raise KeyError(f"there are no such rules: {', '.join(sorted(strange))}")
    yield opening("rules", TITLE, lang)
    yield head_of("rules", lang)
    for rules, title in KINDS.values():
        yield f"\n## {title.get(lang)}\n"
        yield heads(lang, *INDEX)
        yield from (_listed(name, rule, lang) for name, rule in rules.items())
        for name, rule in rules.items():
            yield from _section(name, rule, told[name], lang)


def _listed(name: str, rule: type[Any], lang: Lang) -> str:
    measures = COMMA.get(lang).join(
        WORDS[lang][f"measure.{measure}"] for measure in Measure if measure in rule.measures
    )
    least, most = _built(name).sizes()
    size = str(least) if least == most else f"{least}–{most}"
    if name in SEVERAL:
        size = ANY.get(lang)
    return row(f"[{name}](#{name})", WORDS[lang][f"rule.{name}"], measures, size)


def _section(name: str, rule: type[Any], told: Mapping[str, str], lang: Lang) -> Iterator[str]:
    yield f"\n### {name}\n"
    yield f"{WORDS[lang][f'rule.{name}']}{COLON.get(lang)}{told[lang]}\n"
    yield f"{FORMULA.get(lang)}{COLON.get(lang)}`{told['formula']}`<br>"
    yield f"{EXCEL.get(lang)}{COLON.get(lang)}`{_excel(name)}`\n"
    parameters = list(_parameters(name, rule))
    if not parameters:
        yield f"{NO_PARAMETERS.get(lang)}\n"
    else:
        yield heads(lang, *HEADS)
        yield from (
            row(f"`{each}`", _meaning(name, each, rule, lang), _default(kind, lang))
            for each, kind in parameters
        )
        yield ""
    yield from _example(name, lang)


def _parameters(name: str, rule: type[Any]) -> Iterator[tuple[str, object]]:
    """Each parameter, and what it is unless declared (`...`: it must be declared)."""
    if name in {"own", "survey"} or not is_dataclass(rule):
        return
    for each in fields(rule):
        if each.name == "boundary":
            yield "upper", 0.0
        else:
            yield each.name, ... if each.default is each.default_factory else each.default


def _meaning(rule: str, parameter: str, kind: type[Any], lang: Lang) -> str:
    words = WORDS[lang]
    meaning = words.get(f"param.{rule}_{parameter}") or words[f"param.{parameter}"]
    allowed = getattr(kind, "words", {}).get(parameter, ())
    listed = COMMA.get(lang).join(f"`{word}` {words[f'option.{word}']}" for word in map(str, allowed))
    return f"{meaning}{COLON.get(lang)}{listed}" if listed else meaning


def _default(value: object, lang: Lang) -> str:
    if value is ...:
        return NEEDED.get(lang)
    if value is None or value in ((), ""):
        return NONE.get(lang)
    return f"`{number_text(value)}`" if isinstance(value, float | int) else f"`{value}`"


def _built(name: str) -> Rule | PeerRule:
    example = EXAMPLES[name]
    inputs = tuple("abcdefgh"[: len(example.inputs)]) if example.formula else ()
    spec = RuleSpec(name, _floats(example.params), example.formula, inputs, example.options)
    return build_peer(spec) if name in PEER_RULES else build(spec)


def _floats(params: Mapping[str, float | tuple[float, ...]]) -> dict[str, float | tuple[float, ...]]:
    return {
        name: tuple(map(float, value)) if isinstance(value, tuple) else float(value)
        for name, value in params.items()
    }


def _excel(name: str) -> str:
    """The formula over named cells: N5 on for the inputs, each parameter by its name."""
    rule = _built(name)
    params = {parameter: parameter for parameter in rule.parameters()}
    if name in PEER_RULES:
        refs = PeerRefs("x", "peers", "reference", params)
        return rule.excel(refs).value  # type: ignore[arg-type]
    count = len(EXAMPLES[name].inputs)
    cells = tuple(f"N{5 + place}" for place in range(count))
    values = cells[0] if count == 1 else f"{cells[0]}:{cells[-1]}"
    if name == "coverage":
        values = "N5:N9"
    return rule.excel(Refs(values, cells, "O5:O9", '"n/a"', '"?"', "full", "labels", "points", params)).value  # type: ignore[arg-type]


def _example(name: str, lang: Lang) -> Iterator[str]:
    example = EXAMPLES[name]
    yield "```yaml"
    yield f"rule: {name}"
    if name == "survey":  # its points are those of the scale
        yield f"# {', '.join(map(number_text, _built(name).parameters()['points']))} = {WORDS[lang]['param.points']}"
    elif example.params or example.options:
        listed = {each: _written(value) for each, value in _floats(example.params).items()} | dict(
            example.options
        )
        yield f"params: {{ {', '.join(f'{each}: {value}' for each, value in listed.items())} }}"
    if example.formula:
        yield f"formula: {example.formula}"
    peers = PEERS.get(lang) if name in PEER_RULES else ""
    given = ", ".join(number_text(value) for value in example.inputs)
    yield f"# {peers}{given} → {', '.join(_shown(score, lang) for score in _scores(name))}"
    yield "```"


def _scores(name: str) -> Sequence[float]:
    rule, inputs = _built(name), np.array(EXAMPLES[name].inputs, dtype=np.float64)
    scores = rule.score(inputs if name in PEER_RULES else inputs[None, :])
    return [float(score) for score in scores]


def _written(value: float | tuple[float, ...]) -> str:
    return f"[{', '.join(map(number_text, value))}]" if isinstance(value, tuple) else number_text(value)


def _shown(score: float, lang: Lang) -> str:
    return NO_SCORE.get(lang) if np.isnan(score) else number_text(round(score, 4))
