"""What a definition says of keys that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError
from smartxl.model.definition import Moved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

ITEMS = """\
unit,leaf,item_code,item_name,moved_from
P1,A1,X1,居民身份证申领,{0}
P1,A1,X2,户口迁移,{1}
P2,A1,X1,教师资格认定,
@dis,A1,Q1,许可,{2}
"""


def declare(folder: Path, lines: str) -> None:
    path = folder / "framework.yaml"
    path.write_text(f"{path.read_text('utf-8')}moved:\n{lines}", "utf-8")


def items(folder: Path, *moved_from: str) -> None:
    texts = [*moved_from, "", "", ""][:3]
    for path in (folder / "catalogue").glob("*.csv"):
        path.unlink()
    (folder / "catalogue" / "1.csv").write_text(ITEMS.format(*texts), "utf-8")


def problems(folder: Path) -> list[tuple[str, str]]:
    try:
        load(folder)
    except DefinitionError as error:
        return [(problem.where, problem.what.en) for problem in error.problems]
    return []


def test_keys_are_carried_to_where_they_belong(folder: Path) -> None:
    before = load(folder).identity
    declare(folder, "  Z1: A1\n  Z2/n: A2/n\n  Z3/level: B1/level\n  Z4/x: B2/o2\n")
    definition = load(folder)
    moved = definition.moved
    assert [moved.key("P1", old) for old in ("Z1/X1", "Z2/n", "Z3/level", "Z4/x")] == [
        "A1/X1",
        "A2/n",
        "B1/level",
        "B2/o2",
    ]
    assert moved.key("P1", "A1/X1") == moved.key("P1", "") == moved.key("P1", "no/thing") == ""
    assert definition.identity == before, "forms that were sent out stay valid"


def test_an_item_moves_for_its_unit_alone_and_through_its_indicator(folder: Path) -> None:
    items(folder, "OLD", "Z9/7", "Q0")
    declare(folder, "  Z1: A1\n")
    moved = load(folder).moved
    assert moved.key("P1", "A1/OLD") == "A1/X1"
    assert moved.key("P1", "Z1/OLD") == "A1/X1", "an indicator and an item at once"
    assert moved.key("P1", "Z9/7") == "A1/X2"
    assert moved.key("P2", "A1/OLD") == ""
    assert moved.key("D1", "A1/Q0") == "A1/Q1", "a row of a class is one of each of its units"


def test_nothing_is_moved_unless_it_is_said() -> None:
    assert Moved().key("P1", "A1/X1") == ""


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Z1: A9", "'A9' is not in this definition"),
        ("Z1/n: A2/m", "'A2/m' is not in this definition"),
        ("Z1: A", "'A' is not in this definition"),
        ("A1: B1", "'A1' is still in this definition"),
        ("A2/n: A2/N", "'A2/n' is still in this definition"),
        ("Z1: A1/X1", "not both indicators or both rows"),
        ("Z1/a/b: A1/X1", "is not a key"),
        ("Z 1: A1", "'Z 1' is not a code"),
    ],
)
def test_mistakes_are_told_with_their_line(folder: Path, line: str, what: str) -> None:
    declare(folder, f"  {line}\n")
    number = len((folder / "framework.yaml").read_text("utf-8").splitlines())
    ((where, said),) = problems(folder)
    assert what in said
    assert where.startswith(f"framework.yaml:{number} ")


def test_two_that_move_to_one_place(folder: Path) -> None:
    declare(folder, "  Z1: A1\n  Z2: A1\n")
    ((_, said),) = problems(folder)
    assert "'A1' would take the answers of 'Z1' and 'Z2'" in said


@pytest.mark.parametrize(
    ("texts", "row", "what"),
    [
        (("X2",), 2, "'A1/X2' is still a row of P1"),
        (("OLD", "OLD"), 3, "moves here too (first: catalogue/1.csv row 2)"),
        (("a b",), 2, "'a b' is not a code"),
        (("", "", "Q1"), 5, "'A1/Q1' is still a row of D1"),
    ],
)
def test_mistakes_in_a_catalogue_are_told_with_their_row(
    folder: Path, texts: tuple[str, ...], row: int, what: str
) -> None:
    items(folder, *texts)
    ((where, said),) = problems(folder)
    assert what in said
    assert where == f"catalogue/1.csv:{row} moved_from"
