"""`status`: who has answered, how complete, what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["status"]


@click.command()
@options.project_folder
@options.lang
@options.as_json
@click.pass_context
def status(ctx: click.Context, folder: Path, lang: str | None, as_json: bool) -> None:
    """查看填报进度与问题 / who has answered, how complete, what is wrong."""
    from smartxl.cli.project import Project
    from smartxl.cli.tell import status_record, status_rows, warn_outdated
    from smartxl.intake import status as states

    project = Project.open(folder, lang)
    with project.ledger() as ledger:
        rows = states(project.definition, ledger)
    if as_json:
        records = [status_record(row) for row in rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        screen = Screen(project.lang)
        heads, cells = status_rows(rows, screen)
        screen.table(heads, cells, frozenset(range(3, 8)))
    outdated = warn_outdated(project, Screen(project.lang))
    ctx.exit(1 if outdated or any(row.findings.must_fix for row in rows) else 0)
