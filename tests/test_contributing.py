"""CONTRIBUTING.md and CONTRIBUTING.en.md: the map has every room, and the examples, followed step by step, do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_floors import FLOORS

ROOT = Path(__file__).parent.parent
PAGE, ENGLISH = ((ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "CONTRIBUTING.en.md"))
TITLES = {
    "rule": ("怎样加一条规则", "How to add a rule"),
    "finding": ("怎样加一种问题", "How to add a finding"),
    "command": ("怎样加一个命令", "How to add a command"),
}
HOW = {"新文件": "new file", "改": "change", "末尾加": "append to"}
PARTS = ("smartxl", "generators", "udfs", "workbook_templates", "tests", "examples", "docs")
FILES = ("README.md", "CONTRIBUTING.md", "CONTRIBUTING.en.md", "pyproject.toml", ".ci/run")
STEP = re.compile(
    r"(?P<how>新文件|改|末尾加|[Nn]ew file|[Cc]hange|[Aa]ppend to) `(?P<path>[^`]+)`"
    r"|^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """What is written into a file, or (`how` "sh") the commands to run."""

    how: str
    path: str
    text: str


def recipe(page: str, title: str) -> Iterator[Step]:
    """The steps of a section: each block of text belongs to the file named last."""
    (section,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    how = path = ""
    for found in STEP.finditer(section):
        if found["path"]:
            how, path = HOW.get(found["how"], found["how"].lower()), found["path"]
        else:
            yield Step("sh" if found["kind"] == "sh" else how, path, found["text"])


def follow(step: Step, folder: Path) -> None:
    target = folder / step.path
    if step.how == "sh":
        run(step.text, folder)
    elif step.how == "new file":
        assert not target.exists()
        target.write_text(step.text, "utf-8")
    elif step.how == "append to":
        target.write_text(target.read_text("utf-8").rstrip("\n") + "\n" + step.text, "utf-8")
    else:
        lines = step.text.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        after = "".join(line[1:] for line in lines if not line.startswith("-"))
        text = target.read_text("utf-8")
        assert text.count(before) == 1, f"{step.path} has {text.count(before)} times: {before}"
        target.write_text(text.replace(before, after), "utf-8")


def run(commands: str, folder: Path) -> None:
    """Runs the commands as they stand, with this Python and with the code of the folder."""
    packages = [folder, *(folder / part for part in ("generators", "udfs", "workbook_templates"))]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, packages)),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
    }
    left_out = ("PYTEST_", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")  # compiled files lie in the copy
    environment = {name: value for name, value in environment.items() if not name.startswith(left_out)}
    done = subprocess.run(
        ["bash", "-euc", commands], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    if "pytest" in commands:
        assert re.search(r"\b[1-9][0-9]* passed", done.stdout), done.stdout


@pytest.fixture(scope="module")
def copied_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the examples change, and of what is compiled of it."""
    folder = tmp_path_factory.mktemp("copied")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("images"))
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture
def copied(copied_once: Path) -> Iterator[Path]:
    """The copy as it was; what an example made of it is undone afterwards, so that little is compiled again."""
    yield copied_once
    for path in [path for path in copied_once.rglob("*") if path.is_file()]:
        origin = ROOT / path.relative_to(copied_once)
        if path.parent.name == "__pycache__":
            continue
        if not origin.exists():
            path.unlink()
        elif path.stat().st_mtime_ns != origin.stat().st_mtime_ns:
            shutil.copy2(origin, path)


@pytest.mark.slow
@pytest.mark.parametrize("what", TITLES)
def test_an_example_followed_step_by_step_does_what_it_says(what: str, copied: Path) -> None:
    steps = list(recipe(PAGE, TITLES[what][0]))
    assert len(steps) >= 6
    assert steps[-1].how == "sh"
    for step in steps:
        follow(step, copied)


@pytest.mark.parametrize("what", TITLES)
def test_the_steps_are_the_same_in_both_languages(what: str) -> None:
    zh, en = (list(recipe(page, title)) for page, title in zip((PAGE, ENGLISH), TITLES[what], strict=True))
    assert zh == en


@pytest.mark.parametrize("page", [PAGE, ENGLISH], ids=["zh", "en"])
def test_the_map_has_every_room_on_its_floor(page: str) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", page, re.MULTILINE)
    mapped = {
        path.removesuffix(".py").replace("/", "."): int(floor)
        for floor, places in rows
        for path in re.findall(r"`([^`]+)`", places)
    }
    assert all((ROOT / path).exists() for _, places in rows for path in re.findall(r"`([^`]+)`", places))
    named = {re.sub(r"^(generators|udfs|workbook_templates)\.", "", room): mapped[room] for room in mapped}
    ground = {room for room, floor in FLOORS.items() if floor == 0}
    assert {room: floor for room, floor in FLOORS.items() if room not in ground or room in named} == named


@pytest.mark.parametrize("page", [PAGE, ENGLISH], ids=["zh", "en"])
def test_the_sessions_it_names_exist(page: str) -> None:
    sessions = set(
        re.findall(r"@nox\.session.*\n(?:@nox.*\n)*def (\w+)", (ROOT / "noxfile.py").read_text("utf-8"))
    )
    named = set(re.findall(r"nox -s (\w+)", page))
    assert named == sessions - {"lint", "types", "fast"}
