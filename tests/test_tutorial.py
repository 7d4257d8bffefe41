"""docs/tutorial.md: its commands run in order as they stand there, and print what the page says.

With SMARTXL_PICTURES=1 in the environment the pictures of the page are drawn anew (LibreOffice, poppler; a minute more).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.pages import DOCS, page

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

from tutorial.follow import blocks, differences, follow
from tutorial.shots import Shots


@pytest.mark.slow
def test_the_tutorial_is_followed_from_nothing_to_an_archive(tmp_path: Path) -> None:
    shots = Shots(tmp_path) if os.environ.get("SMARTXL_PICTURES") else None
    steps = list(follow(page("tutorial.md"), tmp_path, shots.after if shots else lambda _: None))
    if shots:
        shots.draw(DOCS / "images")
    assert {step.commands: found for step in steps if (found := differences(step))} == {}
    reports = {path.suffix for path in (tmp_path / "青溪县" / "reports").iterdir()}
    assert {".docx", ".html", ".xlsx"} <= reports
    assert (tmp_path / "青溪县-2026年.zip").is_file()


def test_the_english_page_shows_the_same_commands_and_outputs() -> None:
    assert blocks(page("tutorial.md", "zh")) == blocks(page("tutorial.md", "en"))
