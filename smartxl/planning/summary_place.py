"""Where the numbers of a class stand on its summary sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import a1, area, qualified
from smartxl.model.combination import Peers
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Element, Framework, Node, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.place import SheetBuilder
from smartxl.rules import is_peer
from smartxl.sheetnames import unit_sheet_names

__all__ = [
    "BODY",
    "COUNTS",
    "SummaryPlace",
    "among_references",
    "compared_leaves",
    "imputed",
    "summary_place",
]

BODY = ("unit", "aggregate", "peer")
_HEADS = ("element", "effective", "weight", "head")
COUNTS = (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)


@dataclass(frozen=True)
class SummaryPlace:
    """Where a class's numbers stand on its summary sheet; also read by the sheets beside it.

    `units`: unit → row, the units of one group of peers one below the other. `group_of`: unit → its group, named as the
    engine names it. `peers`: group → the row of what unscored children count with, empty where none does.
    """

    sheet: str
    columns: Mapping[str, int]
    heads: Mapping[str, int]
    units: Mapping[str, int]
    group_of: Mapping[str, str]
    aggregate: int
    peers: Mapping[str, int]

    def cell(self, row: int, name: str, lock: str = "") -> str:
        """A reference inside the sheet: `score.TOTAL`, `element.S`, `coverage` …"""
        return a1(row, self.columns[name], lock)

    def down(self, name: str, *, group: str = "", lock: str = "r") -> str:
        """A column over all units, or over those of a group."""
        rows, column = self.rows_of(group), self.columns[name]
        return area(min(rows), column, max(rows), column, lock)

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups of peers in the order in which they stand."""
        return tuple(dict.fromkeys(self.group_of[unit] for unit in self.units))

    def rows_of(self, group: str = "") -> tuple[int, ...]:
        """The rows of all units, or of those of a group."""
        return tuple(row for unit, row in self.units.items() if group in {"", self.group_of[unit]})


def summary_place(context: Context, unit_class: UnitClass) -> tuple[SheetBuilder, SummaryPlace]:
    """A builder for the sheet, and where everything will stand."""
    definition, code = context.definition, unit_class.code
    framework = definition.framework
    branches, leaves = framework.branches(code), framework.leaves(code)
    grouped = framework.conventions.peers is Peers.GROUP
    columns: dict[str, tuple[str, ...]] = {
        "branch": tuple(n.code for n in branches),
        "leaf": tuple(n.code for n in leaves),
        "element": tuple(e.value for e in Element if framework.of_element(e, code)),
        "reading": tuple(n.code for n in compared_leaves(framework, code)),
        "raw": ("",) if framework.ranks_raw else (),
        "group": ("",) if grouped else (),
    }
    sheet = context.builder("summary", **columns)
    units = definition.roster.of_class(code)
    group_of = {
        u.code: f"{unit_class.aggregate}/{u.group}" if grouped else unit_class.aggregate for u in units
    }
    order = {name: number for number, name in enumerate(dict.fromkeys(group_of.values()))}
    opening = len(sheet.above(*BODY))
    rows = {
        unit.code: opening + index
        for index, unit in enumerate(sorted(units, key=lambda u: order[group_of[u.code]]), 1)
    }
    aggregate = opening + len(units) + 1
    filled = order if imputed(framework, code) else ()
    place = SummaryPlace(
        _summary_name(context, unit_class),
        _columns(sheet, columns),
        {role: sheet.position(role, *BODY) for role in _HEADS if role != "element" or context.has_elements},
        rows,
        group_of,
        aggregate,
        {name: aggregate + number for number, name in enumerate(filled, 1)},
    )
    return sheet, place


def _columns(sheet: SheetBuilder, groups: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    columns = {
        name: sheet.column("unit", f"unit.{name}")
        for name in ("weight", "rank", "stage", "coverage", *COUNTS)
    }
    columns[f"score.{ROOT}"] = sheet.column("unit", "unit.total")
    for group in ("branch", "leaf"):
        columns |= {f"score.{n}": sheet.column("unit", f"{group}.score", n) for n in groups[group]}
    columns |= {f"element.{e}": sheet.column("unit", "element.score", e) for e in groups["element"]}
    columns |= {f"reading.{n}": sheet.column("unit", "reading.value", n) for n in groups["reading"]}
    if groups["raw"]:
        columns["raw"] = sheet.column("unit", "raw.total")
    if groups["group"] and sheet.offers("unit", "group.name"):
        columns["group"] = sheet.column("unit", "group.name")
    return columns


def _summary_name(context: Context, unit_class: UnitClass) -> str:
    """The name of a class's summary sheet."""
    word, lang = context.words["sheet.summary"], context.lang
    names = [(c.code, f"{word}-{c.name.get(lang)}") for c in context.definition.framework.classes]
    return unit_sheet_names(names)[unit_class.code]


def compared_leaves(framework: Framework, unit_class: str) -> tuple[Node, ...]:
    """The indicators of a class whose rule compares peers."""
    leaves = framework.leaves(unit_class)
    return tuple(n for n in leaves if n.indicator and is_peer(n.indicator.rule))


def imputed(framework: Framework, unit_class: str) -> dict[str, str]:
    """Node → its parent, for nodes that count with their peers' scores where they have none."""
    parents = (ROOT, *(n.code for n in framework.branches(unit_class)))
    return {
        child.code: parent
        for parent in parents
        if framework.combination(parent).over_peers
        for child in framework.basis(parent, unit_class)
    }


def among_references(context: Context, unit: Unit, place: SummaryPlace) -> dict[str, str]:
    """Indicator → reference (with =) to a unit's score on the summary, where a rule over peers gives it.

    In a file of some of the units it is a value, and its cell may be empty.
    """
    framework, row = context.definition.framework, place.units[unit.code]
    nodes = compared_leaves(framework, unit.unit_class)
    cells = {
        node.code: qualified(place.sheet, place.cell(row, f"score.{node.code}"))
        for node in nodes
        if context.definition.answers(unit, node)
    }
    is_value = bool(context.stamp.part)
    return {code: f'=IF({cell}="","",{cell})' if is_value else f"={cell}" for code, cell in cells.items()}
