"""Checks one indicator: that its measure, rule, parameters, inputs and scale belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.check_common import code_problems, doubles
from smartxl.define.convert import rule_spec
from smartxl.model.framework import Input, Measure
from smartxl.rules import PEER_RULES, RULES, build, rule_class, rule_faults, rules_of
from smartxl.text import Text, both
from smartxl_templates import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.define.framework_schema import FrameworkFile, NodeEntry
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem

__all__ = ["leaf_problems"]

_SAMPLE_FIELDS = ("heads", "missing", "spare", "sharing")
_COUNTED = frozenset({Measure.SAMPLE, Measure.SURVEY})
"""Measures whose rows are no numbers that come from somewhere."""


def leaf_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Problems of all indicators."""
    for node in placed:
        if node.is_leaf and node.entry.measure:
            entry, measure, place = node.entry, node.entry.measure, node.place
            yield from _rule(file, model, entry, measure, place)
            yield from _scale(file, model, entry, measure, place)
            yield from _inputs(file, model, entry, measure, place)
            yield from _direction(file, entry, place)
            if measure in _COUNTED and entry.asks:
                what = Text(
                    f"测评方式 {measure} 不用 `asks`", f"`asks` has no meaning for the measure {measure}"
                )
                remedy = Text(
                    "删去 `asks`：只有 kpi、rubric、given 才用",
                    "remove `asks`: only kpi, rubric and given have it",
                )
                yield from file.report((*place, "asks"), what, remedy)
            for field in _SAMPLE_FIELDS:
                if measure is not Measure.SAMPLE and field in entry.model_fields_set:
                    what = Text(
                        f"测评方式 {measure} 不用 `{field}`",
                        f"`{field}` has no meaning for the measure {measure}",
                    )
                    yield from file.report(
                        (*place, field),
                        what,
                        Text(f"删去 `{field}`：只有 sample 才用", f"remove `{field}`: only samples have it"),
                    )


def _rule(
    file: Parsed[FrameworkFile], model: FrameworkFile, entry: NodeEntry, measure: Measure, place: Place
) -> Iterator[Problem]:
    allowed, known = ", ".join(rules_of(measure)), rule_class(entry.rule) is not None
    if not entry.rule:
        yield from file.report(
            (*place, "rule"),
            Text(f"{entry.code} 没有写计分规则 rule", f"{entry.code} has no rule"),
            Text(f"加上 rule：{allowed}", f"add rule: {allowed}"),
        )
        return
    if known and entry.rule not in rules_of(measure):
        what = Text(
            f"规则 {entry.rule} 不适用于测评方式 {measure}",
            f"the rule {entry.rule} does not score the measure {measure}",
        )
        yield from file.report((*place, "rule"), what, Text(f"可用的有：{allowed}", f"use one of: {allowed}"))
        return
    if measure is Measure.SURVEY and entry.params:
        what = Text("满意度调查按 scale 中的分值计分", "a survey takes its points from its scale")
        yield from file.report((*place, "params"), what, Text("删去 `params`", "remove `params`"))
    if words := _words(file, entry, place):
        yield from words
        return
    column = "rule" if not known else "formula" if entry.formula else "params"
    remedy = (
        Text("改正规则的参数", "mend the parameters of the rule")
        if known
        else Text(f"可用的有：{allowed}", f"use one of: {allowed}")
    )
    remedy = Text("改正公式", "mend the formula") if column == "formula" else remedy
    for fault in rule_faults(rule_spec(entry, model.scales)):
        yield from file.report((*place, column), fault, remedy)


def _words(file: Parsed[FrameworkFile], entry: NodeEntry, place: Place) -> list[Problem]:
    """Words among the parameters of a rule that takes numbers."""
    if entry.rule not in RULES:
        return []
    return [
        problem
        for name, value in entry.params.items()
        if isinstance(value, str)
        for problem in file.report(
            (*place, "params", name),
            Text(f"“{value}”不是数", f"{value!r} is not a number"),
            _number_for(entry.rule, name),
        )
    ]


def _number_for(rule: str, name: str) -> Text:
    """What to do about a parameter that is a word, by both of its names where it has a Chinese one."""
    word = wording("zh").get(f"param.{rule}_{name}") or wording("zh").get(f"param.{name}", "")
    told = f"{word}（{name}）" if word else f"{name} "
    return Text(f"{told}要写一个数，或删去", f"write a number for {name}, or remove it")


def _scale(
    file: Parsed[FrameworkFile], model: FrameworkFile, entry: NodeEntry, measure: Measure, place: Place
) -> Iterator[Problem]:
    where = (*place, "scale")
    known = both(", ".join(model.scales)) if model.scales else Text("还没有", "none yet")
    if not measure.has_scale:
        if entry.scale:
            yield from file.report(
                where,
                Text(f"测评方式 {measure} 不用 scale", f"the measure {measure} has no scale"),
                Text("删去 `scale`", "remove `scale`"),
            )
    elif not entry.scale:
        yield from file.report(
            where,
            Text(f"{entry.code} 没有写 scale", f"{entry.code} has no scale"),
            Text(f"加上 scale，可用的有：{known.zh}", f"add scale: one of {known.en}"),
        )
    elif entry.scale not in model.scales and not file.is_broken(("scales", entry.scale)):
        yield from file.report(
            where,
            Text(f"没有选项组 scale“{entry.scale}”", f"unknown scale {entry.scale!r}"),
            Text(f"可用的有：{known.zh}", f"use one of: {known.en}"),
        )


