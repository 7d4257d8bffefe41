"""Answers as they really come back: full-width digits, ticks for yes, blanks around words, half-finished rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from smartxl.model.answers import NO, Answer, Field, Scalar, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.framework import Framework
from smartxl.text import Lang, number_text

__all__ = ["make_messy"]

_MESSY_SHARE = 0.08
_YES = ("√", "有", "Y", "是 ", "　是")
_NO = ("×", "无", "N", "否 ")
_ABOUT: Mapping[Lang, str] = {"zh": "约", "en": "≈"}
_COUNTER: Mapping[Lang, str] = {"zh": "个", "en": "  "}
_FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def make_messy(answers: Sequence[Answer], framework: Framework, lang: Lang, seed: int) -> tuple[Answer, ...]:
    """The same answers with about one row in twelve typed carelessly.

    A row that the sheet's formulas can no longer read becomes BLANK, as the sheet itself would show it: what
    intake makes of it is for intake to say.
    """
    random, words = Random(f"mess/{seed}"), ChoiceWords(framework)  # noqa: S311  (simulation, not secrets)
    return tuple(_mess(a, words, lang, random) if random.random() < _MESSY_SHARE else a for a in answers)


def _mess(answer: Answer, words: ChoiceWords, lang: Lang, random: Random) -> Answer:
    if answer.state is not State.VALUE:
        return answer
    fields = dict(answer.fields)
    if isinstance(number := fields.get(Field.VALUE), float):
        fields[Field.VALUE] = _number(number, lang, random)
    elif Field.PROVIDED in fields:
        _provided(fields, random)
    else:
        level = words.word(answer.key, Field.VALUE, fields[Field.VALUE], lang)
        fields[Field.VALUE] = f" {level}　"
    return answer._replace(state=State.BLANK, score_input=None, fields=fields)


def _number(number: float, lang: Lang, random: Random) -> str:
    text = number_text(number)
    ways = (text.translate(_FULL_WIDTH), f"{_ABOUT[lang]}{text}", f" {text} ", f"{text}{_COUNTER[lang]}")
    return random.choice(ways)


def _provided(fields: dict[Field, Scalar], random: Random) -> None:
    if fields[Field.PROVIDED] == NO:
        fields[Field.PROVIDED] = random.choice(_NO)
    elif random.random() < 0.3:
        del fields[Field.LEVEL]
    else:
        fields[Field.PROVIDED] = random.choice(_YES)
