"""The meaning of a row: its states kept apart, its score, and what it says of contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from smartxl.findings import FindingCode, FindingSource, Severity
from smartxl.model.answers import YES, Answer, Field, State, option_choice
from smartxl.reading.row import RowPlace, judge_row
from smartxl.typed.vocabulary import vocabulary
from smartxl.xlsx import open_book
from tests.reading.forms import (
    DEFINITION,
    FIRST,
    GOOD,
    ITEM_KEYS,
    KEYS,
    LEVEL,
    NUMBER,
    RATE,
    SECOND,
    Typed,
    answers_of,
    make_plan,
    patch,
    read_form,
    worded,
    write_form,
)

A, P, L, V, N = Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.NOTE
W, C, D = Field.ADDRESS, Field.CHANNEL, Field.DATE
PAGE = "https://a.example.cn/1"
Row = Mapping[Field, Typed]


def judge(key: str, typed: Row) -> tuple[Answer, list[FindingCode]]:
    extraction = read_form(write_form(answers={key: typed}).save())
    return answers_of(extraction)[key], [finding.code for finding in extraction.findings]


@pytest.mark.parametrize(
    ("typed", "state", "score"),
    [
        ({}, State.BLANK, None),
        ({A: "适用"}, State.BLANK, None),
        ({N: "暂无"}, State.BLANK, None),
        ({P: "是", L: "办事指南", W: PAGE}, State.VALUE, 0.2),
        ({A: "适用", P: "是", L: "结果反馈", W: PAGE}, State.VALUE, 1.0),
        ({P: "否"}, State.VALUE, 0.0),
        ({A: "不适用", N: "职能划转"}, State.NOT_APPLICABLE, None),
        ({A: "待核实"}, State.PENDING, None),
    ],
)
def test_states_of_an_item(typed: Row, state: State, score: float | None) -> None:
    answer, codes = judge(FIRST, typed)
    assert (answer.state, answer.score_input, codes) == (state, score, [])
    assert worded(make_plan(), answer) == typed


@pytest.mark.parametrize(
    ("key", "typed", "state", "score"),
    [
        (NUMBER, {}, State.BLANK, None),
        (NUMBER, {V: 0}, State.VALUE, 0.0),
        (NUMBER, {V: 12.5}, State.VALUE, 12.5),
        (RATE, {V: 100}, State.VALUE, 100.0),
        (NUMBER, {A: "不适用", N: "无系统"}, State.NOT_APPLICABLE, None),
        (NUMBER, {A: "待核实"}, State.PENDING, None),
        (LEVEL, {V: "一级"}, State.VALUE, 0.0),
        (LEVEL, {V: "二级"}, State.VALUE, 0.7),
        (LEVEL, {}, State.BLANK, None),
    ],
)
def test_states_of_an_entry(key: str, typed: Row, state: State, score: float | None) -> None:
    answer, codes = judge(key, typed)
    assert (answer.state, answer.score_input, codes) == (state, score, [])


@pytest.mark.parametrize(
    ("key", "typed", "state", "score", "code"),
    [
        (FIRST, {P: "是"}, State.BLANK, None, FindingCode.NO_LEVEL),
        (FIRST, {P: "是", L: "很深"}, State.BLANK, None, FindingCode.NOT_IN_LIST),
        (FIRST, {P: "部分", L: "办事指南"}, State.BLANK, None, FindingCode.NOT_IN_LIST),
        (FIRST, {A: "不知道", P: "是", L: "办事指南", W: PAGE}, State.BLANK, None, FindingCode.NOT_IN_LIST),
        (FIRST, {L: "办事指南", W: PAGE}, State.VALUE, 0.2, FindingCode.LEVEL_IMPLIES_YES),
        (FIRST, {P: "否", L: "办事指南"}, State.VALUE, 0.0, FindingCode.NO_WITH_LEVEL),
        (FIRST, {A: "不适用"}, State.NOT_APPLICABLE, None, FindingCode.NO_REASON),
        (FIRST, {A: "不适用", P: "是", N: "x"}, State.NOT_APPLICABLE, None, FindingCode.MARKED_WITH_ANSWER),
        (FIRST, {A: "待核实", L: "办事指南"}, State.PENDING, None, FindingCode.MARKED_WITH_ANSWER),
        (FIRST, {Field.CHANNEL: "网站"}, State.BLANK, None, FindingCode.DETAILS_WITHOUT_ANSWER),
        (FIRST, {P: "是", L: "办事指南", W: PAGE, C: "电视"}, State.VALUE, 0.2, FindingCode.NOT_IN_LIST),
        (FIRST, {P: "否", Field.DATE: date(2020, 1, 1)}, State.VALUE, 0.0, FindingCode.DATE_OUT_OF_RANGE),
        (FIRST, {P: "是", L: "办事指南"}, State.VALUE, 0.2, FindingCode.NO_ADDRESS),
        (FIRST, {P: "否", C: "网站"}, State.VALUE, 0.0, FindingCode.LEFTOVER),
        (FIRST, {P: "否", W: PAGE}, State.VALUE, 0.0, FindingCode.LEFTOVER),
        (FIRST, {P: "否", L: "办事指南", W: PAGE}, State.VALUE, 0.0, FindingCode.NO_WITH_LEVEL),
        (FIRST, {A: "不适用", N: "职能划转", W: PAGE}, State.NOT_APPLICABLE, None, FindingCode.LEFTOVER),
        (FIRST, {A: "不适用", N: "/"}, State.NOT_APPLICABLE, None, FindingCode.NO_REASON),
        (FIRST, {A: "不适用", N: "无。"}, State.NOT_APPLICABLE, None, FindingCode.NO_REASON),
        (FIRST, {P: "是", L: "办事指南", W: "a.gov.cn"}, State.VALUE, 0.2, FindingCode.CLEANED),
        (FIRST, {P: "是", L: "办事指南", W: PAGE, D: "2026年9月"}, State.VALUE, 0.2, FindingCode.DAY_MISSING),
        (FIRST, {P: "是", L: date(2026, 3, 1), W: PAGE}, State.BLANK, None, FindingCode.BECAME_DATE),
        (FIRST, {P: "是", L: "办事指南", W: "#N/A"}, State.VALUE, 0.2, FindingCode.ERROR_VALUE),
        (NUMBER, {V: "约50"}, State.VALUE, 50.0, FindingCode.APPROXIMATE),
        (NUMBER, {V: "50-60"}, State.BLANK, None, FindingCode.RANGE),
        (NUMBER, {V: "50余"}, State.BLANK, None, FindingCode.AMBIGUOUS_NUMBER),
        (NUMBER, {V: "#REF!"}, State.BLANK, None, FindingCode.ERROR_VALUE),
        (NUMBER, {V: "5万"}, State.VALUE, 50_000.0, FindingCode.CLEANED),
        (NUMBER, {V: "负5"}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (RATE, {V: 0.85}, State.BLANK, None, FindingCode.SHARE_OR_PERCENT),
        (RATE, {V: "0.85%"}, State.VALUE, 0.85, FindingCode.CLEANED),
        (RATE, {V: "150%"}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (NUMBER, {V: -1}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (NUMBER, {V: 9e307}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (NUMBER, {V: "9E+307"}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (NUMBER, {V: 1e-300}, State.BLANK, None, FindingCode.OUT_OF_RANGE),
        (NUMBER, {V: date(2026, 3, 1)}, State.BLANK, None, FindingCode.BECAME_DATE),
        (NUMBER, {V: "１２个"}, State.VALUE, 12.0, FindingCode.CLEANED),
        (RATE, {V: "12.5％"}, State.VALUE, 12.5, FindingCode.CLEANED),
        (NUMBER, {A: "待核实", V: 3}, State.PENDING, None, FindingCode.MARKED_WITH_ANSWER),
        (NUMBER, {Field.ADDRESS: "清单"}, State.BLANK, None, FindingCode.DETAILS_WITHOUT_ANSWER),
        (LEVEL, {V: "三级"}, State.BLANK, None, FindingCode.NOT_IN_LIST),
    ],
)
def test_contradictions_are_one_finding_each(
    key: str, typed: Row, state: State, score: float | None, code: FindingCode
) -> None:
    answer, codes = judge(key, typed)
    assert (answer.state, answer.score_input, codes) == (state, score, [code])


def test_a_value_that_cannot_be_used_is_not_kept_as_an_answer() -> None:
    for key, typed in ((FIRST, {P: "是", L: "很深"}), (RATE, {V: 101})):
        answer, _ = judge(key, typed)
        assert not {L, V} & set(answer.fields)


def test_provided_is_filled_in_where_the_level_implies_it() -> None:
    answer, _ = judge(FIRST, {L: "办事指南", W: PAGE})
    assert answer.fields == {L: option_choice(1), W: PAGE, P: YES}


def test_a_finding_names_cell_item_value_and_expectation() -> None:
    extraction = read_form(write_form(answers={RATE: {V: 101}}).save())
    (finding,) = extraction.findings
    assert (finding.unit, finding.place, finding.item) == ("GAJ", "采样表 F11", "上云率")
    assert (finding.found, finding.expected) == ("101", "0 – 100")


def test_a_cell_shown_in_percent_is_read_as_it_is_shown() -> None:
    form = write_form(answers={RATE: {V: 0.85}, NUMBER: {V: 0.5}})
    for key in (RATE, NUMBER):
        form.sheet.cell(form.row(key), 6).number_format = "0.00%"
    extraction = read_form(form.save())
    answers = answers_of(extraction)
    assert (answers[RATE].score_input, answers[NUMBER].state) == (85.0, State.BLANK)
    assert [(f.code, f.found, f.expected) for f in extraction.findings] == [
        (FindingCode.AMBIGUOUS_NUMBER, "50%", ""),
        (FindingCode.CLEANED, "85%", "85"),
    ]


def test_serial_numbers_count_from_1904_where_the_workbook_says_so() -> None:
    form = write_form(answers={FIRST: {P: "否", D: 44804}})
    form.book.epoch = CALENDAR_MAC_1904
    extraction = read_form(form.save())
    assert answers_of(extraction)[FIRST].fields[D] == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "code", "found"),
    [
        ({P: "否", D: date(2020, 1, 1)}, FindingCode.DATE_OUT_OF_RANGE, "V06 2020-01-01"),
        ({P: "否", L: "办事指南"}, FindingCode.NO_WITH_LEVEL, "L04 否"),
        ({P: "是", L: "办事指南"}, FindingCode.NO_ADDRESS, "L08 是"),
    ],
)
def test_a_note_settles_what_may_be_explained(typed: Row, code: FindingCode, found: str) -> None:
    for note in (None, "/", "无", "同"):
        assert code in judge(FIRST, {**typed, N: note})[1]
    extraction = read_form(write_form(answers={FIRST: {**typed, N: "系统于九月升级"}}).save())
    (finding,) = extraction.findings
    assert (finding.code, finding.found, finding.expected) == (FindingCode.EXPLAINED, found, "系统于九月升级")
    assert finding.severity is Severity.NOTE
    assert answers_of(extraction)[FIRST].state is State.VALUE


def test_a_note_does_not_settle_what_must_be_fixed() -> None:
    assert judge(RATE, {V: 101, N: "统计年鉴"})[1] == [FindingCode.OUT_OF_RANGE]
    assert judge(FIRST, {P: "否", N: "长" * 41})[1] == [FindingCode.TOO_LONG]


@pytest.mark.parametrize("entry", [A, P, L])
def test_a_covered_cell_is_never_scored(entry: Field) -> None:
    """Whatever stands in the file below a merge: here judged alone, without what else is done about merges."""
    plan = make_plan()
    line = plan.sheets[0].sections[0].lines[0]
    book = open_book(write_form(plan).save(), "x.xlsx")
    sheet = book.sheets[plan.sheets[0].name]
    words = vocabulary(DEFINITION, plan.sheets[0].sections[0])
    covered = frozenset({(line.row, line.inputs[entry])})
    judged = judge_row(RowPlace(FindingSource("x.xlsx", "GAJ"), sheet, line.row, covered), line, words)
    assert (judged.state, judged.score_input) == (State.BLANK, None)
    assert entry not in judged.fields


def error_cell(key: str, entry: Field, column: int) -> bytes:
    form = write_form(answers={FIRST: {P: "是", L: "办事指南", W: PAGE}, NUMBER: {V: 3}})
    cell = form.sheet.cell(form.row(key), column)
    cell.value, cell.data_type = "#DIV/0!", "e"
    return form.save()


@pytest.mark.parametrize(("key", "column"), [(NUMBER, 6), (FIRST, 7), (FIRST, 6), (FIRST, 5)])
def test_an_error_cell_is_not_a_blank_one(key: str, column: int) -> None:
    extraction = read_form(error_cell(key, V, column))
    assert answers_of(extraction)[key].state is State.BLANK
    assert [finding.code for finding in extraction.findings] == [FindingCode.ERROR_VALUE]


def test_a_formula_is_read_by_its_value() -> None:
    content = patch(
        write_form().save(),
        {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"<v>12</v>", b"<f>6*2</f><v>12</v>")},
    )
    extraction = read_form(content)
    assert answers_of(extraction)[NUMBER].score_input == 12
    assert [finding.code for finding in extraction.findings] == [FindingCode.FORMULA]


def test_a_form_in_english_reads_the_same() -> None:
    plan = make_plan(lang="en")
    english = {"是": "Yes", "否": "No", "不适用": "Not applicable", "待核实": "Pending", "适用": "Applicable"}
    english |= {"在线申报": "Online application", "网站": "Website", "二级": "2"}
    typed = {
        key: {entry: english.get(str(value), value) for entry, value in fields.items()}
        for key, fields in GOOD.items()
    }
    extraction = read_form(write_form(plan, typed).save(), plan)
    chinese = answers_of(read_form(write_form().save()))
    assert extraction.findings == ()
    for key in KEYS:
        answer = answers_of(extraction)[key]
        assert (answer.state, answer.score_input) == (chinese[key].state, chinese[key].score_input)


def test_a_label_of_the_other_language_is_read() -> None:
    answer, codes = judge(SECOND, {P: "Yes", L: "Guide", W: PAGE})
    assert (answer.score_input, dict(answer.fields)) == (0.2, {P: YES, L: option_choice(1), W: PAGE})
    assert codes == [FindingCode.CLEANED] * 2


def test_every_planned_row_has_an_answer_in_the_order_of_the_plan() -> None:
    extraction = read_form(write_form(answers={}).save())
    assert [answer.key for answer in extraction.submission.answers] == list(KEYS)
    assert {answer.state for answer in extraction.submission.answers} == {State.BLANK}
    assert extraction.submission.answers[0].cell == "F4"
    assert ITEM_KEYS[0] == extraction.submission.answers[0].key


ITEM = {P: "是", L: "办事指南"}
EMPTY = FindingCode.SAYS_NOTHING


@pytest.mark.parametrize(
    ("key", "typed", "codes"),
    [
        (FIRST, {**ITEM, W: "见附件"}, [EMPTY]),
        (FIRST, {**ITEM, W: "／"}, [EMPTY]),
        (FIRST, {**ITEM, W: "同上", N: "电话核实过"}, [FindingCode.EXPLAINED]),
        (FIRST, {**ITEM, W: "同上", N: "同上"}, [EMPTY]),
        (FIRST, {**ITEM, W: "附件1.pdf"}, []),
        (FIRST, {**ITEM, W: PAGE, N: "无"}, []),
        (FIRST, {P: "否", W: "无"}, []),
        (FIRST, {A: "待核实", W: "待补充"}, []),
        (FIRST, {A: "不适用", N: "职能划转", W: "/"}, []),
        (FIRST, {A: "不适用", N: "见附件"}, [FindingCode.NO_REASON]),
        (FIRST, {A: "不适用", N: "N/A"}, [FindingCode.NO_REASON]),
        (NUMBER, {V: 3, W: "as above"}, [EMPTY]),
        (NUMBER, {V: 3, W: "系统清单"}, []),
        (NUMBER, {A: "不适用", N: "无系统", W: "无"}, []),
    ],
)
def test_words_that_say_nothing_where_something_is_asked(
    key: str, typed: Row, codes: list[FindingCode]
) -> None:
    assert judge(key, typed)[1] == codes
