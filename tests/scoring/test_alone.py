"""One unit scored alone has the numbers that its form shows, as of the whole definition with that unit."""

from __future__ import annotations

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.planning import plan_unit
from smartxl.scoring import score, score_alone
from smartxl.simulate import respond
from smartxl_templates import example_folder, template_path

EXAMPLE = load(example_folder())


@pytest.mark.parametrize("code", [EXAMPLE.roster.units[0].code, EXAMPLE.roster.units[-1].code])
def test_the_numbers_of_its_form_are_those_of_a_round_of_it(code: str) -> None:
    unit = EXAMPLE.roster.by_code[code]
    alone = EXAMPLE.only([unit])
    answers = list(respond(alone, "zh", 3))
    mine, whole = score_alone(alone, answers), score(alone, answers)
    assert mine.values.items() <= whole.values.items()
    plan = plan_unit(EXAMPLE, read_layout(template_path("standard")), unit, "zh")
    shown = [content.quantity for _, content in plan.computed()]
    assert len(shown) > 100
    assert {quantity: mine.values.get(quantity) for quantity in shown} == {
        quantity: whole.values.get(quantity) for quantity in shown
    }


def test_more_than_one_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="too many values"):
        score_alone(EXAMPLE, ())
