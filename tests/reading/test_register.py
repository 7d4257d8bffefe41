"""The evidence register: what it may refer to and be referred to by, as a form brings it back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.model.definition import Catalogue, Definition, Roster
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.reading import Extraction, extract
from smartxl.scoring import score
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import example_folder, template_path
from tests.reading.forms import worded

UNIT = "GXJ"
DAY = date(2026, 9, 20)
YES: Mapping[Field, Scalar] = {Field.PROVIDED: "是", Field.LEVEL: "接口共享", Field.DATE: DAY}
Fields = Mapping[str, Mapping[Field, Scalar]]


@dataclass(frozen=True)
class Desk:
    """Forms of one unit, filled in and read."""

    definition: Definition
    plan: WorkbookPlan
    template: Template

    def form(self, answers: Fields) -> bytes:
        given = [Answer(UNIT, key, State.BLANK, None, fields) for key, fields in answers.items()]
        return write(self.plan, self.template, self.definition, score(self.definition, ()), given)

    def read(self, content: bytes) -> Extraction:
        return extract(self.plan, self.definition, open_book(content, "x.xlsx"))

    def found(self, answers: Fields) -> list[Finding]:
        """The findings of a form, alike when it is read twice."""
        content = self.form(answers)
        first, second = self.read(content).findings, self.read(content).findings
        assert first == second
        return list(first)


@pytest.fixture(scope="module")
def desk() -> Desk:
    whole = load(example_folder())
    unit = whole.roster.by_code[UNIT]
    items = tuple(item for item in whole.catalogue.items if item.unit == UNIT)
    definition = replace(whole, roster=Roster((unit,)), catalogue=Catalogue(items))
    path = template_path("standard")
    plan = plan_unit(definition, read_layout(path), unit, "zh")
    return Desk(definition, plan, Template.load(path.read_bytes(), path.name))


@pytest.fixture(scope="module")
def numbered(desk: Desk) -> Desk:
    """The same with codes that spreadsheets change: 0003, 12-8, 1-2, 0101 …."""
    items = desk.definition.catalogue.items
    codes = ["0003", "12-8", "1-2", *(f"01{number:02}" for number in range(1, len(items) - 2))]
    renamed = tuple(replace(item, code=code) for item, code in zip(items, codes, strict=True))
    definition = replace(desk.definition, catalogue=Catalogue(renamed))
    unit, layout = definition.roster.by_code[UNIT], read_layout(template_path("standard"))
    return Desk(definition, plan_unit(definition, layout, unit, "zh"), desk.template)


def item(address: str, **more: Scalar) -> Mapping[Field, Scalar]:
    return {**YES, Field.ADDRESS: address, **{Field(name): value for name, value in more.items()}}


def evidence(name: str = "台账", **more: Scalar) -> Mapping[Field, Scalar]:
    return {Field.NAME: name, **{Field(field): value for field, value in more.items()}}


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="blank"),
        pytest.param({"~/E01": evidence(address="台账.pdf", date=DAY)}, id="no-rows-named"),
        pytest.param({"~/E01": evidence(used_by="1、2，5-8")}, id="rows-and-a-span"),
        pytest.param({"~/E01": evidence(used_by="第1项 和 第3项")}, id="with-words-around"),
        pytest.param({"~/E01": evidence(used_by="ml001；增1")}, id="codes-and-added-rows"),
        pytest.param({"~/E01": evidence(), "A1/ML001": item("E01")}, id="referred-to"),
        pytest.param(
            {"~/E01": evidence(), "~/E12": evidence("批文"), "A1/ML001": item("ｅ1、E12")}, id="two"
        ),
        pytest.param({"A1/ML001": item("https://e99.example.cn/E99")}, id="an-address-with-such-letters"),
        pytest.param({"A1/ML001": item("E7", note="纸质材料已当面提交")}, id="explained"),
    ],
)
def test_nothing_is_said_of_what_agrees(desk: Desk, answers: Fields) -> None:
    codes = {finding.code for finding in desk.found(answers)}
    assert codes <= {FindingCode.EXPLAINED, FindingCode.CLEANED}


@pytest.mark.parametrize(
    ("answers", "code", "name", "found"),
    [
        ({"A1/ML001": item("E07")}, FindingCode.EVIDENCE_UNKNOWN, "规模以上工业企业基本名录信息", "E07"),
        ({"~/E01": evidence(), "A3/n": {Field.VALUE: 3.0, Field.ADDRESS: "E01、E31"}},
         FindingCode.EVIDENCE_UNKNOWN, "业务系统上云率：已部署在政务云的业务系统数", "E31"),
        ({"~/E02": evidence(used_by="3、999、全部")}, FindingCode.ROW_UNKNOWN, "E02", "999、全部"),
        ({"~/E02": evidence(used_by="1-99999")}, FindingCode.ROW_UNKNOWN, "E02", "1-99999"),
        ({"~/E01": evidence(address="http://a.cn/"), "~/E03": evidence(address="HTTP://A.cn")},
         FindingCode.ADDRESS_TWICE, "E03", "http://A.cn"),
        ({"~/E04": {Field.ADDRESS: "台账.pdf"}}, FindingCode.NO_NAME, "E04", "台账.pdf"),
        ({"~/E04": evidence(date=date(2025, 1, 1))}, FindingCode.DATE_OUT_OF_RANGE, "E04", "2025-01-01"),
    ],
    ids=["unknown", "unknown-of-a-number", "rows", "endless-span", "twice", "unnamed", "date"],
)  # fmt: skip
def test_what_does_not_agree_is_a_finding(
    desk: Desk, answers: Fields, code: FindingCode, name: str, found: str
) -> None:
    (finding,) = (finding for finding in desk.found(answers) if finding.code is code)
    assert (finding.item, finding.found, finding.unit) == (name, found, UNIT)
    assert finding.cell
    assert finding.sheet in {"采样表", "佐证材料清单"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0101", "0101"),
        ("0101、0102", "0101、0102"),
        ("101", "0101"),
        (101.0, "0101"),
        ("第101号和 0102", "0101、0102"),
        ("0103-0105", "0103-0105"),
        ("1-2", "1-2"),
        (date(2026, 12, 8), "12-8"),
        (3.5, "3.5"),
        ("3", "3"),
    ],
)
def test_codes_are_compared_as_they_were_typed_and_read_where_they_are_clear(
    numbered: Desk, typed: Scalar, kept: str
) -> None:
    extraction = numbered.read(numbered.form({"~/E01": evidence(used_by=typed)}))
    (text,) = (a.fields[Field.USED_BY] for a in extraction.submission.answers if a.key == "~/E01")
    assert text == kept
    codes = {finding.code for finding in extraction.findings} - {FindingCode.DATE_IN_TEXT}
    expected = {FindingCode.CLEANED} if typed not in {kept} else set()
    assert codes == ({FindingCode.ROW_UNKNOWN} if kept == "3.5" else expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(3.0, "0003、3"), (date(2026, 1, 2), "1-2"), (103.0, "")],
    ids=["a row and a code", "rows and a code", "one code"],
)
def test_codes_that_may_be_several_rows_are_asked(numbered: Desk, typed: Scalar, expected: str) -> None:
    found = [
        f for f in numbered.found({"~/E01": evidence(used_by=typed)}) if f.code is FindingCode.CODE_AMBIGUOUS
    ]
    assert [f.expected for f in found] == [expected][: bool(expected)]
    assert {f.cell for f in found} <= {"F5"}


@pytest.mark.parametrize(
    ("key", "fields", "cells"),
    [
        ("~/E01", evidence("台账", address="见附件"), 1),
        ("~/E01", evidence("同上", address="台账.pdf"), 1),
        ("~/E01", evidence("同上", address="/"), 2),
        ("~/E01", evidence("无"), 0),
        ("~A2/1", {Field.NAME: "企业信用信息", **item("详见附件")}, 1),
    ],
)
def test_evidence_and_added_items_say_something(
    desk: Desk, key: str, fields: Mapping[Field, Scalar], cells: int
) -> None:
    found = [f for f in desk.found({key: fields}) if f.code is FindingCode.SAYS_NOTHING]
    assert len(found) == cells


def test_the_register_and_added_items_are_kept_with_the_answers_and_never_score(desk: Desk) -> None:
    plain = {"A2/XQ001": item("https://a.example.cn")}
    own = {
        "~/E01": evidence("接口文档", address="接口.docx", date=DAY, used_by="1、增1"),
        "~A2/1": {Field.NAME: "企业信用信息", **item("E01")},
    }
    extraction = desk.read(desk.form({**plain, **own}))
    assert [finding.code for finding in extraction.findings] == []
    answers = {answer.key: answer for answer in extraction.submission.answers}
    assert {key: worded(desk.plan, answers[key]) for key in own} == own
    assert not any(answers[key].scores for key in own)
    without = desk.read(desk.form(plain)).submission.answers
    assert score(desk.definition, answers.values()) == score(desk.definition, without)


def _row(book: Workbook, sheet: str, key: str) -> int:
    return next(int(cell.row) for cell in book[sheet]["A"] if cell.value == key)


def remove(book: Workbook) -> None:
    del book["佐证材料清单"]


def clear_keys(book: Workbook) -> None:
    for (cell,) in book["佐证材料清单"].iter_rows(max_col=1):
        cell.value = None


def copy_row(book: Workbook) -> None:
    sheet = book["佐证材料清单"]
    source, target = (_row(book, sheet.title, key) for key in ("~/E01", "~/E30"))
    for column in range(1, 8):
        sheet.cell(target, column).value = sheet.cell(source, column).value
    sheet.cell(target, 3).value = "另一份"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(remove, FindingCode.REGISTER_MISSING, id="deleted"),
        pytest.param(clear_keys, FindingCode.REGISTER_MISSING, id="keys-gone"),
        pytest.param(copy_row, FindingCode.ROWS_CONTRADICT, id="number-twice"),
    ],
)
def test_a_damaged_register_does_not_cost_the_answers(
    desk: Desk, damage: Callable[[Workbook], None], code: FindingCode
) -> None:
    content = desk.form({"A1/ML001": item("https://a.example.cn"), "~/E01": evidence()})
    for _ in range(2):
        book = load_workbook(io.BytesIO(content))
        damage(book)
        changed = io.BytesIO()
        book.save(changed)
        extraction = desk.read(changed.getvalue())
        assert code in {finding.code for finding in extraction.findings}
        assert not extraction.refused
        answers = {answer.key: answer for answer in extraction.submission.answers}
        assert answers["A1/ML001"].state is State.VALUE


def test_a_round_without_a_register_has_no_such_sheet_and_reads_numbers_as_text(desk: Desk) -> None:
    plain = replace(desk.definition, round=replace(desk.definition.round, evidence_rows=0))
    unit = plain.roster.by_code[UNIT]
    plan = plan_unit(plain, read_layout(template_path("standard")), unit, "zh")
    other = replace(desk, definition=plain, plan=plan)
    assert "佐证材料清单" not in plan.by_name
    assert other.found({"A1/ML001": item("E07")}) == []


def test_a_form_with_a_shorter_register_is_read_as_it_is(desk: Desk) -> None:
    """Sent out before the round declared more rows."""
    short = replace(desk.definition, round=replace(desk.definition.round, evidence_rows=10))
    layout, unit = read_layout(template_path("standard")), short.roster.by_code[UNIT]
    earlier = replace(desk, definition=short, plan=plan_unit(short, layout, unit, "zh"))
    content = earlier.form({"~/E10": evidence(), "A1/ML001": item("E10")})
    extraction = desk.read(content)
    assert extraction.findings == ()
    answers = {answer.key: answer.fields for answer in extraction.submission.answers}
    assert answers["~/E10"] == evidence()
