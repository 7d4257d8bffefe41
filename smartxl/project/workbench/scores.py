"""The sheet of scores of a class: its units × indicators as inputs, and what follows from them, by formula and by function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from smartxl.cells import Area, a1, area, text_literal
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Check, CheckKind, Computed, PlainFormula, SheetPlan
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.model.sheetdesign import Look
from smartxl.planning.stages import stage_formula
from smartxl.project.workbench import looks
from smartxl.project.workbench.called import CalledColumns
from smartxl.project.workbench.facts import GOOD, OTHER, Inputs, Workbench, guarded
from smartxl.project.workbench.grid import RAW
from smartxl.project.workbench.keys import SheetKind
from smartxl.project.workbench.printing import paged
from smartxl.project.workbench.scoresplace import COUNTS, FLAT, FLAT_SUM, HAS_FLAT, ScoresAt, ScoresPlace
from smartxl.project.workbench.weights import WeightsPlace
from smartxl.questionnaires.page import KEY_COLUMN
from smartxl.questionnaires.scale import joined
from smartxl.rules import ANY_NUMBER
from smartxl.text import cut_to

__all__ = ["plan_scores_sheet"]

_NAMED = 56
"""How many Latin characters of a name stand in a head; the sheet of weights has it whole."""


def plan_scores_sheet(
    book: Workbench, place: ScoresPlace, weights: WeightsPlace, inputs: Inputs
) -> SheetPlan:
    """The sheet of one class."""
    return _ScoresSheet(book, place, weights, inputs).plan()


class _ScoresSheet:
    """The sheet while it is written."""

    def __init__(self, book: Workbench, place: ScoresPlace, weights: WeightsPlace, inputs: Inputs) -> None:
        self.book, self.place, self.weights, self.inputs = book, place, weights, inputs
        self.grid, self.members = place.grid, place.members
        self.code = self.members.unit_class.code
        self.leaves, self.branches = self.members.leaves, self.members.branches
        self.check = Check(CheckKind.NUMBER, minimum=place.low, maximum=place.high)
        self.build = book.page(SheetKind.SCORES, self.code, self._widths())
        self.called = CalledColumns(
            book, place, self.build, ScoresAt.SX_TOTAL, ScoresAt.SX_RANK, ScoresAt.SX_STAGE
        )

    def _widths(self) -> Mapping[int, float]:
        narrow = dict.fromkeys(range(ScoresAt.LEAVES, self.place.last + 1), 9.0)
        return {
            **narrow,
            KEY_COLUMN: 4.0,
            ScoresAt.CODE: 9.0,
            ScoresAt.NAME: 28.0,
            ScoresAt.WEIGHT: 7.0,
            ScoresAt.TOTAL: 9.0,
            ScoresAt.SX_TOTAL: 9.0,
            ScoresAt.RANK: 6.5,
            ScoresAt.SX_RANK: 6.5,
            ScoresAt.STAGE: 12.0,
            ScoresAt.SX_STAGE: 12.0,
            ScoresAt.COVERAGE: 8.5,
            ScoresAt.CHECK: 32.0,
            ScoresAt.SAME: 6.5,
        }

    def plan(self) -> SheetPlan:
        """Heads, then unit by unit, the class as a whole, its coverage, and what unscored children count with."""
        build = self.build
        build.mark({self.grid.columns[node.code]: node.code for node in (*self.leaves, *self.branches)})
        build.mark({ScoresAt.TOTAL: ROOT})
        build.across(
            ScoresAt.TITLE,
            ScoresAt.CODE,
            ScoresAt.SAME,
            self.book.titled(SheetKind.SCORES, self.code),
            looks.TITLE,
        )
        build.across(
            ScoresAt.INTRO, ScoresAt.CODE, ScoresAt.SAME, self.book.word("intro_scores"), looks.INTRO, lines=3
        )
        build.across(ScoresAt.STATUS, ScoresAt.CODE, ScoresAt.SAME, self._status(), looks.BAND)
        self._write_heads()
        for unit in self.members.units:
            self._write_unit(unit)
        self._write_class()
        self._write_coverage()
        for group in self.members.groups:
            self._write_group(group)
        hidden = (KEY_COLUMN, ScoresAt.ANSWERED, ScoresAt.APPLICABLE, *self._hidden)
        sheet = build.sheet(
            frozen=(ScoresAt.FIRST, ScoresAt.WEIGHT),
            repeated=(ScoresAt.ABOVE, ScoresAt.WEIGHTS),
            hidden_columns=hidden,
            scale=62,
            break_after=ScoresAt.SAME,
        )
        first, last = ScoresAt.FIRST, self.grid.at[self.members.unit_class.aggregate]
        checks = Area(self.build.name, first, ScoresAt.CHECK, last, ScoresAt.CHECK)
        return paged(sheet, columns=(ScoresAt.CODE, ScoresAt.NAME), checks=[checks])

    @cached_property
    def _hidden(self) -> tuple[int, ...]:
        raw = (self.grid.columns[RAW],) if RAW in self.grid.columns else ()
        return (*raw, *self.grid.flags.values(), *self.place.flat.values())

    def _status(self) -> PlainFormula:
        """What is to be put right before there are totals, in a sentence."""
        checks = self.place.down(ScoresAt.CHECK)
        wrong = f'({len(self.members.units)}-COUNTIF({checks},"{GOOD}"))'
        words = {word: text_literal(self.book.word(word)) for word in ("status_weights", "status_good")}
        units = joined(self.book.word("status_scores"), {"count": wrong})
        return PlainFormula(
            f"=IF({self.place.ready},IF({wrong}=0,{words['status_good']},{units}),{words['status_weights']})"
        )

    def _write_heads(self) -> None:
        build, word = self.build, self.book.word
        heads = {
            ScoresAt.CODE: "code",
            ScoresAt.NAME: "unit",
            ScoresAt.WEIGHT: "unit_weight",
            ScoresAt.TOTAL: "total",
            ScoresAt.SX_TOTAL: "sx_total",
            ScoresAt.RANK: "rank",
            ScoresAt.SX_RANK: "sx_rank",
            ScoresAt.STAGE: "stage",
            ScoresAt.SX_STAGE: "sx_stage",
            ScoresAt.COVERAGE: "coverage",
            ScoresAt.CHECK: "check",
            ScoresAt.SAME: "same",
            ScoresAt.ANSWERED: "answered",
            ScoresAt.APPLICABLE: "applicable",
        }
        for column, head in heads.items():
            build.put(ScoresAt.HEAD, column, word(f"head_{head}"), looks.HEAD)
        for line, title in ((ScoresAt.WEIGHTS, "weight_line"), (ScoresAt.EFFECTIVE, "effective_line")):
            for column in range(ScoresAt.CODE, ScoresAt.LEAVES):
                build.put(line, column, "", looks.TEXT)
            build.put(line, ScoresAt.NAME, word(title), looks.TEXT)
        build.put(ScoresAt.WEIGHTS, ScoresAt.TOTAL, self._ready(), looks.TEXT)
        self._write_bands()
        for node in (*self.leaves, *self.branches):
            self._write_node_head(node)
        for node in self.branches:
            column = self.place.called[node.code]
            build.put(ScoresAt.HEAD, column, self._head(node), looks.HEAD)

    def _write_bands(self) -> None:
        """What the columns are, over the heads."""
        build, columns = self.build, self.grid.columns
        parts = (
            ("band_leaves", [columns[node.code] for node in self.leaves]),
            ("band_branches", [columns[node.code] for node in self.branches]),
            ("band_called", list(self.place.called.values())),
        )
        for word, among in parts:
            if among:
                build.across(ScoresAt.ABOVE, min(among), max(among), self.book.word(word), looks.BAND)

    def _head(self, node: Node) -> str:
        return cut_to(f"{node.code} {node.name.get(self.book.context.lang)}", _NAMED)

    def _write_node_head(self, node: Node) -> None:
        column, build = self.grid.columns[node.code], self.build
        build.put(ScoresAt.HEAD, column, self._head(node), looks.HEAD)
        weight = self.weights.used(self.code, node.code)
        build.put(ScoresAt.WEIGHTS, column, PlainFormula(f'=IFERROR({weight},"")'), looks.COUNT)
        if node.is_leaf:
            share = self.weights.effective(self.code, node.code)
            build.put(ScoresAt.EFFECTIVE, column, PlainFormula(f'=IFERROR({share},"")'), looks.PERCENT)

    def _ready(self) -> PlainFormula:
        """✓ where the sheet of weights is in order and has every node."""
        columns = [self.grid.columns[node.code] for node in (*self.leaves, *self.branches)]
        here = area(ScoresAt.WEIGHTS, min(columns), ScoresAt.WEIGHTS, max(columns), "$")
        count = f"COUNT({here})={len(columns)}"
        return PlainFormula(f'=IF(AND({self.weights.ready(self.code)}="{GOOD}",{count}),"{GOOD}","{OTHER}")')

    def _write_unit(self, unit: Unit) -> None:
        build, row, context = self.build, self.grid.at[unit.code], self.book.context
        build.put(row, KEY_COLUMN, unit.code)
        build.put(row, ScoresAt.CODE, unit.code, looks.TEXT)
        build.put(row, ScoresAt.NAME, unit.name.get(context.lang), looks.TEXT)
        build.put(row, ScoresAt.WEIGHT, unit.weight, looks.COUNT)
        for kind, column in COUNTS.items():
            build.put(row, column, self.book.table.get(kind, unit.code, ROOT) or 0.0)
        for leaf in self.leaves:
            self._write_input(unit, leaf, row)
        for code, column in self.grid.flags.items():
            build.put(row, column, float(self.book.table.below_floor(unit.code, code)))
        group = self.members.group_of(unit)
        for node in self.branches:
            self._put_score(
                unit.code, node.code, self.grid.node(unit.code, node.code, peers=group), looks.NUMBER
            )
        ready = self.place.ready_of(unit.code)
        if RAW in self.grid.columns:
            raw = Computed(
                self.grid.raw(unit.code, group, ready), Quantity(QuantityKind.RAW, unit.code, ROOT)
            )
            build.put(row, self.grid.columns[RAW], raw)
        self._put_score(unit.code, ROOT, self.grid.total(unit.code, group, ready), looks.STRONG)
        rank = Computed(
            guarded(self.place.whole, self.grid.rank(unit)), Quantity(QuantityKind.RANK, unit.code)
        )
        build.put(row, ScoresAt.RANK, rank, looks.COUNT)
        self._write_rest(unit.code, row)
        build.put(row, ScoresAt.CHECK, self._checked(row), looks.TEXT)
        self._write_flat(row)
        self.called.write(unit, row, ready, ScoresAt.SAME)

    def _write_flat(self, row: int) -> None:
        """The mean of the indicators by their shares of the total, as SX_TORNADO and SX_BANDS weigh them."""
        columns = [self.grid.columns[leaf.code] for leaf in self.leaves]
        here = area(row, min(columns), row, max(columns))
        shares = area(ScoresAt.EFFECTIVE, min(columns), ScoresAt.EFFECTIVE, max(columns), "r")
        total, known = a1(row, self.place.flat[FLAT]), f"SUMIF({here},{ANY_NUMBER},{shares})"
        build, flat = self.build, self.place.flat
        build.put(row, flat[FLAT], PlainFormula(f'=IF({known}>0,SUMPRODUCT({here},{shares})/{known},"")'))
        build.put(row, flat[FLAT_SUM], PlainFormula(f"=IF({known}>0,{known},1)"))
        build.put(row, flat[HAS_FLAT], PlainFormula(f"=IF(ISNUMBER({total}),1,0)"))

    def _write_input(self, unit: Unit, leaf: Node, row: int) -> None:
        score = self.book.score(unit.code, leaf.code)
        applies = self.book.table.applies(unit.code, leaf.code)
        shown = score if score is not None or applies else self.book.context.mark_word or None
        look = looks.formatted(looks.INPUT_NUMBER, self._format(leaf.code))
        key = f"score:{unit.code}/{leaf.code}"
        self.inputs.put(self.build, row, self.grid.columns[leaf.code], key, shown, self.check, look)

    def _format(self, code: str) -> str:
        return self.book.context.score_format(self.book.context.digits(code))

    def _put_score(self, member: str, code: str, formula: str, look: Look) -> None:
        context = self.book.context
        quantity = Quantity(QuantityKind.SCORE, member, code)
        mark = "" if code == ROOT else context.mark_word
        content = Computed(formula, quantity, mark=mark, ungraded=context.ungraded_word(code))
        row, column = self.grid.at[member], self.grid.columns[code]
        self.build.put(row, column, content, looks.formatted(look, self._format(code)))

    def _write_rest(self, member: str, row: int) -> None:
        """Stage and coverage."""
        context, build = self.book.context, self.build
        stage = stage_formula(context, a1(row, ScoresAt.TOTAL))
        build.put(
            row,
            ScoresAt.STAGE,
            Computed(stage, Quantity(QuantityKind.STAGE, member), context.stage_names()),
            looks.TEXT,
        )
        answered, applicable = a1(row, ScoresAt.ANSWERED), a1(row, ScoresAt.APPLICABLE)
        share = f'=IF({applicable}=0,"",{answered}/{applicable})'
        coverage = Computed(share, Quantity(QuantityKind.COVERAGE, member, ROOT))
        build.put(row, ScoresAt.COVERAGE, coverage, looks.PERCENT)
        for column in (ScoresAt.SX_TOTAL, ScoresAt.SX_RANK, ScoresAt.SX_STAGE, ScoresAt.SAME):
            build.put(row, column, "", looks.TEXT)

    def _checked(self, row: int) -> PlainFormula:
        """✓, or how many scores of a row are none."""
        columns = [self.grid.columns[leaf.code] for leaf in self.leaves]
        here, mark = area(row, min(columns), row, max(columns)), self.book.context.mark
        marked = f"-COUNTIF({here},{mark})" if mark else ""
        low, high = f"{self.place.low:.15g}", f"{self.place.high:.15g}"
        texts = f"COUNTA({here})-COUNT({here}){marked}"
        wrong = f'({texts}+COUNTIF({here},"<{low}")+COUNTIF({here},">{high}"))'
        told = joined(self.book.word("scores_wrong", low=low, high=high, count="{count}"), {"count": wrong})
        return PlainFormula(f'=IF({wrong}=0,"{GOOD}",{told})')

    def _write_class(self) -> None:
        """The class as a whole: the mean of its units' scores by their weights, rolled up as a unit's are."""
        build, member, context = self.build, self.members.unit_class.aggregate, self.book.context
        row = self.grid.at[member]
        build.put(row, KEY_COLUMN, member)
        for column in range(ScoresAt.CODE, ScoresAt.LEAVES):
            build.put(row, column, "", looks.STRONG_TEXT)
        build.put(row, ScoresAt.NAME, context.words["summary.aggregate"], looks.STRONG_TEXT)
        for kind, column in COUNTS.items():
            total = Computed(f"=SUM({self.place.down(column, 'r')})", Quantity(kind, member, ROOT))
            build.put(row, column, total)
        for leaf in self.leaves:
            self._put_score(member, leaf.code, self.grid.of_class(leaf.code), looks.STRONG)
        for node in self.branches:
            self._put_score(member, node.code, self.grid.node(member, node.code), looks.STRONG)
        checks, size = self.place.down(ScoresAt.CHECK, "r"), len(self.members.units)
        wrong, weights = (text_literal(self.book.word(word)) for word in ("class_waits", "weights_wait"))
        build.put(
            row,
            ScoresAt.CHECK,
            PlainFormula(
                f'=IF({self.place.ready},IF(COUNTIF({checks},"{GOOD}")={size},"{GOOD}",{wrong}),{weights})'
            ),
            looks.STRONG_TEXT,
        )
        self._put_score(member, ROOT, self.grid.total(member, "", self.place.ready_of(member)), looks.STRONG)
        self._write_rest(member, row)

    def _write_coverage(self) -> None:
        """How much of the class has a score: of an indicator 0 or 1, above it by weight."""
        row, member = self.place.coverage, self.members.unit_class.aggregate
        for column in range(ScoresAt.CODE, ScoresAt.LEAVES):
            self.build.put(row, column, "", looks.TEXT)
        self.build.put(row, ScoresAt.NAME, self.book.word("coverage_line"), looks.TEXT)
        for leaf in self.leaves:
            has = PlainFormula(f"=IF(ISNUMBER({self.grid.cell(member, leaf.code)}),1,0)")
            self.build.put(row, self.grid.columns[leaf.code], has, looks.PERCENT)
        for code in (*(node.code for node in self.branches), ROOT):
            basis = self.grid.basis(code)
            if basis:
                self.build.put(row, self.grid.columns[code], self._covered(basis, row), looks.PERCENT)

    def _covered(self, basis: Sequence[str], row: int) -> PlainFormula:
        columns, weights = [self.grid.columns[code] for code in basis], self.grid.weights_of(basis)
        here = area(row, min(columns), row, max(columns))
        return PlainFormula(f'=IF(SUM({weights})>0,SUMPRODUCT({here},{weights})/SUM({weights}),"")')

    def _write_group(self, group: str) -> None:
        row = self.grid.at[group]
        self.build.put(row, KEY_COLUMN, group)
        name = self.book.context.words["summary.peers"].format(group=group.split("/", 2)[-1]).strip()
        self.build.put(row, ScoresAt.NAME, name, looks.TEXT)
        for code in self.members.imputed:
            quantity = Quantity(QuantityKind.PEER, group.partition("/")[2], code)
            look = looks.formatted(looks.NUMBER, self._format(code))
            self.build.put(
                row, self.grid.columns[code], Computed(self.grid.stand_in(group, code), quantity), look
            )
