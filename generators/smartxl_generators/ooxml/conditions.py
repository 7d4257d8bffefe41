"""Conditional formats: faults of the check column and the cells that they speak of stand out, and last round's answers that
nobody has touched yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain

from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from smartxl.cells import Area, a1, area, column_letter, text_literal
from smartxl.model.answers import Field, RowFault, RowStanding
from smartxl.model.plan import PreviousAnswer, RowCheckFormula
from smartxl.model.sheetdesign import Shading
from smartxl_generators.ooxml.placement import runs
from smartxl_generators.ooxml.xml import escaped

__all__ = [
    "DIFFERENTIAL",
    "Condition",
    "Shade",
    "absent_xml",
    "carried_conditions",
    "conditions_xml",
    "fault_conditions",
    "flagged_xml",
    "remark_conditions",
    "shading_xml",
]

_RED = "FF9C0006"
_EDGE = Side("thin", _RED)
_FRAME = Side("thin", "FF000000")
_PALE = "FFF2F2F2"
_LEAST, _MOST = "FFFFFFFF", "FF8FB8DE"  # black figures are read on both, in print too


class Shade(IntEnum):
    """How a cell looks under a condition: the place in `DIFFERENTIAL`."""

    FAULT = 0
    BLANK = 1
    DONE = 2
    CARRIED = 3
    WRONG = 4
    LOWEST = 5
    ABSENT = 6


DIFFERENTIAL = (
    DifferentialStyle(font=Font(bold=True, color=_RED), fill=PatternFill(bgColor="FFFFC7CE")),
    DifferentialStyle(font=Font(color="FF808080")),
    DifferentialStyle(font=Font(color="FF2E7D32")),
    DifferentialStyle(font=Font(italic=True, color="FF7F7F7F")),
    DifferentialStyle(
        fill=PatternFill("lightUp", fgColor="FFE06666", bgColor="FFFFC7CE"),
        border=Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE),
    ),
    DifferentialStyle(
        font=Font(bold=True, underline="single"),
        border=Border(left=_FRAME, right=_FRAME, top=_FRAME, bottom=_FRAME),
    ),
    DifferentialStyle(font=Font(color=_PALE), fill=PatternFill(bgColor=_PALE)),
)
"""The looks; told apart in black and white too: bold, grey, plain, italic, hatched in a frame, underlined in a frame, empty."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A formula for the first cell of some areas, and what their cells look like where it is true."""

    areas: str
    formula: str
    shade: Shade


def remark_conditions(found: Sequence[tuple[int, int, RowCheckFormula]]) -> Iterator[Condition]:
    """Of all the remarks (row, column, remark) of a sheet together; they stand in one column."""
    if not found:
        return
    first, column, remark = found[0]
    cell = a1(first, column)
    reach = " ".join(area(top, column, end, column) for top, end in runs(row for row, _, _ in found))
    none, blank = (text_literal(remark.word(fault)) for fault in (RowFault.NONE, RowFault.BLANK))
    yield Condition(reach, f'AND({cell}<>"",{cell}<>{none},{cell}<>{blank})', Shade.FAULT)
    yield Condition(reach, f"{cell}={blank}", Shade.BLANK)
    yield Condition(reach, f"{cell}={none}", Shade.DONE)


def fault_conditions(found: Iterable[tuple[int, int, RowCheckFormula]]) -> Iterator[Condition]:
    """Of the inputs that remarks (row, column, remark) speak of: each looks wrong while its row's remark says so."""
    alike: dict[tuple[int, int], tuple[RowCheckFormula, int, list[int]]] = {}
    for row, column, remark in found:
        alike.setdefault((id(remark.inputs), id(remark.words)), (remark, column, []))[2].append(row)
    rows_of: dict[tuple[int, int, tuple[str, ...]], list[list[int]]] = {}
    for remark, column, rows in alike.values():
        for place, words in _words_by_input(remark).items():
            rows_of.setdefault((place, column, words), []).append(rows)
    known: dict[tuple[int, ...], list[tuple[int, int]]] = {}  # many inputs have the same rows
    for (place, column, told), lists in rows_of.items():
        key = tuple(map(id, lists))
        if key not in known:
            known[key] = list(runs(sorted(chain.from_iterable(lists))))
        shown = a1(known[key][0][0], column, "c")
        said = ",".join([f"{shown}={word}" for word in map(text_literal, told)])
        letter = column_letter(place)
        reach = " ".join([f"{letter}{first}:{letter}{last}" for first, last in known[key]])
        yield Condition(reach, f"OR({said})", Shade.WRONG)


