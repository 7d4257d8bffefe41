"""A workbench calculates what the engine does, in both of its ways, also with other weights, judgements and scores."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

import smartxl
from smartxl.cells import Cell
from smartxl.model.answers import Scalar
from smartxl.model.framework import ROOT
from smartxl.model.plan import Computed, PlainFormula
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.shownvalue import shown_value
from smartxl.project.result import ScoredRound
from smartxl.project.workbench.keys import found_inputs
from smartxl.project.workbench.shown import calculated
from smartxl.recalc import load_book
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import ALLOWED_FUNCTIONS
from smartxl.xlsx import open_book
from smartxl.xlsx.saved import open_saved
from tests.project.workbench.conftest import Bench, Shown
from tests.rules.declared import DECLARED, answers_of, project

Changed = Callable[[Mapping[str, Scalar | None]], Shown]
MARK = '"≠"),"–")'
CALLING = ("权重", "得分", "敏感性")
CALLED = re.compile(r"([A-Z][A-Z0-9_.]*)\(")


def differences(shown: Shown, table: ScoreTable, kinds: set[QuantityKind] | None = None) -> list[str]:
    """The computed cells that show something else than the engine, or its functions' twins."""
    found = []
    for cell, content in shown.bench.made.planned.plan.computed():
        if kinds and content.quantity.kind not in kinds:
            continue
        value, expected = shown.at(cell), shown_value(content, table)
        same = value == (pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else expected)
        if not same:
            found.append(f"{cell} {content.quantity}: {value!r}, not {expected!r}")
    return found


def reweighed(bench: Bench, weights: Mapping[str, Mapping[str, float]]) -> ScoreTable:
    """What the engine says with other weights: class → code → weight."""
    definition, framework = bench.scored.definition, bench.scored.definition.framework
    nodes = tuple(
        replace(
            node,
            weights={c: weights.get(c, {}).get(node.code, weight) for c, weight in node.weights.items()},
        )
        for node in framework.nodes
    )
    return score(replace(definition, framework=replace(framework, nodes=nodes)), bench.scored.answers)


def test_every_number_is_the_engines(changed: Changed, small_bench: Bench) -> None:
    shown = changed({})
    assert differences(shown, small_bench.scored.table) == []
    assert len(shown.marks()) > 40
    assert set(shown.marks()) == {"✓"}


def test_functions_stand_in_both_faces(small_bench: Bench) -> None:
    texts = " ".join(
        content.formula
        for sheet in small_bench.planned.plan.sheets
        for row in sheet.rows
        for content in row.cells.values()
        if isinstance(content, Computed | PlainFormula)
    )
    called = {name for name in CALLED.findall(texts) if name.startswith("SX_")}
    assert called == {
        "SX_AHP_ADVICE", "SX_AHP_CR", "SX_AHP_WEIGHTS", "SX_BANDS", "SX_OBSTACLE", "SX_RANK", "SX_ROLLUP", "SX_STAGE",
        "SX_TORNADO", "SX_WEIGHTED",
    }  # fmt: skip


def test_a_call_of_a_function_that_is_not_installed_looks_empty(small_bench: Bench) -> None:
    """#NAME? (5) and no other error is hidden, in every cell that a call fills and in no others."""
    for sheet in load_workbook(BytesIO(small_bench.made.content)):
        hidden = {
            str(ranges.sqref): rule.formula[0]
            for ranges in sheet.conditional_formatting
            for rule in ranges.rules
            if rule.formula and "ERROR.TYPE" in rule.formula[0]
        }
        areas = [
            cell.value.ref.split(":")
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, ArrayFormula) and "SX_" in (cell.value.text or "")
        ]
        names = {first if first == last else f"{first}:{last}": first for first, last in areas}
        assert hidden == {name: f"IFERROR(ERROR.TYPE({first})=5,FALSE)" for name, first in names.items()}, (
            sheet.title
        )
        assert bool(areas) == sheet.title.startswith(CALLING), sheet.title


