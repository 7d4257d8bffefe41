"""Every kind of problem: one sound project, spoiled in one place, gives one problem, at that place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError, Problem
from smartxl.text import LANGUAGES
from tests.languages import foreign

if TYPE_CHECKING:
    from pathlib import Path

ASSESSMENT, FRAMEWORK, ROSTER, ITEMS = "assessment.yaml", "framework.yaml", "roster.csv", "catalogue/01.csv"


class Case(NamedTuple):
    """`old` becomes `new` in `file`; the problem is in the line that holds `at` (default: `new`), with `words`.

    `also`: part of the one other problem that follows from it.
    """

    id: str
    file: str
    old: str
    new: str
    column: str
    words: str
    at: str = ""
    also: str = ""


A3_PARAMS = "params: { thresholds: [0, 5, 10], points: [0, 60, 100] }"
X_INPUT = "          - { code: x, name: { zh: 条数 }, unit: { zh: 条 }, min: 0 }\n"
B1_TAIL = "rule: rubric\n        scale: depth"

SHAPE = (
    Case("unknown key", FRAMEWORK, "element: S", "elment: S", "elment", "unknown key"),
    Case(
        "missing key",
        FRAMEWORK,
        "title: { zh: 深度, en: Depth }",
        "title:",
        "title",
        "missing",
        "depth:+title",
    ),
    Case("wrong number", FRAMEWORK, "digits: 2", "digits: two", "digits", "'two'"),
    Case("wrong enum", FRAMEWORK, "measure: survey", "measure: poll", "measure", "'poll'"),
    Case(
        "wrong type",
        FRAMEWORK,
        "heads: { level: { zh: 办理深度, en: How deep } }",
        "heads: 深度",
        "heads",
        "深度",
    ),
    Case(
        "list for mapping",
        ASSESSMENT,
        "title: { zh: 小评估, en: Small assessment }",
        "title: [小评估]",
        "title",
        "list",
    ),
    Case("unknown head", FRAMEWORK, "heads: { level:", "heads: { lvl:", "lvl", "level"),
    Case("points above 1", FRAMEWORK, "Guide }, points: 0.5", "Guide }, points: 5", "points", "'5'"),
    Case("points below 0", FRAMEWORK, "Guide }, points: 0.5", "Guide }, points: -1", "points", "'-1'"),
    Case("not finite", FRAMEWORK, "full: 10", "full: .inf", "full", "number"),
    Case(
        "wildcard in a label",
        FRAMEWORK,
        "{ zh: 指南, en: Guide }",
        '{ zh: "一*", en: Guide }',
        "zh",
        "criterion",
    ),
    Case(
        "comparison as label",
        FRAMEWORK,
        "{ zh: 指南, en: Guide }",
        '{ zh: 指南, en: ">=60" }',
        "en",
        "criterion",
    ),
    Case(
        "number as label",
        FRAMEWORK,
        "{ zh: 指南, en: Guide }",
        "{ zh: 1, en: Guide }",
        "zh",
        "reads as a number",
    ),
    Case(
        "date as label",
        FRAMEWORK,
        "{ zh: 指南, en: Guide }",
        '{ zh: 指南, en: "3-1" }',
        "en",
        "reads as a number",
    ),
    Case("empty label", FRAMEWORK, "{ zh: 指南, en: Guide }", '{ zh: "", en: Guide }', "zh", "empty"),
    Case("hidden character", FRAMEWORK, "zh: 指南", 'zh: "指\\u200b南"', "zh", "U+200B"),
    Case("not a day", ASSESSMENT, "due: 2026-10-31", "due: 20261031", "due", "2026-09-01"),
    Case("no such day", ASSESSMENT, "due: 2026-10-31", "due: 2026-02-30", "due", "2026-02-30"),
    Case("revision 0", ASSESSMENT, "revision: 1", "revision: 0", "revision", "'0'"),
    Case("duplicate key", FRAMEWORK, "digits: 2", "digits: 2\n  digits: 3", "digits", "again", "  digits: 3"),
)

FRAMEWORK_CASES = (
    Case("id", ASSESSMENT, "id: small", "id: 小", "id", "not a code"),
    Case("due before start", ASSESSMENT, "due: 2026-10-31", "due: 2026-08-31", "due", "before"),
    Case("language twice", ASSESSMENT, "[zh, en]", "[zh, zh, en]", "languages", "twice"),
    Case("framework code", ASSESSMENT, "code: small-fw", "code: other", "code", "'other'"),
    Case("framework version", ASSESSMENT, '"1.10"', "1.1", "version", "'1.1' here, '1.10'"),
    Case("no framework", ASSESSMENT, "file: framework.yaml", "file: fw.yaml", "file", "fw.yaml"),
    Case("framework outside", ASSESSMENT, "file: framework.yaml", "file: ../f.yaml", "file", "outside"),
    Case("node code twice", FRAMEWORK, "code: A2", "code: a3", "code", "line", "code: A3"),
    Case("node code reserved", FRAMEWORK, "code: A2", "code: TOTAL", "code", "reserved"),
    Case("node code of a column", FRAMEWORK, "code: A2", "code: rank", "code", "reserved"),
    Case("node code with @", FRAMEWORK, "code: A2", 'code: "@x"', "code", "reserved"),
    Case("node code syntax", FRAMEWORK, "code: A2", "code: A/2", "code", "'A/2' is not a code"),
    Case("scale code syntax", FRAMEWORK, "  likert:", "  li kert:", "li kert", "not a code", also="unknown scale"),
    Case("input code twice", FRAMEWORK, "code: N,", "code: n,", "code", "twice", "zh: 总数"),
    Case("input code syntax", FRAMEWORK, "code: N,", "code: 总,", "code", "not a code"),
    Case("weights of siblings", FRAMEWORK, "weight: 30", "weight: 31", "weight", "sum to 101", "{ dep: 50,"),
    Case("weights at the top", FRAMEWORK, "dis: 100 }\n    children", "dis: 99 }\n    children", "weight", "dis sum to 99",
         "dis: 99"),
    Case("shares of classes", FRAMEWORK, "share: 40", "share: 30", "share", "sum to 90", "share: 60"),
    Case("classes contradict weight", FRAMEWORK, "        weight: { dep: 50, dis: 100 }",
         "        classes: [dep]\n        weight: { dep: 50, dis: 100 }", "classes", "classes says dep", "classes: [dep]"),
    Case("no rule", FRAMEWORK, "        rule: ratio\n", "", "rule", "no rule", "code: A2"),
    Case("neither children nor measure", FRAMEWORK, "        measure: rubric\n        rule: rubric\n        scale: depth\n",
         "", "measure", "neither", "code: B1"),
    Case("measure on a group", FRAMEWORK, "    classes: [dep]\n    weight: 40", "    classes: [dep]\n    rule: ratio\n"
         "    weight: 40", "rule", "has children", "    rule: ratio\n    weight"),
    Case("rule of another measure", FRAMEWORK, B1_TAIL, B1_TAIL.replace("rubric", "ratio"), "rule", "ratio does not score"),
    Case("unknown rule", FRAMEWORK, "rule: ratio", "rule: ration", "rule", "ration"),
    Case("unknown parameter", FRAMEWORK, "{ full: 10 }", "{ full: 10, cap: 3 }", "params", "cap"),
    Case("missing parameter", FRAMEWORK, "{ worst: 1, best: 0.3 }", "{ best: 0.3 }", "params", "worst"),
    Case("rule bands not increasing", FRAMEWORK, "[0, 5, 10]", "[0, 10, 5]", "params", "increase"),
    Case("parameters of a survey", FRAMEWORK, "scale: likert", "scale: likert\n        params: { points: [1, 0, 0] }",
         "params", "scale", "params: { points: [1, 0, 0] }"),
    Case("ratio with one input", FRAMEWORK, "          - { code: n, name: { zh: 上云数 }, unit: { zh: 个 }, min: 0 }\n", "",
         "inputs", "1 inputs", "inputs:"),
    Case("three inputs", FRAMEWORK, X_INPUT, X_INPUT + X_INPUT.replace(" x,", " y,") + X_INPUT.replace(" x,", " z,"),
         "inputs", "3 inputs", "code: A3+inputs:"),
    Case("inputs of a rubric", FRAMEWORK, B1_TAIL, f"{B1_TAIL}\n        inputs:\n{X_INPUT}".rstrip(), "inputs", "1 inputs",
         "code: B1+inputs:"),
    Case("min above max", FRAMEWORK, "min: 0, max: 900", "min: 901, max: 900", "min", "901"),
    Case("no scale", FRAMEWORK, B1_TAIL, "rule: rubric", "scale", "no scale", "code: B1"),
    Case("unknown scale", FRAMEWORK, "scale: likert", "scale: lickert", "scale", "'lickert'"),
    Case("scale of a kpi", FRAMEWORK, "rule: ratio", "rule: ratio\n        scale: depth", "scale", "no scale",
         "code: A2+scale: depth"),
    Case("heads of a kpi", FRAMEWORK, "rule: ratio", "rule: ratio\n        heads: { kind: { zh: 类 } }", "heads", "kpi",
         "heads: { kind"),
    Case("cost under ratio", FRAMEWORK, "rule: ratio", "rule: ratio\n        direction: cost", "direction", "more points",
         "code: A2+direction: cost"),
    Case("direction against goalposts", FRAMEWORK, "        direction: cost\n", "", "params", "benefit", "worst: 1"),
    Case("direction against bands", FRAMEWORK, "[0, 60, 100]", "[100, 60, 0]", "params", "score it as cost"),
    Case("label twice", FRAMEWORK, "{ zh: 办理, en: Service }", "{ zh: 指 南, en: guide }", "en", "twice"),
    Case("label in both languages", FRAMEWORK, "{ zh: 办理, en: Service }", "{ zh: Guide, en: Service }", "zh", "twice"),
    Case("label without English", FRAMEWORK, "{ zh: 办理, en: Service }", "{ zh: 办理 }", "en", "no English"),
    Case("label is an answer", FRAMEWORK, "{ zh: 办理, en: Service }", "{ zh: 不适用, en: Service }", "zh", "answer"),
    Case("channel twice", FRAMEWORK, "{ zh: APP, en: APP }", "{ zh: 网站, en: App }", "zh", "twice"),
    Case("stages not increasing", FRAMEWORK, "from: 60", "from: 0", "from", "begins at 0", "Developing"),
    Case("unknown unit of an indicator", FRAMEWORK, "units: [P1]", "units: [P1, P9]", "units", "'P9'"),
    Case("unit of another class", FRAMEWORK, "units: [P1]", "units: [P1, D1]", "units", "D1 is of the class dis"),
)  # fmt: skip

TABLE_CASES = (
    Case("unknown column", ROSTER, "contact", "contcat", "contcat", "unknown column"),
    Case("missing column", ROSTER, "code,name,name_en", "kode,name,name_en", "code", "missing", also="unknown column 'kode'"),
    Case("column twice", ROSTER, "name_en", "name", "name", "twice"),
    Case("cells beyond the heading", ROSTER, "p1@example.org,1", "p1@example.org,1,1", "", "7 cells"),
    Case("unbalanced quotes", ROSTER, "D1,云湖区", 'D1,"云湖区', "", "cannot be read"),
    Case("unit without a name", ROSTER, "市教育局", "", "name", "blank", "P2,"),
    Case("unit code twice", ROSTER, "D1,云湖区,Yunhu,dis,,", "D1,云湖区,Yunhu,dis,,\nd1,临江区,,dis,,", "code",
         "twice", "临江区"),
    Case("unit code syntax", ROSTER, "D1,", "D 1,", "code", "'D 1' is not a code"),
    Case("unit code reserved", ROSTER, "D1,", "@D1,", "code", "reserved"),
    Case("unknown class", ROSTER, "Yunhu,dis,,", "Yunhu,dis,,\nD2,临江区,,dist,,", "class", "'dist'", "临江区"),
    Case("weight 0", ROSTER, "2.5", "0", "weight", "'0' is not a number above 0", "P2,"),
    Case("weight is text", ROSTER, "2.5", "较高", "weight", "'较高'"),
    Case("weight is not finite", ROSTER, "2.5", "inf", "weight", "'inf'"),
    Case("sheet name: slash", ROSTER, "云湖区,", "云湖区/临江区,", "name", "'云湖区/临江区' cannot name a sheet"),
    Case("sheet name: long", ROSTER, "云湖区,", f"{'云' * 32},", "name", "longer than 31"),
    Case("sheet name: without 市", ROSTER, "云湖区,", "公安局,", "name", "row 2", "D1,"),
    Case("hidden character in a cell", ITEMS, "教师资格认定", "教师\u200b资格认定", "item_name", "U+200B"),
    Case("item without a unit", ITEMS, "P1,A1,X1,", ",A1,X1,", "unit", "blank"),
    Case("item without a name", ITEMS, "居民身份证申领", "", "item_name", "blank", "P1,A1,X1"),
    Case("unknown unit", ITEMS, "P1,A1,X1,", "P7,A1,X1,", "unit", "'P7'"),
    Case("unknown class of units", ITEMS, "P1,A1,X1,", "@dist,A1,X1,", "unit", "'@dist'"),
    Case("unknown indicator", ITEMS, "P1,A1,X1,", "P1,A9,X1,", "leaf", "'A9'"),
    Case("indicator not sampled", ITEMS, "P1,A1,X1,", "P1,A2,X1,", "leaf", "A2 is not sampled (kpi)"),
    Case("group as indicator", ITEMS, "P1,A1,X1,", "P1,A,X1,", "leaf", "a group"),
    Case("item code twice", ITEMS, "P1,A1,,户口迁移,行政确认", "P1,A1,x1,户口迁移,行政确认", "item_code", "row 2"),
    Case("item of class and unit", ITEMS, "@dis,A1,Q1", "D1,A1,Q1,卫生,,,\n@dis,A1,Q1", "item_code", "twice for D1",
         "@dis,A1"),
    Case("item code syntax", ITEMS, "P1,A1,X1,", "P1,A1,X 1,", "item_code", "'X 1'"),
    Case("item code became a day", ITEMS, "P1,A1,X1,", "P1,A1,2-Jan,", "item_code", "1-2"),
    Case("points 0", ITEMS, "个人,0.5", "个人,0", "points", "'0'"),
)  # fmt: skip


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replaces a text that must be there."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What load complains about."""
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    for problem in caught.value.problems:
        for lang in LANGUAGES:
            assert not foreign(problem.what.get(lang), lang), problem
            assert not foreign(problem.remedy.get(lang), lang), problem
    return caught.value.problems


