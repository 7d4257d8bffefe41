"""Every text of the program that is told to people stands there in Chinese and in English, and neither mixes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartxl.text import LANGUAGES
from tests.languages import foreign

ROOT = Path(__file__).parent.parent
FOLDERS = (
    "smartxl",
    "generators/smartxl_generators",
    "udfs/smartxl_udfs",
    "workbook_templates/smartxl_templates",
)
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
CHINESE = re.compile("[\u4e00-\u9fff]")
FILLED = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[A-Za-z]{3,}")


def _texts(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, Chinese, English) of every `Text` that is written with both; what is filled in stands as {}."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            written = [_written(argument) for argument in node.args]
            if len(written) == 2 and None not in written:
                yield (node.lineno, str(written[0]), str(written[1]))


def _written(node: ast.expr) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else None


def test_there_are_texts() -> None:
    assert sum(1 for path in SOURCES for _ in _texts(path)) > 1000


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts_have_both_languages_and_do_not_mix(folder: str) -> None:
    wrong = []
    for path in SOURCES:
        if not path.is_relative_to(ROOT / folder):
            continue
        for line, zh, en in _texts(path):
            where = f"{path.relative_to(ROOT)}:{line}"
            if bool(zh) != bool(en):
                wrong.append(f"{where}: one language is empty: {zh!r}, {en!r}")
            elif WORD.search(FILLED.sub("", en)) and not CHINESE.search(zh) and zh != en:
                wrong.append(f"{where}: no Chinese: {zh!r}")
            wrong += [
                f"{where}: {lang} holds {found!r}"
                for lang, text in zip(LANGUAGES, (zh, en), strict=True)
                if (found := foreign(text, lang))
            ]
    assert wrong == []
