"""What people get wrong in an authoring workbook is told with sheet, cell and remedy; all of it at once."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from smartxl.define.authoring import read_authoring
from smartxl.define.check import check
from smartxl.errors import Problem
from tests.define.authoring.books import packaged, written

Change = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def blank() -> bytes:
    return written(packaged()["blank"], "zh")


def put(sheet: str, cell: str, value: str | float | date | None) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def all_of(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def renamed(sheet: str, name: str) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].title = name

    return change


def copied(sheet: str) -> Change:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book[sheet])

    return change


def merged(sheet: str, reach: str) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].merge_cells(reach)

    return change


def problems(content: bytes, change: Change, folder: Path) -> tuple[Problem, ...]:
    """What is said of a workbook that somebody changed."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    path = folder / "方案.xlsx"
    book.save(path)
    return check(read_authoring(path).files)


TREE, RULES, SETTINGS = "指标体系", "评分规则", "设置"
CASES: Mapping[str, tuple[Change, str]] = {
    "unknown rule": (put(TREE, "G5", "比例"), "指标体系!G5 计分规则: 不认识“比例” → 是否为“比率”？"),
    "unknown measure": (put(TREE, "F6", "打分"), "指标体系!F6 评价方式: 不认识“打分”"),
    "no number": (put(TREE, "E5", "约50"), "指标体系!E5 权重: “约50”不是一个数"),
    "weights that do not sum": (put(TREE, "E5", "40％"), "指标体系!E5 权重: "),
    "one code twice": (put(TREE, "D6", "A1"), "指标体系!D6 代码: "),
    "one code on two sheets": (copied(TREE), "指标体系 Copy!D5 代码: 代码“A1”用了两次（第一次在指标体系!D5）"),
    "unknown parent": (put(TREE, "S5", "B"), "指标体系!S5 上级代码: 没有代码为“B”的指标"),
    "circle": (all_of(put(TREE, "S5", "A2"), put(TREE, "S6", "A1")), "上级代码成环：A1 → A2 → A1"),
    "error value": (put(TREE, "E5", "=1/0"), "指标体系!E5 权重: 公式没有得出值"),
    "code that became a day": (put(TREE, "D5", date(2026, 1, 2)), "日期 2026-01-02"),
    "unknown heading": (put(TREE, "E3", "比重"), "指标体系!E3 比重: 不认识列名“比重” → 是否为“权重”？"),
    "column without a heading": (put(TREE, "AC5", "备注"), "指标体系!AC5: 此列没有列名"),
    "merged weights": (merged(TREE, "E5:E6"), "指标体系!E5 权重: E5:E6 是合并单元格"),
    "merged across": (merged(TREE, "E5:F5"), "指标体系!E5 权重: E5:F5 是合并单元格"),
    "level without a row": (put(TREE, "A6", "领域二"), "指标体系!A6 一级指标: “领域二”没有自己的一行"),
    "unknown parameter": (
        all_of(put(TREE, "G5", "目标区间"), put(RULES, "C4", "最优=3")),
        "评分规则!C4 规则参数: 不认识“最优” → 是否为“最优值”？",
    ),
    "parameter without a value": (put(RULES, "C4", "目标值"), "评分规则!C4 规则参数: “目标值”不是“名称=取值”的写法"),
    "one number or several": (
        all_of(put(TREE, "G5", "目标区间"), put(RULES, "C4", "最优值=1,000；最差值=0")),
        "评分规则!C4 规则参数: “1,000”可以是一个数，也可以是几个数",
    ),
    "about a number": (put(RULES, "H4", "约5"), "评分规则!H4 最小值: “约5”不是一个数"),
    "rule of no indicator": (put(RULES, "A4", "A9"), "评分规则!A4 指标代码: “指标体系”中没有代码为“A9”的指标"),
    "unknown setting": (put(SETTINGS, "B4", "评估编号"), "设置!B4 项目: 不认识项目“评估编号” → 是否为“评估代号”？"),
    "setting of no part": (put(SETTINGS, "A4", "本次"), "设置!A4 所在: “本次”不是指标代码"),
    "no day": (put(SETTINGS, "C9", "下月初"), "设置!C9 取值: “下月初”不是日期"),
    "sheet of another name": (put("单位名册", "C4", "市直"), "单位名册!C4"),
    "weights in two places": (
        all_of(put("权重", "A4", "A1"), put("权重", "C4", 50)),
        "权重!A4 代码: “A1”的权重已写在“指标体系”",
    ),
    "parameters without their names": (
        all_of(put(TREE, "G5", "目标区间"), put(RULES, "C4", "最差0，最优100")),
        "评分规则!C4 规则参数: “最差0，最优100”不是“名称=取值”的写法 → 写成“名称=取值”，用到的写：最差值=…；最优值=…",
    ),
    "a parameter with its unit": (
        all_of(put(TREE, "G5", "目标完成率"), put(RULES, "C4", "目标值=40小时")),
        "评分规则!C4 规则参数: “40小时”不是数 → 目标值（target）要写一个数",
    ),
    "class that is not there": (all_of(put("权重", "C3", "区县"), put("权重", "C4", 50)), "权重!C3 区县: 不认识列名“区县”"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told_with_its_cell(name: str, blank: bytes, tmp_path: Path) -> None:
    change, wanted = CASES[name]
    told = [problem.said("zh") for problem in problems(blank, change, tmp_path)]
    assert any(wanted in each for each in told), told
    assert all("方案.xlsx" in each for each in told)


def test_all_is_told_at_once(blank: bytes, tmp_path: Path) -> None:
    names = ("unknown rule", "no number", "about a number", "unknown setting", "no day")
    change = all_of(*(CASES[name][0] for name in names), put("单位名册", "C3", "类别名"))
    told = problems(blank, change, tmp_path)
    assert len({problem.sheet for problem in told}) == 4
    assert len(told) >= 6


RIGHT: Mapping[str, Change] = {
    "percent signs": all_of(put(TREE, "E5", "50％"), put(TREE, "E6", "５０")),
    "codes of words": all_of(put(TREE, "G5", "ratio"), put(TREE, "F5", "kpi"), put(TREE, "F6", "Rubric")),
    "renamed sheet": renamed(TREE, "三级体系"),
    "numbered sheet": renamed("等级", "等级 (2)"),
    "English headings": all_of(put(TREE, "E3", "Weight"), put(TREE, "G3", "rule")),
    "names repeated": all_of(put(TREE, "A5", "领域一"), put(TREE, "A6", "领域一")),
    "merged names": merged(TREE, "A4:A6"),
    "notes": lambda book: book.create_sheet("备注").cell(1, 1, "随手记"),
    "names in place of codes": all_of(
        put(TREE, "J5", "单位"), put(TREE, "L5", "第一单位、第二单位"), put(TREE, "H6", "完成程度")
    ),
    "sums below": put(TREE, "A8", "合计"),
    "a class under another name": all_of(
        put("单位类别", "A4", "dept"),
        put("单位类别", "B4", "部门"),
        put("单位名册", "C4", "dept"),
        put("单位名册", "C5", "dept"),
    ),
    "no parents": all_of(put(TREE, "S5", None), put(TREE, "S6", None)),
    "weight as a formula's value": put(TREE, "E5", 50.0),
}


@pytest.mark.parametrize("name", RIGHT)
def test_how_people_write_is_read(name: str, blank: bytes, tmp_path: Path) -> None:
    assert [problem.said("zh") for problem in problems(blank, RIGHT[name], tmp_path)] == []


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "方案.xlsx"
    path.write_bytes(b"nothing of the kind")
    assert [problem.file for problem in check(read_authoring(path).files)] == ["方案.xlsx"]
    assert check(read_authoring(tmp_path / "没有.xlsx").files)
