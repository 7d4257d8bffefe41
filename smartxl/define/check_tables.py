"""Checks the roster and the catalogues: codes, sheet names, references, and whether everybody has a task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartxl.cells import sheet_name_fault
from smartxl.define.check_common import code_problems, doubles, grouped, reads_as_criterion
from smartxl.define.convert import expand_items
from smartxl.errors import Problem
from smartxl.filenames import CATALOGUE, ROSTER
from smartxl.model.combination import Peers
from smartxl.model.framework import Measure
from smartxl.model.keys import code_number
from smartxl.sheetnames import short_unit_name
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from smartxl.define.tables import ItemRow, UnitRow
    from smartxl.define.tree import PlacedNode
    from smartxl.model.definition import Unit

__all__ = ["catalogue_problems", "idle_units", "roster_problems", "unanswered_leaves"]

_SHEET_NAME = 31
_LIKE_DAY = re.compile(r"[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{2}")


def roster_problems(
    rows: Sequence[UnitRow], classes: Collection[str] | None, peers: Peers | None
) -> Iterator[Problem]:
    """Problems of roster.csv; `classes` and `peers` are the framework's, None where they cannot be read."""
    for row in rows:
        for what, remedy in code_problems(row.unit.code):
            yield Problem(ROSTER, row.number, "code", what, remedy)
        if classes is not None and row.unit.unit_class not in classes:
            what = Text(f"没有类别“{row.unit.unit_class}”", f"unknown class {row.unit.unit_class!r}")
            yield Problem(
                ROSTER,
                row.number,
                "class",
                what,
                Text(f"可用的有：{', '.join(sorted(classes))}", f"use one of: {', '.join(sorted(classes))}"),
            )
    for index, first in doubles(row.unit.code for row in rows):
        what = Text(
            f"代码“{rows[index].unit.code}”用了两次（第一次在第{rows[first].number}行）",
            f"the code {rows[index].unit.code!r} is used twice (first in row {rows[first].number})",
        )
        remedy = Text(
            "给其中一个换代码；大小写视为相同",
            "give one of them another code; upper and lower case count as equal",
        )
        yield Problem(ROSTER, rows[index].number, "code", what, remedy)
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
                    f"“{alias}”也是 {owner.unit.code} 的别名（第{owner.number}行）",
                    f"{alias!r} means {owner.unit.code} too (row {owner.number})",
                )
                yield Problem(
                    ROSTER,
                    row.number,
                    "aliases",
                    what,
                    Text("只留给其中一个单位", "leave it to one of the two units"),
                )


def _groups(rows: Sequence[UnitRow], peers: Peers) -> Iterator[Problem]:
    """Units without a group where units are compared within groups, and groups that nothing reads or tells apart."""
    first: dict[str, UnitRow] = {}
    for row in rows:
        group = row.unit.group
        if peers is Peers.CLASS:
            if group:
                what = Text(
                    "不按组比较单位，`group` 没有用",
                    "`group` has no use unless units are compared within groups",
                )
                remedy = Text(
                    "在指标体系的 conventions 中写 peers: group，或把 group 留空",
                    "write peers: group under conventions in the framework, or leave group blank",
                )
                yield Problem(ROSTER, row.number, "group", what, remedy)
            continue
        if not group:
            what = Text(
                "该单位没有写组，而指标体系按组比较（peers: group）",
                "the unit has no group, but the framework compares units within groups (peers: group)",
            )
            yield Problem(ROSTER, row.number, "group", what, Text("填写 group", "fill in group"))
            continue
        earlier = first.setdefault(fold(group), row)
        if earlier.unit.group != group:
            what = Text(
                f"组“{group}”与“{earlier.unit.group}”（第{earlier.number}行）只是大小写或全半角不同",
                f"the group {group!r} differs from {earlier.unit.group!r} (row {earlier.number}) in case or "
                "width only",
            )
            yield Problem(
                ROSTER,
                row.number,
                "group",
                what,
                Text("同一组的名称写法要一致", "write the name of a group always in the same way"),
            )
        elif reads_as_criterion(group):
            what = Text(
                f"组“{group}”会被当作查找条件，公式会查到别的组",
                f"the group {group!r} reads as a search criterion: formulas that look it up would find "
                "others",
            )
            remedy = Text(
                "不要用 * ? ~，也不要以 < > = 开头", "write it without * ? ~ and not beginning with < > ="
            )
            yield Problem(ROSTER, row.number, "group", what, remedy)


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
                f"shorten the name to {_SHEET_NAME} characters, or write full-width characters: ／ ： （ ）",
            )
            yield Problem(ROSTER, row.number, "name", what, remedy)
    for index, first in doubles(name[:_SHEET_NAME] for name in names):
        what = Text(
            f"“{rows[index].unit.name.zh}”与第{rows[first].number}行的工作表重名：“{names[index]}”",
            f"{rows[index].unit.name.zh!r} gives the sheet name of row {rows[first].number}: "
            f"{names[index]!r}",
        )
        remedy = Text(
            f"让名称的前 {_SHEET_NAME} 个字不同（开头的“市”不算）",
            f"make the names differ within the first {_SHEET_NAME} characters (a leading 市 is left out)",
        )
        yield Problem(ROSTER, rows[index].number, "name", what, remedy)


