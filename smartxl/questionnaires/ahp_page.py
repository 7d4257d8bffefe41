"""The sheet of one node: its pairs on the left, matrix, weights and consistency on the right, all found by the pairs' keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Area, a1, area, qualified, text_literal
from smartxl.model.answers import Field
from smartxl.model.framework import Node
from smartxl.model.plan import Check, CheckKind, InputCell, Line, PlainFormula, Section, SheetPlan
from smartxl.questionnaires import looks
from smartxl.questionnaires.ahp_sums import MatrixPlace, Sums
from smartxl.questionnaires.branches import Branch
from smartxl.questionnaires.page import ColumnKey, PageBuilder
from smartxl.questionnaires.scale import EQUAL, Option, joined
from smartxl.text import Lang

__all__ = ["BranchPage", "Facts", "pair_key", "plan_page"]

_KEY, _NO, _LEFT, _ANSWER, _RIGHT, _READS, _CHECK = range(1, 8)
_VALUE, _IMPLIED, _GAP, _SPACE, _NAME, _MATRIX = range(8, 14)
_TITLE, _INTRO, _STATUS, _HEAD, _FIRST = range(2, 7)
_MARKS = {_KEY: ColumnKey.KEY, _LEFT: ColumnKey.LEFT, _ANSWER: ColumnKey.ANSWER, _RIGHT: ColumnKey.RIGHT}
_WIDTHS = {_KEY: 8, _NO: 5, _LEFT: 28, _ANSWER: 24, _RIGHT: 28, _READS: 36, _CHECK: 30, _SPACE: 3, _NAME: 28}
_ENTRY_WIDTH, _WEIGHT_WIDTH = 7.5, 10.0
_LEAST_MATRIX_COLUMNS = 8  # so that the notes below a small matrix have room
_WORST = 3
_AGREES = "1E-9"


@dataclass(frozen=True)
class Facts:
    """What all sheets of a questionnaire share: words, scale, and where the labels, values and degrees stand."""

    words: Mapping[str, str]
    lang: Lang
    scale: tuple[Option, ...]
    labels: Area
    values: Area
    degrees: Area

    @property
    def thresholds(self) -> Area:
        """Where the nearest answer changes."""
        return Area(self.labels.sheet, 1, self.labels.first_column + 3, 8, self.labels.first_column + 3)


@dataclass(frozen=True)
class BranchPage:
    """A planned sheet, and where the front sheet finds its progress and its consistency in words."""

    branch: Branch
    sheet: SheetPlan
    done: str
    total: int
    told: str


def pair_key(branch: Branch, left: Node, right: Node) -> str:
    """What identifies a pair in a questionnaire."""
    return f"{branch.child_key(left.code)}|{right.code}"


def plan_page(
    branch: Branch,
    sheet: str,
    facts: Facts,
    table: str,
    indices: tuple[float, ...],
    limit: float,
    top: int,
) -> tuple[BranchPage, Sums]:
    """The sheet of a node, and its helper cells from row `top` of the helper sheet down."""
    page = _JudgementSheet(branch, sheet, facts, limit, top)
    page.write(table, indices[len(branch.children) - 1])
    return page.planned(), page.sums


class _JudgementSheet:
    """The sheet of a branch while it is written, and where its parts stand."""

    def __init__(self, branch: Branch, sheet: str, facts: Facts, limit: float, top: int) -> None:
        self.branch, self.sheet, self.facts, self.limit = branch, sheet, facts, limit
        self.words = facts.words
        self.size, self.count = len(branch.children), len(branch.pairs)
        self.last = _FIRST + self.count - 1
        self.weight = _MATRIX + self.size
        self.edge = max(self.weight, _MATRIX + _LEAST_MATRIX_COLUMNS)
        self.stats = _FIRST + self.size + 1
        entries = dict.fromkeys(range(_MATRIX, self.edge + 1), _ENTRY_WIDTH)
        self.build = PageBuilder(sheet, {**_WIDTHS, **entries, self.weight: _WEIGHT_WIDTH})
        self.done = qualified(sheet, a1(_STATUS, _VALUE, "$"))
        self.missing = qualified(sheet, a1(_STATUS, _IMPLIED, "$"))
        self.ratio = qualified(sheet, a1(self.stats + 3, _MATRIX, "$"))
        self.sums = Sums(MatrixPlace(sheet, _FIRST, _MATRIX, self.size), self.missing, "_sums", top)

    def write(self, table: str, index: float) -> None:
        """Pairs on the left, the matrix with its weights on the right, statistics and notes."""
        self._write_heads()
        pairs = enumerate(self.branch.pairs)
        self.lines = tuple(self._write_pair(number, left, right) for number, (left, right) in pairs)
        for i, child in enumerate(self.branch.children):
            self._write_row(i, child)
        self._write_statistics(index)
        self._write_notes(table)

    def planned(self) -> BranchPage:
        """The sheet as plain data, and where it tells that it is done."""
        section = Section("", self.branch.key, self.branch.name.get(self.facts.lang), _HEAD, self.lines)
        sheet = self.build.sheet(
            (section,),
            frozen=(_FIRST, 1),
            repeated=(_TITLE, _HEAD),
            break_after=_SPACE,
            scale=68,
            hidden_columns=(_KEY, _VALUE, _IMPLIED, _GAP),
        )
        told = qualified(self.sheet, a1(_STATUS, _NO, "$"))
        return BranchPage(self.branch, sheet, self.done, self.count, told)

    def _called(self, node: Node) -> str:
        return f"{node.code} {node.name.get(self.facts.lang)}"

    def _write_heads(self) -> None:
        words, build = self.words, self.build
        build.mark(_MARKS)
        name = self.branch.name.get(self.facts.lang)
        classes = self.branch.class_names.get(self.facts.lang)
        build.across(
            _TITLE, _NO, _CHECK, words["ahp.question"].format(node=name, classes=classes), looks.TITLE
        )
        build.across(_TITLE, _NAME, self.edge, words["ahp.matrix"], looks.TITLE)
        build.across(_INTRO, _NO, _CHECK, words["ahp.intro"], looks.INTRO)
        build.across(_INTRO, _NAME, self.edge, words["ahp.matrix_intro"], looks.INTRO)
        build.across(_STATUS, _NO, _CHECK, self._status(), looks.BAND, lines=2)
        values = self._column(_VALUE)
        build.put(_STATUS, _VALUE, PlainFormula(f"=COUNT({values})", 0.0))
        missing = PlainFormula(f"={self.count}-{a1(_STATUS, _VALUE)}", float(self.count))
        build.put(_STATUS, _IMPLIED, missing)
        heads = ("no", "left_head", "answer_head", "right_head", "reads_head", "check_head")
        for column, head in enumerate(heads, _NO):
            build.put(_HEAD, column, words[f"ahp.{head}"], looks.HEAD)
        build.put(_HEAD, _NAME, words["ahp.element"], looks.HEAD)
        for i, child in enumerate(self.branch.children):
            build.put(_HEAD, _MATRIX + i, child.code, looks.HEAD)
        build.put(_HEAD, self.weight, words["ahp.weight"], looks.HEAD)

    def _status(self) -> PlainFormula:
        """What is still to do, or whether the judgements agree, in a sentence."""
        slots = {"done": self.done, "total": str(self.count), "missing": self.missing}
        slots |= {"ratio": f"ROUND({self.ratio},4)", "limit": f"{self.limit:g}"}
        progress = joined(self.words["ahp.progress"], slots)
        blank = self.words["ahp.progress"].format(done=0, total=self.count, missing=self.count)
        if self.size == 2:
            told = text_literal(self.words["ahp.single"])
        else:
            good, bad = (joined(self.words[f"ahp.{word}"], slots) for word in ("good", "bad"))
            told = f"IF({self.ratio}<{self.limit:g},{good},{bad})"
        return PlainFormula(f"=IF({self.missing}>0,{progress},{told})", blank)

    def _write_pair(self, number: int, left: Node, right: Node) -> Line:
        row, build, facts = _FIRST + number, self.build, self.facts
        key = pair_key(self.branch, left, right)
        build.put(row, _KEY, key)
        build.put(row, _NO, float(number + 1), looks.CENTRE, "0")
        build.put(row, _LEFT, self._called(left), looks.TEXT)
        labels = tuple(option.label for option in facts.scale)
        check = Check(CheckKind.LIST, labels, facts.labels, prompt=self.words["ahp.prompt"])
        build.put(row, _ANSWER, InputCell(key, Field.VALUE, check), looks.CHOICE)
        build.put(row, _RIGHT, self._called(right), looks.TEXT)
        build.put(row, _READS, PlainFormula(self._reads(row)), looks.TEXT)
        # Room for the sentence that the answer makes of both names.
        build.grow(row, max(2, self._sentence_lines(left, right)))
        build.put(row, _CHECK, PlainFormula(self._check(row)), looks.TEXT)
        found = f"MATCH({a1(row, _ANSWER)},{facts.labels},0)"
        build.put(row, _VALUE, PlainFormula(f'=IFERROR(INDEX({facts.values},{found}),"")'))
        self._write_doubt(row, left, right)
        name = f"{self._called(left)} / {self._called(right)}"
        return Line(key, row, name, 1.0, "", {Field.VALUE: _ANSWER}, {Field.VALUE: check})

    def _sentence_lines(self, left: Node, right: Node) -> int:
        text = len(self._called(left)) + len(self._called(right)) + 12
        return -(-text * (2 if self.facts.lang == "zh" else 1) // (_WIDTHS[_READS] - 2))

    def _reads(self, row: int) -> str:
        value, left, right = (a1(row, column) for column in (_VALUE, _LEFT, _RIGHT))
        found = f"MATCH({a1(row, _ANSWER)},{self.facts.labels},0)"
        more, less = f"IF({value}>1,{left},{right})", f"IF({value}>1,{right},{left})"
        slots = {"more": more, "less": less, "degree": f"INDEX({self.facts.degrees},{found})"}
        alike = joined(self.words["ahp.reads_equal"], {"left": left, "right": right})
        return f'=IF(ISNUMBER({value}),IF({value}=1,{alike},{joined(self.words["ahp.reads"], slots)}),"")'

    def _write_doubt(self, row: int, left: Node, right: Node) -> None:
        """What all other judgements imply, and how far this one is from it, as logarithms; of a complete matrix.

        Without the judgement the least squares of logarithms give x_i − x_j = l − (l − x_i + x_j)·n/(n − 2), because in a
        complete matrix every pair has the same leverage 2/n.
        """
        if self.size == 2:
            return
        places = [self.branch.children.index(node) for node in (left, right)]
        gap = f"({self.sums.priority(places[0])}-{self.sums.priority(places[1])})"
        log, factor = f"LN({a1(row, _VALUE)})", f"{self.size}/{self.size - 2}"
        implied = f'=IF({self.missing}=0,{log}-({log}-{gap})*{factor},"")'
        self.build.put(row, _IMPLIED, PlainFormula(implied))
        own = a1(row, _IMPLIED)
        self.build.put(row, _GAP, PlainFormula(f'=IF(ISNUMBER({own}),ABS({log}-{own}),"")'))

    def _check(self, row: int) -> str:
        answer, value = a1(row, _ANSWER), a1(row, _VALUE)
        wrong = f'IF({answer}="","",{text_literal(self.words["ahp.not_listed"])})'
        if self.size == 2:
            return f'=IF(ISNUMBER({value}),"",{wrong})'
        gap, implied = a1(row, _GAP), a1(row, _IMPLIED)
        steps = f"SUMPRODUCT(1*({self.facts.thresholds}<=EXP(ABS({implied}))))"
        nearest = f"INDEX({self.facts.labels},{EQUAL}-IF({implied}<0,-1,1)*{steps})"
        worst = (
            f"AND({self.ratio}>={self.limit:g},RANK({gap},{self._column(_GAP)})<={_WORST},{gap}>{_AGREES})"
        )
        doubt = joined(self.words["ahp.doubt"], {"nearest": nearest})
        return f'=IF(ISNUMBER({value}),IF(ISNUMBER({gap}),IF({worst},{doubt},""),""),{wrong})'

    def _column(self, column: int) -> str:
        return area(_FIRST, column, self.last, column, "$")

    def _write_row(self, i: int, child: Node) -> None:
        """One row of the matrix: the upper triangle finds its judgement by key, the lower mirrors it."""
        row, build = _FIRST + i, self.build
        build.put(row, _NAME, self._called(child), looks.TEXT)
        for j, other in enumerate(self.branch.children):
            content: PlainFormula | float = 1.0
            if j > i:
                key = text_literal(pair_key(self.branch, child, other))
                found = f"INDEX({self._column(_VALUE)},MATCH({key},{self._column(_KEY)},0))"
                content = PlainFormula(f'=IFERROR({found},"")')
            elif j < i:
                mirror = a1(_FIRST + j, _MATRIX + i)
                content = PlainFormula(f'=IF(ISNUMBER({mirror}),1/{mirror},"")')
            build.put(row, _MATRIX + j, content, looks.RESULT, "# ?/?")
        build.put(row, self.weight, PlainFormula(f"={self.sums.weights[i]}"), looks.RESULT, "0.0%")

    def _write_statistics(self, index: float) -> None:
        """λmax, CI, RI, CR; an incomplete matrix has none, because RI is that of complete ones."""
        largest, ci, ri = (a1(self.stats + k, _MATRIX) for k in range(3))
        size = self.size
        lambda_max = f'=IF({self.missing}=0,MAX({size},{self.sums.lambda_max}),"")'
        ratio = f"{ci}/{ri}" if index else "0"
        rows: tuple[tuple[str, PlainFormula | float], ...] = (
            ("lambda", PlainFormula(lambda_max)),
            ("ci", PlainFormula(f'=IF(ISNUMBER({largest}),({largest}-{size})/{size - 1},"")')),
            ("ri", index),
            ("cr", PlainFormula(f'=IF(ISNUMBER({ci}),{ratio},"")')),
        )
        for k, (word, content) in enumerate(rows):
            self.build.put(self.stats + k, _NAME, self.words[f"ahp.{word}"], looks.TEXT)
            self.build.put(self.stats + k, _MATRIX, content, looks.RESULT, "0.0000")

    def _write_notes(self, table: str) -> None:
        first = self.stats + 5
        slots = {"table": table, "limit": f"{self.limit:g}"}
        for row, word in enumerate(("note_weights", "note_cr", "note_doubt"), first):
            self.build.across(row, _NAME, self.edge, self.words[f"ahp.{word}"].format_map(slots), looks.INTRO)
