"""How findings show what was typed."""

from __future__ import annotations

import pytest

from smartxl.findings import FindingCode
from smartxl.model.answers import Field
from smartxl.text import spelt_out
from tests.reading.forms import FIRST, GOOD, read_form, write_form


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("是 ", "是␣"),
        ("\u3000是", "␣是"),
        ("是\u200b", "是·"),
        ("是\n", "是·"),
        ("是", "是"),
        ("长" * 80, "长" * 59 + "…"),
    ],
    ids=["blank", "ideographic", "zero width", "line break", "nothing", "long"],
)
def test_what_cannot_be_seen_has_a_sign(text: str, shown: str) -> None:
    assert spelt_out(text) == shown


def test_a_change_that_would_not_show_is_spelt_out() -> None:
    answers = {**GOOD[FIRST], Field.PROVIDED: "是\u00a0"}
    extraction = read_form(write_form(answers={FIRST: answers}).save())
    (finding,) = (f for f in extraction.findings if f.code is FindingCode.CLEANED)
    assert (finding.found, finding.expected) == ("是␣", "是")