def _sizes(model: FrameworkFile, entry: NodeEntry, measure: Measure) -> tuple[int, int]:
    """The least and the most inputs; any number while the rule itself is faulty."""
    if measure.has_scale:
        return 0, 0
    if entry.rule in PEER_RULES:
        return PEER_RULES[entry.rule].sizes()
    spec = rule_spec(entry, model.scales)
    return (0, len(entry.inputs)) if rule_faults(spec) else build(spec).sizes()


def _inputs(
    file: Parsed[FrameworkFile], model: FrameworkFile, entry: NodeEntry, measure: Measure, place: Place
) -> Iterator[Problem]:
    where = (*place, "inputs")
    low, high = _sizes(model, entry, measure)
    if entry.rule in rules_of(measure) and not low <= len(entry.inputs) <= high:
        yield from _number_of_inputs(file, entry, (low, high), where)
    for index, item in enumerate(entry.inputs):
        for what, remedy in code_problems(item.code):
            yield from file.report((*where, index, "code"), what, remedy)
        yield from _limits(file, item, (*where, index))
        yield from _usual_range(file, item, (*where, index))
    for index, _ in doubles((item.code for item in entry.inputs), ignore_case=False):  # n of N is customary
        what = Text(
            f"代码“{entry.inputs[index].code}”在该指标中用了两次",
            f"the code {entry.inputs[index].code!r} is used twice in this indicator",
        )
        yield from file.report(
            (*where, index, "code"), what, Text("每个数值项用不同的代码", "give each input a code of its own")
        )


def _number_of_inputs(
    file: Parsed[FrameworkFile], entry: NodeEntry, sizes: tuple[int, int], where: Place
) -> Iterator[Problem]:
    """There are fewer or more than the rule takes."""
    low, high = sizes
    wanted = (
        Text(f"{low} 个", str(low))
        if low == high
        else Text(f"{low} 个或 {high} 个", f"{low} or {high}")
        if high == 2
        else Text(f"{low} 至 {high} 个", f"{low} to {high}")
    )
    what = Text(
        f"写了 {len(entry.inputs)} 个数值项，规则 {entry.rule} 要 {wanted.zh}",
        f"{len(entry.inputs)} inputs, but the rule {entry.rule} takes {wanted.en}",
    )
    order = Text("（两个时先分子、后分母）", " (two: numerator, then denominator)") if high == 2 else Text("")
    remedy = (
        Text(f"在 inputs 下写 {wanted.zh}{order.zh}", f"list {wanted.en} under inputs{order.en}")
        if high
        else Text("删去 `inputs`", "remove `inputs`")
    )
    yield from file.report(where, what, remedy)


def _limits(file: Parsed[FrameworkFile], item: Input, where: Place) -> Iterator[Problem]:
    """The smallest number allowed is greater than the largest."""
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        what = Text(
            f"允许的最小值是 {item.minimum:g}，最大值是 {item.maximum:g}",
            f"the smallest number allowed is {item.minimum:g}, the largest {item.maximum:g}",
        )
        yield from file.report((*where, "min"), what, Text("让 min 小于 max", "let min be below max"))


def _usual_range(file: Parsed[FrameworkFile], item: Input, where: Place) -> Iterator[Problem]:
    """What is usual lies inside what is allowed; a limit outside it would never ask anything."""
    if item.low is not None and item.high is not None and item.low > item.high:
        what = Text(
            f"通常范围从 {item.low:g} 开始，到 {item.high:g} 结束",
            f"the usual range begins at {item.low:g} and ends at {item.high:g}",
        )
        yield from file.report((*where, "low"), what, Text("让 low 小于 high", "let low be below high"))
    for name, usual in (("low", item.low), ("high", item.high)):
        below = usual is not None and item.minimum is not None and usual < item.minimum
        above = usual is not None and item.maximum is not None and usual > item.maximum
        if below or above:
            what = Text(
                f"{name} 是 {usual:g}，不在允许的范围内",
                f"{name} is {usual:g}, which is no number that is allowed",
            )
            yield from file.report(
                (*where, name), what, Text("让它在 min 和 max 之间", "let it lie between min and max")
            )


def _direction(file: Parsed[FrameworkFile], entry: NodeEntry, place: Place) -> Iterator[Problem]:
    """The direction that is declared must be the one that the parameters score."""
    rule = rule_class(entry.rule)
    falls = rule.falls(entry.params) if rule else None
    if falls is None:
        if entry.direction == "cost" and rule and not rule.either_way:
            what = Text(
                f"direction 是 cost（越小越好），但规则 {entry.rule} 是越大得分越高",
                f"direction is cost, but the rule {entry.rule} gives more points for more",
            )
            remedy = Text(
                "改用 goalposts（worst 大于 best）或 bands，或删去 `direction`",
                "use goalposts with worst above best, or bands, or remove `direction`",
            )
            yield from file.report((*place, "direction"), what, remedy)
    elif falls != (entry.direction == "cost"):
        said, scored = ("cost", "benefit") if entry.direction == "cost" else ("benefit", "cost")
        what = Text(
            f"direction 是 {said}，但参数按 {scored} 计分",
            f"direction is {said}, but the parameters score it as {scored}",
        )
        yield from file.report(
            (*place, "params"),
            what,
            Text(f"写 direction: {scored}，或对调参数", f"set direction: {scored}, or swap the parameters"),
        )
