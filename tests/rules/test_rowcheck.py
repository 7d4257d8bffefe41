"""The check column: what it says of a row, and its formula against the function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.cells import Area
from smartxl.model.answers import (
    APPLICABLE,
    HIGH,
    LOW,
    MEDIUM,
    NO,
    NOT_APPLICABLE,
    PENDING,
    YES,
    Field,
    RowFault,
    Scalar,
    option_choice,
)
from smartxl.model.plan import Check, CheckKind
from smartxl.rules.rowcheck import RowCells, row_fault, row_fault_expression, year_check
from tests.rules.faces import evaluate

DAY = date(2026, 10, 8)
START, DUE = 46266.0, 46326.0  # 2026-09-01, 2026-10-31
TEXT = Check(CheckKind.TEXT, maximum=500)
COMMON = {
    Field.APPLICABLE: Check(
        CheckKind.LIST, ("适用", "不适用", "待核实"), codes=(APPLICABLE, NOT_APPLICABLE, PENDING)
    ),
    Field.ADDRESS: TEXT,
    Field.DATE: Check(CheckKind.DATE, minimum=START, maximum=DUE),
    Field.NOTE: TEXT,
}
LEVELS = Check(
    CheckKind.LIST,
    ("指南", "办理"),
    Area("L", 1, 26, 2, 26),
    codes=(option_choice(1), option_choice(2)),
)
ITEM = COMMON | {Field.PROVIDED: Check(CheckKind.LIST, ("是", "否"), codes=(YES, NO)), Field.LEVEL: LEVELS}
NUMBER = COMMON | {Field.VALUE: Check(CheckKind.NUMBER, minimum=0, maximum=100)}
USUAL = COMMON | {Field.VALUE: Check(CheckKind.NUMBER, minimum=0, low=10, high=90, jump=50)}
ADDED = {
    Field.NAME: TEXT,
    Field.PROVIDED: ITEM[Field.PROVIDED],
    Field.LEVEL: LEVELS,
    Field.ADDRESS: TEXT,
    Field.DATE: COMMON[Field.DATE],
    Field.NOTE: TEXT,
}
EVIDENCE = {field: ADDED[field] for field in (Field.NAME, Field.ADDRESS, Field.DATE)} | {Field.USED_BY: TEXT}
QUALITIES = Check(CheckKind.LIST, ("高", "中", "低"), Area("L", 1, 27, 3, 27), codes=(HIGH, MEDIUM, LOW))
TOLD = NUMBER | {Field.QUALITY: QUALITIES, Field.ORIGIN: TEXT, Field.YEAR: year_check(date(2026, 10, 31))}
TOLD_LEVEL = COMMON | {Field.VALUE: LEVELS, Field.QUALITY: QUALITIES}
OPEN = COMMON | {Field.VALUE: Check(CheckKind.NUMBER)}
RUBRIC = COMMON | {Field.VALUE: LEVELS}
A, P, L, V, W, D, N, X, U, Q, R, Y = (
    Field.APPLICABLE,
    Field.PROVIDED,
    Field.LEVEL,
    Field.VALUE,
    Field.ADDRESS,
    Field.DATE,
    Field.NOTE,
    Field.NAME,
    Field.USED_BY,
    Field.QUALITY,
    Field.ORIGIN,
    Field.YEAR,
)
ALL = {Q: "中", R: "年鉴", Y: 2025.0}
F = RowFault


def read(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> dict[Field, Scalar]:
    """What stands in a row as it is read: an option is a choice, any other text is itself."""
    return {
        field: checks[field].code(value)
        if field in checks and isinstance(value, str) and value in checks[field].options
        else value
        for field, value in fields.items()
    }


@pytest.mark.parametrize(
    ("checks", "fields", "expected"),
    [
        (ITEM, {}, F.BLANK),
        (ITEM, {N: "说明"}, F.BLANK),
        (ITEM, {A: "适用"}, F.BLANK),
        (ITEM, {A: "适合", P: "否"}, F.MARK_NOT_IN_LIST),
        (ITEM, {A: "不适用"}, F.NO_REASON),
        (ITEM, {A: "不适用", N: "不涉及"}, F.NONE),
        (ITEM, {A: "待核实"}, F.NONE),
        (ITEM, {A: "待核实", P: "否"}, F.MARKED_WITH_ANSWER),
        (ITEM, {A: "待核实", P: "否", N: "正在核"}, F.NONE),
        (ITEM, {A: "不适用", P: "否"}, F.MARKED_WITH_ANSWER),
        (ITEM, {W: "http://a"}, F.NO_ANSWER),
        (ITEM, {P: "有"}, F.PROVIDED_NOT_IN_LIST),
        (ITEM, {P: "否"}, F.NONE),
        (ITEM, {P: "否", L: "办理"}, F.NO_WITH_LEVEL),
        (ITEM, {P: "是"}, F.NO_LEVEL),
        (ITEM, {P: "是", L: "全部"}, F.LEVEL_NOT_IN_LIST),
        (ITEM, {P: "是", L: "办理"}, F.NO_ADDRESS),
        (ITEM, {P: "是", L: "办理", W: "http://a"}, F.NONE),
        (ITEM, {L: "办理", W: "http://a", D: DAY}, F.NONE),
        (ITEM, {P: "否", D: date(2026, 8, 31)}, F.DATE_OUTSIDE),
        (ITEM, {P: "否", D: "十月"}, F.NOT_A_DATE),
        (ITEM, {P: "否", L: "办理", N: "在建"}, F.NONE),
        (ITEM, {P: "否", L: "办理", N: "在建", D: "十月"}, F.NOT_A_DATE),
        (ITEM, {P: "是", L: "办理", N: "仅窗口"}, F.NONE),
        (ITEM, {P: "否", D: date(2026, 8, 31), N: "上月采样"}, F.NONE),
        (ITEM, {P: "是", L: "全部", N: "理由"}, F.LEVEL_NOT_IN_LIST),
        (NUMBER, {V: 0.0}, F.NONE),
        (NUMBER, {V: 101.0}, F.OUT_OF_RANGE),
        (NUMBER, {V: "3个"}, F.NOT_A_NUMBER),
        (NUMBER, {V: 3.0, D: date(2026, 11, 1)}, F.DATE_OUTSIDE),
        (OPEN, {V: -1e9}, F.NONE),
        (OPEN, {V: 1e15}, F.NONE),
        (OPEN, {V: 9e307}, F.OUT_OF_RANGE),
        (TOLD, {}, F.BLANK),
        (TOLD, {V: 3.0, **ALL}, F.NONE),
        (TOLD, {V: 101.0, **ALL}, F.OUT_OF_RANGE),
        (TOLD, {Q: "高"}, F.NO_ANSWER),
        (TOLD, {V: 3.0, R: "年鉴", Y: 2025.0}, F.NO_QUALITY),
        (TOLD, {V: 3.0, **ALL, Q: "很高"}, F.QUALITY_NOT_IN_LIST),
        (TOLD, {V: 3.0, Q: "低", Y: 2025.0}, F.NO_ORIGIN),
        (TOLD, {V: 3.0, Q: "低", R: "年鉴"}, F.NO_YEAR),
        (TOLD, {V: 3.0, N: "无统计"}, F.NONE),
        (TOLD, {V: 3.0, **ALL, Y: 2026.0}, F.NONE),
        (TOLD, {V: 3.0, **ALL, Y: 2027.0}, F.YEAR_OUTSIDE),
        (TOLD, {V: 3.0, **ALL, Y: 2027.0, N: "预计"}, F.YEAR_OUTSIDE),
        (TOLD, {V: 3.0, **ALL, Y: 25.0}, F.YEAR_OUTSIDE),
        (TOLD, {V: 3.0, **ALL, Y: "去年"}, F.YEAR_OUTSIDE),
        (TOLD, {V: 3.0, **ALL, Y: 2023.0}, F.NONE),
        (TOLD, {V: 3.0, **ALL, Y: 2022.0}, F.YEAR_OLD),
        (TOLD, {V: 3.0, **ALL, Y: 2022.0, N: "五年一次"}, F.NONE),
        (TOLD, {V: 3.0, **ALL, D: "十月"}, F.NOT_A_DATE),
        (TOLD_LEVEL, {V: "办理"}, F.NO_QUALITY),
        (TOLD_LEVEL, {V: "办理", Q: "高"}, F.NONE),
        (RUBRIC, {V: "办理"}, F.NONE),
        (RUBRIC, {V: "其他"}, F.VALUE_NOT_IN_LIST),
        (USUAL, {V: 9.0}, F.UNUSUAL),
        (USUAL, {V: 91.0, D: "十月"}, F.UNUSUAL),
        (USUAL, {V: 91.0, N: "含乡镇"}, F.NONE),
        (USUAL, {V: -1.0, N: "含乡镇"}, F.OUT_OF_RANGE),
        (USUAL, {V: 90.0}, F.NONE),
        (ADDED, {}, F.BLANK),
        (ADDED, {X: "新事项"}, F.NO_ANSWER),
        (ADDED, {P: "否"}, F.NO_NAME),
        (ADDED, {N: "理由"}, F.NO_NAME),
        (ADDED, {X: "新事项", P: "否"}, F.NONE),
        (ADDED, {X: "新事项", P: "否", L: "办理"}, F.NO_WITH_LEVEL),
        (ADDED, {X: "新事项", P: "是"}, F.NO_LEVEL),
        (ADDED, {X: "新事项", L: "办理", W: "http://a", D: "十月"}, F.NOT_A_DATE),
        (EVIDENCE, {}, F.BLANK),
        (EVIDENCE, {U: "3"}, F.NO_NAME),
        (EVIDENCE, {X: "台账"}, F.NONE),
        (EVIDENCE, {X: "台账", D: date(2026, 8, 31)}, F.DATE_OUTSIDE),
    ],
)
def test_the_first_fault(
    checks: Mapping[Field, Check], fields: Mapping[Field, Scalar], expected: RowFault
) -> None:
    assert row_fault(checks, read(checks, fields)) is expected
    assert said(checks, fields) == expected.value


@pytest.mark.parametrize(
    ("value", "last", "note", "expected"),
    [
        (30.0, 20.0, "", F.NONE),
        (30.5, 20.0, "", F.JUMP),
        (30.5, 20.0, "合并统计", F.NONE),
        (15.0, 40.0, "", F.JUMP),
        (12.0, 0.0, "", F.JUMP),
        (30.5, None, "", F.NONE),
        (95.0, 20.0, "", F.UNUSUAL),
    ],
)
def test_a_number_far_from_last_time_is_doubted_until_it_is_explained(
    value: float, last: float | None, note: str, expected: RowFault
) -> None:
    fields: Mapping[Field, Scalar] = {V: value, N: note} if note else {V: value}
    assert row_fault(USUAL, fields, last) is expected
    assert said(USUAL, fields, last) == expected.value


@pytest.mark.parametrize("last", ["不适用", ""])
def test_words_of_last_time_are_no_number_to_compare_with(last: str) -> None:
    assert said(USUAL, {V: 30.5}, last) == F.NONE.value


def said(
    checks: Mapping[Field, Check], fields: Mapping[Field, Scalar], last: float | str | None = None
) -> str:
    """What the formula says; a blank cell stands as "", which `formulas` alone does not take for it."""
    columns = {field: chr(65 + place) for place, field in enumerate(Field)}
    cells = {field: f"{columns[field]}1" for field in checks}
    words = {fault: f'"{fault}"' for fault in RowFault}
    row = RowCells(cells, checks, words, ('"适用"', '"不适用"', '"待核实"'), ('"是"', '"否"'), "Y1")
    text = (
        row_fault_expression(row).replace(str(LEVELS.source), "Z1:Z2").replace(str(QUALITIES.source), "X1:X3")
    )
    sheet: dict[str, list[float | str | None]] = {letter: [""] for letter in columns.values()}
    for field, value in fields.items():
        typed = (value - date(1899, 12, 30)) / timedelta(days=1) if isinstance(value, date) else value
        sheet[columns[field]] = [typed]
    return str(
        evaluate(
            "=" + text,
            {**sheet, "Y": ["" if last is None else last], "Z": ["指南", "办理"], "X": ["高", "中", "低"]},
        )
    )


typed = {
    A: st.sampled_from([None, None, "适用", "不适用", "待核实", "适合"]),
    P: st.sampled_from([None, "是", "否", "有"]),
    L: st.sampled_from([None, "指南", "办理", "全部", 3.0]),
    W: st.sampled_from([None, "http://a", "窗口"]),
    D: st.sampled_from([None, DAY, date(2026, 8, 31), date(2027, 1, 1), "十月"]),
    N: st.sampled_from([None, "理由"]),
    V: st.sampled_from([None, 0.0, 15.0, 100.0, 100.5, -1.0, "3个", "办理"]),
    X: st.sampled_from([None, "新事项"]),
    U: st.sampled_from([None, "3"]),
    Q: st.sampled_from([None, "高", "很高"]),
    R: st.sampled_from([None, "年鉴"]),
    Y: st.sampled_from([None, 2027.0, 2026.0, 2022.0, "去年"]),
}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    data=st.data(),
    checks=st.sampled_from([ITEM, NUMBER, TOLD, TOLD_LEVEL, OPEN, RUBRIC, USUAL, ADDED, EVIDENCE]),
)
def test_the_formula_says_what_the_function_says(data: st.DataObject, checks: Mapping[Field, Check]) -> None:
    drawn = {field: data.draw(values, label=field) for field, values in typed.items() if field in checks}
    fields = {field: value for field, value in drawn.items() if value is not None}
    assert said(checks, fields) == row_fault(checks, read(checks, fields)).value
