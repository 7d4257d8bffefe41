"""The sheet of scenarios of a class: five sets of weights side by side, what every unit comes to, who rises and who falls.

What is calculated on the way stands on a hidden sheet of sums, a block for each, in the columns of the sheet of scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import Area, a1, area, qualified, text_literal
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Check, CheckKind, Content, PlainFormula, SheetPlan
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import GOOD, Inputs, ScenarioWeights, Workbench, guarded
from smartxl.project.workbench.grid import RAW, ClassGrid
from smartxl.project.workbench.keys import NAMES, SCENARIOS, WEIGHT, SheetKind, scenario_column
from smartxl.project.workbench.printing import paged
from smartxl.project.workbench.scoresplace import ScoresAt, ScoresPlace
from smartxl.project.workbench.weights import TYPED_WEIGHT, WeightsPlace
from smartxl.questionnaires.page import KEY_COLUMN, hidden_sheet
from smartxl.questionnaires.scale import joined

__all__ = ["ScenarioSheets", "plan_scenarios"]

_TITLE, _INTRO, _NAMES, _HEAD, _CHECKS, _FIRST = 2, 3, 5, 6, 7, 8
_CODE, _PARENT, _NAME, _BASE, _BASE_RANK, _SCENARIO = 2, 3, 4, 5, 6, 7
_WIDE = 3  # columns of a scenario: weight or total, share or rank, change
_LAST = _SCENARIO + _WIDE * SCENARIOS - 1
_WIDTHS = {
    KEY_COLUMN: 4.0, _CODE: 10.0, _PARENT: 10.0, _NAME: 40.0, **dict.fromkeys(range(_BASE, _LAST + 1), 9.0),
}  # fmt: skip
_SUMMARIES = ("moved", "rises", "falls")
_NAMED = Check(CheckKind.TEXT, maximum=40)


@dataclass(frozen=True)
class ScenarioSheets:
    """The sheet, and the hidden one with its sums."""

    sheet: SheetPlan
    sums: SheetPlan


def plan_scenarios(
    book: Workbench, place: ScoresPlace, weights: WeightsPlace, name: str, inputs: Inputs
) -> ScenarioSheets:
    """The sheet of one class, and its sums on the sheet `name`."""
    sums = _ScenarioSums(book, place, name)
    page = _ScenarioPage(book, place, weights, sums)
    return page.plan(inputs)


class _ScenarioSums:
    """The blocks of the hidden sheet: a row of weights, one for each unit, and one for each group of peers."""

    def __init__(self, book: Workbench, place: ScoresPlace, name: str) -> None:
        self.book, self.place, self.name = book, place, name
        self.members = place.members
        self.cells: dict[int, dict[int, Content]] = {}
        self.high = 2 + len(place.grid.at)

    def grid(self, number: int) -> ClassGrid:
        """Where a scenario's scores stand."""
        top = 1 + number * self.high
        rows = {member: top + 1 + i for i, member in enumerate(self.place.grid.at)}
        return replace(self.place.grid, own=self.name, rows=rows, weights=top)

    def write(self, number: int, weights: Mapping[str, str], ready: str) -> ClassGrid:
        """The block of a scenario. `weights`: node → the expression of its weight; `ready`: the condition under which there are
        totals. Keys are read from the sheet of scores, so that a row stays with its unit."""
        grid = self.grid(number)
        for code, expression in weights.items():
            self._put(grid.weights, grid.weighed[code], f"={expression}")
        for unit in self.members.units:
            self._write_unit(grid, unit, ready)
        for group in self.members.groups:
            for code in self.members.imputed:
                if not self.book.definition.framework.by_code[code].is_leaf:
                    self._put(grid.rows[group], grid.columns[code], grid.stand_in(group, code))
        return grid

    def _write_unit(self, grid: ClassGrid, unit: Unit, ready: str) -> None:
        row, group = grid.rows[unit.code], self.members.group_of(unit)
        key = qualified(grid.scores, a1(grid.at[unit.code], KEY_COLUMN))
        self._put(row, KEY_COLUMN, f"={key}")
        for node in self.members.branches:
            self._put(row, grid.columns[node.code], grid.node(unit.code, node.code, peers=group))
        checked = grid.beside(unit.code, ScoresAt.CHECK, "c")
        every = f'AND({ready},{checked}="{GOOD}")'
        if RAW in grid.columns:
            self._put(row, grid.columns[RAW], grid.raw(unit.code, group, every))
        self._put(row, grid.columns[ROOT], grid.total(unit.code, group, every))
        whole = grid.beside(self.members.unit_class.aggregate, ScoresAt.CHECK, "$")
        self._put(row, ScoresAt.RANK, guarded(f'{whole}="{GOOD}"', grid.rank(unit)))

    def _put(self, row: int, column: int, formula: str) -> None:
        self.cells.setdefault(row, {})[column] = PlainFormula(formula)

    def found(self, grid: ClassGrid, column: int, key: str) -> str:
        """The formula that looks up a column of a block by the code of a unit."""
        rows = [grid.rows[unit.code] for unit in self.members.units]
        keys, values = (
            qualified(self.name, area(min(rows), each, max(rows), each, "$")) for each in (KEY_COLUMN, column)
        )
        return f'=IFERROR(INDEX({values},MATCH({key},{keys},0)),"")'


