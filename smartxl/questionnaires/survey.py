"""The satisfaction survey's tally: one respondent in a row, answers from the scale's list, counts per answer live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.cells import Area, a1, area, column_letter, qualified
from smartxl.model.answers import Field
from smartxl.model.framework import Measure, Node, Scale
from smartxl.model.plan import (
    Check,
    CheckKind,
    Content,
    InputCell,
    Line,
    PlainFormula,
    Section,
    SheetPlan,
    WorkbookPlan,
)
from smartxl.questionnaires import looks
from smartxl.questionnaires.branches import Respondent, stamp_for
from smartxl.questionnaires.page import ColumnKey, PageBuilder, hidden_sheet, questionnaire
from smartxl.questionnaires.scale import joined
from smartxl.text import Lang

if TYPE_CHECKING:
    from smartxl.model.definition import Definition, Unit

__all__ = ["SURVEY", "answer_mark", "asked_in", "interviewer", "plan_tally", "survey_nodes", "tally_of"]

SURVEY = "survey"
"""The edition in the stamp of a tally."""

_LISTS = "_lists"
_KEY, _NO, _ANSWERS = 1, 2, 3
_TITLE, _INTRO, _STATUS, _HEAD, _FIRST = range(2, 7)
_NAME, _OPTION, _POINTS, _COUNT, _SHARE, _NOTE = range(2, 8)
_TALLY_WIDTHS = {1: 8, 2: 36, 3: 24, 4: 11, 5: 11, 6: 11, 7: 34}


def survey_nodes(definition: Definition, unit: Unit) -> tuple[Node, ...]:
    """The survey indicators that a unit answers."""
    return tuple(
        node
        for node in definition.leaves(unit)
        if node.indicator is not None and node.indicator.measure is Measure.SURVEY
    )


def interviewer(unit: Unit, number: int, lang: Lang) -> Respondent:
    """Who fills in the tally `number` of a unit. A unit's code holds no slash."""
    return Respondent(f"{unit.code}/{number}", f"{unit.name.get(lang)} {number}")


def tally_of(code: str) -> tuple[str, int] | None:
    """The unit and the number in the stamp of a tally; None for anything else."""
    unit, _, number = code.partition("/")
    return (unit, int(number)) if unit and number.isdecimal() else None


def answer_mark(node: Node) -> str:
    """The key of the column with an indicator's answers."""
    return f"#{node.code}"


def respondent_key(number: int) -> str:
    """The key of a respondent's row."""
    return f"r{number:04d}"


def answer_key(number: int, node: Node) -> str:
    """What identifies one answer."""
    return f"{respondent_key(number)}/{node.code}"


def asked_in(nodes: Sequence[Node], scales: Mapping[str, Scale]) -> list[object]:
    """What a tally asks, for its digest."""
    return [[node.code, node.name.zh, [o.label.zh for o in _scale(node, scales).options]] for node in nodes]


def plan_tally(
    definition: Definition, unit: Unit, number: int, rows: int, lang: Lang, words: Mapping[str, str]
) -> WorkbookPlan:
    """The tally `number` of a unit, with room for `rows` respondents; the unit must have a survey indicator."""
    nodes, scales = survey_nodes(definition, unit), definition.framework.scales
    who = interviewer(unit, number, lang)
    stamp = stamp_for(definition, SURVEY, who.code, lang, asked_in(nodes, scales))
    page = _TallySheet(nodes, scales, rows, lang, words)
    heads = {"unit": unit.name.get(lang), "number": str(number), "code": stamp.check_code}
    name = words["survey.file"].format(code=unit.code, name=unit.name.get(lang), number=number)
    sheets = (page.entries(heads), page.totals(heads), page.lists())
    return questionnaire(stamp, sheets, words["survey.title"], name, protect=definition.round.protect)


def _scale(node: Node, scales: Mapping[str, Scale]) -> Scale:
    return scales[node.indicator.scale if node.indicator else ""]


