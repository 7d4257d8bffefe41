"""Every key and every answer of the schema has its column or its words: none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smartxl.define.authoring.columns import assessment_shape, columns_of, framework_shape, record_shape
from smartxl.define.authoring.shape import SchemaShape
from smartxl.define.authoring.words import WORDS, match
from smartxl.text import LANGUAGES


def shapes(shape: SchemaShape, path: str, seen: set[str]) -> Iterator[tuple[str, SchemaShape]]:
    """All mappings of a file, each model once."""
    for key, below in {**shape.properties, "[]": shape.items, "{}": shape.values}.items():
        if below is None or (below.model and below.model in seen):
            continue
        seen.add(below.model)
        yield f"{path}.{key}", below
        yield from shapes(below, f"{path}.{key}", seen)


ALL = dict(
    [
        ("assessment", assessment_shape()),
        ("framework", framework_shape()),
        *shapes(assessment_shape(), "assessment", set()),
        *shapes(framework_shape(), "framework", set()),
    ]
)


@pytest.mark.parametrize("path", ALL)
def test_every_key_and_answer_has_a_word_that_leads_back_to_it(path: str) -> None:
    shape = ALL[path]
    known = set(WORDS.of("key"))
    for key, word in shape.words.items():
        assert known & {key, f"{shape.model}.{key}"}, key
        assert {match(word.get(lang), shape.words) for lang in LANGUAGES} == {key}
    for code, word in shape.answers.items():
        assert {match(word.get(lang), shape.answers) for lang in LANGUAGES} == {code}


ELSEWHERE = {
    "tree": {"children", "inputs", "params", "formula", "checks", "heads", "sharing"},
}
"""Keys of a node that stand on other sheets: its numbers and parameters, and what is a row of settings."""


@pytest.mark.parametrize(
    "sheet",
    [
        "tree",
        "rules",
        "scales",
        "classes",
        "stages",
        "milestones",
        "events",
        "rewards",
        "signatures",
        "scenarios",
        "variations",
    ],
)
def test_every_key_of_a_row_has_a_column(sheet: str) -> None:
    keys = {column.key.removeprefix("below:") for column in columns_of(sheet).values()}
    assert set(record_shape(sheet).properties) - keys == ELSEWHERE.get(sheet, set())


@pytest.mark.parametrize("sheet", sorted(set(WORDS.of("sheet")) - {"guide"}))
def test_headings_of_a_sheet_differ(sheet: str) -> None:
    words = [column.word for column in columns_of(sheet).values()]
    assert len({word.zh for word in words}) == len({word.en for word in words}) == len(words)
