"""Pieces of YAML text: quoted words, flow mappings, comments that cannot end a line too early."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from smartxl.model.framework import Input, ScaleOption
from smartxl.text import Text, number_text

__all__ = ["bilingual", "comment", "flow", "input_entry", "number", "option_entry", "quoted"]

_PLAIN = re.compile(
    r"[A-Za-z\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff（）、，。；：“”《》/ ._-]*[A-Za-z0-9\u3400-\u9fff（）。；”》]"
    r"|[A-Za-z\u3400-\u9fff]"
)
_WORDS = {"yes", "no", "true", "false", "null", "on", "off", "y", "n", "nan", "inf"}
_COMMENT = 110  # characters of a line of comment


def quoted(text: str) -> str:
    """A text as a scalar: bare where that reads the same, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and ": " not in text:
        return text
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\x7f", "\\x7f")
        .replace("\u2028", "\\L")
        .replace("\u2029", "\\P")
        .replace("\x85", "\\N")
    )


def bilingual(text: Text) -> str:
    """A text in both languages, or the one that there is."""
    return flow({"zh": quoted(text.zh)} | ({"en": quoted(text.en)} if text.en else {}))


def flow(parts: dict[str, str]) -> str:
    """A mapping on one line."""
    return "{ " + ", ".join(f"{key}: {value}" for key, value in parts.items()) + " }"


def number(value: float | tuple[float, ...]) -> str:
    """A number, or a list of numbers."""
    if isinstance(value, tuple):
        return "[" + ", ".join(map(number_text, value)) + "]"
    return number_text(value)


def input_entry(each: Input) -> str:
    """An entry of `inputs`."""
    parts = {"code": quoted(each.code), "name": bilingual(each.name), "unit": bilingual(each.unit)}
    parts |= {
        key: number(value)
        for key, value in (("min", each.minimum), ("max", each.maximum))
        if value is not None
    }
    return flow(parts | ({"meaning": bilingual(each.meaning)} if each.meaning.zh else {}))


def option_entry(option: ScaleOption) -> str:
    """An entry of `options`."""
    return flow({"label": bilingual(option.label), "points": number(option.points)})


def comment(text: str, indent: str) -> Iterator[str]:
    """Lines of a comment: as many as the text needs."""
    words = " ".join(text.split())
    while words:
        cut = words[:_COMMENT]
        yield f"{indent}# {cut}"
        words = words[_COMMENT:]
