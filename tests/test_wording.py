"""Both languages have every word, with the same slots."""

from __future__ import annotations

import re

import pytest

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
