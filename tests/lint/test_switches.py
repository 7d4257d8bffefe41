"""What is switched off: by Excel's own "Ignore error", in a file beside the workbook or above it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smartxl.errors import DefinitionError
from smartxl.lint import ProgramProfile, Switch
from smartxl.lint.catalogue import remark
from smartxl.lint.switches import switched_off
from smartxl.lint.switchfile import switch_file_for
from smartxl.text import Text
from tests.lint.conftest import Lint, places

if TYPE_CHECKING:
    from smartxl.xlsx.settings import Span

ERRORS = {f"A{row}": "=1/0" for row in range(1, 6)}


def off(sheet: str = "", *spans: Span) -> Switch:
    return Switch("SXL101", sheet, spans, Text("看过", "looked at"))


@pytest.mark.parametrize(
    ("switch", "left"),
    [
        (off(), []),
        (off("表"), []),
        (off("别的表"), ["A1:A5"]),
        (off("表", (2, 1, 3, 4)), ["A1, A4:A5"]),
        (off("表", (1, 1, 3, 1), (4, 1, 9, 1)), []),
        (Switch("SXL199", "", (), Text("")), ["A1:A5"]),
    ],
    ids=["book", "sheet", "another sheet", "area", "areas", "another rule"],
)
def test_a_switch_takes_its_cells_out(lint: Lint, switch: Switch, left: list[str]) -> None:
    report = lint(ERRORS, "SXL101", switches=(switch,))
    assert [area for _, area in places(report)] == left
    assert report.hidden == 5 - sum(each.cells for each in report.remarks)


def test_of_an_area_the_parts_outside_are_left() -> None:
    left = switched_off(remark("SXL101", "表", [(1, 1, 5, 5)]), [off("表", (2, 2, 3, 3))])
    assert left is not None
    assert left.cells == 25 - 4


def test_what_excel_ignores_is_passed_over(lint: Lint) -> None:
    ignored = (
        b'<ignoredErrors><ignoredError sqref="A2:A3" evalError="1" formula="1"/>'
        b'<ignoredError sqref="A4" evalError="0"/></ignoredErrors></worksheet>'
    )
    report = lint(ERRORS, "SXL101", replaced={b"</worksheet>": ignored})
    assert places(report) == [("SXL101", "A1, A4:A5")]
    assert report.hidden == 2


FILE = """
profile = "wps"
[[off]]
code = "SXL101"
sheet = "表"
area = "A1:A2 B7"
reason = "看过"

[[off]]
code = ["SXL101"]
book = "old/*.xlsx"
reason = "archived"
"""


def test_the_nearest_file_holds(tmp_path: Path) -> None:
    (tmp_path / "smartxl-lint.toml").write_text(FILE, "utf-8")
    book, old = tmp_path / "a" / "b.xlsx", tmp_path / "old" / "b.xlsx"
    found = switch_file_for(book)
    assert found is not None
    assert found.profile is ProgramProfile.WPS
    (here,) = found.of(book)
    assert (here.code, here.sheet, here.spans) == ("SXL101", "表", ((1, 1, 2, 1), (7, 2, 7, 2)))
    assert (here.reason.zh, here.where) == ("看过", "smartxl-lint.toml:3")
    assert [switch.where for switch in found.of(old)] == ["smartxl-lint.toml:3", "smartxl-lint.toml:9"]
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    assert switch_file_for(book) == found
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.smartxl.lint]\n", "utf-8")
    nearer = switch_file_for(book)
    assert nearer is not None
    assert nearer.of(book) == ()


def test_pyproject_has_the_same(tmp_path: Path) -> None:
    text = '[tool.smartxl.lint]\n[[tool.smartxl.lint.off]]\ncode = "SXL101"\nreason = "x"\n'
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    found = switch_file_for(tmp_path / "book.xlsx")
    assert found is not None
    assert [switch.where for switch in found.of(tmp_path / "book.xlsx")] == ["pyproject.toml:2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[off]]\ncode = "SXL101"', "smartxl-lint.toml:1 reason: there is no reason"),
        ('\n[[off]]\ncode = "SXL101"\nreason = " "', "smartxl-lint.toml:2 reason: there is no reason"),
        ('[[off]]\ncode = "SXL999"\nreason = "x"', "smartxl-lint.toml:1 code: there is no 'SXL999'"),
        ('[[off]]\nreason = "x"', "smartxl-lint.toml:1 code: there is no code"),
        ('[[off]]\ncode = 7\nreason = "x"', "smartxl-lint.toml:1 code: there is no '7'"),
        ('[[off]]\ncode = "SXL101"\nreason = 7', "smartxl-lint.toml:1 reason: is no text"),
        (
            '[[off]]\ncode = "SXL101"\nreason = "x"\nrows = "1"',
            "smartxl-lint.toml:1 rows: there is no such key",
        ),
        ('[[off]]\ncode = "SXL101"\nreason = "x"\nsheet = "S"\narea = "B"', ":1 area: 'B' is no area"),
        ('[[off]]\ncode = "SXL101"\nreason = "x"\narea = "B1"', ":1 sheet: there is an area and no sheet"),
        ('off = "SXL101"', "off: is no list"),
        ("off = [1]", "off: is no table"),
        ('profile = "lotus"', "profile: there is no 'lotus'"),
        ("rules = 1", "rules: there is no such key"),
        ("profile = ", "is no TOML file"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "smartxl-lint.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        switch_file_for(tmp_path / "book.xlsx")
    assert told in caught.value.said("en")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "smartxl-lint.toml").write_text("rules = 1\n[[off]]\n[[off]]\n", "utf-8")
    with pytest.raises(DefinitionError) as caught:
        switch_file_for(tmp_path / "book.xlsx")
    assert len(caught.value.problems) == 5
