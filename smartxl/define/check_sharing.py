"""Checks what sampled tables say of sharing: that their columns name different things, and that rows fill them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.sharing_schema import consumer_of, level_named, provider_of
from smartxl.model.framework import Measure
from smartxl.model.parties import column_text
from smartxl.model.sharing import SharingColumn
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.define.framework_schema import FrameworkFile, ScaleEntry
    from smartxl.define.parse import Parsed
    from smartxl.define.sharing_schema import SharingEntry
    from smartxl.define.tables import ItemRow
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem

__all__ = ["sharing_problems"]

_ROLES = ("provider", "consumer", "item")


def sharing_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode], rows: Sequence[ItemRow]
) -> Iterator[Problem]:
    """Problems of all samples that declare `sharing`; `rows` are those of the catalogues."""
    for node in placed:
        entry = node.entry.sharing
        if entry is None or node.entry.measure is not Measure.SAMPLE:
            continue
        place = (*node.place, "sharing")
        yield from _columns(file, node.entry.code, entry, place, rows)
        yield from _level(file, entry, model.scales.get(node.entry.scale), (*place, "met"))


def _columns(
    file: Parsed[FrameworkFile], code: str, entry: SharingEntry, place: Place, rows: Sequence[ItemRow]
) -> Iterator[Problem]:
    if provider_of(entry) is None:
        what = Text(
            f"{code} 是数据需求，没有写明由谁提供", f"the needs of {code} do not say who has the data"
        )
        yield from file.report(
            (*place, "provider"),
            what,
            Text("加上 provider: kind，或 provider: audience", "add provider: kind, or provider: audience"),
        )
    first: dict[SharingColumn, str] = {}
    chosen = (provider_of(entry), consumer_of(entry), SharingColumn(entry.item))
    for role, column in zip(_ROLES, chosen, strict=True):
        if column is None:
            continue
        if column in first:
            what = Text(
                f"{first[column]} 和 {role} 是同一列：{column}",
                f"{first[column]} and {role} are one column: {column}",
            )
            yield from file.report(
                (*place, role), what, Text("其中一个换用另一列", "name another column for one of them")
            )
        elif not any(row.item.leaf == code and column_text(row.item, column) for row in rows):
            what = Text(
                f"名录中 {code} 的各行都没有填写 {column}",
                f"no row of {code} in the catalogue fills in {column}",
            )
            yield from file.report(
                (*place, role),
                what,
                Text(
                    f"填写 {column}，或写明表示该内容的列",
                    f"fill in {column}, or name the column that says who or what",
                ),
            )
        first.setdefault(column, role)


def _level(
    file: Parsed[FrameworkFile], entry: SharingEntry, scale: ScaleEntry | None, place: Place
) -> Iterator[Problem]:
    if not entry.met or scale is None:
        return
    listed = ", ".join(option.label.zh for option in scale.options if option.points > 0)
    found = level_named(entry.met, scale.options)
    if found is None:
        yield from file.report(
            place,
            Text(f"选项组中没有“{entry.met}”", f"the scale has no level {entry.met!r}"),
            Text(f"可用的有：{listed}", f"use one of: {listed}"),
        )
    elif not scale.options[found - 1].points:
        what = Text(
            f"“{entry.met}”不得分，与没有提供的数据一样",
            f"{entry.met!r} earns no points, like data that are not provided",
        )
        yield from file.report(place, what, Text(f"可用的有：{listed}", f"use one of: {listed}"))
