"""What the editions of a workbook are like, one by one."""

from __future__ import annotations

import pytest

from smartxl.model.edition import Edition

LIKE = {
    Edition.UNIT: {"of_unit", "comes_back"},
    Edition.EVALUATOR: {"of_unit", "comes_back", "shows_review"},
    Edition.APPEAL: {"of_unit", "comes_back", "shows_review", "contests"},
    Edition.PRINT: {"of_unit", "printed"},
    Edition.CITY: {"shows_review"},
    Edition.RESULT: {"shows_review", "has_result"},
    Edition.RESULT_UDF: {"shows_review", "has_result", "calls_functions"},
}
PROPERTIES = {"of_unit", "comes_back", "printed", "shows_review", "contests", "has_result", "calls_functions"}


def test_every_edition_is_told() -> None:
    assert list(LIKE) == list(Edition)


@pytest.mark.parametrize("edition", Edition)
def test_an_edition_is_like_this(edition: Edition) -> None:
    assert {name for name in PROPERTIES if getattr(edition, name)} == LIKE[edition]


def test_the_values_are_those_in_stamps_that_are_out() -> None:
    assert [str(edition) for edition in Edition] == [
        "unit", "evaluator", "appeal", "print", "city", "result", "result-udf",
    ]  # fmt: skip


@pytest.mark.parametrize("edition", Edition)
def test_an_edition_is_found_by_its_value(edition: Edition) -> None:
    assert Edition.of(edition.value) is edition


@pytest.mark.parametrize("text", ["", "poster", "UNIT", "ahp", "delphi-1", "survey"])
def test_other_texts_are_no_edition(text: str) -> None:
    assert Edition.of(text) is None


@pytest.mark.parametrize("edition", Edition)
def test_the_edition_whose_inputs_it_has_is_a_form(edition: Edition) -> None:
    form = edition.inputs_of
    assert form.comes_back
    assert (form.shows_review, form.contests) == (edition.shows_review, edition.contests)
