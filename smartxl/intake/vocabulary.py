"""The words an answer may be written in: labels in both languages, ways of saying yes and no, units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.intake.clean import choice_key
from smartxl.model.answers import Field
from smartxl.model.plan import CheckKind, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.model.definition import Definition
    from smartxl.model.framework import Indicator

__all__ = ["Vocabulary", "vocabulary"]

# By the position of the option in its list. Left out because they may mean either: x, 无 (of 是否适用), /, -.
_SYNONYMS: Mapping[Field, tuple[tuple[str, ...], ...]] = {
    Field.APPLICABLE: (
        ("适用", "是", "√", "✓", "✔", "y", "yes", "applicable"),
        ("不适用", "否", "不涉及", "无此事项", "无此项", "×", "n", "no", "n/a", "na", "not applicable"),
        ("待核实", "待核", "待定", "pending", "to be verified"),
    ),
    Field.PROVIDED: (
        ("是", "有", "已提供", "√", "✓", "✔", "☑", "y", "yes", "true", "1"),
        ("否", "无", "没有", "未提供", "×", "✗", "✘", "n", "no", "false", "0"),
    ),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a section: field → key of a variant → option; level → share of points; row key → units."""

    variants: Mapping[Field, Mapping[str, str]]
    points: Mapping[str, float]
    units: Mapping[str, tuple[str, ...]]


def vocabulary(definition: Definition, section: Section) -> Vocabulary:
    """The words that the answers of a section may be written in."""
    node = definition.framework.by_code.get(section.leaf)
    indicator = node.indicator if node is not None else None
    scale = definition.framework.scales.get(indicator.scale) if indicator is not None else None
    levels = [(o.label.zh, o.label.en) for o in scale.options] if scale is not None else []
    channels = [(text.zh, text.en) for text in definition.framework.channels]
    lists = {
        field: check.options
        for line in section.lines
        for field, check in line.checks.items()
        if check.kind is CheckKind.LIST
    }
    variants = {field: _variants(field, options, [*levels, *channels]) for field, options in lists.items()}
    points = scale.points_by_label() if scale is not None else {}
    return Vocabulary(variants, points, _units(section, indicator))


def _variants(field: Field, options: tuple[str, ...], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key of a variant → option, for variants that can only mean one option."""
    meant: dict[str, set[str]] = {}
    for position, option in enumerate(options):
        synonyms = _SYNONYMS.get(field, ())
        words = {word for pair in pairs if option in pair for word in pair if word}
        words.update(synonyms[position] if position < len(synonyms) else ())
        for word in words:
            meant.setdefault(choice_key(word), set()).add(option)
    return {key: options.pop() for key, options in meant.items() if len(options) == 1}


def _units(section: Section, indicator: Indicator | None) -> dict[str, tuple[str, ...]]:
    inputs = indicator.inputs if indicator is not None else ()
    by_key = {f"{section.leaf}/{entry.code}": (entry.unit.zh, entry.unit.en) for entry in inputs}
    return {key: tuple(unit for unit in units if unit) for key, units in by_key.items()}
