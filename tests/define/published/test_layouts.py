"""The ways in which published tables show their levels, their weights and their heads."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from smartxl.define import load
from smartxl.define.published import paste_book
from smartxl.define.published.remark import About, Sureness
from smartxl.xlsx import open_any
from tests.define.published.tables import Branch, Style, put, saved
from tests.define.published.test_tree import DAY, outline, read

ONE_COLUMN = """\
序号,指标名称,权重
一,保障体系,40%
1,组织机构,50%
2,政策法规,50%
二,基础设施,60%
1,宽带网络,100%
"""
NUMBERED = """\
指标名称,权重
一、保障体系（40分）,
（一）组织机构,20
（二）政策法规,20
二、基础设施（60分）,
（一）宽带网络,60
"""
CODED = """\
编号,指标名称,权重
1,保障体系,40
1.1,组织机构,50
1.2,政策法规,50
2,基础设施,60
2.1,宽带网络,100
"""
PARENTS = """\
code,parent,name_zh,weight
A,,保障体系,40
A1,A,组织机构,50
A2,A,政策法规,50
B,,基础设施,60
B1,B,宽带网络,100
"""
SECTIONS = """\
序号,指标名称,权重,评分方法
一、保障体系（40%）,,,
1,组织机构,50%,专家评分
2,政策法规,50%,专家评分
二、基础设施（60%）,,,
3,宽带网络,100%,专家评分
"""
TWO_ROWS = """\
评价指标,,权重,
一级,二级,一级,二级
保障体系,组织机构,40,20
,政策法规,,20
基础设施,宽带网络,60,60
"""
NUMBERS_IN_NAMES = """\
一级指标,二级指标,权重
A1 保障体系,A1.1 组织机构,20
,A1.2 政策法规,20
A2 基础设施,A2.1 宽带网络,60
"""
NOTED = """\
附件2,,
某市智慧城市评价指标,,
单位：分,,
一级指标,二级指标,分值
保障体系,组织机构,20
,,
—2—,,
（续表）,,
一级指标,二级指标,分值
保障体系（续）,政策法规,20
基础设施,宽带网络,60
合计,,100
注：宽带网络按户计算。,,
"""

WANTED = [
    (1, "保障体系", 40.0),
    (2, "组织机构", 50.0),
    (2, "政策法规", 50.0),
    (1, "基础设施", 60.0),
    (2, "宽带网络", 100.0),
]
LAYOUTS = {
    "order-numbers": ONE_COLUMN,
    "numbers-before-names": NUMBERED,
    "codes": CODED,
    "parents": PARENTS,
    "section-lines": SECTIONS,
    "two-rows-of-heads": TWO_ROWS,
    "codes-in-names": NUMBERS_IN_NAMES,
    "titles-pages-and-notes": NOTED,
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_levels_are_found_wherever_they_are(text: str) -> None:
    assert outline(read(text.encode(), "table.csv")) == WANTED


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(CODED, ["1", "1.1", "1.2", "2", "2.1"], id="published"),
        pytest.param(NUMBERS_IN_NAMES, ["A1", "A1.1", "A1.2", "A2", "A2.1"], id="in-names"),
        pytest.param(NUMBERED, ["A", "A1", "A2", "B", "B1"], id="made"),
        pytest.param(PARENTS.replace("A1,A", "EC: 1,A"), ["A", "EC-1", "A2", "B", "B1"], id="cleaned"),
        pytest.param(PARENTS.replace("B1,B", "total,B"), ["A", "A1", "A2", "B", "B1"], id="reserved"),
    ],
)
def test_codes_are_the_published_ones_where_they_can_be(text: str, codes: list[str]) -> None:
    assert list(read(text.encode(), "table.csv").made.codes.values()) != []
    made = read(text.encode(), "table.csv").made.codes
    assert [made[key] for key in sorted(made)] == codes


NEW_TYPE = """\
一级指标及权重,二级指标及权重,二级指标释义及评价方法,二级指标分项及计算方法
惠民服务L1 (40%),政务服务L1P1 (10%),本指标用于评价政务服务。,"1.电子证照使用率(L1P1-A1):
计算方法:L1P1-A1分项分数= 30%×(用证照的事项数/事项总数)×100
数据要求:取十月底的数据。"
,,,2.一站式办理率(L1P1-A2): 计算方法:L1P1-A2分项分数= 70%×(一站式事项数/事项总数)×100
,交通服务L1P2 (30%),,1.交通指数发布情况(L1P2-A1): 计算方法:已发布得100分；未发布得0分
精准治理L2 (60%),城市管理L2P1 (60%),,1.数字化城管情况(L2P1-A1)
"""


def test_names_codes_weights_and_formulas_may_stand_in_one_cell() -> None:
    """As the evaluation of new-type smart cities was published in 2016."""
    found = read(NEW_TYPE.encode(), "t.csv")
    assert outline(found)[:4] == [
        (1, "惠民服务", 40),
        (2, "政务服务", 25),
        (3, "电子证照使用率", 30),
        (3, "一站式办理率", 70),
    ]
    codes = [found.made.codes[key] for key in sorted(found.made.codes)]
    assert codes == ["L1", "L1P1", "L1P1-A1", "L1P1-A2", "L1P2", "L1P2-A1", "L2", "L2P1", "L2P1-A1"]
    assert [guess.rule for guess in found.made.guesses.values()] == ["ratio", "ratio", "rubric", "direct"]
    assert [each.name.zh for each in found.made.guesses[0, 0, 0].inputs] == ["用证照的事项数", "事项总数"]


def test_points_may_stand_below_the_head_of_scores() -> None:
    text = "类别,考核内容,得分,合计得分\n组织保障,有负责人,2分,6分\n,有经办人员,4分,\n公开情况,网站建设,94分,94分\n"
    assert outline(read(text.encode(), "t.csv"))[1:3] == [
        (2, "有负责人", 33.3333),
        (2, "有经办人员", 66.6667),
    ]


def test_a_merged_weight_belongs_to_the_group_that_it_covers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("一级指标", "二级指标", "权重"), ("甲", "甲一", 40), ("", "甲二", ""), ("乙", "乙一", 60)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("C2:C3")
    found = read(saved(book))
    assert outline(found) == [
        (1, "甲", 40),
        (2, "甲一", 50),
        (2, "甲二", 50),
        (1, "乙", 60),
        (2, "乙一", 100),
    ]


def test_rows_of_one_indicator_are_joined_with_their_points() -> None:
    text = "一级指标,二级指标,评分标准,分值\n甲,甲一,制定规划得2分,2\n,,落实经费得3分,3\n,甲二,专家评分,5\n"
    found = read(text.encode(), "table.csv")
    assert outline(found) == [(1, "甲", 100), (2, "甲一", 50), (2, "甲二", 50)]
    assert found.made.guesses[0, 0].rule == "criteria"


def test_an_indicator_beside_groups_gets_a_group_of_its_own() -> None:
    text = "一级指标,二级指标,三级指标\n甲,甲一,甲一一\n,甲二,\n"
    found = read(text.encode(), "table.csv")
    assert [(level, name) for level, name, _ in outline(found)] == [
        (1, "甲"),
        (2, "甲一"),
        (3, "甲一一"),
        (2, "甲二"),
        (3, "甲二"),
    ]
    assert any(remark.about is About.NAME and "同名" in remark.understood.zh for remark in found.remarks)


def test_bonus_and_deduction_stand_beside_the_total() -> None:
    text = "一级指标,二级指标,分值\n甲,甲一,100\n加分项,获奖,10\n扣分项,事故,5\n"
    found = read(text.encode(), "table.csv")
    assert outline(found) == [
        (1, "甲", 100),
        (2, "甲一", 100),
        (1, "加分项", 10),
        (2, "获奖", 100),
        (1, "扣分项", 5),
        (2, "事故", 100),
    ]


def test_flat_tables_of_several_sheets_stand_below_the_names_of_the_sheets() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("保障体系", "基础设施"):
        sheet = book.create_sheet(name)
        for row in (("序号", "指标名称", "权重"), (1, f"{name}甲", "40%"), (2, f"{name}乙", "60%")):
            sheet.append(row)
    found = read(saved(book))
    assert [name for level, name, _ in outline(found) if level == 1] == ["保障体系", "基础设施"]


def test_whole_systems_on_several_sheets_stay_apart() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("市直部门", "区县"):
        put(
            book.create_sheet(name),
            (Branch("甲", 60, (Branch("甲一", 100),)), Branch("乙", 40, (Branch("乙一", 100),))),
            Style(),
        )
    assert [name for level, name, _ in outline(read(saved(book))) if level == 1] == ["市直部门", "区县"]


def test_units_that_a_table_names_become_the_roster() -> None:
    text = (
        "一级指标,二级指标,责任部门\n甲,甲一,市发改委\n,甲二,市教育局牵头，市公安局配合\n"
        ",甲三,各区县\n,甲四,市发改委、市卫健委\n"
    )
    made = read(text.encode(), "table.csv").made
    assert list(made.units.values()) == ["市发改委", "市教育局", "市卫健委"]
    assert made.by_leaf == {(0, 0): ("U01",), (0, 1): ("U02",), (0, 3): ("U01", "U03")}


def test_what_cannot_be_used_is_listed_with_its_cell() -> None:
    text = "一级指标,二级指标,权重,颜色\n甲,甲一,约五成,红\n,甲二,50,蓝\n结束语在这里,,,\n"
    remarks = read(text.encode(), "t.csv").remarks
    told = {str(remark.spot): remark for remark in remarks if remark.sureness is Sureness.NONE}
    assert told["t!C2"].words == "约五成"
    assert told["t!D1"].words == "颜色"


ASIDE = """\
一级指标,二级指标,分值,评分标准
智慧管理,网上办事,100,每项得1分，最高100分
扣分项,安全事故,10,每发生一次扣2分，扣完为止
加分项,获奖,5,每获一项奖励得1分，最多5分
一票否决,弄虚作假,,发现即否决
"""


def test_what_stands_beside_the_total_is_scored_by_what_it_takes_or_gives(tmp_path: Path) -> None:
    files = paste_book(open_any(ASIDE.encode(), "t.csv"), today=DAY)
    for name, text in files.texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "roster.csv").write_text("code,name,class\nU01,甲,unit\n", "utf-8")
    definition = load(tmp_path)
    steps = definition.framework.conventions.pipeline
    assert [(step.kind.value, definition.framework.by_code[step.nodes[0]].name.zh) for step in steps] == [
        ("veto", "一票否决"),
        ("deduct", "扣分项"),
        ("bonus", "加分项"),
    ]
    rules = {n.name.zh: n.indicator.rule for n in definition.framework.nodes if n.indicator}
    assert rules["安全事故"].name == "count"
    assert dict(rules["安全事故"].params) == {"each": 2, "cap": 10, "full": 10}
    assert rules["弄虚作假"].name == "criteria"


def test_a_name_as_long_as_a_paragraph_is_cut_and_kept_as_meaning() -> None:
    long = "建立健全政务数据共享工作机制" * 12
    found = read(f"一级指标,二级指标\n甲,{long}\n".encode(), "t.csv")
    (leaf,) = found.made.nodes[0].children
    assert len(leaf.name) == 110
    assert leaf.text("meaning") == long
