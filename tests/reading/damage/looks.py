"""Answers that look otherwise than they are stored: what is done to a form, by which program, and what is read or asked.

The steps are operations that both programs can do: by_openpyxl_looks.py does them in openpyxl, damage_in_calc.py in Calc.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartxl.findings import FindingCode as F
from smartxl.model.answers import Field, Scalar

__all__ = ["IN_CALC_NAMES", "LOOKS", "LookCase", "LookStep"]

LookStep = tuple[str | float, ...]
"""An operation and its arguments; the first is the address of the cell."""
BOTH, OPENPYXL, CALC = ("openpyxl", "LibreOffice"), ("openpyxl",), ("LibreOffice",)
NUMBER, SHARE, LEVEL, ADDRESS, DAY, NOTE = "H23", "H67", "I9", "K9", "L9", "M9"
"""Cells of the form: 105 个, 41.1 %, a level, an address, a day, and a note that is blank."""
IN_CALC_NAMES = {"format": "number_format", "filter": "filter_rows", "merge_cells": "merge"}
"""Operations that damage_in_calc.py calls otherwise."""
OURS = "〔退回核对〕\n必须修改：请核对。\n→ 请改正。"


@dataclass(frozen=True)
class LookCase:
    """One kind of look. Asked: `code` is that of the finding, at `at` or the cell. Read: `value` is what the cell gives."""

    zh: str
    en: str
    cell: str
    steps: tuple[LookStep, ...]
    code: F | None = None
    value: Scalar | None = None
    at: str = ""
    by: tuple[str, ...] = BOTH

    @property
    def steps_in_calc(self) -> tuple[LookStep, ...]:
        """The same in Calc, where a filter needs the cells that it looks at: blank notes are filtered away."""
        return (("filter", "M22:M23"),) if self.steps[0][0] == "filter" else self.steps

    @property
    def field(self) -> Field:
        """The input that the cell is."""
        kinds = {
            NUMBER: Field.VALUE,
            SHARE: Field.VALUE,
            LEVEL: Field.LEVEL,
            ADDRESS: Field.ADDRESS,
            DAY: Field.DATE,
        }
        return kinds.get(self.cell, Field.NOTE)


def _number(value: float, code: str) -> tuple[LookStep, ...]:
    return (("write", NUMBER, value), ("format", NUMBER, code))


LOOKS = (
    LookCase("百分比", "percent", SHARE, (("write", SHARE, 0.854), ("format", SHARE, "0%")), value=85.4),
    LookCase("千位分隔、小数位", "separators, decimals", NUMBER, _number(123.456, "#,##0.0"), value=123.456),
    LookCase("带本表单位", "the unit of the form", NUMBER, _number(50, '0"个"'), value=50.0),
    LookCase("带别的单位", "another unit", NUMBER, _number(50, '0"万"'), F.SHOWN_OTHERWISE),
    LookCase("常规加单位", "General with a unit", NUMBER, _number(50, 'General"万"'), F.SHOWN_OTHERWISE),
    LookCase("缩放（0,）", "scaled (0,)", NUMBER, _number(12000, "0,"), F.SHOWN_OTHERWISE),
    LookCase("缩放（0.0,,）", "scaled (0.0,,)", NUMBER, _number(1234567, "0.0,,"), F.SHOWN_OTHERWISE),
    LookCase("分数，约数", "a fraction that is not exact", NUMBER, _number(0.85, "# ?/?"), F.SHOWN_OTHERWISE),
    LookCase("分数，等值", "a fraction that is exact", NUMBER, _number(2.25, "# ?/?"), value=2.25),
    LookCase("前导零，数字", "leading zeros, a number", NUMBER, _number(85, "0000"), value=85.0),
    LookCase(
        "前导零，文字栏",
        "leading zeros, a text",
        NOTE,
        (("write", NOTE, 101), ("format", NOTE, "0000")),
        value="0101",
    ),
    LookCase("格式“;;;”", "the format ;;;", NUMBER, _number(105, ";;;"), F.UNSEEN),
    LookCase(
        "只显示年月的日期", "a day shown as a month", DAY, (("format", DAY, 'yyyy"年"m"月"'),), F.DAY_MISSING
    ),
    LookCase(
        "中文日期",
        "a day in Chinese",
        DAY,
        (("format", DAY, '[$-804]yyyy"年"m"月"d"日"'),),
        value=date(2026, 9, 28),
    ),
    LookCase("整格删除线", "struck out as a whole", LEVEL, (("strike", LEVEL),), F.STRUCK_OUT),
    LookCase(
        "部分删除线",
        "struck out in part",
        NUMBER,
        (("runs", NUMBER, "50", "strike", "60", ""),),
        F.STRUCK_OUT,
    ),
    LookCase(
        "上标，数字",
        "superscript, a number",
        NUMBER,
        (("runs", NUMBER, "70", "", "1", "superscript"),),
        F.AMBIGUOUS_NUMBER,
    ),
    LookCase(
        "下标，数字",
        "subscript, a number",
        NUMBER,
        (("runs", NUMBER, "70", "", "1", "subscript"),),
        F.AMBIGUOUS_NUMBER,
    ),
    LookCase(
        "上标，文字栏",
        "superscript, a text",
        NOTE,
        (("runs", NOTE, "120 m", "", "2", "superscript"),),
        value="120 m²",
    ),
    LookCase(
        "白底白字",
        "white on white",
        NUMBER,
        (("ground", NUMBER, "FFFFFF"), ("colour", NUMBER, "FFFFFF")),
        F.UNSEEN,
    ),
    LookCase(
        "字与底色相同",
        "the colour of the ground",
        NUMBER,
        (("ground", NUMBER, "1F4E79"), ("colour", NUMBER, "1F4E79")),
        F.UNSEEN,
    ),
    LookCase("隐藏的行", "a hidden row", NUMBER, (("hide_row", NUMBER),), F.HIDDEN_ANSWER),
    LookCase("折叠的分组", "a closed group", NUMBER, (("close_group", NUMBER),), F.HIDDEN_ANSWER),
    LookCase("筛掉的行", "a row filtered away", NUMBER, (("filter", NUMBER),), F.HIDDEN_ANSWER),
    LookCase("隐藏的列", "a hidden column", NUMBER, (("hide_column", NUMBER),), F.HIDDEN_ANSWER),
    LookCase(
        "单元格图片（DISPIMG）",
        "a picture in the cell (DISPIMG)",
        ADDRESS,
        (("formula", ADDRESS, '=DISPIMG("ID_0A1B",1)'),),
        F.PICTURE,
    ),
    LookCase("盖住答案的图片", "a picture over the cell", NUMBER, (("picture", NUMBER),), F.PICTURE_OVER),
    LookCase("批注", "a comment", NUMBER, (("comment", NUMBER, "实为 70 个"),), F.COMMENT),
    LookCase(
        "退回时写的批注", "a comment by smartxl return", NUMBER, (("comment", NUMBER, OURS),), value=105.0
    ),
    LookCase("文本框", "a text box", NUMBER, (("box", NUMBER, "以附件为准"),), F.TEXT_BOX, by=CALC),
    LookCase(
        "链接另有所指",
        "a link to elsewhere",
        ADDRESS,
        (("link", ADDRESS, "办事入口", "https://www.example.gov.cn/9"),),
        F.LINK_TARGET,
    ),
    LookCase(
        "公式 HYPERLINK",
        "the formula HYPERLINK",
        ADDRESS,
        (("formula", ADDRESS, '=HYPERLINK("https://www.example.gov.cn/9","办事入口")'),),
        F.LINK_TARGET,
        by=CALC,
    ),
    LookCase("合并的答案", "merged answers", NUMBER, (("merge_cells", "H23:H24"),), F.MERGED_ANSWERS),
    LookCase(
        "表右的文字", "text right of the table", NUMBER, (("write", "T23", "有误"),), F.TYPED_BESIDE, at="T23"
    ),
    LookCase(
        "表下的文字",
        "text below the table",
        NUMBER,
        (("write", "D80", "漏列事项"),),
        F.ROW_WITHOUT_KEY,
        at="D80",
    ),
    LookCase(
        "标题区的文字",
        "text above the table",
        NUMBER,
        (("write", "T2", "请先看此处"),),
        F.ROW_WITHOUT_KEY,
        at="T2",
    ),
)