def line_of(folder: Path, file: str, at: str) -> int:
    """The line that holds `at`; X+y is the first y after X."""
    text = (folder / file).read_text("utf-8")
    start, _, rest = at.partition("+")
    index = text.index(rest, text.index(start))
    return text.count("\n", 0, index) + 1


@pytest.mark.parametrize("case", SHAPE + FRAMEWORK_CASES + TABLE_CASES, ids=lambda case: case.id)
def test_a_mistake_is_named_where_it_is(folder: Path, case: Case) -> None:
    edit(folder, case.file, case.old, case.new)
    found = problems_of(folder)
    others = [str(problem) for problem in found if case.also and case.also in str(problem)]
    assert len(found) == 1 + len(others), [str(problem) for problem in found]
    problem = next(problem for problem in found if str(problem) not in others)
    assert problem.file == case.file
    assert problem.line == line_of(folder, case.file, case.at or case.new), str(problem)
    assert problem.column == case.column, str(problem)
    assert case.words in problem.what.en, str(problem)
    assert problem.remedy


Q1 = "@dis,A1,Q1,公共场所卫生许可,行政许可,法人,\n"
D1 = "D1,云湖区,Yunhu,dis,,\n"
B_GROUP = "    name: { zh: 管理, en: Management }\n    classes: [dep]\n    weight: 40"

