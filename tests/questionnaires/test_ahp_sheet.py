"""The formulas of the AHP sheet give the engine's numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from smartxl.cells import Cell
from smartxl.model.plan import WorkbookPlan
from smartxl.questionnaires import Branch, plan_ahp
from smartxl.questionnaires.ahp_page import pair_key
from smartxl.scoring.weights import Judgements, Priority, ahp, priorities
from smartxl.verify import Value, read_grid, recalculate
from smartxl_templates import wording
from tests.office.office import Office
from tests.questionnaires.forms import (
    EXPERT,
    SAATY,
    Typing,
    ahp_form,
    asked,
    definition,
    filled_in,
    label,
    written,
)

SCALE = (*map(float, range(1, 10)), *(1 / k for k in range(2, 10)))
Pairs = Mapping[tuple[str, str], float]
ANSWER = 4
MATRIX, FIRST = 13, 6


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  (a seed, so that a failure comes back)


def judged(branch: Branch, random: Random, blanks: float = 0.0) -> dict[tuple[str, str], float]:
    return {(a.code, b.code): random.choice(SCALE) for a, b in branch.pairs if random.random() >= blanks}


def typed(branch: Branch, pairs: Pairs, lang: str = "zh") -> Typing:
    nodes = {node.code: node for node in branch.children}
    keys = {pair_key(branch, nodes[a], nodes[b]): label(value, lang) for (a, b), value in pairs.items()}  # type: ignore[arg-type]
    return Typing(keys, ANSWER)


def calculated(plan: WorkbookPlan, *typings: Typing) -> Mapping[Cell, Value]:
    content = filled_in(written(plan), *typings)
    return recalculate(read_grid(content)).values


def sheet_for(plan: WorkbookPlan, branch: Branch) -> str:
    return next(sheet.name for sheet, section in plan.sections() if section.leaf == branch.key)


def weights(values: Mapping[Cell, Value], plan: WorkbookPlan, branch: Branch) -> list[Value]:
    size = len(branch.children)
    return [values[Cell(sheet_for(plan, branch), FIRST + i, MATRIX + size)] for i in range(size)]


def statistics(values: Mapping[Cell, Value], plan: WorkbookPlan, branch: Branch) -> list[Value]:
    """λmax, CI, CR."""
    row = FIRST + len(branch.children) + 1
    return [values[Cell(sheet_for(plan, branch), row + k, MATRIX)] for k in (0, 1, 3)]


def checks(values: Mapping[Cell, Value], plan: WorkbookPlan, branch: Branch) -> list[Value]:
    return [values[Cell(sheet_for(plan, branch), row, 7)] for row in range(FIRST, FIRST + len(branch.pairs))]


def judgements(branch: Branch, pairs: Pairs) -> Judgements:
    return Judgements.from_pairs([node.code for node in branch.children], pairs)


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "seed"), [([2, 3, 5], 1), ([4, 9], 2), ([15, 2], 3)])
def test_a_complete_matrix_of_any_size_gives_the_engines_numbers(sizes: list[int], seed: int) -> None:
    of = definition(sizes)
    plan = ahp_form(of)
    random = seeded(seed)
    filled = [(branch, judged(branch, random)) for branch in asked(of)]
    values = calculated(plan, *(typed(branch, pairs) for branch, pairs in filled))
    for branch, pairs in filled:
        result = ahp(judgements(branch, pairs), Priority.GEOMETRIC_MEAN)
        expected = [result.weights.values[node.code] for node in branch.children]
        assert weights(values, plan, branch) == pytest.approx(expected, abs=1e-9)
        found = result.consistency
        assert statistics(values, plan, branch) == pytest.approx(
            [found.lambda_max, found.index, found.ratio], abs=1e-9
        )


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "seed"), [([3, 5], 1), ([9, 4], 2), ([15, 3], 3)])
def test_an_incomplete_matrix_has_the_engines_weights_and_no_consistency(sizes: list[int], seed: int) -> None:
    of = definition(sizes)
    plan = ahp_form(of)
    random = seeded(100 + seed)
    filled = []
    for branch in asked(of)[1:]:
        pairs = judged(branch, random, blanks=0.5)
        # A chain keeps all keys compared.
        codes = [node.code for node in branch.children]
        pairs |= {pair: random.choice(SCALE) for pair in pairwise(codes)}
        if len(pairs) == len(branch.pairs):
            pairs.pop((codes[0], codes[-1]))
        filled.append((branch, pairs))
    values = calculated(plan, *(typed(branch, pairs) for branch, pairs in filled))
    for branch, pairs in filled:
        result = ahp(judgements(branch, pairs), Priority.GEOMETRIC_MEAN)
        expected = [result.weights.values[node.code] for node in branch.children]
        assert weights(values, plan, branch) == pytest.approx(expected, abs=1e-9)
        assert statistics(values, plan, branch) == ["", "", ""]


@pytest.mark.slow
def test_keys_that_nothing_compares_have_no_weights() -> None:
    of = definition([4, 2])
    branch = asked(of, "G1")[0]
    plan = ahp_form(of)
    values = calculated(plan, typed(branch, {("G1.1", "G1.2"): 3.0, ("G1.3", "G1.4"): 5.0}))
    assert weights(values, plan, branch) == [""] * 4


@pytest.mark.slow
def test_the_worked_example_of_the_textbook() -> None:
    """λ 5.0714 and CR .0159 with RI 1.12; priorities by the row geometric mean."""
    of = definition([5, 2])
    branch = asked(of, "G1")[0]
    rows = (
        [1, 3, 5, 2, 4],
        [1 / 3, 1, 3, 1, 2],
        [1 / 5, 1 / 3, 1, 1 / 4, 1 / 2],
        [1 / 2, 1, 4, 1, 3],
        [1 / 4, 1 / 2, 2, 1 / 3, 1],
    )
    codes = [node.code for node in branch.children]
    pairs = {(codes[i], codes[j]): rows[i][j] for i in range(5) for j in range(i + 1, 5)}
    plan = ahp_form(of)
    values = calculated(plan, typed(branch, pairs))
    lambda_max, _, ratio = statistics(values, plan, branch)
    assert lambda_max == pytest.approx(5.0714, abs=5e-5)
    assert ratio == pytest.approx(0.0159, abs=5e-5)
    means = [math.prod(row) ** 0.2 for row in rows]
    assert weights(values, plan, branch) == pytest.approx([m / sum(means) for m in means], abs=1e-12)
    assert [
        v for c, v in values.items() if c.row == 4 and c.column == 2 and c.sheet == sheet_for(plan, branch)
    ] == ["已填完。一致性比例 CR = 0.0159，小于 0.1：判断前后一致"]


@pytest.mark.slow
def test_the_judgements_that_contradict_the_others_are_named_with_what_the_others_say() -> None:
    of = definition([4, 2])
    branch = asked(of, "G1")[0]
    true = {"G1.1": 8.0, "G1.2": 4.0, "G1.3": 2.0, "G1.4": 1.0}
    pairs = {(a.code, b.code): true[a.code] / true[b.code] for a, b in branch.pairs}
    pairs["G1.1", "G1.3"] = 1 / 9
    plan = ahp_form(of)
    values = calculated(plan, typed(branch, pairs))
    told = checks(values, plan, branch)
    wrong = list(pairs).index(("G1.1", "G1.3"))
    # All other judgements are consistent: they say 4, by the engine too.
    without = judgements(branch, {pair: v for pair, v in pairs.items() if pair != ("G1.1", "G1.3")})
    implied = priorities(without, Priority.GEOMETRIC_MEAN)
    assert implied[0] / implied[2] == pytest.approx(4)
    assert told[wrong] == wording("zh")["ahp.doubt"].format(nearest=label(4.0))


@pytest.mark.slow
def test_the_three_judgements_farthest_from_the_others_are_named() -> None:
    of = definition([6, 2])
    branch = asked(of, "G1")[0]
    pairs = judged(branch, seeded(8))
    plan = ahp_form(of)
    codes = [node.code for node in branch.children]

    def gap(pair: tuple[str, str]) -> float:
        others = judgements(branch, {p: v for p, v in pairs.items() if p != pair})
        priority = dict(zip(codes, priorities(others, Priority.GEOMETRIC_MEAN), strict=True))
        return abs(math.log(pairs[pair] * priority[pair[1]] / priority[pair[0]]))

    worst = sorted(pairs, key=gap)[-3:]
    told = checks(calculated(plan, typed(branch, pairs)), plan, branch)
    assert {pair for pair, text in zip(pairs, told, strict=True) if text} == set(worst)


@pytest.mark.slow
@pytest.mark.parametrize("size", [3, 5, 9])
def test_what_the_others_imply_is_what_the_matrix_without_the_judgement_says(size: int) -> None:
    of = definition([size, 2])
    branch = asked(of, "G1")[0]
    pairs = judged(branch, seeded(size))
    plan = ahp_form(of)
    values = calculated(plan, typed(branch, pairs))
    codes = [node.code for node in branch.children]
    for row, (left, right) in enumerate(pairs, 6):
        others = priorities(
            judgements(branch, {p: v for p, v in pairs.items() if p != (left, right)}),
            Priority.GEOMETRIC_MEAN,
        )
        implied = math.log(others[codes.index(left)] / others[codes.index(right)])
        assert values[Cell(sheet_for(plan, branch), row, 9)] == pytest.approx(implied, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_formula_carries_what_it_gives_in_a_blank_questionnaire(lang: str) -> None:
    plan = plan_ahp(definition([2, 3, 4]), asked(definition([2, 3, 4])), EXPERT, lang, wording(lang), SAATY)  # type: ignore[arg-type]
    grid = read_grid(written(plan))
    values = recalculate(grid).values
    assert {cell: values[cell] for cell in grid.formulas} == {
        cell: grid.cached[cell] for cell in grid.formulas
    }


@pytest.mark.slow
def test_the_judgement_is_read_back_as_a_sentence() -> None:
    of = definition([2, 2])
    branch = asked(of, "G1")[0]
    plan = ahp_form(of)
    sheet = sheet_for(plan, branch)
    for value, sentence in (
        (3.0, "“G1.1 名称G1.1”比“G1.2 名称G1.2”稍微重要"),
        (1 / 3, "“G1.2 名称G1.2”比“G1.1 名称G1.1”稍微重要"),
        (1.0, "“G1.1 名称G1.1”与“G1.2 名称G1.2”同等重要"),
    ):
        values = calculated(plan, typed(branch, {("G1.1", "G1.2"): value}))
        assert values[Cell(sheet, 6, 6)] == sentence
        assert values[Cell(sheet, 6, 8)] == pytest.approx(value)


def test_an_answer_that_is_not_in_the_list_is_named_beside_it() -> None:
    of = definition([3, 2])
    branch = asked(of, "G1")[0]
    plan = ahp_form(of)
    key = pair_key(branch, branch.children[0], branch.children[1])
    values = calculated(plan, Typing({key: "1/3"}, ANSWER))
    assert values[Cell(sheet_for(plan, branch), 6, 7)] == wording("zh")["ahp.not_listed"]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_gives_the_same(office: Office, tmp_path: Path) -> None:
    of = definition([2, 3, 5, 7])
    plan = ahp_form(of)
    random = seeded(5)
    typings = [
        typed(branch, judged(branch, random, 0.3 if len(branch.children) == 5 else 0)) for branch in asked(of)
    ]
    content = filled_in(written(plan), *typings)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(content)
    theirs = office.values(path, tmp_path / "out")
    ours = recalculate(read_grid(content)).values
    assert set(theirs) >= set(ours)
    for cell, value in ours.items():
        assert theirs[cell] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), cell
