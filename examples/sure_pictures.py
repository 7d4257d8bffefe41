"""Renders the pictures of docs/report.md on how sure a result is, in both languages: pages of the report, sheets of the
result workbook.

    smartxl demo smartxl-demo && python examples/sure_pictures.py smartxl-demo docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font. Two scenarios are added to the demo's definition.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image

import smartxl
from drawing import drawn, page_texts, printed, saved
from smartxl.text import Lang

_SCENARIOS = """
scenarios:
  - { name: equal, title: { zh: 等权, en: Equal weights }, equal: true }
  - { name: industry, title: { zh: 重产业, en: Industry first }, weights: { D: 40 } }
"""


@dataclass(frozen=True)
class Shown:
    """What stands, without blanks, on the first page of the chapter; captions of other pages; names of the sheets."""

    first: str
    pages: Sequence[str]
    sheets: Sequence[str]


_SHOWN: dict[Lang, Shown] = {
    "zh": Shown(
        "引用名次前先看这里",
        ("市直部门名次区间(?!与)", "单个权重增减", "怎样处理"),
        ("名次区间", "敏感性", "情景", "审计"),
    ),
    "en": Shown(
        "Readthisbeforearankisquoted",
        ("Rankintervals:Citydepartments", "whenoneweightchanges", "Whattodo"),
        ("Rank intervals", "Sensitivity", "Scenarios", "Audit (2)"),  # there is a unit that is called Audit
    ),
}
_RESOLUTION = 75


def main(demo: Path, target: Path) -> None:
    """Writes the pictures into a folder."""
    assessment = demo / "assessment.yaml"
    text = assessment.read_text("utf-8")
    if "\nscenarios:" not in text:
        assessment.write_text(text + _SCENARIOS, "utf-8")
    for lang, shown in _SHOWN.items():
        _in(lang, shown, demo, target)


def _in(lang: Lang, shown: Shown, demo: Path, target: Path) -> None:
    """The pictures in a language."""
    book, report = smartxl.open_project(demo, lang).write_reports("xlsx", "docx", robust=True, force=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        alone = [_alone(book.path, name, folder) for name in shown.sheets]
        chapter, *sheets = printed(folder, report.path, *alone)
        _joined(_of_report(chapter, shown), target / f"report-sure-{lang}.png")
        _joined([drawn(pdf, 1, _RESOLUTION) for pdf in sheets], target / f"result-sure-{lang}.png", across=2)


def _alone(path: Path, name: str, folder: Path) -> Path:
    """One sheet with its values: a whole result workbook has hundreds of pages."""
    book = load_workbook(path, data_only=True)
    for sheet in list(book.worksheets):
        if sheet.title != name:
            book.remove(sheet)
    alone = folder / f"{name}.xlsx"
    book.save(alone)
    return alone


def _of_report(pdf: Path, shown: Shown) -> list[Image.Image]:
    """The first page of the chapter and three of its pictures, found by what stands on them."""
    pages = page_texts(pdf)
    first = next(n for n, page in enumerate(pages) if shown.first in page)
    found = (
        next(n for n, page in enumerate(pages) if n > first and re.search(says, page)) for says in shown.pages
    )
    return [drawn(pdf, number + 1, _RESOLUTION) for number in (first, *found)]


def _joined(pictures: Sequence[Image.Image], path: Path, across: int = 4) -> None:
    """Side by side, in rows of so many, with a thin frame around each."""
    width, height = max(p.width for p in pictures) + 4, max(p.height for p in pictures) + 4
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (width * min(across, len(pictures)), height * rows), "#c4ccd4")
    for place, picture in enumerate(pictures):
        sheet.paste(picture, (2 + width * (place % across), 2 + height * (place // across)))
    saved(sheet, path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
