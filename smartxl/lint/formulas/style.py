"""How formulas are written: numbers in them, functions that are calculated again at every change."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.operands import ARITHMETIC
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.recalc.tree import Binary, Constant, parts_of
from smartxl.text import Text, number_text

__all__ = ["hard_coded_numbers", "volatile_functions"]

_COMMON = frozenset(
    {0.0, 1.0, 2.0, 4.0, 7.0, 10.0, 12.0, 24.0, 52.0, 60.0, 100.0, 360.0, 365.0, 1000.0, 3600.0, 86400.0, 1e6}
)
"""Numbers that say what they are: of units and of the calendar."""
_VOLATILE = frozenset(
    {"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "INFO", "CELL"}
)


def hard_coded_numbers(book: LintBook) -> Iterator[Remark]:
    """Numbers that a formula calculates with beside cells."""
    for sheet, shape in book.shapes():
        if not shape.refers:
            continue
        numbers = [
            operand.value
            for part in shape.parts
            if isinstance(part, Binary) and part.operator in ARITHMETIC
            for operand in parts_of(part)
            if isinstance(operand, Constant)
            and isinstance(operand.value, float)
            and operand.value not in _COMMON
        ]
        if numbers:
            listed = ", ".join(number_text(number) for number in dict.fromkeys(numbers))
            what = Text(f"公式中直接写了数 {listed}", f"numbers stand in the formula itself: {listed}")
            yield remark("SXL121", sheet.name, shape.spans(), what, excerpt=shape.text)


def volatile_functions(book: LintBook) -> Iterator[Remark]:
    """Functions that are calculated anew at every change of the workbook, and everything that depends on them."""
    for sheet, shape in book.shapes():
        names = [name for name in shape.called if name in _VOLATILE]
        if names:
            listed = ", ".join(names)
            what = Text(f"用了易失函数 {listed}", f"volatile functions: {listed}")
            yield remark("SXL122", sheet.name, shape.spans(), what, excerpt=shape.text)
