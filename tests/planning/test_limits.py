"""What Excel cannot hold: each limit is broken by a definition, and the message is in the words of its author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from smartxl.cells import MAX_ROW, sheet_name_fault
from smartxl.errors import TemplateError
from smartxl.model.definition import Definition
from smartxl.model.framework import Framework, Input, Node, RuleSpec, Scale
from smartxl.model.layout import Layout
from smartxl.model.plan import Check, CheckKind, InputCell, PlannedRow, SheetPlan, WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.planning.limits import check_limits
from smartxl.text import Text
from smartxl_templates import LANGUAGES, wording

UNIT = "SZB"
Spoil = Callable[[Definition], Definition]


def with_unit_name(name: str) -> Spoil:
    def spoil(definition: Definition) -> Definition:
        units = tuple(
            replace(unit, name=Text(name)) if unit.code == UNIT else unit for unit in definition.roster.units
        )
        return replace(definition, roster=replace(definition.roster, units=units))

    return spoil


def with_class_name(name: str) -> Spoil:
    def spoil(definition: Definition) -> Definition:
        first, *others = definition.framework.classes
        classes = (replace(first, name=Text(name)), *others)
        return replace(definition, framework=replace(definition.framework, classes=classes))

    return spoil


def with_item_name(length: int) -> Spoil:
    def spoil(definition: Definition) -> Definition:
        mine = next(item for item in definition.catalogue.items if item.unit == UNIT)
        items = tuple(
            replace(item, name="办" * length) if item == mine else item for item in definition.catalogue.items
        )
        return replace(definition, catalogue=replace(definition.catalogue, items=items))

    return spoil


def with_level_name(length: int) -> Spoil:
    def lengthened(scale: Scale) -> Scale:
        first, *others = scale.options
        return replace(scale, options=(replace(first, label=Text("深" * length)), *others))

    def spoil(definition: Definition) -> Definition:
        scales = {code: lengthened(scale) for code, scale in definition.framework.scales.items()}
        return replace(definition, framework=replace(definition.framework, scales=scales))

    return spoil


def with_own_formula(terms: int) -> Spoil:
    """A department's indicators all get a formula of their author's that names its input `terms` times."""
    formula = "+".join(["a"] * terms)

    def spoilt(node: Node) -> Node:
        if node.indicator is None or node.indicator.measure != "kpi":
            return node
        inputs = (Input("a", Text("件数"), Text("件")),)
        return replace(
            node,
            indicator=replace(
                node.indicator, rule=RuleSpec("own", formula=formula, inputs=("a",)), inputs=inputs
            ),
        )

    def spoil(definition: Definition) -> Definition:
        framework: Framework = definition.framework
        return replace(definition, framework=replace(framework, nodes=tuple(map(spoilt, framework.nodes))))

    return spoil


def plans(definition: Definition, layout: Layout) -> None:
    for code in (UNIT, "GXJ"):
        plan_unit(definition, layout, definition.roster.by_code[code], "zh")
    plan_city(definition, layout, "zh")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            with_unit_name("全市结果"), ("全市工作簿", "'全市结果'", "distinct names"), id="sheet-twice"
        ),
        pytest.param(with_unit_name("_SMARTXL"), ("'_smartxl'", "distinct names"), id="sheet-of-ours"),
        pytest.param(with_item_name(32_768), ("采样表 row", "'办办", "32767", "shorten"), id="text"),
        pytest.param(with_level_name(256), ("采样表 row", "choice '深深", "255", "shorten"), id="choice"),
        pytest.param(with_own_formula(3_000), ("采样表 row", "8192", "own formula"), id="formula"),
    ],
)
def test_a_definition_that_excel_cannot_hold_is_refused(
    example: Definition, layout: Layout, spoil: Spoil, said: tuple[str, ...]
) -> None:
    with pytest.raises(TemplateError) as caught:
        plans(spoil(example), layout)
    message = caught.value.said("en")
    assert [words for words in said if words not in message] == [], message
    assert len(message) < 300


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(with_unit_name("很" * 40), id="unit-name-is-cut"),
        pytest.param(with_unit_name("甲/乙[丙]"), id="unit-name-is-respelt"),
        pytest.param(with_class_name("类" * 40), id="class-name-is-cut"),
        pytest.param(with_item_name(32_767), id="text"),
        pytest.param(with_level_name(255), id="choice"),
        pytest.param(with_own_formula(300), id="formula"),
    ],
)
def test_up_to_the_limit_a_definition_is_taken(example: Definition, layout: Layout, spoil: Spoil) -> None:
    plans(spoil(example), layout)


@pytest.fixture(scope="module")
def plan(example: Definition, layout: Layout) -> WorkbookPlan:
    return plan_unit(example, layout, example.roster.by_code[UNIT], "zh")


def with_sheet(plan: WorkbookPlan, sheet: SheetPlan) -> WorkbookPlan:
    return replace(plan, sheets=(*plan.sheets, sheet))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("表" * 32, "longer than 31"),
        ("😀" * 16, "longer than 31"),
        ("甲/乙", "contains one of"),
        ("'甲", "apostrophe"),
        ("History", "reserved"),
        (" ", "empty"),
    ],
    ids=["32", "32-utf16-units", "slash", "apostrophe", "reserved", "empty"],
)
def test_a_sheet_name_that_excel_refuses_is_named(plan: WorkbookPlan, name: str, fault: str) -> None:
    with pytest.raises(TemplateError, match=fault) as caught:
        check_limits(with_sheet(plan, SheetPlan(name, "", ())))
    assert repr(name) in str(caught.value)


def test_sheet_names_that_differ_in_case_only_are_one(plan: WorkbookPlan) -> None:
    with pytest.raises(TemplateError, match="two sheets are called '_lists'"):
        check_limits(with_sheet(plan, SheetPlan("_LISTS", "", ())))


def test_a_sheet_has_no_more_rows_than_excel(plan: WorkbookPlan) -> None:
    row = PlannedRow(1, 0, {})
    with pytest.raises(TemplateError, match="split the catalogue"):
        check_limits(with_sheet(plan, SheetPlan("长", "", (row,) * (MAX_ROW + 1))))


@pytest.mark.parametrize(("length", "refused"), [(255, False), (256, True)])
def test_a_prompt_has_at_most_255_characters(plan: WorkbookPlan, length: int, refused: bool) -> None:
    cell = InputCell("A1/1", next(iter(plan.sheets[2].sections[0].lines[0].checks)), Check(CheckKind.TEXT))
    cell = replace(cell, check=replace(cell.check, maximum=9, prompt="提" * length))
    spoilt = with_sheet(plan, SheetPlan("新", "", (PlannedRow(7, 0, {2: cell}),)))
    if not refused:
        check_limits(spoilt)
        return
    with pytest.raises(
        TemplateError, match=r"新 row 7: the prompt '提+…' is longer than 255 characters → shorten it"
    ):
        check_limits(spoilt)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_prompts_and_sheets_fit(lang: str) -> None:
    """Titles of prompts take 32 characters, their texts 255, whatever numbers are put in."""
    words = wording(lang)
    widest = dict.fromkeys(("minimum", "maximum", "start", "due", "jump", "last"), "-1.23457e+300")
    widest["range"] = "-1.23457e+300 – -1.23457e+300"
    number = "".join(words[f"prompt.{name}"] for name in ("number_range", "usual", "jump"))
    assert len(number.format(**widest)) <= 255
    for key, text in words.items():
        if key.startswith("prompt."):
            assert len(text.format(**widest)) <= (32 if key.endswith("_title") else 255), key
        if key.startswith("sheet.") and "{" not in text:
            assert sheet_name_fault(text) is None, key
