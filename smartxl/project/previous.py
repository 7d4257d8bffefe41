"""Carrying the answers of the round before into the forms of this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smartxl.errors import ProjectError
from smartxl.model.answers import Answer, Choice, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.definition import Definition, Unit
from smartxl.model.plan import Check, CheckKind, WorkbookPlan
from smartxl.model.rowcells import numbers_before
from smartxl.planning import PreviousAnswers
from smartxl.project.folder import ProjectFolder
from smartxl.reading import answers_digest, read_as_typed
from smartxl.scoring import score
from smartxl.text import LANGUAGES, Text
from smartxl.typed import clean, vocabulary
from smartxl_generators import write

__all__ = ["PreviousRound", "previous_round"]

# Date and year are this round's to give; a review is not the unit's.
_CARRIED = frozenset(
    {
        Field.APPLICABLE,
        Field.PROVIDED,
        Field.LEVEL,
        Field.VALUE,
        Field.CHANNEL,
        Field.ADDRESS,
        Field.NOTE,
        Field.QUALITY,
        Field.ORIGIN,
    }
)
_Typed = dict[Field, str | float]


@dataclass(frozen=True)
class PreviousRound:
    """The round before: its name, its answers by unit, and the words of what was chosen."""

    name: str
    answers: Mapping[str, Sequence[Answer]]
    words: ChoiceWords

    @property
    def numbers(self) -> Mapping[str, Mapping[str, float]]:
        """Unit → row → the number that was reported."""
        return {
            unit: {
                answer.key: value
                for answer in answers
                if answer.state is State.VALUE and isinstance(value := answer.fields.get(Field.VALUE), float)
            }
            for unit, answers in self.answers.items()
        }

    def form(self, project: ProjectFolder, unit: Unit) -> tuple[WorkbookPlan, bytes]:
        """The form of a unit with what it answered last time, where rows and choices are still the same."""
        plain = project.unit_plan(unit.code, project.lang)
        carried = self._carried(plain, project.definition, unit)
        shown = {key: value for key, fields in carried.items() if (value := _shown(fields)) is not None}
        # What intake makes of the answers is what they score: points and limits may be others than last time.
        typed = {(key, asked): value for key, fields in carried.items() for asked, value in fields.items()}
        answers = read_as_typed(plain, project.definition, typed).submission.answers
        last = PreviousAnswers(self.name, shown, answers_digest(answers))
        plan = project.unit_plan(unit.code, project.lang, last=last)
        table = score(project.definition, answers, numbers_before(plan))
        return plan, write(plan, project.template_of(unit), project.definition, table, answers)

    def _carried(self, plan: WorkbookPlan, definition: Definition, unit: Unit) -> Mapping[str, _Typed]:
        """Row → what is typed into it: of rows that the form still has, what may still be chosen or typed.

        What a unit added and its evidence belong to the round that they were given for.
        """
        answers = {answer.key: answer for answer in self.answers.get(unit.code, ())}
        carried: dict[str, _Typed] = {}
        for section in (section for _, section in plan.sections() if section.scored):
            variants = vocabulary(definition, section).variants
            for line in section.lines:
                given = answers.get(line.key, Answer(unit.code, line.key, State.BLANK))
                for asked in _CARRIED & given.fields.keys() & line.checks.keys():
                    value = self._typed(given, asked, line.checks[asked], variants.get(asked))
                    if value is not None:
                        carried.setdefault(line.key, {})[asked] = value
        return carried

    def _typed(
        self, answer: Answer, asked: Field, check: Check, variants: Mapping[str, str] | None
    ) -> str | float | None:
        """An answer as it is typed into this round's form; a choice by its words, for codes are each definition's own."""
        value = answer.fields[asked]
        if check.kind is not CheckKind.LIST:
            fits = isinstance(value, float if check.kind is CheckKind.NUMBER else str)
            return value if fits and not isinstance(value, date) else None
        for lang in LANGUAGES:
            word = self.words.word(answer.key, asked, value, lang)
            cleaned = clean(word, check, variants=variants).value if isinstance(word, str) else None
            if isinstance(cleaned, Choice):
                return str(check.shown(cleaned))
        return None


def previous_round(project: ProjectFolder) -> PreviousRound:
    """The answers that count in a project. Raises ProjectError when there are none."""
    answers = project.counting_answers()
    if not answers:
        what = Text(
            "那里没有计入的报送，没有可转入的答案",
            "no submission counts there, so there is nothing to carry over",
        )
        raise ProjectError(str(project.root), what, Text("指定其他项目", "name another project"))
    of_unit: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        of_unit[answer.unit].append(answer)
    return PreviousRound(project.definition.round.name, of_unit, ChoiceWords(project.definition.framework))


def _shown(fields: _Typed) -> str | float | None:
    """What decides a row: its number or level, else whether it is provided, else that it does not apply."""
    order = (Field.VALUE, Field.LEVEL, Field.PROVIDED, Field.APPLICABLE)
    return next((fields[asked] for asked in order if asked in fields), None)
