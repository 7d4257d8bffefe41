"""Checks the catalogues: codes, references, and whether everybody has a task."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.check_common import code_problems, doubles, grouped
from smartxl.define.convert import expand_items
from smartxl.define.heads import ITEM_COLUMNS
from smartxl.define.tablecell import made_a_number
from smartxl.filenames import CATALOGUE
from smartxl.model.framework import Measure
from smartxl.model.keys import code_number
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from smartxl.define.tables import ItemRow, UnitRow
    from smartxl.define.tree import PlacedNode
    from smartxl.errors import Problem
    from smartxl.model.definition import Unit

__all__ = ["catalogue_problems", "idle_units", "unanswered_leaves"]

_LIKE_LONG_NUMBER = re.compile(r"[0-9]\.[0-9]+[Ee]\+[0-9]{2,}")
_MOST_GUESSES, _NEAR = 20, 0.7
_LIKE_DAY = re.compile(r"[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{2}")


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
    return row.mark.problem(column, what, remedy)


def _codes(rows: Sequence[ItemRow]) -> Iterator[Problem]:
    for row in rows:
        if _LIKE_LONG_NUMBER.fullmatch(row.item.code):
            yield row.mark.problem("item_code", *made_a_number(row.item.code))
            continue
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
    near = _NearUnits(units)
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
            remedy = (
                _same_name(unit, [(each.code, each.name) for each in units])
                or _same_number(unit, known)
                or near.guess(unit)
                + Text(
                    "用名册中的代码或名称；该类别的全部单位写 @ 加类别代码",
                    "use a code or a name of the roster, or @ and a class for all its units",
                )
            )
            yield _at(row, "unit", Text(f"单位名册中没有“{unit}”", f"unknown unit {unit!r}"), remedy)


class _NearUnits:
    """Units whose name is nearly what somebody wrote; guessed a few times only, for it takes long where there are many."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = {unit.name.zh: unit for unit in units}
        self._guesses: dict[str, Text] = {}

    def guess(self, text: str) -> Text:
        """A question, to be put before a remedy; none where no unit is near."""
        if text not in self._guesses and len(self._guesses) < _MOST_GUESSES:
            found = get_close_matches(text, self._units, n=1, cutoff=_NEAR)
            near = [f"{name}（{self._units[name].code}）" for name in found]
            self._guesses[text] = (
                Text(f"是不是{near[0]}？", f"did you mean {near[0]}? ") if near else Text("")
            )
        return self._guesses.get(text, Text(""))


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
        Text(f"已有 {'、'.join(same)}；{told.zh}", f"there is {' and '.join(same)}; {told.en}")
        if same
        else None
    )


def _same_name(text: str, called: Iterable[tuple[str, Text]]) -> Text | None:
    """What to do where several have a name, None where none has it."""
    same = [code for code, name in called if fold(text) in {fold(name.zh), fold(name.en)}]
    if not same:
        return None
    return Text(
        f"有 {len(same)} 个叫这个名称，请写代码：{'、'.join(same)}",
        f"{len(same)} are called so, write the code of one: {', '.join(same)}",
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
        if node is None and "leaf" not in row.mark.head.places:
            yield _no_indicator(row)
        elif node is None:
            remedy = (
                _same_name(row.item.leaf, [(code, entry.entry.name) for code, entry in nodes.items()])
                or _same_number(row.item.leaf, nodes)
                or Text(f"用抽样的指标：{samples}", f"use one that is sampled: {samples}")
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


def _no_indicator(row: ItemRow) -> Problem:
    """A sheet without a column of indicators, whose name is none."""
    head = row.mark.head
    called = ITEM_COLUMNS.head("leaf", [text for text in head.texts.values() if text])
    what = Text(
        f"缺少“{called}”列，“{head.title}”也不是指标",
        f"the column {called} is missing, and {head.title!r} is no indicator",
    )
    remedy = Text(
        "加上该列，或用指标的名称、代码命名工作表（CSV 则命名文件）",
        "add it, or name the sheet (of a .csv the file) by the name or code of its indicator",
    )
    return head.problem_at(head.row, None, called, what, remedy)


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
    told: set[int] = set()
    keys = (f"{item.unit}/{item.leaf}/{item.code.casefold()}" for _, item in expanded)
    for index, first in doubles(keys, ignore_case=False):
        (row, item), origin = expanded[index], expanded[first][0]
        if id(row) not in told:
            told.add(id(row))
            earlier = origin.mark.told
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
            yield row.mark.problem(
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
