"""The sheet of judgements: a matrix for every node with several children, its weights and consistency in both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import Cell, a1, area, qualified, text_literal
from smartxl.model.plan import Check, CheckKind, Content, PlainFormula, SheetPlan
from smartxl.project.workbench import looks
from smartxl.project.workbench.facts import Inputs, Workbench, same_mark
from smartxl.project.workbench.keys import AHP, TRY, USE, SheetKind, matrix_column
from smartxl.project.workbench.printing import paged, scale_for, whole_blocks
from smartxl.questionnaires.ahp_sums import MatrixPlace, Sums
from smartxl.questionnaires.branches import Branch, title_of
from smartxl.questionnaires.page import KEY_COLUMN, PageBuilder, hidden_sheet
from smartxl.scoring.weights import RANDOM_INDICES, RandomIndex
from smartxl.scoring.weights.pairwise import SAATY_MAX

__all__ = ["JudgedSheets", "plan_judgements"]

_TITLE, _INTRO, _FIRST = 2, 3, 5
_CODE, _NAME, _MATRIX = 2, 3, 4
_INDEX = RandomIndex.SAATY_1980
_LIMIT = 0.1
_LEAST = 8  # columns, so that titles and sentences have room
_SUMS = "_sums"
_JUDGED = Check(CheckKind.NUMBER, minimum=1 / SAATY_MAX, maximum=SAATY_MAX)
_ADVICE = (
    "advice_row",
    "advice_column",
    "advice_given",
    "advice_implied",
    "advice_suggested",
    "advice_ratio",
)
_BELOW, _BELOW_TWO = (
    7,
    4,
)  # rows of a block besides those of its matrix; of two children nothing is inconsistent


@dataclass(frozen=True)
class JudgedSheets:
    """The sheet, its hidden sums, where results stand, and what shows a result as it was when the workbook was made.

    `judged`: (class, code) → the weight by judgements (0 to 1), the switch that takes it. `kept`: cell → whose value it keeps.
    """

    sheet: SheetPlan
    sums: SheetPlan
    judged: Mapping[tuple[str, str], tuple[str, str]]
    kept: Mapping[Cell, Cell]


def plan_judgements(book: Workbench, source: Check, inputs: Inputs) -> JudgedSheets:
    """The sheet. `source` is the list that says where weights come from."""
    widest = max((len(branch.children) for branch in book.asked), default=2)
    last = _MATRIX + max(widest + 2, _LEAST)
    widths = {KEY_COLUMN: 4.0, _CODE: 10.0, _NAME: 42.0, **dict.fromkeys(range(_MATRIX, last + 1), 10.0)}
    build = book.page(SheetKind.JUDGEMENTS, "", widths)
    build.mark({_MATRIX + i: matrix_column(i + 1) for i in range(widest)})
    build.mark({last: TRY})
    build.across(_TITLE, _CODE, last, book.word("title_judgements"), looks.TITLE)
    build.across(
        _INTRO, _CODE, last, book.word("intro_judgements", limit=f"{_LIMIT:g}"), looks.INTRO, lines=3
    )
    judged: dict[tuple[str, str], tuple[str, str]] = {}
    kept: dict[Cell, Cell] = {}
    sums: dict[int, Mapping[int, Content]] = {}
    row, top, starts = _FIRST, 1, []
    for branch in book.asked:
        starts.append(row)
        block = _JudgementBlock(book, branch, row, last, top)
        block.write(build, source, inputs)
        judged |= block.judged()
        kept |= block.kept
        sums |= block.sums.cells
        top = block.sums.bottom + 2
        row += len(branch.children) + (_BELOW if len(branch.children) > 2 else _BELOW_TWO)
    scale = scale_for(sum(widths.values()) - widths[KEY_COLUMN])
    sheet = build.sheet(
        frozen=(_FIRST, 1),
        repeated=(_TITLE, _TITLE),
        hidden_columns=(KEY_COLUMN,),
        break_after=last,
        scale=scale,
    )
    sheet = paged(sheet, breaks=tuple(whole_blocks(sheet, starts, scale)))
    return JudgedSheets(sheet, hidden_sheet(_SUMS, sums), judged, kept)


class _JudgementBlock:
    """The rows of one node: title and switch, heads, matrix and weights, consistency, the judgement to reconsider."""

    def __init__(self, book: Workbench, branch: Branch, row: int, last: int, top: int) -> None:
        self.book, self.branch, self.last = book, branch, last
        self.sheet = book.name_of(SheetKind.JUDGEMENTS)
        self.size = len(branch.children)
        self.title, self.head, self.first = row, row + 1, row + 2
        self.ratio, self.advice = self.first + self.size, self.first + self.size + 1
        self.weights = _MATRIX + self.size
        missing = qualified(self.sheet, a1(self.ratio, _MATRIX + 4, "$"))
        self.sums = Sums(MatrixPlace(self.sheet, self.first, _MATRIX, self.size), missing, _SUMS, top)
        self.kept: dict[Cell, Cell] = {}

    def judged(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Where the weight of each child stands, and the switch, for every class of the branch."""
        switch = qualified(self.sheet, a1(self.title, self.last, "$"))
        return {
            (unit_class, child.code): (
                qualified(self.sheet, a1(self.first + i, self.weights + 1, "$")),
                switch,
            )
            for unit_class in self.branch.classes
            for i, child in enumerate(self.branch.children)
        }

    def write(self, build: PageBuilder, source: Check, inputs: Inputs) -> None:
        """All rows."""
        word, lang = self.book.word, self.book.context.lang
        title = title_of(self.branch, lang, len(self.book.definition.framework.classes))
        build.put(self.title, KEY_COLUMN, f"{USE}:{self.branch.key}")
        build.across(self.title, _CODE, self.last - 3, title, looks.BAND)
        build.across(self.title, self.last - 2, self.last - 1, word("weights_from"), looks.BAND)
        key = f"{USE}:{self.branch.key}"
        inputs.put(build, self.title, self.last, key, source.options[0], source, looks.INPUT_TEXT)
        build.put(self.head, KEY_COLUMN, f"{AHP}:{self.branch.key}")
        build.put(self.head, _CODE, word("head_code"), looks.HEAD)
        build.put(self.head, _NAME, word("head_name"), looks.HEAD)
        for i, child in enumerate(self.branch.children):
            build.put(self.head, _MATRIX + i, child.code, looks.HEAD)
        for i, head in enumerate(("sx_ahp", "plain_ahp", "same")):
            build.put(self.head, self.weights + i, word(f"head_{head}"), looks.HEAD)
        for i in range(self.size):
            self._write_child(build, i, inputs)
        matrix = self._matrix
        call = PlainFormula(f'=SX_AHP_WEIGHTS({matrix},"geometric-mean")', spread=(self.size, 1))
        build.put(self.first, self.weights, call, looks.PERCENT)
        self._write_ratio(build)
        self._write_advice(build)

    @property
    def _matrix(self) -> str:
        return area(self.first, _MATRIX, self.first + self.size - 1, _MATRIX + self.size - 1)

    def _write_child(self, build: PageBuilder, i: int, inputs: Inputs) -> None:
        row, child = self.first + i, self.branch.children[i]
        build.put(row, KEY_COLUMN, f"{AHP}:{self.branch.child_key(child.code)}")
        build.put(row, _CODE, child.code, looks.TEXT)
        build.put(row, _NAME, child.name.get(self.book.context.lang), looks.TEXT)
        for j, other in enumerate(self.branch.children):
            if j > i:
                key = f"{AHP}:{self.branch.key}/{child.code}/{other.code}"
                value = self.book.judgements.get(self.branch.key, {}).get((child.code, other.code))
                inputs.put(
                    build, row, _MATRIX + j, key, value, _JUDGED, looks.formatted(looks.INPUT_NUMBER, "0.###")
                )
            else:
                mirror = a1(self.first + j, _MATRIX + i)
                inverse = f'=IF(ISNUMBER({mirror}),IF({mirror}>0,1/{mirror},""),"")'
                build.put(
                    row,
                    _MATRIX + j,
                    PlainFormula(inverse) if j < i else 1.0,
                    looks.formatted(looks.NUMBER, "0.###"),
                )
        if i:
            build.put(row, self.weights, "", looks.PERCENT)
        build.put(row, self.weights + 1, PlainFormula(f"={self.sums.weights[i]}"), looks.PERCENT)
        pair = (a1(row, self.weights), a1(row, self.weights + 1))
        build.put(row, self.weights + 2, same_mark([pair]), looks.TEXT)

    def _write_ratio(self, build: PageBuilder) -> None:
        """CR by function, by formula, whether they agree; how many judgements are open; and what that means."""
        row, size, word = self.ratio, self.size, self.book.word
        count = f"({size * (size + 1) // 2}-{self._judged_count})"
        missing = a1(row, _MATRIX + 4)
        index = RANDOM_INDICES[_INDEX][size - 1]
        largest = f"MAX({size},{self.sums.lambda_max})"
        ratio = f"({largest}-{size})/{size - 1}/{index:g}" if index else "0"
        build.put(row, _CODE, word("ratio"), looks.STRONG_TEXT)
        build.put(row, _NAME, word("ratio_name", table=_INDEX.value), looks.TEXT)
        four = looks.formatted(looks.NUMBER, "0.0000")
        called = PlainFormula(f"=SX_AHP_CR({self._matrix})")
        build.put(row, _MATRIX, called, four)
        build.put(row, _MATRIX + 1, PlainFormula(f'=IF({missing}=0,{ratio},"")'), four)
        one, other = a1(row, _MATRIX), a1(row, _MATRIX + 1)
        build.put(row, _MATRIX + 2, same_mark([(one, other)]), looks.TEXT)
        build.put(row, _MATRIX + 3, word("open"), looks.TEXT)
        build.put(row, _MATRIX + 4, PlainFormula(f"={count}"), looks.COUNT)
        good, bad, opened = (text_literal(word(w)) for w in ("ratio_good", "ratio_bad", "ratio_open"))
        told = f"=IF({missing}>0,{opened},IF({other}<{_LIMIT:g},{good},{bad}))"
        build.across(row, _MATRIX + 5, self.last, PlainFormula(told), looks.TEXT)

    @property
    def _judged_count(self) -> str:
        """How many numbers above 0 stand in the upper triangle and on the diagonal."""
        parts = [
            f'COUNTIF({area(self.first + i, _MATRIX + i, self.first + i, _MATRIX + self.size - 1)},">0")'
            for i in range(self.size)
        ]
        return f"({'+'.join(parts)})"

    def _write_advice(self, build: PageBuilder) -> None:
        """The judgement that disagrees most with all others, by the function; below it as it was when the workbook was made."""
        row, word = self.advice, self.book.word
        if self.size < 3:
            return
        for i, head in enumerate(_ADVICE):
            build.put(row, _MATRIX + i, word(head), looks.HEAD)
        build.put(row + 1, _NAME, word("advice_called"), looks.TEXT)
        build.put(row + 2, _NAME, word("advice_kept"), looks.TEXT)
        call = PlainFormula(f"=SX_AHP_ADVICE({self._matrix})", spread=(1, len(_ADVICE)))
        build.put(row + 1, _MATRIX, call, looks.COUNT)
        for i in range(len(_ADVICE)):
            if i:
                build.put(row + 1, _MATRIX + i, "", looks.COUNT)
            build.put(row + 2, _MATRIX + i, "", looks.COUNT)
            here = Cell(self.sheet, row + 2, _MATRIX + i)
            self.kept[here] = Cell(self.sheet, row + 1, _MATRIX + i)
