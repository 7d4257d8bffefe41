"""The page to sign on is as the round declares it, in both languages, and in the whole report only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.unit import unit_contents
from smartxl.model.report import SignatureLine
from smartxl.model.signing import Signature
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import Lang, Text
from smartxl_templates import statements

DAY = date(2026, 11, 20)
SIGNATURES = (
    Signature(Text("编制", "Prepared"), Text("数据局", "Data Office"), "李敏", day=DAY),
    Signature(Text("批准", "Approved"), seal=True),
)
LINES: dict[Lang, tuple[SignatureLine, ...]] = {
    "zh": (
        SignatureLine("编制", "数据局\n李敏", "", "2026-11-20"),
        SignatureLine("批准", "", "（盖章）", "　　年　　月　　日", seal=True),
    ),
    "en": (
        SignatureLine("Prepared", "Data Office\n李敏", "", "2026-11-20"),
        SignatureLine("Approved", "", "(seal)", "", seal=True),
    ),
}


def facts_of(folder: Path, lang: Lang, signatures: tuple[Signature, ...]) -> RoundFacts:
    definition = load(folder)
    definition = replace(definition, round=replace(definition.round, signatures=signatures))
    phrases = Phrases(lang, statements(lang))
    return RoundFacts(
        definition,
        score(definition, []),
        [],
        (),
        phrases,
        rescorer(definition, []),
        ("约定",),
    )


@pytest.mark.parametrize("lang", LINES)
def test_lines_are_as_they_are_declared(folder: Path, lang: Lang) -> None:
    page = report_content(facts_of(folder, lang, SIGNATURES), DAY).cover.signing
    assert page is not None
    assert page.lines == LINES[lang]
    assert len(set(page.heads)) == 4


def test_without_any_there_is_no_such_page(folder: Path) -> None:
    assert report_content(facts_of(folder, "zh", ()), DAY).cover.signing is None


def test_other_documents_have_no_such_page(folder: Path) -> None:
    facts = facts_of(folder, "zh", SIGNATURES)
    whole, unit = report_content(facts, DAY), facts.definition.roster.units[0]
    others = [*brief_contents(facts, whole, DAY), *unit_contents(facts, unit, DAY)]
    assert others
    assert [each for each in others if each.cover.signing] == []
