"""What an assessment declares about its numbers, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from smartxl.model.combination import (
    UNROUNDED,
    Boundary,
    Combination,
    Counted,
    NotApplicable,
    RollUp,
    Step,
    StepKind,
    Unscored,
)
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.spoken import own_wording
from smartxl.model.unanswered import Unanswered
from smartxl.planning.nodes import city_only
from smartxl.planning.provenance import provenance_lines
from smartxl.text import Lang, number_text

__all__ = ["combination_words", "convention_lines", "conventions", "introductions", "percent", "step_words"]

_NEEDS_POSITIVE = (RollUp.GEOMETRIC, RollUp.HARMONIC, RollUp.POWER)


class Worded(Protocol):
    """A definition and the words to speak of it."""

    @property
    def definition(self) -> Definition:
        """The definition."""
        ...

    @property
    def lang(self) -> Lang:
        """The language of the words."""
        ...

    @property
    def words(self) -> Mapping[str, str]:
        """The words."""
        ...


@dataclass(frozen=True, slots=True)
class _Spoken:
    definition: Definition
    lang: Lang
    words: Mapping[str, str]


def convention_lines(definition: Definition, lang: Lang) -> tuple[str, ...]:
    """The same as `conventions`, without a workbook, and where the numbers are known from."""
    words = own_wording(definition, lang)
    told = provenance_lines(definition.framework, words, lang)
    return (*conventions(_Spoken(definition, lang, words)), *told)


def conventions(context: Worded) -> tuple[str, ...]:
    """Rounding, unanswered rows, floor, missing scores, roll-ups, pipeline, ranks, stages, the scoring: a sentence each."""
    words = context.words
    return (
        _rounding(context),
        *_unanswered(context),
        *_floor(context),
        words["convention.weights"],
        *_combinations(context),
        *_pipeline(context),
        *_peers(context),
        _ranking(context),
        words["convention.aggregate"],
        _stages(context),
        words["convention.scoring"].format(digest=context.definition.identity.scoring[:12]),
    )


def combination_words(context: Worded, how: Combination) -> str:
    """How a node is made of its children: the method and what departs from the common rules."""
    words = context.words
    parts = [words[f"combine.{how.method}"].format(power=number_text(how.power))]
    if how.floor is not None:
        parts.append(words["combine.floor"].format(floor=number_text(how.floor)))
    elif how.method in _NEEDS_POSITIVE:
        parts.append(words["combine.refuse"])
    if how.unscored is not Unscored.LEAVE_OUT:
        parts.append(words[f"combine.{how.unscored.replace('-', '_')}"])
    if how.not_applicable is NotApplicable.LOST:
        parts.append(words["combine.lost"])
    if how.coverage > 0:
        by = "by_weight" if how.counted is Counted.WEIGHT else "by_count"
        parts.append(words[f"combine.{by}"].format(coverage=f"{how.coverage:.4g}"))
    return ("，" if context.lang == "zh" else ", ").join(parts)


def _places(context: Worded, digits: int) -> str:
    if digits >= UNROUNDED:
        return context.words["convention.unrounded"]
    return context.words["convention.places"].format(digits=digits)


def _rounding(context: Worded) -> str:
    framework = context.definition.framework
    leaf, group, total = framework.conventions.digits, framework.element_digits, framework.digits(ROOT)
    if leaf == group == total != UNROUNDED:
        return context.words["convention.digits"].format(digits=leaf)
    levels = {"leaf": leaf, "group": group, "total": total}
    return context.words["convention.levels"].format(
        **{name: _places(context, digits) for name, digits in levels.items()}
    )


def _unanswered(context: Worded) -> Iterator[str]:
    """What open rows are worth; and, where that depends on the day, by which one this workbook is calculated."""
    words, declared = context.words, context.definition.framework.conventions.unanswered
    if declared == Unanswered():
        yield words["convention.missing"]
        return
    before, after = (
        words[f"convention.{missing.replace('-', '_')}"]
        for missing in (declared.before_due, declared.after_due)
    )
    if not declared.changes:
        yield words["convention.unanswered"].format(worth=before)
        return
    yield words["convention.unanswered_until"].format(before=before, after=after)
    yield _calculated(context.definition, words)


def introductions(definition: Definition, words: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """Introductions of sheets that say more than the wording has: from when on there is a grade, and the day of a workbook."""
    framework, told = definition.framework, dict[str, str]()
    gap = "" if lang == "zh" else " "
    if framework.withholds(ROOT):
        share = percent(framework.floor(ROOT))
        told["scores.intro"] = words["scores.intro"] + gap + words["scores.floor"].format(share=share)
    if framework.conventions.unanswered.changes and definition.day:
        day = _calculated(definition, words)
        for name in ("city.intro", "scores.intro"):
            told[name] = f"{told.get(name, words[name])}{gap}{day}{'。' if lang == 'zh' else '.'}"
    return told


def _calculated(definition: Definition, words: Mapping[str, str]) -> str:
    """By which day a workbook is calculated, in a sentence."""
    state = "after" if definition.overdue else "before"
    day = definition.day.isoformat() if definition.day else ""
    name = f"convention.{state}_due" if day else "convention.before_any"
    return words[name].format(day=day, due=definition.round.due.isoformat())


def _floor(context: Worded) -> Iterator[str]:
    """The share of rows that a score must rest on, by level, and what becomes of what lies below it."""
    words, floor = context.words, context.definition.framework.conventions.coverage_floor
    levels = {"unit": floor.unit, "node": floor.node, "indicator": floor.indicator}
    shares = [
        words[f"convention.of_{name}"].format(share=percent(share)) for name, share in levels.items() if share
    ]
    if shares:
        below = words[f"convention.{floor.below.replace('-', '_')}"]
        separator = "、" if context.lang == "zh" else ", "
        yield words["convention.floor"].format(shares=separator.join(shares), below=below)


def percent(share: float) -> str:
    """A share as a percentage without zeros at its end."""
    return f"{100 * share:.10g}%"


def _combinations(context: Worded) -> Iterator[str]:
    """Every node that is not the plain weighted mean, and every one with a rounding of its own."""
    framework = context.definition.framework
    node_words, total = context.words["convention.node"], context.words["label.total"]
    if framework.conventions.total != Combination():
        yield node_words.format(name=total, combine=combination_words(context, framework.conventions.total))
    separator = "，" if context.lang == "zh" else ", "
    for node in framework.nodes:
        parts = []
        if not node.is_leaf and node.combination != Combination():
            parts.append(combination_words(context, node.combination))
        if node.digits is not None:
            parts.append(_places(context, node.digits))
        if parts:
            name = f"{node.code} {node.name.get(context.lang)}"
            yield node_words.format(name=name, combine=separator.join(parts))


def _pipeline(context: Worded) -> Iterator[str]:
    steps = context.definition.framework.conventions.pipeline
    if steps:
        separator = "；" if context.lang == "zh" else "; "
        text = separator.join(step_words(step, context.words, context.lang) for step in steps)
        yield context.words["convention.pipeline"].format(steps=text)
        yield context.words["convention.pipeline_class"]


def step_words(step: Step, words: Mapping[str, str], lang: Lang) -> str:
    """A step of the pipeline in a sentence."""
    name = step.kind.value
    if step.kind is StepKind.GATE:
        name = "gate_lower" if step.boundary is Boundary.LOWER else "gate_upper"
    return words[f"step.{name}"].format(
        nodes=("、" if lang == "zh" else ", ").join(step.nodes),
        record=number_text(step.record),
        least=number_text(step.least),
        cap="" if step.cap is None else words["step.cap"].format(cap=number_text(step.cap)),
    )


def _peers(context: Worded) -> Iterator[str]:
    framework = context.definition.framework
    if any(city_only(framework, c.code) for c in framework.classes):
        among = context.words[f"convention.{framework.conventions.peers}"]
        yield context.words["convention.peers"].format(among=among)


def _ranking(context: Worded) -> str:
    words, declared = context.words, context.definition.framework.conventions
    return words["convention.rank"].format(
        of=words["convention.raw" if context.definition.framework.ranks_raw else "convention.rounded"],
        ties=words[f"convention.{declared.ranking.ties}"],
        among=words[f"convention.{declared.peers}"],
    )


def _stages(context: Worded) -> str:
    words, stages = context.words, context.definition.framework.conventions.stages
    bands = ("；" if context.lang == "zh" else "; ").join(
        words["convention.stage"].format(least=number_text(t), name=n.get(context.lang))
        for t, n in zip(stages.thresholds, stages.names, strict=True)
    )
    boundary = words["convention.lower" if stages.boundary is Boundary.LOWER else "convention.upper"]
    return words["convention.stages"].format(stages=bands, boundary=boundary)
