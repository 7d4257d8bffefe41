"""`check`: the definition's own errors, or what it amounts to."""

from __future__ import annotations

import json
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import DefinitionError

__all__ = ["check"]


@click.command()
@options.project_folder
@options.lang
@options.as_json
@click.pass_context
def check(ctx: click.Context, folder: Path, lang: str | None, as_json: bool) -> None:
    """检查定义文件 / check the definition: file, row, column, what to do."""
    from smartxl.project import open_project

    try:
        project = open_project(folder, lang)
    except DefinitionError as error:
        if not as_json:
            raise
        problems = [{"where": p.where, "what": p.what, "remedy": p.remedy} for p in error.problems]
        click.echo(json.dumps({"ok": False, "problems": problems}, ensure_ascii=False, indent=2))
        ctx.exit(2)
    facts = project.check()
    if as_json:
        click.echo(
            json.dumps({"ok": True, "problems": [], "profile": facts.to_dict()}, ensure_ascii=False, indent=2)
        )
        return
    screen = Screen(project.lang)
    screen.show(screen.words("定义无误。", "The definition is in order."))
    for line in facts.lines(project.lang):
        screen.show(f"  {line}")
