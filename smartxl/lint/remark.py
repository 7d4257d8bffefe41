"""What the linter says about a place of a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.cells import a1, area
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from smartxl.xlsx.settings import Span

__all__ = ["Remark", "RemarkSeverity", "grouped", "rectangles"]

_SHOWN_AREAS = 6


class RemarkSeverity(StrEnum):
    """How grave a remark is, gravest first. `note`: a matter of style, told when it is asked for."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> Text:
        """The severity in words."""
        return _LABELS[self]


_LABELS = {
    RemarkSeverity.ERROR: Text("错误", "error"),
    RemarkSeverity.WARNING: Text("警告", "warning"),
    RemarkSeverity.NOTE: Text("提示", "note"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a rule says: its code, where, what is the case there and what to do.

    `sheet` is "" for what concerns the whole file, `spans` is empty for a whole sheet. `excerpt`: the formula or value that
    is meant, of the first cell. `alike`: remarks of one rule and sheet that agree in this are told as one; where it is
    empty, those that say the same. `label`: what the texts left of the first cell and above it call it.
    """

    code: str
    severity: RemarkSeverity
    sheet: str
    spans: tuple[Span, ...]
    what: Text
    remedy: Text
    excerpt: str = ""
    alike: str = ""
    label: str = ""

    @property
    def cells(self) -> int:
        """How many cells are meant; 0 for a whole sheet or file."""
        return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self.spans)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas, as B4 or B4:B9."""
        return tuple(
            a1(top, left) if (top, left) == (bottom, right) else area(top, left, bottom, right)
            for top, left, bottom, right in self.spans
        )

    @property
    def area(self) -> str:
        """The areas with commas between them, the first few of many."""
        shown = ", ".join(self.areas[:_SHOWN_AREAS])
        return f"{shown}, …" if len(self.spans) > _SHOWN_AREAS else shown

    def place(self, lang: Lang) -> str:
        """Sheet and cells, with their number when there are several; "" for the whole file."""
        where = f"{self.sheet}!{self.area}" if self.spans else self.sheet
        if self.cells < 2:
            return where
        return where + (f"（{self.cells} 个单元格）" if lang == "zh" else f" ({self.cells} cells)")


def grouped(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks that say the same of one sheet as one, with all their cells; in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Remark]] = defaultdict(list)
    for remark in remarks:
        groups[remark.code, remark.sheet, remark.alike or remark.what.get("en")].append(remark)
    return tuple(_one(group) for group in groups.values())


def _one(group: list[Remark]) -> Remark:
    spans = tuple(rectangles(span for remark in group for span in remark.spans))
    first = min(group, key=lambda remark: remark.spans[:1])
    return replace(first, spans=spans)


def rectangles(spans: Iterable[Span]) -> Iterator[Span]:
    """The same cells in as few areas as come of joining them down columns, then across; in the order of rows."""
    columns: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for top, left, bottom, right in set(spans):
        columns[left, right].append((top, bottom))
    rows: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for (left, right), runs in columns.items():
        for top, bottom in _runs(runs):
            rows[top, bottom].append((left, right))
    joined = (
        (top, left, bottom, right) for (top, bottom), runs in rows.items() for left, right in _runs(runs)
    )
    yield from sorted(joined)


def _runs(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of numbers, those that touch or overlap joined."""
    first = last = 0
    for start, end in sorted(runs):
        if first and start <= last + 1:
            last = max(last, end)
            continue
        if first:
            yield first, last
        first, last = start, end
    if first:
        yield first, last
