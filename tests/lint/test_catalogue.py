"""The catalogue of rules: complete in both languages, each with what looks for it."""

from __future__ import annotations

import re

import pytest

from smartxl.lint import LINT_RULES
from smartxl.lint.registry import RULE_FUNCTIONS
from smartxl.xlsx.faults import FaultKind


def test_every_rule_has_a_function_and_no_function_is_of_none() -> None:
    assert list(RULE_FUNCTIONS) == list(LINT_RULES)
    assert list(LINT_RULES) == sorted(LINT_RULES)


@pytest.mark.parametrize("code", LINT_RULES)
def test_the_words_of_a_rule_are_there_in_both_languages(code: str) -> None:
    rule = LINT_RULES[code]
    assert re.fullmatch(r"SXL\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    for text in (rule.title, rule.reason, rule.remedy):
        assert text.zh
        assert text.en
        assert text.zh != text.en


def test_names_and_what_excel_ignores_are_of_one_rule_each() -> None:
    names = [rule.name for rule in LINT_RULES.values()]
    ignored = [kind for rule in LINT_RULES.values() for kind in rule.ignored_as]
    assert len(names) == len(set(names))
    assert len(ignored) == len(set(ignored))


def test_every_kind_of_fault_has_a_rule() -> None:
    names = {rule.name for rule in LINT_RULES.values()}
    assert {f"package-{kind}" for kind in FaultKind} <= names
