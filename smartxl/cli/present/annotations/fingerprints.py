"""What tells that an annotation of today is the one of yesterday, although rows were inserted above it.

Made of the rule, the file, the sheet, the letters of the columns, the formula without the numbers of its rows, and what is
written beside the cell; the address and the numbers of the message play no part. Annotations that are alike in all of this
are counted in their order. A place that has neither formula nor label is known by its address.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartxl.cli.present.annotations.annotation import Annotation

__all__ = ["fingerprints", "without_rows"]

_LENGTH = 16
_LONGEST = 500  # characters of a formula
_TEXT_OR_REFERENCE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!)"""  # texts and quoted sheets stay as they are
    r"""|(?<![\w.$])(\$?[A-Z]{1,3})\$?[1-9][0-9]{0,6}(?![\w.(!])"""  # A1, $A$1
    r"""|(?<![\w.$:])\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}(?![\w.(])""",  # 3:7
    re.IGNORECASE,
)
_ROWS = re.compile(r"[0-9]+")


def without_rows(formula: str) -> str:
    """`=SUM(B2:B8)*$C$1` → `=SUM(B:B)*$C`: the same for all rows, and after rows were inserted; of a long one its beginning."""

    def shortened(found: re.Match[str]) -> str:
        return found[1] or found[2] or ":"

    return _TEXT_OR_REFERENCE.sub(shortened, formula[:_LONGEST])


def fingerprints(annotations: Iterable[tuple[str, Annotation]]) -> Iterator[str]:
    """One for each annotation, beside the name of its file, in their order: 16 digits and which of those alike it is."""
    seen: Counter[str] = Counter()
    for name, each in annotations:
        digest = hashlib.sha256("\0".join(_parts(name, each)).encode("utf-8", "replace")).hexdigest()[
            :_LENGTH
        ]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def _parts(name: str, each: Annotation) -> tuple[str, ...]:
    known = each.formula or each.label
    area = _ROWS.sub("", each.area) if known else each.area
    beside = known or not each.line
    what = (
        "" if beside else each.what.en or each.what.zh
    )  # of a line of a text file, which moves: what is said of it
    return each.rule.code, name, each.sheet, area, without_rows(each.formula), each.label, what
