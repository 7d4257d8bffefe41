"""The Delphi questionnaire of one expert: every item with what the group said last time, and a new rating."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.cells import Cell, a1, area, qualified, text_literal
from smartxl.model.answers import Field
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.plan import (
    Check,
    CheckKind,
    InputCell,
    Line,
    PlainFormula,
    Section,
    SheetPlan,
    WorkbookPlan,
)
from smartxl.questionnaires import looks
from smartxl.questionnaires.ahp import asked_of
from smartxl.questionnaires.branches import Branch, Respondent, stamp_for
from smartxl.questionnaires.front import FrontLine, plan_front
from smartxl.questionnaires.page import ColumnKey, PageBuilder, questionnaire
from smartxl.questionnaires.scale import joined
from smartxl.text import Lang

__all__ = [
    "FIRST_ROUND",
    "HIGHEST_RATING",
    "LOWEST_RATING",
    "DelphiFeedback",
    "GroupItem",
    "delphi_edition",
    "plan_delphi",
    "round_of",
]

LOWEST_RATING, HIGHEST_RATING = 0.0, 10.0
"""The scale of importance, decimals allowed; printed on the sheet. Weights are ratings over their sum."""

_MAX_REASON = 500
_EDITION = re.compile(r"delphi-([1-9][0-9]{0,2})")
_KEY, _NO, _NAME, _MEDIAN, _LOWER, _UPPER, _SPREAD, _OWN, _NEW, _TELL, _REASON = range(1, 12)
_TITLE, _INTRO, _STATUS, _HEAD, _FIRST = range(2, 7)
_MARKS = {_KEY: ColumnKey.KEY, _NAME: ColumnKey.LEFT, _NEW: ColumnKey.ANSWER, _REASON: ColumnKey.REASON}
_WIDTHS = {1: 8, 2: 5, 3: 40, 4: 9, 5: 9, 6: 9, 7: 9, 8: 9, 9: 11, 10: 26, 11: 40}


@dataclass(frozen=True, slots=True)
class GroupItem:
    """What the group said of an item: median, quartiles, coefficient of variation; None where it has none."""

    median: float
    lower: float
    upper: float
    variation: float | None


@dataclass(frozen=True)
class DelphiFeedback:
    """The round before: item key → the group's statistics, and the expert's own ratings."""

    group: Mapping[str, GroupItem] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)


FIRST_ROUND = DelphiFeedback()
"""What stands before the first round: nothing."""


def delphi_edition(number: int) -> str:
    """The edition in the stamp of a round's questionnaire."""
    return f"delphi-{number}"


def round_of(edition: str) -> int | None:
    """The number of the round, None for another edition."""
    match = _EDITION.fullmatch(edition)
    return int(match[1]) if match else None


def plan_delphi(
    definition: Definition,
    asked: Sequence[Branch],
    expert: Respondent,
    lang: Lang,
    words: Mapping[str, str],
    number: int,
    last: DelphiFeedback = FIRST_ROUND,
) -> WorkbookPlan:
    """The workbook of one expert in round `number`; `last` holds the statistics of the round before."""
    stamp = stamp_for(definition, delphi_edition(number), expert.code, lang, asked_of(asked))
    page = _RatingSheet(asked, lang, words, last)
    page.write(number)
    title = words["delphi.title"].format(number=number)
    front = plan_front(definition, stamp, expert, lang, words, "delphi", title, page.front)
    city = definition.round.city.get(lang)
    name = words["delphi.file"].format(code=expert.code, name=expert.name, city=city, number=number)
    return questionnaire(stamp, (front, page.planned()), title, name, protect=definition.round.protect)


