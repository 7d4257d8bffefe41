"""Dependencies within their versions, and extras."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from smartxl.doctor.packages import requirement_rows

REQUIRED = (
    "numpy>=1.26",
    "openpyxl<3.2,>=3.1.5",
    "ruamel.yaml>=0.18",
    "tzdata; sys_platform == 'nowhere'",
    'psycopg[binary]>=3.2; extra == "postgres"',
    'typst>=0.13; extra == "pdf"',
    'pytest>=8; extra == "dev"',
)
GOOD = {"numpy": "2.1.0", "openpyxl": "3.1.5", "ruamel-yaml": "0.18.6"}
CASES: dict[str, tuple[Mapping[str, str], dict[str, str]]] = {
    "all is well": (
        GOOD,
        {"dependencies": "ok", "extra.pdf": "ok", "extra.postgres": "ok"},
    ),
    "too old": (
        GOOD | {"numpy": "1.25.2"},
        {"dependency.numpy": "fail", "extra.pdf": "ok", "extra.postgres": "ok"},
    ),
    "too new and missing": (
        {"numpy": "2.1.0", "openpyxl": "3.2.0"},
        {
            "dependency.openpyxl": "fail",
            "dependency.ruamel-yaml": "fail",
            "extra.pdf": "ok",
            "extra.postgres": "ok",
        },
    ),
    "an extra that is too old": (
        GOOD | {"typst": "0.12.0", "psycopg": "3.2.1"},
        {"dependencies": "ok", "extra.pdf": "warn", "extra.postgres": "ok"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_requirements_are_compared_with_what_is_installed(name: str) -> None:
    installed, expected = CASES[name]
    rows = list(requirement_rows(REQUIRED, installed))
    assert {row.code: row.grade.value for row in rows} == expected
    for row in rows:
        assert bool(row.remedy.zh) == (row.grade.value != "ok" or "not installed" in row.found.en)


def test_every_extra_that_is_not_for_developers_is_told() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    extras: Mapping[str, list[str]] = project["optional-dependencies"]
    required = [f'{each}; extra == "{extra}"' for extra, parts in extras.items() for each in parts]
    told = {row.code.removeprefix("extra.") for row in requirement_rows(required, {}) if "extra." in row.code}
    assert told == set(extras) - {"bench", "check", "dev", "docs"}


def test_the_remedy_can_be_typed() -> None:
    (row, *_) = requirement_rows(REQUIRED, GOOD | {"numpy": "1.25.2"})
    assert row.found.zh == "numpy 1.25.2，需要 >=1.26"
    assert row.remedy.en == "run pip install 'numpy>=1.26'"
