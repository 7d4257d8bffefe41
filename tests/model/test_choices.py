"""Choices are codes in answers, words for readers, and were words in readings of before."""

from __future__ import annotations

import pytest

from smartxl.model.answers import (
    APPLICABLE,
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
from smartxl.model.choices import ChoiceWords
from smartxl.text import Lang
from tests.reading.forms import DEFINITION, GOOD, Typed, answers_of, make_plan, read_form, write_form

WORDS = ChoiceWords(DEFINITION.framework)
A, P, L, C, V, R = (
    Field.APPLICABLE,
    Field.PROVIDED,
    Field.LEVEL,
    Field.CHANNEL,
    Field.VALUE,
    Field.REVIEW,
)


def answer(key: str, fields: dict[Field, Scalar], state: State = State.VALUE) -> Answer:
    return Answer("GAJ", key, state, None, fields)


@pytest.mark.parametrize(
    ("key", "field", "code", "zh", "en"),
    [
        ("B2/BS001", A, APPLICABLE, "适用", "Applicable"),
        ("B2/BS001", A, NOT_APPLICABLE, "不适用", "Not applicable"),
        ("B2/BS001", A, PENDING, "待核实", "Pending"),
        ("B2/BS001", P, YES, "是", "Yes"),
        ("B2/BS001", P, NO, "否", "No"),
        ("B2/BS001", L, option_choice(2), "在线申报", "Online application"),
        ("B2/BS001", C, option_choice(1), "网站", "Website"),
        ("~B2/1", L, option_choice(3), "结果反馈", "Result delivery"),
        ("A6/level", V, option_choice(2), "二级", "2"),
        ("A6/level", R, option_choice(1), "一级", "1"),
    ],
)
def test_a_choice_has_a_word_in_each_language(key: str, field: Field, code: Choice, zh: str, en: str) -> None:
    assert WORDS.word(key, field, code, "zh") == zh
    assert WORDS.word(key, field, code, "en").casefold() == en.casefold()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("B2/BS001", L, option_choice(9)),
        ("X9/1", L, option_choice(1)),
        ("A3/n", V, 3.0),
        ("B2/BS001", Field.NOTE, "是"),
    ],
    ids=["level of another scale", "no indicator", "number", "text"],
)
def test_what_has_no_word_is_shown_as_it_is(key: str, field: Field, value: Scalar) -> None:
    assert WORDS.word(key, field, value, "zh") == value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_readings_of_before_are_brought_to_codes(lang: Lang) -> None:
    plan = make_plan(lang=lang)
    english = {w.label.zh: w.label.en for s in DEFINITION.framework.scales.values() for w in s.options}
    english |= {c.zh: c.en for c in DEFINITION.framework.channels}
    english |= {
        "是": "Yes",
        "否": "No",
        "适用": "Applicable",
        "不适用": "Not applicable",
        "待核实": "Pending",
    }

    def said(value: Typed) -> Typed:
        return english.get(value, value) if lang == "en" and isinstance(value, str) else value

    typed = {key: {field: said(value) for field, value in fields.items()} for key, fields in GOOD.items()}
    now = answers_of(read_form(write_form(plan, typed).save(), plan))
    before = WORDS.worded(now.values(), lang)
    assert not any(isinstance(value, Choice) for a in before for value in a.fields.values())
    assert WORDS.coded(before) == tuple(now.values())
    assert WORDS.coded(now.values()) == tuple(now.values())


def test_a_mark_is_known_by_the_state_whatever_its_word() -> None:
    marked = answer("B2/BS001", {A: "n. v. t.", Field.NOTE: "x"}, State.NOT_APPLICABLE)
    assert WORDS.coded([marked]) == (marked._replace(fields={A: NOT_APPLICABLE, Field.NOTE: "x"}),)


def test_a_word_that_no_option_has_stays() -> None:
    strange = answer("B2/BS001", {P: "也许", L: "四级", V: "x"})
    assert WORDS.coded([strange]) == (strange,)


def test_a_text_that_looks_like_a_code_is_none() -> None:
    assert WORDS.word("B2/BS001", L, "o2", "zh") == "o2"
    assert make_plan().sheets[0].lines[0].checks[L].shown("o2") == "o2"
