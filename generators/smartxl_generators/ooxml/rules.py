"""Conditional formats of a template, moved to where its rows and columns have come to stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from itertools import count

from openpyxl.formatting.rule import Rule
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area, column_letter, column_number
from smartxl_generators.ooxml.placement import Placement, runs
from smartxl_generators.ooxml.xml import escaped, serialised

__all__ = ["rules_xml"]

_MARK, _MOST_KEPT = 987_654_000, 512
_MARKED = re.compile("(987654[0-9]{3})")
_KEPT: dict[tuple[int, int], tuple[Rule, tuple[str | int, ...]]] = {}
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})")


def rules_xml(template: Worksheet, placement: Placement, first_look: int, first_priority: int) -> str:
    """Every conditional format of the template, over all cells that were made from the cells it covers.

    `first_look` is the number, in the workbook, of the first look that the template's rules have.
    """
    priorities = count(first_priority)
    elements = []
    for entry in template.conditional_formatting:
        for covered in entry.cells.ranges:
            rows = placement.all_rows(covered.min_row, covered.max_row)
            columns = placement.all_columns(covered.min_col, covered.max_col)
            if not rows or not columns:
                continue
            shift = rows[0] - covered.min_row, columns[0] - covered.min_col
            rules = "".join(
                _rule(rule, shift, placement, first_look, next(priorities)) for rule in entry.rules
            )
            reference = " ".join(_areas(rows, columns))
            elements.append(f'<conditionalFormatting sqref="{reference}">{rules}</conditionalFormatting>')
    return "".join(elements)


def _areas(rows: list[int], columns: list[int]) -> Iterator[str]:
    """As few areas as hold all these cells, the top left one first: formulas are read from its corner."""
    for first_row, last_row in runs(rows):
        for first_column, last_column in runs(columns):
            yield area(first_row, first_column, last_row, last_column)


def _rule(rule: Rule, shift: tuple[int, int], placement: Placement, first_look: int, priority: int) -> str:
    """A rule as XML whose formulas are read from the new corner of its cells, `shift` rows and columns away."""
    pieces = _pieces(rule, first_look)
    formulas = (escaped(_formula(str(formula), shift, placement)) for formula in rule.formula)
    values = (str(priority), *formulas)
    return "".join(piece if isinstance(piece, str) else values[piece] for piece in pieces)


def _pieces(rule: Rule, first_look: int) -> tuple[str | int, ...]:
    """The XML of a rule, with 0 where its priority goes and 1, 2 … for its formulas; kept, as every form has it again."""
    known = _KEPT.get((id(rule), first_look))
    if known is not None and known[0] is rule:
        return known[1]
    marked = copy(rule)
    marked.priority = _MARK
    if rule.dxfId is not None:
        marked.dxfId = first_look + rule.dxfId
    marked.formula = [str(_MARK + number) for number, _ in enumerate(rule.formula, 1)]
    parts = _MARKED.split(serialised(marked.to_tree()))
    pieces = tuple(int(part) - _MARK if number % 2 else part for number, part in enumerate(parts))
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[id(rule), first_look] = (rule, pieces)
    return pieces


def _formula(formula: str, shift: tuple[int, int], placement: Placement) -> str:
    tokens = Tokenizer(f"={formula}").items
    return "".join(_token(token, shift, placement) for token in tokens)


def _token(token: Token, shift: tuple[int, int], placement: Placement) -> str:
    text = str(token.value)
    if token.type != Token.OPERAND or token.subtype != Token.RANGE or "!" in text:
        return text

    def move(match: re.Match[str]) -> str:
        """$ refers to a certain template row or column; without it, to one so far away."""
        row, column = int(match[4]), column_number(match[2])
        new_row = placement.row(row) if match[3] else max(1, row + shift[0])
        new_column = placement.column(column) if match[1] else max(1, column + shift[1])
        return f"{match[1]}{column_letter(new_column)}{match[3]}{new_row}"

    return _REFERENCE.sub(move, text)
