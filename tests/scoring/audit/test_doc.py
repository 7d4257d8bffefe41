"""docs/audit.md, in both languages: its example gives what it says, all limits and all that is public stand there."""

from __future__ import annotations

import re

import pytest

from smartxl.model.audit import AuditCheck
from smartxl.scoring import audit
from smartxl.scoring.audit import CHECKS
from smartxl.text import LANGUAGES, Lang, number_text
from tests.pages import examples_hold, in_both, page, python_blocks


@in_both("audit.md")
def test_the_example_gives_what_it_says(text: str) -> None:
    (block,) = python_blocks(text)
    assert examples_hold([block]) == block.count("# → ") == 9


def limits(check: AuditCheck, lang: Lang) -> list[str]:
    """The cells of a check's limits."""
    pairs = ((check.flag_low, check.flag_high), (check.fail_low, check.fail_high))
    signed = [
        [f"{sign} {number_text(end)}" for sign, end in zip("<>", pair, strict=True) if end is not None]
        for pair in pairs
    ]
    return [("、" if lang == "zh" else ", ").join(ends) or "–" for ends in signed]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", CHECKS)
def test_every_check_has_its_limits_and_its_source(key: str, lang: Lang) -> None:
    check = CHECKS[key]
    row = (
        f"| `{key}` {check.title.get(lang)} | {' | '.join(limits(check, lang))} | {check.source.get(lang)} |"
    )
    assert row in page("audit.md", lang).splitlines()


@in_both("audit.md")
@pytest.mark.parametrize("name", audit.__all__)
def test_what_is_public_is_documented(name: str, text: str) -> None:
    assert re.search(rf"`{name}\b|import .*\b{name}\b", text)
    assert name in {"CHECKS", "Limits"} or getattr(audit, name).__doc__
