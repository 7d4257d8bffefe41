"""What carrying a whole inbox over looks like on the screen, and how the command ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.cli.console import Screen
from smartxl.cli.present.carriedinbox import inbox_exit_code, show_carried_inbox
from smartxl.errors import ProjectError
from smartxl.model.edition import Edition
from smartxl.project import Project
from smartxl.project.carry import CarriedInbox, NotCarried
from smartxl.text import Lang, Text
from smartxl.xlsx import FileRefused
from tests.project.test_carry_inbox import NOW
from tests.reading.test_earlier import written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CarriedInbox:
    """An old form, one of now, a wreck, an appeal, and a lock file."""
    root = tmp_path_factory.mktemp("city")
    (root / "inbox").mkdir()
    files = {
        "旧.xlsx": written(),
        "新.xlsx": written(NOW),
        "坏.xlsx": b"PK broken",
        "申诉.xlsx": written(edition=Edition.APPEAL, given={}),
        "~$旧.xlsx": b"lock",
    }
    for name, content in files.items():
        (root / "inbox" / name).write_bytes(content)
    return Project(root, NOW, "zh").carry_over_all()


LINES = {
    "zh": (
        "旧.xlsx",
        "未转入 坏.xlsx：",
        "未转入 申诉.xlsx：",
        "无需转入：新.xlsx",
        "未读取",
        "新表 1 个，总表：",
    ),
    "en": (
        "Old file",
        "not carried 坏.xlsx: ",
        "nothing to move: 新.xlsx",
        "left alone",
        "1 new forms, list: ",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_file_is_told(made: CarriedInbox, lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    show_carried_inbox(Screen(lang), made)
    shown = "".join(capsys.readouterr().out.split("\n"))
    assert [line for line in LINES[lang] if line not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_of_other_units_are_named(
    made: CarriedInbox, lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    (form,) = made.forms
    forgotten = replace(form, carried=replace(form.carried, left_out=("市教育局",)))
    show_carried_inbox(Screen(lang), replace(made, forms=(forgotten,), failed=(), current=(), skipped=()))
    assert "市教育局" in capsys.readouterr().out


def test_nothing_carried_has_no_table(made: CarriedInbox, capsys: pytest.CaptureFixture[str]) -> None:
    show_carried_inbox(Screen("zh"), replace(made, forms=(), failed=(), current=(), skipped=()))
    assert capsys.readouterr().out.startswith("新表 0 个")


def test_the_exit_code_tells_what_needs_somebody(made: CarriedInbox) -> None:
    unreadable = [entry for entry in made.failed if isinstance(entry.error, FileRefused)]
    nobodys = NotCarried(
        "某.xlsx",
        ProjectError(
            "某.xlsx",
            Text("看不出是谁的表", "whose form it is cannot be told"),
            Text("写明单位", "name the unit"),
        ),
    )
    assert unreadable
    assert inbox_exit_code(made) == 3
    assert inbox_exit_code(replace(made, failed=(nobodys,))) == 1
    assert inbox_exit_code(replace(made, failed=())) == 0
