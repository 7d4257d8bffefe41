"""Every key of the YAML files is explained in Chinese and in English, and no words are left over."""

from __future__ import annotations

import re

import pytest

from smartxl.define.campaign_schema import CampaignFile
from smartxl.define.entries import YamlModel
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.schema import AssessmentFile, json_schema
from smartxl.define.schema_words import chinese_words, description
from smartxl.testing.expectfile import ExpectFile

FILES: dict[str, type[YamlModel]] = {
    "assessment": AssessmentFile,
    "framework": FrameworkFile,
    "expect": ExpectFile,
    "campaign": CampaignFile,
}
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_explained_in_both_languages(name: str) -> None:
    for model, keys in _keys(FILES[name]).items():
        for key, node in keys.items():
            told = description(node)
            assert CHINESE.search(told.zh), (model, key)
            assert told.en, (model, key)


def test_no_words_are_left_over() -> None:
    known = {(model, key) for file in FILES.values() for model, keys in _keys(file).items() for key in keys}
    assert {(model, key) for model, keys in chinese_words().items() for key in keys} == known


def _keys(file: type[YamlModel]) -> dict[str, dict[str, dict[str, object]]]:
    schema = json_schema(file)
    models = {file.__name__: schema, **schema["$defs"]}
    return {name: {"": node, **node.get("properties", {})} for name, node in models.items()}
