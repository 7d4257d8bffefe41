"""`fresh`: the answers of an old or damaged form, moved into the current one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import UnreadableFile

if TYPE_CHECKING:
    from smartxl.carryover.carry import MovedCell
    from smartxl.project.fresh import CarryOver

__all__ = ["fresh"]

_SHOWN = 20


@click.command()
@click.argument("old", type=click.Path(path_type=Path), metavar="旧表/OLD")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="NEW.xlsx",
    help="新表的文件名 / the new form (default: fresh/ in the project).",
)
@click.option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help="所属项目 / the project (default: around the file).",
)
@click.option(
    "--unit",
    help="填报单位：旧表没有标识，或一个文件中有多个单位的表时需要 / whose form it is, where it carries no stamp; whose "
    "answers to take out, where the sheets of several units stand in one file.",
)
@options.passwords
@options.lang
@options.force
@options.as_json
def fresh(
    old: Path,
    output: Path | None,
    home: Path | None,
    unit: str | None,
    passwords: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """把旧表或损坏的表中的答案转入新表 / move the answers of an old form into the current one."""
    from smartxl.project import Project

    if not old.is_file():
        raise UnreadableFile(str(old), "there is no such file", "name a form that was filled in")
    project = Project.open(home, lang) if home else Project.around(old, lang)
    made = project.carry_over(old, unit=unit, output=output, lang=lang, passwords=passwords, force=force)
    if as_json:
        click.echo(json.dumps(_record(made.carried, made.path, made.listed), ensure_ascii=False, indent=2))
    else:
        _tell(Screen(project.lang), made.carried, made.path, made.listed)


def _tell(screen: Screen, made: CarryOver, path: Path, listed: Path) -> None:
    """How many answers met which fate, then those that did not arrive or look different now."""
    from smartxl.project.fresh import counted
    from smartxl.text import shorten

    lang, total = screen.lang, len(made.transfers)
    numbers = ", ".join(f"{fate.label.get(lang)} {n}" for fate, n in sorted(counted(made.transfers).items()))
    name = made.unit.name.get(lang)
    screen.show(
        screen.words(f"{name}：旧表答案 {total} 个：{numbers}", f"{name}: {total} answers: {numbers}")
    )
    told = [entry for entry in made.transfers if not entry.fate.arrived]
    told += [entry for entry in made.transfers if entry.changed]
    if told:
        heads = screen.words("结果,原位置,原事项,栏目,原内容,新内容", "Result,Place,Item,Column,Was,Is")
        screen.table(heads.split(","), [_row(entry, screen) for entry in told[:_SHOWN]])
    if (left := len(told) - _SHOWN) > 0:
        screen.show(screen.words(f"…… 另有 {left} 个，见清单", f"… and {left} more, see the list"))
    if made.left_out:
        names = (", " if lang == "en" else "、").join(shorten(sheet, 40) for sheet in made.left_out[:_SHOWN])
        more = "" if len(made.left_out) <= _SHOWN else screen.words("等", " …")
        screen.show(
            screen.words(
                f"其他单位的工作表 {len(made.left_out)} 张没有读取：{names}{more}；用 --unit 指定单位可取出其答案",
                f"{len(made.left_out)} sheets of other units were not read: {names}{more}; --unit takes theirs out",
            )
        )
    screen.show(screen.words(f"新表：{path}\n清单：{listed}", f"new form: {path}\nlist: {listed}"))


def _row(entry: MovedCell, screen: Screen) -> list[str]:
    from smartxl.text import shorten

    place = " ".join(part for part in (entry.sheet, entry.cell) if part)
    label = entry.fate.label.get(screen.lang)
    if entry.changed:
        label = screen.words("已转入，写法已规范", "moved, written otherwise")
    return [label, place, *(shorten(t, 40) for t in (entry.old_name, entry.head, entry.value, entry.became))]


def _record(made: CarryOver, path: Path, listed: Path) -> dict[str, object]:
    from smartxl.project.fresh import counted

    return {
        "unit": made.unit.code,
        "form": str(path),
        "list": str(listed),
        "left_out": list(made.left_out),
        "counts": {fate.value: number for fate, number in sorted(counted(made.transfers).items())},
        "answers": [
            {
                "fate": entry.fate.value,
                "sheet": entry.sheet,
                "cell": entry.cell,
                "old_key": entry.old_key,
                "old_name": entry.old_name,
                "head": entry.head,
                "value": entry.value,
                "key": entry.key,
                "name": entry.name,
                "became": entry.became,
                "why": entry.finding.message(made.lang) if entry.finding else "",
            }
            for entry in made.transfers
        ],
    }
