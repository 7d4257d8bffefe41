"""examples/gallery.py draws the workbooks of a finished round; docs/gallery.md shows what it drew of the example."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Result]


def draw(project: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "examples" / "gallery.py"), "zh", str(project), str(target)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_the_workbooks_of_a_round_are_drawn(run: Run, filled: Path, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        (pytest.fail if os.environ.get("SMARTXL_CI") == "1" else pytest.skip)("poppler is not installed")
    run("report", filled)
    done = draw(filled, tmp_path / "images")
    assert done.returncode == 0, done.stderr
    drawn = [Path(line) for line in done.stdout.splitlines()]
    names = [f"gallery-zh-{name}.png" for name in ("largest", "smallest", "city", "result")]
    assert [path.name for path in drawn] == names
    for path in drawn:
        colours, image = read_png(path.read_bytes())
        assert image.shape[1] > 1000
        shown = colours[image]
        paper = (shown == 255).all(axis=2).mean()
        ink = (shown.max(axis=2) < 128).mean()
        assert 0.1 < paper < 0.95, path.name
        assert ink > 0.002, f"{path.name}: nothing is printed"


def read_png(content: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Palette and pixels of a PNG of 8 bits a pixel without line filters."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        chunks[kind] = content[place + 8 : place + 8 + size]
        (check,) = struct.unpack(">I", content[place + 8 + size : place + 12 + size])
        assert check == zlib.crc32(kind + chunks[kind])
        place += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not lines[:, 0].any()
    return np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3), lines[:, 1:]


def test_a_round_that_is_not_finished_has_no_gallery(project: Path, tmp_path: Path) -> None:
    done = draw(project, tmp_path / "images")
    assert done.returncode == 1
    assert done.stderr.strip() == f"{project}: build, fill, collect and report first"


def test_the_page_shows_every_drawing_and_they_are_small() -> None:
    shown = re.findall(r"\]\((images/[^)]+)\)", (ROOT / "docs" / "gallery.md").read_text("utf-8"))
    kept = {f"images/{path.name}" for path in (ROOT / "docs" / "images").glob("gallery-*.png")}
    assert set(shown) == kept
    assert len(shown) == 8
    assert sum((ROOT / "docs" / name).stat().st_size for name in kept) < 600_000
