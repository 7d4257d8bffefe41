"""One cell and what it says: a text, a number, a word of a list, a list `a、b`, a mapping `目标值=100；最差值=0`.

`encode` gives nothing where a cell cannot hold a value without loss: what it gives is read back the same by `decode`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.authoring.scalar import CellFault, Wanted, decode_scalar, encode_scalar, normal_scalar
from smartxl.define.authoring.words import WORDS, key_word, match, option_words, parameter_words, spellings
from smartxl.text import Lang, Text, number_text, plain

if TYPE_CHECKING:
    from smartxl.define.authoring.shape import SchemaShape
    from smartxl.define.yamlfile import Tree
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["CellSlot", "decode", "encode", "normal"]

_LIST = re.compile(r"[、，,;；\n]+")
_NUMBERS = re.compile(r"[、，,/\n]+")
_PAIRS = re.compile(r"[；;\n]+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_BETWEEN: Mapping[Lang, str] = {"zh": "、", "en": ", "}
_NEXT: Mapping[Lang, str] = {"zh": "；", "en": "; "}
_EQUALS = re.compile(r"[=＝:：]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class CellSlot:
    """What a cell holds: its shape, whether a bare percentage is meant (5％ is 5), and of parameters their rule."""

    shape: SchemaShape
    percent: bool = False
    rule: str = ""

    @property
    def wanted(self) -> Wanted:
        """As a single value."""
        return Wanted(self.shape, self.percent)


def encode(slot: CellSlot, tree: Tree, lang: Lang) -> str | float | None:
    """A value as one cell; None where that would lose something."""
    cell = _encoded(slot, tree, lang)
    if cell is None:
        return None
    try:
        same = decode(slot, cell) == normal(slot.shape, tree)
    except CellFault:
        return None
    return cell if same else None


def decode(slot: CellSlot, value: CellValue) -> Tree:
    """What a cell says. Raises CellFault."""
    shape = slot.shape
    empty = _empty(value) if shape.kinds & {"array", "object"} else None
    if empty is not None:
        return empty
    if _is_free(shape) and isinstance(value, str):
        return _parameter(value)
    if isinstance(value, str) and _EQUALS.search(value) and (shape.properties or shape.values):
        return dict(_pairs(slot, value))
    if shape.items and not (shape.kinds - {"array", "null"}):
        text = value if isinstance(value, str) else decode_scalar(Wanted(shape.items), value)
        return [
            decode_scalar(Wanted(shape.items), part.strip()) for part in _LIST.split(text) if part.strip()
        ]
    if (shape.properties or shape.values) and not (shape.kinds - {"object", "null"}):
        raise CellFault(
            Text(f"“{value}”不是“名称=取值”的写法", f"{value!r} is not written as name=value"),
            _written(slot),
        )
    return decode_scalar(slot.wanted, value)


def normal(shape: SchemaShape | None, tree: Tree) -> Tree:
    """A value with its numbers and words written in one way; what is blank is left out."""
    if isinstance(tree, dict):
        given = {key: value for key, value in tree.items() if value is not None}
        return {key: normal(shape.at(key) if shape else None, value) for key, value in given.items()}
    if isinstance(tree, list):
        return [normal(shape.at(place) if shape else None, value) for place, value in enumerate(tree)]
    return normal_scalar(shape, tree) if isinstance(tree, str) else tree


def _is_free(shape: SchemaShape) -> bool:
    """Whether it is the value of a parameter: a number, several, or a word."""
    return shape.kinds >= {"number", "array", "string"}


def _empty(value: CellValue) -> Tree | None:
    """The marks of an empty list and of an empty mapping."""
    if isinstance(value, str):
        for key, empty in (("empty_list", []), ("empty_mapping", {})):
            word = WORDS["mark", key]
            if value.strip() in {word.zh, word.en}:
                found: Tree = empty
                return found
    return None


def _encoded(slot: CellSlot, tree: Tree, lang: Lang) -> str | float | None:
    shape = slot.shape
    if tree in ([], {}):
        return WORDS["mark", "empty_list" if tree == [] else "empty_mapping"].get(lang)
    if isinstance(tree, str):
        return encode_scalar(shape, tree, lang)
    if isinstance(tree, list) and shape.items and all(isinstance(item, str) for item in tree):
        return _BETWEEN[lang].join(str(encode_scalar(shape.items, str(item), lang)) for item in tree)
    if isinstance(tree, dict):
        pairs = [_pair(slot, key, value, lang) for key, value in tree.items() if value is not None]
        return _NEXT[lang].join(pair for pair in pairs if pair) if all(pairs) else None
    return None


def _pair(slot: CellSlot, key: str, value: Tree, lang: Lang) -> str:
    """`name=value` of one key; "" where the value is no text and no list of texts."""
    below = slot.shape.at(key)
    if below is None:
        return ""
    word = _key_words(slot).get(key, Text(key, key)).get(lang)
    free = bool(slot.rule) or _is_free(below)
    if isinstance(value, str):
        return f"{word}={_shown(below, value, lang, free=free)}"
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        items = below.items or below
        shown = _BETWEEN[lang].join(_shown(items, str(item), lang, free=free) for item in value)
        return f"{word}={shown}" + (_BETWEEN[lang].strip() if len(value) == 1 and free else "")
    return ""


def _shown(shape: SchemaShape, value: str, lang: Lang, *, free: bool) -> str:
    if free and not _NUMBER.fullmatch(value):
        return option_words()[value].get(lang) if value in option_words() else value
    cell = encode_scalar(shape, value, lang)
    return cell if isinstance(cell, str) else value


def _key_words(slot: CellSlot) -> Mapping[str, Text]:
    """The keys that a mapping may have, and how they are called."""
    if slot.rule:
        return parameter_words(slot.rule)
    shape = slot.shape
    return shape.words or {key: key_word("", key) for key in shape.keys}


def _pairs(slot: CellSlot, text: str) -> Iterator[tuple[str, Tree]]:
    words = _key_words(slot)
    for part in _PAIRS.split(text):
        if not part.strip():
            continue
        name, *rest = _EQUALS.split(part, maxsplit=1)
        key = match(name, words) or _free_key(slot, name.strip(), words)
        if not rest or not rest[0].strip():
            what = Text(f"“{part.strip()}”缺少取值", f"{part.strip()!r} has no value")
            raise CellFault(what, _written(slot))
        yield key, _value(slot, key, rest[0].strip())


def _written(slot: CellSlot) -> Text:
    """How pairs are written; of a rule with its own parameters."""
    if slot.rule and (words := parameter_words(slot.rule)):
        zh = "；".join(f"{word.zh}=…" for word in words.values())
        en = "; ".join(f"{word.en}=…" for word in words.values())
        return Text(f"写成“名称=取值”，用到的写：{zh}", f"write name=value, those that you need: {en}")
    return Text("写成：名称=取值；名称=取值", "write name=value; name=value")


def _free_key(slot: CellSlot, name: str, words: Mapping[str, Text]) -> str:
    if not words or (slot.shape.values and not slot.shape.keys and not slot.rule):
        return name
    known = {spelling: word for code, word in words.items() for spelling in spellings(code, word)}
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    listed = list(words.values())
    zh = (f"是否为“{known[near[0]].zh}”？" if near else "") + "可用：" + "、".join(w.zh for w in listed)
    en = (
        (f"did you mean {known[near[0]].en!r}? " if near else "")
        + "known: "
        + ", ".join(f"{w.en} ({code})" for code, w in words.items())
    )
    raise CellFault(Text(f"不认识“{name}”", f"unknown name {name!r}"), Text(zh, en))


def _value(slot: CellSlot, key: str, text: str) -> Tree:
    if slot.rule:
        return _parameter(text)
    below = slot.shape.at(key)
    if below is None:
        return text
    return decode(CellSlot(below), text)


def _parameter(text: str) -> Tree:
    """A number, a list of numbers (a separator makes it one), or a word."""
    seen = plain(text)
    if _THOUSANDS.fullmatch(seen):
        raise CellFault(
            Text(f"“{seen}”可以是一个数，也可以是几个数", f"{seen} may be one number or several"),
            Text(
                "一个数不写千分位逗号；几个数用顿号隔开",
                "write one number without commas, several with a blank behind each",
            ),
        )
    parts = [part.strip() for part in _NUMBERS.split(seen) if part.strip()]
    if parts and all(_NUMBER.fullmatch(part) for part in parts):
        numbers: list[Tree] = [number_text(float(part)) for part in parts]
        return numbers if _NUMBERS.search(seen) else numbers[0]
    return match(text, option_words()) or text