def catalogue_problems(
    rows: Sequence[ItemRow], units: Sequence[Unit] | None, placed: Sequence[PlacedNode] | None
) -> Iterator[Problem]:
    """Problems of the catalogues; `units` or `placed` are None where their file cannot be read."""
    yield from grouped(_codes(rows))
    if units is not None:
        yield from grouped(_unit_references(rows, units, None if placed is None else _classes_of(placed)))
    if placed is not None:
        yield from grouped(_leaf_references(rows, placed, units or ()))
    yield from _doubles(rows, units or (), placed or ())


def _at(row: ItemRow, column: str, what: Text, remedy: Text) -> Problem:
    return Problem(row.file, row.number, column, what, remedy)


def _codes(rows: Sequence[ItemRow]) -> Iterator[Problem]:
    for row in rows:
        for what, remedy in code_problems(row.item.code):
            yield _at(
                row,
                "item_code",
                what,
                Text(f"{remedy.zh}，或把 item_code 留空", f"{remedy.en}, or leave item_code blank"),
            )
        if _LIKE_DAY.fullmatch(row.item.code):
            what = Text(
                f"代码“{row.item.code}”像是表格软件把 1-2 这样的代码变成的日期",
                f"the code {row.item.code!r} looks like the day that a spreadsheet makes of a code such as "
                "1-2",
            )
            yield _at(
                row,
                "item_code",
                what,
                Text(
                    "把列设为文本格式，再写原来的代码", "write the code as it was, in a column that is text"
                ),
            )


def _classes_of(placed: Sequence[PlacedNode]) -> set[str]:
    return {code for node in placed for code in node.weights}


def _unit_references(
    rows: Sequence[ItemRow], units: Sequence[Unit], classes: Collection[str] | None
) -> Iterator[Problem]:
    known = {unit.code for unit in units}
    for row in rows:
        unit = row.item.unit
        if unit.startswith("@"):
            if classes is not None and unit[1:] not in classes:
                remedy = Text(
                    f"可用的有：{', '.join('@' + code for code in sorted(classes))}",
                    f"use one of: {', '.join('@' + code for code in sorted(classes))}",
                )
                yield _at(row, "unit", Text(f"没有类别“{unit}”", f"unknown class {unit!r}"), remedy)
        elif unit not in known:
            remedy = _same_number(unit, known) or Text(
                "用 roster.csv 中的代码；该类别的全部单位写 @ 加类别代码",
                "use a code of roster.csv, or @ and a class for all its units",
            )
            yield _at(row, "unit", Text(f"单位名册中没有“{unit}”", f"unknown unit {unit!r}"), remedy)


def _same_number(code: str, known: Iterable[str]) -> Text | None:
    """What to do where a spreadsheet has made a number of a code, None where it has not."""
    number = code_number(code)
    same = [each for each in sorted(known) if number is not None and code_number(each) == number]
    told = Text(
        "两处写法要一致：列不是文本格式时，表格软件会去掉开头和末尾的零",
        "write both alike: a spreadsheet drops zeros at the beginning, and at the end, unless the "
        "column is text",
    )
    return (
        Text(f"名册中有 {'、'.join(same)}；{told.zh}", f"there is {' and '.join(same)}; {told.en}")
        if same
        else None
    )


def _leaf_references(
    rows: Sequence[ItemRow], placed: Sequence[PlacedNode], units: Sequence[Unit]
) -> Iterator[Problem]:
    nodes = {node.entry.code: node for node in placed}
    samples = ", ".join(code for code, node in nodes.items() if node.entry.measure is Measure.SAMPLE)
    class_of = {unit.code: unit.unit_class for unit in units}
    classes = _classes_of(placed)
    for row in rows:
        node = nodes.get(row.item.leaf)
        if node is None:
            remedy = _same_number(row.item.leaf, nodes) or Text(
                f"用抽样的指标：{samples}", f"use one that is sampled: {samples}"
            )
            yield _at(
                row,
                "leaf",
                Text(f"没有指标“{row.item.leaf}”", f"unknown indicator {row.item.leaf!r}"),
                remedy,
            )
        elif node.entry.measure is not Measure.SAMPLE:
            what = Text(
                f"{row.item.leaf} 不是抽样指标（{node.entry.measure or '有下级的节点'}），没有采样事项",
                f"{row.item.leaf} is not sampled ({node.entry.measure or 'a group'}), so it has no items",
            )
            yield _at(
                row, "leaf", what, Text(f"用抽样的指标：{samples}", f"use one that is sampled: {samples}")
            )
        else:
            yield from _not_asked(row, node, class_of, classes)


