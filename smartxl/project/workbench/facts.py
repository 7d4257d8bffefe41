"""What a workbench is made from, and what its sheets need to know of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import Check, InputCell, PlainFormula
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.model.sheetdesign import Look
from smartxl.planning.context import Context
from smartxl.project.workbench.grid import ClassMembers
from smartxl.project.workbench.keys import SheetKind, sheet_key
from smartxl.questionnaires.branches import Branch
from smartxl.questionnaires.page import KEY_COLUMN, KEY_ROW, PageBuilder
from smartxl.text import Text

__all__ = [
    "GOOD",
    "NONE_HERE",
    "TOLERANCE",
    "Inputs",
    "Matrix",
    "ScenarioWeights",
    "Workbench",
    "guarded",
    "same_mark",
]

GOOD, OTHER, NONE_HERE = "✓", "≠", "–"
"""What checks and comparisons show: in order; the two ways differ; the functions are not installed."""
TOLERANCE = "1E-9"

Matrix = Mapping[tuple[str, str], float]
"""Judgements of one node: (code of the row, code of the column) → how many times as important, for the upper triangle."""


@dataclass(frozen=True)
class ScenarioWeights:
    """A named set of weights: class → code → weight, of the nodes whose weight is other than the definition's."""

    name: Text
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Workbench:
    """A scored round to be written as a workbench.

    `names`: key of a sheet → its name. `asked`: the nodes whose children can be compared in pairs. `judgements`: branch → the
    experts' common judgements. `conf`: what xlwings is told.
    """

    context: Context
    table: ScoreTable
    names: Mapping[str, str]
    asked: tuple[Branch, ...]
    judgements: Mapping[str, Matrix]
    scenarios: tuple[ScenarioWeights, ...] = ()
    conf: Mapping[str, str] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        """The definition that the round was scored by."""
        return self.context.definition

    @cached_property
    def members(self) -> Mapping[str, ClassMembers]:
        """Class → its units and nodes."""
        return {c.code: ClassMembers(self.context, c) for c in self.definition.framework.classes}

    def word(self, key: str, **slots: object) -> str:
        """A word of the workbench."""
        text = self.context.words[f"workbench.{key}"]
        return text.format(**slots) if slots else text

    def name_of(self, kind: SheetKind, unit_class: str = "") -> str:
        """The name of a sheet."""
        return self.names[sheet_key(kind, unit_class)]

    def titled(self, kind: SheetKind, unit_class: str) -> str:
        """The title of a sheet, with the class it is about where there are several."""
        title = self.word(f"title_{kind}")
        classes = self.definition.framework.classes
        if len(classes) == 1:
            return title
        name = self.definition.framework.unit_class(unit_class).name.get(self.context.lang)
        return self.word("of_class", title=title, name=name)

    def page(self, kind: SheetKind, unit_class: str, widths: Mapping[int, float]) -> PageBuilder:
        """A sheet that is begun, with its key."""
        build = PageBuilder(self.name_of(kind, unit_class), widths)
        build.put(KEY_ROW, KEY_COLUMN, sheet_key(kind, unit_class))
        return build

    def score(self, unit: str, code: str) -> float | None:
        """The engine's score of a node of a unit, class or the city."""
        return self.table.get(QuantityKind.SCORE, unit, code)

    def nodes(self, unit_class: str) -> tuple[Node, ...]:
        """The nodes of a class, each followed by what stands below it."""
        return tuple(self._below(ROOT, unit_class))

    def _below(self, code: str, unit_class: str) -> Sequence[Node]:
        found: list[Node] = []
        for node in self.definition.framework.children(code, unit_class):
            found += [node, *self._below(node.code, unit_class)]
        return found


def guarded(condition: str, formula: str) -> str:
    """A formula that shows nothing where a condition does not hold."""
    return f'=IF({condition},{formula[1:]},"")'


def same_mark(pairs: Sequence[tuple[str, str]], condition: str = "") -> PlainFormula:
    """Whether cells of functions and their twins agree: ✓, ≠, or – where the functions are not installed.

    Where there is no result, a function may say why (#SX: …). Under a `condition` that does not hold nothing is shown.
    """
    agree = [
        f"IF(AND(ISNUMBER({one}),ISNUMBER({other})),ABS({one}-{other})<={TOLERANCE},"
        f'IF(AND({other}="",COUNTIF({one},"#SX:*")=1),1,{one}&""={other}&""))'
        for one, other in pairs
    ]
    told = f"AND({','.join(agree)})" if len(agree) > 1 else agree[0]
    mark = f'IFERROR(IF({told},"{GOOD}","{OTHER}"),"{NONE_HERE}")'
    return PlainFormula(guarded(condition, f"={mark}") if condition else f"={mark}")


@dataclass
class Inputs:
    """The inputs of a workbench while it is planned: what stands in them."""

    answers: list[Answer] = field(default_factory=list)

    def put(
        self,
        build: PageBuilder,
        row: int,
        column: int,
        key: str,
        value: Scalar | None,
        check: Check,
        look: Look,
    ) -> None:
        """An input with what it begins with."""
        build.put(row, column, InputCell(key, Field.VALUE, check), look)
        if value is not None:
            self.answers.append(Answer("", key, State.VALUE, None, {Field.VALUE: value}))
