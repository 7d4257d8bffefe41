"""Carrying the answers of the round before into the forms of this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smartxl.errors import ProjectError
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Unit
from smartxl.model.plan import Check, CheckKind, WorkbookPlan
from smartxl.planning import PreviousAnswers
from smartxl.project.folder import ProjectFolder
from smartxl.reading import in_words_of, read_as_typed
from smartxl.scoring import score
from smartxl_generators import write

__all__ = ["PreviousRound", "previous_round"]

# The date is this round's to give; a review is not the unit's.
_CARRIED = (
    Field.APPLICABLE,
    Field.PROVIDED,
    Field.LEVEL,
    Field.VALUE,
    Field.CHANNEL,
    Field.ADDRESS,
    Field.NOTE,
)


@dataclass(frozen=True)
class PreviousRound:
    """The round before: its name, and its answers by unit."""

    name: str
    answers: Mapping[str, Sequence[Answer]]

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
        carried = tuple(
            _carried(plain, in_words_of(plain, project.definition, self.answers.get(unit.code, ())))
        )
        shown = {answer.key: value for answer in carried if (value := _shown(answer)) is not None}
        plan = project.unit_plan(unit.code, project.lang, last=PreviousAnswers(self.name, shown))
        # What intake makes of the answers is what they score: points and limits may be others than last time.
        typed = {(a.key, field): value for a in carried for field, value in a.fields.items()}
        answers = read_as_typed(plain, project.definition, typed).submission.answers
        table = score(project.definition, answers)
        return plan, write(plan, project.template_of(unit), project.definition, table, answers)


def previous_round(project: ProjectFolder) -> PreviousRound:
    """The answers that count in a project. Raises ProjectError when there are none."""
    answers = project.counting_answers()
    if not answers:
        raise ProjectError(
            str(project.root),
            "no submission counts there, so there is nothing to carry over",
            "name another project",
        )
    of_unit: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        of_unit[answer.unit].append(answer)
    return PreviousRound(project.definition.round.name, of_unit)


def _carried(plan: WorkbookPlan, answers: Sequence[Answer]) -> Iterator[Answer]:
    """The answers to rows that the form still has, with the fields that may still be chosen or typed.

    What a unit added and its evidence belong to the round that they were given for.
    """
    checks = {
        line.key: line.checks for _, section in plan.sections() if section.scored for line in section.lines
    }
    for answer in answers:
        allowed = checks.get(answer.key, {})
        fields = {
            field: value
            for field in _CARRIED
            if field in allowed
            and (value := answer.fields.get(field)) is not None
            and _fits(value, allowed[field])
        }
        if fields:
            yield Answer(answer.unit, answer.key, State.BLANK, None, fields)


def _fits(value: str | float | date, check: Check) -> bool:
    if check.kind is CheckKind.LIST:
        return value in check.options
    return isinstance(value, float | int) if check.kind is CheckKind.NUMBER else isinstance(value, str)


def _shown(answer: Answer) -> str | float | None:
    """What decides a row: its number or level, else whether it is provided, else that it does not apply."""
    for field in (Field.VALUE, Field.LEVEL, Field.PROVIDED, Field.APPLICABLE):
        value = answer.fields.get(field)
        if isinstance(value, str | float):
            return value
    return None
