"""docs/audit.md: its example gives what it says, all limits stand there, and nothing that is public is missing."""

from __future__ import annotations

import re

import pytest

from smartxl.model.audit import AuditCheck
from smartxl.scoring import audit
from smartxl.scoring.audit import CHECKS
from smartxl.text import number_text
from tests.pages import examples_hold, page, python_blocks

PAGE = page("audit.md")
(BLOCK,) = python_blocks(PAGE)


def test_the_example_gives_what_it_says() -> None:
    assert examples_hold([BLOCK]) == BLOCK.count("# → ") == 9


def limits(check: AuditCheck) -> list[str]:
    """The cells of a check's limits."""
    pairs = ((check.flag_low, check.flag_high), (check.fail_low, check.fail_high))
    signed = [
        [f"{sign} {number_text(end)}" for sign, end in zip("<>", pair, strict=True) if end is not None]
        for pair in pairs
    ]
    return ["、".join(ends) or "–" for ends in signed]


@pytest.mark.parametrize("key", CHECKS)
def test_every_check_has_its_limits_and_its_source(key: str) -> None:
    (row,) = re.findall(rf"^\| `{re.escape(key)}` .*$", PAGE, re.MULTILINE)
    check = CHECKS[key]
    assert row.split(" | ")[1:3] == limits(check)
    assert check.source.en in row


@pytest.mark.parametrize("name", audit.__all__)
def test_what_is_public_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b|import .*\b{name}\b", PAGE)
    assert name in {"CHECKS", "Limits"} or getattr(audit, name).__doc__
