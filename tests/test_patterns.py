"""Regular expressions mean the same in every Python that smartxl runs on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("smartxl", "generators", "udfs", "workbook_templates")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_NEVER_AGAIN = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")


def texts(path: Path) -> list[tuple[int, str]]:
    """The texts in a module that may have such groups, also the pieces of formatted ones, with their lines."""
    source = path.read_text("utf-8")
    if not _NEVER_AGAIN.search(source):
        return []
    tree = ast.parse(source)
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [(node.lineno, node.value) for node in found if isinstance(node.value, str)]


@pytest.mark.parametrize("room", ROOMS)
def test_no_group_is_possessive(room: str) -> None:
    """Python 3.11.0 to 3.11.4 match them wrongly (python/cpython#106052): after a failed turn they go on behind it.

    A possessive set of characters ([0-9]++) is right in all of them.
    """
    paths = sorted((ROOT / room).rglob("*.py"))
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in paths
        for line, text in texts(path)
        if _NEVER_AGAIN.search(_CLASS.sub("", text))
    ]
    assert found == []


@pytest.mark.parametrize("pattern", [r"(?:a|b)?+c", r"(?:ab)*+", "(x){2,3}+", "(?>ab)"])
def test_possessive_groups_are_found(pattern: str) -> None:
    assert _NEVER_AGAIN.search(_CLASS.sub("", pattern))


@pytest.mark.parametrize("pattern", [r"[)*+]", "[0-9]++", r"(?:a)+b", r"[^)?+\]]*"])
def test_others_are_not(pattern: str) -> None:
    assert not _NEVER_AGAIN.search(_CLASS.sub("", pattern))
