"""Rosters and catalogues as people make them: workbooks, Chinese heads, names in place of codes, and what can be wrong."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from smartxl.define import load
from smartxl.define.columns import Columns
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.load import load_advised
from smartxl.define.tablefile import read_table
from smartxl.define.tables import open_notes, read_catalogue
from smartxl.errors import DefinitionError, Problem
from smartxl.text import Text
from smartxl_templates import example_folder

Rows = Sequence[Sequence[object]]
Change = Callable[[Any], object]
"""What is done to a sheet."""

UNITS: Rows = (
    ("代码", "名称", "英文名称", "类别", "联系人", "权重", "别名"),
    ("P1", "市公安局", "Police", "dep", "p1@example.org", 1, None),
    ("P2", "市教育局", "Education", "dep", None, 2.5, None),
    ("D1", "云湖区", "Yunhu", "dis", None, None, None),
)
ITEMS: Rows = (
    ("单位", "指标", "事项编码", "事项名称", "事项类型", "服务对象", "分值"),
    ("P1", "A1", "X1", "居民身份证申领", "行政确认", "个人", None),
    ("P1", "A1", None, "户口迁移", "行政确认", "个人", 2),
    ("P1", "A1", None, "户口迁移", "行政许可", "法人", None),
    ("P2", "A1", "X1", "教师资格认定", "行政许可", "个人", 0.5),
    ("@dis", "A1", "Q1", "公共场所卫生许可", "行政许可", "法人", None),
)


def write(path: Path, rows: Rows, change: Change | None = None, title: str = "清单") -> None:
    """A workbook with these rows on its one sheet, and then changed."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    path.parent.mkdir(exist_ok=True)
    book.save(path)


@pytest.fixture
def office_tables(folder: Path) -> Path:
    """The small project with its roster and its catalogue as workbooks."""
    (folder / "roster.csv").unlink()
    (folder / "catalogue" / "01.csv").unlink()
    write(folder / "roster.xlsx", UNITS, title="单位名册")
    write(folder / "catalogue" / "01.xlsx", ITEMS)
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    return caught.value.problems


def notes_of(folder: Path) -> tuple[Text, ...]:
    return load_advised(folder).notes


def roster(folder: Path, change: Change) -> None:
    write(folder / "roster.xlsx", UNITS, change, "单位名册")


def items(folder: Path, change: Change) -> None:
    write(folder / "catalogue" / "01.xlsx", ITEMS, change)


def put(**cells: object) -> Change:
    """Writes cells by their addresses."""

    def change(sheet: Any) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def hide(sheet: Any) -> Any:
    sheet.sheet_state = "hidden"
    return sheet


def test_workbooks_say_what_csv_says(folder: Path, tmp_path: Path) -> None:
    expected = load(folder)
    (folder / "roster.csv").unlink()
    (folder / "catalogue" / "01.csv").unlink()
    write(folder / "单位名册.xlsx", UNITS)
    write(folder / "catalogue" / "01.xlsx", ITEMS)
    assert load(folder) == expected
    assert notes_of(folder) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_heads_in_csv(folder: Path, encoding: str) -> None:
    expected = load(folder)
    for path, rows in ((folder / "roster.csv", UNITS), (folder / "catalogue" / "01.csv", ITEMS)):
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    assert load(folder) == expected


