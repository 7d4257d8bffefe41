"""The needs worksheet: what the city needs in its own words, which parts of the indicator system are used and why.

A choice that is left blank is the usual one: what the definition has is used, a module that could join is not. What a choice
amounts to, and what is wrong with it, formulas tell beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Area, a1, area, text_literal
from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.model.framework import ROOT
from smartxl.model.needs import NeedsTopic, PartAnswer, PartChoice, PartPriority, PartRow
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
from smartxl.questionnaires.branches import stamp_for
from smartxl.questionnaires.needsjudge import NO_ANSWER, ChoiceFault, choice_faults, outcomes
from smartxl.questionnaires.page import ColumnKey, PageBuilder, hidden_sheet, questionnaire
from smartxl.questionnaires.scale import joined

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.text import Lang

__all__ = ["NEEDS", "NeedsAnswers", "NeedsForm", "plan_needs", "topic_key"]

NEEDS = "needs"
"""The edition in the stamp of a needs worksheet."""

_LISTS = "_lists"
_KEY, _TITLE, _INTRO, _STATUS, _HEAD, _FIRST = 1, 2, 3, 4, 5, 6
_TOPIC, _PROMPT, _TEXT = 2, 3, 4
_TOPIC_WIDTHS = {1: 4.0, 2: 16.0, 3: 40.0, 4: 78.0}
_CODE, _NAME, _WHO, _WEIGHT, _USUAL, _CHOICE, _SHARE, _PRIORITY, _REASON, _RESULT, _TELL = range(2, 13)
_WIDTHS = dict(
    zip(range(1, 13), (4.0, 10.0, 34.0, 20.0, 9.0, 9.0, 10.0, 9.0, 9.0, 34.0, 10.0, 20.0), strict=True)
)
_LONGEST, _LONGEST_REASON = 4000, 500  # characters
_ROOM = 9  # lines for a text
_GUIDES = 8


@dataclass(frozen=True)
class NeedsAnswers:
    """What is written into a worksheet before it goes out: texts by topic, and what was decided about parts by code."""

    texts: Mapping[NeedsTopic, str]
    parts: Mapping[str, PartAnswer]


@dataclass(frozen=True)
class NeedsForm:
    """What a worksheet asks about, and the words it has: `rows` with parents before their children."""

    definition: Definition
    rows: tuple[PartRow, ...]
    lang: Lang
    words: Mapping[str, str]

    @property
    def choices(self) -> Mapping[PartChoice, str]:
        """Choice → its label."""
        return {choice: self.words[f"needs.choice_{choice.value.replace('-', '_')}"] for choice in PartChoice}

    @property
    def priorities(self) -> Mapping[PartPriority, str]:
        """Priority → its label."""
        return {priority: self.words[f"needs.priority_{priority.value}"] for priority in PartPriority}

    def label(self, row: PartRow) -> str:
        """A part as its row names it."""
        return f"{row.code} {row.name.get(self.lang)}"


def topic_key(topic: NeedsTopic) -> str:
    """What identifies the row of a topic; no code of a node looks so."""
    return f"topic:{topic.value}"


def plan_needs(form: NeedsForm, given: NeedsAnswers) -> tuple[WorkbookPlan, tuple[Answer, ...]]:
    """The worksheet, and what stands in its input cells. Raises TemplateError for what Excel cannot hold."""
    words, round_ = form.words, form.definition.round
    asked = [[row.code, row.parent, row.module] for row in form.rows]
    stamp = stamp_for(form.definition, NEEDS, "", form.lang, asked)
    title = words["needs.title"].format(title=round_.title.get(form.lang), round=round_.name)
    sheets = (
        _texts(form, title, stamp.check_code),
        _PartSheet(form, given.parts).planned(),
        _guide(form),
        _lists(form),
    )
    stem = f"{round_.city.get(form.lang)}-{round_.name}-{words['needs.file']}"
    plan = questionnaire(stamp, sheets, title, stem, protect=round_.protect)
    return plan, tuple(_answers(form, given))


def _answers(form: NeedsForm, given: NeedsAnswers) -> Iterator[Answer]:
    for topic, text in given.texts.items():
        yield Answer("", topic_key(topic), State.VALUE, None, {Field.VALUE: text})
    choices, priorities = form.choices, form.priorities
    for code, part in given.parts.items():
        values: dict[Field, Scalar] = {}
        if part.choice:
            values[Field.LEVEL] = choices[part.choice]
        if part.share is not None:
            values[Field.VALUE] = part.share
        if part.priority:
            values[Field.CHANNEL] = priorities[part.priority]
        if part.who:
            values[Field.NAME] = part.who
        if part.reason:
            values[Field.NOTE] = part.reason
        if values:
            yield Answer("", code, State.VALUE, None, values)


def _texts(form: NeedsForm, title: str, code: str) -> SheetPlan:
    words, build = form.words, PageBuilder(form.words["needs.sheet_texts"], _TOPIC_WIDTHS)
    build.mark({_KEY: ColumnKey.KEY, _TOPIC: "#topic", _TEXT: ColumnKey.ANSWER})
    build.across(_TITLE, _TOPIC, _TEXT, title, looks.TITLE, lines=2)
    build.across(_INTRO, _TOPIC, _TEXT, words["needs.intro_texts"].format(code=code), looks.INTRO)
    for column, head in ((_TOPIC, "topic"), (_PROMPT, "prompt"), (_TEXT, "text")):
        build.put(_HEAD, column, words[f"needs.{head}"], looks.HEAD)
    check = Check(CheckKind.TEXT, maximum=_LONGEST)
    lines = []
    for row, topic in enumerate(NeedsTopic, _FIRST):
        key, name = topic_key(topic), words[f"needs.topic_{topic.value}"]
        build.put(row, _KEY, key)
        build.put(row, _TOPIC, name, looks.TEXT)
        build.put(row, _PROMPT, words[f"needs.prompt_{topic.value}"], looks.TEXT)
        build.put(row, _TEXT, InputCell(key, Field.VALUE, check), looks.WORDS)
        build.grow(row, _ROOM)
        lines.append(Line(key, row, name, 1.0, "", {Field.VALUE: _TEXT}, {Field.VALUE: check}))
    section = Section("", "texts", title, _HEAD, tuple(lines))
    return build.sheet((section,), frozen=(_FIRST, 1), repeated=(_HEAD, _HEAD), hidden_columns=(_KEY,))


def _guide(form: NeedsForm) -> SheetPlan:
    words, build = form.words, PageBuilder(form.words["needs.sheet_guide"], {1: 4.0, 2: 134.0})
    build.put(2, 2, words["needs.sheet_guide"], looks.TITLE)
    for number in range(1, _GUIDES + 1):
        build.put(2 + number, 2, words[f"needs.guide{number}"], looks.STEP)
    return build.sheet()


def _lists(form: NeedsForm) -> SheetPlan:
    """The hidden sheet that the drop-downs take their options from."""
    cells: dict[int, dict[int, Content]] = {}
    for column, labels in enumerate((form.choices.values(), form.priorities.values()), 1):
        for row, label in enumerate(labels, 1):
            cells.setdefault(row, {})[column] = label
    return hidden_sheet(_LISTS, cells)


class _PartSheet:
    """The sheet of domains and indicators while it is written."""

    def __init__(self, form: NeedsForm, parts: Mapping[str, PartAnswer]) -> None:
        self.form, self.words, self.parts = form, form.words, parts
        self.build = PageBuilder(form.words["needs.sheet_parts"], _WIDTHS)
        self.places = {row.code: place for place, row in enumerate(form.rows, _FIRST)}
        self.found = outcomes(form.rows, parts)
        self.faults = {row.code: fault for row, fault in choice_faults(form.rows, parts)}
        choices, priorities = tuple(form.choices.values()), tuple(form.priorities.values())
        self.checks = {
            Field.LEVEL: Check(CheckKind.LIST, choices, Area(_LISTS, 1, 1, len(choices), 1)),
            Field.VALUE: Check(
                CheckKind.NUMBER, minimum=0.1, maximum=90.0, prompt=form.words["needs.prompt_share"]
            ),
            Field.CHANNEL: Check(CheckKind.LIST, priorities, Area(_LISTS, 1, 2, len(priorities), 2)),
            Field.NAME: Check(CheckKind.TEXT, maximum=_LONGEST_REASON, prompt=form.words["needs.prompt_who"]),
            Field.NOTE: Check(
                CheckKind.TEXT, maximum=_LONGEST_REASON, prompt=form.words["needs.prompt_reason"]
            ),
        }

    def planned(self) -> SheetPlan:
        """Title, state, headings, a row for each part."""
        build, words = self.build, self.words
        build.mark(
            {
                **{_KEY: ColumnKey.KEY, _NAME: "#name", _WHO: "#who", _CHOICE: "#choice", _SHARE: "#share"},
                **{_PRIORITY: "#priority", _REASON: ColumnKey.REASON},
            }
        )
        build.across(_TITLE, _CODE, _TELL, words["needs.sheet_parts"], looks.TITLE, lines=2)
        build.across(_INTRO, _CODE, _TELL, words["needs.intro_parts"], looks.INTRO)
        heads = ("code", "name", "who", "weight", "usual", "choice", "share", "priority", "reason", "result")
        for column, head in enumerate((*heads, "tell"), _CODE):
            build.put(_HEAD, column, words[f"needs.{head}"], looks.HEAD)
        lines = tuple(map(self._part, self.form.rows))
        self._status()
        section = Section("", "parts", words["needs.sheet_parts"], _HEAD, lines)
        return build.sheet((section,), frozen=(_FIRST, 4), repeated=(_HEAD, _HEAD), hidden_columns=(_KEY,))

    def _status(self) -> None:
        """How many parts are used, and how many rows have something to mend."""
        last = _FIRST + len(self.form.rows) - 1
        leaves = [self.places[row.code] for row in self.form.rows if row.leaf]
        selected = text_literal(self.form.choices[PartChoice.SELECTED])
        flags = f"COUNTIF({area(_FIRST, _RESULT, last, _RESULT)},{selected})"
        open_rows = f'SUMPRODUCT(1*({area(_FIRST, _TELL, last, _TELL)}<>""))'
        used = sum(choice is PartChoice.SELECTED for choice in self.found.values())
        total = str(len(self.form.rows))
        slots = {"used": flags, "open": open_rows, "total": total, "leaves": str(len(leaves))}
        shown = self.words["needs.status"].format(
            used=used, open=len(self.faults), total=total, leaves=len(leaves)
        )
        told = PlainFormula("=" + joined(self.words["needs.status"], slots), shown)
        self.build.across(_STATUS, _CODE, _TELL, told, looks.BAND)

    def _part(self, part: PartRow) -> Line:
        build, row, form = self.build, self.places[part.code], self.form
        look = looks.BAND if part.parent == ROOT else looks.TEXT
        name = "　" * (part.level - 1) + part.name.get(form.lang)
        build.put(row, _KEY, part.code)
        build.put(row, _CODE, part.code, look)
        build.put(row, _NAME, name, look)
        build.put(row, _WEIGHT, part.weight, looks.CENTRE)
        build.put(row, _USUAL, self._usual(part), looks.CENTRE)
        inputs = {Field.LEVEL: _CHOICE, Field.CHANNEL: _PRIORITY, Field.NOTE: _REASON}
        inputs |= {Field.VALUE: _SHARE, Field.NAME: _WHO} if part.joins else {}
        for field, column in inputs.items():
            is_words = field in {Field.NOTE, Field.NAME}
            content = InputCell(part.code, field, self.checks[field])
            build.put(row, column, content, looks.WORDS if is_words else looks.CHOICE)
        if not part.joins:
            build.put(row, _SHARE, "", looks.CENTRE)
            build.put(row, _WHO, part.told.get(form.lang), look)
        build.put(row, _RESULT, PlainFormula(*self._result(part)), looks.CENTRE)
        build.put(row, _TELL, PlainFormula(*self._tell(part)), looks.TEXT)
        if reason := self.parts.get(part.code, NO_ANSWER).reason:
            build.grow_for(row, _REASON, reason)
        checks = {field: self.checks[field] for field in inputs}
        return Line(part.code, row, form.label(part), 1.0, "", inputs, checks)

    def _usual(self, part: PartRow) -> str:
        if part.module and not part.joins:
            return self.words["needs.with_module"]
        return self.form.choices[part.usual]

    def _result(self, part: PartRow) -> tuple[str, str]:
        """What becomes of the part, and what that is with the answers that the file goes out with."""
        choices = self.form.choices
        choice = a1(self.places[part.code], _CHOICE)
        own = f'IF({choice}="",{text_literal(choices[part.usual])},{choice})'
        shown = choices[self.found[part.code]]
        if part.parent == ROOT:
            return f"={own}", shown
        above, selected = a1(self.places[part.parent], _RESULT), text_literal(choices[PartChoice.SELECTED])
        return f"=IF({above}<>{selected},{above},{own})", shown

    def _tell(self, part: PartRow) -> tuple[str, str]:
        """What is wrong with the row, "" for nothing; the same with the answers that the file goes out with."""
        words, row = self.words, self.places[part.code]
        choice, reason, result = (a1(row, column) for column in (_CHOICE, _REASON, _RESULT))
        selected = text_literal(self.form.choices[PartChoice.SELECTED])
        usual = text_literal(self.form.choices[part.usual])
        said = {fault: text_literal(words[f"needs.fault_{fault.value}"]) for fault in ChoiceFault}
        due = '""'
        if part.joins:
            stray = f'AND({result}<>{selected},{a1(row, _SHARE)}<>"")'
            due = f"IF({stray},{said[ChoiceFault.SHARE_WITHOUT_MODULE]},{due})"
        due = f'IF(AND({result}<>{usual},{reason}=""),{said[ChoiceFault.NO_REASON]},{due})'
        if not part.leaf:
            end = self._last_below(part)
            below = f"COUNTIF({area(row + 1, _RESULT, end, _RESULT)},{selected})"
            nothing = f"AND({result}={selected},{below}=0)"
            due = f"IF({nothing},{said[ChoiceFault.NOTHING_BELOW]},{due})"
        if part.parent != ROOT:
            left_out = f"{a1(self.places[part.parent], _RESULT)}<>{selected}"
            above = said[ChoiceFault.ABOVE_LEFT_OUT]
            due = f'IF({left_out},IF({choice}={selected},{above},""),{due})'
        fault = self.faults.get(part.code)
        return f"={due}", words[f"needs.fault_{fault.value}"] if fault else ""

    def _last_below(self, part: PartRow) -> int:
        """The row of the last part below one: they follow it without a gap."""
        rows: Sequence[PartRow] = self.form.rows
        place = self.places[part.code] - _FIRST
        end = place + 1
        while end < len(rows) and rows[end].level > part.level:
            end += 1
        return _FIRST + end - 1
