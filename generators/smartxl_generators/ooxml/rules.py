"""Conditional formats of a template, moved to where its rows and columns have come to stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area, column_letter, column_number
from smartxl_generators.ooxml.placement import Placement, runs
from smartxl_generators.ooxml.xml import escaped, serialised

__all__ = ["TemplateRules"]

_MARK = 987_654_000
_MARKED = re.compile("(987654[0-9]{3})")
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})")


class TemplateRules:
    """The conditional formats of one template sheet, read once. `first_look` is the number, in the workbook, of the first
    look that they have."""

    def __init__(self, template: Worksheet, first_look: int) -> None:
        self._covered = [
            _RuledArea(reach.min_row, reach.max_row, reach.min_col, reach.max_col, rules)
            for entry in template.conditional_formatting
            for rules in [[_read(rule, first_look) for rule in entry.rules]]
            for reach in entry.cells.ranges
        ]

    def __bool__(self) -> bool:
        return bool(self._covered)

    def xml(self, placement: Placement, first_priority: int) -> str:
        """Every one of them, over all cells that were made from the cells it covers."""
        priorities = count(first_priority)
        return "".join(covered.xml(placement, priorities) for covered in self._covered)


class _RuledArea(NamedTuple):
    """The cells of the template that some rules cover."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    rules: list[_MovedRule]

    def xml(self, placement: Placement, priorities: Iterator[int]) -> str:
        """The element of the sheet, "" where no cell was made from these."""
        rows = placement.all_rows(self.first_row, self.last_row)
        columns = placement.all_columns(self.first_column, self.last_column)
        if not rows or not columns:
            return ""
        shift = rows[0] - self.first_row, columns[0] - self.first_column
        rules = "".join(rule.xml(shift, placement, next(priorities)) for rule in self.rules)
        reference = " ".join(_areas(rows, columns))
        return f'<conditionalFormatting sqref="{reference}">{rules}</conditionalFormatting>'


def _areas(rows: list[int], columns: list[int]) -> Iterator[str]:
    """As few areas as hold all these cells, the top left one first: formulas are read from its corner."""
    for first_row, last_row in runs(rows):
        for first_column, last_column in runs(columns):
            yield area(first_row, first_column, last_row, last_column)


@dataclass(frozen=True, slots=True)
class _MovedRule:
    """The XML of a rule, with 0 where its priority goes and 1, 2 … for its formulas."""

    pieces: tuple[str | int, ...]
    formulas: tuple[tuple[str | _TemplateReference, ...], ...]

    def xml(self, shift: tuple[int, int], placement: Placement, priority: int) -> str:
        """The rule with formulas that are read from the new corner of its cells, `shift` rows and columns away."""
        formulas = (escaped(_moved(formula, shift, placement)) for formula in self.formulas)
        values = (str(priority), *formulas)
        return "".join(piece if isinstance(piece, str) else values[piece] for piece in self.pieces)


class _TemplateReference(NamedTuple):
    """A cell in a formula of the template; $ refers to a certain row or column, without it to one so far away."""

    fixed_column: str
    column: int
    fixed_row: str
    row: int

    def moved(self, shift: tuple[int, int], placement: Placement) -> str:
        """The cell that it means in a planned sheet."""
        row = placement.row(self.row) if self.fixed_row else max(1, self.row + shift[0])
        column = placement.column(self.column) if self.fixed_column else max(1, self.column + shift[1])
        return f"{self.fixed_column}{column_letter(column)}{self.fixed_row}{row}"


def _read(rule: Rule, first_look: int) -> _MovedRule:
    marked = copy(rule)
    marked.priority = _MARK
    if rule.dxfId is not None:
        marked.dxfId = first_look + rule.dxfId
    marked.formula = [str(_MARK + number) for number, _ in enumerate(rule.formula, 1)]
    parts = _MARKED.split(serialised(marked.to_tree()))
    pieces = tuple(int(part) - _MARK if number % 2 else part for number, part in enumerate(parts))
    return _MovedRule(pieces, tuple(tuple(_parts(str(formula))) for formula in rule.formula))


def _parts(formula: str) -> Iterator[str | _TemplateReference]:
    """A formula as texts and the cells of its own sheet."""
    for token in Tokenizer(f"={formula}").items:
        text = str(token.value)
        if token.type != Token.OPERAND or token.subtype != Token.RANGE or "!" in text:
            yield text
            continue
        end = 0
        for found in _REFERENCE.finditer(text):
            yield text[end : found.start()]
            yield _TemplateReference(found[1], column_number(found[2]), found[3], int(found[4]))
            end = found.end()
        yield text[end:]


def _moved(formula: Iterable[str | _TemplateReference], shift: tuple[int, int], placement: Placement) -> str:
    return "".join(part if isinstance(part, str) else part.moved(shift, placement) for part in formula)
