"""`verify`: do a workbook's own formulas give the engine's numbers?"""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import UnreadableFile

__all__ = ["verify"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件/FILES…")
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path),
    help="所属项目 / the project (default: around the file).",
)
@options.as_json
@options.lang
@click.pass_context
def verify(
    ctx: click.Context, files: tuple[Path, ...], folder: Path | None, as_json: bool, lang: str | None
) -> None:
    """用 formulas 重新计算工作簿并与引擎比对 / recalculate workbooks and compare with the engine."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.verified import VerifyRecord
    from smartxl.project import Project
    from smartxl.verify import VerifyReport

    reports: dict[Path, VerifyReport] = {}
    screen = Screen("zh", quiet=as_json)
    project = Project.open(folder, lang) if folder else None
    with screen.progress("核对公式", "Verifying") as progress:
        for number, path in enumerate(files, 1):
            if not path.is_file():
                raise UnreadableFile(str(path), "there is no such file", "name a workbook that smartxl wrote")
            home = project if project and folder else Project.around(path, lang)
            screen.lang = home.lang
            project = home
            reports[path] = home.verify(path)
            progress(number, len(files), "")
    if as_json:
        echo_json({str(path): VerifyRecord.of(report) for path, report in reports.items()})
    else:
        for path, report in reports.items():
            screen.show(str(path))
            for line in report.lines(screen.lang):
                screen.show(f"  {line}")
    ctx.exit(0 if all(report.ok for report in reports.values()) else 1)
