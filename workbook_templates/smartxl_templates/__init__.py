"""Data that ships with smartxl: wording per language, template workbooks, the packaged definitions.

Nothing here knows what an assessment is; it only says where things lie and reads the wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = [
    "BLANK",
    "LANGUAGES",
    "STANDARD",
    "dotted",
    "example_folder",
    "framework_folder",
    "framework_names",
    "schema_folder",
    "statements",
    "template_path",
    "wording",
]

_HERE = Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")
STANDARD = "smart-2014"
"""The packaged definition that a new project has where none is named: the example city's."""
BLANK = "blank"
"""The definition to begin an own one from: it is no framework, and no list of frameworks names it."""
_ABOUT = "about.toml"


@cache
def wording(lang: str) -> Mapping[str, str]:
    """All words of one language: dotted key → text. Raises KeyError for a language that does not ship."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    return dotted((_HERE / "wording" / f"{lang}.toml").read_text("utf-8"))


@cache
def statements(lang: str) -> Mapping[str, str]:
    """The statements of reports in one language: dotted key → template. Raises KeyError for one that does not ship."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    return dotted((_HERE / "statements" / f"{lang}.toml").read_text("utf-8"))


def dotted(text: str) -> dict[str, str]:
    """The texts of a TOML file of groups: group.key → text. Raises TOMLDecodeError, ValueError for another structure."""
    found: dict[str, str] = {}
    for group, entries in tomllib.loads(text).items():
        for key, value in entries.items() if isinstance(entries, dict) else ((group, entries),):
            if not isinstance(value, str):
                raise ValueError(f"{group}.{key} is no text")
            found[f"{group}.{key}"] = value
    return found


def template_path(name: str) -> Path:
    """Where a packaged template workbook lies, e.g. `standard`."""
    return _HERE / "xlsx" / f"{name}.xlsx"


def schema_folder() -> Path:
    """The folder of the JSON Schemas that every new project gets for editors."""
    return _HERE / "schemas"


def example_folder() -> Path:
    """The folder of the packaged example city's definition."""
    return _HERE / "example"


def framework_names() -> tuple[str, ...]:
    """The names of the packaged definitions, in the order in which they are shown."""
    found = {path.parent.name: path for path in (_HERE / "frameworks").glob(f"*/{_ABOUT}")}
    found = {name: path for name, path in found.items() if name != BLANK} | {
        STANDARD: example_folder() / _ABOUT
    }
    return tuple(
        sorted(found, key=lambda name: (tomllib.loads(found[name].read_text("utf-8"))["order"], name))
    )


def framework_folder(name: str) -> Path:
    """The folder of a packaged definition: its files as a project has them, and what about.toml says of it."""
    return example_folder() if name == STANDARD else _HERE / "frameworks" / name
