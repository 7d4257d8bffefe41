"""The rows over the sections of a sampling sheet, and over all of them: counts, coverage and live scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from smartxl.cells import a1, area, qualified
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Indicator, Measure, Node
from smartxl.model.layout import SheetLayout
from smartxl.model.plan import Computed, Content, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.context import Context
from smartxl.planning.floor import RowCounts, graded, without_score
from smartxl.planning.nodes import marked
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rows import point_cells
from smartxl.rules import ExcelScore, Refs, build
from smartxl.rules.rowpoints import reviewed_expression

__all__ = [
    "COUNTS",
    "SectionBands",
    "SectionRows",
    "band_references",
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
    rows = [layout.row(role) for role in ("item", "entry")]
    texts = [[text for text in row.cells.values() if isinstance(text, str)] if row else [] for row in rows]
    return all(any("row.check" in text for text in own) for own in texts)


def progress_kinds(sheet: SheetBuilder) -> tuple[QuantityKind, QuantityKind]:
    """What the counts of rows that are filled, and of those that are left, mean in a sampling sheet."""
    if has_checks(sheet):
        return QuantityKind.FILLED, QuantityKind.UNFILLED
    return QuantityKind.ENTERED, QuantityKind.UNENTERED


def _checked(context: Context, checks: str, word: str) -> str:
    """How many of the rows whose checks stand in an area show a word, as an expression without =."""
    return f"COUNTIF({checks},{context.literal(word)})"


def _to_correct(context: Context, checks: str, size: int) -> str:
    """How many of `size` rows show a fault: neither that nothing is wrong nor that nothing was filled in."""
    none, blank = (_checked(context, checks, word) for word in ("check.none", "check.blank"))
    return f"{size}-{none}-{blank}"


@dataclass(frozen=True, slots=True)
class SectionRows:
    """Where the rows of one section stand."""

    node: Node
    indicator: Indicator
    first: int
    last: int


@dataclass(frozen=True)
class SectionBands:
    """What the bands of a unit's sheet show. `state` is the column of the marks, `entry` where an entry's inputs stand.

    `among`: indicator → what stands in place of a score that depends on other units. What begins with = is a formula.
    """

    context: Context
    unit: Unit
    sheet: SheetBuilder
    among: Mapping[str, str]
    state: int
    entry: Mapping[Field, int]

    def totals(self, rows: Sequence[int], size: int, total: str, stage: str) -> dict[str, Content]:
        """Total score and stage, and the counts summed over the bands in `rows`; `size` is how many rows are asked."""

        def count(kind: QuantityKind) -> str:
            column = self._column(kind)
            return "+".join(a1(row, column) for row in rows)

        stage_words = Computed(
            stage, Quantity(QuantityKind.STAGE, self.unit.code), self.context.stage_names()
        )
        return {
            **self._counts("total", ROOT, {kind: f"={count(kind)}" for kind in self._kinds()}, size),
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
        points = area(spot.first, self._points, spot.last, self._points)
        states = area(spot.first, self.state, spot.last, self.state)
        size = spot.last - spot.first + 1
        aside = [
            f"COUNTIF({states},{self.context.literal(w)})"
            for w in ("answer.not_applicable", "answer.pending")
        ]
        formulas = {
            **self._progress(spot, f"=COUNT({points})+{aside[0]}+{aside[1]}"),
            QuantityKind.ANSWERED: f"=COUNT({points})",
            QuantityKind.APPLICABLE: f"={size}-{aside[0]}",
        }
        counts = (a1(row, self._column(kind)) for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE))
        return {
            **self._counts("section", leaf, formulas, size),
            "section.title": title,
            "section.coverage": self._coverage(leaf, *counts),
            "section.score": self._score(leaf, self._formula(row, spot, points, states)),
        }

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

    def _progress(self, spot: SectionRows, entered: str) -> dict[QuantityKind, str]:
        """How many rows are filled, and to correct: by their checks or, without these, how many have anything `entered`."""
        if not has_checks(self.sheet):
            return {QuantityKind.FILLED: entered}
        column = self.sheet.column("item", "row.check")
        checks = area(spot.first, column, spot.last, column)
        wrong = _to_correct(self.context, checks, spot.last - spot.first + 1)
        filled = _checked(self.context, checks, "check.none")
        return {QuantityKind.FILLED: f"={filled}", QuantityKind.TO_CORRECT: f"={wrong}"}

    def _kinds(self) -> tuple[QuantityKind, ...]:
        """The counts that the bands show, whether all templates have places for them or not."""
        shows = self.sheet.offers("section", f"section.{QuantityKind.TO_CORRECT}")
        return (*COUNTS, QuantityKind.TO_CORRECT) if shows and has_checks(self.sheet) else COUNTS

    @property
    def _points(self) -> int:
        return self.sheet.column("item", "score.item")

    def _column(self, kind: QuantityKind) -> int:
        return self.sheet.column("section", f"section.{kind}")

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
                formula,
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

    def _formula(self, row: int, spot: SectionRows, points: str, states: str) -> str:
        """The score of a section from its rows, or what stands in its place."""
        leaf = spot.node.code
        if leaf in self.among:
            return self.among[leaf]
        rows = RowCounts(
            *(a1(row, self._column(kind)) for kind in (QuantityKind.ANSWERED, QuantityKind.APPLICABLE))
        )
        formula = self._excel(spot, points, states).formula(
            self.context.digits(leaf),
            udf=self.context.edition.calls_functions,
            without=without_score(self.context, spot.indicator, rows),
        )
        return marked(self.context, rows.applicable, graded(self.context, leaf, rows, formula))

    def _excel(self, spot: SectionRows, points: str, states: str) -> ExcelScore:
        lists, rows, full = self.context.lists, range(spot.first, spot.last + 1), self._full
        scale = f"scale.{spot.indicator.scale}"
        labelled = spot.indicator.measure is Measure.RUBRIC
        refs = Refs(
            values=points,
            cells=tuple(self._level(row) if labelled else a1(row, self._points) for row in rows),
            states=states,
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

    def _level(self, row: int) -> str:
        """The level of an entry that counts."""
        cells = point_cells(self.context, "", row, self.entry)
        return reviewed_expression(cells.value, cells.review)

    @property
    def _full(self) -> int:
        return self.sheet.column("item", "item.full")


def band_references(context: Context, sheet: SheetPlan) -> dict[str, dict[str, str]]:
    """What other sheets read from a sampling sheet: leaf → score, filled, answered, applicable → reference.

    And to_correct, where its rows have checks: a reference or, where bands do not show it, an expression in brackets.
    """
    builder = context.builder("sampling")
    names = ["score", *COUNTS]
    wrong, is_checked = QuantityKind.TO_CORRECT, has_checks(builder)
    if is_checked and builder.offers("section", f"section.{wrong}"):
        names.append(wrong)
    columns = {name: builder.column("section", f"section.{name}") for name in names}
    found = {
        section.leaf: {
            name: qualified(sheet.name, a1(section.band_row, column)) for name, column in columns.items()
        }
        for section in sheet.scored
    }
    if is_checked and wrong not in columns:
        checks = builder.column("item", "row.check")
        for section in sheet.scored:
            first, last = section.lines[0].row, section.lines[-1].row
            reach = qualified(sheet.name, area(first, checks, last, checks))
            found[section.leaf][wrong] = f"({_to_correct(context, reach, len(section.lines))})"
    return found
