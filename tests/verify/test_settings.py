"""What programs write otherwise and mean the same is no difference; what weakens a check is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.verify.areasettings import differing_conditions, differing_validations
from smartxl.verify.rowedits import row_edits
from smartxl.xlsx.plainformat import given_by_typing, plain_format
from smartxl.xlsx.settings import SavedCondition, SavedValidation, SheetSettings
from smartxl.xlsx.spot import Spot, areas_spot, columns_spot, rows_spot

LIST = SavedValidation("list", "between", ("'_lists'!$A$2:$A$3", ""), True, "stop", True, ((2, 2, 4, 2),))
LIMIT = SavedValidation("decimal", "lessThanOrEqual", ("100", ""), True, "stop", True, ((2, 2, 4, 2),))
STYLES = {(row, column): "0" for row in range(1, 10) for column in range(1, 5)}


def options(source: str) -> tuple[str, ...] | None:
    return {"'_lists'!$A$2:$A$3": ("是", "否"), "_lists!$A$2:$A$3": ("是", "否")}.get(source)


def validated(*validations: SavedValidation) -> SheetSettings:
    return SheetSettings(STYLES, validations=validations)


@pytest.mark.parametrize(
    ("planned", "found"),
    [
        (LIST, replace(LIST, operands=("_lists!$A$2:$A$3", "0"))),
        (LIST, replace(LIST, operands=('"是,否"', ""))),
        (LIMIT, replace(LIMIT, operands=("1E2", "0"))),
        (LIMIT, replace(LIMIT, spans=((2, 2, 2, 2), (3, 2, 4, 2)))),
        (LIMIT, replace(LIMIT, spans=((2, 2, 4, 2), (900, 2, 999, 2)))),
    ],
    ids=[
        "no quotes",
        "list in the validation",
        "number otherwise",
        "in two areas",
        "beyond the planned cells",
    ],
)
def test_validations_that_mean_the_same(planned: SavedValidation, found: SavedValidation) -> None:
    assert list(differing_validations("表", validated(planned), validated(found), options)) == []


@pytest.mark.parametrize(
    ("planned", "found", "told"),
    [
        (LIST, replace(LIST, operands=('"是,否,部分"', "")), "list 是,否,部分"),
        (LIST, replace(LIST, operands=("_lists!A2:A3", "")), "list _lists!A2:A3"),
        (LIMIT, replace(LIMIT, operands=("1000", "")), "decimal lessThanOrEqual 1000"),
        (LIMIT, replace(LIMIT, style="warning"), "decimal lessThanOrEqual 100, warning"),
        (LIMIT, replace(LIMIT, insists=False), "decimal lessThanOrEqual 100, not enforced"),
        (LIMIT, replace(LIMIT, allow_blank=False), "decimal lessThanOrEqual 100, blank refused"),
        (LIMIT, replace(LIMIT, kind="none"), ""),
    ],
    ids=["one word more", "another list in each cell", "limit", "warning", "not enforced", "blank", "none"],
)
def test_validations_that_were_changed(planned: SavedValidation, found: SavedValidation, told: str) -> None:
    (difference,) = differing_validations("表", validated(planned), validated(found), options)
    assert (difference.cell, difference.workbook) == (Spot("表", "B2:B4"), told)


@pytest.mark.parametrize(
    ("formula", "spans", "lost"),
    [
        ("B2 = 1", ((2, 2, 4, 2),), ""),
        ("b2=1", ((2, 2, 3, 2), (4, 2, 4, 2)), ""),
        ("B3=1", ((3, 2, 4, 2),), "B2"),
        ("$B$2=1", ((2, 2, 4, 2),), "B2:B4"),
    ],
    ids=["blanks", "areas", "a cell less", "another rule"],
)
def test_conditions(formula: str, spans: tuple[tuple[int, int, int, int], ...], lost: str) -> None:
    planned = SavedCondition("expression", "", ("B2=1",), ((2, 2, 4, 2),))
    found = SavedCondition("expression", "", (formula,), spans)
    pair = (SheetSettings(STYLES, conditions=(each,)) for each in (planned, found))
    assert [d.cell for d in differing_conditions("表", *pair)] == ([Spot("表", lost)] if lost else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("yyyy-mm-dd", r"yyyy\-mm\-dd", True),
        ("yyyy-mm-dd", "yyyy-mm-dd;@", True),
        ("General", "GENERAL", True),
        ('"已填 "0', r"已填\ 0", True),
        ("[$-804]0.00", "0.00", True),
        ("0.00", "0.0", False),
        ("0.00", "0.00;;;", False),
    ],
)
def test_number_formats(one: str, other: str, *, same: bool) -> None:
    assert (plain_format(one) == plain_format(other)) is same


@pytest.mark.parametrize(
    "code", ["0%", "0.00%", "yyyy-mm-dd", 'm"月"d"日"', "h:mm", "#,##0", "0.00E+00", "General", "¥#,##0.00"]
)
def test_formats_that_programs_give_by_themselves(code: str) -> None:
    assert given_by_typing(code)


@pytest.mark.parametrize("code", [";;;", '0"万"', "0,", "0.0000000", "@"])
def test_formats_that_somebody_gave(code: str) -> None:
    assert not given_by_typing(code)


def rows(*texts: str) -> dict[tuple[int, int], object]:
    return {(row, 1): text for row, text in enumerate(texts, 1) if text}


@pytest.mark.parametrize(
    ("found", "inserted", "deleted"),
    [
        (rows("a", "", "b", "c", "d"), (2,), ()),
        (rows("a", "c", "d"), (), (2,)),
        (rows("a", "b", "d", "c"), (3,), (4,)),
        (rows("a", "x", "c", "d"), (), ()),
        (rows("a", "b", "", ""), (), ()),
    ],
    ids=["inserted", "deleted", "moved", "changed", "emptied"],
)
def test_rows(
    found: dict[tuple[int, int], object], inserted: tuple[int, ...], deleted: tuple[int, ...]
) -> None:
    edits = row_edits(rows("a", "b", "c", "d"), found, ())
    assert (edits.inserted if edits else (), edits.deleted if edits else ()) == (inserted, deleted)


def test_where_things_are() -> None:
    assert str(areas_spot("表", [(8, 7), (9, 7), (8, 8)])) == "'表'!G8:G9,H8"
    assert str(columns_spot("表", [3, 4])) == "'表'!C:D"
    assert str(rows_spot("表", [12])) == "'表'!12:12"
    assert [str(spot) for spot in (Spot("表"), Spot("", "N"), Spot())] == ["'表'", "N", "workbook"]
    many = areas_spot("表", [(row, 1) for row in range(1, 60, 2)])
    assert str(many).endswith(",…")
