"""The parts of a sheet that speak of areas: validations, conditional formats, merges, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from smartxl.cells import area
from smartxl.model.plan import Check
from smartxl_generators.ooxml.xml import attribute, serialised
from smartxl_generators.validation import validation

__all__ = ["links", "merges", "validations"]

_Run = tuple[int, int, int]  # column, first row, last row


def merges(references: Sequence[str]) -> str:
    """The merged areas, "" for none."""
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return f'<mergeCells count="{len(references)}">{cells}</mergeCells>' if cells else ""


def links(targets: Iterable[tuple[str, str]]) -> str:
    """(address, place inside the workbook) → the links, "" for none."""
    elements = "".join(f'<hyperlink ref="{ref}" location="{attribute(to)}"/>' for ref, to in targets)
    return f"<hyperlinks>{elements}</hyperlinks>" if elements else ""


def validations(cells: Iterable[tuple[Check, int, Sequence[int]]], error: str, error_title: str) -> str:
    """One validation for all the cells (check, column, rows in order) that share a check, "" for none."""
    together: dict[Check, list[_Run]] = {}
    for check, column, rows in cells:
        together.setdefault(check, []).extend((column, first, last) for first, last in _runs(rows))
    elements = [
        _validation(check, error, error_title).replace('sqref=""', f'sqref="{" ".join(_areas(runs))}"', 1)
        for check, runs in together.items()
    ]
    return (
        f'<dataValidations count="{len(elements)}">{"".join(elements)}</dataValidations>' if elements else ""
    )


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows in order as first and last of those that follow one another."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _areas(runs: list[_Run]) -> Iterator[str]:
    """Runs as areas, those that touch as one."""
    runs.sort()
    column, first, last = runs[0]
    for next_column, start, end in runs[1:]:
        if (next_column, start) != (column, last + 1):
            yield area(first, column, last, column)
            column, first = next_column, start
        last = end
    yield area(first, column, last, column)


@lru_cache(maxsize=1024)
def _validation(check: Check, error: str, error_title: str) -> str:
    return serialised(validation(check, error, error_title).to_tree())
