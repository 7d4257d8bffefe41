"""Data that ships with smartxl: wording per language, template workbooks, the example city.

Nothing here knows what an assessment is; it only says where things lie and reads the wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "example_folder", "template_path", "wording"]

_HERE = Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")


@cache
def wording(lang: str) -> Mapping[str, str]:
    """All words of one language: dotted key → text. Raises KeyError for a language that does not ship."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    groups = tomllib.loads((_HERE / "wording" / f"{lang}.toml").read_text("utf-8"))
    return {f"{group}.{key}": text for group, entries in groups.items() for key, text in entries.items()}


def template_path(name: str) -> Path:
    """Where a packaged template workbook lies, e.g. `standard`."""
    return _HERE / "xlsx" / f"{name}.xlsx"


def example_folder() -> Path:
    """The folder of the packaged example city's definition."""
    return _HERE / "example"