FOLLOWING: dict[str, tuple[list[tuple[str, str, str]], list[tuple[str, str, str, str]]]] = {
    "unit without anything to answer": (
        [(ITEMS, Q1, "")],
        [(ROSTER, "D1,", "code", "D1 has no item"), (FRAMEWORK, "code: A1", "units", "no unit of the class dis")],
    ),
    "class without units": (
        [(ROSTER, D1, "")],
        [(FRAMEWORK, "code: dis,", "code", "no unit of the class dis")],
    ),
    "indicator that no unit answers": (
        [(FRAMEWORK, "        missing: zero", "        units: [P1, P2]")],
        [(FRAMEWORK, "units: [P1, P2]", "units", "no unit of the class dis is asked about A1"),
         (ROSTER, "D1,", "code", "D1 has no item")],
    ),
    "unknown class of a node": (
        [(FRAMEWORK, B_GROUP, B_GROUP.replace("[dep]", "[dep, dip]"))],
        [(FRAMEWORK, "[dep, dip]", "classes", "unknown class 'dip'")],
    ),
    "unknown class of a weight": (
        [(FRAMEWORK, "weight: { dep: 60, dis: 100 }", "weight: { dep: 60, dis: 100, dip: 1 }")],
        [(FRAMEWORK, "dip: 1", "dip", "unknown class 'dip'")],
    ),
    "class that the parent has not": (
        [(FRAMEWORK, "weight: 25\n        measure: survey", "weight: { dep: 25, dis: 100 }\n        measure: survey")],
        [(FRAMEWORK, "{ dep: 25, dis: 100 }", "dis", "B2 has the class 'dis', its parent B has not")],
    ),
    "group without an indicator for a class": (
        [(FRAMEWORK, B_GROUP, B_GROUP.replace("classes: [dep]", "classes: [dep, dis]")),
         (FRAMEWORK, "weight: 25\n        measure: rubric", "classes: [dep]\n        weight: 25\n        measure: rubric"),
         (FRAMEWORK, "weight: 25\n        measure: survey", "classes: [dep]\n        weight: 25\n        measure: survey"),
         (FRAMEWORK, "weight: 25\n        units", "classes: [dep]\n        weight: 25\n        units"),
         (FRAMEWORK, "weight: 25\n        measure: kpi", "classes: [dep]\n        weight: 25\n        measure: kpi"),
         (FRAMEWORK, "{ dep: 60, dis: 100 }", "{ dep: 60, dis: 60 }")],
        [(FRAMEWORK, "code: B\n+children", "children", "B has no indicator for the class dis")],
    ),
    "groups among indicators": (
        [(FRAMEWORK, "  - code: B\n", "  - { code: C, name: { zh: 丙 }, classes: [dep], weight: 0, measure: rubric, "
          "rule: rubric, scale: depth }\n  - code: B\n")],
        [(FRAMEWORK, "code: C,", "code", "C is an indicator, its sibling A is a group")],
    ),
    "item of a unit whose class is not asked": (
        [(FRAMEWORK, "weight: { dep: 50, dis: 100 }", "weight: { dep: 50 }"), (FRAMEWORK, "dis: 100 }", "dis: 0 }")],
        [(ITEMS, "@dis", "leaf", "A1 is not for the class dis"), (FRAMEWORK, "    children", "children", "A has no indicator"),
         (FRAMEWORK, "{ dep: 60, dis: 0 }", "weight", "dis sum to 0"), (ROSTER, "D1,", "code", "D1 has no item")],
    ),
    "item of a unit that is not named": (
        [(FRAMEWORK, "        missing: zero", "        missing: zero\n        units: [P1, D1]")],
        [(ITEMS, "P2,A1", "unit", "P2 is not among them")],
    ),
    "unit of an unknown class": (
        [(ROSTER, "P1,市公安局,Police,dep", "P1,市公安局,Police,dept")],
        [(ROSTER, "P1,", "class", "unknown class 'dept'")],
    ),
    "equal mistakes in many rows": (
        [(ITEMS, Q1, Q1 + "".join(f"P1,A7,Z{n},事项{n},,,\n" for n in range(20)) + "P2,A7,Z9,事项,,,\n")],
        [(ITEMS, "Z0,", "leaf", "unknown indicator 'A7' (rows 7–27: 21 rows)")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLLOWING)
def test_mistakes_between_files(folder: Path, name: str) -> None:
    edits, expected = FOLLOWING[name]
    for file, old, new in edits:
        edit(folder, file, old, new)
    found = problems_of(folder)
    assert len(found) == len(expected), [str(problem) for problem in found]
    for file, at, column, words in expected:
        line = line_of(folder, file, at)
        matching = [
            p for p in found if (p.file, p.line, p.column) == (file, line, column) and words in p.what.en
        ]
        assert len(matching) == 1, (file, line, column, words, [str(problem) for problem in found])
        assert matching[0].remedy


def test_ten_mistakes_in_four_files_are_told_at_once(folder: Path) -> None:
    edits = [
        (ASSESSMENT, "due: 2026-10-31", "due: soon"),
        (ASSESSMENT, "revision: 1", "revison: 1"),
        (FRAMEWORK, "element: S", "element: X"),
        (FRAMEWORK, "weight: 30", "weight: 31"),
        (FRAMEWORK, "scale: likert", "scale: likrt"),
        (FRAMEWORK, "weight: 25\n        units", "weight: a quarter\n        units"),
        (ROSTER, "2.5", "-1"),
        (ROSTER, "Yunhu,dis", "Yunhu,dis\nD2,云湖区,,dis"),
        (ITEMS, "P2,A1,X1", "P3,A1,X1"),
        (ITEMS, "户口迁移,行政确认,个人,2", "户口迁移,行政确认,个人,two"),
    ]
    for file, old, new in edits:
        edit(folder, file, old, new)
    found = problems_of(folder)
    assert [(p.file, p.column) for p in found] == [
        (ASSESSMENT, "revison"),
        (ASSESSMENT, "due"),
        (FRAMEWORK, "weight"),
        (FRAMEWORK, "element"),
        (FRAMEWORK, "scale"),
        (FRAMEWORK, "weight"),
        (ROSTER, "weight"),
        (ROSTER, "name"),
        (ITEMS, "points"),
        (ITEMS, "unit"),
    ]
    assert "did you mean `revision`?" in found[0].remedy.en
    assert "sum to 101" in found[2].what.en


def test_what_follows_from_a_mistake_is_not_told(folder: Path) -> None:
    """A weight that is no number does not also fail to sum, nor does a node that cannot be read lack its rule."""
    edit(folder, FRAMEWORK, "weight: { dep: 60, dis: 100 }", "weight: { dep: much, dis: 100 }")
    edit(folder, FRAMEWORK, "measure: survey", "measure: poll")
    edit(folder, FRAMEWORK, "{ from: 60,", "{ from: high,")
    assert [problem.column for problem in problems_of(folder)] == ["from", "dep", "measure"]


def test_a_code_that_a_spreadsheet_has_changed_is_told_with_the_one_that_there_is(folder: Path) -> None:
    edit(folder, ROSTER, "P1,", "007,")
    edit(folder, FRAMEWORK, "units: [P1]", "units: ['007']")
    items = folder / ITEMS
    items.write_text(items.read_text("utf-8").replace("P1,", "7,"), "utf-8")
    told = [p.remedy.en for p in problems_of(folder) if (p.file, p.column) == (ITEMS, "unit")]
    assert told
    assert all(remedy.startswith("there is 007; write both alike") for remedy in told)
