"""A questionnaire comes back renamed, sorted, copied, pasted over: answers go by key, the rest is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.findings import FindingCode
from smartxl.model.plan import WorkbookPlan
from smartxl.questionnaires import AhpReply, read_ahp, read_delphi, read_tally, survey_nodes
from smartxl.reading import read_stamp
from smartxl.xlsx import open_book
from tests.questionnaires.forms import (
    WORDINGS,
    Typing,
    ahp_form,
    asked,
    changed,
    definition,
    delphi_form,
    framed,
    label,
    leaf,
    row_of,
    sheet_of,
    tally_form,
    written,
)

OF = definition([3, 2])
KEYS = ("G1@dep|G1.1|G1.2", "G1@dep|G1.1|G1.3", "G1@dep|G1.2|G1.3")
VALUES = (3.0, 1 / 5, 1.0)
PLAN = ahp_form(OF)
FILLED = changed(written(PLAN), Typing({key: label(v) for key, v in zip(KEYS, VALUES, strict=True)}, 4))
ANSWERS = {("G1.1", "G1.2"): 3.0, ("G1.1", "G1.3"): 1 / 5, ("G1.2", "G1.3"): 1.0}


def read(content: bytes, plan: WorkbookPlan = PLAN) -> AhpReply:
    book = open_book(content, "came-back.xlsx")
    assert read_stamp(book) == plan.stamp
    return read_ahp(asked(OF), plan, book, WORDINGS)


def answers(reply: AhpReply) -> dict[tuple[str, str], float]:
    return {(j.left, j.right): j.value for j in reply.judged if j.branch == "G1@dep"}


def codes(reply: AhpReply) -> set[FindingCode]:
    return {finding.code for finding in reply.findings}


def of_g1(change: Callable[[Worksheet], object]) -> Callable[[Workbook], object]:
    return lambda book: change(sheet_of(book, KEYS[0]))


def swap(first: int, second: int, columns: range) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for column in columns:
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value

    return change


def duplicate(*, answer: str | None = None) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, KEYS[0])
        for column in range(1, 6):
            sheet.cell(20, column).value = sheet.cell(row, column).value
        if answer is not None:
            sheet.cell(20, 4).value = answer

    return change


def rename(sheet: Worksheet) -> None:
    sheet.title = "改名"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(lambda sheet: None, set(), id="as it was"),
        pytest.param(rename, set(), id="sheet renamed"),
        pytest.param(swap(6, 8, range(1, 11)), {FindingCode.ROWS_SORTED}, id="rows sorted"),
        pytest.param(lambda sheet: sheet.insert_rows(6, 2), set(), id="rows inserted"),
        pytest.param(lambda sheet: sheet.insert_cols(3, 2), set(), id="columns inserted"),
        pytest.param(duplicate(), {FindingCode.SAME_ROW_TWICE}, id="row copied"),
        pytest.param(duplicate(answer=""), {FindingCode.SAME_ROW_TWICE}, id="row copied, blank"),
    ],
)
def test_answers_survive(change: Callable[[Worksheet], object], found: set[FindingCode]) -> None:
    reply = read(changed(FILLED, of_g1(change)))
    assert answers(reply) == pytest.approx(ANSWERS)
    assert codes(reply) == found


@pytest.mark.parametrize(
    ("change", "lost", "found"),
    [
        pytest.param(swap(6, 7, range(2, 11)), 2, FindingCode.OTHER_LABEL, id="sorted without the keys"),
        pytest.param(lambda s: s.delete_rows(6), 1, FindingCode.ROW_MISSING, id="row deleted"),
        pytest.param(duplicate(answer=label(9.0)), 1, FindingCode.ROWS_CONTRADICT, id="two answers"),
        pytest.param(lambda s: s.cell(6, 4, "左边比较重要"), 1, FindingCode.NOT_IN_LIST, id="own words"),
        pytest.param(lambda s: s.cell(6, 4, 3), 1, FindingCode.NOT_IN_LIST, id="a number has no side"),
        pytest.param(lambda s: s.cell(6, 4, "#DIV/0!"), 1, FindingCode.ERROR_VALUE, id="an error"),
        pytest.param(
            lambda s: s.cell(6, 4, "=D7"), 1, FindingCode.FORMULA_WITHOUT_VALUE, id="a formula not calculated"
        ),
        pytest.param(lambda s: s.cell(6, 1, "G1@dep|G1.1|X"), 1, FindingCode.UNKNOWN_KEY, id="another key"),
        pytest.param(
            lambda s: s.cell(30, 4, label(3.0)), 0, FindingCode.ROW_WITHOUT_KEY, id="a row of their own"
        ),
    ],
)
def test_what_is_lost_is_said(change: Callable[[Worksheet], object], lost: int, found: FindingCode) -> None:
    reply = read(changed(FILLED, of_g1(change)))
    kept = answers(reply)
    assert len(kept) == len(ANSWERS) - lost
    assert all(ANSWERS[pair] == pytest.approx(value) for pair, value in kept.items())
    assert found in codes(reply)


def test_a_blank_questionnaire_has_no_answers_and_no_findings() -> None:
    reply = read(written(PLAN))
    assert (reply.judged, reply.findings) == ((), ())


def test_an_english_answer_in_a_chinese_form_is_understood() -> None:
    content = changed(written(PLAN), Typing({KEYS[0]: label(1 / 7, "en")}, 4))
    assert answers(read(content)) == {("G1.1", "G1.2"): pytest.approx(1 / 7)}


def test_the_stamp_survives_the_loss_of_the_documents_properties() -> None:
    def lose(book: Workbook) -> None:
        for name in list(book.custom_doc_props.names):  # type: ignore[attr-defined]
            del book.custom_doc_props[name]  # type: ignore[attr-defined]

    assert answers(read(changed(FILLED, lose))) == pytest.approx(ANSWERS)


def test_questionnaires_of_other_experts_languages_and_trees_have_other_stamps() -> None:
    assert ahp_form(OF, lang="en").stamp.digest == PLAN.stamp.digest
    assert ahp_form(definition([3, 3])).stamp.digest != PLAN.stamp.digest
    assert delphi_form(OF, 2).stamp.edition == "delphi-2"


def test_ratings_come_with_their_reasons() -> None:
    plan = delphi_form(OF)
    keys = list(plan.row_names)
    content = changed(written(plan), Typing({keys[0]: 7.5, keys[1]: 0}, 9))
    content = changed(content, Typing({keys[0]: "理由  一\n二"}, 11))
    book = open_book(content, "d.xlsx")
    reply = read_delphi(plan, book)
    assert [(r.key, r.value, r.reason) for r in reply.ratings] == [
        (keys[0], 7.5, "理由 一 二"),
        (keys[1], 0.0, ""),
    ]
    assert reply.findings == ()


def test_respondents_may_leave_answers_out_and_rows_may_be_deleted() -> None:
    weights = {"dep": 50.0}
    of = framed([leaf("A", "TOTAL", weights, survey=True), leaf("B", "TOTAL", weights, survey=True)])
    plan = tally_form(of)
    content = changed(written(plan), Typing({"r0001": "满意", "r0003": "不满意"}, 3))
    content = changed(content, Typing({"r0001": "满意"}, 4))
    content = changed(content, lambda book: book.worksheets[0].delete_rows(15, 5))
    book = open_book(content, "s.xlsx")
    nodes = survey_nodes(of, of.roster.units[0])
    tally = read_tally(nodes, of.framework.scales, plan, book, "GA")
    assert [(c.indicator, c.option, c.count) for c in tally.counts] == [
        ("A", 1, 1),
        ("A", 2, 1),
        ("B", 1, 1),
        ("B", 2, 0),
    ]
    assert (tally.respondents, tally.findings) == (2, ())
