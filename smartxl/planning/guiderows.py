"""The rows of a guide: the same for all units that are asked the same indicators, but for those that name the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smartxl.model.framework import Scale
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Content, PlannedRow
from smartxl.model.rowcells import PatternCells
from smartxl.planning.context import Context
from smartxl.planning.conventions import conventions
from smartxl.planning.guidecolumns import GuideColumns
from smartxl.planning.place import SheetBuilder

__all__ = ["GuideFrame", "GuideRow", "GuideRows"]

_NAMED = "example.row"
_NOTHING: Mapping[str, str | float] = {}


class GuideRow(NamedTuple):
    """A template row with what is `given` beside what is said of the unit; one that `keeps` stays on a page with the next.

    `example` is the place of the example whose row of the form it names, -1 for none.
    """

    row: LayoutRow
    given: Mapping[str, str | float] = _NOTHING
    keeps: bool = False
    example: int = -1


@dataclass(frozen=True)
class GuideFrame:
    """A guide: its rows as they stand for all units, and those that speak of the unit; `keep` are rows that are not parted
    from the next one."""

    rows: tuple[PlannedRow | GuideRow, ...]
    keep: frozenset[int]

    @classmethod
    def of(cls, sheet: SheetBuilder, values: Mapping[str, Content], rows: Iterable[GuideRow]) -> GuideFrame:
        """The rows as a builder without rows lays them out; `values` are those of any unit."""
        found: list[PlannedRow | GuideRow] = []
        keep = set[int]()
        for each in rows:
            number = sheet.add_given(
                each.row, each.given, _with_name(each, values, [""] * (each.example + 1))
            )
            keep |= {number} if each.keeps else set()
            planned = sheet.rows[-1]
            is_same = type(planned.cells) is PatternCells and not planned.cells.has_own
            found.append(planned if is_same else each)
        return cls(tuple(found), frozenset(keep | _titles(sheet)))

    def fill(self, sheet: SheetBuilder, values: Mapping[str, Content], named: Sequence[str]) -> None:
        """Adds the rows for a unit; `named` are the rows of the form that the examples show."""
        for each in self.rows:
            if isinstance(each, PlannedRow):
                sheet.rows.append(each)
            else:
                sheet.add_given(each.row, each.given, _with_name(each, values, named))


def _with_name(row: GuideRow, values: Mapping[str, Content], named: Sequence[str]) -> Mapping[str, Content]:
    return values if row.example < 0 else {**values, _NAMED: named[row.example]}


def _titles(sheet: SheetBuilder) -> set[int]:
    """The rows of text below an empty row: they stay on one page with what follows."""
    roles = {row.row: row.role for row in sheet.layout.rows}
    shown = [(row.row, row.style_row) for row in sheet.rows]
    return {row for row, made in shown if roles[made] == "text" and roles.get(made - 1) == "space"}


@dataclass(frozen=True)
class GuideRows:
    """What a guide tells: `examples` have (column, what stands in it)."""

    context: Context
    sheet: SheetBuilder
    columns: GuideColumns
    scales: Sequence[Scale]
    examples: Sequence[Sequence[tuple[str, str]]]

    def all(self) -> Iterator[GuideRow]:
        """The rows in their order."""
        rows = self.sheet.layout.rows
        title = next((row for row in rows if _NAMED in "".join(map(str, row.cells.values()))), None)
        repeated: Mapping[str, Callable[[], Iterator[GuideRow]]] = {
            "scale": self._scales,
            "option": lambda: iter(()),  # they came with their scales
            "convention": self._conventions,
            "heading": self._headings,
            "example": lambda: self._examples(title),
        }
        for row in rows if self.scales else _without_scales(rows):
            if row.role in repeated:
                yield from repeated[row.role]()
            elif row is not title:
                yield GuideRow(row)

    def _scales(self) -> Iterator[GuideRow]:
        """Each with its options."""
        lang, title = self.context.lang, self.sheet.template_row("scale")
        for scale in self.scales:
            yield GuideRow(title, {"scale.title": scale.title.get(lang)}, keeps=True)
            for option in scale.options:
                texts: dict[str, str | float] = {
                    "option.label": option.label.get(lang),
                    "option.points": option.points,
                    "option.guidance": option.guidance.get(lang),
                }
                yield GuideRow(self.sheet.template_row("option"), texts)

    def _conventions(self) -> Iterator[GuideRow]:
        row = self.sheet.template_row("convention")
        return (GuideRow(row, {"convention.text": text}) for text in conventions(self.context))

    def _headings(self) -> Iterator[GuideRow]:
        row = self.sheet.template_row("heading")
        for names, guidance in self.columns.columns():
            yield GuideRow(row, {"column.names": names, "column.guidance": guidance})

    def _examples(self, title: LayoutRow | None) -> Iterator[GuideRow]:
        row = self.sheet.template_row("example")
        for place, cells in enumerate(self.examples):
            if title:
                yield GuideRow(title, keeps=True, example=place)
            for column, value in cells:
                yield GuideRow(row, {"example.column": column, "example.value": value})


def _without_scales(rows: Sequence[LayoutRow]) -> Sequence[LayoutRow]:
    """The rows of a guide without those of scales, the title above them and the space below them."""
    of_scales = [place for place, row in enumerate(rows) if row.role in {"scale", "option"}]
    if not of_scales:
        return rows
    first, last = of_scales[0], of_scales[-1]
    first -= first > 0 and rows[first - 1].role == "text"
    last += last + 1 < len(rows) and rows[last + 1].role == "space"
    return (*rows[:first], *rows[last + 1 :])
