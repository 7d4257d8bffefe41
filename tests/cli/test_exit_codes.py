"""A broken .xlsx is exit 3, whichever command meets it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smartxl.cli.main import main
from tests.cli.conftest import Run
from tests.cli.test_json_errors import TAKES_JSON

COMMANDS = {
    "verify": ["verify", "{bad}"],
    "verify in a project": ["verify", "{bad}", "--project", "{town}"],
    "lint": ["lint", "{bad}"],
    "explain": ["explain", "{bad}", "Sheet!A1"],
    "diff-book": ["diff-book", "{bad}", "{bad}"],
    "collect": ["collect", "{town}", "{bad}"],
    "fresh": ["fresh", "{bad}"],
    "fresh of a project": ["fresh", "{bad}", "--project", "{town}"],
    "diff, the old one": ["diff", "{bad}", "{town}"],
    "diff, the new one": ["diff", "{town}", "{bad}"],
    "define import": ["define", "import", "{bad}", "{new}"],
    "init": ["init", "{new}", "--from", "{bad}"],
    "needs": ["needs", "collect", "{town}", "{bad}"],
    "tasks": ["tasks", "collect", "{town}", "{bad}"],
    "weights": ["weights", "collect", "{town}", "{bad}"],
    "weights, the experts": ["weights", "ask", "{town}", "--method", "ahp", "--experts", "{bad}"],
    "weights, the table": ["weights", "set", "{town}", "{bad}"],
    "survey": ["survey", "collect", "{town}", "{bad}"],
    "template": ["template", "check", "{bad}"],
}
EXPERTS = "code,name\nE1,李教授\nE2,王处长\n"


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "no workbook")
    return content.getvalue()


def cut() -> bytes:
    from openpyxl import Workbook

    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()[:2000]


BROKEN = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "empty": b"",
    "cut off": cut(),
    "another archive": zipped(),
    "encrypted or old": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
}


@pytest.fixture(scope="module")
def asked(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round in which experts were asked too. What is broken changes nothing of it."""
    town = Path(shutil.copytree(filled_once, tmp_path_factory.mktemp("asked") / "town"))
    (town / "weights").mkdir()
    (town / "weights" / "experts.csv").write_text(EXPERTS, "utf-8")
    assert CliRunner().invoke(main, ["weights", "ask", str(town), "--method", "ahp"]).exit_code == 0
    return town


def told_of(run: Run, command: list[str], asked: Path, tmp_path: Path, broken: bytes) -> Result:
    """What a command says of a broken file, which it leaves as it is; it writes nothing."""
    bad, new = tmp_path / "坏.xlsx", tmp_path / "new"
    bad.write_bytes(broken)
    told = run(*(each.format(bad=bad, town=asked, new=new) for each in command), code=3)
    assert "坏.xlsx" in told.output
    assert bad.read_bytes() == broken
    assert not new.exists()
    return told


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_broken_workbook_is_exit_3(run: Run, command: list[str], asked: Path, tmp_path: Path) -> None:
    as_json = bool({command[0], " ".join(command[:2])} & TAKES_JSON)
    told = told_of(run, [*command, *(["--json"] if as_json else [])], asked, tmp_path, BROKEN["cut off"])
    assert not as_json or json.loads(told.stdout)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize(
    "name", ["verify", "collect", "define import", "weights, the experts", "init", "template"]
)
def test_whatever_is_broken_about_it(run: Run, name: str, broken: bytes, asked: Path, tmp_path: Path) -> None:
    """One command for each way of reading files."""
    told_of(run, COMMANDS[name], asked, tmp_path, broken)


@pytest.mark.parametrize("command", ["check", "build", "status"])
@pytest.mark.parametrize("name", ["roster.xlsx", "catalogue/02.xlsx", "指标定义.xlsx"])
def test_a_broken_workbook_of_the_definition_is_exit_3(
    run: Run, name: str, command: str, project: Path
) -> None:
    if name == "roster.xlsx":
        (project / "roster.csv").unlink()
    if name == "指标定义.xlsx":
        shutil.rmtree(project)
        project.mkdir()
    (project / name).write_bytes(b"no workbook")
    assert name in run(command, project, code=3).output


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_template_is_exit_3(run: Run, command: str, project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "standard.xlsx").write_bytes(b"no workbook")
    assert "standard.xlsx" in run(command, project, code=3).output
