"""`history`: what came of a unit, what was decided, which file counts and why."""

from __future__ import annotations

import json
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["history"]


@click.command()
@options.project_folder
@click.argument("unit_name", required=False, metavar="[单位/UNIT]")
@options.lang
@options.as_json
def history(folder: Path, unit_name: str | None, lang: str | None, as_json: bool) -> None:
    """查看收件和处理的全部记录 / all that came and was decided, which file counts, and by which rule."""
    from smartxl.cli.present.history import history_lines, history_record
    from smartxl.ledger import chronicle
    from smartxl.project.folder import Project

    project = Project.open(folder, lang)
    codes = [project.unit(unit_name).code] if unit_name else [u.code for u in project.definition.roster.units]
    with project.ledger() as ledger:
        entries = [entry for entry in chronicle(project.definition, ledger) if entry.unit in codes]
        counted = {c.decision.unit: c for c in ledger.count(project.definition) if c.decision.unit in codes}
    if as_json:
        record = history_record(entries, counted, project.lang)
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    screen = Screen(project.lang)
    for line in history_lines(project.definition, entries, counted, screen):
        screen.show(line)
