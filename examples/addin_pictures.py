"""Renders the picture of docs/addin.md: the task pane of the Office.js add-in in both languages.

    python examples/addin_pictures.py docs/images

Needs Chromium and a Chinese font.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from smartxl.addin.office import write_office_addin

_PAGE = """<!doctype html><meta charset="utf-8">
<body style="margin:0;display:flex;gap:14px;padding:8px;background:#e7ebee">{panes}"""
_PANE = """<iframe src="{page}" style="width:350px;height:640px;border:1px solid #b9c2ca;background:#fff"></iframe>"""
_PANES = (
    "addin/taskpane.html",
    "addin/taskpane.html#SX_AHP_WEIGHTS",
    "addin/taskpane.en.html#SX_AHP_WEIGHTS",
)


def main() -> None:
    """Writes the picture into the folder named on the command line."""
    target = Path(sys.argv[1]) / "addin-office.png"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_office_addin("https://office.example.gov.cn/smartxl", folder / "addin")
        page, raw = folder / "page.html", folder / "page.png"
        page.write_text(_PAGE.format(panes="".join(_PANE.format(page=each) for each in _PANES)), "utf-8")
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command = [*browser, "--window-size=1100,658", f"--screenshot={raw}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        Image.open(raw).convert("RGB").quantize(128).save(target, optimize=True)


if __name__ == "__main__":
    main()
