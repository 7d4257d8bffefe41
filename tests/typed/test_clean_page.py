"""docs/cleaning.md, in both languages: what its tables say is what happens."""

from __future__ import annotations

import re
from datetime import date

import pytest

from smartxl.findings import FindingCode
from smartxl.text import LANGUAGES, Lang
from smartxl.typed import CodeList
from smartxl.typed.clean import clean_date, clean_number, is_error_text
from smartxl.typed.cleaned import Cleaned
from smartxl.typed.numbers import Asked, asked_for
from smartxl.xlsx.cellvalues import Percent
from smartxl.xlsx.open import CellValue
from tests.pages import page

LIMITS: dict[str, tuple[float | None, float | None]] = {
    "": (None, None),
    "from 0": (0.0, None),
    "不小于 0": (0.0, None),
    **{f"0 {to} {most}": (0.0, float(most)) for to in ("to", "至") for most in (1, 20, 100)},
}
TITLES: dict[Lang, tuple[str, str, str, str]] = {
    "zh": ("数字", "百分比和比重", "日期", "编号"),
    "en": ("Numbers", "Percent and shares", "Dates", "Codes"),
}


def rows(lang: Lang, place: int, columns: int) -> list[tuple[str, ...]]:
    """The rows of the table under a heading."""
    section = page("cleaning.md", lang).split(f"## {TITLES[lang][place]}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line
    ]
    return [tuple(row) for row in cells[2:] if len(row) == columns]


def written(cell: str) -> CellValue:
    """Text stands in backticks; a number or a day is the first one named."""
    if text := re.match(r"`([^`]+)`", cell):
        return text[1]
    if day := re.search(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(day[0])
    number = float(re.split("[,，（ ]", cell)[0])
    return Percent(number) if re.search("shown as|显示为", cell) else number


def asked(cell: str) -> Asked:
    unit, *limits = re.split(", |，", cell)
    return asked_for((unit,), *LIMITS["".join(limits)])


def code_of(cleaned: Cleaned, value: CellValue) -> str:
    if isinstance(value, str) and is_error_text(value):
        return FindingCode.ERROR_VALUE.value[:3]
    return cleaned.code.value[:3] if cleaned.code else ""


NUMBERS = [row for lang in LANGUAGES for row in (*rows(lang, 0, 4), *rows(lang, 1, 4))]
DATES = [row for lang in LANGUAGES for row in rows(lang, 2, 3)]
CODES = [row for lang in LANGUAGES for row in rows(lang, 3, 4)]


def test_the_tables_are_found() -> None:
    assert len(NUMBERS) > 120
    assert len(DATES) > 40


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: " ".join(row[:2]))
def test_numbers_of_the_page(row: tuple[str, ...]) -> None:
    value = written(row[1])
    cleaned = clean_number(value, asked(row[0]))
    assert code_of(cleaned, value) == row[3]
    assert cleaned.value == (None if row[2] == "–" else float(row[2]))


@pytest.mark.parametrize("row", DATES, ids=lambda row: row[0])
def test_dates_of_the_page(row: tuple[str, ...]) -> None:
    cleaned = clean_date(written(row[0]))
    assert code_of(cleaned, "") == row[2]
    assert cleaned.value == (None if row[1] == "–" else date.fromisoformat(row[1]))


@pytest.mark.parametrize(("printed", "typed", "read", "finding"), CODES)
def test_codes(printed: str, typed: str, read: str, finding: str) -> None:
    codes = CodeList((code, code) for code in re.findall(r"`([^`]+)`", printed))
    meant = codes.of_cell(written(typed.removeprefix("the number ").removeprefix("数 ")))
    assert (meant[0] if len(meant) == 1 else "–") == read
    assert ("V20" if len(meant) > 1 else "" if typed == f"`{read}`" else "V11") == finding