def test_plain_formulas_call_what_every_program_has(small_bench: Bench) -> None:
    formulas = [
        content.formula
        for sheet in small_bench.planned.plan.sheets
        for row in sheet.rows
        for content in row.cells.values()
        if isinstance(content, Computed | PlainFormula) and "SX_" not in content.formula
    ]
    unquoted = (re.sub(r'"[^"]*"|\'[^\']*\'', "", formula) for formula in formulas)
    assert {name for formula in unquoted for name in CALLED.findall(formula)} <= ALLOWED_FUNCTIONS


def test_without_the_functions_all_else_is_the_same(small_bench: Bench) -> None:
    """No plain formula reads what a function gives, but for the marks, which say – then."""
    loaded = load_book(open_saved(small_bench.made.content, "book.xlsx"))
    missing = {(each.sheet, each.row, each.column) for each in loaded.workbook.calculate(loaded.formulas)}
    whole = calculated(small_bench.made.content, "book.xlsx")
    for formula in loaded.formulas:
        if (formula.sheet, formula.row, formula.column) in missing:
            assert "SX_" in formula.text or MARK in formula.text, formula
            continue
        plane, known = (book.sheets[formula.sheet.casefold()] for book in (loaded.workbook, whole))
        assert plane.get(formula.row, formula.column) == known.get(formula.row, formula.column), formula
    assert len(missing) > 80


@pytest.mark.parametrize(
    "weights",
    [
        {"dep": {"A": 25.0}},
        {"dep": {"A1": 10.0, "A2": 35.0, "B3": 0.0}, "dis": {"A2": 80.0}},
        {"dep": {"B1": 7.5, "B2": 1e-3, "B": 61.0}},
    ],
    ids=["one", "several", "tiny"],
)
def test_other_weights_give_what_the_engine_gives(
    weights: Mapping[str, Mapping[str, float]], changed: Changed, small_bench: Bench
) -> None:
    shown = changed({f"weight:{c}/{code}": w for c, codes in weights.items() for code, w in codes.items()})
    assert differences(shown, reweighed(small_bench, weights)) == []
    assert set(shown.marks()) == {"✓"}


def test_a_scenario_is_the_engine_with_its_weights(changed: Changed, small_bench: Bench) -> None:
    weights = {"dep": {"A": 20.0, "A1": 1.0, "B2": 90.0}}
    shown = changed({f"scenario:2/dep/{code}": weight for code, weight in weights["dep"].items()})
    table = reweighed(small_bench, weights)
    for unit in ("GA", "JY"):
        totals = column(shown, "情景-部门", f"unit:{unit}", "#s2")
        assert totals == pytest.approx(table.get(QuantityKind.SCORE, unit, ROOT), abs=1e-9)
        base = column(shown, "情景-部门", f"unit:{unit}", "#s1")
        assert base == pytest.approx(small_bench.scored.table.get(QuantityKind.SCORE, unit, ROOT), abs=1e-9)


def column(shown: Shown, sheet: str, row_key: str, column_key: str) -> object:
    """What stands in a row and column with these keys."""
    plane = shown.workbook.sheets[sheet.casefold()]
    row = next(r for r in range(1, plane.rows + 1) if plane.get(r, 1) == row_key)
    place = next(c for c in range(1, plane.columns + 1) if plane.get(1, c) == column_key)
    return plane.get(row, place)


@pytest.mark.slow
def test_judgements_weigh_where_they_are_chosen(changed: Changed, small_bench: Bench) -> None:
    inputs = small_bench.input_cells
    use = next(key for key in inputs if key.startswith("use:B@"))
    branch = use.removeprefix("use:")
    given = {("B1", "B2"): 3.0, ("B1", "B3"): 5.0, ("B2", "B3"): 3.0}
    shown = changed({use: "判断矩阵", **{f"ahp:{branch}/{a}/{b}": value for (a, b), value in given.items()}})
    from smartxl.scoring.weights import Judgements, Priority, priorities

    keys = ("B1", "B2", "B3")
    judged = priorities(Judgements.from_pairs(keys, given), Priority.GEOMETRIC_MEAN).tolist()
    weights = {"dep": {code: 100 * weight for code, weight in zip(keys, judged, strict=True)}}
    assert differences(shown, reweighed(small_bench, weights), {QuantityKind.SCORE, QuantityKind.RANK}) == []
    assert set(shown.marks()) == {"✓"}
    untouched = changed({f"ahp:{branch}/B1/B2": 9.0})
    assert differences(untouched, small_bench.scored.table) == []


