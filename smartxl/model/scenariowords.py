"""What a scenario changes, in words: one sentence for each change, with the numbers before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from smartxl.model.combination import UNROUNDED, Combination, NotApplicable, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Framework
from smartxl.model.scenarios import MissingPolicy, Scenario
from smartxl.model.unanswered import CoverageFloor
from smartxl.model.variation import apply
from smartxl.text import LANGUAGES, Text, both, number_text
from smartxl_templates import wording

__all__ = ["changes_of"]

_TOTAL = Text("总分", "the total")
_MISSING: Mapping[MissingPolicy, Text] = {
    MissingPolicy.LEAVE_OUT: Text(
        "未填的行、没有得分的下级都不计入", "unanswered rows and children without a score are left out"
    ),
    MissingPolicy.ZERO: Text(
        "未填的行、适用而没有得分的下级都按 0 分计",
        "unanswered rows, and children that apply and have no score, count 0",
    ),
    MissingPolicy.PEER_MEAN: Text(
        "未填的行不计入，没有得分的下级按同类均值计",
        "unanswered rows are left out, children without a score count as the mean of the peers",
    ),
    MissingPolicy.PEER_MEDIAN: Text(
        "未填的行不计入，没有得分的下级按同类中位数计",
        "unanswered rows are left out, children without a score count as the median of the peers",
    ),
}


def changes_of(definition: Definition, scenario: Scenario) -> tuple[Text, ...]:
    """What differs from the definition when a scenario is applied to it; nothing for one that changes nothing."""
    before, after = definition.framework, apply(definition, scenario).framework
    return tuple(_changes(before, after, scenario))


def _changes(before: Framework, after: Framework, scenario: Scenario) -> Iterator[Text]:
    if scenario.equal:
        yield Text("同级指标一律等权", "all siblings have the same weight")
    yield from _weights(before, after, scenario)
    yield from _rules(before, after)
    if scenario.missing is not None:
        yield _MISSING[scenario.missing]
    yield from _combinations(before, after, scenario)
    yield from _moved(Text("小数位数", "decimals"), _digits(before), _digits(after))
    floors = [_floor(each.conventions.coverage_floor) for each in (before, after)]
    yield from _moved(Text("覆盖率下限", "coverage floor"), *floors)
    shares = [
        Text(f"{old.name.get('zh')} {moved}", f"{old.name.get('en')} {moved}")
        for old, new in zip(before.classes, after.classes, strict=True)
        if (moved := _arrow(old.share, new.share)) and old.share != new.share
    ]
    if shares:
        zh, en = "，".join(share.zh for share in shares), ", ".join(share.en for share in shares)
        yield Text(f"类别占全市的比重：{zh}", f"shares of classes in the city: {en}")
    starts = [both("/".join(map(number_text, s.conventions.stages.thresholds))) for s in (before, after)]
    yield from _moved(Text("阶段起点", "starts of the stages"), *starts)


def _moved(name: Text, old: Text, new: Text) -> Iterator[Text]:
    if old != new:
        yield Text(f"{name.zh}：{old.zh} → {new.zh}", f"{name.en}: {old.en} → {new.en}")


def _weights(before: Framework, after: Framework, scenario: Scenario) -> Iterator[Text]:
    """The weights of siblings, a sentence for each parent and for the classes in which they change alike.

    That all are equal is told by its own sentence.
    """
    named = {code for code, _ in scenario.weighed}
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for unit_class in before.classes:
        for parent in (ROOT, *(node.code for node in before.branches(unit_class.code))):
            pairs = tuple(
                f"{node.code} {_arrow(node.weights[unit_class.code], new)}"
                for node in before.children(parent, unit_class.code)
                if (new := after.by_code[node.code].weights[unit_class.code]) != node.weights[unit_class.code]
            )
            children = {node.code for node in before.children(parent, unit_class.code)}
            if pairs and (not scenario.equal or children & named):
                alike[parent, pairs].append(unit_class.code)
    names = {each.code: each.name for each in before.classes}
    for (parent, pairs), classes in alike.items():
        above = Text("一级指标", "top level") if parent == ROOT else Text(f"{parent} 之下", f"below {parent}")
        of_all = len(classes) == len(before.classes)
        in_zh = "" if of_all else f"（{'、'.join(names[code].get('zh') for code in classes)}）"
        in_en = "" if of_all else f" ({', '.join(names[code].get('en') for code in classes)})"
        yield Text(
            f"{above.zh}权重{in_zh}：{'，'.join(pairs)}", f"weights, {above.en}{in_en}: {', '.join(pairs)}"
        )


def _arrow(before: float, after: float) -> str:
    return f"{_short(before)} → {_short(after)}"


def _short(number: float) -> str:
    return number_text(round(number, 2))


def _rules(before: Framework, after: Framework) -> Iterator[Text]:
    for node in before.nodes:
        own, new = node.indicator, after.by_code[node.code].indicator
        if own is None or new is None or own.rule == new.rule:
            continue
        if own.rule.name != new.rule.name:
            names = [
                Text(*(wording(lang)[f"rule.{rule.name}"] for lang in LANGUAGES))
                for rule in (own.rule, new.rule)
            ]
            yield Text(
                f"{node.code} 的规则：{names[0].zh} → {names[1].zh}",
                f"rule of {node.code}: {names[0].en} → {names[1].en}",
            )
        if own.rule.formula != new.rule.formula and new.rule.formula:
            yield Text(
                f"{node.code} 的公式：{new.rule.formula}", f"formula of {node.code}: {new.rule.formula}"
            )
        old = {**own.rule.params, **own.rule.options} if own.rule.name == new.rule.name else {}
        for name, value in {**new.rule.params, **new.rule.options}.items():
            if old.get(name) != value:
                shown = f"{_value(old[name])} → {_value(value)}" if name in old else _value(value)
                yield Text(f"{node.code} 的参数 {name}：{shown}", f"parameter {name} of {node.code}: {shown}")


def _value(value: float | tuple[float, ...] | str) -> str:
    if isinstance(value, str):
        return value
    return "/".join(map(number_text, value)) if isinstance(value, tuple) else number_text(value)


def _combinations(before: Framework, after: Framework, scenario: Scenario) -> Iterator[Text]:
    """What the policy for what is missing does to all nodes is told by its own sentence."""
    told = Unscored(scenario.missing.value) if scenario.missing else None
    alike: dict[tuple[Text, Text], list[Text]] = defaultdict(list)
    for code in (ROOT, *(node.code for node in before.nodes if not node.is_leaf)):
        old, new = before.combination(code), after.combination(code)
        if new.unscored is told:
            new = replace(new, unscored=old.unscored)
        if old != new:
            alike[_method(old), _method(new)].append(_TOTAL if code == ROOT else both(code))
    for (old_words, new_words), codes in alike.items():
        zh, en = "、".join(code.zh for code in codes), ", ".join(code.en for code in codes)
        yield Text(
            f"{zh} 的汇总：{old_words.zh} → {new_words.zh}",
            f"roll-up of {en}: {old_words.en} → {new_words.en}",
        )


def _method(how: Combination) -> Text:
    """The method with its number, and what departs from the common rules."""
    zh, en = (tuple(_method_parts(how, wording(lang))) for lang in LANGUAGES)
    return Text("，".join(zh), ", ".join(en))


def _method_parts(how: Combination, words: Mapping[str, str]) -> Iterator[str]:
    yield words[f"combine.{how.method}"].format(power=number_text(how.power))
    if how.floor is not None:
        yield words["combine.floor"].format(floor=number_text(how.floor))
    if how.unscored is not Unscored.LEAVE_OUT:
        yield words[f"combine.{how.unscored.replace('-', '_')}"]
    if how.not_applicable is NotApplicable.LOST:
        yield words["combine.lost"]
    if how.coverage > 0:
        yield words[f"combine.by_{how.counted}"].format(coverage=f"{how.coverage:.4g}")


def _digits(framework: Framework) -> Text:
    declared = framework.conventions
    levels = [declared.digits, framework.element_digits, framework.digits(ROOT)]
    zh = ["不舍入" if digits >= UNROUNDED else str(digits) for digits in levels]
    en = ["unrounded" if digits >= UNROUNDED else str(digits) for digits in levels]
    return Text(zh[0], en[0]) if len(set(levels)) == 1 else Text("/".join(zh), "/".join(en))


def _floor(floor: CoverageFloor) -> Text:
    """The shares that are asked for, in percent, by level."""
    levels = {
        Text("单位", "unit"): floor.unit,
        Text("领域", "group"): floor.node,
        Text("指标", "indicator"): floor.indicator,
    }
    zh = "、".join(f"{name.zh} {100 * share:.10g}%" for name, share in levels.items() if share)
    en = ", ".join(f"{name.en} {100 * share:.10g} %" for name, share in levels.items() if share)
    return Text(zh or "无", en or "none")
