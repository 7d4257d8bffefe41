"""The notebooks in examples/ run, and give what they show; both languages run the same code."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest

from tests.pages import examples_hold, in_both, python_blocks

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

from notebooks.notebooks import NOTEBOOKS, code, executed, shown


@pytest.mark.slow
def test_the_notebook_gives_what_it_shows() -> None:
    kept = nbformat.read(NOTEBOOKS["zh"], as_version=4)
    assert all(shown(kept))
    assert shown(executed(NOTEBOOKS["zh"])) == shown(kept)


def test_both_languages_run_the_same_code_and_show_the_same() -> None:
    zh, en = (nbformat.read(NOTEBOOKS[lang], as_version=4) for lang in ("zh", "en"))
    assert code(zh) == code(en)
    assert shown(zh) == shown(en)
    assert [cell["cell_type"] for cell in zh["cells"]] == [cell["cell_type"] for cell in en["cells"]]


@in_both("researchers.md")
def test_the_examples_of_the_page_hold(text: str) -> None:
    assert examples_hold(python_blocks(text)) == 2
