"""The packaged example: definition, layout, template, answers and scores."""

from __future__ import annotations

from dataclasses import dataclass

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
from smartxl_templates import example_folder, template_path, wording


@dataclass(frozen=True)
class Example:
    definition: Definition
    layout: Layout
    template: Template
    answers: tuple[Answer, ...]
    table: ScoreTable

    def answers_of(self, unit: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.unit == unit]


@pytest.fixture(scope="session")
def example() -> Example:
    definition = load(example_folder())
    answers = respond(definition, wording("zh"), "zh", 7)
    path = template_path("standard")
    template = Template.load(path.read_bytes(), path.name)
    return Example(definition, read_layout(path), template, answers, score(definition, answers))
