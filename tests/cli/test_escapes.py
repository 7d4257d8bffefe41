"""_x0041_ is how a workbook spells A, and may be meant as it stands: in names, labels, answers and words of the definition."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import smartxl
from smartxl.cells import text_literal
from smartxl.model.answers import YES, Answer, Field, State, option_choice
from smartxl.model.plan import Check, CheckKind
from smartxl.sheetnames import unit_sheet_names
from smartxl.xlsx import open_book
from smartxl_generators import write
from smartxl_generators.ooxml.validation import validation
from smartxl_generators.ooxml.xml import inline_text, literal

ODD = "表_x0041_名"
WORDS = (
    ("roster.csv", "市公安局", "市_x0042_公安局"),
    ("catalogue/01.csv", "居民身份证换领", ODD),
    ("catalogue/01.csv", "GA,A1,002", "GA,A1,_x0030_02"),
    ("framework.yaml", "zh: 指南", "zh: 指_x000D_南"),
    ("framework.yaml", "zh: 发展期", "zh: 发展_x0044_期"),
    ("framework.yaml", "zh: 网办,", "zh: 网_x005F_x0041_办,"),
    ("framework.yaml", "zh: 件,", "zh: 件_x000A_,"),
    ("framework.yaml", "zh: 部门", "zh: 部_x0045_门"),
    ("assessment.yaml", "zh: 小城评估", "zh: 小城_x0046_评估"),
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
        ("_x41_ _X0041_ _xGGGG_", "_x41_ _X0041_ _xGGGG_"),
    ],
)
def test_what_looks_like_an_escape_is_escaped(text: str, written: str) -> None:
    assert literal(text) == written
    assert inline_text(text) == f"<t>{written}</t>"


def test_a_formula_has_it_in_two_pieces() -> None:
    assert text_literal('a_x0041_"') == '"a_"&"x0041_"""'
    assert text_literal("_x_") == '"_x_"'


def test_a_sheet_is_named_so_that_all_programs_agree() -> None:
    assert unit_sheet_names([("U", "市_x0042_局")]) == {"U": "＿x0042_局"}


def test_a_message_of_a_drop_down() -> None:
    found = validation(Check(CheckKind.NUMBER, prompt=ODD), ODD, ODD)
    assert {found.prompt, found.error, found.errorTitle} == {"表_x005F_x0041_名"}


@pytest.fixture
def odd(project: Path) -> Path:
    """The project with such words in every place that reaches a workbook."""
    for name, word, odd in WORDS:
        path = project / name
        text = path.read_text("utf-8")
        assert word in text
        path.write_text(text.replace(word, odd), "utf-8")
    return project


@pytest.mark.slow
def test_nothing_is_reported_as_altered(odd: Path) -> None:
    city = smartxl.open_project(odd)
    city.build(jobs=1)
    folder = odd / "workbooks"
    assert city.collect(*folder.glob("*/*.xlsx"), processes=0).findings.empty
    form = next(folder.rglob("GA-*.xlsx"))
    for path in (form, next(folder.glob("*.xlsx"))):
        assert city.verify(path).ok, path
    assert ODD in _texts(form.read_bytes())


def test_answers_come_back_as_they_were_typed_and_go_back_with_the_form(odd: Path) -> None:
    """An answer with _x000D_ in it, from the form to the ledger, the returned form and the one filled in again."""
    city = smartxl.open_project(odd)
    plan = city.unit_plan("GA", "zh")
    key = next(iter(plan.row_names))
    fields = {Field.PROVIDED: YES, Field.LEVEL: option_choice(1), Field.NOTE: f"{ODD}\n_x000D_"}
    typed = Answer("GA", key, State.VALUE, 0.5, fields)
    table = city.scored().table
    path = odd / "inbox" / "GA.xlsx"
    path.parent.mkdir()
    path.write_bytes(write(plan, city.template, city.definition, table, [typed]))
    assert set(city.collect(path, processes=0).findings["severity"]) == {"note"}
    assert [a.fields[Field.NOTE] for a in city.counting_answers() if a.fields] == [fields[Field.NOTE]]
    carried = city.carry_over(path, output=odd / "again.xlsx")
    assert fields[Field.NOTE] in _texts((odd / "again.xlsx").read_bytes()), carried
    city.give_back(["GA"], folder=odd / "returns", letter="txt", now=datetime(2026, 9, 9))
    assert fields[Field.NOTE] in _texts(next((odd / "returns").rglob("*.xlsx")).read_bytes())


def _texts(content: bytes) -> set[object]:
    sheets = open_book(content, "x.xlsx").sheets.values()
    return {value for sheet in sheets for row in sheet.values for value in row}
