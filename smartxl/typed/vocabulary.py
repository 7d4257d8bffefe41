"""The words an answer may be written in: labels in both languages, ways of saying yes and no, units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from smartxl.model.answers import Choice, Field
from smartxl.model.plan import CheckKind, Section
from smartxl.text import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.definition import Definition

__all__ = ["Vocabulary", "vocabulary"]

# By the position of the option in its list. Left out because they may mean either: x, 无 (of 是否适用), /, -.
_SYNONYMS: Mapping[Field, tuple[tuple[str, ...], ...]] = {
    Field.APPLICABLE: (
        ("适用", "是", "涉及", "√", "✓", "✔", "☑", "y", "yes", "applicable"),
        (
            *("不适用", "否", "不涉及", "未涉及", "无此事项", "无此项", "无此业务", "无相关业务"),
            *("×", "✗", "✘", "n", "no", "n/a", "na", "not applicable"),
        ),
        ("待核实", "待核", "待定", "待确认", "核实中", "pending", "to be verified"),
    ),
    Field.PROVIDED: (
        (
            *("是", "有", "已有", "提供", "已提供", "可提供", "具备", "已具备", "已实现", "已开通", "支持"),
            *("√", "✓", "✔", "☑", "y", "yes", "true", "1"),
        ),
        (
            *(
                "否",
                "无",
                "没有",
                "暂无",
                "尚无",
                "未提供",
                "不提供",
                "暂未提供",
                "尚未提供",
                "不具备",
                "未实现",
            ),
            *("未开通", "不支持", "×", "✗", "✘", "n", "no", "false", "0"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a section: field → key of a variant → option; level → share of points; row key → units.

    Variants lead to options as the workbook writes them, points go by what was chosen.
    """

    variants: Mapping[Field, Mapping[str, str]]
    points: Mapping[Choice, float]
    units: Mapping[str, tuple[str, ...]]


def vocabulary(definition: Definition, section: Section) -> Vocabulary:
    """The words that the answers of a section may be written in."""
    node = definition.framework.by_code.get(section.leaf)
    indicator = node.indicator if node is not None else None
    scale = definition.framework.scales.get(indicator.scale) if indicator is not None else None
    levels = tuple((o.label.zh, o.label.en) for o in scale.options) if scale is not None else ()
    channels = tuple((text.zh, text.en) for text in definition.framework.channels)
    kinds = {id(line.checks): line.checks for line in section.lines}  # most rows have the same
    lists = {
        field: check.options
        for checks in kinds.values()
        for field, check in checks.items()
        if check.kind is CheckKind.LIST
    }
    variants = {field: _variants(field, options, levels + channels) for field, options in lists.items()}
    points = scale.points if scale is not None else {}
    asked = {row.key: row.asked.unit for row in definition.entries(node) if row.asked} if node else {}
    units = {key: tuple(filter(None, (unit.zh, unit.en))) for key, unit in asked.items()}
    return Vocabulary(variants, points, units)


@lru_cache(maxsize=512)
def _variants(
    field: Field, options: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> Mapping[str, str]:
    """Key of a variant → option, for variants that can only mean one option."""
    meant: dict[str, set[str]] = {}
    for position, option in enumerate(options):
        synonyms = _SYNONYMS.get(field, ())
        words = {word for pair in pairs if option in pair for word in pair if word}
        words.update(synonyms[position] if position < len(synonyms) else ())
        for word in words:
            meant.setdefault(choice_key(word), set()).add(option)
    for option, part in _parts(options):
        meant.setdefault(part, set()).add(option)
    return {key: options.pop() for key, options in meant.items() if len(options) == 1}


def _parts(options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What stands before and after the first blank of a label (`二级 已定级备案`), where no other label has it too."""
    halves = {option: choice_key(option).partition(" ")[::2] for option in options}
    counts = Counter(part for both in halves.values() for part in both)
    for option, both in halves.items():
        yield from ((option, part) for part in both if all(both) and counts[part] == 1)
