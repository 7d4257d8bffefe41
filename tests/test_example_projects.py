"""The six projects of examples/projects, each made whole by its script: forms, totals, formulas that agree."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from smartxl.text import Lang
from tests.generated import maker
from tests.pages import page

_PROJECTS = Path(__file__).parents[1] / "examples" / "projects"
sys.path.append(str(_PROJECTS))
MAKING = maker("making")
NAMES = sorted(path.stem for path in _PROJECTS.glob("*.py") if path.stem != "making")
CLASSES = {"openness": 2, "park": 1, "school": 2, "hospital": 2, "county": 1, "port": 1}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_whole_round_of_each_topic(name: str, tmp_path: Path) -> None:
    made = MAKING.make(maker(name).TOPIC, tmp_path / name)
    units = made.project.definition.roster.units
    assert 3 <= len(units) <= 8
    assert len(made.filled) == len(units) == len(made.forms) - 1
    assert len(made.totals) == len(units) + CLASSES[name] + 1
    assert all(5 < total <= 100 for total in made.totals.values())
    assert made.differences == 0
    assert {path.suffix for path in made.reports} == {".xlsx", ".docx", ".html"}
    assert made.project.finding_groups() == ()  # simulated answers leave nothing to ask


def test_experts_weights_are_whole_percents_in_their_order() -> None:
    weights = maker("school").area_weights()
    assert sum(weights.values()) == 100
    assert sorted(weights, key=lambda code: -weights[code]) == ["B", "C", "A", "D"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_each_of_them(lang: Lang) -> None:
    text = page("examples.md", lang)
    for name in NAMES:
        assert f"python examples/projects/{name}.py" in text
        assert f"images/example-{name}.png" in text
