"""`smartxl`: the command line's front door."""

from __future__ import annotations

import sys
from typing import Any

import click

from smartxl.cli.appeals import appeals
from smartxl.cli.check import check
from smartxl.cli.collect import collect
from smartxl.cli.compare import compare
from smartxl.cli.demo import demo
from smartxl.cli.findings import findings
from smartxl.cli.fresh import fresh
from smartxl.cli.giveback import give_back
from smartxl.cli.history import history
from smartxl.cli.make import build, fill, init
from smartxl.cli.mark import choose, mark
from smartxl.cli.report import report
from smartxl.cli.score import score
from smartxl.cli.status import status
from smartxl.cli.survey import survey
from smartxl.cli.template import template
from smartxl.cli.verify import verify
from smartxl.cli.weights import weights
from smartxl.errors import DefinitionError, SmartxlError, UnreadableFile

__all__ = ["main"]

_USAGE, _UNREADABLE, _INTERRUPTED = 2, 3, 130


class _Group(click.Group):
    """Turns what smartxl raises into a message and an exit code; a traceback never reaches the user."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        try:
            return super().invoke(ctx)
        except DefinitionError as error:
            click.echo(f"{error}\n{len(error.problems)} problem(s) / 处问题", err=True)
            sys.exit(_USAGE)
        except SmartxlError as error:
            click.echo(f"{error.where}: {error.what}\n  → {error.remedy}", err=True)
            sys.exit(_UNREADABLE if isinstance(error, UnreadableFile) else _USAGE)
        except KeyboardInterrupt:
            click.echo("interrupted; what was finished is kept / 已中断，完成的部分已保存", err=True)
            sys.exit(_INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="smartxl")
def main() -> None:
    """智慧城市诊断评估工具 · Assess a smart city with workbooks.

    Exit codes: 0 clean, 1 findings, 2 usage or definition, 3 unreadable file.
    """


_COMMANDS = (
    demo,
    init,
    check,
    build,
    fill,
    collect,
    status,
    history,
    mark,
    choose,
    compare,
    findings,
    give_back,
    fresh,
    appeals,
    score,
    report,
    verify,
    weights,
    survey,
    template,
)
for _command in _COMMANDS:
    main.add_command(_command)
