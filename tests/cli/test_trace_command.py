"""`score --trace` for a class as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_class_as_a_whole_can_be_traced(run: Run, filled: Path) -> None:
    whole = run("score", filled, "--unit", "@dep").output
    assert whole == run("score", filled, "--trace", "TOTAL", "--unit", "@dep").output
    total, *parts = whole.splitlines()
    score = json.loads(run("score", filled, "--json").output)
    (of_class,) = (row for row in score if row["code"] == "@dep")
    assert total.endswith(f": {of_class['total']:g}")
    assert [part.split()[0] for part in parts if not part.startswith(("   ", "计分标识"))] == ["A", "B"]


def test_an_unknown_class_is_told_with_those_that_exist(run: Run, filled: Path) -> None:
    result = run("score", filled, "--unit", "@none", code=2)
    assert "@city" in result.output + result.stderr
