"""`scheme`: the scheme of the round as a document."""

from __future__ import annotations

from pathlib import Path

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.told import command
from smartxl.text import Text

__all__ = ["scheme"]


@command(
    help=Text(
        "生成评估工作方案。", "Write the scheme of the round: scope, indicators, weights, duties, calendar."
    )
)
@options.project_folder
@options.document_kinds
@options.lang
@options.force
@options.as_json
def scheme(folder: Path, kinds: tuple[str, ...], lang: str | None, force: bool, as_json: bool) -> None:
    """Write the scheme of the round: scope, indicators, weights, duties, calendar."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project
    from smartxl.project.views import BuildReport

    project = open_project(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    built = project.scheme(*kinds, force=force)
    tell_written(screen, BuildReport(project.reports, built), as_json=as_json, listed=True)
