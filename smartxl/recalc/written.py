"""A formula's tree written as a formula again, parts of it as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.recalc.arrays import Arr
from smartxl.recalc.tree import (
    POWERS,
    ArrayOf,
    Binary,
    Call,
    CellReference,
    Constant,
    Invoke,
    LeftOut,
    Operand,
    PerCent,
    Prefix,
    parts_of,
)
from smartxl.recalc.values import CellError, Scalar
from smartxl.text import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.recalc.tree import Node

__all__ = ["literal", "written"]

Path = tuple[int, ...]
_NOTHING: Mapping[Path, str] = {}
_SIGN, _MOST = 6, 12


def literal(value: Scalar | Arr) -> str:
    """A value as a formula writes it; of an array the first elements, a blank is 0."""
    if isinstance(value, Arr):
        return _array(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return value.code if isinstance(value, CellError) else number_text(value or 0.0)


def _array(value: Arr) -> str:
    rows, columns = value.shape
    wide = min(columns, _MOST)
    high = min(rows, max(1, _MOST // max(wide, 1)))
    lines = (",".join(literal(value.at(row, column)) for column in range(wide)) for row in range(high))
    more = ",…" if wide < columns else ";…" if high < rows else ""
    return "{" + ";".join(lines) + more + "}"


def written(node: Node, held: Mapping[Path, str] = _NOTHING, path: Path = ()) -> str:
    """A tree, without the leading =. `held` has the texts of parts that are written otherwise, by where they stand: (0, 2) is
    the third part of the first part."""
    if path in held:
        return held[path]
    if isinstance(node, Call | Invoke):
        parts = [written(part, held, (*path, index)) for index, part in enumerate(parts_of(node))]
        called = node.name if isinstance(node, Call) else parts.pop(0)
        return f"{called}({','.join(parts)})"
    if isinstance(node, Binary):
        power = POWERS[node.operator]
        left = _within(node.left, held, (*path, 0), power)
        right = _within(node.right, held, (*path, 1), power + 1)
        return f"{left}{node.operator}{right}"
    if isinstance(node, Prefix):
        return node.operator + _within(node.part, held, (*path, 0), _SIGN)
    if isinstance(node, PerCent):
        return _within(node.part, held, (*path, 0), _SIGN + 1) + "%"
    return _leaf(node)


def _leaf(node: Constant | LeftOut | CellReference | Operand | ArrayOf) -> str:
    if isinstance(node, Constant):
        return literal(node.value)
    if isinstance(node, ArrayOf):
        return _array(Arr.of(node.rows))
    return node.text if isinstance(node, Operand) else ""


def _within(node: Node, held: Mapping[Path, str], path: Path, power: int) -> str:
    """A part of something that binds this strongly, in parentheses where it binds less."""
    text = written(node, held, path)
    if path in held:
        loose = text.startswith("-") and power > POWERS["+"]
    elif isinstance(node, Binary):
        loose = POWERS[node.operator] < power
    else:
        loose = isinstance(node, Prefix) and power > _SIGN
    return f"({text})" if loose else text
