"""docs/audit.md: its example gives what it says, all limits stand there, and nothing that is public is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from smartxl.model.audit import AuditCheck
from smartxl.scoring import audit
from smartxl.scoring.audit import CHECKS
from smartxl.text import number_text

PAGE = (Path(__file__).parents[3] / "docs" / "audit.md").read_text("utf-8")
(BLOCK,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_gives_what_it_says() -> None:
    names: dict[str, Any] = {}
    lines, checked = BLOCK.splitlines(), 0
    for statement in ast.parse(BLOCK).body:
        _, arrow, claim = lines[(statement.end_lineno or 1) - 1].partition("  # → ")
        if not arrow:
            exec(compile(ast.Module([statement], []), "audit.md", "exec"), names)  # noqa: S102
            continue
        assert isinstance(statement, ast.Expr)
        value = eval(compile(ast.Expression(statement.value), "audit.md", "eval"), names)  # noqa: S307
        assert repr(value) == claim
        checked += 1
    assert checked == BLOCK.count("# → ") == 9


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
