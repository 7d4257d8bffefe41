"""What somebody has said not to be told: a rule, in a book, a sheet or an area, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.lint.catalogue import LINT_RULES
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.lint.linted import LintBook
    from smartxl.lint.remark import Remark
    from smartxl.xlsx.settings import Span

__all__ = ["Switch", "ignored_in_file", "switched_off"]

_BY_EXCEL = Text("文件中已设为忽略错误", "the file says to ignore it")


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule that is off: in the whole book without a sheet, in the whole sheet without spans; and why. `where` says so."""

    code: str
    sheet: str
    spans: tuple[Span, ...]
    reason: Text
    where: str = ""

    def covers(self, remark: Remark) -> bool:
        """Whether it is about the rule and the sheet of a remark."""
        return self.code == remark.code and self.sheet.casefold() in {"", remark.sheet.casefold()}


def ignored_in_file(book: LintBook) -> Iterator[Switch]:
    """What Excel keeps of "Ignore error"."""
    codes = {kind: rule.code for rule in LINT_RULES.values() for kind in rule.ignored_as}
    for name, settings in book.settings.sheets.items():
        for ignored in settings.ignored:
            for kind in ignored.kinds:
                if kind in codes:
                    yield Switch(codes[kind], name, ignored.spans, _BY_EXCEL, name)


def switched_off(remark: Remark, switches: Iterable[Switch]) -> Remark | None:
    """What is left of a remark where some of its cells are not to be told of; None where nothing is."""
    spans = remark.spans
    for switch in switches:
        if not switch.covers(remark):
            continue
        if not switch.spans:
            return None
        for hole in switch.spans:
            spans = tuple(part for span in spans for part in _without(span, hole))
        if not spans and remark.spans:
            return None
    return remark if spans == remark.spans else replace(remark, spans=spans)


def _without(span: Span, hole: Span) -> Iterator[Span]:
    """The parts of an area outside of another."""
    top, left, bottom, right = span
    first, start = max(top, hole[0]), max(left, hole[1])
    last, end = min(bottom, hole[2]), min(right, hole[3])
    if first > last or start > end:
        yield span
        return
    parts = (
        (top, left, first - 1, right),
        (last + 1, left, bottom, right),
        (first, left, last, start - 1),
        (first, end + 1, last, right),
    )
    yield from (part for part in parts if part[0] <= part[2] and part[1] <= part[3])
