"""What is said of a line that was typed wrongly, by the kind of the mistake, so that no sentence has two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from smartxl.cli.spoken import spoken
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Misuse", "bad_value", "fault_of", "no_choice", "refused", "with_near"]

_ERROR, _TRY = Text("错误：", "Error: "), Text("查看说明：{}", "Try '{}' for help.")
_KINDS: dict[type[click.ParamType[Any]], Text] = {
    type(click.INT): Text("不是整数", "is not a whole number"),
    click.IntRange: Text("不是整数", "is not a whole number"),
    type(click.FLOAT): Text("不是数", "is not a number"),
    click.FloatRange: Text("不是数", "is not a number"),
    click.DateTime: Text("不是日期，应如 2026-10-31", "is not a date such as 2026-10-31"),
}


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


def bad_value(param: click.Parameter, typed: str, fault: Text) -> Text:
    """A value that a parameter cannot take, and why."""
    name = _name(param)
    return Text(f"{name} 的值不能用：“{typed}”{fault.zh}", f"Invalid value for {name}: '{typed}' {fault.en}")


def no_choice(choices: Iterable[object]) -> Text:
    """That a value is none of the choices."""
    listed = ", ".join(map(str, choices))
    return Text(f"不在可选之列：{listed}", f"is not one of {listed}")


def fault_of(kind: click.ParamType[Any], value: object) -> Text:
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
    if path.is_dir() and not kind.dir_okay:
        return Text("是文件夹，这里要文件", "is a folder, not a file")
    if path.is_file() and not kind.file_okay:
        return Text("是文件，这里要文件夹", "is a file, not a folder")
    return Text("不能读取", "cannot be read")


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else str(param.human_readable_name)


def with_near(told: Text, near: Sequence[str] | None) -> Text:
    """A mistake, and what may have been meant."""
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
        return with_near(Text(f"没有选项 {error.option_name}"), error.possibilities).zh
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
