"""How sheets, headings, keys and answers of an authoring workbook are called, in Chinese and in English.

The words stand beside this module in `words.csv`; those of rules and of their parameters are the ones of all workbooks.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path

from smartxl.rules import rule_class
from smartxl.text import LANGUAGES, Lang, Text, fold
from smartxl_templates import wording

__all__ = [
    "WORDS",
    "answer_word",
    "head_word",
    "key_word",
    "match",
    "option_words",
    "parameter_words",
    "rule_word",
    "setting_name",
    "spellings",
]


@cache
def _words() -> Mapping[tuple[str, str], Text]:
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["key"]): Text(row["zh"], row["en"]) for row in csv.DictReader(file)}


class _AuthoringWords:
    """(kind, key) → the word in both languages."""

    def __getitem__(self, key: tuple[str, str]) -> Text:
        return _words()[key]

    def of(self, kind: str) -> Mapping[str, Text]:
        """All words of a kind by their keys."""
        return {name: text for (own, name), text in _words().items() if own == kind}


WORDS = _AuthoringWords()


def key_word(model: str, key: str) -> Text:
    """How a key of a model of the schema is called."""
    words = _words()
    return words.get(("key", f"{model}.{key}")) or words.get(("key", key)) or Text(key, key)


_HOLDERS = ("ConventionsEntry", "RankingEntry", "StagesEntry", "NodeEntry", "CombinationEntry")


def setting_name(path: str, lang: Lang) -> str:
    """What an item of the sheet of settings is called, of a dotted path in framework.yaml (`conventions.ranking.ties`)."""
    words = _words()
    steps = path.split(".")
    found = [
        next((words["key", f"{m}.{s}"] for m in _HOLDERS if ("key", f"{m}.{s}") in words), key_word("", s))
        for s in steps
    ]
    return "·".join(word.get(lang) for word in found)


def head_word(sheet: str, column: str) -> Text:
    """The heading of a column that is no key of the schema."""
    return WORDS["head", f"{sheet}.{column}"]


def answer_word(model: str, code: str) -> Text:
    """How one of the words that a key may have is called; `model` names the enumeration, "" for none."""
    words = _words()
    return words.get(("value", f"{model}.{code}")) or words.get(("value", code)) or Text(code, code)


@cache
def rule_word(code: str) -> Text:
    """The name of a rule."""
    return Text(*(wording(lang).get(f"rule.{code}", code) for lang in LANGUAGES))


@cache
def parameter_words(rule: str) -> Mapping[str, Text]:
    """The parameters of a rule and how they are called; some mean another thing in one rule. Empty for an unknown rule."""
    found = rule_class(rule)
    names: list[str] = [entry.name for entry in fields(found)] if found and is_dataclass(found) else []
    return {name: _parameter(rule, name) for name in ("upper" if n == "boundary" else n for n in names)}


def _parameter(rule: str, name: str) -> Text:
    words = [wording(lang) for lang in LANGUAGES]
    return Text(*(own.get(f"param.{rule}_{name}") or own.get(f"param.{name}") or name for own in words))


@cache
def option_words() -> Mapping[str, Text]:
    """The words that parameters of rules may be."""
    zh, en = (wording(lang) for lang in LANGUAGES)
    keys = [key for key in zh if key.startswith("option.")]
    return {key.removeprefix("option."): Text(zh[key], en[key]) for key in keys}


def spellings(code: str, word: Text) -> tuple[str, ...]:
    """How something may be written: its code, and its name in both languages."""
    return code, word.zh, word.en


def match(text: str, choices: Mapping[str, Text]) -> str | None:
    """The code of what a text names, by its code or its name in any language; None for nothing, or for several."""
    return _spelt(tuple(choices.items())).get(fold(text))


@lru_cache(maxsize=512)
def _spelt(choices: tuple[tuple[str, Text], ...]) -> Mapping[str, str]:
    """Spelling → code: names that only one has, and codes, which go before."""
    found: dict[str, set[str]] = {}
    for code, word in choices:
        for spelling in {fold(word.zh), fold(word.en)}:
            found.setdefault(spelling, set()).add(code)
    one = {spelling: next(iter(codes)) for spelling, codes in found.items() if len(codes) == 1}
    return one | {fold(code): code for code, _ in reversed(choices)}