class _ScenarioPage:
    """The sheet while it is written."""

    def __init__(
        self, book: Workbench, place: ScoresPlace, weights: WeightsPlace, sums: _ScenarioSums
    ) -> None:
        self.book, self.place, self.weights, self.sums = book, place, weights, sums
        self.members, self.code = place.members, place.members.unit_class.code
        self.nodes = book.nodes(self.code)
        self.rows = {node.code: _FIRST + i for i, node in enumerate(self.nodes)}
        self.result = _FIRST + len(self.nodes) + 1
        self.first = self.result + 2 + len(_SUMMARIES)
        self.build = book.page(SheetKind.SCENARIOS, self.code, _WIDTHS)

    def plan(self, inputs: Inputs) -> ScenarioSheets:
        """Weights above, results below."""
        build, word = self.build, self.book.word
        starts = [_SCENARIO + _WIDE * number for number in range(SCENARIOS)]
        build.mark({start: scenario_column(number) for number, start in enumerate(starts, 1)})
        build.across(_TITLE, _CODE, _LAST, self.book.titled(SheetKind.SCENARIOS, self.code), looks.TITLE)
        build.across(_INTRO, _CODE, _LAST, word("intro_scenarios"), looks.INTRO, lines=3)
        self._write_heads(starts)
        for node in self.nodes:
            self._write_node(node)
        self._write_result_heads()
        for unit, row in self._units():
            self._write_unit(unit, row)
        for number, start in enumerate(starts):
            self._write_scenario(number, start, inputs)
        sheet = build.sheet(frozen=(_FIRST, _BASE), repeated=(_NAMES, _NAMES), hidden_columns=(KEY_COLUMN,))
        sheet = paged(sheet, checks=[Area(build.name, _CHECKS, _SCENARIO, _CHECKS, _LAST)])
        return ScenarioSheets(sheet, hidden_sheet(self.sums.name, self.sums.cells))

    def _units(self) -> Sequence[tuple[Unit, int]]:
        return [(unit, self.first + i) for i, unit in enumerate(self.members.units)]

    def _write_heads(self, starts: Sequence[int]) -> None:
        build, word = self.build, self.book.word
        build.put(_NAMES, KEY_COLUMN, NAMES)
        build.across(_NAMES, _CODE, _NAME, word("scenario_names"), looks.BAND)
        build.across(_NAMES, _BASE, _BASE_RANK, word("scenario_base"), looks.BAND)
        heads = {_CODE: "code", _PARENT: "parent", _NAME: "name", _BASE: "used", _BASE_RANK: "share"}
        for start in starts:
            heads |= {start: "try", start + 1: "share", start + 2: "change"}
        for column, head in heads.items():
            build.put(_HEAD, column, word(f"head_{head}"), looks.HEAD)
        build.across(_CHECKS, _CODE, _BASE_RANK, word("scenario_check"), looks.TEXT)

    def _write_node(self, node: Node) -> None:
        row, build = self.rows[node.code], self.build
        build.put(row, KEY_COLUMN, f"{WEIGHT}:{node.code}")
        build.put(row, _CODE, node.code, looks.TEXT)
        build.put(row, _PARENT, node.parent, looks.TEXT)
        build.put(row, _NAME, "　" * (node.level - 1) + node.name.get(self.book.context.lang), looks.TEXT)
        build.put(
            row, _BASE, PlainFormula(f'=IFERROR({self.weights.used(self.code, node.code)},"")'), looks.COUNT
        )
        share = PlainFormula(f'=IFERROR({self.weights.shared(self.code, node.code)},"")')
        build.put(row, _BASE_RANK, share, looks.PERCENT)

    def _write_result_heads(self) -> None:
        build, word = self.build, self.book.word
        build.across(self.result, _CODE, _BASE_RANK, word("scenario_results"), looks.BAND)
        for i, line in enumerate(_SUMMARIES, 1):
            build.across(self.result + i, _CODE, _BASE_RANK, word(f"scenario_{line}"), looks.TEXT)
        head = self.first - 1
        for column, name in (
            (_CODE, "code"),
            (_PARENT, ""),
            (_NAME, "unit"),
            (_BASE, "total"),
            (_BASE_RANK, "rank"),
        ):
            build.put(head, column, word(f"head_{name}") if name else "", looks.HEAD)

    def _write_unit(self, unit: Unit, row: int) -> None:
        build, digits = self.build, self.book.context.digits(ROOT)
        build.put(row, KEY_COLUMN, f"unit:{unit.code}")
        build.put(row, _CODE, unit.code, looks.TEXT)
        build.put(row, _PARENT, "", looks.TEXT)
        build.put(row, _NAME, unit.name.get(self.book.context.lang), looks.TEXT)
        total, rank = (self.place.found(column, a1(row, _CODE)) for column in (ScoresAt.TOTAL, ScoresAt.RANK))
        number = looks.formatted(looks.NUMBER, self.book.context.score_format(digits))
        build.put(row, _BASE, PlainFormula(total), number)
        build.put(row, _BASE_RANK, PlainFormula(rank), looks.COUNT)

    def _write_scenario(self, number: int, start: int, inputs: Inputs) -> None:
        scenario = self.book.scenarios[number] if number < len(self.book.scenarios) else None
        build, word = self.build, self.book.word
        lang = self.book.context.lang
        name = scenario.name.get(lang) if scenario else word("scenario_numbered", number=number + 1)
        build.across(_NAMES, start, start + _WIDE - 1, "", looks.INPUT_TEXT)
        key = f"scenario-name:{number + 1}/{self.code}"
        inputs.put(build, _NAMES, start, key, name, _NAMED, looks.INPUT_TEXT)
        for node in self.nodes:
            self._write_weight(node, number, start, scenario, inputs)
        check = a1(_CHECKS, start, "$")
        build.across(_CHECKS, start, start + _WIDE - 1, self._checked(start), looks.TEXT)
        ready = f'{qualified(build.name, check)}="{GOOD}"'
        typed = {node.code: self._found(node, start, ready) for node in self.nodes}
        grid = self.sums.write(number, typed, ready)
        self._write_results(grid, start)

    def _write_weight(
        self, node: Node, number: int, start: int, scenario: ScenarioWeights | None, inputs: Inputs
    ) -> None:
        row, now = self.rows[node.code], node.weights[self.code]
        own = scenario.weights.get(self.code, {}) if scenario else {}
        key = f"scenario:{number + 1}/{self.code}/{node.code}"
        weight = own.get(node.code, now)
        inputs.put(self.build, row, start, key, weight, TYPED_WEIGHT, looks.INPUT_NUMBER)
        siblings = f"SUMPRODUCT(1*({self._keys(_PARENT)}={a1(row, _PARENT, 'c')}),{self._keys(start)}{self._aside(node)})"
        typed = a1(row, start)
        share = f'=IFERROR(IF(AND(ISNUMBER({typed}),{siblings}>0),{typed}/{siblings},""),"")'
        self.build.put(row, start + 1, PlainFormula(share), looks.PERCENT)
        shares = (a1(row, start + 1), a1(row, _BASE_RANK, "c"))
        change = f'=IF(AND(ISNUMBER({shares[0]}),ISNUMBER({shares[1]})),ROUND({shares[0]}-{shares[1]},10),"")'
        self.build.put(row, start + 2, PlainFormula(change), looks.formatted(looks.NUMBER, "+0.0%;-0.0%;–"))

    def _aside(self, node: Node) -> str:
        """Of the top level only what is rolled up counts among siblings, and only what is not among the others."""
        adjusting = self.book.definition.framework.adjusting
        if not adjusting or node.parent != ROOT:
            return ""
        codes = self._keys(_CODE)
        among = "+".join(f"({codes}={text_literal(code)})" for code in sorted(adjusting))
        return f",1*({among})" if node.code in adjusting else f",1-1*({among})"

    def _keys(self, column: int) -> str:
        return area(_FIRST, column, _FIRST + len(self.nodes) - 1, column, "$")

    def _checked(self, start: int) -> PlainFormula:
        """✓, or how many weights of a scenario are to be put right: no numbers, or siblings that weigh nothing together."""
        shares = self._keys(start + 1)
        size = len(self.nodes)
        wrong = f'({size}-COUNTIF({shares},">=0"))'
        told = joined(self.book.word("weights_wrong"), {"count": wrong})
        return PlainFormula(f'=IF({wrong}=0,"{GOOD}",{told})')

    def _found(self, node: Node, start: int, ready: str) -> str:
        """The weight of a node in a scenario, by its key; nothing where the scenario is not in order."""
        name = self.build.name
        keys, values = (qualified(name, self._keys(column)) for column in (KEY_COLUMN, start))
        key = text_literal(f"{WEIGHT}:{node.code}")
        return f'IFERROR(IF({ready},INDEX({values},MATCH({key},{keys},0)),""),"")'

    def _write_results(self, grid: ClassGrid, start: int) -> None:
        build, word, digits = self.build, self.book.word, self.book.context.digits(ROOT)
        build.across(self.result, start, start + _WIDE - 1, PlainFormula(f"={a1(_NAMES, start)}"), looks.BAND)
        for i, head in enumerate(("total", "rank", "moved")):
            build.put(self.first - 1, start + i, word(f"head_{head}"), looks.HEAD)
        shown = looks.formatted(looks.NUMBER, self.book.context.score_format(digits))
        for _, row in self._units():
            code, rank, base = a1(row, _CODE, "c"), a1(row, start + 1), a1(row, _BASE_RANK, "c")
            build.put(row, start, PlainFormula(self.sums.found(grid, grid.columns[ROOT], code)), shown)
            build.put(row, start + 1, PlainFormula(self.sums.found(grid, ScoresAt.RANK, code)), looks.COUNT)
            moved = f'=IF(AND(ISNUMBER({rank}),ISNUMBER({base})),{base}-{rank},"")'
            build.put(row, start + 2, PlainFormula(moved), looks.MOVES)
        self._write_movers(start)

    def _write_movers(self, start: int) -> None:
        """How many rise and fall, and which unit does so furthest."""
        moved, names = (
            area(self.first, column, self.first + len(self.members.units) - 1, column, "$")
            for column in (start + 2, _NAME)
        )
        counts = {
            "up": f'COUNTIF({moved},">0")',
            "down": f'COUNTIF({moved},"<0")',
            "same": f"COUNTIF({moved},0)",
        }
        told = joined(self.book.word("scenario_count"), counts)
        lines = [f'=IF(COUNT({moved})=0,"",{told})']
        for function, sign in (("MAX", ">0"), ("MIN", "<0")):
            most = f"{function}({moved})"
            slots = {"unit": f"INDEX({names},MATCH({most},{moved},0))", "places": f"ABS({most})"}
            furthest = joined(self.book.word("scenario_furthest"), slots)
            lines.append(f'=IF(COUNTIF({moved},"{sign}")=0,"–",{furthest})')
        for i, line in enumerate(lines, 1):
            self.build.across(
                self.result + i, start, start + _WIDE - 1, PlainFormula(line), looks.TEXT, lines=2
            )
