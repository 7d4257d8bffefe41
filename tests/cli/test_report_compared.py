"""`report --last` and `--peer`: the words of the screen, and folders that cannot be compared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.slow
def test_a_page_beside_another_city_and_a_round_without_answers(run: Run, filled: Path) -> None:
    peer, last = (shutil.copytree(filled, filled.parent / name) for name in ("peer", "last"))
    run("status", peer, code=None)  # a ledger that knows a folder lets its city have another name
    for folder, old, new in ((peer, "city: { zh: ", "city: { zh: 新"), (last, "2026-1", "2025-1")):
        path = folder / "assessment.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new).replace("start: 2026", "start: 2025"), "utf-8")
    run("report", filled, "--format", "html", "--last", last, "--peer", peer)
    (page,) = (filled / "reports").glob("*.html")
    said = page.read_text("utf-8")
    assert "未列入比较的期次：2025-1" in said
    assert "并列第" in said


def test_a_folder_that_cannot_be_compared(run: Run, filled: Path) -> None:
    result = run("report", filled, "--format", "html", "--last", filled, code=2)
    assert "本次报告的项目" in result.output
    assert "较早一轮" in result.output
