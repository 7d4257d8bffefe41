"""Data validations, conditional formats and how is calculated, in words that are the same however a program writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import column_number, parse_area

if TYPE_CHECKING:
    from smartxl.xlsx.book import Place, RawBook
    from smartxl.xlsx.settings import SavedCondition, SavedValidation, Span

__all__ = [
    "Options",
    "condition_words",
    "places_of",
    "relative_formula",
    "validation_words",
    "validations_by_cell",
]

Options = Callable[[str], tuple[str, ...] | None]
"""The words in an area that a list refers to; None for what is no area."""

_TRUE, _FALSE = frozenset({"1", "true"}), frozenset({"0", "false"})
_TWO = frozenset({"between", "notBetween"})
_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(r"(?<![A-Z0-9_.])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Z0-9_(.])")


def places_of(spans: Iterable[Span], reach: Place) -> Iterator[Place]:
    """The cells of areas, as far as a row and a column."""
    for first_row, first_column, last_row, last_column in spans:
        for row in range(first_row, min(last_row, reach[0]) + 1):
            for column in range(first_column, min(last_column, reach[1]) + 1):
                yield row, column


def validations_by_cell(
    rules: Iterable[SavedValidation], reach: Place, options: Options
) -> Mapping[Place, str]:
    """Cell → its validation in words."""
    words: dict[Place, str] = {}
    for rule in rules:
        told = validation_words(rule, options)
        for place in places_of(rule.spans, reach):
            words.setdefault(place, told)
    return {place: told for place, told in words.items() if told}


def validation_words(rule: SavedValidation, options: Options) -> str:
    """A validation in words; "" for one that allows everything."""
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


def condition_words(condition: SavedCondition) -> str:
    """A condition as it reads from any of its cells: references by their distance."""
    row, column, *_ = condition.spans[0] if condition.spans else (1, 1)
    formulas = ",".join(relative_formula(formula, row, column) for formula in condition.formulas)
    return f"{condition.kind} {condition.operator} {formulas}"


def relative_formula(formula: str, row: int, column: int) -> str:
    """A formula with its references by their distance from a cell, those with $ as they are."""

    def distance(match: re.Match[str]) -> str:
        across = match[2] if match[1] else f"[{column_number(match[2]) - column}]"
        return f"{across}!{match[4] if match[3] else f'[{int(match[4]) - row}]'}"

    parts = _LITERAL.split(formula.removeprefix("="))
    return "".join(
        part if part.startswith('"') else _REFERENCE.sub(distance, part.upper().replace(" ", ""))
        for part in parts
    )


def list_options(book: RawBook) -> Options:
    """The words in an area of a list of this workbook."""

    def words(source: str) -> tuple[str, ...] | None:
        area = parse_area(source, "")
        sheet = book.sheets.get(area.sheet) if area else None
        if area is None or sheet is None:
            return None
        rows = range(area.first_row, min(area.last_row, sheet.height) + 1)
        columns = range(area.first_column, area.last_column + 1)
        return tuple(str(sheet.at(row, column)) for row in rows for column in columns)

    return words


def calculation_modes(book: RawBook) -> set[str]:
    """What a file says of its calculation that is not as usual, and the files that it refers to."""
    attributes = book.settings.calculation if book.settings else {}
    mode = attributes.get("calcMode", "auto")
    unusual = {
        "manual calculation": mode != "auto",
        "precision as displayed": attributes.get("fullPrecision") in _FALSE,
        "iteration": attributes.get("iterate") in _TRUE,
        "days count from 1904": book.from_1904,
    }
    return {
        *(name for name, is_so in unusual.items() if is_so),
        *(f"refers to {link}" for link in book.links),
    }
