"""Projects that declare every roll-up, missing policy, rule over peers, pipeline and ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from random import Random

from smartxl.define import load
from smartxl.model.answers import NOT_APPLICABLE, PENDING, Answer, Field, State
from smartxl.model.definition import Definition

__all__ = ["DECLARED", "answers_of", "project"]

ASSESSMENT = """\
id: declared
round: 2026-1
revision: 1
title: { zh: 约定 }
city: { zh: 示例市 }
start: 2026-09-01
due: 2026-10-31
languages: [zh]
organiser: { zh: 智慧办 }
contact: 010-0000 0000
framework: { file: framework.yaml, code: declared, version: "1" }
"""
HEAD = """\
code: declared
version: "1"
title: { zh: 每种约定 }
classes:
  - { code: dep, name: { zh: 部门 }, share: 70 }
  - { code: dis, name: { zh: 区县 }, share: 30 }
"""
STAGES = "  stages: { bands: [{ from: 0, name: { zh: 起步期 } }, { from: 60, name: { zh: 发展期 } }] }\n"
UNITS = [f"U{i}" for i in range(1, 8)]
METHODS = [
    "method: mean",
    "method: sum",
    "method: geometric",
    "method: geometric, floor: 0.5",
    "method: harmonic, floor: 1",
    "method: harmonic",
    "method: power, power: 2",
    "method: power, power: -1.5, floor: 2",
    "method: worst",
]
POLICIES = [
    "",
    ", unscored: zero",
    ", unscored: peer-mean",
    ", unscored: peer-median, not_applicable: lost",
    ", not_applicable: lost, coverage: 0.5, counted: count",
    ", coverage: 0.55",
]
PEER_LEAVES = {
    "minmax": "rule: minmax",
    "minmax-cost": "rule: minmax, params: { cost: 1, low: 10, high: 90 }, direction: cost",
    "zscore": "rule: zscore, params: { centre: 50, spread: 10, ddof: 0 }",
    "ranks": "rule: rank, params: { ties: mid }, units: [U1, U2, U3, U6]",
    "rank-dense": "rule: rank, params: { ties: dense, first: 0 }",
    "percentile": "rule: percentile, params: { of: inclusive }, units: [U1, U2, U3, U6]",
    "percentile-share": "rule: percentile, params: { of: share }",
    "distance": "rule: distance, params: { to: best, form: scaled }",
    "distance-target": "rule: distance, params: { to: target, target: 80, cap: 1, form: scaled }",
    "distance-mean": "rule: distance, params: { to: mean, form: ratio }",
    "distance-unit": "rule: distance, params: { to: reference, reference: U2, form: difference }",
    "aroundmean": "rule: aroundmean, params: { p: 0.2 }",
    "categories": "rule: categories, units: [U1, U2, U3, U6], "
    "params: { of: inclusive, thresholds: [0, 30, 60, 90], points: [0, 40, 70, 100] }",
}
DECLARED = {
    "as it comes": ("  digits: 2\n", ""),
    "groups, raw ranks": (
        "  digits: { indicator: 1, group: unrounded, total: 0 }\n  peers: group\n"
        "  ranking: { ties: mid, of: raw }\n  total: { method: mean, unscored: zero }\n",
        "",
    ),
    "pipeline": (
        "  digits: 3\n  ranking: { ties: dense, of: rounded }\n  pipeline:\n"
        "    - { step: veto, nodes: [V], record: 59 }\n    - { step: deduct, nodes: [K], cap: 15 }\n"
        "    - { step: gate, least: 20 }\n    - { step: bonus, nodes: [J], cap: 30 }\n",
        "V K J",
    ),
    "floors": (
        "  digits: 2\n  coverage_floor: { unit: 0.7, node: 0.6, indicator: 0.5 }\n"
        "  unanswered: { before_due: leave-out, after_due: zero }\n",
        "",
    ),
    "floors, raw ranks": (
        "  digits: { indicator: 1, group: 2, total: 0 }\n  ranking: { of: raw }\n"
        "  coverage_floor: { unit: 0.65, node: 0.3333, below: counted }\n",
        "",
    ),
    "floors, pipeline": (
        "  digits: 3\n  unanswered: { before_due: zero, after_due: zero }\n"
        "  coverage_floor: { unit: 0.6, indicator: 0.9 }\n  pipeline:\n"
        "    - { step: veto, nodes: [V], record: 59 }\n    - { step: deduct, nodes: [K], cap: 15 }\n"
        "    - { step: gate, least: 20 }\n    - { step: bonus, nodes: [J], cap: 30 }\n",
        "V K J",
    ),
}


def leaf(code: str, weight: float, body: str) -> str:
    inputs = "n N" if code.endswith("-share") else "x"
    asked = ", ".join(f"{{ code: {c}, name: {{ zh: 数 }}, unit: {{ zh: 个 }} }}" for c in inputs.split())
    return f"      - {{ code: {code}, name: {{ zh: 指标 }}, weight: {weight}, measure: kpi, {body}, inputs: [{asked}] }}\n"


def group(code: str, weight: float, combine: str, leaves: Mapping[str, tuple[float, str]]) -> str:
    how = f"    combine: {{ {combine} }}\n" if combine else ""
    head = f"  - code: {code}\n    name: {{ zh: 组 }}\n    weight: {weight}\n{how}    children:\n"
    return head + "".join(leaf(name, *entry) for name, entry in leaves.items())


def framework(case: str) -> str:
    """A third of all pairs of method and policy; three cases in a row have them all."""
    conventions, adjusting = DECLARED[case]
    third = list(DECLARED).index(case) % 3
    target = "rule: target, params: { target: 100 }"
    pairs = product(enumerate(METHODS), enumerate(POLICIES))
    groups = [f"{method}{policy}" for (m, method), (p, policy) in pairs if (m + p) % 3 == third]
    share = round(90 / len(groups), 6)
    text = HEAD + "conventions:\n" + conventions + STAGES + "nodes:\n"
    for number, how in enumerate(groups, 1):
        code = f"G{number:02d}"
        weights = (60, 30, 20) if "sum" in how else (50, 30, 20)
        only = ("", "", ", units: [U1, U2, U3, U6]")
        parts = {f"{code}{i}": (w, target + o) for i, w, o in zip("abc", weights, only, strict=True)}
        text += group(code, share, how, parts)
    size = 100 / len(PEER_LEAVES)
    text += group(
        "P", 100 - share * len(groups), "", {code: (size, body) for code, body in PEER_LEAVES.items()}
    )
    for code in adjusting.split():
        faults = "rule: count, params: { each: 5, cap: 40, full: 40 }"
        text += group(code, 40, "", {f"{code}1": (100, faults)})
    return text


def project(folder: Path, case: str) -> Definition:
    conventions, _ = DECLARED[case]
    grouped = "peers: group" in conventions
    roster = f"code,name,class,contact,weight{',group' if grouped else ''}\n" + "".join(
        f"{unit},单位{i},{'dis' if i > 5 else 'dep'},,{i % 3 + 1}{(',沿海', ',内陆')[i % 2] if grouped else ''}\n"
        for i, unit in enumerate(UNITS, 1)
    )
    (folder / "catalogue").mkdir(parents=True)
    texts = {
        "assessment.yaml": ASSESSMENT,
        "framework.yaml": framework(case),
        "roster.csv": roster,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return load(folder)


def answers_of(definition: Definition, random: Random, gaps: float) -> Iterator[Answer]:
    marks = {State.NOT_APPLICABLE: NOT_APPLICABLE, State.PENDING: PENDING}
    for unit in definition.roster.units:
        for node in definition.leaves(unit):
            state = State.VALUE
            if random.random() < gaps:
                state = random.choice([State.BLANK, State.NOT_APPLICABLE, State.PENDING])
            for asked in node.indicator.inputs if node.indicator else ():
                value = float(random.choice([0, 3, 50, 50, 80, random.randint(1, 120)]))
                fields: dict[Field, str | float] = (
                    {Field.VALUE: value}
                    if state is State.VALUE
                    else {Field.APPLICABLE: marks[state]}
                    if state in marks
                    else {}
                )
                number = value if state is State.VALUE else None
                yield Answer(unit.code, f"{node.code}/{asked.code}", state, number, fields)
