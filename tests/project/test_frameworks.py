"""The packaged definitions: each says what it is and where its numbers come from, and goes through a whole round."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.errors import ProjectError, UnknownName
from smartxl.model.answers import Field
from smartxl.model.framework import ROOT
from smartxl.model.keys import row_key
from smartxl.model.provenance import ASPECTS
from smartxl.model.scores import QuantityKind
from smartxl.project import init_project
from smartxl.project.create import wanted_module
from smartxl.project.frameworks import MODULES_OF, packaged_framework, packaged_frameworks
from smartxl.simulate import respond
from smartxl_templates import BLANK, STANDARD, framework_names

NOW = datetime(2026, 10, 1, tzinfo=UTC)
PACKAGED = pytest.mark.parametrize("name", framework_names())


def test_the_example_is_the_first() -> None:
    assert framework_names()[0] == STANDARD
    assert BLANK not in framework_names()
    assert [framework.name for framework in packaged_frameworks()] == list(framework_names())


@PACKAGED
def test_it_says_what_it_is_in_both_languages(name: str) -> None:
    packaged = packaged_framework(name)
    definition = packaged.definition
    texts = [packaged.summary, packaged.source, definition.framework.title]
    texts += [node.name for node in definition.framework.nodes]
    texts += [unit.name for unit in definition.roster.units]
    assert [text for text in texts if not (text.zh and text.en)] == []


@PACKAGED
def test_every_number_says_where_it_is_known_from(name: str) -> None:
    nodes = packaged_framework(name).definition.framework.nodes
    silent = [
        (n.code, a)
        for n in nodes
        for a in ASPECTS
        if n.provenance.of(a) is None and (a != "rule" or n.is_leaf)
    ]
    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*framework_names()[1:], BLANK])
def test_it_goes_through_a_whole_round(name: str, tmp_path: Path) -> None:
    project = init_project(tmp_path / "city", framework=name)
    project.check()
    project.build(jobs=1, now=NOW)
    project.fill(jobs=1)
    collected = project.collect(processes=0, clock=lambda: NOW)
    units = len(project.definition.roster.units)
    assert len(collected.report.outcomes) == units
    scored = project.scored(now=NOW)
    assert sum(
        scored.table.get(QuantityKind.SCORE, unit.code, ROOT) is not None
        for unit in project.definition.roster.units
    )
    book = project.report(now=NOW)
    assert project.verify(book.path).ok
    form = next((tmp_path / "city" / "inbox").glob("*.xlsx"))
    assert project.verify(form).ok


def test_modules_join_what_a_project_starts_from(tmp_path: Path) -> None:
    project = init_project(tmp_path / "a", framework=BLANK, modules=["医疗", "Smart transport = 20％"])
    framework = project.definition.framework
    weights = {node.code: node.weights["unit"] for node in framework.nodes if node.level == 1}
    assert weights == {"A": 70, "MED": 10, "TRA": 20}
    assert load(tmp_path / "a").identity.form == project.definition.identity.form
    assert not (tmp_path / "a" / "about.toml").exists()


@pytest.mark.parametrize("name", ["MED", "med", "智慧医疗", "医疗", " Smart Health ", "health"])
def test_a_module_is_called_by_its_code_or_its_names(name: str) -> None:
    assert packaged_framework(MODULES_OF).module(name).node.code == "MED"


def test_modules_say_whose_needs_they_look_at() -> None:
    modules = packaged_framework(MODULES_OF).modules
    assert len(modules) == 7
    assert all(8 <= module.indicators <= 15 for module in modules)
    assert all(text.zh and text.en for module in modules for text in (module.needs, module.scope))


def test_unknown_names_are_told_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="smart-2014"):
        init_project(tmp_path / "a", framework="smart-2015")
    with pytest.raises(UnknownName, match="MED 智慧医疗"):
        init_project(tmp_path / "a", modules=["医"])
    with pytest.raises(ProjectError, match="is no share"):
        wanted_module("医疗=很多")
    assert not (tmp_path / "a").exists()


@PACKAGED
def test_its_names_fit_into_a_form(name: str) -> None:
    framework = packaged_framework(name).definition.framework
    asked = [row.name for node in framework.nodes if node.indicator for row in node.indicator.inputs]
    names = [*(node.name for node in framework.nodes), *asked]
    assert [text for each in names for text in (each.zh, each.en) if len(text) > 110] == []


@PACKAGED
def test_simulated_numbers_are_within_what_is_asked(name: str) -> None:
    """Whatever the seed, nothing below a minimum or above a maximum."""
    definition = packaged_framework(name).definition
    asked = {
        row_key(node.code, each.code): each
        for node in definition.framework.nodes
        if node.indicator
        for each in node.indicator.inputs
    }
    for seed in range(4):
        for answer in respond(definition, "zh", seed):
            value, limits = answer.fields.get(Field.VALUE), asked.get(answer.key)
            if limits is None or not isinstance(value, float):
                continue
            assert limits.minimum is None or value >= limits.minimum, answer
            assert limits.maximum is None or value <= limits.maximum, answer
