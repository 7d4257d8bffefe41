"""Workbooks of very many units in several files: which units stand together, and what their files are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from smartxl.model.definition import Definition, Unit

__all__ = ["BLOCK_UNITS", "MOST_ROWS", "MOST_UNITS", "UnitBlock", "UnitFile", "answered_rows", "unit_blocks"]

MOST_UNITS, MOST_ROWS = 120, 6_000
"""Units, and rows that can be answered, that one workbook holds at most. LibreOffice takes 26 s of CPU and 3.3 GB to open
the example's result with 120 units, 10 s and 1.9 GB with 55; with 220 it was not done after 38 s."""
BLOCK_UNITS, _BLOCK_ROWS = 50, 3_000
"""The same of a file of units, but for a unit that has more rows alone."""


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """Units of one class whose sheets stand in one file; blocks are numbered from 1 over all classes."""

    number: int
    unit_class: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class UnitFile:
    """The file of a block beside the main one, in a `folder` of its own; `sheets`: unit → the name of its sheet there."""

    block: UnitBlock
    folder: str
    name: str
    sheets: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where it lies, as seen from the main file."""
        return f"{self.folder}/{self.name}"


def answered_rows(definition: Definition) -> int:
    """How many rows all units can answer."""
    return sum(_rows_of(definition, unit) for unit in definition.roster.units)


def unit_blocks(definition: Definition) -> tuple[UnitBlock, ...]:
    """The blocks in the order of classes and roster; none where all units fit into one workbook."""
    sizes = {unit.code: _rows_of(definition, unit) for unit in definition.roster.units}
    if len(sizes) <= MOST_UNITS and sum(sizes.values()) <= MOST_ROWS:
        return ()
    found = (
        (unit_class.code, units)
        for unit_class in definition.framework.classes
        for units in _divided(definition.roster.of_class(unit_class.code), sizes)
    )
    return tuple(UnitBlock(number, code, units) for number, (code, units) in enumerate(found, 1))


def _rows_of(definition: Definition, unit: Unit) -> int:
    leaves = tuple(definition.leaves(unit))
    return sum(len(definition.rows(unit, leaf)) + len(definition.added_keys(leaf)) for leaf in leaves)


def _divided(units: Iterable[Unit], sizes: Mapping[str, int]) -> Iterator[tuple[Unit, ...]]:
    block: list[Unit] = []
    rows = 0
    for unit in units:
        rows += sizes[unit.code]
        if block and (len(block) == BLOCK_UNITS or rows > _BLOCK_ROWS):
            yield tuple(block)
            block, rows = [], sizes[unit.code]
        block.append(unit)
    if block:
        yield tuple(block)
