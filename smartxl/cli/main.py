"""`smartxl`: the commands, each imported when it is called, so that --help and --version start at once."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

import click

from smartxl import __version__
from smartxl.cli import options
from smartxl.cli.commandlist import COMMANDS
from smartxl.cli.exitcodes import ExitCode, refusal_code
from smartxl.cli.misuse import Misuse, refused
from smartxl.cli.present.jsonout import Refusal, echo_json, told_at_the_end
from smartxl.cli.spoken import settle, spoken
from smartxl.cli.told import ToldGroup, ToldOption, group
from smartxl.errors import DefinitionError, SmartxlError
from smartxl.garbage import look_seldom
from smartxl.text import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from click.shell_completion import CompletionItem

__all__ = ["main"]

_INTERRUPT = Text("已中断，完成的部分已保存", "interrupted; what was finished is kept")
_AGAIN = Text("需要时重新运行", "run it again when it is convenient")
_HELP = Text("用法见 {} --help", "see {} --help")
_PURPOSE = Text(
    "智慧城市诊断评估工具。先看演示：smartxl demo。\n\n"
    "一个命令的选项和例子：smartxl 命令 --help。\n\n"
    "退出码：0 正常，1 有问题，2 用法或定义有误，3 文件读不了。",
    "Assess a smart city with workbooks. See it first: smartxl demo.\n\n"
    "Options and examples of a command: smartxl COMMAND --help.\n\n"
    "Exit codes: 0 clean, 1 findings, 2 usage or definition, 3 unreadable file.",
)


class _Commands(ToldGroup):
    """Imports a command when it is called; turns what smartxl raises into a message and an exit code, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        command: click.Command = getattr(import_module(f"smartxl.cli.{listed.module}"), listed.function)
        return command

    def sections(self, ctx: click.Context) -> Iterator[tuple[Text, list[tuple[str, str]]]]:  # noqa: ARG002
        for phase, listed in groupby(COMMANDS.values(), key=lambda each: each.phase):
            yield phase.told, [(each.name, each.told.get(spoken())) for each in listed]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        listed = (each for each in COMMANDS.values() if each.name.startswith(incomplete))
        return [CompletionItem(each.name, help=each.told.get(spoken())) for each in listed]

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        look_seldom()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(
                stream, TextIOWrapper
            ):  # a console that lacks a character shows its code in place of a traceback
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        settle(args)
        as_json = _for_a_machine(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _misused(error, as_json=as_json) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = _for_a_machine(args)  # then trouble is told to it as JSON too
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        try:
            with told_at_the_end(ctx):
                return super().invoke(ctx)
        except click.UsageError as error:
            raise _misused(error, as_json=ctx.obj) from None
        except SmartxlError as error:
            _tell(error, spoken(), as_json=ctx.obj)
            sys.exit(refusal_code(error))
        except KeyboardInterrupt:
            if ctx.obj:
                _echo_refusal(ctx.command_path, _INTERRUPT, _AGAIN)
            click.echo(_INTERRUPT.get(spoken()), err=True)
            sys.exit(ExitCode.INTERRUPTED)


def _for_a_machine(args: Sequence[str]) -> bool:
    """Whether --json is among the options."""
    return "--json" in takewhile(lambda typed: typed != "--", args)


def _misused(error: click.UsageError, *, as_json: bool) -> click.UsageError:
    """A mistake in what was typed, in the reader's language; for a machine its record is printed too."""
    told = refused(error)
    if as_json:
        path = error.ctx.command_path if error.ctx else "smartxl"
        what = told.told if isinstance(told, Misuse) else Text(told.format_message())
        _echo_refusal(path, what, Text(*(_HELP.get(lang).format(path) for lang in LANGUAGES)))
    return told


def _echo_refusal(where: str, what: Text, remedy: Text) -> None:
    echo_json(Refusal.of([SmartxlError(where, what, remedy)], spoken()))


def _tell(error: SmartxlError, lang: Lang, *, as_json: bool) -> None:
    """What went wrong: words on stderr, and for a machine the record of it on stdout."""
    problems = error.problems if isinstance(error, DefinitionError) else (error,)
    if as_json:
        echo_json(Refusal.of(problems, lang))
    if isinstance(error, DefinitionError):
        count = len(problems)
        total = Text(f"共 {count} 处问题", f"{count} problem(s)").get(lang)
        click.echo(f"{error.said(lang)}\n{total}", err=True)
    else:
        click.echo(f"{error.place(lang)}: {error.what.get(lang)}\n  → {error.remedy.get(lang)}", err=True)


@group(
    cls=_Commands,
    help=_PURPOSE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@options.lang
@click.version_option(
    __version__,
    prog_name="smartxl",
    cls=ToldOption,
    help=Text("显示版本。", "Show the version."),
    message="%(prog)s %(version)s",
)
def main(lang: Lang | None) -> None:
    """Assesses a smart city with workbooks."""
