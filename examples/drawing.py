"""Workbooks and documents as pictures for the documentation: printed by LibreOffice, drawn by poppler, few colours.

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and a Chinese font.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops

__all__ = ["drawn", "grid", "page_of", "page_texts", "printed", "saved", "trimmed"]

_COLOURS = 64


def printed(folder: Path, *files: Path) -> list[Path]:
    """The files as PDF, in `folder`: one LibreOffice prints them all."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
    return [folder / f"{path.stem}.pdf" for path in files]


def page_texts(pdf: Path) -> list[str]:
    """What stands on each page, without white space."""
    told = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return ["".join(page.split()) for page in told.split("\f")]


def page_of(pdf: Path, says: str) -> int:
    """The first page with some words, from 1. Raises StopIteration where they stand on none."""
    wanted = "".join(says.split())
    return 1 + next(number for number, page in enumerate(page_texts(pdf)) if wanted in page)


def drawn(pdf: Path, page: int, resolution: int) -> Image.Image:
    """A page, from 1, as a picture with so many dots an inch."""
    out = pdf.with_name(f"{pdf.stem}-{page}")
    draw = ["pdftoppm", "-r", str(resolution), "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    subprocess.run([*draw, str(pdf), str(out)], check=True)
    return Image.open(f"{out}.png").convert("RGB")


def trimmed(picture: Image.Image, margin: int) -> Image.Image:
    """A picture without what is white around it, but for a margin in dots."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if box is None:
        return picture
    left, top, right, bottom = box
    whole = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), "white")
    whole.paste(picture.crop(box), (margin, margin))
    return whole


def grid(pictures: Sequence[Image.Image], across: int, gap: int = 0, ground: str = "white") -> Image.Image:
    """Pictures in rows of so many, each row as high as its highest, with so many dots between them."""
    rows = [pictures[at : at + across] for at in range(0, len(pictures), across)]
    width = max(sum(each.width + gap for each in row) - gap for row in rows)
    heights = [max(each.height for each in row) for row in rows]
    whole = Image.new("RGB", (width, sum(heights) + gap * (len(rows) - 1)), ground)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        left = 0
        for each in row:
            whole.paste(each, (left, top))
            left += each.width + gap
        top += height + gap
    return whole


def saved(picture: Image.Image, path: Path) -> None:
    """Writes a picture as a small PNG."""
    picture.quantize(_COLOURS).save(path, optimize=True)
