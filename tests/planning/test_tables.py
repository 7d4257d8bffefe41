"""Indicators of one node share a table: which do, what stands in their rows, and forms of before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import pytest

from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import Measure
from smartxl.model.layout import Layout
from smartxl.model.plan import Computed, Link, SheetPlan, WorkbookPlan
from smartxl.model.scores import QuantityKind, nodes_of
from smartxl.planning import plan_answers, plan_city, plan_unit
from smartxl.project.frameworks import packaged_framework
from smartxl.text import Lang, Text

FRAMEWORKS = ("u4ssc", "icf", "xinxing-2016", "smart-2014")
TABLE_ROLES = {"table_head", "table", "table_legend", "table_heading", "table_row"}
NAME, ASKED, ANSWER, CHOICES, POINTS, SCORE = 4, 5, 8, 9, 14, 15
Change = Callable[[Definition], Definition]


@cache
def packaged(name: str) -> Definition:
    return packaged_framework(name).definition


def largest(definition: Definition) -> Unit:
    def size(unit: Unit) -> int:
        return sum(len(definition.rows(unit, leaf)) for leaf in definition.leaves(unit))

    return max(definition.roster.units, key=size)


def form(
    name: str, layout: Layout, lang: Lang = "zh", edition: Edition = Edition.UNIT, generation: str = "2"
) -> SheetPlan:
    definition = packaged(name)
    plan = plan_unit(definition, layout, largest(definition), lang, edition, generation=generation)
    return sampling(plan)


def sampling(plan: WorkbookPlan) -> SheetPlan:
    return next(sheet for sheet in plan.sheets if sheet.template in {"sampling", "paper"})


def without(layout: Layout, sheet: str, roles: set[str]) -> Layout:
    changed = replace(
        layout.sheets[sheet], rows=tuple(r for r in layout.sheets[sheet].rows if r.role not in roles)
    )
    return replace(layout, sheets={**layout.sheets, sheet: changed})


def roles(sheet: SheetPlan, layout: Layout) -> list[str]:
    """The roles of the rows of a planned sheet."""
    named = {row.row: row.role for row in layout.sheets[sheet.template].rows}
    return [named[row.style_row] for row in sheet.rows]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_neighbours_under_one_node_share_a_table(name: str, layout: Layout) -> None:
    """Samples have sections of their own, and no table holds indicators of two nodes."""
    by_code = packaged(name).framework.by_code
    for sections in form(name, layout).parts:
        indicators = [by_code[section.leaf].indicator for section in sections]
        assert len({by_code[section.leaf].parent for section in sections}) == 1
        sampled = [i is not None and i.measure is Measure.SAMPLE for i in indicators]
        assert sampled == [not section.tabled for section in sections]
        assert len(sampled) == 1 or not any(sampled)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("mohurd-2012", "M1.1.1", "KF1"),
        ("website-2019", "V1", "J4"),
        ("u4ssc", "EC-ICT-ICT-1C", "SC-SH-FS-1A"),
    ],
)
def test_the_form_asks_in_the_order_of_the_author(name: str, first: str, last: str, layout: Layout) -> None:
    """Bonus and penalty come behind all else where they are written last, though they lie on a higher level."""
    asked = [section.leaf for sections in form(name, layout).parts for section in sections]
    assert (asked[0], asked[-1]) == (first, last)
    assert asked == [node.code for node in packaged(name).framework.nodes if node.is_leaf]


def test_forms_of_before_ask_level_by_level(layout: Layout) -> None:
    asked = [s.leaf for sections in form("mohurd-2012", layout, generation="").parts for s in sections]
    assert asked[:2] == ["JF1", "KF1"]


@pytest.mark.parametrize(
    ("name", "indicators", "tables"),
    [("u4ssc", 91, 27), ("iso37122", 80, 19), ("mohurd-2012", 59, 13), ("icf", 30, 6)],
)
def test_a_form_of_numbers_and_levels_has_one_row_of_headings(
    name: str, indicators: int, tables: int, layout: Layout
) -> None:
    sheet = form(name, layout)
    found = roles(sheet, layout)
    assert (len(sheet.scored), len(sheet.parts), found.count("table")) == (indicators, tables, tables)
    assert found.index("table_head") + 1 == sheet.title_row == sheet.frozen[0] - 1
    assert not {"head", "section", "heading", "table_heading", "entry"} & set(found)
    assert sheet.keep == {row.row for row in sheet.rows if found[row.row - 1] in {"table", "table_legend"}}


def test_beside_samples_a_table_has_headings_of_its_own(example: Definition, layout: Layout) -> None:
    sheet = sampling(plan_unit(example, layout, example.roster.by_code["GXJ"], "zh"))
    found, texts = roles(sheet, layout), {row.row: row.cells for row in sheet.rows}
    assert "head" in found
    assert "table_head" not in found
    for sections in sheet.parts:
        if sections[0].tabled:
            heads = texts[sections[0].lines[0].row - 1]
            assert (heads[NAME], heads[ASKED]) == ("指标", "口径、佐证与来源")
            assert (heads[CHOICES], heads[POINTS], heads[SCORE]) == ("单位或等级（分值）", "计分值", "得分")
            assert heads[ANSWER] == "数值/等级"


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("edition", [Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL])
def test_keys_inputs_and_their_columns_are_those_of_before(
    name: str, edition: Edition, layout: Layout
) -> None:
    now, before = form(name, layout, edition=edition), form(name, layout, edition=edition, generation="")
    assert [line.key for line in now.lines] == [line.key for line in before.lines]
    assert [line.inputs for line in now.lines] == [line.inputs for line in before.lines]
    assert [(s.leaf, len(s.lines)) for s in now.scored] == [(s.leaf, len(s.lines)) for s in before.scored]
    checks = [{f: (c.kind, c.options, c.bounds) for f, c in ln.checks.items()} for ln in now.lines]
    assert checks == [{f: (c.kind, c.options, c.bounds) for f, c in ln.checks.items()} for ln in before.lines]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_row_is_called_after_its_indicator_and_where_there_are_several_its_input(
    layout: Layout, lang: Lang
) -> None:
    definition, sheet = packaged("xinxing-2016"), form("xinxing-2016", layout, lang)
    rows, colon = sheet.by_number, "：" if lang == "zh" else ": "
    for section in sheet.scored:
        node, several = definition.framework.by_code[section.leaf], len(section.lines)
        for line in section.lines if section.tabled and several <= 3 else ():
            assert rows[line.row].cells[NAME] == line.name
            name = node.name.get(lang)
            assert line.name == name if several == 1 else line.name.startswith(f"{name}{colon}")
    assert len({line.name for line in sheet.lines}) == len(sheet.lines)


def test_an_indicator_of_many_rows_has_a_title_of_its_own_and_its_inputs_are_the_rows(layout: Layout) -> None:
    sheet = form("xinxing-2016", layout)
    survey = next(s for s in sheet.scored if s.leaf.startswith("L8P1"))
    assert survey.tabled
    assert survey.lines[0].name == "非常满意"
    assert survey.title.endswith(f"（{survey.leaf}）")


@pytest.mark.parametrize(
    ("lang", "told", "levels"),
    [
        (
            "zh",
            "未开展（0）：没有规划和项目；规划在建（0.4）：",
            "未开展（0）；规划在建（0.4）；建成使用（0.75）",
        ),
        ("en", " (0): ", " (0); "),
    ],
)
def test_levels_stand_beside_the_choice_with_their_points(
    lang: Lang, told: str, levels: str, layout: Layout
) -> None:
    """What they mean stands once above the rows, where several indicators have the same scale."""
    sheet = form("mohurd-2012", layout, lang)
    found, rows = roles(sheet, layout), sheet.by_number
    legends = [str(row.cells[2]) for row in sheet.rows if found[row.row - 1] == "table_legend"]
    assert len(legends) == 11  # all but those of two numbers
    assert all(told in legend for legend in legends)
    rubrics = [line for line in sheet.lines if line.key.endswith("/level")]
    assert all(levels in str(rows[line.row].cells[CHOICES]) for line in rubrics)


def test_levels_of_one_indicator_are_explained_in_its_row(layout: Layout) -> None:
    sheet, rows = form("icf", layout), form("icf", layout).by_number
    line = next(line for line in sheet.lines if line.key == "KW5/level")
    lines = str(rows[line.row].cells[CHOICES]).split("\n")
    assert lines[:2] == ["无人负责（0）：没有明确负责人", "兼职负责（0.4）：由其他岗位兼任"]


def test_a_scale_of_many_indicators_is_explained_above_the_only_one_of_a_table(layout: Layout) -> None:
    """In the row it would be eight lines."""
    sheet = form("smart-domains", layout)
    found, rows = roles(sheet, layout), sheet.by_number
    assert found.count("table_legend") == found.count("table") == 7
    line = next(line for line in sheet.lines if line.key == "COM8/level")
    assert rows[line.row].cells[CHOICES] == "未开展（0）；试点（0.35）；普遍应用（0.7）；协同优化（1）"


def test_of_a_number_stand_its_unit_beside_it_and_what_is_asked_before_it(layout: Layout) -> None:
    sheet = form("u4ssc", layout)
    row = sheet.by_number[sheet.lines[0].row].cells
    assert row[CHOICES] == "%"
    assert row[ASKED] == "目标值 100；U4SSC EC: ICT: ICT: 1C（核心）"


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_score_of_an_indicator_stands_in_its_first_row_alone(name: str, layout: Layout) -> None:
    sheet = form(name, layout)
    rows = sheet.by_number
    for section in sheet.scored:
        shown = [rows[line.row].cells.get(SCORE) for line in section.lines]
        scores = [
            c.quantity for c in shown if isinstance(c, Computed) and c.quantity.kind is QuantityKind.SCORE
        ]
        if section.tabled and isinstance(shown[0], Computed):
            assert [quantity.ref for quantity in scores] == [section.leaf]
            assert shown[1:] == [None] * (len(section.lines) - 1)


def test_a_title_counts_the_rows_of_all_its_indicators(layout: Layout) -> None:
    sheet = form("u4ssc", layout)
    for sections in sheet.parts:
        cells = sheet.by_number[sections[0].band_row].cells.values()
        counts = [c.quantity for c in cells if isinstance(c, Computed)]
        assert {quantity.kind for quantity in counts} == {
            *(QuantityKind.FILLED, QuantityKind.TO_CORRECT, QuantityKind.ANSWERED),
            *(QuantityKind.APPLICABLE, QuantityKind.COVERAGE),
        }
        assert {nodes_of(quantity.ref) for quantity in counts} == {tuple(s.leaf for s in sections)}


def test_links_lead_to_the_row_of_the_indicator_and_to_the_title_of_the_table(layout: Layout) -> None:
    definition = packaged("u4ssc")
    plan = plan_unit(definition, layout, largest(definition), "zh")
    sheet = sampling(plan)

    def targets(template: str) -> list[int]:
        found = next(s for s in plan.sheets if s.template == template)
        links = [c for row in found.rows for c in row.cells.values() if isinstance(c, Link)]
        return [link.target.row for link in links if link.target.sheet == sheet.name]

    assert targets("scores") == [section.lines[0].row for section in sheet.scored]
    assert targets("cover")[: len(sheet.parts)] == [sections[0].band_row for sections in sheet.parts]


def test_titles_tell_the_way_to_their_node(layout: Layout) -> None:
    titles = [sections[0].title for sections in form("u4ssc", layout).parts]
    assert titles[0] == "一、经济 › 信息通信技术 › 信息通信基础设施"
    assert len({title.partition("、")[2] for title in titles}) == len(titles)


def heads_of_its_own(definition: Definition) -> Definition:
    framework = definition.framework
    node = framework.by_code["KW2"]
    assert node.indicator is not None
    own = replace(node, indicator=replace(node.indicator, heads={"note": Text("合作单位", "Partners")}))
    nodes = tuple(own if each.code == own.code else each for each in framework.nodes)
    return replace(definition, framework=replace(framework, nodes=nodes))


def test_an_indicator_with_headings_of_its_own_stands_in_no_table(layout: Layout) -> None:
    definition = heads_of_its_own(packaged("icf"))
    sheet = sampling(plan_unit(definition, layout, largest(definition), "zh"))
    grouped = [[section.leaf for section in part] for part in sheet.parts]
    assert [codes for codes in grouped if codes[0].startswith("KW")] == [
        ["KW1"],
        ["KW2"],
        ["KW3", "KW4", "KW5"],
    ]
    alone = next(section for section in sheet.scored if section.leaf == "KW2")
    assert not alone.tabled
    assert "合作单位" in sheet.by_number[alone.band_row + 1].cells.values()


@pytest.mark.parametrize("lacking", [{"table"}, {"table_row"}, TABLE_ROLES], ids=["title", "row", "all"])
def test_a_template_without_rows_for_tables_gives_each_indicator_its_section(
    lacking: set[str], layout: Layout
) -> None:
    plain = without(without(layout, "sampling", lacking), "paper", lacking)
    for edition in (Edition.UNIT, Edition.PRINT):
        sheet = form("smart-2014", plain, edition=edition)
        assert not TABLE_ROLES & set(roles(sheet, plain))
        before = form("smart-2014", layout, edition=edition, generation="")
        assert [row.cells for row in sheet.rows] == [row.cells for row in before.rows]


@pytest.mark.parametrize(
    ("lacking", "rows"),
    [
        ({"table_head"}, ["head", "table_heading"]),
        ({"table_legend"}, ["table_head"]),
        ({"table_heading"}, ["table_head"]),
    ],
    ids=["head", "legend", "heading"],
)
def test_rows_over_tables_may_be_missing(lacking: set[str], rows: Sequence[str], layout: Layout) -> None:
    plain = without(layout, "sampling", lacking)
    found = set(roles(form("icf", plain), plain))
    assert not lacking & found
    assert set(rows) <= found


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("generation", ["", "2"], ids=["before", "now"])
def test_what_is_read_is_what_was_planned(name: str, generation: str, layout: Layout) -> None:
    definition = packaged(name)
    unit = largest(definition)
    whole = plan_unit(definition, layout, unit, "zh", generation=generation)
    read = plan_answers(definition, layout, unit, "zh", generation=generation)
    assert read.stamp == whole.stamp
    assert sampling(read).sections == sampling(whole).sections


def test_the_city_workbook_has_the_tables_of_the_forms(layout: Layout) -> None:
    definition = packaged("icf")
    plan = plan_city(definition, layout, "zh")
    for unit in definition.roster.units:
        own = sampling(plan_unit(definition, layout, unit, "zh"))
        shown = next(sheet for sheet in plan.sheets if sheet.unit == unit.code)
        assert [line.key for line in shown.lines] == [line.key for line in own.lines]
        assert [section.tabled for section in shown.scored] == [section.tabled for section in own.scored]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_has_tables_with_boxes_to_tick(lang: Lang, layout: Layout) -> None:
    sheet = form("mohurd-2012", layout, lang, Edition.PRINT)
    found = roles(sheet, layout)
    assert (found.count("table"), found.count("table_row"), found.count("table_head")) == (13, 59, 1)
    texts = [text for row in sheet.rows for text in row.cells.values() if isinstance(text, str)]
    boxes = next(text for text in texts if text.count("□") == 4)
    assert boxes.count("\n") == 3


@pytest.mark.parametrize("name", ["u4ssc", "mohurd-2012"])
def test_a_table_keeps_the_room_that_its_levels_are_written_over(name: str, layout: Layout) -> None:
    """Nothing asks for a channel there, but the column is half the room for units and levels."""
    assert not packaged(name).framework.channels
    assert not form(name, layout).hidden_columns & {CHOICES, CHOICES + 1}
