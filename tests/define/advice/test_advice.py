"""Every code of advice: the small change that brings it about, where it is told, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define.advice import CATALOGUE, AdviceCode, group_advice
from smartxl.define.load import load_advised
from smartxl.text import LANGUAGES
from smartxl_templates import framework_folder, framework_names
from tests.define.advice.conftest import LEAF, SAMPLE, Edit

KPI = "measure: kpi\n        rule: goalposts\n        params: { worst: 0, best: 10 }"
SAMPLE_HEAD = "".join(f"{line}\n" for line in SAMPLE.splitlines()[:5])
LOCAL = f"{KPI}\n → measure: kpi\n        rule: goalposts\n        params: {{ best: 10, worst: 0 }}\n        specific: true\n"
RUBRIC = "measure: rubric\n        rule: rubric\n        scale: depth"
INPUT = "inputs: [{{ code: x, name: {{ zh: 数{code}, en: Number {code} }}, unit: {{ zh: 个, en: things }}, min: 0, max: 100 }}]"
NOUGHT = "inputs: [{ code: x, name: { zh: 数, en: Number }, unit: { zh: 个, en: things }, min: 0, max: 0 }]"
PEER = "measure: kpi\n        rule: percentile\n        params: { of: inclusive }"
ADD = "  - code: {code}\n    name: {{ zh: 项{code}, en: Part {code} }}\n    weight: {weight}\n    children:\n"


def judged(code: str) -> str:
    """An indicator becomes one that is judged."""
    shown = INPUT.format(code=code)
    return f"        {KPI}\n        {shown}\n →         {RUBRIC}\n"


def pipeline(steps: str, points: float = 10) -> str:
    """A node K of the pipeline, last in the tree."""
    leaf = LEAF.format(code="K1", weight=100)
    node = ADD.format(code="K", weight=points) + leaf
    last = f"{SAMPLE_HEAD}        scale: depth\n"
    return f"  total: mean →   total: mean\n  pipeline: [{steps}] ; {last} → {last}{node}"


def reward(when: str) -> str:
    """A rule of rewards."""
    return f"framework: {{ → rewards:\n  - {{ kind: reward, says: {{ zh: 表扬, en: Praise }}, when: {when} }}\nframework: {{"


MANY = "".join(LEAF.format(code=f"A{n}", weight=7.5) for n in range(4, 12))
CASES: dict[str, tuple[str, AdviceCode, str, str]] = {
    "judged for the most part": (
        " ; ".join(map(judged, ("A1", "A2", "A3", "B1", "B2"))),
        AdviceCode.FEW_QUANTITATIVE,
        "framework.yaml",
        "39%",
    ),
    "mostly of this city": (" ; ".join([LOCAL] * 6), AdviceCode.MUCH_LOCAL, "framework.yaml", "70%"),
    "two children": (
        f"{LEAF.format(code='A3', weight=30)} →  ; weight: 30\n        measure → weight: 60\n        measure",
        AdviceCode.FEW_CHILDREN,
        "children",
        "A 领域A只有 2 项下级，少于 3 项",
    ),
    "eleven children": (
        f"{LEAF.format(code='A2', weight=30)}{LEAF.format(code='A3', weight=30)} → {MANY}",
        AdviceCode.MANY_CHILDREN,
        "children",
        "",
    ),
    "a heavy node": (
        "weight: 40\n    children → weight: 70\n    children ; weight: 30\n    children → weight: 15\n    children"
        " ; weight: 30\n    children → weight: 15\n    children",
        AdviceCode.DOMINANT_NODE,
        "weight",
        "A 领域A占其上级（全部单位）的 70%，超过60%",
    ),
    "a heavy indicator": (
        "weight: 40\n        measure → weight: 80\n        measure ; weight: 30\n        measure → weight: 10\n        measure"
        " ; weight: 30\n        measure → weight: 10\n        measure",
        AdviceCode.DOMINANT_INDICATOR,
        "weight",
        "A1 指标A1占全部单位总分的 32%，是各指标平均的 2.9 倍",
    ),
    "a weight of 0": (
        "weight: 40\n        measure → weight: 70\n        measure ; weight: 30\n        measure → weight: 0\n        measure",
        AdviceCode.WEIGHT_ZERO,
        "weight",
        "A2 指标A2对全部单位的权重为 0",
    ),
    "a unit without English": (
        "P2,市教育局,Education → P2,市教育局,",
        AdviceCode.NO_ENGLISH,
        "roster.csv:3 name_en",
        "市教育局",
    ),
    "a unit of measurement without": (
        "unit: { zh: 个, en: things } → unit: { zh: 个 }",
        AdviceCode.NO_ENGLISH,
        "unit",
        "“个”",
    ),
    "a title without": (
        "organiser: { zh: 智慧办, en: Smart Office } → organiser: { zh: 智慧办 }",
        AdviceCode.NO_ENGLISH,
        "assessment.yaml:8 organiser",
        "智慧办",
    ),
    "left as it was": (
        "organiser: { zh: 智慧办, en: Smart Office } → organiser: { zh: 组织单位, en: Organiser }",
        AdviceCode.LEFT_AS_IT_WAS,
        "assessment.yaml:8 organiser",
        "组织单位",
    ),
    "an item without": (
        ",Digging up a road → ,",
        AdviceCode.NO_ENGLISH,
        "catalogue/01.csv:3 item_name_en",
        "道路挖掘",
    ),
    "items without": (
        ",Digging up a road → , ; ,Allowance → ,",
        AdviceCode.ITEMS_NO_ENGLISH,
        "catalogue/01.csv item_name_en",
        "2 个采样事项都没有英文名称",
    ),
    "guidance without": (
        "points: 0.5 } → points: 0.5, guidance: { zh: 可查状态 } }",
        AdviceCode.NO_ENGLISH,
        "guidance",
        "可查状态",
    ),
    "two peers": (
        f"{KPI} → {PEER}\n        units: [P1, P2]",
        AdviceCode.FEW_PEERS,
        "rule",
        "只有 2 个单位填报",
    ),
    "a stage above 100": (
        "from: 60 → from: 101",
        AdviceCode.STAGE_UNREACHABLE,
        "from",
        "发展期（101 分及以上）没有人能到：总分只在 0 到 100 分之间",
    ),
    "a stage below 0": (
        "from: 0, name: { zh: 起步期, en: Starting } → from: -20, name: { zh: 未起步, en: Not } }\n"
        "      - { from: 0, name: { zh: 起步期, en: Starting }",
        AdviceCode.STAGE_UNREACHABLE,
        "from",
        "未起步（-20 到 0 分）没有人能到",
    ),
    "a gate above 100": (
        pipeline("{ step: gate, least: 101 }, { step: bonus, nodes: [K] }"),
        AdviceCode.GATE_IDLE,
        "least",
        "谁也过不去",
    ),
    "a gate at 0": (
        pipeline("{ step: gate, least: 0 }, { step: bonus, nodes: [K] }"),
        AdviceCode.GATE_IDLE,
        "least",
        "谁也拦不住",
    ),
    "a bonus of nothing": (
        pipeline("{ step: bonus, nodes: [K], cap: 0 }"),
        AdviceCode.STEP_IDLE,
        "nodes",
        "加分中的K 项K最多得 0 分",
    ),
    "a veto of nothing": (
        f"{pipeline('{ step: veto, nodes: [K], record: 59 }')} ; {INPUT.format(code='K1')} → {NOUGHT}",
        AdviceCode.STEP_IDLE,
        "nodes",
        "一票否决",
    ),
    "a floor that is never needed": (
        "weight: 40\n    children → weight: 40\n    combine: { method: geometric, floor: 1 }\n    children"
        + " ; worst: 0, best: 10 → worst: -10, best: 10" * 3,
        AdviceCode.FLOOR_IDLE,
        "floor",
        "A 领域A汇总时低于 1 分的按 1 分计，而下级得分只在 50 到 100 分之间",
    ),
    "a reward above 100": (
        pipeline("{ step: bonus, nodes: [K] }") + " ; " + reward("{ score: 120 }"),
        AdviceCode.REWARD_UNMET,
        "score",
        "0 到 110 分之间",
    ),
    "progress of more than all": (
        reward("{ progress: 101 }"),
        AdviceCode.REWARD_UNMET,
        "progress",
        "progress",
    ),
    "below the lowest score": (reward("{ score_below: 0 }"), AdviceCode.REWARD_UNMET, "score_below", ""),
    "a stage that nobody is in": (
        "from: 60 → from: 101 ; " + reward("{ stage_from: 发展期 }"),
        AdviceCode.REWARD_UNMET,
        "stage_from",
        "",
    ),
    "a target above 100": (
        "framework: { → targets: { A1: 120 }\nframework: {",
        AdviceCode.TARGET_BEYOND,
        "A1",
        "目标是 120 分",
    ),
    "goalposts beyond the limit": (
        "best: 10 → best: 200",
        AdviceCode.FULL_UNREACHABLE,
        "params",
        "最多得 50 分",
    ),
    "a best option below 1": (
        "points: 1 } → points: 0.9 }",
        AdviceCode.FULL_UNREACHABLE,
        "scale",
        "最多得 90 分",
    ),
    "criteria of too few points": (
        f"{KPI} → measure: given\n        rule: criteria\n        params: {{ points: [60] }}",
        AdviceCode.FULL_UNREACHABLE,
        "params",
        "60 分",
    ),
    "a band beyond the limit": (
        f"{KPI} → measure: kpi\n        rule: bands\n        params: {{ thresholds: [0, 50, 200], points: [0, 100, 100] }}",
        AdviceCode.BAND_UNREACHABLE,
        "params",
        "从 200 起的一档用不上：填报上限是 100",
    ),
    "equal options": (
        "points: 0.5 } → points: 1 }",
        AdviceCode.OPTIONS_EQUAL,
        "options",
        "查询、办理 的分值都是 1",
    ),
    "options up and down": (
        "points: 0.5 } → points: 0.5 }\n      - { label: { zh: 表格, en: Form }, points: 0.4 }",
        AdviceCode.OPTIONS_UNORDERED,
        "options",
        "0, 0.5, 0.4, 1",
    ),
}


@pytest.mark.parametrize(("edits", "code", "where", "told"), CASES.values(), ids=CASES)
def test_it_is_told(advised: Edit, edits: str, code: AdviceCode, where: str, told: str) -> None:
    found = [advice for advice in advised(edits) if advice.code is code]
    assert len(found) == 1, found
    assert where in found[0].where
    assert found[0].place.line or code is AdviceCode.ITEMS_NO_ENGLISH
    assert told in found[0].message("zh")
    for lang in LANGUAGES:
        assert "{" not in found[0].message(lang) + found[0].remedy(lang)


def test_every_code_has_a_case_and_words() -> None:
    elsewhere = {
        AdviceCode.VERSION_UNCHANGED,  # tests/cli/test_check.py
        AdviceCode.IN_SEVERAL_FILES,  # tests/project/test_several_files.py
    }
    assert {code for _, code, _, _ in CASES.values()} | elsewhere == set(AdviceCode) == CATALOGUE.keys()
    for kind in CATALOGUE.values():
        for text in (kind.title, kind.message, kind.remedy):
            assert text.zh
            assert text.en


def test_nothing_is_said_of_a_sound_definition(advised: Edit) -> None:
    assert advised("") == ()


def test_without_english_forms_nothing_need_be_translated(advised: Edit) -> None:
    edits = "languages: [zh, en] → languages: [zh] ; P2,市教育局,Education → P2,市教育局,"
    assert advised(edits) == ()


def test_signs_need_no_translation(advised: Edit) -> None:
    assert advised('unit: { zh: 个, en: things } → unit: { zh: "%" }') == ()


QUIET = {
    "a number that may be explained away": "min: 0, max: 100 → min: 0",
    "an open floor": "total: mean → total: { method: geometric, floor: 1 }",
    "a bonus lifts the top": pipeline("{ step: bonus, nodes: [K] }") + " ; from: 60 → from: 105",
    "the highest total is in it": "from: 60 → from: 100",
    "a veto records less": pipeline("{ step: veto, nodes: [K], record: -20 }")
    + " ; from: 0, name → from: -20, name: { zh: 否决, en: Vetoed } }\n      - { from: 0, name",
}


@pytest.mark.parametrize("edits", QUIET.values(), ids=QUIET)
def test_what_can_happen_is_not_told(advised: Edit, edits: str) -> None:
    assert [advice.code for advice in advised(edits) if advice.code.value.startswith("U")] == []


def test_groups_keep_all_in_the_order_of_the_catalogue(advised: Edit) -> None:
    found = advised(
        "P1,市公安局,Police → P1,市公安局, ; P2,市教育局,Education → P2,市教育局, ; best: 10 → best: 200"
    )
    groups = group_advice(found)
    assert [(group.code, len(group.members)) for group in groups] == [
        (AdviceCode.NO_ENGLISH, 2),
        (AdviceCode.FULL_UNREACHABLE, 1),
    ]


@pytest.mark.parametrize("name", framework_names())
def test_packaged_frameworks_promise_nothing_that_cannot_happen(name: str) -> None:
    """Their sizes and weights are those of the published systems; translations and conditions are ours."""
    found = load_advised(framework_folder(name)).advice
    kinds = {advice.code.value[0] for advice in found if advice.code is not AdviceCode.ITEMS_NO_ENGLISH}
    assert kinds <= {"N", "W", "S"}


def test_of_the_standard_definition_the_items_alone_have_no_english() -> None:
    (advice,) = load_advised(framework_folder("smart-2014")).advice
    assert advice.code is AdviceCode.ITEMS_NO_ENGLISH


def test_which_conventions_are_written(folder: Path) -> None:
    held = {convention.key: convention for convention in load_advised(folder).conventions}
    assert [key for key, convention in held.items() if convention.written] == [
        "conventions.digits",
        "conventions.total",
    ]
    assert held["conventions.ranking.ties"].holds.en == "ties share the best rank (1, 2, 2, 4)"
    assert held["combine"].holds.zh == "3 个未写明，按加权平均"


WRITTEN = {
    "  digits: 2 →   digits: 2\n  ranking: { ties: dense }": ("conventions.ranking.ties", "不空位"),
    "  digits: 2 →   digits: 2\n  ranking: { of: raw }": ("conventions.ranking.of", "未舍入的总分"),
    "  digits: 2 →   digits: 2\n  peers: class": ("conventions.peers", "同类单位"),
    "  digits: 2 →   digits: 2\n  unanswered: { after_due: zero }": (
        "conventions.unanswered",
        "截止日及以前不计入得分，以后按 0 分计",
    ),
    "  digits: 2 →   digits: 2\n  coverage_floor: { unit: 0.6, node: 0.5 }": (
        "conventions.coverage_floor",
        "单位 0.6，各级领域 0.5",
    ),
    "  stages: →   stages:\n    boundary: upper": ("conventions.stages.boundary", "归下一档"),
    "  total: mean →   total: { unscored: zero }": ("combine.unscored", "1 处写明，其余：不参与"),
    "  digits: 2 →   digits: { indicator: 1, total: 0 }": (
        "conventions.digits",
        "指标保留 1 位小数，各级保留 1 位小数，总分保留 0 位小数",
    ),
}


@pytest.mark.parametrize(("edit", "told"), WRITTEN.items(), ids=[key for key, _ in WRITTEN.values()])
def test_a_convention_that_is_written(folder: Path, advised: Edit, edit: str, told: tuple[str, str]) -> None:
    advised(edit)
    held = {convention.key: convention for convention in load_advised(folder).conventions}
    key, words = told
    assert held[key].written
    assert words in held[key].holds.zh


def test_what_a_blank_definition_has_is_told() -> None:
    found = load_advised(framework_folder("blank")).advice
    told = {advice.message("zh") for advice in found if advice.code is AdviceCode.LEFT_AS_IT_WAS}
    for text in (
        "我的评估",
        "本市",
        "组织单位",
        "联系人、电话",
        "我的指标体系",
        "领域一",
        "第一单位",
        "第二单位",
    ):
        assert any(f"“{text}”" in each for each in told), text
