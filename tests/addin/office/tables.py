"""Calls that go through every entry of a table that the port has of its own: chance would leave entries out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from unicodedata import category

from smartxl.scoring.weights import RANDOM_INDICES
from tests.addin.office.cells import Call, Range

__all__ = ["table_calls"]

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_OF_UNICODE_15 = range(0x13439, 0x13460)
"""Format characters that a Python before 3.12 does not know."""


def table_calls() -> Iterator[tuple[str, Call]]:
    """Function and arguments: all random indices and one too many, unseen characters, names that come twice, too few units."""
    for table, values in RANDOM_INDICES.items():
        word = table.name.lower().replace("_", "-")
        for size in range(1, len(values) + 2):
            yield "SX_AHP_CR", [_judgements(size), word]
    unseen = [code for code in range(sys.maxunicode) if category(chr(code)) in _UNSEEN]
    yield "SX_CLEAN", [[[f"1{chr(code)}5"] for code in unseen if code not in _OF_UNICODE_15]]
    twice: Range = [["A"], ["B"], ["C"], ["B"], ["A"]]
    yield "SX_ROLLUP", [twice, [[1.0]] * 5, [[1.0]] * 5, None, None, None]
    few: Range = [[1.0 + place, 5.0 - place % 2] for place in range(9)]
    for word in ("entropy", "critic"):
        yield "SX_WEIGHTS", [few, word, None]
    headed: Range = [["", "B", "A"], *([name, 1.0 + place, 2.0] for place, [name] in enumerate(twice * 2))]
    yield "SX_WEIGHTS", [headed, None, None]


def _judgements(size: int) -> Range:
    """A triangle of judgements that contradict each other."""
    return [
        [1.0 if i == j else float(1 + (3 * i + 5 * j) % 9) if i < j else None for j in range(size)]
        for i in range(size)
    ]