class _RatingSheet:
    """The sheet of ratings while it is written."""

    def __init__(
        self, asked: Sequence[Branch], lang: Lang, words: Mapping[str, str], last: DelphiFeedback
    ) -> None:
        self.asked, self.words, self.last = asked, words, last
        self.lang: Lang = lang
        self.build = PageBuilder(words["delphi.sheet"], _WIDTHS)
        self.sections: list[Section] = []
        self.front: list[FrontLine] = []
        self.row = _FIRST
        self.check = Check(
            CheckKind.NUMBER,
            minimum=LOWEST_RATING,
            maximum=HIGHEST_RATING,
            prompt=words["delphi.prompt"].format(low=f"{LOWEST_RATING:g}", high=f"{HIGHEST_RATING:g}"),
        )
        self.reason = Check(CheckKind.TEXT, maximum=_MAX_REASON, prompt=words["delphi.prompt_reason"])

    def write(self, number: int) -> None:
        """Title, introduction, heads, the branches one below the other, the state."""
        build, words = self.build, self.words
        build.mark(_MARKS)
        build.across(
            _TITLE, _NO, _REASON, words["delphi.question"].format(number=number), looks.TITLE, lines=2
        )
        intro = words["delphi.intro" if self.last.group else "delphi.intro_first"]
        build.across(
            _INTRO,
            _NO,
            _REASON,
            intro.format(low=f"{LOWEST_RATING:g}", high=f"{HIGHEST_RATING:g}"),
            looks.INTRO,
        )
        heads = ("no", "item", "median", "lower", "upper", "variation", "own", "new", "tell", "reason")
        for column, head in enumerate(heads, _NO):
            build.put(_HEAD, column, words[f"delphi.{head}"], looks.HEAD)
        for branch in self.asked:
            self._write_branch(branch)
        self._write_status()

    def planned(self) -> SheetPlan:
        """The sheet as plain data."""
        return self.build.sheet(
            tuple(self.sections),
            frozen=(_FIRST, 1),
            repeated=(_HEAD, _HEAD),
            hidden_columns=(_KEY,),
        )

    def _write_branch(self, branch: Branch) -> None:
        band, count = self.row, len(branch.children)
        name = (
            branch.name.get(self.lang)
            if branch.node == ROOT
            else f"{branch.node} {branch.name.get(self.lang)}"
        )
        title = self.words["delphi.band"].format(node=name, classes=branch.class_names.get(self.lang))
        self.build.across(band, _NO, _OWN, title, looks.BAND)
        answers = area(band + 1, _NEW, band + count, _NEW)
        slots = {"done": f"COUNT({answers})", "total": str(count)}
        told = PlainFormula(
            "=" + joined(self.words["questionnaire.of"], slots),
            self.words["questionnaire.of"].format(done=0, total=count),
        )
        self.build.across(band, _NEW, _TELL, told, looks.BAND)
        self.build.put(band, _REASON, "", looks.BAND)
        self.row += 1
        lines = [
            self._write_item(
                number, branch.child_key(child.code), f"{child.code} {child.name.get(self.lang)}"
            )
            for number, child in enumerate(branch.children, 1)
        ]
        self.sections.append(Section("", branch.key, title, band, tuple(lines)))
        self.front.append(self._front_line(branch, name, Cell(self.build.name, band, _NO), answers))

    def _front_line(self, branch: Branch, name: str, target: Cell, answers: str) -> FrontLine:
        count, done = len(branch.children), f"COUNT({qualified(target.sheet, answers)})"
        left = joined(self.words["questionnaire.left"], {"missing": f"({count}-{done})"})
        complete = text_literal(self.words["questionnaire.complete"])
        told = f"IF({done}={count},{complete},{left})"
        blank = self.words["questionnaire.left"].format(missing=count)
        return FrontLine(name, branch.class_names.get(self.lang), target, done, count, told, blank)

    def _write_item(self, number: int, key: str, name: str) -> Line:
        row, build = self.row, self.build
        build.put(row, _KEY, key)
        build.put(row, _NO, float(number), looks.CENTRE, "0")
        build.put(row, _NAME, name, looks.TEXT)
        found = self.last.group.get(key)
        shown = (found.median, found.lower, found.upper, found.variation) if found else (None,) * 4
        for column, value in zip((_MEDIAN, _LOWER, _UPPER, _SPREAD), shown, strict=True):
            shape = "0.0%" if column == _SPREAD else "0.0#"
            build.put(row, column, "" if value is None else value, looks.RESULT, shape)
        own = self.last.own.get(key)
        build.put(row, _OWN, "" if own is None else own, looks.RESULT, "0.0#")
        build.put(row, _NEW, InputCell(key, Field.VALUE, self.check), looks.CHOICE, "0.0#")
        build.put(row, _TELL, PlainFormula(self._tell(row)), looks.TEXT)
        build.put(row, _REASON, InputCell(key, Field.NOTE, self.reason), looks.WORDS)
        build.grow(row, 2)
        self.row += 1
        inputs, checks = (
            {Field.VALUE: _NEW, Field.NOTE: _REASON},
            {Field.VALUE: self.check, Field.NOTE: self.reason},
        )
        return Line(key, row, name, 1.0, "", inputs, checks)

    def _tell(self, row: int) -> str:
        """Outside the quartiles a reason is due; what is no number of the scale is said so."""
        new, lower, upper, reason = (a1(row, column) for column in (_NEW, _LOWER, _UPPER, _REASON))
        outside = f"OR({new}<{lower},{new}>{upper})"
        due = f'IF({reason}="",{text_literal(self.words["delphi.due"])},{text_literal(self.words["delphi.given"])})'
        wrong = text_literal(
            self.words["delphi.wrong"].format(low=f"{LOWEST_RATING:g}", high=f"{HIGHEST_RATING:g}")
        )
        fits = f"AND({new}>={LOWEST_RATING:g},{new}<={HIGHEST_RATING:g})"
        judged = f'IF(ISNUMBER({lower}),IF({outside},{due},""),"")'
        return f'=IF(ISNUMBER({new}),IF({fits},{judged},{wrong}),IF({new}="","",{wrong}))'

    @property
    def _total(self) -> int:
        return sum(len(branch.children) for branch in self.asked)

    def _left(self, count: int) -> str:
        return self.words["delphi.progress"].format(
            done=self._total - count, total=self._total, missing=count
        )

    def _write_status(self) -> None:
        answers = area(_FIRST, _NEW, self.row - 1, _NEW)
        slots = {
            "done": f"COUNT({answers})",
            "total": str(self._total),
            "missing": f"({self._total}-COUNT({answers}))",
        }
        told = PlainFormula("=" + joined(self.words["delphi.progress"], slots), self._left(self._total))
        self.build.across(_STATUS, _NO, _REASON, told, looks.BAND)
