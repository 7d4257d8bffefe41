"""Commands, options and arguments that tell their help, and what was typed wrongly, in the reader's language.

click's own words are English. They are told here by the kind of the mistake, so that no sentence has two languages.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from smartxl.cli.layout import HelpLayout
from smartxl.cli.misuse import Misuse, bad_value, fault_of, refused, with_near
from smartxl.cli.spoken import spoken
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.shell_completion import CompletionItem

__all__ = [
    "ToldArgument",
    "ToldCommand",
    "ToldGroup",
    "ToldOption",
    "WritingGroup",
    "argument",
    "command",
    "group",
    "option",
]

_Function: TypeAlias = "Callable[..., Any]"
_Declared = TypeVar("_Declared", bound="Callable[..., Any] | click.Command")

_NONE = Text("")
_USAGE, _OPTIONS, _COMMANDS = Text("用法：", "Usage: "), Text("选项", "Options"), Text("命令", "Commands")
_ANY_OPTIONS, _ANY_COMMAND = Text("[选项]", "[OPTIONS]"), Text("命令 [参数]…", "COMMAND [ARGS]…")
_EXAMPLES = Text("例子", "Examples")
_HELP = Text("显示本说明。", "Show this message and exit.")
_HELP_OPTIONS = frozenset({"-h", "--help"})


class ToldOption(click.Option):
    """An option with its help in both languages."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  (click's own signature)
        help: Text = _NONE,
        metavar: Text | str | None = None,
        **attrs: Any,  # noqa: ANN401
    ) -> None:
        self.told, self.shown = help, metavar
        super().__init__(*args, **attrs)

    def speak(self) -> None:
        """Takes the words of the reader's language."""
        self.help, self.metavar = self.told.get(spoken()), _shown(self.shown)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """What a shell offers for its value."""
        return _completed(super().shell_complete, self, ctx, incomplete)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help, with what click adds in brackets."""
        record = super().get_help_record(ctx)
        if record is None or spoken() == "en":
            return record
        names, words = record
        before, bracket, after = words.rpartition("  [")
        after = after.replace("default: ", "默认：").replace("required]", "必填]").replace("; ", "；")
        return names, f"{before}{bracket}{after}" if bracket else words

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401  (click's own signature)
        """The value as its type; a bad one is told in the reader's language."""
        return _cast(super().type_cast_value, self, ctx, value)


def _shown(metavar: Text | str | None) -> str | None:
    return metavar.get(spoken()) if isinstance(metavar, Text) else metavar


class ToldArgument(click.Argument):
    """An argument with its name in both languages."""

    def __init__(self, *args: Any, metavar: Text | str | None = None, **attrs: Any) -> None:  # noqa: ANN401
        self.shown = metavar
        super().__init__(*args, **attrs)

    def speak(self) -> None:
        """Takes the words of the reader's language."""
        self.metavar = _shown(self.shown)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """What a shell offers for it."""
        return _completed(super().shell_complete, self, ctx, incomplete)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401
        """The value as its type; a bad one is told in the reader's language."""
        return _cast(super().type_cast_value, self, ctx, value)


def _completed(
    by_type: Callable[..., list[CompletionItem[str]]],
    param: click.Parameter,
    ctx: click.Context,
    incomplete: str,
) -> list[CompletionItem[str]]:
    from smartxl.cli.completing import completions

    found = completions(ctx, param, incomplete)
    return by_type(ctx, incomplete) if found is None else found


