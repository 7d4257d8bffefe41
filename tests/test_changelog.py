"""The changelog tells in Chinese and in English the same of each release, the newest first."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHINESE, ENGLISH = ((ROOT / name).read_text("utf-8") for name in ("CHANGELOG.md", "CHANGELOG.en.md"))


def sections(text: str) -> list[tuple[int, int]]:
    """The level of each heading, and how many entries follow it."""
    found = re.split(r"^(#+) ", text, flags=re.MULTILINE)
    return [
        (len(marks), len(re.findall(r"^- ", told, re.MULTILINE)))
        for marks, told in zip(found[1::2], found[2::2], strict=True)
    ]


def releases(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^## (\d+\.\d+\.\d+)[ （(]+(\d{4}-\d\d-\d\d)[)）]$", text, re.MULTILINE)


def test_every_entry_is_in_both_languages() -> None:
    """If not: a line each in CHANGELOG.md and CHANGELOG.en.md, below the first heading."""
    assert sections(CHINESE) == sections(ENGLISH)


def test_each_release_has_its_date() -> None:
    assert releases(CHINESE) == releases(ENGLISH) != []
    days = [day for _, day in releases(CHINESE)]
    assert days == sorted(days, reverse=True)
    assert "## 未发布" in CHINESE
    assert "## Unreleased" in ENGLISH
