"""Choices and their words: answers hold codes, readers see words, and ledgers of before codes hold words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartxl.model.answers import (
    APPLICABLE,
    HIGH,
    LOW,
    MEDIUM,
    NO,
    NOT_APPLICABLE,
    PENDING,
    YES,
    Answer,
    Choice,
    Field,
    Scalar,
    State,
    option_choice,
)
from smartxl.model.framework import Framework
from smartxl.model.keys import UNSCORED, leaf_of
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import wording

__all__ = ["ChoiceWords"]

_LEVELS = frozenset({Field.LEVEL, Field.VALUE, Field.REVIEW})
_MARKS = {
    Field.APPLICABLE: (APPLICABLE, NOT_APPLICABLE, PENDING),
    Field.PROVIDED: (YES, NO),
    Field.QUALITY: (HIGH, MEDIUM, LOW),
}
_CHOSEN = _LEVELS | _MARKS.keys() | {Field.CHANNEL}


@dataclass(frozen=True)
class ChoiceWords:
    """The words of all choices of a definition, in both languages. A plan has those of its own language (`Check.shown`)."""

    framework: Framework
    _codes: dict[tuple[str, Field], Mapping[str, Choice]] = field(default_factory=dict, repr=False)

    def worded(self, answers: Iterable[Answer], lang: Lang) -> tuple[Answer, ...]:
        """The same answers with words in place of codes."""
        return tuple(
            answer._replace(
                fields={asked: self.word(answer.key, asked, v, lang) for asked, v in answer.fields.items()},
            )
            for answer in answers
        )

    def word(self, key: str, asked: Field, value: Scalar, lang: Lang) -> Scalar:
        """A choice in the row of a key as it is said in a language; what is no choice, or of another definition, as it is."""
        if not isinstance(value, Choice):
            return value
        return next((word.get(lang) for code, word in self._options(key, asked) if code == value), value)

    def coded(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        """The same answers with codes in place of words, as readings before codes have them; what is known to none stays."""
        return tuple(self._coded(answer) for answer in answers)

    def _coded(self, answer: Answer) -> Answer:
        texts = [asked for asked, value in answer.fields.items() if type(value) is str and asked in _CHOSEN]
        if not texts:
            return answer
        codes = {asked: self._code(answer.key, asked, str(answer.fields[asked])) for asked in texts}
        if Field.APPLICABLE in codes:  # the state says it whatever the word
            marks = {State.NOT_APPLICABLE: NOT_APPLICABLE, State.PENDING: PENDING}
            codes[Field.APPLICABLE] = marks.get(answer.state, APPLICABLE)
        return answer._replace(fields={**answer.fields, **codes})

    def _code(self, key: str, asked: Field, word: str) -> str:
        known = _leaf(key), asked
        if known not in self._codes:
            pairs = list(self._options(key, asked))
            self._codes[known] = {w.get(lang): code for lang in ("en", "zh") for code, w in pairs}
        return self._codes[known].get(word, word)

    def _options(self, key: str, asked: Field) -> Iterable[tuple[Choice, Text]]:
        """What can be chosen in an input of a row, and its words."""
        if asked in _MARKS:
            names = [(code, f"answer.{code.replace('-', '_')}") for code in _MARKS[asked]]
            return [(code, Text(*(wording(lang)[name] for lang in LANGUAGES))) for code, name in names]
        node = self.framework.by_code.get(_leaf(key))
        scale = self.framework.scales.get(node.indicator.scale) if node and node.indicator else None
        levels = [option.label for option in scale.options] if scale and asked in _LEVELS else []
        words = self.framework.channels if asked is Field.CHANNEL else levels
        return [(option_choice(number), word) for number, word in enumerate(words, 1)]


def _leaf(key: str) -> str:
    """The indicator of a row, also of one that a unit added."""
    return leaf_of(key.removeprefix(UNSCORED))