def _cast(cast: Callable[..., Any], param: click.Parameter, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401
    try:
        return cast(ctx, value)
    except click.BadParameter:
        typed = value if isinstance(value, tuple | list) else (value,)
        bad = next(entry for entry in typed if not _fits(param, ctx, entry))
        raise Misuse(bad_value(param, str(bad), fault_of(param.type, bad)), ctx) from None


def _fits(param: click.Parameter, ctx: click.Context, value: Any) -> bool:  # noqa: ANN401
    try:
        param.type(value, param, ctx)
    except click.BadParameter:
        return False
    return True


class _ToldContext(click.Context):
    """Lays out help by the columns of a terminal."""

    formatter_class = HelpLayout


class ToldCommand(click.Command):
    """A command with its help in both languages."""

    context_class = _ToldContext

    def __init__(self, *args: Any, help: Text = _NONE, **attrs: Any) -> None:  # noqa: ANN401
        self.told = help
        super().__init__(*args, **attrs)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Options and arguments, in the reader's language."""
        found = super().get_params(ctx)
        for param in found:
            if isinstance(param, ToldOption | ToldArgument):
                param.speak()
        return found

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Runs the command, and tells the next step of the round."""
        if isinstance(self, click.Group):
            return super().invoke(ctx)
        from smartxl.cli.hints import hint

        try:
            value = super().invoke(ctx)
        except click.exceptions.Exit as done:
            hint(ctx, _whole_name(ctx), done.exit_code)
            raise
        hint(ctx, _whole_name(ctx), 0)
        return value

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  (click's own signature)
        """The first line."""
        return self.told.get(spoken()).split("\n")[0].removesuffix("。")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.told.get(spoken()))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE.get(spoken()))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Options, then what each argument is called."""
        pieces = (piece for param in self.get_params(ctx) for piece in param.get_usage_pieces(ctx))
        return [_ANY_OPTIONS.get(spoken()), *pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, a line each."""
        with formatter.section(_OPTIONS.get(spoken())):
            records = (
                param.get_help_record(ctx)
                for param in self.get_params(ctx)
                if isinstance(param, click.Option)
            )
            formatter.write_dl([record for record in records if record])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, which can be typed as they stand."""
        from smartxl.cli.examples import examples_of

        examples = examples_of(_whole_name(ctx))
        if examples:
            with formatter.section(_EXAMPLES.get(spoken())):
                for example in examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example.line.get(spoken())}\n")
                    with formatter.indentation(), formatter.indentation():
                        formatter.write_text(example.told.get(spoken()))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: the usage line names them."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP.get(spoken())
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads what was typed; refuses what is too much."""
        too_much = ctx.allow_extra_args
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise refused(error) from None
        if rest and not too_much and not ctx.resilient_parsing:
            typed = " ".join(map(str, rest))
            raise Misuse(Text(f"多余的参数：{typed}", f"Got unexpected extra arguments: {typed}"), ctx)
        return rest


def _whole_name(ctx: click.Context) -> str:
    """The name of a command below the program, such as `weights ask`."""
    above = _whole_name(ctx.parent) if ctx.parent else ""
    return f"{above} {ctx.info_name or ''}".strip() if ctx.parent else ""


class ToldGroup(ToldCommand, click.Group):
    """A group of commands with its help in both languages."""

    command_class = ToldCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, a line each."""
        for heading, listed in self.sections(ctx):
            with formatter.section(heading.get(spoken())):
                formatter.write_dl(listed)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        """The commands as they were declared: in the order of their use."""
        return list(self.commands)

    def sections(self, ctx: click.Context) -> Iterator[tuple[Text, list[tuple[str, str]]]]:
        """Headings with the commands below each and what each does, in the reader's language."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        yield _COMMANDS, [(name, entry.get_short_help_str()) for name, entry in found if entry]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Options, then any command."""
        return [*super().collect_usage_pieces(ctx), _ANY_COMMAND.get(spoken())]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; one that is unknown is told with the nearest."""
        name = str(args[0])
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            near = get_close_matches(name, self.list_commands(ctx))
            raise Misuse(with_near(Text(f"没有命令“{name}”", f"No such command '{name}'."), near), ctx)
        return super().resolve_command(ctx, args)


class WritingGroup(ToldGroup):
    """A group whose command `write` need not be named: `tasks DIR` is `tasks write DIR`."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Its commands, else the folders of projects."""
        from click.shell_completion import CompletionItem

        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="dir")]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Names the command where none is."""
        if args and args[0] not in self.commands and args[0] not in _HELP_OPTIONS:
            args = ["write", *args]
        return super().parse_args(ctx, args)


def command(name: str | None = None, *, help: Text, **attrs: Any) -> Callable[[_Function], ToldCommand]:  # noqa: ANN401
    """Declares a command."""
    return click.command(name, cls=ToldCommand, help=help, **attrs)


def group(
    *,
    help: Text,
    cls: type[click.Group] = ToldGroup,
    **attrs: Any,  # noqa: ANN401
) -> Callable[[_Function], click.Group]:
    """Declares a group of commands."""
    return click.group(cls=cls, help=help, **attrs)


def option(*names: str, help: Text, **attrs: Any) -> Callable[[_Declared], _Declared]:  # noqa: ANN401
    """Declares an option."""
    return click.option(*names, cls=ToldOption, help=help, **attrs)


def argument(
    name: str,
    *,
    metavar: Text | str | None = None,
    **attrs: Any,  # noqa: ANN401
) -> Callable[[_Declared], _Declared]:
    """Declares an argument."""
    return click.argument(name, cls=ToldArgument, metavar=metavar, **attrs)