def _not_asked(
    row: ItemRow, node: PlacedNode, class_of: Mapping[str, str], classes: Collection[str]
) -> Iterator[Problem]:
    """An item of a unit that is not asked about its indicator."""
    unit, leaf = row.item.unit, row.item.leaf
    unit_class = unit[1:] if unit.startswith("@") else class_of.get(unit)
    if unit_class in classes and unit_class not in node.weights:
        what = Text(
            f"{leaf} 不适用于 {unit} 所属的类别 {unit_class}",
            f"{leaf} is not for the class {unit_class} of {unit}",
        )
        yield _at(
            row,
            "leaf",
            what,
            Text(
                f"在 {leaf} 的权重中加上 {unit_class}，或把该事项移走",
                f"give {leaf} a weight for {unit_class}, or move the item",
            ),
        )
    elif node.entry.units and unit in class_of and unit not in node.entry.units:
        what = Text(
            f"{leaf} 写明了填报单位，其中没有 {unit}", f"{leaf} names its units, and {unit} is not among them"
        )
        yield _at(
            row,
            "unit",
            what,
            Text(
                f"把 {unit} 加到 {leaf} 的 units 中，或把该事项移走",
                f"add {unit} to the units of {leaf}, or move the item",
            ),
        )


def _doubles(
    rows: Sequence[ItemRow], units: Sequence[Unit], placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Items of one unit under one indicator with the same code; a class's row is told once."""
    expanded = list(expand_items(rows, units, placed))
    told: set[tuple[str, int]] = set()
    keys = (f"{item.unit}/{item.leaf}/{item.code.casefold()}" for _, item in expanded)
    for index, first in doubles(keys, ignore_case=False):
        (row, item), origin = expanded[index], expanded[first][0]
        if (row.file, row.number) not in told:
            told.add((row.file, row.number))
            earlier = Text(f"{origin.file} 第{origin.number}行", f"{origin.file} row {origin.number}")
            what = Text(
                f"代码“{item.code}”在 {item.unit} 的 {item.leaf} 下出现两次（第一次：{earlier.zh}）",
                f"the code {item.code!r} stands twice for {item.unit} under {item.leaf} (first: {earlier.en})",
            )
            yield _at(
                row,
                "item_code",
                what,
                Text("给其中一个换代码，或删去这一行", "give one of them another code, or delete the row"),
            )


def idle_units(
    roster: Sequence[UnitRow], rows: Sequence[ItemRow], placed: Sequence[PlacedNode], classes: Collection[str]
) -> Iterator[Problem]:
    """Units that would get an empty sheet."""
    sampled = {(item.unit, item.leaf) for _, item in expand_items(rows, [row.unit for row in roster], placed)}
    leaves = [node for node in placed if node.is_leaf]
    for row in roster:
        unit = row.unit
        busy = any(_is_answered(node, unit, sampled) for node in leaves)
        if unit.unit_class in classes and not busy:
            what = Text(
                f"{unit.code} 没有要填报的事项，也没有要填报的指标",
                f"{unit.code} has no item and no indicator to answer",
            )
            yield Problem(
                ROSTER,
                row.number,
                "code",
                what,
                Text(
                    "在名录中加上事项，或从名册中删去该单位", "add items to a catalogue, or take the unit out"
                ),
            )


def unanswered_leaves(
    units: Sequence[Unit], rows: Sequence[ItemRow], placed: Sequence[PlacedNode]
) -> Iterator[tuple[PlacedNode, Text, Text]]:
    """(indicator, what, remedy) where a class has an indicator that none of its units is asked about."""
    sampled = {(item.unit, item.leaf) for _, item in expand_items(rows, units, placed)}
    classes = _classes_of(placed)
    known = {unit.code for unit in units if unit.unit_class in classes}
    for node in placed:
        if not node.is_leaf or node.entry.measure is None or not known.issuperset(node.entry.units):
            continue  # told elsewhere
        for unit_class in node.weights:
            members = [unit for unit in units if unit.unit_class == unit_class]
            if members and not any(_is_answered(node, unit, sampled) for unit in members):
                is_sample = node.entry.measure is Measure.SAMPLE
                remedy = (
                    Text(f"在 {CATALOGUE}/*.csv 中加上事项", f"add items to {CATALOGUE}/*.csv")
                    if is_sample
                    else Text("把其中一个加到 `units`", "add one of them to `units`")
                )
                what = Text(
                    f"类别 {unit_class} 没有单位填报 {node.entry.code}，该权重落空",
                    f"no unit of the class {unit_class} is asked about {node.entry.code}: its weight is void",
                )
                yield (
                    node,
                    what,
                    Text(
                        f"{remedy.zh}，或让该指标不适用于 {unit_class}",
                        f"{remedy.en}, or take {unit_class} out of the indicator",
                    ),
                )


def _is_answered(node: PlacedNode, unit: Unit, sampled: Collection[tuple[str, str]]) -> bool:
    needs_items = node.entry.measure is Measure.SAMPLE
    return node.asks(unit.code, unit.unit_class) and (
        not needs_items or (unit.code, node.entry.code) in sampled
    )
