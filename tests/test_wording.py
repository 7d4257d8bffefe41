"""Both languages have every word, with the same slots."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from smartxl.rules import PEER_RULES, RULES
from smartxl_templates import LANGUAGES, wording

SLOT = re.compile(r"\{(\w+)\}")


def test_languages_have_the_same_keys() -> None:
    assert set(wording("zh")) == set(wording("en"))


@pytest.mark.parametrize("key", sorted(wording("zh")))
def test_languages_have_the_same_slots(key: str) -> None:
    assert set(SLOT.findall(wording("zh")[key])) == set(SLOT.findall(wording("en")[key]))


def test_an_unknown_language_is_refused() -> None:
    assert LANGUAGES == ("zh", "en")
    with pytest.raises(KeyError):
        wording("fr")


def parameter_names() -> set[str]:
    """The parameters and words of all rules, as authors write them; those of own, survey and coverage are no numbers."""
    names = {"upper"}
    for name, rule in {**RULES, **PEER_RULES}.items():
        if name not in {"own", "survey"} and is_dataclass(rule):
            names |= {f"{name} {f.name}" for f in fields(rule) if f.name != "boundary"}
    return names


@pytest.mark.parametrize("name", sorted(parameter_names()))
def test_every_parameter_has_a_word(name: str) -> None:
    rule, _, parameter = name.rpartition(" ")
    assert wording("zh").keys() & {f"param.{parameter}", f"param.{rule}_{parameter}"}


def test_every_word_of_an_option_is_translated() -> None:
    chosen = {
        word
        for rule in PEER_RULES.values()
        for allowed in getattr(rule, "words", {}).values()
        for word in allowed
    }
    assert {f"option.{word}" for word in chosen} == {
        key for key in wording("zh") if key.startswith("option.")
    }


def test_no_word_of_a_parameter_is_left_over() -> None:
    known = {part for name in parameter_names() for part in (name.rpartition(" ")[2], name.replace(" ", "_"))}
    assert {key.removeprefix("param.") for key in wording("zh") if key.startswith("param.")} <= known
