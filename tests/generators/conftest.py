"""The packaged example: definition, layout, template, answers and scores; a browser for pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.layout import Layout
from smartxl.model.scores import ScoreTable
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl_generators import Template
from smartxl_templates import example_folder, template_path
from tests.generators.browser import Browser

FEW = ("GAJ", "SZB", "HD")
"""The largest and the smallest department, and a district: a city of these has every kind of sheet."""


@dataclass(frozen=True)
class Example:
    definition: Definition
    layout: Layout
    template: Template
    answers: tuple[Answer, ...]
    table: ScoreTable

    def answers_of(self, unit: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.unit == unit]

    def few(self) -> Definition:
        """The definition with a few units only, for a city workbook that is quickly made."""
        units = tuple(unit for unit in self.definition.roster.units if unit.code in FEW)
        items = tuple(item for item in self.definition.catalogue.items if item.unit in FEW)
        roster = replace(self.definition.roster, units=units)
        return replace(
            self.definition, roster=roster, catalogue=replace(self.definition.catalogue, items=items)
        )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without network, for all tests of a module; they skip without it and fail in CI."""
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="session")
def example() -> Example:
    definition = load(example_folder())
    answers = respond(definition, "zh", 7)
    path = template_path("standard")
    template = Template.load(path.read_bytes(), path.name)
    return Example(definition, read_layout(path), template, answers, score(definition, answers))
