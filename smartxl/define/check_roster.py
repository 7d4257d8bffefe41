"""Checks the roster: codes, classes, aliases, groups, and the sheets that units give their names to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import sheet_name_fault
from smartxl.define.check_common import code_problems, doubles, grouped, reads_as_criterion
from smartxl.model.combination import Peers
from smartxl.sheetnames import short_unit_name
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from smartxl.define.tables import UnitRow
    from smartxl.errors import Problem

__all__ = ["roster_problems"]

_SHEET_NAME = 31


def roster_problems(
    rows: Sequence[UnitRow], classes: Collection[str] | None, peers: Peers | None
) -> Iterator[Problem]:
    """Problems of the roster; `classes` and `peers` are the framework's, None where they cannot be read."""
    for row in rows:
        for what, remedy in code_problems(row.unit.code):
            yield row.mark.problem("code", what, remedy)
        if classes is not None and row.unit.unit_class not in classes:
            what = Text(f"没有类别“{row.unit.unit_class}”", f"unknown class {row.unit.unit_class!r}")
            yield row.mark.problem(
                "class",
                what,
                Text(
                    f"可用的有：{', '.join(sorted(classes))}，写名称也可",
                    f"use one of: {', '.join(sorted(classes))}, or its name",
                ),
            )
    for index, first in doubles(row.unit.code for row in rows):
        what = Text(
            f"代码“{rows[index].unit.code}”用了两次（第一次在第{rows[first].mark.number}行）",
            f"the code {rows[index].unit.code!r} is used twice (first in row {rows[first].mark.number})",
        )
        remedy = Text(
            "给其中一个换代码；大小写视为相同",
            "give one of them another code; upper and lower case count as equal",
        )
        yield rows[index].mark.problem("code", what, remedy)
    yield from _sheet_names(rows)
    yield from _aliases(rows)
    if peers is not None:
        yield from grouped(_groups(rows, peers))


def _aliases(rows: Sequence[UnitRow]) -> Iterator[Problem]:
    """Aliases that another unit has, as an alias or as its name or code."""
    owners: dict[str, UnitRow] = {}
    for row in rows:
        for known in (row.unit.code, row.unit.name.zh, row.unit.name.en):
            owners.setdefault(fold(known), row)
    for row in rows:
        for alias in row.unit.aliases:
            owner = owners.setdefault(fold(alias), row)
            if owner.unit is not row.unit:
                what = Text(
                    f"“{alias}”也是 {owner.unit.code} 的别名（第{owner.mark.number}行）",
                    f"{alias!r} means {owner.unit.code} too (row {owner.mark.number})",
                )
                yield row.mark.problem(
                    "aliases",
                    what,
                    Text("只留给其中一个单位", "leave it to one of the two units"),
                )


def _groups(rows: Sequence[UnitRow], peers: Peers) -> Iterator[Problem]:
    """Units without a group where units are compared within groups, and groups that nothing reads or tells apart."""
    if peers is Peers.CLASS:
        yield from _groups_without_use(rows)
        return
    first: dict[str, UnitRow] = {}
    for row in rows:
        group = row.unit.group
        if not group:
            what = Text(
                "该单位没有写组，而指标体系按组比较（peers: group）",
                "the unit has no group, but the framework compares units within groups (peers: group)",
            )
            yield row.mark.problem("group", what, Text("填写 group", "fill in group"))
            continue
        earlier = first.setdefault(fold(group), row)
        if earlier.unit.group != group:
            yield _written_otherwise(row, earlier)
        elif reads_as_criterion(group):
            what = Text(
                f"组“{group}”会被当作查找条件，公式会查到别的组",
                f"the group {group!r} reads as a search criterion: formulas that look it up would find "
                "others",
            )
            remedy = Text(
                "不要用 * ? ~，也不要以 < > = 开头", "write it without * ? ~ and not beginning with < > ="
            )
            yield row.mark.problem("group", what, remedy)


def _groups_without_use(rows: Sequence[UnitRow]) -> Iterator[Problem]:
    for row in rows:
        if row.unit.group:
            what = Text(
                "不按组比较单位，`group` 没有用",
                "`group` has no use unless units are compared within groups",
            )
            remedy = Text(
                "在指标体系的 conventions 中写 peers: group，或把 group 留空",
                "write peers: group under conventions in the framework, or leave group blank",
            )
            yield row.mark.problem("group", what, remedy)


def _written_otherwise(row: UnitRow, earlier: UnitRow) -> Problem:
    """The group of a row is that of an earlier one but for the way it is written."""
    what = Text(
        f"组“{row.unit.group}”与“{earlier.unit.group}”（第{earlier.mark.number}行）只是大小写或全半角不同",
        f"the group {row.unit.group!r} differs from {earlier.unit.group!r} (row {earlier.mark.number}) in case or "
        "width only",
    )
    return row.mark.problem(
        "group", what, Text("同一组的名称写法要一致", "write the name of a group always in the same way")
    )


def _sheet_names(rows: Sequence[UnitRow]) -> Iterator[Problem]:
    """Names that cannot name the unit's sheet as they are."""
    names = [short_unit_name(row.unit.name.zh) for row in rows]
    for row, name in zip(rows, names, strict=True):
        if fault := sheet_name_fault(name):
            what = Text(
                f"“{name}”不能作为 Excel 工作表的名称：{fault.zh}",
                f"{name!r} cannot name a sheet in Excel: {fault.en}",
            )
            remedy = Text(
                f"名称缩短到 {_SHEET_NAME} 个字以内，或改用全角字符：／ ： （ ）",
                f"shorten the name to {_SHEET_NAME} characters, or write full-width characters such as '／' and '：'",
            )
            yield row.mark.problem("name", what, remedy)
    for index, first in doubles(name[:_SHEET_NAME] for name in names):
        what = Text(
            f"“{rows[index].unit.name.zh}”与第{rows[first].mark.number}行的工作表重名：“{names[index]}”",
            f"{rows[index].unit.name.zh!r} gives the sheet name of row {rows[first].mark.number}: "
            f"{names[index]!r}",
        )
        remedy = Text(
            f"让名称的前 {_SHEET_NAME} 个字不同（开头的“市”不算）",
            f"make the names differ within the first {_SHEET_NAME} characters (a leading '市' is left out)",
        )
        yield rows[index].mark.problem("name", what, remedy)
