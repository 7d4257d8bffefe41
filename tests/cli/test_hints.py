"""The next step after a command: by the state of the round, for people at a terminal only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from smartxl.cli.hints import NEXT_STEPS, RoundState, next_step
from tests.cli.conftest import Run
from tests.cli.test_help import ALL

NOTHING = RoundState()
CASES: dict[str, tuple[str, Mapping[str, Any], RoundState, str]] = {
    "a new project": ("init", {}, NOTHING, "smartxl check town"),
    "a definition without mistakes": ("check", {}, NOTHING, "smartxl build town"),
    "forms": ("build", {"edition": "unit"}, NOTHING, "town/inbox/，再 smartxl collect town"),
    "reviews": ("build", {"edition": "evaluator"}, NOTHING, "复核后放入 town/inbox/"),
    "appeals": ("build", {"edition": "appeal"}, NOTHING, "smartxl appeals town"),
    "collected, nothing there": ("collect", {}, NOTHING, "收到的文件放入 town/inbox/"),
    "collected, all well": ("collect", {}, RoundState(3), "smartxl status town"),
    "collected, something to mend": ("collect", {}, RoundState(3, 1), "smartxl findings town"),
    "status, nothing there": ("status", {}, RoundState(0, 0, 55), "smartxl collect town"),
    "status, something to mend": ("status", {}, RoundState(50, 2, 5), "smartxl return town"),
    "status, some have sent nothing": ("status", {}, RoundState(50, 0, 5), "--reminders"),
    "status, reminders written": (
        "status",
        {"reminder_file": Path("x.csv")},
        RoundState(50, 0, 5),
        "smartxl collect town",
    ),
    "status, all there": ("status", {}, RoundState(55), "smartxl score town"),
    "findings": ("findings", {}, RoundState(0, 4), "smartxl return town"),
    "no findings": ("findings", {}, NOTHING, "smartxl score town"),
    "given back": ("return", {}, RoundState(0, 2), "--mark"),
    "given back and noted": ("return", {"marks": True}, RoundState(0, 2), "smartxl collect town"),
    "given back into a folder": ("return", {"home": "home"}, RoundState(0, 2), "smartxl collect home"),
    "nothing to give back": ("return", {}, NOTHING, "smartxl status town"),
    "scores": ("score", {"node": None}, NOTHING, "smartxl report town"),
    "a trace": ("score", {"node": "B1"}, NOTHING, ""),
    "weights shown": ("weights set", {"write": False}, NOTHING, ""),
    "weights written": ("weights set", {"write": True}, NOTHING, "smartxl build town"),
    "weights shown, forms built": ("weights set", {"write": False, "folder": "{sent}"}, NOTHING, ""),
    "weights after forms": (
        "weights set",
        {"write": True, "folder": "{sent}"},
        NOTHING,
        "smartxl status {sent} 看进度，或 smartxl score",
    ),
    "reports of many cities": ("campaign report", {}, NOTHING, "smartxl campaign verify town"),
    "a report": ("report", {}, NOTHING, "smartxl verify town/reports"),
    "a look at the history": ("history", {}, NOTHING, ""),
    "a folder with a blank": ("init", {"folder": "my town"}, NOTHING, 'smartxl check "my town"'),
}


@pytest.mark.parametrize("name", CASES)
def test_the_next_step_depends_on_the_state(name: str, tmp_path: Path) -> None:
    (tmp_path / "workbooks").mkdir()
    command, typed, state, expected = CASES[name]
    folder = str(typed.get("folder", "town")).format(sent=tmp_path)
    told = next_step(command, {**typed, "folder": folder}, state)
    assert (told is None) == (not expected)
    if told is not None:
        assert expected.format(sent=tmp_path) in told.zh
        assert re.findall(r"smartxl [a-z -]+", told.en)


def test_every_hint_is_of_a_command_and_names_commands() -> None:
    assert set(NEXT_STEPS) <= set(ALL)
    told = [text for steps in NEXT_STEPS.values() for step in steps for text in (step.told.zh, step.told.en)]
    named = {
        name
        for text in told
        for name in re.findall(r"smartxl ((?:campaign |weights |survey )?[a-z-]+)", text)
    }
    assert named <= set(ALL) | {"tasks", "needs"}
    assert len(named) > 15


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.cli.hints._at_a_terminal", lambda: True)


def test_it_is_one_line_on_stderr(run: Run, project: Path, terminal: None) -> None:
    told = run("check", project, "--lang", "zh")
    assert told.stderr.splitlines()[-1] == f"下一步：smartxl build {project} 生成采样表"
    assert "下一步" not in told.stdout
    assert "Next: smartxl build" in run("check", project, "--lang", "en").stderr


def test_what_was_built_already_is_seen(run: Run, project: Path, terminal: None) -> None:
    (project / "workbooks").mkdir()
    assert f"没有改的，smartxl status {project}" in run("check", project).stderr


def test_a_machine_does_not_meet_it(run: Run, project: Path, terminal: None) -> None:
    assert "下一步" not in run("check", project, "--json").output


def test_a_refusal_has_none(run: Run, project: Path, terminal: None) -> None:
    (project / "roster.csv").unlink()
    assert "下一步" not in run("check", project, code=2).output


def test_it_needs_a_terminal(run: Run, project: Path) -> None:
    assert "下一步" not in run("check", project).output


@pytest.mark.parametrize(
    ("out", "err", "variable", "told"),
    [
        (True, True, "", True),
        (False, True, "", False),
        (True, False, "", False),
        (True, True, "off", False),
    ],
)
def test_both_streams_must_be_a_terminal(
    out: bool, err: bool, variable: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smartxl.cli import hints

    monkeypatch.setattr("sys.stdout.isatty", lambda: out)
    monkeypatch.setattr("sys.stderr.isatty", lambda: err)
    monkeypatch.setenv("SMARTXL_HINTS", variable)
    assert hints._at_a_terminal() is told


@pytest.mark.slow
def test_a_round_is_led_from_step_to_step(run: Run, filled: Path, terminal: None) -> None:
    form = next((filled / "inbox").glob("GA*"))
    book = load_workbook(form)
    cell = next(cell for cell in book["采样表"]["A"] if cell.value == "A2/n")
    book["采样表"].cell(cell.row, 8).value = "很多"
    book.save(form)
    steps = (["collect"], ["findings"], ["status"], ["return", "--until", "2999-01-01"])
    hints = [run(*step, filled, code=None).output.splitlines()[-1] for step in steps]
    named = [re.findall(r"smartxl ([a-z]+)", hint) for hint in hints]
    assert named == [["findings", "return"], ["return"], ["findings", "return"], ["return", "collect"]]
    assert all(str(filled) in hint for hint in hints)
