"""Answers in the words of another workbook: a Chinese form reported in English, or units that answer in both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from smartxl.model.answers import Answer, Field, Scalar
from smartxl.model.definition import Definition
from smartxl.model.plan import CheckKind, Line, WorkbookPlan
from smartxl.typed import Vocabulary, choice_key, vocabulary

__all__ = ["in_words_of"]


def in_words_of(plan: WorkbookPlan, definition: Definition, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The same answers with every choice in the language of `plan`, whose formulas compare labels.

    Answers to rows that the plan does not have are left as they are.
    """
    by_key = {(answer.unit, answer.key): answer for answer in answers}
    for _, section in plan.sections():
        words = vocabulary(definition, section)
        for line in section.lines:
            if answer := by_key.get((section.unit, line.key)):
                fields = {field: _word(line, field, value, words) for field, value in answer.fields.items()}
                by_key[section.unit, line.key] = replace(answer, fields=fields)
    return tuple(by_key.values())


def _word(line: Line, field: Field, value: Scalar, words: Vocabulary) -> Scalar:
    check = line.checks.get(field)
    if (
        check is None
        or check.kind is not CheckKind.LIST
        or value in check.options
        or not isinstance(value, str)
    ):
        return value
    return words.variants[field].get(choice_key(value), value)
