"""Data validations and conditional formats of a sheet, whatever areas a program has put them together in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import column_number
from smartxl.verify.report import Difference, DifferenceKind
from smartxl.verify.spot import areas_spot

if TYPE_CHECKING:
    from smartxl.xlsx.book import Place
    from smartxl.xlsx.settings import SavedCondition, SavedValidation, SheetSettings, Span

__all__ = ["Options", "differing_conditions", "differing_validations"]

Options = Callable[[str], tuple[str, ...] | None]
"""The words in an area that a list refers to; None for what is no area."""

_TWO = frozenset({"between", "notBetween"})
_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(r"(?<![A-Z0-9_.])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Z0-9_(.])")


def differing_validations(
    sheet: str, planned: SheetSettings, found: SheetSettings, options: Options
) -> Iterator[Difference]:
    """Cells whose validation is not the planned one; each pair of what is planned and what is found is told once."""
    if planned.validations == found.validations:
        return
    reach = _reach(planned)
    mine = _by_cell(planned.validations, reach, options)
    theirs = _by_cell(found.validations, reach, options)
    together: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in mine.keys() | theirs.keys():
        pair = mine.get(place, ""), theirs.get(place, "")
        if pair[0] != pair[1]:
            together[pair].append(place)
    for (due, shown), places in sorted(together.items(), key=lambda item: min(item[1])):
        yield Difference(areas_spot(sheet, places), None, shown, due, "", DifferenceKind.VALIDATION)


def differing_conditions(sheet: str, planned: SheetSettings, found: SheetSettings) -> Iterator[Difference]:
    """Cells that have lost a planned conditional format; those that somebody added are no difference."""
    if planned.conditions == found.conditions:
        return
    reach = _reach(planned)
    theirs: dict[str, set[Place]] = defaultdict(set)
    for condition in found.conditions:
        theirs[_rule(condition)] |= set(_places(condition.spans, reach))
    for condition in planned.conditions:
        lost = set(_places(condition.spans, reach)) - theirs[_rule(condition)]
        if lost:
            text = ", ".join(condition.formulas)
            yield Difference(areas_spot(sheet, lost), None, "", text, "", DifferenceKind.CONDITION)


def _reach(planned: SheetSettings) -> Place:
    """The last row and column that are looked at: what lies outside of the planned cells is nobody's answer."""
    rows = max((row for row, _ in planned.styles), default=1)
    return rows, max((column for _, column in planned.styles), default=1)


def _places(spans: Iterable[Span], reach: Place) -> Iterator[Place]:
    for first_row, first_column, last_row, last_column in spans:
        for row in range(first_row, min(last_row, reach[0]) + 1):
            for column in range(first_column, min(last_column, reach[1]) + 1):
                yield row, column


def _by_cell(rules: Iterable[SavedValidation], reach: Place, options: Options) -> Mapping[Place, str]:
    """Cell → its validation in words."""
    words: dict[Place, str] = {}
    for rule in rules:
        told = _validation(rule, options)
        for place in _places(rule.spans, reach):
            words.setdefault(place, told)
    return {place: told for place, told in words.items() if told}


def _validation(rule: SavedValidation, options: Options) -> str:
    """A validation in words that are the same however a program writes it; "" for one that allows everything."""
    first, second = (operand.removeprefix("=").strip() for operand in rule.operands)
    if rule.kind == "none":
        return ""
    if rule.kind == "list":
        told = f"list {_list(first, options)}"
    else:
        limits = f"{_operand(first)} {_operand(second)}" if rule.operator in _TWO else _operand(first)
        told = f"{rule.kind} {rule.operator} {limits}"
    flags = ("" if rule.allow_blank else ", blank refused", "" if rule.style == "stop" else f", {rule.style}")
    return told + "".join(flags) + ("" if rule.insists else ", not enforced")


def _list(source: str, options: Options) -> str:
    """The words to choose from where they are known, whether they stand on a sheet or in the validation itself."""
    if len(source) > 1 and source[0] == source[-1] == '"':
        return ",".join(word.strip() for word in source[1:-1].split(","))
    fixed = source.count("$") == source.count(":") * 2 + 2  # else it is another list in every cell
    words = options(source) if fixed else None
    return source if words is None else ",".join(words)


def _operand(text: str) -> str:
    """A number as it is, anything else as a formula."""
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text.replace("$", "").upper()


def _rule(condition: SavedCondition) -> str:
    """A condition as it reads from any of its cells: references by their distance."""
    row, column, *_ = condition.spans[0] if condition.spans else (1, 1)
    formulas = ",".join(_relative(formula, row, column) for formula in condition.formulas)
    return f"{condition.kind} {condition.operator} {formulas}"


def _relative(formula: str, row: int, column: int) -> str:
    def distance(match: re.Match[str]) -> str:
        across = match[2] if match[1] else f"[{column_number(match[2]) - column}]"
        return f"{across}!{match[4] if match[3] else f'[{int(match[4]) - row}]'}"

    parts = _LITERAL.split(formula.removeprefix("="))
    return "".join(
        part if part.startswith('"') else _REFERENCE.sub(distance, part.upper().replace(" ", ""))
        for part in parts
    )
