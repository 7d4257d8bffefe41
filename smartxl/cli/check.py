"""`check`: the definition's own errors, or what it amounts to."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["check"]


@click.command()
@options.project_folder
@options.lang
@options.as_json
def check(folder: Path, lang: str | None, as_json: bool) -> None:
    """检查定义文件 / check the definition: file, row, column, what to do."""
    from smartxl.cli.present.checked import CheckRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    facts = project.check()
    if as_json:
        echo_json(CheckRecord(True, (), facts))
        return
    screen = Screen(project.lang)
    screen.show(screen.words("定义无误。", "The definition is in order."))
    for line in facts.lines(project.lang):
        screen.show(f"  {line}")