class _TallySheet:
    """The sheet of a tally: a row for each respondent, a column for each question."""

    def __init__(
        self,
        nodes: Sequence[Node],
        scales: Mapping[str, Scale],
        rows: int,
        lang: Lang,
        words: Mapping[str, str],
    ) -> None:
        self.nodes, self.scales, self.rows, self.words = nodes, scales, rows, words
        self.lang: Lang = lang
        self.sheet = words["survey.sheet"]
        self.last_column = max(_ANSWERS + len(nodes) - 1, _ANSWERS + 2)

    def _section(self, index: int, node: Node, check: Check) -> Section:
        """Every respondent's answer to one question; rows that nobody needed may be deleted."""
        name, inputs = self.words["survey.respondent"], {Field.VALUE: _ANSWERS + index}
        lines = (
            Line(answer_key(n, node), _FIRST + n - 1, f"{name} {n}", 1.0, "", inputs, {Field.VALUE: check})
            for n in range(1, self.rows + 1)
        )
        return Section("", node.code, node.name.get(self.lang), _HEAD, tuple(lines), scored=False)

    def _answers(self, index: int) -> str:
        column = _ANSWERS + index
        return qualified(self.sheet, area(_FIRST, column, _FIRST + self.rows - 1, column, "$"))

    def _labels(self, node: Node) -> tuple[str, ...]:
        return tuple(option.label.get(self.lang) for option in _scale(node, self.scales).options)

    def lists(self) -> SheetPlan:
        """One column of labels for each indicator."""
        cells: dict[int, dict[int, Content]] = {}
        for column, node in enumerate(self.nodes, 1):
            for row, label in enumerate(self._labels(node), 1):
                cells.setdefault(row, {})[column] = label
        return hidden_sheet(_LISTS, cells)

    def entries(self, heads: Mapping[str, str]) -> SheetPlan:
        """The sheet that is filled in."""
        widths = {1: 8, 2: 7, **dict.fromkeys(range(_ANSWERS, self.last_column + 1), 30)}
        build, words = PageBuilder(self.sheet, widths), self.words
        build.mark({_KEY: ColumnKey.KEY})
        build.across(
            _TITLE, _NO, self.last_column, words["survey.question"].format_map(heads), looks.TITLE, lines=2
        )
        build.across(_INTRO, _NO, self.last_column, words["survey.intro"].format_map(heads), looks.INTRO)
        columns = [
            area(_FIRST, c, _FIRST + self.rows - 1, c) for c in range(_ANSWERS, _ANSWERS + len(self.nodes))
        ]
        counts = "MAX(" + ",".join(f"COUNTA({column})" for column in columns) + ")"
        told = PlainFormula(
            "=" + joined(words["survey.progress"], {"count": counts, "rows": str(self.rows)}),
            words["survey.progress"].format(count=0, rows=self.rows),
        )
        build.across(_STATUS, _NO, self.last_column, told, looks.BAND)
        build.put(_HEAD, _NO, words["survey.no"], looks.HEAD)
        for index, node in enumerate(self.nodes):
            build.mark({_ANSWERS + index: answer_mark(node)})
            build.put(_HEAD, _ANSWERS + index, f"{node.code} {node.name.get(self.lang)}", looks.HEAD)
        checks = [self._check(index, node) for index, node in enumerate(self.nodes)]
        for number in range(1, self.rows + 1):
            row = _FIRST + number - 1
            build.put(row, _KEY, respondent_key(number))
            build.put(row, _NO, float(number), looks.CENTRE, "0")
            for index, (node, check) in enumerate(zip(self.nodes, checks, strict=True)):
                content = InputCell(answer_key(number, node), Field.VALUE, check)
                build.put(row, _ANSWERS + index, content, looks.CHOICE)
        sections = (self._section(i, node, checks[i]) for i, node in enumerate(self.nodes))
        return build.sheet(
            tuple(sections),
            frozen=(_FIRST, _ANSWERS),
            repeated=(_HEAD, _HEAD),
            hidden_columns=(_KEY,),
        )

    def _check(self, index: int, node: Node) -> Check:
        labels = self._labels(node)
        source = Area(_LISTS, 1, index + 1, len(labels), index + 1)
        return Check(CheckKind.LIST, labels, source, prompt=self.words["survey.prompt"])

    def totals(self, heads: Mapping[str, str]) -> SheetPlan:
        """Counts per answer, their share, and the score that they make; and where they belong in the unit's form."""
        build, words = PageBuilder(self.words["survey.totals"], _TALLY_WIDTHS), self.words
        build.across(
            _TITLE, _NAME, _NOTE, words["survey.totals_title"].format_map(heads), looks.TITLE, lines=2
        )
        build.across(_INTRO, _NAME, _NOTE, words["survey.totals_intro"], looks.INTRO)
        for column, head in enumerate(("indicator", "answer", "points", "count", "share", "note"), _NAME):
            build.put(_STATUS, column, words[f"survey.{head}"], looks.HEAD)
        row = _HEAD
        for index, node in enumerate(self.nodes):
            row = self._write_totals(build, row, index, node)
        return build.sheet(frozen=(_HEAD, 1), repeated=(_STATUS, _STATUS), hidden_columns=(_KEY,))

    def _write_totals(self, build: PageBuilder, row: int, index: int, node: Node) -> int:
        scale, name = _scale(node, self.scales), f"{node.code} {node.name.get(self.lang)}"
        first, last = row, row + len(scale.options) - 1
        counts = area(first, _COUNT, last, _COUNT, "$")
        for option in scale.options:
            label = a1(row, _OPTION)
            build.put(row, _NAME, name, looks.TEXT)
            build.put(row, _OPTION, option.label.get(self.lang), looks.TEXT)
            build.put(row, _POINTS, option.points, looks.RESULT, "0.0#")
            count = PlainFormula(f"=SUMPRODUCT(1*({self._answers(index)}={label}))", 0.0)
            build.put(row, _COUNT, count, looks.RESULT, "0")
            share = PlainFormula(f'=IF(SUM({counts})>0,{a1(row, _COUNT)}/SUM({counts}),"")')
            build.put(row, _SHARE, share, looks.RESULT, "0.0%")
            build.put(row, _NOTE, "", looks.TEXT)
            row += 1
        points = area(first, _POINTS, last, _POINTS, "$")
        score = PlainFormula(f'=IF(SUM({counts})>0,100*SUMPRODUCT({points},{counts})/SUM({counts}),"")')
        build.across(row, _NAME, _POINTS, self.words["survey.score"], looks.BAND)
        build.put(
            row,
            _COUNT,
            PlainFormula(f"=SUM({column_letter(_COUNT)}{first}:{column_letter(_COUNT)}{last})", 0.0),
            looks.RESULT,
            "0",
        )
        build.put(row, _SHARE, score, looks.RESULT, "0.00")
        build.put(row, _NOTE, PlainFormula(self._unlisted(index, counts)), looks.TEXT)
        return row + 1

    def _unlisted(self, index: int, counts: str) -> str:
        """Answers that are none of the list are counted nowhere; it says how many."""
        column = self._answers(index)
        more = f"(COUNTA({column})-SUM({counts}))"
        return f'=IF({more}>0,{joined(self.words["survey.unlisted"], {"count": more})},"")'