def test_another_score_moves_both_ways_alike(changed: Changed, small_bench: Bench) -> None:
    shown = changed({"score:GA/A1": 12.34, "score:JY/B2": None})
    assert set(shown.marks()) == {"✓"}
    total = Quantity(QuantityKind.SCORE, "GA", ROOT)
    before = small_bench.scored.table.of(total)
    assert before is not None
    (after,) = totals_of(shown, "GA")
    assert isinstance(after, float)
    assert after < before


def totals_of(shown: Shown, unit: str) -> set[object]:
    """What every cell shows that has the total of a unit."""
    wanted = Quantity(QuantityKind.SCORE, unit, ROOT)
    cells = [cell for cell, content in shown.bench.made.planned.plan.computed() if content.quantity == wanted]
    return {shown.at(cell) for cell in cells}


BAD: Mapping[str, Mapping[str, Scalar | None]] = {
    "a weight left blank": {"weight:dep/A": None},
    "a weight that is text": {"weight:dep/B1": "四十"},
    "a negative weight": {"weight:dep/B1": -1.0},
    "siblings that weigh nothing": {"weight:dep/B1": 0.0, "weight:dep/B2": 0.0, "weight:dep/B3": 0.0},
    "a score that is text": {"score:GA/A1": "八十"},
    "a score out of range": {"score:GA/A1": 180.0},
    "judgements that are not complete": {
        "use:B@dep": "判断矩阵",
        "ahp:B@dep/B1/B2": None,
        "ahp:B@dep/B1/B3": None,
    },
}


@pytest.mark.parametrize("case", BAD)
def test_nothing_is_calculated_by_what_is_wrong(case: str, changed: Changed) -> None:
    """A unit that depends on it has no total, no rank and no stage, by neither way; the sheets say what is to be put right."""
    shown = changed(BAD[case])
    assert totals_of(shown, "GA") == {""}
    assert totals_of(shown, "@dep") == {""}
    assert totals_of(shown, "DQ") != {""}  # another class
    assert "≠" not in shown.marks()
    unit_ranks = {Quantity(QuantityKind.RANK, unit) for unit in ("GA", "JY")}  # a rank among some is none
    ranks = {
        shown.at(cell)
        for cell, content in shown.bench.made.planned.plan.computed()
        if content.quantity in {*unit_ranks, Quantity(QuantityKind.STAGE, "GA")}
    }
    assert ranks == {""}
    texts = [shown.at(cell) for cell, _ in shown.bench.made.planned.plan.plain_formulas()]
    assert any(isinstance(text, str) and ("要改" in text or "不是" in text) for text in texts)


def test_all_inputs_are_found_by_their_keys(small_bench: Bench) -> None:
    book = open_book(small_bench.made.content, "book.xlsx")
    found = {Cell(each.sheet, *each.place): each for each in found_inputs(book)}
    cells = small_bench.input_cells
    assert set(cells.values()) <= found.keys()
    values = {answer.key: next(iter(answer.fields.values())) for answer in small_bench.planned.inputs}
    for key, value in values.items():
        assert found[cells[key]].value == pytest.approx(value), key
    score_cell = found[cells["score:GA/A1"]]
    assert (score_cell.kind, score_cell.unit_class, score_cell.row, score_cell.column) == (
        "scores",
        "dep",
        "GA",
        "A1",
    )
    judgement = found[cells["ahp:B@dep/B1/B3"]]
    assert (judgement.row, judgement.column) == ("ahp:B@dep|B1", "B3")


