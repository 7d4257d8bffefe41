"""Renders a demo's workbooks as the pictures of the README: LibreOffice → PDF → PNG.

    smartxl demo smartxl-demo && python examples/pictures.py smartxl-demo docs/images

Needs LibreOffice (soffice), poppler (pdftoppm) and a Chinese font.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from drawing import page_of, printed

WIDTH = 1500


@dataclass(frozen=True)
class Picture:
    """One page of one workbook of the demo: the first that says something."""

    name: str
    workbook: str
    says: str


PICTURES = (
    Picture("cover", "workbooks/**/GAJ-*.xlsx", "填报步骤"),
    Picture("guide", "workbooks/**/GAJ-*.xlsx", "各列怎么填"),
    Picture("sampling", "inbox/RSJ-*.xlsx", "采样表（"),
    Picture("scores", "inbox/RSJ-*.xlsx", "局得分一览"),
    Picture("city", "reports/*结果.xlsx", ""),
)


def render(demo: Path, target: Path) -> None:
    """Writes every picture into `target`."""
    programs = {name: shutil.which(name) for name in ("soffice", "pdftoppm", "pdftotext")}
    if missing := [name for name, path in programs.items() if path is None]:
        raise SystemExit(f"not installed: {', '.join(missing)} (Debian: libreoffice-calc, poppler-utils)")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for picture in PICTURES:
            source = next(iter(sorted(demo.glob(picture.workbook))))
            pdf = Path(scratch) / f"{source.stem}.pdf"
            if not pdf.exists():
                printed(Path(scratch), source)
            page = str(page_of(pdf, picture.says))
            out = str(target / picture.name)
            draw = [
                "pdftoppm",
                "-png",
                "-singlefile",
                "-f",
                page,
                "-l",
                page,
                "-scale-to-x",
                str(WIDTH),
                "-scale-to-y",
                "-1",
            ]
            subprocess.run([*draw, str(pdf), out], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    render(Path(sys.argv[1]), Path(sys.argv[2]))
