"""One form, one count: cover, status, reminders, letter and returned workbook say the same of how far it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Cell
from smartxl.verify.grid import Value, read_grid
from smartxl.verify.recalc import recalculate

Run = Callable[..., Result]
UNTIL = ("--until", "2199-12-20")
Typed = dict[str, str | None]
RIGHT: Typed = {
    "是否适用": None,
    "是否提供": "是",
    "深度级别": "办理",
    "提供渠道": "网站",
    "采样地址": "http://a.example",
    "采样日期": None,
    "说明": None,
}
# What is typed over the right answer, row after row of the first section.
SEEN: list[Typed] = [
    {"是否提供": "也许"},
    {"采样日期": "2026.13.1"},
    {"采样地址": None},
    dict.fromkeys(RIGHT),
    {"采样地址": None, "说明": "仅在窗口提供"},
]
ASKED_ON_RETURN: list[Typed] = [{"采样地址": "同上"}, {"深度级别": "办理 "}, {"深度级别": None}, {}, {}]


@pytest.fixture
def town(run: Run, project: Path) -> Path:
    """A project whose forms were filled in and sent, of which nothing was collected yet."""
    more = "".join(f"GA,A1,01{n},第{n}项,行政确认,个人\n" for n in range(2))
    with (project / "catalogue" / "01.csv").open("a", encoding="utf-8") as catalogue:
        catalogue.write(more)
    run("build", project)
    run("fill", project)
    return project


def rows_of(sheet: Worksheet, section: str) -> list[int]:
    return [r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 1).value).startswith(f"{section}/")]


def damage(path: Path, typed: list[Typed]) -> None:
    book = load_workbook(path)
    sheet = book["采样表"]
    heads = {
        str(sheet.cell(r, c).value): c for r in range(1, 8) for c in range(2, 20) if sheet.cell(r, c).value
    }
    for row, changes in zip(rows_of(sheet, "A1"), typed, strict=False):
        for head, text in (RIGHT | changes).items():
            cell = sheet.cell(row, heads[head])
            cell.value = text
            if text is not None:
                cell.data_type = "s"
    book.save(path)


def shown(path: Path) -> tuple[dict[Cell, Value], list[list[str]]]:
    """What its formulas give, and the texts of the cover."""
    results = recalculate(read_grid(path.read_bytes())).values
    cover = load_workbook(path)["封面"]
    return dict(results), [[str(cell.value or "") for cell in row] for row in cover.iter_rows()]


def cover_counts(path: Path) -> tuple[int, ...]:
    """Filled, to correct and open as the cover says of all rows."""
    results, texts = shown(path)
    row = next(n for n, cells in enumerate(texts, 1) if "合计" in cells)
    numbers = [
        results[Cell("封面", row, n)] for n, text in enumerate(texts[row - 1], 1) if text.startswith("=")
    ]
    return tuple(int(str(number).partition(".")[0]) for number in numbers)


def told_everywhere(run: Run, project: Path) -> dict[str, tuple[int, ...]]:
    """Filled, to correct and open of GA, by where it is said."""
    run("collect", project, code=None)
    status = json.loads(run("status", project, "--json", code=None).stdout)
    (unit,) = (u for u in status["units"] if u["unit"] == "GA")
    reminders = project / "催办.csv"
    run("status", project, "--reminders", reminders, code=None)
    lines = list(csv.DictReader(io.StringIO(reminders.read_text("utf-8-sig"))))
    (reminded,) = (line for line in lines if line["代码"] == "GA")
    run("return", project, *UNTIL, "--format", "txt", "--unit", "GA")
    letter = next((project / "returns").glob("GA-*.txt")).read_text("utf-8")
    said = re.search(r"已填 (\d+) 项，待改 (\d+) 项，未填 (\d+) 项", letter)
    returned = next((project / "returns").glob("GA-*.xlsx"))
    listed = re.search(
        r"待改 (\d+) 项，未填 (\d+) 项（已填 (\d+) /", str(load_workbook(returned)["问题清单"]["B3"].value)
    )
    assert said
    assert listed
    counts = (unit["filled"], unit["to_correct"], unit["open"])
    return {
        "status": counts,
        "reminders": (counts[0], int(reminded["待改项数"]), int(reminded["未填项数"])),
        "letter": tuple(map(int, said.groups())),
        "list": (int(listed[3]), int(listed[1]), int(listed[2])),
        "returned cover": cover_counts(returned),
    }


@pytest.mark.slow
def test_what_a_form_can_see_is_counted_alike_in_five_places(run: Run, town: Path) -> None:
    sent = next((town / "inbox").glob("GA-*.xlsx"))
    damage(sent, [{}] * 5)
    before = cover_counts(sent)
    damage(sent, SEEN)
    counts = cover_counts(sent)
    assert counts == (before[0] - 4, before[1] + 3, before[2] + 1)
    assert told_everywhere(run, town) == dict.fromkeys(
        ("status", "reminders", "letter", "list", "returned cover"), counts
    )


@pytest.mark.slow
def test_what_only_reading_can_tell_is_counted_and_shown_in_the_returned_form(run: Run, town: Path) -> None:
    """Its checks and the list agree: what the list asks about is red, what reading put right is not."""
    sent = next((town / "inbox").glob("GA-*.xlsx"))
    damage(sent, ASKED_ON_RETURN)
    told = told_everywhere(run, town)
    assert len(set(told.values())) == 1, told
    returned = next((town / "returns").glob("GA-*.xlsx"))
    results, texts = shown(returned)
    sheet = load_workbook(returned)["采样表"]
    checks = next(c for c in range(2, 20) if sheet.cell(5, c).value == "填写检查")
    first, second, third = (results[Cell("采样表", row, checks)] for row in rows_of(sheet, "A1")[:3])
    assert re.fullmatch(r"见问题清单第 \d+ 条", str(first))
    assert second == "✓"
    assert third == "请选“深度级别”"
    assert any("2199-12-20（原 2026-10-31）" in cells for cells in texts)


@pytest.mark.slow
def test_put_right_a_returned_form_checks_itself_again(run: Run, town: Path) -> None:
    damage(next((town / "inbox").glob("GA-*.xlsx")), ASKED_ON_RETURN)
    told_everywhere(run, town)
    returned = next((town / "returns").glob("GA-*.xlsx"))
    damage(returned, [{}] * 5)
    filled_rows, wrong, _ = cover_counts(returned)
    assert wrong == 0
    (town / "inbox" / "again.xlsx").write_bytes(returned.read_bytes())
    run("collect", town, code=None)
    (unit,) = (
        u for u in json.loads(run("status", town, "--json", code=None).stdout)["units"] if u["unit"] == "GA"
    )
    assert (unit["filled"], unit["to_correct"]) == (filled_rows, 0)
    run("return", town, "--until", "2199-12-31", "--unit", "GA", "--force", code=None)


@pytest.mark.slow
def test_headings_of_before_are_nothing_that_was_typed(run: Run, town: Path) -> None:
    """They stayed in view over all sections with the words of items, whatever the sections of a unit ask."""
    for path in (town / "inbox").glob("*.xlsx"):
        book = load_workbook(path)
        sheet = book["采样表"]
        for column, word in {8: "是否提供", 9: "深度级别", 10: "提供渠道", 11: "采样地址"}.items():
            sheet.cell(5, column).value = word
        book.save(path)
    assert "R11" not in run("collect", town, "--json", code=None).stdout
