"""Renders the pictures of docs/examples.md: of each project a page of a filled form beside a page of its report.

    python examples/example_pictures.py docs/images [NAME …]

Needs LibreOffice (soffice), poppler (pdftoppm), typst and a Chinese font.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from PIL import Image

from drawing import drawn, grid, page_of, printed, saved, trimmed

PROJECTS = Path(__file__).with_name("projects")
FORM = {
    "openness": "学区划分与入学条件",
    "park": "政策兑现方式",
    "school": "校本课程与选课",
    "hospital": "手术与麻醉管理",
    "county": "宅基地申请",
    "port": "Wasterecycled",
}
"""Words of the page of the form that is shown."""
REPORT = {"openness": 5, "park": 5, "school": 5, "hospital": 4, "county": 5, "port": 4}
"""The page of the report that is shown: the overall result, or ranks with their bars."""
UNIT = {"openness": "JYJ", "park": "SW", "school": "SY", "hospital": "RM", "county": "X01", "port": "HB"}
_RESOLUTION, _GAP, _MARGIN, _HEIGHT = 80, 24, 12, 760


def picture(name: str) -> Image.Image:
    """A form's page and a report's page of a project, side by side."""
    making = import_module("making")
    with tempfile.TemporaryDirectory() as folder:
        made = making.make(import_module(name).TOPIC, Path(folder) / "project", kinds=("pdf",))
        (report,) = (path for path in made.reports if path.suffix == ".pdf")
        form = next(path for path in made.filled if path.name.startswith(f"{UNIT[name]}-"))
        (paper,) = printed(Path(folder), form)
        pages = (
            drawn(paper, page_of(paper, FORM[name]), _RESOLUTION),
            drawn(report, REPORT[name], _RESOLUTION),
        )
    shown = [trimmed(page, _MARGIN) for page in pages]
    scaled = [page.resize((page.width * _HEIGHT // page.height, _HEIGHT)) for page in shown]
    return grid(scaled, len(scaled), _GAP)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.path.append(str(PROJECTS))
    for topic in sys.argv[2:] or FORM:
        saved(picture(topic), Path(sys.argv[1]) / f"example-{topic}.png")
