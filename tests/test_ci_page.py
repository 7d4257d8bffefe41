"""docs/ci.md, in both languages: its commands run, its exit codes are those of the code, its pictures exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.main import main
from smartxl.text import LANGUAGES, Lang
from tests.cli.test_annotations import write_budget
from tests.pages import code_blocks, in_both, page

ROOT = Path(__file__).parent.parent
PAGE = page("ci.md")
OF_EXAMPLES, IN_ENGLISH = (
    (ROOT / "examples" / "ci" / name).read_text("utf-8") for name in ("README.md", "README.en.md")
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_exit_codes_are_those_of_the_code(lang: Lang) -> None:
    rows = re.findall(r"^\| (\d+) \| (.*?) \|$", page("ci.md", lang), re.MULTILINE)
    assert rows == [(str(code.value), code.meaning.get(lang)) for code in ExitCode]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_budget(tmp_path / "预算.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_its_commands_run(repository: Path) -> None:
    lines = [shlex.split(line, comments=True) for line in code_blocks(PAGE, "sh")[0].splitlines()]
    steps = YAML(typ="safe").load(code_blocks(PAGE, "yaml")[0])["jobs"]["workbooks"]["steps"]
    lines += [shlex.split(step["run"]) for step in steps if "run" in step]
    commands = [line[1:] for line in lines if line[0] == "smartxl"]
    assert [command[0] for command in commands] == ["lint", "verify", "lint", "verify"]
    for command in commands:
        result = CliRunner().invoke(main, command)
        assert result.exit_code == ExitCode.FOUND or command[0] == "lint", result.output
        assert result.exit_code in {ExitCode.CLEAN, ExitCode.FOUND}, result.output


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_refusal_is_the_one_that_is_printed(lang: Lang) -> None:
    result = CliRunner().invoke(main, ["verify", "--nonsense", "--json", "--lang", lang], prog_name="smartxl")
    (shown,) = code_blocks(page("ci.md", lang), "text")
    assert json.loads(result.stdout) == json.loads(shown)


def test_its_hooks_are_offered() -> None:
    offered = {
        hook["id"] for hook in YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    }
    (used,) = YAML(typ="safe").load(code_blocks(PAGE, "yaml")[1])["repos"]
    assert {hook["id"] for hook in used["hooks"]} < offered
    assert "smartxl-check" in PAGE


@in_both("ci.md")
def test_its_options_exist(text: str) -> None:
    assert set(re.findall(r"`(--[a-z]+)", text)) <= {
        *("--github", "--junit", "--sarif", "--json", "--lang", "--strict", "--ignore"),
        "--nonsense",
    }


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("docs", PAGE),
        ("docs/en", page("ci.md", "en")),
        ("examples/ci", OF_EXAMPLES),
        ("examples/ci", IN_ENGLISH),
    ],
    ids=["zh", "en", "examples-zh", "examples-en"],
)
def test_links_and_pictures_exist(folder: str, text: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert targets
    assert [target for target in targets if not (ROOT / folder / target).exists()] == []


def test_the_files_to_copy_are_all_told() -> None:
    files = {path.name for path in (ROOT / "examples" / "ci").iterdir()} - {"README.md", "README.en.md"}
    assert files == set(re.findall(r"^\| `([^`]+)` ", OF_EXAMPLES, re.MULTILINE))
