"""A small round with the smartxl that is installed: run by `nox -s wheel` and by CI, in environments without the checkout.

`python -P smoke.py [EXTRA …]`: each extra that is named has to work, each other one has to say how it is installed.
It uses the command line as a person does, in one process where it can; what is amiss ends it with an AssertionError.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import requires, version
from pathlib import Path
from unittest import mock

import click

import smartxl
from smartxl.cli.main import main

EXTRAS = {"pdf", "postgres", "engines", "cluster", "parquet"}
NOWHERE = "postgresql://nobody@127.0.0.1:9/nothing"
"""A database that is not there: its driver says so, or is missing."""


def run(*words: str, clean: bool = True, **variables: str) -> str:
    """What a command says on both streams; `clean`: it ends with 0 or 1 (findings)."""
    stream = io.StringIO()
    code: object = 0
    with mock.patch.dict(os.environ, variables), redirect_stdout(stream), redirect_stderr(stream):
        try:
            code = main(list(words), standalone_mode=False)
        except SystemExit as end:
            code = end.code
        except click.ClickException as refused:
            code = refused.exit_code
            print(refused.format_message())
    told = stream.getvalue()
    assert "Traceback" not in told, told
    if clean:
        assert code in (None, 0, 1), f"smartxl {' '.join(words)}: {code}\n{told}"
    return told


def installed_apart() -> None:
    """The package stands in this environment, whole, with the version that its metadata have."""
    home = Path(smartxl.__file__).resolve()
    assert home.is_relative_to(Path(sysconfig.get_path("purelib")).resolve()), home
    assert version("smartxl") == smartxl.__version__
    program = Path(sysconfig.get_path("scripts"), "smartxl").with_suffix(
        ".exe" if sys.platform == "win32" else ""
    )
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["smartxl", smartxl.__version__]
    declared = {line.partition("extra == ")[2].strip("\"' ") for line in requires("smartxl") or ()}
    assert declared >= EXTRAS, declared


def a_round(root: Path) -> None:
    """From nothing to the report, and the proof of every workbook."""
    project = str(root / "城市")
    run("init", project, "--blank")
    run("check", project)
    for step in (["build"], ["fill", "--seed", "3"], ["collect"], ["status"], ["findings"]):
        run(step[0], project, *step[1:])
    scores = json.loads(run("score", project, "--json"))
    assert scores, "no scores"
    run("report", project)
    run("report", project, "--format", "docx,html")
    run("workbench", project)
    told = json.loads(run("verify", project, "--json"))
    assert len(told) >= 4 and all(each["ok"] for each in told.values()), told  # noqa: PT018


def what_is_packaged(root: Path) -> None:
    """Files that only some commands read are in the package."""
    for name in ("u4ssc", "xinxing-2016"):
        run("frameworks", name)
    run("define", str(root / "new.xlsx"))
    run("init", str(root / "example"), "--lang", "en")
    run("template", "export", str(root / "example"))
    run("needs", str(root / "example"))
    run("addin", "office", "--write", str(root / "office"), "--url", "https://example.org/smartxl")
    run("addin", "doctor")
    run("lint", str(root / "new.xlsx"))


def extras(root: Path, wanted: set[str]) -> None:
    """Extras that are there work; those that are not are named, with their installation, by what needs them."""
    project, campaign = str(root / "城市"), str(root / "campaign")
    book = str(next((root / "城市" / "reports").glob("*.xlsx")))
    run("campaign", "init", campaign, "--framework", "u4ssc")
    told = {
        "parquet": run("campaign", "export", campaign, clean=False),
        "cluster": run("campaign", "status", campaign, "--cluster", "local", "--jobs", "1", clean=False),
        "engines": run("verify", book, "--engine", "smartxl,formualizer", clean=False),
        "postgres": run("status", project, clean=False, SMARTXL_LEDGER=NOWHERE),
        "pdf": run("report", project, "--format", "pdf", clean=False, PATH=""),  # nor by LibreOffice
    }
    for extra, said in told.items():
        hinted = f"smartxl[{extra}]" in said
        assert hinted != (extra in wanted), f"{extra}: {said}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        installed_apart()
        a_round(Path(folder))
        what_is_packaged(Path(folder))
        extras(Path(folder), set(sys.argv[1:]))
    print(f"smartxl {smartxl.__version__} on {sys.version.split()[0]}: in order", *sys.argv[1:])
