"""The rows over the sections of a sampling sheet, and over all of them: counts, coverage and live scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from smartxl.cells import a1, area
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Indicator, Measure, Node
from smartxl.model.layout import SheetLayout
from smartxl.model.plan import Computed, Content
from smartxl.model.scores import Quantity, QuantityKind, together
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded, without_score
from smartxl.planning.moved import MovedContents
from smartxl.planning.nodes import marked
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rows import point_cells
from smartxl.rules import ExcelScore, Refs, build
from smartxl.rules.rowpoints import reviewed_expression

__all__ = [
    "COUNTS",
    "BandPlace",
    "SectionBands",
    "SectionRows",
    "counting",
    "has_checks",
    "progress_kinds",
]

COUNTS = (QuantityKind.FILLED, QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
_SHOWN = (*COUNTS, QuantityKind.TO_CORRECT, QuantityKind.COVERAGE)
_COMPUTED: Mapping[str, Content] = {  # in a lean plan
    f"section.{kind}": Computed("=", Quantity(kind, "")) for kind in _SHOWN
}


def has_checks(sheet: SheetBuilder) -> bool:
    """Whether the rows of a sampling sheet say what is wrong with them: then only rows without a fault are filled."""
    return _has_checks(sheet.layout)


@lru_cache(maxsize=64)
def _has_checks(layout: SheetLayout) -> bool:
    tables = ("table_row",) if layout.row("table_row") else ()
    rows = [layout.row(role) for role in ("item", "entry", *tables)]
    texts = [[text for text in row.cells.values() if isinstance(text, str)] if row else [] for row in rows]
    return all(any("row.check" in text for text in own) for own in texts)


def progress_kinds(sheet: SheetBuilder) -> tuple[QuantityKind, QuantityKind]:
    """What the counts of rows that are filled, and of those that are left, mean in a sampling sheet."""
    if has_checks(sheet):
        return QuantityKind.FILLED, QuantityKind.UNFILLED
    return QuantityKind.ENTERED, QuantityKind.UNENTERED


def counting(
    context: Context, size: int, points: str, states: str, checks: str = ""
) -> dict[QuantityKind, str]:
    """How many of `size` rows are filled, and so on, as expressions without =, over the areas of their points, marks and,
    where they have such, checks: without these what has any answer is filled, and nothing is to be corrected.

    To be corrected are those that show neither that nothing is wrong nor that nothing was filled in.
    """

    def showing(cells: str, word: str) -> str:
        return f"COUNTIF({cells},{context.literal(word)})"

    answered, aside = f"COUNT({points})", showing(states, "answer.not_applicable")
    found = {
        QuantityKind.FILLED: f"{answered}+{aside}+{showing(states, 'answer.pending')}",
        QuantityKind.ANSWERED: answered,
        QuantityKind.APPLICABLE: f"{size}-{aside}",
    }
    if checks:
        none, blank = showing(checks, "check.none"), showing(checks, "check.blank")
        found |= {QuantityKind.FILLED: none, QuantityKind.TO_CORRECT: f"{size}-{none}-{blank}"}
    return found


@dataclass(frozen=True, slots=True)
class SectionRows:
    """Where the rows of one indicator stand, and in which columns their inputs."""

    node: Node
    indicator: Indicator
    first: int
    last: int
    inputs: Mapping[Field, int]

    @property
    def size(self) -> int:
        """How many rows it has."""
        return self.last - self.first + 1

    def moved(self, first: int) -> SectionRows:
        """The same from another row on."""
        return SectionRows(self.node, self.indicator, first, first + self.size - 1, self.inputs)


class BandPlace(NamedTuple):
    """In which row a band stands, and whether it is that of a table."""

    row: int
    table: bool

    @property
    def role(self) -> str:
        """The role of its row in the template."""
        return "table" if self.table else "section"


@dataclass(frozen=True)
class SectionBands:
    """What the bands of a unit's sheet show. `state` is the column of the marks.

    `among`: indicator → what stands in place of a score that depends on other units. What begins with = is a formula.
    """

    context: Context
    unit: Unit
    sheet: SheetBuilder
    among: Mapping[str, str]
    state: int

    def totals(self, rows: Sequence[BandPlace], size: int, total: str, stage: str) -> dict[str, Content]:
        """Total score and stage, and the counts summed over the bands in `rows`; `size` is how many rows are asked."""

        def count(kind: QuantityKind) -> str:
            columns = {role: self._column(kind, role) for role in {place.role for place in rows}}
            return "+".join(a1(place.row, columns[place.role]) for place in rows)

        stage_words = Computed(
            stage, Quantity(QuantityKind.STAGE, self.unit.code), self.context.stage_names()
        )
        return {
            **self._counts("total", ROOT, {kind: count(kind) for kind in self._kinds()}, size),
            "total.coverage": self._coverage(
                ROOT, f"({count(QuantityKind.ANSWERED)})", f"({count(QuantityKind.APPLICABLE)})"
            ),
            "total.score": self._score(ROOT, total),
            "total.stage": stage_words if stage.startswith("=") else stage,
        }

    def section(self, row: int, spot: SectionRows, title: str) -> dict[str, Content]:
        """The band of a section, which stands in `row`."""
        leaf = spot.node.code
        if self.context.lean:
            shown = self._score(leaf, self.among.get(leaf, "="))
            return {**self._seen, "section.title": title, "section.score": shown}
        below = spot.first - row
        key = ("section", leaf, spot.size, below, self.among.get(leaf))
        made = self._moved(key, row, lambda at: self._section(at, spot.moved(at + below)))
        return {**made, "section.title": title}

    def _section(self, row: int, spot: SectionRows) -> dict[str, Content]:
        leaf = spot.node.code
        counts = RowCounts(
            *(a1(row, self._column(kind)) for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE))
        )
        return {
            **self._counts("section", leaf, self._counting(spot.first, spot.last), spot.size),
            "section.coverage": self._coverage(leaf, counts.answered, counts.applicable),
            "section.score": self._score(leaf, self._formula(counts, spot)),
        }

    def _moved(
        self, key: tuple[object, ...], row: int, make: Callable[[int], dict[str, Content]]
    ) -> dict[str, Content]:
        """What `make` gives for a row, made once for all units whose forms have it anywhere."""
        context = self.context
        about = ("band", self.sheet.grid, id(context.words), context.edition, self.state, *key)
        return context.shared.once(about, lambda: MovedContents.of(make, row)).at(row, self.unit.code, make)

    def table(self, row: int, spots: Sequence[SectionRows], title: str) -> dict[str, Content]:
        """The band of a table, which stands in `row`: the counts of all its indicators."""
        if self.context.lean:
            return {**self._seen, "section.title": title}
        below, size = spots[0].first - row, spots[-1].last - spots[0].first + 1
        of = together(spot.node.code for spot in spots)
        made = self._moved(("table", of, size, below), row, lambda at: self._table(at, at + below, size, of))
        return {**made, "section.title": title}

    def _table(self, row: int, first: int, size: int, of: str) -> dict[str, Content]:
        places = (self._column(kind, "table") for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE))
        return {
            **self._counts("section", of, self._counting(first, first + size - 1), size),
            "section.coverage": self._coverage(of, *(a1(row, column) for column in places)),
        }

    def tabled_score(self, spot: SectionRows) -> Content:
        """The score of an indicator of a table."""
        leaf = spot.node.code
        if self.context.lean:
            return self._score(leaf, self.among.get(leaf, "="))
        key = ("tabled", leaf, spot.size, self.among.get(leaf))
        return self._moved(key, spot.first, lambda at: {leaf: self._tabled_score(spot.moved(at))})[leaf]

    def _tabled_score(self, spot: SectionRows) -> Content:
        counts = self._counting(spot.first, spot.last)
        rows = RowCounts(*(f"({counts[kind]})" for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)))
        return self._score(spot.node.code, self._formula(rows, spot))

    def _counting(self, first: int, last: int) -> dict[QuantityKind, str]:
        """What counts the rows from `first` to `last`, without =."""
        checks = ""
        if has_checks(self.sheet):
            column = self.sheet.column("item", "row.check")
            checks = area(first, column, last, column)
        states = area(first, self.state, last, self.state)
        return counting(self.context, last - first + 1, self._points_of(first, last), states, checks)

    @cached_property
    def _seen(self) -> Mapping[str, Content]:
        """What is computed in a band, as a lean plan has it."""
        filled, wrong = f"section.{QuantityKind.FILLED}", f"section.{QuantityKind.TO_CORRECT}"
        kind, checked = progress_kinds(self.sheet)[0], has_checks(self.sheet)
        return {
            **_COMPUTED,
            filled: Computed("=", Quantity(kind, "")),
            wrong: _COMPUTED[wrong] if checked else "",
        }

    def _kinds(self) -> tuple[QuantityKind, ...]:
        """The counts that the bands show, whether all templates have places for them or not."""
        shows = self.sheet.offers("section", f"section.{QuantityKind.TO_CORRECT}")
        return (*COUNTS, QuantityKind.TO_CORRECT) if shows and has_checks(self.sheet) else COUNTS

    @property
    def _points(self) -> int:
        return self.sheet.column("item", "score.item")

    def _points_of(self, first: int, last: int) -> str:
        return area(first, self._points, last, self._points)

    def _column(self, kind: QuantityKind, role: str = "section") -> int:
        return self.sheet.column(role, f"section.{kind}")

    def _score(self, code: str, shown: str) -> Content:
        """A score by its formula, or a text in its place."""
        if not shown.startswith("="):
            return shown
        return Computed(
            shown,
            Quantity(QuantityKind.SCORE, self.unit.code, code),
            number_format=self.context.score_format(self.context.digits(code)),
            mark="" if code == ROOT else self.context.mark_word,
            ungraded=self.context.ungraded_word(code),
        )

    def _counts(
        self, role: str, ref: str, formulas: Mapping[QuantityKind, str], total: int
    ) -> dict[str, Content]:
        """The counts of a row, each saying in its number format what it counts; "" for one that the form does not have."""
        words, filled = self.context.words, progress_kinds(self.sheet)[0]
        counts: dict[str, Content] = {f"{role}.{QuantityKind.TO_CORRECT}": ""}
        for kind, formula in formulas.items():
            counts[f"{role}.{kind}"] = Computed(
                f"={formula}",
                Quantity(filled if kind is QuantityKind.FILLED else kind, self.unit.code, ref),
                number_format=words[f"sampling.{kind}_format"].format(total=total),
            )
        return counts

    def _coverage(self, ref: str, answered: str, applicable: str) -> Computed:
        """The share that is answered."""
        return Computed(
            f'=IF({applicable}=0,"",{answered}/{applicable})',
            Quantity(QuantityKind.COVERAGE, self.unit.code, ref),
            number_format=self.context.words["sampling.coverage_format"],
        )

    def _formula(self, rows: RowCounts, spot: SectionRows) -> str:
        """The score of an indicator from its rows, or what stands in its place; `rows` says where they are counted."""
        leaf = spot.node.code
        if leaf in self.among:
            return self.among[leaf]
        formula = self._excel(spot).formula(
            self.context.digits(leaf),
            udf=self.context.edition.calls_functions,
            without=without_score(self.context, spot.indicator, rows),
        )
        return marked(self.context, rows.applicable, graded(self.context, leaf, rows, formula))

    def _excel(self, spot: SectionRows) -> ExcelScore:
        lists, rows, full = self.context.lists, range(spot.first, spot.last + 1), self._full
        scale = f"scale.{spot.indicator.scale}"
        labelled = spot.indicator.measure is Measure.RUBRIC
        refs = Refs(
            values=self._points_of(spot.first, spot.last),
            cells=tuple(self._level(spot, row) if labelled else a1(row, self._points) for row in rows),
            states=area(spot.first, self.state, spot.last, self.state),
            not_applicable=self.context.literal("answer.not_applicable"),
            pending=self.context.literal("answer.pending"),
            full=area(spot.first, full, spot.last, full),
            labels=str(lists.area(f"{scale}.labels")) if labelled else "",
            points=str(lists.area(f"{scale}.points")) if labelled else "",
            params=lists.params(spot.node.code),
            vector=lists.vector(spot.node.code),
            missing=self.context.definition.missing(spot.indicator),
        )
        return build(spot.indicator.rule).excel(refs)

    def _level(self, spot: SectionRows, row: int) -> str:
        """The level of an entry that counts."""
        cells = point_cells(self.context, "", row, spot.inputs)
        return reviewed_expression(cells.value, cells.review)

    @property
    def _full(self) -> int:
        return self.sheet.column("item", "item.full")