SAME: dict[str, tuple[Change, Change]] = {
    "a title above the heads": (
        lambda s: (s.insert_rows(1, 2), s.merge_cells("A1:G1"), put(A1="示例市单位名册（2026 年）")(s)),
        lambda s: (s.insert_rows(1), put(A1="事项清单：单位/指标")(s)),
    ),
    "names of units, indicators and classes": (
        put(D2="部门", D3="Departments", D4="区县"),
        put(A2="市公安局", A3="公安局", B3="在线办事", A5="教育局", B5="Online services", A6="区县"),
    ),
    "a class by its name after @": (lambda _: None, put(A6="@区县")),
    "full-width figures": (put(A2="Ｐ１", F3="２．５"), put(A2="Ｐ１", B2="Ａ１", C2="Ｘ１", G3="２", A6="＠dis")),
    "blanks and line breaks": (put(A2=" P1 ", D3="dep\n"), put(D2=" 居民身份证申领\n", A5="\nP2")),
    "blank rows and rows with only a number": (
        lambda s: s.insert_rows(3, 3),
        lambda s: (put(H1="序号", H9=7, H10=8)(s), s.insert_rows(4)),
    ),
    "columns that say nothing to us": (put(H1="备注", H2="x"), put(H1="序号", H2=1, I1="（内部说明）", I2="x")),
    "sums and remarks below": (
        put(A6="合计", F6=4.5, A7="填表人：张三"),
        put(A7="合计", G7=99, A9="注：以上为 2026 年清单", D8="小计：5 项"),
    ),
    "the heads again": (put(A6="代码", B6="名称", D6="类别"), lambda s: s.append(ITEMS[0])),
    "heads in two rows": (
        lambda s: (
            s.insert_rows(2),
            [s.merge_cells(f"{letter}1:{letter}2") for letter in "ABCDG"],
            put(E1="其他", E2="联系人", F2="权重")(s),
            s.merge_cells("E1:F1"),
        ),
        put(A1="单位名称\n（全称）", B1="*指标：", D1="事项名称（50 字内）", F1="服务 对象"),
    ),
    "merged units and indicators": (
        put(D3="dep"),
        lambda s: (s.merge_cells("A2:A4"), s.merge_cells("B2:B6"), s.merge_cells("F2:F3")),
    ),
    "other sheets": (
        lambda s: s.parent.create_sheet("填表说明", 0).append(["请各单位填写", "名称"]),
        lambda s: (s.parent.create_sheet("汇总").append(["单位", "事项数"]), s.parent.create_sheet("空")),
    ),
    "columns of codes and of names": (
        lambda _: None,
        put(H1="单位名称", H2="公安", I1="指标名称", I2="x", A1="单位代码", B1="指标编码"),
    ),
    "titles between the rows": (
        lambda _: None,
        lambda s: (s.insert_rows(5), put(A5="二、教育局")(s), s.merge_cells("A5:G5")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_is_read_all_the_same(folder: Path, tmp_path: Path, name: str) -> None:
    expected = load(folder)
    (folder / "roster.csv").unlink()
    (folder / "catalogue" / "01.csv").unlink()
    roster(folder, SAME[name][0])
    items(folder, SAME[name][1])
    found = load(folder)
    assert (found.roster, found.catalogue) == (expected.roster, expected.catalogue)


NOTES: dict[str, tuple[Change, str, str]] = {
    "sums": (put(A7="合计", B7="全部", D7="5 项", G7=9), "第 7 行是合计，没有读取", "sums in rows 7: not read"),
    "remarks": (put(A8="注：略"), "第 8 行是说明文字", "remarks in rows 8"),
    "heads again": (lambda s: s.append(ITEMS[0]), "第 7 行是重复的列名", "the heads again in rows 7"),
    "hidden rows": (lambda s: setattr(s.row_dimensions[3], "hidden", True), "隐藏的行也读取了：第 3 行", "were read: 3"),
    "hidden sheet": (
        lambda s: hide(s.parent.copy_worksheet(s)),
        "隐藏的工作表没有读取：清单 Copy",
        "hidden sheets are not read: 清单 Copy",
    ),
    "other sheets": (lambda s: s.parent.create_sheet("汇总").append(["x"]), "没有读取的工作表：汇总", "not read: 汇总"),
    "columns": (put(H1="序号", H2=1, I1="法定时限"), "没有读取的列：序号、法定时限", "not read: 序号, 法定时限"),
    "strays": (put(K3="看这里"), "没有列名的单元格没有读取：K3", "cells without a head were not read: K3"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_what_is_passed_over_is_told(office_tables: Path, name: str) -> None:
    change, chinese, english = NOTES[name]
    items(office_tables, change)
    (note,) = notes_of(office_tables)
    assert note.zh.startswith("catalogue/01.xlsx")
    assert chinese in note.zh
    assert english in note.en


TITLES = {
    "name": "在线办事",
    "code": "A1",
    "English name": "Online services",
    "number before": "01-在线办事",
    "number before and blank": "表2 在线办事",
    "Chinese number": "（一）在线办事",
    "copy": "在线办事 (2)",
}


@pytest.mark.parametrize("name", TITLES)
def test_a_sheet_may_be_named_by_its_indicator(folder: Path, name: str) -> None:
    expected = load(folder).catalogue
    (folder / "catalogue" / "01.csv").unlink()
    rows = [(unit, *rest) for unit, _, *rest in ITEMS]
    write(folder / "catalogue" / "采样表.xlsx", rows, title=TITLES[name])
    assert load(folder).catalogue == expected


def test_a_csv_may_be_named_by_its_indicator(folder: Path) -> None:
    expected = load(folder).catalogue
    path = folder / "catalogue" / "01.csv"
    text = path.read_text("utf-8").replace("A1,", "").replace("leaf,", "")
    path.with_name("01-在线办事.csv").write_text(text, "utf-8")
    path.unlink()
    assert load(folder).catalogue == expected


def test_every_sheet_with_the_heads_is_read(office_tables: Path) -> None:
    def second(sheet: Any) -> None:
        more = sheet.parent.create_sheet("第二批")
        for row in (ITEMS[0], ("P2", "A1", "X2", "校车许可", None, None, None)):
            more.append(row)

    items(office_tables, second)
    assert [item.code for item in load(office_tables).catalogue.of("P2", "A1")] == ["X1", "X2"]


def test_a_code_is_read_as_it_is_shown(office_tables: Path) -> None:
    def padded(sheet: Any) -> None:
        put(C2=11, C5=1.1, C6=7)(sheet)
        sheet["C2"].number_format = "0000"
        sheet["C5"].number_format = "0.00"

    items(office_tables, padded)
    codes = [row.item.code for row in read_catalogue(office_tables).rows]
    assert codes == ["0011", "", "", "1.10", "7"]


def test_an_indicator_by_its_name_is_the_one_that_is_asked(office_tables: Path) -> None:
    framework = office_tables / "framework.yaml"
    text = framework.read_text("utf-8")
    more = """\
      - code: A4
        name: { zh: 在线办事, en: Online services of districts }
        weight: { dis: 100 }
        measure: sample
        rule: coverage
        scale: depth
"""
    text = text.replace("  - code: B\n", more + "  - code: B\n")
    framework.write_text(text.replace("{ dep: 50, dis: 100 }", "{ dep: 50 }"), "utf-8")
    items(office_tables, put(B2="在线办事", B6="在线办事"))
    catalogue = load(office_tables).catalogue
    assert catalogue.of("P1", "A1")[0].code == "X1"
    assert [item.code for item in catalogue.of("D1", "A4")] == ["Q1"]
    framework.write_text(text, "utf-8")
    told = [problem for problem in problems_of(office_tables) if problem.file.startswith("catalogue")]
    assert [problem.where for problem in told] == ["catalogue/01.xlsx 清单!B6 指标"]
    assert told[0].remedy.en == "2 are called so, write the code of one: A1, A4"
    assert told[0].remedy.zh == "有 2 个叫这个名称，请写代码：A1、A4"


WRONG: dict[str, tuple[str, Change, str, str, str]] = {
    "missing column": ("i", put(B1="（指标）"), "01.xlsx 清单!A1 指标", "缺少“指标”列，“清单”也不是指标",
                       "and '清单' is no indicator"),
    "unknown column": ("r", put(H1="权重值"), "roster.xlsx 单位名册!H1 权重值", "不认识的列", "unknown column"),
    "column twice": ("i", put(H1="分值"), "01.xlsx 清单!H1 分值", "出现了两次", "stands here twice"),
    "two columns for one": ("i", put(H1="满分"), "01.xlsx 清单!H1 满分", "是同一列", "is the same as 分值"),
    "blank": ("r", put(B3=None), "roster.xlsx 单位名册!B3 名称", "空着", "is blank"),
    "unknown class": ("r", put(D3="事业单位"), "roster.xlsx 单位名册!D3 类别", "", "unknown class"),
    "weight": ("r", put(F3="很大"), "roster.xlsx 单位名册!F3 权重", "不是大于 0 的数", "is not a number above 0"),
    "weight 0": ("r", put(F3=0), "roster.xlsx 单位名册!F3 权重", "“0”不是", "'0' is not"),
    "unknown unit": ("i", put(A2="市财政局"), "01.xlsx 清单!A2 单位", "", "unknown unit '市财政局'"),
    "unknown indicator": ("i", put(B2="办事"), "01.xlsx 清单!B2 指标", "", "unknown indicator"),
    "long number": ("i", put(C2=511_025_000_000_123_456), "01.xlsx 清单!C2 事项编码", "15 位以后", "15th digit"),
    "long number as text": ("i", put(C2="5.11025E+17"), "01.xlsx 清单!C2 事项编码", "15 位以后", "15th digit"),
    "a day": ("i", put(C2=date(2026, 1, 2)), "01.xlsx 清单!C2 事项编码", "是日期", "holds a day (2026-01-02)"),
    "an error": ("i", put(D2="#REF!"), "01.xlsx 清单!D2 事项名称", "错误值 #REF!", "shows #REF!"),
    "no result": ("i", put(C2="=1+1"), "01.xlsx 清单!C2 事项编码", "没有它的结果", "no result of it"),
    "merged codes": ("i", lambda s: s.merge_cells("C3:C4"), "01.xlsx 清单!C4 事项编码", "合并", "merged with"),
    "merged names": ("i", lambda s: s.merge_cells("D3:D4"), "01.xlsx 清单!D4 事项名称", "合并", "merged with"),
    "merged points": ("i", lambda s: s.merge_cells("G3:G4"), "01.xlsx 清单!G4 分值", "合并", "merged with"),
    "hidden character": ("i", put(D2="身份\u200b证"), "01.xlsx 清单!D2 事项名称", "U+200B", "U+200B"),
    "no sheet with the heads": ("i", put(A1="甲", B1="乙"), "01.xlsx", "没有一张工作表", "no sheet has the columns"),
    "only a hidden sheet": (
        "i",
        lambda s: (s.parent.create_sheet("封面").append(["x"]), hide(s)),
        "01.xlsx",
        "没有一张工作表",
        "no sheet has the columns",
    ),
    "code twice": ("i", put(C3="x1"), "01.xlsx 清单!C3 事项编码", "", "first: catalogue/01.xlsx 清单 row 2"),
    "merged but nothing is there": ("i", lambda s: (s.merge_cells("A3:A4"), put(A3=None)(s)), "01.xlsx 清单!A3 单位",
                                    "空着", "is blank"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_cell(office_tables: Path, name: str) -> None:
    table, change, where, chinese, english = WRONG[name]
    {"r": roster, "i": items}[table](office_tables, change)
    told = problems_of(office_tables)
    found = [problem for problem in told if problem.where.removeprefix("catalogue/") == where]
    assert found, [str(problem) for problem in told]
    assert chinese in found[0].what.zh
    assert english in found[0].what.en
    assert found[0].remedy.en
    assert found[0].remedy.zh or not chinese


def test_a_unit_that_may_be_meant_is_asked_for(office_tables: Path) -> None:
    items(office_tables, put(A2="市公安厅"))
    (told,) = (problem for problem in problems_of(office_tables) if problem.sheet)
    assert told.remedy.zh.startswith("是不是市公安局（P1）？")
    assert told.remedy.en.startswith("did you mean 市公安局（P1）? ")


def test_all_troubles_of_all_sheets_are_told_in_one_pass(office_tables: Path) -> None:
    roster(office_tables, put(F3="很大", D4="区"))

    def spoil(sheet: Any) -> None:
        put(A2="市财政局", C5=date(2026, 1, 2))(sheet)
        more = sheet.parent.create_sheet("第二批")
        for row in (
            ITEMS[0],
            ("P2", "A1", "X2", "校车许可", None, None, "两倍"),
            ("P9", "A1", "X3", "x", None, None, 1),
        ):
            more.append(row)

    items(office_tables, spoil)
    assert [problem.where for problem in problems_of(office_tables) if problem.sheet] == [
        "roster.xlsx 单位名册!F3 权重",
        "roster.xlsx 单位名册!D4 类别",
        "catalogue/01.xlsx 清单!A2 单位",
        "catalogue/01.xlsx 清单!C5 事项编码",
        "catalogue/01.xlsx 第二批!G2 分值",
        "catalogue/01.xlsx 第二批!A3 单位",
    ]


def test_two_rosters(office_tables: Path) -> None:
    (office_tables / "roster.csv").write_text("code,name,class\nP1,市公安局,dep\n", "utf-8")
    (problem,) = (p for p in problems_of(office_tables) if "rosters" in p.what.en)
    assert problem.what.zh == "名册有 2 份：roster.csv、roster.xlsx"
    assert "move roster.xlsx away" in problem.remedy.en


UNREADABLE = {
    "damaged": (b"PK\x03\x04 and nothing", "damaged", "save it as an Excel workbook"),
    "a web page": (
        b"<html><table><tr><td>x</td></tr></table></html>",
        "holds HTML",
        "save it as an Excel workbook",
    ),
    "encrypted": (
        bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
        "encrypted with a password",
        "remove the password",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read(office_tables: Path, name: str) -> None:
    content, what, remedy = UNREADABLE[name]
    (office_tables / "roster.xlsx").write_bytes(content)
    problem = problems_of(office_tables)[0]
    assert problem.file == "roster.xlsx"
    assert what in problem.what.en
    assert remedy in problem.remedy.en
    assert problem.what.zh
    assert problem.remedy.zh


@pytest.mark.parametrize("lock", ["~$01.xlsx", ".~lock.01.xlsx#", ".~01.xlsx"])
def test_a_table_that_is_open_is_read_and_said(office_tables: Path, lock: str) -> None:
    (office_tables / "catalogue" / lock).write_bytes(b"x" * 165)
    assert load(office_tables)
    (note,) = open_notes(office_tables)
    assert "正在 Excel 等软件中打开" in note.zh


def test_a_roster_without_units(office_tables: Path) -> None:
    write(office_tables / "roster.xlsx", UNITS[:1])
    assert any(problem.what.zh == "名册里没有单位" for problem in problems_of(office_tables))


def as_workbook(source: Path, target: Path, columns: Any) -> None:
    """A .csv as a workbook with Chinese heads."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    write(target, [[columns.by_name[name].heads[0] for name in head], *rows])
    source.unlink()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The packaged example with workbooks in place of its tables."""
    folder = Path(shutil.copytree(example_folder(), tmp_path / "example"))
    as_workbook(folder / "roster.csv", folder / "单位名册.xlsx", ROSTER_COLUMNS)
    for path in sorted((folder / "catalogue").glob("*.csv")):
        as_workbook(path, path.with_suffix(".xlsx"), ITEM_COLUMNS)
    return folder


@pytest.mark.slow
def test_the_packaged_example_as_workbooks(example: Path) -> None:
    assert load(example) == load(example_folder())
    assert notes_of(example) == ()


def test_in_a_table_of_our_own_every_row_counts(tmp_path: Path) -> None:
    path = tmp_path / "asked.csv"
    path.write_text("node,classes\nTOTAL,dep\nnode,classes\nA,dep\n", "utf-8")
    table = read_table(path, path.name, Columns.plain(("node", "classes")))
    assert [row.cells["node"] for row in table.rows] == ["TOTAL", "node", "A"]
    assert not table.notes
