"""Renders the pictures of docs/report.md, scheme.md and needs.md in both languages: pages of the documents, a filled worksheet.

    python examples/document_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font. The city is the packaged example with simulated
answers.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageOps

from drawing import drawn, grid, page_of, printed, saved, trimmed
from smartxl import open_project
from smartxl.text import Lang
from smartxl_templates import example_folder


@dataclass(frozen=True)
class Shown:
    """What stands on the pages that are shown, and what is typed into the worksheet: key of a row → choice and reason."""

    report: Sequence[str]
    scheme: Sequence[str]
    needs: str
    choices: dict[str, tuple[str, str]]


_SHOWN: dict[Lang, Shown] = {
    "zh": Shown(
        ("目录", "综合得分与分类得分", "市直部门得分与排名"),
        ("评估指标体系（市直部门）", "指标责任分工（市直部门）", "工作日程表"),
        "领域／指标",
        {
            "A1": ("不选", "目录已由省里评估"),
            "B5": ("备选", "网站已有国家普查"),
            "D": ("不选", "产业另行评估"),
        },
    ),
    "en": Shown(
        ("Contents", "Overall score and scores by class", "Scores and ranks: City departments"),
        (
            "The indicator system (City departments)",
            "Who answers for which indicator (City departments)",
            "Workbooks go out to the units",
        ),
        "Domain / indicator",
        {
            "A1": ("not used", "The province assesses the directory"),
            "B5": ("in reserve", "There is a national survey of web sites"),
            "D": ("not used", "Industry is assessed on its own"),
        },
    ),
}
_KEY, _CHOICE, _REASON = 1, 7, 10
_RESOLUTION, _SHEET_RESOLUTION, _GAP, _MARGIN = 62, 120, 10, 12
_GROUND = "#c8c8c8"
_TOP = 0.9  # of the page of the worksheet: not to its foot


def main(target: Path) -> None:
    """Writes the pictures into a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(example_folder(), folder / "city")
        city = open_project(folder / "city")
        city.build(jobs=1)
        city.fill(jobs=1)
        city.collect(processes=0)
        for lang, shown in _SHOWN.items():
            _in(lang, shown, folder, target)


def _in(lang: Lang, shown: Shown, folder: Path, target: Path) -> None:
    """The pictures in a language."""
    city = open_project(folder / "city", lang)
    (report,), (scheme,) = city.write_reports("docx"), city.scheme("docx")
    worksheet = _filled(city.needs.write().built.path, shown, folder / f"needs-{lang}.xlsx")
    documents = printed(folder, report.path, scheme.path, worksheet)
    for name, pdf, said in zip(("report", "scheme"), documents, (shown.report, shown.scheme), strict=False):
        pages = [drawn(pdf, page_of(pdf, each), _RESOLUTION) for each in said]
        saved(_side_by_side(pages), target / f"{name}-{lang}.png")
    page = drawn(documents[2], page_of(documents[2], shown.needs), _SHEET_RESOLUTION)
    cut = page.crop((0, 0, page.width, int(page.height * _TOP)))
    saved(trimmed(cut, _MARGIN), target / f"needs-{lang}.png")


def _filled(path: Path, shown: Shown, target: Path) -> Path:
    """The worksheet with some choices and their reasons."""
    book = load_workbook(path)
    sheet = book.worksheets[1]
    for row in range(1, sheet.max_row + 1):
        typed = shown.choices.get(str(sheet.cell(row, _KEY).value))
        if typed is not None:
            sheet.cell(row, _CHOICE, typed[0])
            sheet.cell(row, _REASON, typed[1])
    book.save(target)
    return target


def _side_by_side(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages on a grey ground."""
    return ImageOps.expand(grid(pages, len(pages), _GAP, _GROUND), _GAP, _GROUND)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
