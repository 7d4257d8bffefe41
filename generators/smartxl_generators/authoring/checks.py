"""The live checks of an authoring workbook: formulas, each with the value that it has in the file as it is written.

Hidden columns work out, row by row, the level of a node, the codes of the nodes above it and its parent. Comparing whole
columns in SUMPRODUCT tells 1.1 from 1.10, which COUNTIF takes for one number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from smartxl.cells import a1, text_literal
from smartxl.define.authoring import AuthoringRow
from smartxl.define.authoring.columns import LEVEL
from smartxl.define.authoring.words import answer_word
from smartxl.model.plan import PlainFormula
from smartxl.text import LANGUAGES, number_text
from smartxl_generators.authoring.placing import FIRST, AuthoringPlace, cell_text

__all__ = ["LiveTree", "lookup", "weight_check"]

_TOLERANCE, _LIMIT = 1e-6, "0.000001"
Say = Callable[[str], str]


@dataclass
class LiveTree:
    """The sheet of indicators: its formulas by row, and what they give. `say` gives the words of a message.

    `adjusting`: some nodes at the top stand outside the total, so that the weights there need not sum to 100.
    """

    sheet: AuthoringPlace
    say: Say
    classes: AuthoringPlace | None
    adjusting: bool
    weights: AuthoringPlace | None = None
    levels: list[int] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    singles: list[float] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.depth = self.sheet.levels
        known = {str(row.cells.get("code")) for row in self.classes.grid.rows} if self.classes else set()
        path = [""] * self.depth
        for row in self.sheet.grid.rows:
            level = row.depth
            self.levels.append(level)
            code = self._text(row, "code")
            path[level - 1 :] = [code, *[""] * (self.depth - level)]
            self.above.append(path[: self.depth - 1])
            parent = self._text(row, "parent") or next((c for c in reversed(path[: level - 1]) if c), "")
            self.parents.append(parent)
            self.names.append(self._text(row, f"{LEVEL}{level}"))
            self.singles.append(float(self._text(row, "classes") in known))

    @staticmethod
    def _text(row: AuthoringRow, column: str) -> str:
        cell = row.cells.get(column)
        return "" if cell is None else cell if isinstance(cell, str) else number_text(cell)

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the rows."""
        return [self._text(row, "code") for row in self.sheet.grid.rows]

    @cached_property
    def _rows_of(self) -> Mapping[str, int]:
        return {code: number for number, code in reversed(list(enumerate(self.codes)))}

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return Counter(code.casefold() for code in self.codes)

    @cached_property
    def _siblings(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, parent in enumerate(self.parents):
            found.setdefault(parent, []).append(number)
        return found

    @cached_property
    def parent_of(self) -> Mapping[str, str]:
        """Code → the code of the node above."""
        return dict(zip(self.codes, self.parents, strict=True))

    @cached_property
    def name_of(self) -> Mapping[str, str]:
        """Code → name."""
        return dict(zip(self.codes, self.names, strict=True))

    def helper(self, number: int, name: str) -> PlainFormula:
        """A hidden column of the row with a number, from 0."""
        row, used = FIRST + number, number < len(self.levels)
        if name == "level":
            return PlainFormula(f"={self._level(row)}", float(self.levels[number]) if used else 0.0)
        if name == "name":
            return PlainFormula(f"={self._name(row)}", self.names[number] if used else "")
        if name == "single":
            return PlainFormula(f"={self._single(row)}", self.singles[number] if used else 0.0)
        if name == "parent":
            return PlainFormula(f"={self._parent(row)}", self.parents[number] if used else "")
        level = int(name.removeprefix("above"))
        last = self.above[-1] if self.above else [""] * self.depth
        shown = self.above[number][level - 1] if used else last[level - 1]
        return PlainFormula(f"={self._above(row, level)}", shown)

    def _cell(self, row: int, column: str) -> str:
        return a1(row, self.sheet.place(column), "c")

    def _level(self, row: int) -> str:
        text = "0"
        for level in range(1, self.depth + 1):
            text = f'IF({self._cell(row, f"{LEVEL}{level}")}<>"",{level},{text})'
        return text

    def _name(self, row: int) -> str:
        text = '""'
        for level in range(1, self.depth + 1):
            cell = self._cell(row, f"{LEVEL}{level}")
            text = f'IF({cell}<>"",{cell},{text})'
        return text

    def _single(self, row: int) -> str:
        if self.classes is None:
            return "0"
        return f"IF(ISNUMBER(MATCH({self._cell(row, 'classes')},{self.classes.range('code')},0)),1,0)"

    def _above(self, row: int, level: int) -> str:
        own, code = self._cell(row, "#level"), self._cell(row, "code")
        kept = self._cell(row - 1, f"#above{level}") if row > FIRST else '""'
        return f'IF({own}={level},{code}&"",IF(AND({own}>0,{own}<{level}),"",{kept}))'

    def _parent(self, row: int) -> str:
        text = '""'
        for level in range(1, self.depth):
            cell = self._cell(row, f"#above{level}")
            text = f'IF(AND({self._cell(row, "#level")}>{level},{cell}<>""),{cell},{text})'
        parent = self._cell(row, "parent")
        return f'IF({parent}<>"",{parent}&"",{text})'

    def check(self, number: int) -> PlainFormula:
        """What is to be said of a row."""
        row = FIRST + number
        code, parent, codes = (self._cell(row, "code"), self._cell(row, "#parent"), self.sheet.here("code"))
        no_weight = f'AND({self._cell(row, "weight")}="",NOT({self._elsewhere(row)}))'
        faults = (
            (f'{code}=""', self._word("no_code")),
            (f"SUMPRODUCT(({codes}={code})*1)>1", self._word("code_twice")),
            (f'AND({parent}<>"",SUMPRODUCT(({codes}={parent})*1)=0)', f"{self._word('no_parent')}&{parent}"),
            (no_weight, self._word("no_weight")),
        )
        text = self._sum(row)
        for fault, said in reversed(faults):
            text = f"IF({fault},{said},{text})"
        nameless = f'IF({code}="","",{self._word("no_name")})'
        return PlainFormula(f"=IF({self._cell(row, '#level')}=0,{nameless},{text})", self.told(number))

    def _sum(self, row: int) -> str:
        """Whether the weights of the siblings sum to 100, where they can be summed: all are numbers, of the same classes."""
        here, parent = self.sheet.here, self._cell(row, "#parent")
        siblings = f"({here('#parent')}={parent})*({here('#level')}>0)"
        classes, single = self._cell(row, "classes"), self._cell(row, "#single")
        others = f"({here('classes')}<>{classes})*(1-{here('#single')}*{single})"
        total = f"SUMPRODUCT({siblings}*({here('classes')}={classes}),{here('weight')})"
        apart = (
            f'SUMPRODUCT({siblings}*({here("weight")}=""))>0',
            f"SUMPRODUCT({siblings}*{others})>0",
            self.points(here, parent),
        )
        good, wrong = self._word("good"), f"{self._word('weight_sum')}&ROUND({total},6)"
        return f"IF(OR({','.join(apart)}),{good},IF(ABS({total}-100)>{_LIMIT},{wrong},{good}))"

    def points(self, reach: Callable[[str], str], parent: str) -> str:
        """Whether the weights below a parent are points, or need not sum to 100; `reach` gives the rows of a column."""
        method = f'IFERROR(INDEX({reach("combine")},MATCH({parent},{reach("code")},0)),"")'
        at_top = f'{parent}=""' if self.adjusting else "1=0"
        return ",".join([at_top, *(f"{method}={text_literal(word)}" for word in _sums())])

    def _word(self, key: str) -> str:
        return text_literal(self.say(key))

    def _elsewhere(self, row: int) -> str:
        """Whether the weight stands on the sheet of weights."""
        if self.weights is None:
            return "1=0"
        return f"ISNUMBER(MATCH({self._cell(row, 'code')},{self.weights.range('code')},0))"

    def told(self, number: int) -> str:
        """What the check of a row gives."""
        if number >= len(self.levels):
            return ""
        rows, codes = self.sheet.grid.rows, self.codes
        row, code, parent = rows[number], codes[number], self.parents[number]
        if not code:
            return self.say("no_code")
        if self._counts[code.casefold()] > 1:
            return self.say("code_twice")
        if parent and parent not in self._rows_of:
            return self.say("no_parent") + parent
        if row.cells.get("weight") is None and code not in self._weighed:
            return self.say("no_weight")
        return self._sum_told(number, row, parent)

    @cached_property
    def _weighed(self) -> set[str]:
        return {str(row.cells.get("code")) for row in self.weights.grid.rows} if self.weights else set()

    def _sum_told(self, number: int, row: AuthoringRow, parent: str) -> str:
        siblings = self._siblings[parent]
        rows, own = self.sheet.grid.rows, self._text(row, "classes")
        if any(rows[n].cells.get("weight") is None for n in siblings) or self.is_points(parent):
            return self.say("good")
        other = [n for n in siblings if self._text(rows[n], "classes") != own]
        if any(not self.singles[n] * self.singles[number] for n in other):
            return self.say("good")
        weights = [rows[n].cells.get("weight") for n in siblings if n not in other]
        total = sum(w for w in weights if isinstance(w, float))
        if abs(total - 100) <= _TOLERANCE:
            return self.say("good")
        return f"{self.say('weight_sum')}{number_text(round(total, 6))}"

    def is_points(self, parent: str) -> bool:
        """Whether the weights below a parent are points, or need not sum to 100."""
        if not parent:
            return self.adjusting
        number = self._rows_of.get(parent)
        above = None if number is None else self.sheet.grid.rows[number]
        return above is not None and self._text(above, "combine") in _sums()


def _sums() -> tuple[str, ...]:
    word = answer_word("RollUp", "sum")
    return tuple(dict.fromkeys(word.get(lang) for lang in LANGUAGES))


def _lit(text: str) -> str:
    return text_literal(text)


def lookup(tree: LiveTree, sheet: AuthoringPlace, number: int) -> PlainFormula:
    """The name of the indicator whose code a row has."""
    cell = a1(FIRST + number, sheet.place("code"), "c")
    found = f"INDEX({tree.sheet.range('#name')},MATCH({cell},{tree.sheet.range('code')},0))"
    missing = tree.say("no_such_code")
    code = cell_text(sheet, number)
    shown = tree.name_of.get(code, missing) if code else ""
    return PlainFormula(f'=IF({cell}="","",IFERROR({found},{_lit(missing)}))', shown)


def weight_check(tree: LiveTree, sheet: AuthoringPlace, number: int, helper: bool) -> PlainFormula:
    """The parent of a row on the sheet of weights, or whether its siblings sum to 100 in every class."""
    row = FIRST + number
    cell = a1(row, sheet.place("code"), "c")
    parents = tree.parent_of
    code = cell_text(sheet, number)
    if helper:
        found = f"INDEX({tree.sheet.range('#parent')},MATCH({cell},{tree.sheet.range('code')},0))"
        return PlainFormula(
            f'=IF({cell}="","?",IFERROR({found}&"","?"))', parents.get(code, "?") if code else "?"
        )
    own, here = a1(row, sheet.place("#parent"), "c"), sheet.here("#parent")
    columns = [column.id for column in sheet.columns if column.id.startswith("class:")]
    sums = [f"SUMPRODUCT(({here}={own})*1,{sheet.here(column)})" for column in columns]
    reach = tree.sheet.range
    in_tree = f"SUMPRODUCT(({reach('#parent')}={own})*({reach('#level')}>0))"
    elsewhere = f"{in_tree}<>SUMPRODUCT(({here}={own})*1)"
    skip = f"OR({elsewhere},{tree.points(reach, own)})"
    wrong = ",".join(f"AND({each}<>0,ABS({each}-100)>{_LIMIT})" for each in sums) or "1=0"
    listed = '&"／"&'.join(f"ROUND({each},6)" for each in sums) or '""'
    say = tree.say
    good = _lit(say("good"))
    fit = f"IF({skip},{good},IF(OR({wrong}),{_lit(say('weight_sum'))}&{listed},{good}))"
    twice = f"IF(SUMPRODUCT(({sheet.here('code')}={cell})*1)>1,{_lit(say('code_twice'))},{fit})"
    formula = f'=IF({cell}="","",IF({own}="?",{_lit(say("no_such_code"))},{twice}))'
    return PlainFormula(formula, _weights_told(tree, sheet, code, columns, parents))


def _weights_told(
    tree: LiveTree, sheet: AuthoringPlace, code: str, columns: Sequence[str], parents: Mapping[str, str]
) -> str:
    if not code:
        return ""
    if code not in parents:
        return tree.say("no_such_code")
    rows = sheet.grid.rows
    codes = [cell_text(sheet, n) for n in range(len(rows))]
    if codes.count(code) > 1:
        return tree.say("code_twice")
    parent = parents[code]
    here = [row for row, own in zip(rows, codes, strict=True) if parents.get(own) == parent]
    if len(here) != list(parents.values()).count(parent) or tree.is_points(parent):
        return tree.say("good")
    weights = [[row.cells.get(column) for row in here] for column in columns]
    sums = [sum(cell for cell in column if isinstance(cell, float)) for column in weights]
    if all(total == 0 or abs(total - 100) <= _TOLERANCE for total in sums):
        return tree.say("good")
    return tree.say("weight_sum") + "／".join(number_text(round(total, 6)) for total in sums)
