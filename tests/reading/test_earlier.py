"""Forms made from an earlier definition: what did not change counts, what did is told, in forms of before two digests too."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from smartxl.define.template import read_layout
from smartxl.findings import FindingCode
from smartxl.model.answers import NO, YES, Answer, Field, Scalar, State, option_choice
from smartxl.model.definition import Catalogue, Definition, Item, Roster, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import Input, ScaleOption
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_answers, plan_unit, stamp_of
from smartxl.planning.stampsheet import stamp_sheet
from smartxl.reading import Extraction, FileReader
from smartxl.reading.extract import extract
from smartxl.scoring import score
from smartxl.stamp import STAMP_SHEET, Stamp
from smartxl.text import Lang, Text
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import template_path
from tests.reading.forms import DEFINITION, FIRST, KEYS, LEVEL, NUMBER, RATE, SECOND, answers_of

Change = Callable[[Definition], Definition]
GIVEN: Mapping[str, Mapping[Field, Scalar]] = {
    FIRST: {Field.PROVIDED: YES, Field.LEVEL: option_choice(2), Field.ADDRESS: "https://a.example.cn"},
    SECOND: {Field.PROVIDED: NO},
    "B2/BS005": {Field.PROVIDED: YES, Field.LEVEL: option_choice(3), Field.ADDRESS: "https://b.example.cn"},
    NUMBER: {Field.VALUE: 12.0},
    RATE: {Field.VALUE: 85.5},
    LEVEL: {Field.VALUE: option_choice(2)},
}
S19, S20 = FindingCode.EARLIER_FORM, FindingCode.EARLIER_TEXTS


@cache
def layout() -> Any:
    return read_layout(template_path("standard"))


@cache
def template() -> Template:
    path = template_path("standard")
    return Template.load(path.read_bytes(), path.name)


def written(
    definition: Definition = DEFINITION,
    lang: Lang = "zh",
    edition: Edition = Edition.UNIT,
    *,
    of_before: bool = False,
    given: Mapping[str, Mapping[Field, Scalar]] = GIVEN,
) -> bytes:
    """A form that was filled in; `of_before`: as it was made when a definition had one digest."""
    with patch("smartxl.planning.workbook.stamp_of", _stamp_of_before if of_before else stamp_of):
        plan = plan_unit(definition, layout(), definition.roster.by_code["GAJ"], lang, edition)
    if of_before:
        sheets = tuple(stamp_sheet(plan.stamp) if s.name == STAMP_SHEET else s for s in plan.sheets)
        plan = replace(plan, sheets=sheets)
    answers = [Answer("GAJ", key, State.BLANK, None, fields) for key, fields in given.items()]
    return write(plan, template(), definition, score(definition, ()), answers)


def _stamp_of_before(definition: Definition, edition: Edition, lang: Lang, unit: str = "") -> Stamp:
    stamp = stamp_of(definition, edition, lang, unit)
    return replace(stamp, digest=definition.identity.earlier, scoring="")


def collected(content: bytes, definition: Definition) -> Extraction:
    """The form as it is read under a definition."""

    def plans(stamp: Any) -> WorkbookPlan:
        unit = definition.roster.by_code[stamp.unit]
        return plan_answers(definition, layout(), unit, stamp.lang, Edition(stamp.edition))

    reading = FileReader(definition, plans).read(content, "x.xlsx")
    assert reading.stamp is not None
    if reading.answers:
        assert reading.form == definition.identity.of("GAJ")
    book = open_book(content, "x.xlsx")
    plan = plans(reading.stamp)
    from smartxl.reading.form import expected_stamp, judge_form

    return extract(plan, definition, book, form=judge_form(book, lambda s: expected_stamp(definition, s)))


def framework(definition: Definition, **changes: Any) -> Definition:
    return replace(definition, framework=replace(definition.framework, **changes))


def indicator(code: str, **changes: Any) -> Change:
    def change(definition: Definition) -> Definition:
        nodes = tuple(
            replace(node, indicator=replace(node.indicator, **changes))
            if node.code == code and node.indicator
            else node
            for node in definition.framework.nodes
        )
        return framework(definition, nodes=nodes)

    return change


def number(name: str, **changes: Any) -> Change:
    def change(definition: Definition) -> Definition:
        (node,) = (n for n in definition.framework.nodes if n.code == "A3")
        assert node.indicator
        inputs = tuple(replace(i, **changes) if i.code == name else i for i in node.indicator.inputs)
        return indicator("A3", inputs=inputs)(definition)

    return change


def options(code: str, change: Callable[[tuple[ScaleOption, ...]], tuple[ScaleOption, ...]]) -> Change:
    def changed(definition: Definition) -> Definition:
        scales = dict(definition.framework.scales)
        scales[code] = replace(scales[code], options=change(scales[code].options))
        return framework(definition, scales=scales)

    return changed


def items(change: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> Change:
    return lambda definition: replace(definition, catalogue=Catalogue(change(definition.catalogue.items)))


def units(change: Callable[[tuple[Unit, ...]], tuple[Unit, ...]]) -> Change:
    return lambda definition: replace(definition, roster=Roster(change(definition.roster.units)))


def weights(definition: Definition) -> Definition:
    shares = {"B2": 50.0, "A3": 30.0, "A6": 20.0}
    nodes = tuple(replace(n, weights={"department": shares[n.code]}) for n in definition.framework.nodes)
    return framework(definition, nodes=nodes, version="1.1")


def renamed(first: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(replace(i, name=f"{i.name}（跨省通办）") if i.code == "BS001" else i for i in first)


ADDED = Item("GAJ", "B2", "BS006", "户口迁移")
SCORING: dict[str, Change] = {
    "weights and version": weights,
    "points of rows": items(lambda every: tuple(replace(i, points=2.0) for i in every)),
    "points of levels": options("depth", lambda every: tuple(replace(o, points=o.points / 2) for o in every)),
    "title of a scale": lambda d: framework(d, title=Text("另名")),
    "name of a unit": units(lambda every: tuple(replace(u, name=Text("市公安局")) for u in every)),
    "another unit": units(lambda every: (Unit("AAA", Text("档案局"), "department"), *every)),
    "words in English": options(
        "depth", lambda every: tuple(replace(o, label=Text(o.label.zh, f"{o.label.en}!")) for o in every)
    ),
}
"""Nothing that the form asks changes."""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("of_before", [False, True], ids=["now", "before"])
@pytest.mark.parametrize("name", SCORING)
def test_another_scoring_voids_nothing(name: str, lang: Lang, *, of_before: bool) -> None:
    if of_before and lang == "en" and name == "words in English":
        pytest.skip("a form of before does not say what it asked in Chinese: its list has changed")
    now = SCORING[name](DEFINITION)
    assert now.identity.scoring != DEFINITION.identity.scoring
    assert now.identity.of("GAJ") == DEFINITION.identity.of("GAJ")
    extraction = collected(written(lang=lang, of_before=of_before), now)
    assert not extraction.refused
    assert [finding.code for finding in extraction.findings] == []
    assert fields_of(extraction) == GIVEN


@pytest.mark.parametrize("of_before", [False, True], ids=["now", "before"])
def test_an_item_that_was_renamed_counts_and_is_told(*, of_before: bool) -> None:
    now = items(renamed)(DEFINITION)
    extraction = collected(written(of_before=of_before), now)
    (finding,) = extraction.findings
    assert (finding.code, finding.expected) == (S20, "1")
    assert "（跨省通办）" in finding.found
    assert fields_of(extraction) == GIVEN


LOST = {
    "a row more": (items(lambda every: (*every, ADDED)), set(), "+ B2: BS006 (1)"),
    "a row less": (
        items(lambda every: tuple(i for i in every if i.key != FIRST)),
        {FIRST},
        "− B2: BS001 (1)",
    ),
    "a row in between": (
        items(lambda every: (every[0], replace(ADDED, code="BS000"), *every[1:])),
        set(),
        "+ B2: BS000 (1)",
    ),
    "one option more": (
        options("depth", lambda every: (*every, ScaleOption(Text("全程网办"), 1.0))),
        {key for key in KEYS if key.startswith("B2")},
        "≠ B2: BS001, BS002, BS003, BS004, BS005 (5)",
    ),
    "another unit of measurement": (number("rate", unit=Text("万元")), {RATE}, "≠ A3: rate (1)"),
    "a number more": (
        indicator(
            "A3", inputs=(Input("n", Text("上云系统数"), Text("个")), Input("m", Text("数"), Text("个")))
        ),
        {RATE},
        "+ A3: m (1)",
    ),
}


@pytest.mark.parametrize("of_before", [False, True], ids=["now", "before"])
@pytest.mark.parametrize("name", LOST)
def test_rows_that_did_not_change_count_and_one_note_tells_of_the_others(
    name: str, *, of_before: bool
) -> None:
    change, lost, told = LOST[name]
    now = change(DEFINITION)
    assert now.identity.of("GAJ") != DEFINITION.identity.of("GAJ")
    extraction = collected(written(of_before=of_before), now)
    assert not extraction.refused
    assert [finding.code for finding in extraction.findings] == [S19]
    assert told in extraction.findings[0].found
    assert fields_of(extraction) == {key: f for key, f in GIVEN.items() if key not in lost}


@pytest.mark.parametrize("of_before", [False, True], ids=["now", "before"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(items(lambda every: every[::-1]), id="rows-moved"),
        pytest.param(lambda d: framework(d, nodes=d.framework.nodes[::-1]), id="sections-moved"),
        pytest.param(number("n", maximum=100.0), id="bounds"),
    ],
)
def test_the_same_rows_in_another_form_are_the_same(change: Change, *, of_before: bool) -> None:
    now = change(DEFINITION)
    assert now.identity.of("GAJ") != DEFINITION.identity.of("GAJ")
    extraction = collected(written(of_before=of_before), now)
    assert extraction.findings == ()
    assert fields_of(extraction) == GIVEN


def test_another_list_with_the_same_words_is_another_question() -> None:
    now = indicator("A6", scale="depth")(
        options(
            "depth", lambda every: (ScaleOption(Text("一级"), 1.0), ScaleOption(Text("二级"), 0.5), *every)
        )(DEFINITION)
    )
    extraction = collected(written(), now)
    assert LEVEL not in fields_of(extraction)
    assert [finding.code for finding in extraction.findings] == [S19]


def test_an_answer_beyond_new_bounds_is_out_of_range() -> None:
    extraction = collected(written(), number("n", maximum=10.0)(DEFINITION))
    assert [finding.code for finding in extraction.findings] == [FindingCode.OUT_OF_RANGE]


def test_a_row_that_the_respondent_deleted_is_not_taken_for_a_new_one() -> None:
    content = written(items(lambda every: tuple(i for i in every if i.key != SECOND))(DEFINITION))
    now = items(lambda every: (*every, ADDED))(DEFINITION)
    (finding,) = collected(content, now).findings
    assert "BS002" in finding.found  # the form as it was made had no such row
    assert "BS006" in finding.found


def test_a_review_is_a_share_of_the_points_that_the_form_shows() -> None:
    given = {**GIVEN, FIRST: {**GIVEN[FIRST], Field.REVIEW: 0.5}}
    content = written(edition=Edition.EVALUATOR, given=given)
    now = SCORING["points of rows"](DEFINITION)
    extraction = collected(content, now)
    assert extraction.findings == ()
    assert answers_of(extraction)[FIRST].score_input == 0.5


def test_another_framework_is_another_form() -> None:
    extraction = collected(written(), framework(DEFINITION, code="other"))
    assert extraction.refused
    assert [finding.code for finding in extraction.findings] == [FindingCode.OLD_FORM]


def fields_of(extraction: Extraction) -> dict[str, Mapping[Field, Scalar]]:
    """Row key → what was answered."""
    return {key: answer.fields for key, answer in answers_of(extraction).items() if answer.fields}


def test_headings_that_were_worded_otherwise_are_no_rows_of_the_respondent() -> None:
    """A program of another version may head the columns with other words."""
    plan = plan_unit(DEFINITION, layout(), DEFINITION.roster.by_code["GAJ"], "zh")
    sheet = plan.answerable[0]
    head = next(row for row in sheet.rows if "是否提供" in row.cells.values())
    column = next(c for c, text in head.cells.items() if text == "是否提供")
    book = load_workbook(io.BytesIO(written(of_before=True)))
    book[sheet.name].cell(head.row, column).value = "有无提供"
    buffer = io.BytesIO()
    book.save(buffer)
    extraction = collected(buffer.getvalue(), weights(DEFINITION))
    assert FindingCode.ROW_WITHOUT_KEY not in {finding.code for finding in extraction.findings}
    assert fields_of(extraction) == GIVEN
