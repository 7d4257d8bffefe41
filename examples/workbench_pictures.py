"""Renders the pictures of docs/workbench.md in both languages: weights, judgements, scores, sensitivity, scenarios of the
packaged example, and the buttons of the workbook with macros.

    python examples/workbench_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font. What formulas show is printed as values, so that
the functions need not be installed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from openpyxl import load_workbook

from drawing import drawn, page_of, printed, saved, trimmed
from smartxl.project import Project
from smartxl.text import Lang
from smartxl_templates import example_folder

_RESOLUTION = 110
_MARGIN = 12
_TOP = 0.5  # of a page: the buttons and what stands below them
_PICTURES: dict[Lang, dict[str, str]] = {
    "zh": {
        "weights": "权重：改一改",
        "judgements": "判断矩阵与 AHP 权重",
        "scores": "指标得分（可改）",
        "sensitivity": "敏感性：哪项权重",
        "scenarios": "情景：几套权重",
    },
    "en": {
        "weights": "Weights: change them and see",
        "judgements": "Judgements and AHP weights",
        "scores": "Scores of the indicators (can be changed)",
        "sensitivity": "Sensitivity: which weights",
        "scenarios": "Scenarios: sets of weights",
    },
}
_SCENARIOS = """
scenarios:
  - { name: equal, title: { zh: 同级等权, en: Siblings alike }, equal: true }
  - { name: services, title: { zh: 重公共服务, en: Services first }, weights: { C: 45 } }
  - { name: base, title: { zh: 重基础, en: Foundations first }, weights: { A: 50 } }
"""


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = folder / "city"
        shutil.copytree(example_folder(), city)
        with (city / "assessment.yaml").open("a", encoding="utf-8") as file:
            file.write(_SCENARIOS)
        project = Project.open(city)
        project.build(jobs=1)
        project.fill(jobs=1)
        project.collect(processes=0)
        for lang in _PICTURES:
            _in(lang, project, folder, target)


def _in(lang: Lang, project: Project, folder: Path, target: Path) -> None:
    """The pictures in a language."""
    titles = _PICTURES[lang]
    shown, buttons = folder / f"shown-{lang}.xlsx", folder / f"buttons-{lang}.xlsm"
    load_workbook(project.workbench(lang=lang).path, data_only=True).save(shown)
    _without_macros(project.workbench(lang=lang, xlsm=True).path, buttons)
    pdf, with_buttons = printed(folder, shown, buttons)
    for picture, title in titles.items():
        _picture(pdf, title, target / f"workbench-{picture}-{lang}.png")
    _picture(with_buttons, titles["weights"], target / f"workbench-buttons-{lang}.png", _TOP)


def _without_macros(path: Path, target: Path) -> None:
    """The workbook without its VBA: LibreOffice takes the functions of a VBA project for macros, and shows #VALUE!."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            if name != "xl/vbaProject.bin":
                package.writestr(name, source.read(name))


def _picture(pdf: Path, title: str, target: Path, part: float = 0.95) -> None:
    """The first page with a title, without white margins, as far down as a part of the page: not to its foot."""
    picture = drawn(pdf, page_of(pdf, title), _RESOLUTION)
    saved(trimmed(picture.crop((0, 0, picture.width, int(picture.height * part))), _MARGIN), target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
