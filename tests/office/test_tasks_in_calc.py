"""A task list that was filled in and saved by LibreOffice is taken in as it was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.office.office import Office
from tests.questionnaires.test_tasklist import KEYS, SENT, by_key, taken

pytestmark = pytest.mark.libreoffice


@pytest.mark.slow
def test_a_list_saved_by_calc(office: Office, tmp_path: Path) -> None:
    source, target = tmp_path / "out.xlsx", tmp_path / "back.xlsx"
    source.write_bytes(SENT)
    edits: list[tuple[str, str, object]] = [
        ("整改任务", "F6", "教育局"),
        ("整改任务", "H6", 46418.0),
        ("整改任务", "L6", "'=1+1"),
        ("整改任务", "C6", "别的指标"),
        ("整改任务", "D8", "新任务"),
    ]
    assert office.typed(source, target, edits) == ["C6"]
    tasks = by_key(taken(target.read_bytes()))
    assert (tasks[KEYS[1]].lead, tasks[KEYS[1]].due) == ("JY", date(2027, 1, 31))
    assert tasks[KEYS[0]].lead == ""
    assert [task.point for task in tasks.values() if task.own] == ["新任务"]
