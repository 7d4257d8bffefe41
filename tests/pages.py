"""Documentation pages in both languages, and what of them can be compared, counted and run.

Examples are Python blocks in which a line `expression  # → …` says what the expression gives.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from smartxl.text import LANGUAGES, Lang

__all__ = [
    "DOCS",
    "Shape",
    "code_blocks",
    "examples_hold",
    "in_both",
    "page",
    "python_blocks",
    "shape",
    "texts",
    "told",
]

DOCS = Path(__file__).parents[1] / "docs"
_FENCE = re.compile(
    r"^(?P<mark>```+|~~~+) *(?P<kind>[\w+-]*)[^\n]*\n(?P<code>.*?)^(?P=mark)[ ]*$\n?",
    re.DOTALL | re.MULTILINE,
)
_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*\]\(([^)\s]+)\)")
_DELIMITERS = re.compile(r"^\|?(?: *:?-{3,}:? *\|)* *:?-{3,}:? *\|?$")
_REMARKS = {"js": "//", "json": "//", "jsonc": "//", "typescript": "//", "ts": "//", "sql": "--"}
_SCREENS = frozenset({"", "text", "console"})
"""Blocks that show what a program writes, in the reader's language: they are not compared."""


def page(name: str, lang: Lang = "zh") -> str:
    """The text of a page of docs/."""
    return (DOCS / name if lang == "zh" else DOCS / lang / name).read_text("utf-8")


def texts(name: str) -> dict[Lang, str]:
    """Language → text of a page."""
    return {lang: page(name, lang) for lang in LANGUAGES}


def in_both(name: str) -> pytest.MarkDecorator:
    """Runs a test for the page in each language: the test takes `text`."""
    return pytest.mark.parametrize(
        "text", [pytest.param(text, id=f"{name}-{lang}") for lang, text in texts(name).items()]
    )


def code_blocks(text: str, kind: str) -> list[str]:
    """The blocks of one language (`sh`, `yaml` …)."""
    return [found["code"] for found in _FENCE.finditer(text) if found["kind"] == kind]


def python_blocks(text: str) -> list[str]:
    """The Python blocks of a page."""
    return code_blocks(text, "python")


def told(text: str) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("\n", text)


@dataclass(frozen=True)
class Shape:
    """What two pages of one content have in common."""

    headings: tuple[int, ...]
    """The level of each heading."""
    code: tuple[tuple[str, str], ...]
    """Language and lines of each block, without comments; of what programs write, the language only."""
    tables: tuple[tuple[int, int], ...]
    """Rows and columns of each table."""
    pictures: tuple[str, ...]
    links: frozenset[str]
    """The pages and addresses that are linked to, without places in them."""


@lru_cache(maxsize=256)
def shape(text: str) -> Shape:
    """The shape of a page."""
    prose = told(text)
    return Shape(
        tuple(len(found[1]) for found in _HEADING.finditer(prose)),
        tuple((found["kind"], _bare(found["kind"], found["code"])) for found in _FENCE.finditer(text)),
        tuple(_tables(prose.splitlines())),
        tuple(_neutral(found[1]) for found in _PICTURE.finditer(prose)),
        frozenset(_neutral(found[1].partition("#")[0]) for found in _LINK.finditer(prose)) - {""},
    )


def _bare(kind: str, code: str) -> str:
    """Code without comments, and without the blanks before them."""
    if kind in _SCREENS:
        return ""
    if kind in {"html", "xml"}:
        code = re.sub(r"<!--.*?-->", "", code, flags=re.DOTALL)
    remark = re.compile(rf"(?:^|\s){re.escape(_REMARKS.get(kind, '#'))}.*$", re.MULTILINE)
    lines = (line.rstrip() for line in remark.sub("", code).splitlines())
    return "\n".join(line for line in lines if line)


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    for place, line in enumerate(lines):
        if place and _DELIMITERS.match(line) and "|" in lines[place - 1]:
            rows = 0
            while place + 1 + rows < len(lines) and lines[place + 1 + rows].lstrip().startswith("|"):
                rows += 1
            yield rows, line.strip("|").count("|") + 1


def _neutral(target: str) -> str:
    """A target as both languages have it: without its folder, and without the language in its name."""
    if "://" in target:
        return target
    if "files/" in target:  # a document to be sent on, with a name that its readers understand
        return "files"
    name = PurePosixPath(target).name
    return re.sub(r"[-.](?:zh|en)(?=[-.])", "", name)


def examples_hold(blocks: Iterable[str]) -> int:
    """Runs blocks one after the other, in one namespace, and asserts what they say; how many claims were checked."""
    names: dict[str, Any] = {}
    checked = 0
    for block in blocks:
        for statement, claim in _claims(block):
            if claim is None:
                exec(compile(ast.Module([statement], []), "page", "exec"), names)  # noqa: S102  (our own pages)
                continue
            assert isinstance(statement, ast.Expr)
            value = eval(compile(ast.Expression(statement.value), "page", "eval"), names)  # noqa: S307
            assert repr(value) == claim
            checked += 1
    return checked


def _claims(block: str) -> Iterator[tuple[ast.stmt, str | None]]:
    """Each statement with what the comment `# → …` behind it says."""
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        _, arrow, claim = lines[(statement.end_lineno or 1) - 1].partition("  # → ")
        yield statement, claim if arrow else None