def test_english_words_change_no_number(small_bench: Bench) -> None:
    english = Bench.of(small_bench.city, "en")
    assert english.planned.plan.sheets[1].name == "Weights"
    assert differences(english.with_inputs({}), english.scored.table, {QuantityKind.SCORE}) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "gaps"), [*((case, 0.3) for case in DECLARED), ("floors", 0.9), ("pipeline", 0.0)]
)
def test_every_declared_convention_is_followed(case: str, gaps: float, tmp_path: Path) -> None:
    definition = project(tmp_path / "declared", case)
    city = smartxl.open_project(tmp_path / "declared").at(definition.round.due + timedelta(1))
    answers = list(answers_of(definition, Random(round(gaps * 10)), gaps))  # noqa: S311
    scored = ScoredRound(city.definition, score(city.definition, answers), answers, "zh")
    shown = Shown.of(city, scored)
    assert differences(shown, scored.table) == []
    assert "≠" not in shown.marks()
    assert shown.marks().count("✓") > 100
    plan = shown.bench.made.planned.plan
    assert not [cell for cell, content in plan.plain_formulas() if str(content.shown).startswith("#")]


@pytest.mark.slow
def test_the_package_formulas_computes_the_same(small_bench: Bench, tmp_path: Path) -> None:
    """Every cell, the functions too, as the file shows it."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(small_bench.made.content)
    report = smartxl.compare_engines(path, ["smartxl", "formulas"])
    assert report.ok
    ours, theirs = (each.found.values.keys() for each in report.engines if each.found)
    assert ours == theirs
    assert len(ours) >= report.formulas > 800


@pytest.mark.slow
def test_excel_opens_it_without_repair(small_bench: Bench, tmp_path: Path, ooxml_validator: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(small_bench.made.content)
    done = subprocess.run(
        [ooxml_validator, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert json.loads(done.stdout)["errors"] == []


def test_scenarios_that_change_weights_alone_are_there_to_begin_with(
    small_bench: Bench, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(small_bench.city.root, tmp_path / "town"))
    with (folder / "assessment.yaml").open("a", encoding="utf-8") as file:
        file.write(SCENARIOS)
    shown = Bench.of(smartxl.open_project(folder)).with_inputs({})
    values = {answer.key: next(iter(answer.fields.values())) for answer in shown.bench.planned.inputs}
    assert [values[f"scenario-name:{number}/dep"] for number in (1, 2, 3)] == ["同级等权", "重管理", "情景 3"]
    assert [values[f"scenario:1/dep/{code}"] for code in ("A", "B")] == [50.0, 50.0]
    assert [values[f"scenario:2/dep/{code}"] for code in ("A", "B", "B1")] == [30.0, 70.0, 50.0]
    table = reweighed(small_bench, {"dep": {"A": 30.0, "B": 70.0}})
    total = column(shown, "情景-部门", "unit:GA", "#s2")
    assert total == pytest.approx(table.get(QuantityKind.SCORE, "GA", ROOT), abs=1e-9)


SCENARIOS = """
scenarios:
  - { name: 同级等权, equal: true }
  - { name: 几何平均, rollup: { method: geometric, floor: 1 } }
  - { name: 重管理, weights: { B: 70 } }
"""


@pytest.mark.slow
def test_scores_beyond_0_and_100_are_in_order_where_the_engine_gives_them(tmp_path: Path) -> None:
    """Standardised scores, not rounded: the largest and the least have more digits than a formula."""
    city = smartxl.init_project(tmp_path / "city", framework="eu-2007")
    answers = respond(city.definition, "zh", 7)
    scored = ScoredRound(city.definition, score(city.definition, answers), answers, "zh")
    shown = Shown.of(city, scored)
    assert differences(shown, scored.table) == []
    inputs = shown.bench.planned.inputs
    given = [value for answer in inputs for value in answer.fields.values() if isinstance(value, float)]
    assert min(given) < 0
