"""Checks what is said of keys that changed: the old one is gone, the new one is there, nothing is said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.check_common import grouped, row_codes
from smartxl.define.convert import expand_items
from smartxl.define.entries import CODE_HELP, code_fault
from smartxl.model.keys import row_key
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tables import ItemRow
    from smartxl.define.tree import PlacedNode
    from smartxl.errors import Problem
    from smartxl.model.definition import Unit

__all__ = ["moved_items", "moved_keys"]

_ROW = "/"


def moved_keys(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode], rows: Sequence[ItemRow]
) -> Iterator[Problem]:
    """Problems of `moved` in the framework."""
    known = {node.entry.code for node in placed if node.is_leaf}
    known |= {row.item.key for row in rows}
    known |= {row_key(node.entry.code, code) for node in placed for code in row_codes(node.entry, model)}
    targets: dict[str, str] = {}
    for old, new in model.moved.items():
        for what, remedy in _trouble(old, new, known, targets):
            yield from file.report(("moved", old), what, remedy)
        targets.setdefault(new, old)


def _trouble(
    old: str, new: str, known: Collection[str], targets: Mapping[str, str]
) -> Iterator[tuple[Text, Text]]:
    """What is wrong with one entry, and what to do; `targets`: new key → the old one that moved there before."""
    if fault := _key_fault(old):
        yield (
            fault,
            Text(
                f"写指标代码，或“指标/行”，各为{CODE_HELP.zh}",
                f"write an indicator, or indicator/row, each of {CODE_HELP.en}",
            ),
        )
    elif (_ROW in old) != (_ROW in new):
        yield (
            Text(
                f"“{old}”和“{new}”不同为指标，也不同为行",
                f"{old!r} and {new!r} are not both indicators or both rows",
            ),
            Text(
                "写“指标: 指标”，或“指标/行: 指标/行”",
                "write indicator: indicator, or indicator/row: indicator/row",
            ),
        )
    elif new not in known:
        yield Text(f"定义中没有“{new}”", f"{new!r} is not in this definition"), _near(new, known)
    elif old in known:
        yield (
            Text(
                f"“{old}”仍在定义中，它的答案属于它自己",
                f"{old!r} is still in this definition, so its answers belong there",
            ),
            Text("删去这一行，或给其中一个换代码", "take the line out, or give one of the two another code"),
        )
    elif new in targets:
        yield (
            Text(
                f"“{targets[new]}”和“{old}”的答案都要转到“{new}”",
                f"{new!r} would take the answers of {targets[new]!r} and {old!r}",
            ),
            Text("只让其中一个转到那里", "let only one of them move there"),
        )


def _key_fault(key: str) -> Text | None:
    parts = key.split(_ROW)
    fault = next((fault for part in parts if (fault := code_fault(part))), None)
    return fault if len(parts) <= 2 else Text(f"“{key}”不是行的标识", f"{key!r} is not a key")


def _near(key: str, known: Collection[str]) -> Text:
    """What the author may have meant."""
    leaf = key.partition(_ROW)[0]
    near = sorted(k for k in known if k.partition(_ROW)[0] == leaf and (_ROW in k) == (_ROW in key))
    if not near:
        near = sorted(k for k in known if _ROW not in k)
    return Text(
        f"可用的有：{', '.join(near[:12])}{' …' if len(near) > 12 else ''}",
        f"use one of: {', '.join(near[:12])}{' …' if len(near) > 12 else ''}",
    )


def moved_items(
    rows: Sequence[ItemRow], units: Sequence[Unit], placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Problems of the column moved_from in the catalogues."""
    yield from grouped(_moved_items(rows, units, placed))


def _moved_items(
    rows: Sequence[ItemRow], units: Sequence[Unit], placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    expanded = list(expand_items(rows, units, placed))
    present = {(item.unit, item.key) for _, item in expanded}
    first: dict[tuple[str, str], ItemRow] = {}
    told: set[int] = set()
    for row, item in expanded:
        old = row.moved_from
        if not old or id(row) in told:
            continue
        earlier = first.setdefault((item.unit, old), row)
        what = _key_fault(old)
        remedy = Text(
            "写这一行原来的标识：指标/item_code，或只写 item_code",
            "write the key that the row had: indicator/item_code, or its item_code alone",
        )
        if what is None and (item.unit, old) in present:
            what = Text(
                f"“{old}”仍是 {item.unit} 的一行，它的答案属于它自己",
                f"{old!r} is still a row of {item.unit}, so its answers belong there",
            )
            remedy = Text(
                "moved_from 留空，或给其中一个换 item_code",
                "leave moved_from blank, or give one of the two another item_code",
            )
        elif what is None and earlier is not row:
            what = Text(
                f"{item.unit} 的“{old}”也要转到这里（第一次：{earlier.mark.told.zh}）",
                f"{old!r} of {item.unit} moves here too (first: {earlier.mark.told.en})",
            )
            remedy = Text("只转到一行", "let it move to one row only")
        if what:
            told.add(id(row))
            yield row.mark.problem("moved_from", what, remedy)
