"""Awkward rounds as documents: each is written in all formats, with nothing in it that was left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.model.spoken import own_statements
from smartxl.project import Project
from smartxl.text import LANGUAGES, Lang
from tests.define.conftest import folder
from tests.diagnosis.test_boundaries import CASES, Case, check, same, shares
from tests.diagnosis.test_content import DAY, MIXED, content_of, texts
from tests.project.test_every_number import WRITERS

__all__ = ["folder"]

PLACEHOLDER = re.compile(r"[{}]|\bNone\b|\bnan\b|\binf\b")


def facts_of(case: Case, folder: Path, lang: Lang) -> RoundFacts:
    definition = case.change(load(folder))
    _, facts = content_of(definition, case.answers(definition), lang)
    return replace(facts, phrases=Phrases(lang, own_statements(definition, lang)))


def with_totals(facts: RoundFacts, totals: Mapping[str, float]) -> RoundFacts:
    """With other totals, as a pipeline of deductions and bonuses may give them."""
    other = {Quantity(QuantityKind.SCORE, unit, ROOT): total for unit, total in totals.items()}
    return replace(facts, table=ScoreTable({**facts.table.values, **other}))


TOTALS = {
    "negative totals": {"P1": -12.5, "P2": -3.25, "D1": -40.0, "@dep": -5.9, "@dis": -40.0, CITY: -19.54},
    "totals above 100": {"P1": 112.5, "P2": 104.0, "D1": 130.0, "@dep": 106.43, "@dis": 130.0, CITY: 115.86},
}


def totals_of(name: str, folder: Path, lang: Lang) -> RoundFacts:
    return with_totals(facts_of(Case(name, same, shares(**MIXED)), folder, lang), TOTALS[name])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "said"), [("negative totals", "-19.54"), ("totals above 100", "115.86")])
def test_totals_out_of_the_scale_are_said_as_they_are(folder: Path, name: str, said: str, lang: Lang) -> None:
    facts = totals_of(name, folder, lang)
    content = report_content(facts, DAY)
    check(content)
    conclusion = next(texts(content))
    assert said in conclusion


AWKWARD: Mapping[str, Callable[[Path, Lang], RoundFacts]] = {
    **{case.name: partial(facts_of, case) for case in CASES},
    **{name: partial(totals_of, name) for name in TOTALS},
}


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(AWKWARD)), ids=list(AWKWARD))
def test_awkward_rounds_are_written_in_all_formats(folder: Path, tmp_path: Path, place: int) -> None:
    """In Chinese and English in turn."""
    lang = LANGUAGES[place % 2]
    facts = list(AWKWARD.values())[place](folder, lang)
    content = report_content(facts, DAY)
    project = Project(tmp_path, facts.definition, lang)
    for kind, write in WRITERS.items():
        assert PLACEHOLDER.findall(write(project, facts, content)) == [], kind
