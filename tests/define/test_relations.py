"""Checks over numbers in a definition: what they become, what is wrong with them, and that forms stay valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError
from smartxl.model.relations import Relation, RelationKind
from smartxl.text import Text

if TYPE_CHECKING:
    from pathlib import Path

RATIO = "          - { code: n, name: { zh: 上云数 }, unit: { zh: 个 }, min: 0 }\n"


def declaring(folder: Path, checks: str) -> Path:
    """The project with `checks` under its ratio A2; A3 asks one number x, of the same class."""
    path = folder / "framework.yaml"
    text = path.read_text("utf-8")
    head = "        inputs:\n" + RATIO
    assert head in text
    path.write_text(text.replace(head, f"        checks:{checks}\n{head}"), "utf-8")
    return folder


def checks_of(folder: Path) -> tuple[Relation, ...]:
    indicator = load(folder).framework.by_code["A2"].indicator
    assert indicator is not None
    return indicator.checks


def test_a_ratio_has_its_numerator_within_its_denominator(folder: Path) -> None:
    (default,) = checks_of(folder)
    assert (default.kind, default.parts, default.whole) == (RelationKind.AT_MOST, ("A2/n",), "A2/N")
    assert not default.must_fix


def test_an_empty_list_says_that_nothing_holds(folder: Path) -> None:
    assert checks_of(declaring(folder, " []")) == ()


def test_what_is_declared_takes_the_place_of_the_default(folder: Path) -> None:
    words = "{ zh: 不超过总数, en: No more than all }"
    first = f"{{ kind: at-most, inputs: [n], whole: N, tolerance: 1, severity: must-fix, words: {words} }}"
    found = checks_of(
        declaring(
            folder, f"\n          - {first}\n          - {{ kind: jump, inputs: [n, A3/x], tolerance: 50 }}"
        )
    )
    assert found == (
        Relation(RelationKind.AT_MOST, ("A2/n",), "A2/N", 1.0, True, Text("不超过总数", "No more than all")),
        Relation(RelationKind.JUMP, ("A2/n", "A3/x"), tolerance=50.0),
    )


def test_checks_do_not_make_the_forms_that_were_sent_out_invalid(folder: Path) -> None:
    before = load(folder).identity
    assert load(declaring(folder, " [{ kind: jump, inputs: [n], tolerance: 50 }]")).identity == before


WRONG = {
    "unknown number": ("{ inputs: [m], whole: N }", "unknown number 'm'", "this indicator has n, N"),
    "near": ("{ inputs: [n], whole: A3/y }", "unknown number 'A3/y'", "did you mean A3/x?"),
    "twice": ("{ inputs: [n], whole: n }", "'n' stands in this check twice", "once"),
    "no inputs": ("{ whole: N }", "names no inputs", "add inputs"),
    "no whole": ("{ kind: sum, inputs: [n] }", "the check sum has no `whole`", "add whole"),
    "whole of a jump": ("{ kind: jump, inputs: [n], whole: N, tolerance: 5 }", "no meaning", "remove `whole`"),
    "jump without tolerance": ("{ kind: jump, inputs: [n] }", "without a tolerance", "add tolerance"),
    "jump that must be fixed": (
        "{ kind: jump, inputs: [n], tolerance: 5, severity: must-fix }", "may be true", "remove `severity`",
    ),
    "of another indicator": ("{ kind: jump, inputs: [A3/x], tolerance: 5 }", "none of the numbers belongs to A2", "move"),
    "unknown kind": ("{ kind: most, inputs: [n], whole: N }", "'most' should be", "at-most"),
    "unknown key": ("{ parts: [n], whole: N }", "unknown key `parts`", "known here"),
    "negative tolerance": ("{ inputs: [n], whole: N, tolerance: -1 }", "greater than or equal to 0", "how far"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_line(folder: Path, name: str) -> None:
    entry, what, remedy = WRONG[name]
    text = (declaring(folder, f"\n          - {entry}") / "framework.yaml").read_text("utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if entry in row)
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    told = [problem for problem in caught.value.problems if what in problem.what.en]
    assert told, caught.value
    assert remedy in told[0].remedy.en
    assert told[0].line == line
    assert "A2" not in told[0].column


def test_a_sample_has_no_numbers(folder: Path) -> None:
    path = folder / "framework.yaml"
    text = path.read_text("utf-8").replace(
        "        scale: depth\n", "        scale: depth\n        checks: [{ inputs: [n], whole: N }]\n", 1
    )
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match="the measure sample has no numbers to compare"):
        load(folder)


def test_a_group_has_no_checks(folder: Path) -> None:
    path = folder / "framework.yaml"
    text = path.read_text("utf-8").replace("    children:\n", "    checks: []\n    children:\n", 1)
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match="`checks` has no meaning here"):
        load(folder)


def test_numbers_that_no_unit_reports_together_are_not_compared(folder: Path) -> None:
    path = declaring(folder, " [{ inputs: [n], whole: B3/p }]") / "framework.yaml"
    load(folder)
    text = path.read_text("utf-8").replace("        checks:", "        units: [P2]\n        checks:", 1)
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match="no unit answers both A2 and B3"):
        load(folder)
