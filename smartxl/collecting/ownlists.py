"""Lists that smartxl itself writes as .csv, told by their first words: whatever folder they lie in, they are no forms."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from smartxl.text import LANGUAGES, Lang
from smartxl_templates import wording

__all__ = ["CARRIED_HEADS", "MOVED_HEADS", "is_own_list"]

MOVED_HEADS: Mapping[Lang, tuple[str, ...]] = {
    "zh": (
        *("结果", "原工作表", "原单元格", "原行标识", "原事项", "栏目", "原内容"),
        *("新行标识", "新事项", "新内容", "说明"),
    ),
    "en": (
        *("Result", "Old sheet", "Old cell", "Old key", "Old item", "Column", "Old content"),
        *("New key", "New item", "New content", "Remark"),
    ),
}
"""Over the list of all answers of an old form."""
CARRIED_HEADS: Mapping[Lang, tuple[str, ...]] = {
    "zh": ("来件", "处理", "单位", "版本", "新表", "已转入", "未转入", "说明"),
    "en": ("Old file", "Outcome", "Unit", "Edition", "New form", "Moved", "Not moved", "Remark"),
}
"""Over the list of all files of an inbox."""
_WORDED = {
    "status": ("code", "unit", "class"),
    "appeals": ("unit", "item", "appeal"),
}
"""Lists whose heads are among the words: reminders, appeals."""
_TOLD = 3  # heads by which a list is known
_START = 4096  # bytes


def is_own_list(path: Path) -> bool:
    """Whether a .csv file is such a list; one that cannot be read is none."""
    with suppress(OSError, UnicodeDecodeError, csv.Error, StopIteration):
        if not path.is_file():
            return False
        with path.open("rb") as file:
            first = file.read(_START).splitlines()[:1]
        heads = next(csv.reader([first[0].decode("utf-8-sig")])) if first else []
        return tuple(heads[:_TOLD]) in _known_heads()
    return False


@cache
def _known_heads() -> frozenset[tuple[str, ...]]:
    own = [heads[lang][:_TOLD] for heads in (MOVED_HEADS, CARRIED_HEADS) for lang in LANGUAGES]
    words = [wording(lang) for lang in LANGUAGES]
    worded = [
        tuple(said[f"{place}.{name}"] for name in names) for said in words for place, names in _WORDED.items()
    ]
    return frozenset([*own, *worded])
