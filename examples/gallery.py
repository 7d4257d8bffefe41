"""Contact sheets of the workbooks' printed pages, to look at: LibreOffice → PDF → pages → one PNG a workbook.

    smartxl demo demo-zh && smartxl demo demo-en --lang en
    python examples/gallery.py zh demo-zh docs/images
    python examples/gallery.py en demo-en docs/images

Needs LibreOffice (soffice), poppler (pdftoppm, pdfinfo) and a Chinese font.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["Strip", "render", "strips"]

Pixels = npt.NDArray[np.uint8]

PAGE_HEIGHT = 440
ROW_WIDTH = 1_936
GAP = 8
GREY = 200
COLOURS = 256


@dataclass(frozen=True)
class Strip:
    """The pages of one workbook: the first few, and the last one where `last` says so."""

    name: str
    workbook: Path
    first: int
    last: bool = False


def strips(project: Path) -> tuple[Strip, ...]:
    """The largest form filled in, the smallest one blank, the city workbook and the result of a finished round.

    Raises FileNotFoundError where the round is not finished.
    """
    filled, blank = (
        sorted(project.glob(where), key=_size) for where in ("inbox/*.xlsx", "workbooks/*/*.xlsx")
    )
    city, results = (
        sorted(project.glob("workbooks/*.xlsx")),
        sorted(project.glob("reports/*.xlsx"), key=_length),
    )
    if not (filled and blank and city and results):
        raise FileNotFoundError(f"{project}: build, fill, collect and report first")
    return (
        Strip("largest", filled[-1], 5, last=True),
        Strip("smallest", blank[0], 5, last=True),
        Strip("city", city[0], 4),
        Strip("result", results[0], 6),
    )


def _size(path: Path) -> tuple[int, str]:
    return path.stat().st_size, path.name


def _length(path: Path) -> int:
    """The result with formulas has the shorter name; the one with functions ends in -UDF."""
    return len(path.stem)


def render(lang: str, project: Path, target: Path) -> tuple[Path, ...]:
    """Writes gallery-LANG-NAME.png into `target` for every strip of a project; gives their paths."""
    wanted = strips(project)
    needed = ("soffice", "pdftoppm", "pdfinfo")
    if missing := [name for name in needed if shutil.which(name) is None]:
        raise SystemExit(f"not installed: {', '.join(missing)} (Debian: libreoffice-calc, poppler-utils)")
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        for strip, pdf in zip(wanted, _printed(wanted, Path(scratch)), strict=True):
            path = target / f"gallery-{lang}-{strip.name}.png"
            path.write_bytes(_png(*_few_colours(_sheet(_pages(strip, pdf)))))
            written.append(path)
    return tuple(written)


def _printed(wanted: Sequence[Strip], scratch: Path) -> list[Path]:
    """The workbooks as PDF: one LibreOffice prints them all."""
    copies = [Path(shutil.copy(strip.workbook, scratch / f"{strip.name}.xlsx")) for strip in wanted]
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch)]
    subprocess.run([*command, *map(str, copies)], check=True, capture_output=True)
    return [path.with_suffix(".pdf") for path in copies]


def _pages(strip: Strip, pdf: Path) -> list[Pixels]:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    count = int(re.findall(r"Pages:\s+(\d+)", told)[0])
    numbers = [*range(1, min(strip.first, count) + 1)]
    if strip.last and count > strip.first:
        numbers.append(count)
    return [_page(pdf, number) for number in numbers]


def _page(pdf: Path, number: int) -> Pixels:
    """One page as rows × columns × red, green, blue: pdftoppm writes `P6 width height 255` and the bytes."""
    which = ["-f", str(number), "-l", str(number)]
    scale = ["-scale-to-x", "-1", "-scale-to-y", str(PAGE_HEIGHT)]
    raw = subprocess.run(["pdftoppm", *which, *scale, str(pdf)], check=True, capture_output=True).stdout
    width, height = (int(word) for word in raw.split(maxsplit=3)[1:3])
    return np.frombuffer(raw[-3 * width * height :], np.uint8).reshape(height, width, 3)


def _sheet(pages: Sequence[Pixels]) -> Pixels:
    """The pages in rows on grey paper."""
    rows: list[list[Pixels]] = [[]]
    for page in pages:
        taken = sum(other.shape[1] + GAP for other in rows[-1])
        if rows[-1] and taken + page.shape[1] + 2 * GAP > ROW_WIDTH:
            rows.append([])
        rows[-1].append(page)
    sheet = np.full((len(rows) * (PAGE_HEIGHT + GAP) + GAP, ROW_WIDTH, 3), GREY, np.uint8)
    for number, row in enumerate(rows):
        top, left = GAP + number * (PAGE_HEIGHT + GAP), GAP
        for page in row:
            height, width = page.shape[:2]
            sheet[top : top + height, left : left + width] = page
            left += width + GAP
    return sheet


def _few_colours(image: Pixels) -> tuple[Pixels, Pixels]:
    """The image as numbers of colours, and the colours: the commonest of 16³ groups, the rest as the nearest of them."""
    high = (image >> 4).astype(np.int64)
    group = (high[..., 0] << 8) | (high[..., 1] << 4) | high[..., 2]
    count = np.bincount(group.ravel(), minlength=4096)
    sums = [np.bincount(group.ravel(), image[..., channel].ravel(), 4096) for channel in range(3)]
    mean = np.stack(sums, axis=1) / np.maximum(count, 1)[:, None]
    colours = mean[np.argsort(-count, kind="stable")[:COLOURS]]
    nearest = np.argmin(((mean[:, None] - colours[None]) ** 2).sum(axis=2), axis=1)
    return nearest.astype(np.uint8)[group], colours.round().astype(np.uint8)


def _png(image: Pixels, colours: Pixels) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    height, width = image.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # 8 bits a pixel, with a palette
    lines = b"".join(b"\0" + row.tobytes() for row in image)
    parts = (
        (b"IHDR", head),
        (b"PLTE", colours.tobytes()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    try:
        for picture in render(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])):
            print(picture)
    except FileNotFoundError as error:
        raise SystemExit(str(error)) from None
