"""How areas of a planned sheet are set: what a reader finds in its validations, conditional formats, links and merged areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from smartxl.cells import Area, parse_area
from smartxl.model.plan import Check, SheetPlan
from smartxl.xlsx import RawSheet
from smartxl.xlsx.cellvalues import Contents
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import SettingsReader
from smartxl.xlsx.settings import SavedCondition, SavedValidation, SheetSettings
from smartxl.xlsx.sheet import CellCounts
from smartxl.xlsx.sheetnotes import spans_of
from smartxl.xlsx.xmlpart import parse
from smartxl_generators.ooxml.cells import Found
from smartxl_generators.ooxml.conditions import Condition
from smartxl_generators.ooxml.extras import Extras
from smartxl_generators.ooxml.parts import MAIN
from smartxl_generators.ooxml.ranges import PlacedLink, Run, checked_runs, validation_xml
from smartxl_generators.ooxml.xml import encoded

__all__ = ["AreaSettings", "read_around"]


@dataclass(frozen=True, slots=True)
class AreaSettings:
    """Those of one sheet, as `SheetSettings` and `RawSheet` have them."""

    merged: tuple[Area, ...]
    validations: tuple[SavedValidation, ...]
    conditions: tuple[SavedCondition, ...]
    links: Mapping[str, str]

    @classmethod
    def of(
        cls,
        plan: SheetPlan,
        found: Found,
        conditions: Iterable[Condition],
        extras: Extras,
        faults: tuple[str, str],
    ) -> Self:
        """Of what was met in the sheet's cells; `faults` are the text and the title of what a wrong answer meets."""
        merged = (_area(each, plan.name) for each in (*found.merges, *extras.merges))
        return cls(
            tuple(each for each in merged if each),
            tuple(_validated(check, runs, faults) for check, runs in checked_runs(found.checked()).items()),
            (*_conditions(conditions), *(_read(extras.rules).conditions if extras.rules else ())),
            _links(found.links),
        )


def _validated(check: Check, runs: Iterable[Run], faults: tuple[str, str]) -> SavedValidation:
    spans = tuple((first, column, last, column) for column, first, last in runs)
    return replace(_validation(check, *faults), spans=spans)


@lru_cache(maxsize=1024)
def _validation(check: Check, error: str, error_title: str) -> SavedValidation:
    """A validation that holds nowhere yet."""
    return _read(validation_xml(check, error, error_title)).validations[0]


def _conditions(conditions: Iterable[Condition]) -> Iterator[SavedCondition]:
    """Those of the same areas together, as they are written."""
    together: dict[str, list[str]] = {}
    for condition in conditions:
        together.setdefault(condition.areas, []).append(_as_read(condition.formula))
    for areas, formulas in together.items():
        spans = spans_of(areas)
        yield from (SavedCondition("expression", "", (formula,), spans) for formula in formulas)


@lru_cache(maxsize=1024)
def _as_read(text: str) -> str:
    """A text as it comes back from a part."""
    return encoded(text).decode().strip()


def _links(placed: Sequence[PlacedLink]) -> Mapping[str, str]:
    return {link.ref: link.place for link in placed if link.place}


def _read(elements: str) -> SheetSettings:
    """Elements that stand behind the rows of a sheet."""
    return read_around("", encoded(f'<worksheet xmlns="{MAIN}">{elements}</worksheet>'))[1]


def read_around(name: str, xml: bytes) -> tuple[RawSheet, SheetSettings]:
    """A sheet without its cells."""
    reader = SettingsReader(name, name, Contents(), CellCounts(LARGE_BUDGET), {})
    parse(name, xml, reader)
    return reader.finished(), reader.settings()


_area = lru_cache(maxsize=2**12)(parse_area)  # forms merge the same cells
