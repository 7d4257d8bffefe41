"""The rule of an indicator in words."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.model.framework import Node
from smartxl.text import Lang, number_text

__all__ = ["rule_words"]


def rule_words(node: Node, words: Mapping[str, str], lang: Lang) -> str:
    """The rule with the parameters or the formula that the author gave; "" for a group."""
    if node.indicator is None:
        return ""
    spec = node.indicator.rule
    shown = {k: v for k, v in spec.params.items() if node.indicator.measure != "survey"}
    numbers = [f"{_parameter(words, spec.name, k)} {_number(v)}" for k, v in shown.items()]
    chosen = [
        f"{_parameter(words, spec.name, k)} {words.get(f'option.{word}', word)}"
        for k, word in spec.options.items()
    ]
    separator = "，" if lang == "zh" else ", "
    given = spec.formula or separator.join([*numbers, *chosen])
    name = words[f"rule.{spec.name}"]
    if not given:
        return name
    return f"{name}（{given}）" if lang == "zh" else f"{name} ({given})"


def _parameter(words: Mapping[str, str], rule: str, name: str) -> str:
    """A parameter in words; some mean another thing in one rule."""
    return words[f"param.{rule}_{name}"] if f"param.{rule}_{name}" in words else words[f"param.{name}"]


def _number(value: float | tuple[float, ...]) -> str:
    return "/".join(map(number_text, value)) if isinstance(value, tuple) else number_text(value)
