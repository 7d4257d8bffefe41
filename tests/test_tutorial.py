"""docs/tutorial.md: its commands run in order as they stand there, and print what the page says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.pages import page

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

from tutorial.follow import blocks, differences, follow


@pytest.mark.slow
def test_the_tutorial_is_followed_from_nothing_to_an_archive(tmp_path: Path) -> None:
    steps = list(follow(page("tutorial.md"), tmp_path))
    assert {step.commands: found for step in steps if (found := differences(step))} == {}
    reports = {path.suffix for path in (tmp_path / "青溪县" / "reports").iterdir()}
    assert {".docx", ".html", ".xlsx"} <= reports
    assert (tmp_path / "青溪县-2026年.zip").is_file()


def test_the_english_page_shows_the_same_commands_and_outputs() -> None:
    assert blocks(page("tutorial.md", "zh")) == blocks(page("tutorial.md", "en"))
