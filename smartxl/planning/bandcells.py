"""Where other sheets read counts and scores of a sampling sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.cells import a1, area, qualified
from smartxl.model.plan import Section, SheetPlan
from smartxl.model.scores import QuantityKind
from smartxl.planning.bands import COUNTS, counting, has_checks, progress_kinds
from smartxl.planning.context import Context
from smartxl.planning.place import SheetBuilder

__all__ = ["BandCells", "band_references"]


@dataclass(frozen=True)
class BandCells:
    """Indicator → score, filled, answered, applicable → a reference or, where no cell shows it, an expression that adds up.

    And to_correct, where the rows have checks. `parts` are the indicators that share a band, with the counts of it;
    `kinds` as in `progress_kinds`.
    """

    leaves: Mapping[str, Mapping[str, str]]
    parts: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]
    kinds: tuple[QuantityKind, QuantityKind] = (QuantityKind.FILLED, QuantityKind.UNFILLED)

    @cached_property
    def _by_codes(self) -> Mapping[tuple[str, ...], Mapping[str, str]]:
        return dict(self.parts)

    def counts(self, kind: str, leaves: Collection[str] | None = None) -> list[str]:
        """What adds up to the count of some of the indicators, or of all; none where there is no such count."""
        if leaves is not None and (counts := self._by_codes.get(tuple(leaves))) is not None:
            return [counts[kind]] if kind in counts else []
        found = []
        for codes, counts in self.parts:
            if leaves is None or all(code in leaves for code in codes):
                found += [counts[kind]] if kind in counts else []
            else:
                found += [self.leaves[code][kind] for code in codes if code in leaves]
        return found


def band_references(context: Context, sheet: SheetPlan) -> BandCells:
    """What other sheets read from a sampling sheet."""
    return _Reach(context, sheet, context.builder("sampling")).cells()


@dataclass(frozen=True)
class _Reach:
    context: Context
    sheet: SheetPlan
    builder: SheetBuilder

    def cells(self) -> BandCells:
        """All of them."""
        leaves, parts = {}, []
        for sections in self.sheet.parts:
            counts = self._band(sections)
            codes = tuple(section.leaf for section in sections)
            parts.append((codes, counts))
            for section in sections:
                own = self._tabled(section) if section.tabled else counts
                leaves[section.leaf] = {**own, "score": self._score(section)}
        return BandCells(leaves, tuple(parts), progress_kinds(self.builder))

    def _score(self, section: Section) -> str:
        role = "table_row" if section.tabled else "section"
        column = self.builder.column(role, "section.score")
        return qualified(self.sheet.name, a1(section.top_row, column))

    def _band(self, sections: Sequence[Section]) -> dict[str, str]:
        """The counts of a band: its cells, and what it does not show as expressions in brackets."""
        role, row = "table" if sections[0].tabled else "section", sections[0].band_row
        found = {}
        for kind in (*COUNTS, QuantityKind.TO_CORRECT) if has_checks(self.builder) else COUNTS:
            if kind in COUNTS or self.builder.offers(role, f"section.{kind}"):
                column = self.builder.column(role, f"section.{kind}")
                found[str(kind)] = qualified(self.sheet.name, a1(row, column))
            else:
                found[str(kind)] = f"({self._counting(sections)[kind]})"
        return found

    def _tabled(self, section: Section) -> dict[str, str]:
        """The counts of an indicator of a table, from its rows."""
        return {str(kind): f"({expression})" for kind, expression in self._counting([section]).items()}

    def _counting(self, sections: Sequence[Section]) -> Mapping[QuantityKind, str]:
        size = sum(len(section.lines) for section in sections)
        points, states = (self._down(sections, name) for name in ("score.item", "input.applicable"))
        checks = self._down(sections, "row.check") if has_checks(self.builder) else ""
        return counting(self.context, size, points, states, checks)

    def _down(self, sections: Sequence[Section], name: str) -> str:
        first, last = sections[0].lines[0].row, sections[-1].lines[-1].row
        column = self.builder.column("item", name)
        return qualified(self.sheet.name, area(first, column, last, column))
