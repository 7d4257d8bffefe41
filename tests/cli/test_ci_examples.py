"""What is offered to CI runs as it stands: the script, the commands of the workflows, the hooks of pre-commit."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cli.test_annotations import sarif_of, suites_of, write_budget

ROOT = Path(__file__).parent.parent.parent
CI = ROOT / "examples" / "ci"
IN_CI = os.environ.get("SMARTXL_CI") == "1"
PARTS = ("", "generators", "udfs", "workbook_templates")


def loaded(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text("utf-8"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Programs that find `smartxl`, the one of this checkout."""
    programs = tmp_path / "bin"
    programs.mkdir()
    wrapper = programs / "smartxl"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smartxl "$@"\n')
    wrapper.chmod(0o755)
    (programs / "pip").write_text("#!/bin/sh\n")
    (programs / "pip").chmod(0o755)
    path = os.pathsep.join(str(ROOT / part) for part in PARTS)
    return {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": path,
        "SMARTXL_LANG": "en",
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a workbook that is not in order, in a folder with a Chinese name."""
    folder = tmp_path / "repository"
    (folder / "数据").mkdir(parents=True)
    write_budget(folder / "数据" / "预算.xlsx")
    return folder


def shell(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(("broken", "code"), [(False, 1), (True, 3)], ids=["differs", "unreadable"])
def test_the_script_checks_a_folder(
    repository: Path, environment: dict[str, str], broken: bool, code: int
) -> None:
    if broken:
        (repository / "坏.xlsx").write_bytes(b"no workbook")
    done = shell(f"{shlex.quote(str(CI / 'check-workbooks.sh'))} . reports", repository, environment)
    assert done.returncode == code, done.stderr
    (suite,) = (
        suite
        for suite in suites_of(repository / "reports" / "verify.xml")
        if "预算" in str(suite.get("name"))
    )
    assert suite.get("failures") == "1"
    sarif_of(repository / "reports" / "lint.sarif")


@pytest.mark.slow
def test_the_script_finds_nothing_where_there_is_nothing(tmp_path: Path, environment: dict[str, str]) -> None:
    assert shell(f"{shlex.quote(str(CI / 'check-workbooks.sh'))}", tmp_path, environment).returncode == 0


@pytest.mark.slow
def test_the_commands_of_the_workflow_for_github(repository: Path, environment: dict[str, str]) -> None:
    (job,) = loaded("examples/ci/github-actions.yml")["jobs"].values()
    steps = {step.get("name", step["run"]): step["run"] for step in job["steps"] if "run" in step}
    assert list(steps) == ["pip install smartxl", "lint", "verify"]
    assert shell(steps["lint"], repository, environment).returncode in {0, 1}
    verified = shell(steps["verify"], repository, environment)
    assert verified.returncode == 1
    assert "::error file=数据/预算.xlsx,title=" in verified.stdout
    uploads = [step["with"] for step in job["steps"] if "upload" in step.get("uses", "")]
    assert uploads[0] == {"sarif_file": "reports"}
    runs = [sarif_of(path) for path in sorted((repository / "reports").glob("*.sarif"))]
    assert len({run["automationDetails"]["id"] for run in runs}) == 2, "else one replaces the other"


@pytest.mark.slow
def test_the_commands_of_the_pipeline_for_gitlab(repository: Path, environment: dict[str, str]) -> None:
    (job,) = loaded("examples/ci/gitlab-ci.yml").values()
    done = shell("\n".join(job["script"]), repository, environment)
    assert done.returncode == 1, done.stderr
    assert job["artifacts"]["reports"]["junit"] == "reports/*.xml"
    for path in (repository / "reports").glob("*.xml"):
        suites_of(path)


def test_the_hooks_take_workbooks_and_definitions_alone() -> None:
    import re

    hooks = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
    assert list(hooks) == ["smartxl-lint", "smartxl-verify", "smartxl-check"]
    books, definitions = (hooks[name]["files"] for name in ("smartxl-lint", "smartxl-check"))
    assert all(re.search(books, name) for name in ("a.xlsx", "数据/预算.XLSM"))
    assert not any(re.search(books, name) for name in ("a.xlsx.txt", "a.xls"))
    assert re.search(hooks["smartxl-lint"]["exclude"], "数据/~$预算.xlsx")
    names = ("my-city/assessment.yaml", "指标定义.xlsx", "a/catalogue/01.csv", "roster.csv")
    assert all(re.search(definitions, name) for name in names)
    assert not re.search(definitions, "my-city/inbox/a.xlsx")
    used = [hook["id"] for hook in loaded("examples/ci/pre-commit-config.yaml")["repos"][0]["hooks"]]
    assert used == list(hooks)


def git(*arguments: str, folder: Path) -> None:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def pre_commit() -> list[str]:
    if importlib.util.find_spec("pre_commit") is None or shutil.which("git") is None:
        (pytest.fail if IN_CI else pytest.skip)("pre-commit is not installed")
    return [sys.executable, "-m", "pre_commit"]


@pytest.mark.slow
def test_the_hooks_run_under_pre_commit(
    pre_commit: list[str], repository: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """By `language: system`, which needs no network: the program of this checkout."""
    offered = tmp_path / "offered"
    offered.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", offered)
    for folder in (offered, repository):
        git("init", "-q", folder=folder)
        git("add", "-A", folder=folder)
        git("commit", "-q", "-m", "all", folder=folder)
    hooks = "".join(
        f"      - id: {name}\n        language: system\n" for name in ("smartxl-lint", "smartxl-verify")
    )
    config = f"repos:\n  - repo: {offered}\n    rev: HEAD\n    hooks:\n{hooks}"
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=offered, capture_output=True, text=True, check=True
    )
    (repository / ".pre-commit-config.yaml").write_text(
        config.replace("HEAD", revision.stdout.strip()), "utf-8"
    )
    git("add", "-A", folder=repository)
    there = {**environment, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [*pre_commit, "run", "--all-files"],
        cwd=repository,
        env=there,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "smartxl verify" in done.stdout
    assert "2 differ from the value in the file" in done.stdout
    assert "exit code: 1" in done.stdout


@pytest.mark.slow
def test_a_hook_is_installed_and_tried(
    pre_commit: list[str], repository: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """`pre-commit try-repo` builds this checkout and installs it; what it depends on is found where the tests found it.

    To install all of that once more takes minutes, and the first command of the README does so in CI.
    """
    if not IN_CI:
        pytest.skip("CI alone builds and installs once more")
    git("init", "-q", folder=repository)
    git("add", "-A", folder=repository)
    there = {
        **environment,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PIP_NO_COMPILE": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),  # an editable smartxl of it is none for PYTHONPATH
    }
    done = subprocess.run(
        [*pre_commit, "try-repo", str(ROOT), "smartxl-verify", "--all-files"],
        cwd=repository, env=there, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 differ from the value in the file" in done.stdout, done.stdout + done.stderr
