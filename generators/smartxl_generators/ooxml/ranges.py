"""The parts of a sheet that speak of areas: validations, conditional formats, merges, links."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from smartxl.cells import area, joined
from smartxl.model.plan import Check
from smartxl_generators.ooxml.validation import validation
from smartxl_generators.ooxml.xml import attribute, serialised

__all__ = ["PlacedLink", "Run", "checked_runs", "links", "merges", "validation_xml", "validations"]

_RELATION = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId'
Run = tuple[int, int, int]
"""Cells below one another: column, first row, last row."""


def merges(references: Sequence[str]) -> str:
    """The merged areas, "" for none."""
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return f'<mergeCells count="{len(references)}">{cells}</mergeCells>' if cells else ""


class PlacedLink(NamedTuple):
    """A link: the address of its cell, the place it leads to, and the file that this is in where it is another one."""

    ref: str
    place: str
    file: str = ""


def links(placed: Sequence[PlacedLink], first: int) -> str:
    """The links, "" for none; those to other files have the sheet's relations from number `first` on, in their order."""
    numbers = itertools.count(first)
    elements = "".join(
        f'<hyperlink ref="{link.ref}"{f" {_RELATION}{next(numbers)}{chr(34)}" if link.file else ""}'
        f' location="{attribute(link.place)}"/>'
        for link in placed
    )
    return f"<hyperlinks>{elements}</hyperlinks>" if elements else ""


def checked_runs(cells: Iterable[tuple[Check, int, Sequence[int]]]) -> Mapping[Check, list[Run]]:
    """Check → where it holds, of all the cells (check, column, rows in order) that share it."""
    together: dict[Check, list[Run]] = {}
    met: dict[int, list[Run]] = {}  # by identity, which is found sooner
    for check, column, rows in cells:
        found = met.get(id(check))
        if found is None:
            found = met[id(check)] = together.setdefault(check, [])
        found.extend(_runs(column, rows))
    return {check: list(joined(runs)) for check, runs in together.items()}


def validations(cells: Iterable[tuple[Check, int, Sequence[int]]], error: str, error_title: str) -> str:
    """One validation for all the cells (check, column, rows in order) that share a check, "" for none."""
    elements = [
        validation_xml(check, error, error_title).replace('sqref=""', f'sqref="{_areas(runs)}"', 1)
        for check, runs in checked_runs(cells).items()
    ]
    return (
        f'<dataValidations count="{len(elements)}">{"".join(elements)}</dataValidations>' if elements else ""
    )


def _runs(column: int, rows: Sequence[int]) -> Iterable[Run]:
    """Rows in order as runs: one where they follow one another, as a section's do."""
    if rows[-1] - rows[0] == len(rows) - 1:
        return ((column, rows[0], rows[-1]),)
    return ((column, row, row) for row in rows)


def _areas(runs: Iterable[Run]) -> str:
    return " ".join(area(first, column, last, column) for column, first, last in runs)


@lru_cache(maxsize=1024)
def validation_xml(check: Check, error: str, error_title: str) -> str:
    """A validation that holds nowhere yet."""
    return serialised(validation(check, error, error_title).to_tree())
