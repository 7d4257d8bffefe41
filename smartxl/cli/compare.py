"""`compare`: two submissions, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import ProjectError

__all__ = ["compare"]


@click.command()
@options.project_folder
@click.argument("before", metavar="文件甲/BEFORE")
@click.argument("after", metavar="文件乙/AFTER")
@options.lang
@options.as_json
def compare(folder: Path, before: str, after: str, lang: str | None, as_json: bool) -> None:
    """逐单元格比较收到的两个文件 / compare two received files cell by cell.

    文件名或其 SHA-256 的开头。 Each is a file's name or the beginning of its SHA-256.
    """
    from smartxl.cli.present.history import changes_record, changes_rows
    from smartxl.model.received import FileState
    from smartxl.project import difference
    from smartxl.project.folder import Project
    from smartxl.project.received import find_received
    from smartxl.reading import in_words_of

    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    with project.ledger() as ledger:
        records = [find_received(ledger, name) for name in (before, after)]
        for record in records:
            if record.state is not FileState.ACCEPTED:
                remedy = "compare files that were accepted; see smartxl history"
                raise ProjectError(record.name, "nothing was read of this file, it was refused", remedy)
        answers = [ledger.answers([record.digest]) for record in records]
    old, new = records
    if old.unit != new.unit:
        what = f"the files are of two units, {old.unit} and {new.unit}"
        raise ProjectError(f"{old.name}, {new.name}", what, "compare two files of one unit")
    if old.appealed != new.appealed:
        what = "one of them is an appeal, which holds no answers"
        raise ProjectError(f"{old.name}, {new.name}", what, "compare two forms, or two appeals")
    unit = project.unit(new.unit)
    reviewed = old.reviewed or new.reviewed
    plan = project.unit_plan(unit.code, project.lang, evaluator=reviewed, appeal=new.appealed)
    changes = difference(plan, *(in_words_of(plan, project.definition, each) for each in answers))
    if as_json:
        click.echo(json.dumps(changes_record(changes), ensure_ascii=False, indent=2))
        return
    if changes:
        screen.table(*changes_rows(changes, screen))
    screen.show(
        screen.words(f"{len(changes)} 个单元格不同", f"{len(changes)} cells differ: {old.name} → {new.name}")
    )
