"""docs/paste.md: its commands make a building project of 57 published indicators, with nothing else done by hand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from smartxl.cli.main import main
from smartxl.define import load
from smartxl.project.frameworks import packaged_framework
from tests.generated import maker

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "paste.md").read_text("utf-8")


def write_table(path: Path) -> None:
    maker("published_table").write_table(path)


def steps() -> list[tuple[str, str]]:
    """The commands and changes of the page in their order."""
    return re.findall(r"```(sh|diff)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.slow
def test_the_page_is_followed_from_a_table_to_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path / "公布的指标体系.xlsx")
    for kind, text in steps():
        if kind == "diff":
            before, after = (line[1:] for line in text.splitlines())
            path = tmp_path / "yunhu" / "assessment.yaml"
            assert before in path.read_text("utf-8")
            path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
            continue
        for line in text.splitlines():
            done = CliRunner().invoke(main, shlex.split(line)[1:])
            assert done.exit_code == 0, (line, done.output, done.exception)
            if "init" in line:
                assert "57 项指标" in done.stdout
                assert "未看懂 0  请核对 4 " in done.stdout
    assert len(list((tmp_path / "yunhu" / "workbooks").rglob("*.xlsx"))) == 13
    assert list((tmp_path / "yunhu" / "reports").glob("*.docx"))


@pytest.mark.slow
def test_the_table_of_the_page_has_the_names_and_levels_of_the_packaged_definition(tmp_path: Path) -> None:
    write_table(tmp_path / "t.xlsx")
    CliRunner().invoke(main, ["init", str(tmp_path / "city"), "--from", str(tmp_path / "t.xlsx")])
    made = load(tmp_path / "city").framework
    packaged = packaged_framework("mohurd-2012").definition.framework
    wanted = [(n.level, n.name.zh) for n in packaged.nodes if not packaged.adjusts(n)]
    assert sorted((n.level, n.name.zh) for n in made.nodes) == sorted(wanted)
    leaves = [n.name.zh for n in made.nodes if n.is_leaf]
    assert leaves == [n.name.zh for n in packaged.nodes if n.is_leaf and not packaged.adjusts(n)]
    assert sum(made.effective_weight(n.code, "unit") for n in made.nodes if n.is_leaf) == pytest.approx(
        1, abs=1e-4
    )


def test_the_pictures_of_the_page_exist() -> None:
    shown = re.findall(r"\]\((images/[^)]+)\)", PAGE)
    assert len(shown) == 4
    assert all((ROOT / "docs" / name).is_file() for name in shown)
