"""docs/commands.md: every command with its options and examples, as --help tells them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click
from rich.cells import cell_len

from paging import cell, head_of, heads, opening, row
from smartxl.cli.commandlist import COMMANDS
from smartxl.cli.examples import examples_of
from smartxl.cli.main import main
from smartxl.cli.told import ToldArgument, ToldCommand, ToldOption
from smartxl.text import Lang, Text

TITLE = Text("全部命令", "All commands")
NAMES = (Text("命令", "command"), Text("做什么", "what it does"))
HEADS = (Text("选项", "option"), Text("说明", "what it is"))
DEFAULT, NEEDED, SEVERAL = (
    Text("默认 {}", "default {}"),
    Text("必填", "needed"),
    Text("可写几次", "may be repeated"),
)
OWN, OPTIONS = Text("{} 的各个命令：", "The commands of {}:"), Text("[选项]", "[OPTIONS]")
EVERYWHERE = frozenset({"lang", "help"})
"""Options that every command has."""


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("commands", TITLE, lang)
    yield head_of("commands", lang)
    for phase, listed in groupby(COMMANDS.values(), key=lambda each: each.phase):
        names = [each.name for each in listed]
        yield f"\n## {phase.told.get(lang)}\n"
        yield heads(lang, *NAMES)
        for name in names:
            yield row(f"[{name}](#smartxl-{name})", COMMANDS[name].told.get(lang))
        for name in names:
            yield from _section(name, "###", lang)


def _section(name: str, level: str, lang: Lang) -> Iterator[str]:
    """A command, and those of its own."""
    command = _command(name)
    yield f"\n{level} smartxl {name}\n"
    yield command.told.get(lang)
    if not isinstance(command, click.Group):
        yield f"\n`{_usage(name, command, lang)}`"
    yield from _examples(name, lang)
    yield from _options(command, lang)
    if isinstance(command, click.Group):
        for inner in command.commands:
            yield from _section(f"{name} {inner}", f"{level}#", lang)


def _command(name: str) -> ToldCommand:
    """A command by its whole name."""
    found: click.Command | None = main
    for word in name.split():
        found = found.get_command(click.Context(found), word) if isinstance(found, click.Group) else None
    if not isinstance(found, ToldCommand):
        raise TypeError(f"{name} is no command that tells itself in both languages")
    return found


def _usage(name: str, command: ToldCommand, lang: Lang) -> str:
    arguments = (_argument(each, lang) for each in command.params if isinstance(each, click.Argument))
    return " ".join(("smartxl", name, OPTIONS.get(lang), *arguments))


def _argument(argument: click.Argument, lang: Lang) -> str:
    shown = argument.shown if isinstance(argument, ToldArgument) else None
    return _worded(shown, lang) or argument.make_metavar(click.Context(main))


def _worded(shown: Text | str | None, lang: Lang) -> str:
    return shown.get(lang) if isinstance(shown, Text) else shown or ""


def _examples(name: str, lang: Lang) -> Iterator[str]:
    if examples := examples_of(name):
        width = max(cell_len(each.line.get(lang)) for each in examples)
        yield from ("", "```sh")
        for each in examples:
            line = each.line.get(lang)
            blank = " " * (width - cell_len(line))
            yield f"{line}{blank}  # {each.told.get(lang)}"
        yield "```"


def _options(command: ToldCommand, lang: Lang) -> Iterator[str]:
    options = [
        each
        for each in command.params
        if isinstance(each, ToldOption) and not each.hidden and each.name not in EVERYWHERE
    ]
    if options:
        yield ""
        yield heads(lang, *HEADS)
        yield from (row(_names(each, lang), _meaning(each, lang)) for each in options)


def _names(option: ToldOption, lang: Lang) -> str:
    """Its names, and what is written behind them."""
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return f"`{names}`"
    value = _worded(option.shown, lang) or option.make_metavar(click.Context(main))
    return f"`{names} {value}`"


def _meaning(option: ToldOption, lang: Lang) -> str:
    marks = [NEEDED.get(lang)] if option.required else []
    marks += [SEVERAL.get(lang)] if option.multiple else []
    if not option.is_flag and isinstance(option.default, str | int | float) and option.default != "":
        marks.append(DEFAULT.get(lang).format(f"`{option.default}`"))
    told = cell(option.told.get(lang))
    return f"{told} _{'；'.join(marks) if lang == 'zh' else '; '.join(marks)}_" if marks else told
