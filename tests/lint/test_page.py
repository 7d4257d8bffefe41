"""docs/lint.md: as it is generated."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_fresh() -> None:
    page = runpy.run_path(str(ROOT / "examples" / "lint_page.py"))["page"]
    assert (ROOT / "docs" / "lint.md").read_text("utf-8").splitlines() == "\n".join(page()).splitlines()
