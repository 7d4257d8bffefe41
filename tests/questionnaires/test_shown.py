"""Questionnaires of all kinds: answers are read as they are shown or not taken, and what stands beside them is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.findings import Finding, FindingCode
from smartxl.questionnaires import read_ahp, read_delphi, read_tally, survey_nodes
from smartxl.xlsx import RawSheet, open_book
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
    sheet_of,
    tally_form,
    written,
)

OF = definition([3, 2])
SURVEYED = framed(
    [leaf("A", "TOTAL", {"dep": 50.0}, survey=True), leaf("B", "TOTAL", {"dep": 50.0}, survey=True)]
)
Change = Callable[[Worksheet], object]


@dataclass(frozen=True)
class Kind:
    """A kind of questionnaire, filled in: the keys of two rows below each other, the column of answers, how it is read."""

    content: bytes
    first: str
    row: int
    column: int
    read: Callable[[bytes], tuple[dict[str, object], tuple[Finding, ...]]]


def read_weights(content: bytes) -> tuple[dict[str, object], tuple[Finding, ...]]:
    reply = read_ahp(asked(OF), ahp_form(OF), open_book(content, "a.xlsx"), WORDINGS)
    return {f"{j.branch}|{j.left}|{j.right}": j.value for j in reply.judged}, reply.findings


def read_ratings(content: bytes) -> tuple[dict[str, object], tuple[Finding, ...]]:
    reply = read_delphi(delphi_form(OF), open_book(content, "d.xlsx"))
    return {r.key: r.value for r in reply.ratings}, reply.findings


def read_counts(content: bytes) -> tuple[dict[str, object], tuple[Finding, ...]]:
    book, nodes = open_book(content, "s.xlsx"), survey_nodes(SURVEYED, SURVEYED.roster.units[0])
    tally = read_tally(nodes, SURVEYED.framework.scales, tally_form(SURVEYED), book, "GA")
    return {f"{c.indicator}{c.option}": c.count for c in tally.counts if c.count}, tally.findings


@cache
def kinds() -> dict[str, Kind]:
    pairs = ("G1@dep|G1.1|G1.2", "G1@dep|G1.1|G1.3")
    items = tuple(delphi_form(OF).row_names)[:2]
    made = {}
    for name, plan, keys, values, column, read in (
        ("ahp", ahp_form(OF), pairs, (label(3.0), label(5.0)), 4, read_weights),
        ("delphi", delphi_form(OF), items, (7.0, 8.0), 9, read_ratings),
        ("tally", tally_form(SURVEYED), ("r0001", "r0002"), ("满意", "不满意"), 3, read_counts),
    ):
        content = changed(written(plan), Typing(dict(zip(keys, values, strict=True)), column))
        sheet = sheet_of(load_workbook(io.BytesIO(content)), keys[0])
        made[name] = Kind(content, keys[0], row_of(sheet, keys[0]), column, read)
    return made


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key)


def came_back(kind: Kind, change: Change) -> tuple[dict[str, object], list[FindingCode], tuple[Finding, ...]]:
    def do(book: Workbook) -> None:
        change(sheet_of(book, kind.first))

    answers, findings = kind.read(changed(kind.content, do))
    return answers, [finding.code for finding in findings], findings


def at(kind: Kind, sheet: Worksheet, down: int = 0) -> object:
    return sheet.cell(kind.row + down, kind.column)


def whiten(cell: object) -> None:
    for what, look in (("font", Font(color="FFFFFFFF")), ("fill", PatternFill())):
        setattr(cell, what, look)


NAMES = ("ahp", "delphi", "tally")


@pytest.mark.parametrize("name", NAMES)
def test_as_it_was(name: str) -> None:
    answers, codes, _ = came_back(kinds()[name], lambda sheet: None)
    assert len(answers) == 2
    assert codes == []


LOST: dict[str, tuple[Callable[[Kind, Worksheet], object], FindingCode, int]] = {
    "merged": (
        lambda kind, sheet: sheet.merge_cells(
            start_row=kind.row, end_row=kind.row + 1, start_column=kind.column, end_column=kind.column
        ),
        FindingCode.MERGED_ANSWERS,
        2,
    ),
    "struck out": (
        lambda kind, sheet: setattr(at(kind, sheet), "font", Font(strike=True)),
        FindingCode.STRUCK_OUT,
        1,
    ),
    "white on white": (
        lambda kind, sheet: whiten(at(kind, sheet)),
        FindingCode.UNSEEN,
        1,
    ),
    "hidden by its format": (
        lambda kind, sheet: setattr(at(kind, sheet), "number_format", ";;;"),
        FindingCode.UNSEEN,
        1,
    ),
    "a picture": (
        lambda kind, sheet: setattr(at(kind, sheet), "value", '=DISPIMG("ID_1",1)'),
        FindingCode.PICTURE,
        1,
    ),
}


@pytest.mark.parametrize("what", LOST)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_as_it_is_seen_is_not_taken(name: str, what: str) -> None:
    change, code, lost = LOST[what]
    kind = kinds()[name]
    answers, codes, findings = came_back(kind, lambda sheet: change(kind, sheet))
    assert len(answers) == 2 - lost
    assert code in codes
    assert all(finding.cell and finding.file for finding in findings)


RATED: dict[str, tuple[float, str, object, FindingCode | None]] = {
    "as it is": (7.25, "0.00", 7.25, None),
    "rounded": (7.25, "0.0", 7.25, None),
    "a percentage": (0.7, "0%", None, FindingCode.AMBIGUOUS_NUMBER),
    "a scale": (7.0, "0,", None, FindingCode.SHOWN_OTHERWISE),
    "words": (7.0, '0"千"', None, FindingCode.SHOWN_OTHERWISE),
    "a leading zero": (7.0, "00", 7.0, None),
}


@pytest.mark.parametrize("what", RATED)
def test_a_rating_is_read_as_it_is_shown_or_asked(what: str) -> None:
    value, code, rating, finding = RATED[what]
    kind = kinds()["delphi"]

    def rate(sheet: Worksheet) -> None:
        cell = sheet.cell(kind.row, kind.column, value)
        cell.number_format = code

    answers, codes, _ = came_back(kind, rate)
    assert answers.get(kind.first) == rating
    assert codes == ([finding] if finding else [])


REMARK = "应为 8 分"
PLACES: dict[str, Callable[[Kind], tuple[int, int]]] = {
    "right of a row": lambda kind: (kind.row, 25),
    "far below": lambda kind: (400, kind.column),
    "below, in the first column": lambda kind: (400, 2),
    "right of the heading": lambda kind: (kind.row - 1, 25),
    "above": lambda kind: (3, 25),
}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_beside_the_answers_is_named(name: str, where: str) -> None:
    kind = kinds()[name]
    row, column = PLACES[where](kind)

    def write(sheet: Worksheet) -> None:
        sheet.cell(row, column, REMARK)
        sheet.cell(row, column + 1, "另一处")

    answers, codes, findings = came_back(kind, write)
    assert len(answers) == 2
    assert sorted(finding.found for finding in findings) == sorted([REMARK, "另一处"])
    assert set(codes) <= {FindingCode.ROW_WITHOUT_KEY, FindingCode.TYPED_BESIDE}


@pytest.mark.parametrize("name", NAMES)
def test_comments_are_named(name: str) -> None:
    kind = kinds()[name]
    _, codes, findings = came_back(
        kind, lambda sheet: setattr(at(kind, sheet), "comment", Comment(REMARK, "张三"))
    )
    assert codes == [FindingCode.COMMENT]
    assert REMARK in findings[0].found


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_nobody_sees_is_read_and_named(name: str) -> None:
    kind = kinds()[name]
    answers, codes, _ = came_back(kind, lambda sheet: setattr(sheet.row_dimensions[kind.row], "hidden", True))
    assert len(answers) == 2
    assert codes == [FindingCode.HIDDEN_ANSWER]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_saved_as_values_says_nothing_more(name: str) -> None:
    """Without formulas, as some programs save: what they gave is not taken for a remark."""
    kind = kinds()[name]
    book = open_book(kind.content, "a.xlsx")
    sheets: dict[str, RawSheet] = {n: replace(sheet, formulas={}) for n, sheet in book.sheets.items()}
    values = replace(book, sheets=sheets)
    if name == "ahp":
        assert read_ahp(asked(OF), ahp_form(OF), values, WORDINGS).findings == ()
    elif name == "delphi":
        assert read_delphi(delphi_form(OF), values).findings == ()


def test_a_part_of_a_reason_that_is_struck_out_is_asked() -> None:
    kind = kinds()["delphi"]
    words = CellRichText(TextBlock(InlineFont(strike=True), "不"), TextBlock(InlineFont(), "同意"))
    _, codes, _ = came_back(kind, lambda sheet: setattr(sheet.cell(kind.row, 11), "value", words))
    assert codes == [FindingCode.STRUCK_OUT]
