"""docs/python.md: its code runs as it stands there, block after block, and its table names real methods."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import smartxl

PAGE = (Path(__file__).parent.parent / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.slow
def test_the_round_runs_as_the_page_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "docs/python.md", "exec"), names)  # noqa: S102  (our own page)
    city, scores, proof = names["city"], names["scores"], names["proof"]
    assert isinstance(city, smartxl.Project)
    assert repr(city) == "<smartxl.Project 'my-city': 示例市智慧城市诊断评估 2026-1, 55 units>"
    assert (tmp_path / "my-city" / "ledger.sqlite").is_file()
    assert list(scores.index[-3:]) == ["@department", "@district", "@city"]  # type: ignore[attr-defined]
    assert proof.checked > 5000  # type: ignore[attr-defined]
    assert proof.differences == ()  # type: ignore[attr-defined]
    assert "56 " in capsys.readouterr().out


def test_the_table_names_methods_that_exist() -> None:
    cells = re.findall(r"^\| `.*?\| (.*) \|$", PAGE, re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`(?:smartxl\.)?([a-z_]+)", cell)]
    assert len(named) > 20
    for name in named:
        assert hasattr(smartxl, name) or hasattr(smartxl.Project, name), name