def _words_by_input(remark: RowCheckFormula) -> Mapping[int, tuple[str, ...]]:
    """Column of an input → what is said where it is wrong or missing."""
    return _words_of(remark.words, tuple(remark.inputs.items()))


@lru_cache(maxsize=1024)
def _words_of(said: tuple[str, ...], inputs: tuple[tuple[Field, int], ...]) -> Mapping[int, tuple[str, ...]]:
    columns, words = dict(inputs), dict[int, tuple[str, ...]]()
    for fault, word in zip(RowFault, said, strict=True):
        if fault.standing is RowStanding.TO_CORRECT and word:
            for entry in fault.inputs:
                if entry in columns:
                    words[columns[entry]] = (*words.get(columns[entry], ()), word)
    return words


def carried_conditions(found: Iterable[tuple[int, int, PreviousAnswer]]) -> Iterator[Condition]:
    """Of the inputs beside each of last round's answers (row, column, answer)."""
    for row, shown, content in found:
        for column in content.columns:
            cell = a1(row, column)
            yield Condition(cell, f'AND({cell}<>"",{cell}={a1(row, shown, "$")})', Shade.CARRIED)


def conditions_xml(conditions: Iterable[Condition]) -> str:
    """The elements; the looks of `DIFFERENTIAL` are the first of the workbook."""
    together: dict[str, list[str]] = {}
    for priority, condition in enumerate(conditions, 1):
        together.setdefault(condition.areas, []).append(
            f'<cfRule type="expression" priority="{priority}" dxfId="{condition.shade.value}">'
            f"<formula>{escaped(condition.formula)}</formula></cfRule>"
        )
    return "".join(
        f'<conditionalFormatting sqref="{areas}">{"".join(rules)}</conditionalFormatting>'
        for areas, rules in together.items()
    )


def flagged_xml(areas: Iterable[Area], first_priority: int) -> str:
    """Remarks that stand out: all but ✓ and nothing."""
    return "".join(
        f'<conditionalFormatting sqref="{area(reach.first_row, reach.first_column, reach.last_row, reach.last_column)}">'
        f'<cfRule type="expression" priority="{priority}" dxfId="{Shade.FAULT.value}">'
        f"<formula>{escaped(_is_remark(reach))}</formula></cfRule></conditionalFormatting>"
        for priority, reach in enumerate(areas, first_priority)
    )


def _is_remark(reach: Area) -> str:
    cell = a1(reach.first_row, reach.first_column)
    return f'AND({cell}<>"",{cell}<>"✓")'


def absent_xml(areas: Iterable[Area], first_priority: int) -> str:
    """Calls of functions that this program does not have: pale and empty in place of #NAME?; other errors stay."""
    return "".join(
        f'<conditionalFormatting sqref="{area(reach.first_row, reach.first_column, reach.last_row, reach.last_column)}">'
        f'<cfRule type="expression" priority="{priority}" dxfId="{Shade.ABSENT.value}">'
        f"<formula>IFERROR(ERROR.TYPE({a1(reach.first_row, reach.first_column)})=5,FALSE)</formula>"
        "</cfRule></conditionalFormatting>"
        for priority, reach in enumerate(areas, first_priority)
    )


def shading_xml(shadings: Iterable[Shading], first_priority: int) -> str:
    """Scales of one colour, and the marks of the lowest of each column."""
    rules = [rule for shading in shadings for rule in _shading(shading)]
    return "".join(
        f'<conditionalFormatting sqref="{reach}">{rule.format(priority)}</conditionalFormatting>'
        for priority, (reach, rule) in enumerate(rules, first_priority)
    )


def _shading(shading: Shading) -> Iterator[tuple[str, str]]:
    """Area and rule, with {} for its priority."""
    reach = shading.area
    for column in range(reach.first_column, reach.last_column + 1) if shading.lowest else ():
        rule = f'rank="{shading.lowest}" bottom="1" dxfId="{Shade.LOWEST.value}"'
        below = area(reach.first_row, column, reach.last_row, column)
        yield below, f'<cfRule type="top10" priority="{{}}" {rule}/>'
    yield (
        area(reach.first_row, reach.first_column, reach.last_row, reach.last_column),
        '<cfRule type="colorScale" priority="{}"><colorScale><cfvo type="min"/><cfvo type="max"/>'
        f'<color rgb="{_LEAST}"/><color rgb="{_MOST}"/></colorScale></cfRule>',
    )
