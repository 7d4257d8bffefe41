"""Commands, options and arguments that tell their help, and what was typed wrongly, in the reader's language.

click's own words are English. They are told here by the kind of the mistake, so that no sentence has two languages.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from smartxl.cli.spoken import spoken
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "Misuse",
    "ToldArgument",
    "ToldCommand",
    "ToldGroup",
    "ToldOption",
    "WritingGroup",
    "argument",
    "bad_value",
    "command",
    "group",
    "no_choice",
    "option",
    "refused",
]

_Function: TypeAlias = "Callable[..., Any]"
_Declared = TypeVar("_Declared", bound="Callable[..., Any] | click.Command")

_NONE = Text("")
_USAGE, _OPTIONS, _COMMANDS = Text("用法：", "Usage: "), Text("选项", "Options"), Text("命令", "Commands")
_ANY_OPTIONS, _ANY_COMMAND = Text("[选项]", "[OPTIONS]"), Text("命令 [参数]…", "COMMAND [ARGS]…")
_HELP = Text("显示本说明。", "Show this message and exit.")
_ERROR, _TRY = Text("错误：", "Error: "), Text("查看说明：{}", "Try '{}' for help.")
_KINDS: dict[type[click.ParamType[Any]], Text] = {
    type(click.INT): Text("不是整数", "is not a whole number"),
    click.IntRange: Text("不是整数", "is not a whole number"),
    type(click.FLOAT): Text("不是数", "is not a number"),
    click.FloatRange: Text("不是数", "is not a number"),
    click.DateTime: Text("不是日期，应如 2026-10-31", "is not a date such as 2026-10-31"),
}

_HELP_OPTIONS = frozenset({"-h", "--help"})


class Misuse(click.UsageError):
    """What was typed cannot be followed; told in the reader's language, with the usage and where help is."""

    def __init__(self, told: Text, ctx: click.Context | None = None) -> None:
        super().__init__(told.get(spoken()), ctx)
        self.told = told

    def show(self, file: Any = None) -> None:  # noqa: ANN401  (click's own signature)
        """Usage, where help is, and the mistake, on stderr."""
        lines = []
        if self.ctx is not None:
            lines = [
                self.ctx.get_usage(),
                _TRY.get(spoken()).format(f"{self.ctx.command_path} --help"),
                "",
            ]
        lines.append(f"{_ERROR.get(spoken())}{self.message}")
        click.echo("\n".join(lines), file=file, err=file is None)


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

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401
        """The value as its type; a bad one is told in the reader's language."""
        return _cast(super().type_cast_value, self, ctx, value)


def _cast(cast: Callable[..., Any], param: click.Parameter, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401
    try:
        return cast(ctx, value)
    except click.BadParameter:
        typed = value if isinstance(value, tuple | list) else (value,)
        bad = next(entry for entry in typed if not _fits(param, ctx, entry))
        raise Misuse(bad_value(param, str(bad), _fault(param.type, bad)), ctx) from None


def bad_value(param: click.Parameter, typed: str, fault: Text) -> Text:
    """A value that a parameter cannot take, and why."""
    name = _name(param)
    return Text(f"{name} 的值不能用：“{typed}”{fault.zh}", f"Invalid value for {name}: '{typed}' {fault.en}")


def no_choice(choices: Iterable[object]) -> Text:
    """That a value is none of the choices."""
    listed = ", ".join(map(str, choices))
    return Text(f"不在可选之列：{listed}", f"is not one of {listed}")


def _fits(param: click.Parameter, ctx: click.Context, value: Any) -> bool:  # noqa: ANN401
    try:
        param.type(value, param, ctx)
    except click.BadParameter:
        return False
    return True


def _fault(kind: click.ParamType[Any], value: object) -> Text:
    """What is wrong with a value of a type."""
    if isinstance(kind, click.Choice):
        return no_choice(kind.choices)
    if isinstance(kind, click.Path):
        return _path_fault(kind, str(value))
    words = _KINDS.get(type(kind), Text("读不懂", "cannot be read"))
    if isinstance(kind, click.IntRange | click.FloatRange):
        try:
            float(str(value))
        except ValueError:
            return words
        limits = " … ".join("" if end is None else f"{end:g}" for end in (kind.min, kind.max)).strip()
        return Text(f"不在 {limits} 之内", f"is not within {limits}")
    return words


def _path_fault(kind: click.Path, value: str) -> Text:
    from pathlib import Path

    path = Path(value)
    if not path.exists():
        return Text("不存在", "does not exist")
    if path.is_dir():
        return Text("是文件夹，这里要文件", "is a folder, not a file")
    if not kind.file_okay:
        return Text("是文件，这里要文件夹", "is a file, not a folder")
    return Text("不能读取", "cannot be read")


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else str(param.human_readable_name)


class ToldCommand(click.Command):
    """A command with its help in both languages."""

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


class ToldGroup(ToldCommand, click.Group):
    """A group of commands with its help in both languages."""

    command_class = ToldCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, a line each."""
        with formatter.section(_COMMANDS.get(spoken())):
            formatter.write_dl(self.listed(ctx))

    def listed(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Commands and what each does, in the reader's language."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, entry.get_short_help_str()) for name, entry in found if entry]

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
            raise Misuse(_with_near(Text(f"没有命令“{name}”", f"No such command '{name}'."), near), ctx)
        return super().resolve_command(ctx, args)


class WritingGroup(ToldGroup):
    """A group whose command `write` need not be named: `tasks DIR` is `tasks write DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Names the command where none is."""
        if args and args[0] not in self.commands and args[0] not in _HELP_OPTIONS:
            args = ["write", *args]
        return super().parse_args(ctx, args)


def _with_near(told: Text, near: Sequence[str] | None) -> Text:
    if not near:
        return told
    names = ", ".join(near)
    return Text(f"{told.zh}。是不是 {names}？", f"{told.en} Did you mean {names}?")


def refused(error: click.UsageError) -> click.UsageError:
    """What click says of a mistake, in the reader's language."""
    if isinstance(error, Misuse) or type(error).__name__ == "NoArgsIsHelpError":
        return error
    return Misuse(Text(_in_chinese(error), error.format_message()), error.ctx)


def _in_chinese(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _with_near(Text(f"没有选项 {error.option_name}"), error.possibilities).zh
    if isinstance(error, click.MissingParameter) and error.param:
        kind, choices = error.param.type, ""
        if isinstance(kind, click.Choice):
            choices = f"，可选：{', '.join(map(str, kind.choices))}"
        what = "选项" if isinstance(error.param, click.Option) else "参数"
        return f"缺少{what} {_name(error.param)}{choices}"
    if isinstance(error, click.BadOptionUsage):
        return _option_misused(error)
    if isinstance(error, click.BadParameter) and error.param:
        return f"{_name(error.param)} 的值不能用：{error.message}"
    return "缺少命令" if error.ctx and isinstance(error.ctx.command, click.Group) else error.format_message()


def _option_misused(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    flags = {
        name for param in params if isinstance(param, click.Option) and param.is_flag for name in param.opts
    }
    return f"选项 {error.option_name} {'后面不带值' if error.option_name in flags else '后面缺少值'}"


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
