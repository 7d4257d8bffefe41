"""Rows that a unit adds itself are kept and never scored; numbers out of their usual range are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from smartxl.cells import Area
from smartxl.findings import FindingCode
from smartxl.model.answers import Answer, Field, State
from smartxl.model.keys import UNSCORED
from smartxl.model.plan import Check, CheckKind, Content, Line, PlannedRow, Section, WorkbookPlan
from smartxl.reading import Extraction, extract
from smartxl.xlsx import open_book
from tests.reading.forms import COLUMNS, DEFINITION, NUMBER, Typed, answers_of, make_plan, write_form

NAME, P, L, W, D, V, N = (
    Field.NAME,
    Field.PROVIDED,
    Field.LEVEL,
    Field.ADDRESS,
    Field.DATE,
    Field.VALUE,
    Field.NOTE,
)
ADDED, EVIDENCE = f"{UNSCORED}B2/1", f"{UNSCORED}/E01"
PAGE = "https://a.example.cn/1"
_COLUMNS = {NAME: 4, **{entry: COLUMNS[entry] for entry in (P, L, Field.CHANNEL, W, D, N)}}
_REGISTER = {NAME: 4, W: COLUMNS[W], D: COLUMNS[D], Field.USED_BY: 11}
Row = Mapping[Field, Typed]


def planned() -> WorkbookPlan:
    """The form with a row for an item of the unit's own, and one for a piece of evidence."""
    plan = make_plan()
    sheet = plan.sheets[0]
    checks = {
        **sheet.sections[0].lines[0].checks,
        NAME: Check(CheckKind.TEXT, maximum=20),
        Field.USED_BY: Check(CheckKind.TEXT),
    }
    lines, rows = [], list(sheet.rows)
    for row, (key, columns) in enumerate(((ADDED, _COLUMNS), (EVIDENCE, _REGISTER)), rows[-1].row + 2):
        lines.append(
            Line(key, row, f"自行补充{row}", 1, f"own_{row}", columns, {f: checks[f] for f in columns})
        )
        cells: dict[int, Content] = {1: key}
        rows.append(PlannedRow(row, 2, cells))
    sections = tuple(
        Section("GAJ", leaf, "", line.row - 1, (line,)) for leaf, line in zip(("B2", ""), lines, strict=True)
    )
    own = replace(sheet, rows=tuple(rows), sections=(*sheet.sections, *sections))
    names = {line.anchor: Area(own.name, line.row, 1, line.row, 11) for line in lines}
    return replace(plan, sheets=(own,), names={**plan.names, **names})


PLAN = planned()


def read(typed: Mapping[str, Row], plan: WorkbookPlan = PLAN) -> Extraction:
    form = write_form(plan, {})
    for line in (line for _, section in plan.sections() for line in section.lines):
        for entry, value in typed.get(line.key, {}).items():
            form.sheet.cell(line.row, line.inputs[entry]).value = value
    return extract(plan, DEFINITION, open_book(form.save(), "x.xlsx"))


def judge(key: str, typed: Row) -> tuple[Answer, list[FindingCode]]:
    first, second = (read({key: typed}) for _ in range(2))
    assert first.findings == second.findings
    return answers_of(first)[key], [finding.code for finding in first.findings]


@pytest.mark.parametrize(
    ("key", "typed", "codes"),
    [
        (ADDED, {}, []),
        (ADDED, {NAME: "电子证照", P: "是", L: "办事指南", W: PAGE}, []),
        (ADDED, {NAME: "电子证照", P: "有", L: "办事指南", W: PAGE}, [FindingCode.CLEANED]),
        (ADDED, {NAME: "电子证照", P: "否"}, []),
        (ADDED, {P: "否"}, [FindingCode.NO_NAME]),
        (ADDED, {N: "见附件"}, [FindingCode.NO_NAME, FindingCode.DETAILS_WITHOUT_ANSWER]),
        (ADDED, {NAME: "电子证照"}, [FindingCode.DETAILS_WITHOUT_ANSWER]),
        (ADDED, {NAME: "电子证照", P: "是"}, [FindingCode.NO_LEVEL]),
        (ADDED, {NAME: "电子证照", P: "很深"}, [FindingCode.NOT_IN_LIST]),
        (EVIDENCE, {NAME: "系统清单", W: "附件1.pdf", Field.USED_BY: "3、5"}, []),
        (EVIDENCE, {Field.USED_BY: 3}, [FindingCode.NO_NAME]),
        (EVIDENCE, {NAME: "清单", D: "2026年9月"}, [FindingCode.DAY_MISSING]),
        (EVIDENCE, {NAME: "长" * 21}, [FindingCode.TOO_LONG]),
    ],
)
def test_own_rows_are_judged_and_never_scored(key: str, typed: Row, codes: list[FindingCode]) -> None:
    answer, found = judge(key, typed)
    assert found == codes
    assert (answer.state, answer.score_input, answer.scores) == (State.BLANK, None, False)
    assert set(answer.fields) <= set(typed)
    assert answer.cell.startswith("D")


def test_what_was_typed_into_an_own_row_is_kept() -> None:
    answer, _ = judge(EVIDENCE, {NAME: "系统清单", W: "附件1.pdf", Field.USED_BY: 3})
    assert dict(answer.fields) == {NAME: "系统清单", W: "附件1.pdf", Field.USED_BY: "3"}


def usual(low: float | None, high: float | None) -> WorkbookPlan:
    """The form in which a number is usually between two others."""
    sheet = PLAN.sheets[0]
    sections = []
    for section in sheet.sections:
        lines = tuple(
            line._replace(checks={**line.checks, V: replace(line.checks[V], low=low, high=high)})
            if line.key == NUMBER
            else line
            for line in section.lines
        )
        sections.append(replace(section, lines=lines))
    return replace(PLAN, sheets=(replace(sheet, sections=tuple(sections)),))


@pytest.mark.parametrize(
    ("low", "high", "typed", "expected"),
    [
        (10, 90, 9, "10 – 90"),
        (10, 90, "九十一", "10 – 90"),
        (10, None, 9, "≥ 10"),
        (None, 90, 91, "≤ 90"),
        (10, 90, 10, ""),
        (None, None, 91, ""),
    ],
)
def test_an_unusual_number_counts_and_is_asked_about(
    low: float | None, high: float | None, typed: Typed, expected: str
) -> None:
    for _ in range(2):
        extraction = read({NUMBER: {V: typed}}, usual(low, high))
        found = [f.expected for f in extraction.findings if f.code is FindingCode.UNUSUAL]
        assert found == ([expected] if expected else [])
        assert answers_of(extraction)[NUMBER].state is State.VALUE
    explained = read({NUMBER: {V: typed, N: "统计口径调整"}}, usual(low, high))
    assert FindingCode.UNUSUAL not in {finding.code for finding in explained.findings}
