"""What a shell completes beside commands, choices and files: names of indicator systems, and what a project's files name.

Declared here once for all commands, by the name of the option or, where that is not enough, of the command and the parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
from click.shell_completion import CompletionItem

from smartxl.cli.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartxl.model.definition import Definition
    from smartxl.text import Text

__all__ = ["COMPLETED", "completions"]

Named: TypeAlias = "Iterator[tuple[str, str]]"


def completions(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]] | None:
    """What begins as it was typed, with what it is; None where click knows better. Never raises: a shell is waiting."""
    options = param.opts if isinstance(param, click.Option) else []
    names = [f"{ctx.info_name} {param.name}", *options]
    source = next((COMPLETED[name] for name in names if name in COMPLETED), None)
    if source is None:
        return None
    try:
        found = [(name, told) for name, told in source(ctx) if name.startswith(incomplete)]
    except Exception:
        found = []
    if not found and names[0] in _OR_FOLDERS:
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name, help=told or None) for name, told in found]


def _frameworks(_: click.Context) -> Named:
    from smartxl_templates import framework_names

    yield from ((name, "") for name in framework_names())


def _units(ctx: click.Context) -> Named:
    roster = _definition(ctx).roster
    return _codes_and_names((unit.code, unit.name) for unit in roster.units)


def _classes(ctx: click.Context) -> Named:
    return _codes((each.code, each.name) for each in _definition(ctx).framework.classes)


def _nodes(ctx: click.Context) -> Named:
    return _codes((node.code, node.name) for node in _definition(ctx).framework.nodes)


def _definition(ctx: click.Context) -> Definition:
    """Of the project that was typed; before the value of an option click has not yet told arguments apart."""
    from smartxl.filenames import is_project, project_of
    from smartxl.project.definitions import cache_folder, load_cached

    typed = [ctx.params.get("folder"), *ctx.args, "."]
    folders = [project_of(Path(each)) for each in typed if each]
    return load_cached(next(filter(is_project, folders)), cache_folder())


def _codes(named: Iterable[tuple[str, Text]]) -> Named:
    yield from ((code, name.get(spoken())) for code, name in named)


def _codes_and_names(named: Iterable[tuple[str, Text]]) -> Named:
    """Codes, then names, but for those with blanks: shells take them apart."""
    listed = list(named)
    yield from _codes(listed)
    yield from ((name, code) for code, told in listed if " " not in (name := told.get(spoken())))


COMPLETED: Mapping[str, Callable[[click.Context], Named]] = {
    "--class": _classes,
    "--framework": _frameworks,
    "--node": _nodes,
    "--trace": _nodes,
    "--unit": _units,
    "diff after": _frameworks,
    "diff before": _frameworks,
    "frameworks name": _frameworks,
    "history unit_name": _units,
    "mark unit_name": _units,
    "new source": _frameworks,
}
"""Option as it is typed, or command and parameter → what it may be."""
_OR_FOLDERS = frozenset({"diff after", "diff before", "new source"})
