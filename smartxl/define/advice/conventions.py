"""The conventions of a framework: which of them its author wrote, and what holds in any case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.combination_schema import CombinationEntry, DigitsEntry
from smartxl.model.combination import UNROUNDED, RollUp
from smartxl.model.framework import ROOT
from smartxl.model.unanswered import Missing
from smartxl.text import LANGUAGES, Lang, Text, number_text
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.define.combination_schema import Combine
    from smartxl.define.framework_schema import ConventionsEntry, FrameworkFile
    from smartxl.define.tree import PlacedNode
    from smartxl.model.framework import Framework

__all__ = ["HeldConvention", "held_conventions"]


@dataclass(frozen=True, slots=True)
class HeldConvention:
    """One convention: its key in framework.yaml, what it is about, what holds, whether the author wrote it."""

    key: str
    name: Text
    holds: Text
    written: bool


def held_conventions(
    model: FrameworkFile, framework: Framework, placed: tuple[PlacedNode, ...]
) -> tuple[HeldConvention, ...]:
    """All conventions, in the order in which they take effect."""
    return tuple(_all(model, framework, placed))


def _all(
    model: FrameworkFile, framework: Framework, placed: tuple[PlacedNode, ...]
) -> Iterator[HeldConvention]:
    entry, declared = model.conventions, framework.conventions
    levels = isinstance(entry.digits, DigitsEntry)

    def own(key: str, zh: str, en: str, holds: Text, *, written: bool | None = None) -> HeldConvention:
        is_written = key in entry.model_fields_set if written is None else written
        return HeldConvention(f"conventions.{key}", Text(zh, en), holds, is_written)

    yield own("digits", "小数位", "decimals", _digits(framework), written=_wrote(entry, "digits") or levels)
    yield own("unanswered", "未填报的行", "unanswered rows", _unanswered(framework))
    yield HeldConvention("missing", Text("指标的缺失处理", "an indicator's open rows"), *_missing(placed))
    yield own("coverage_floor", "覆盖率下限", "coverage floor", _floor(framework))
    yield own("total", "总分的汇总", "roll-up of the total", _method(framework, ROOT))
    yield from _groups(model, placed)
    yield own("peers", "与谁比较", "peers", _word(f"convention.{declared.peers}"))
    ties = _wrote(entry, "ranking") and "ties" in entry.ranking.model_fields_set
    yield own("ranking.ties", "并列名次", "ties", _word(f"convention.{declared.ranking.ties}"), written=ties)
    of = _wrote(entry, "ranking") and "of" in entry.ranking.model_fields_set
    ranked = _word("convention.raw" if framework.ranks_raw else "convention.rounded")
    yield own("ranking.of", "按什么排名", "what is ranked", ranked, written=of)
    boundary = _word(f"convention.{declared.stages.boundary}")
    wrote = "boundary" in entry.stages.model_fields_set
    yield own("stages.boundary", "阶段分界值", "stage thresholds", boundary, written=wrote)


def _wrote(entry: ConventionsEntry, key: str) -> bool:
    return key in entry.model_fields_set


def _worded(tell: Callable[[Lang], str]) -> Text:
    return Text(*map(tell, LANGUAGES))


def _word(key: str) -> Text:
    return _worded(lambda lang: wording(lang)[key])


def _digits(framework: Framework) -> Text:
    def places(digits: int, lang: Lang) -> str:
        words = wording(lang)
        shown = words["convention.places"].format(digits=digits)
        return words["convention.unrounded"] if digits >= UNROUNDED else shown

    leaf, group, total = framework.conventions.digits, framework.element_digits, framework.digits(ROOT)
    if leaf == group == total:
        return _worded(lambda lang: places(leaf, lang))
    return Text(
        f"指标{places(leaf, 'zh')}，各级{places(group, 'zh')}，总分{places(total, 'zh')}",
        f"indicators {places(leaf, 'en')}, groups {places(group, 'en')}, total {places(total, 'en')}",
    )


def _unanswered(framework: Framework) -> Text:
    declared = framework.conventions.unanswered
    before, after = (
        _word(f"convention.{each.replace('-', '_')}") for each in (declared.before_due, declared.after_due)
    )
    if not declared.changes:
        return before
    return Text(
        f"截止日及以前{before.zh}，以后{after.zh}", f"up to the due date they {before.en}, then {after.en}"
    )


def _missing(placed: tuple[PlacedNode, ...]) -> tuple[Text, bool]:
    """What holds of the indicators, and whether any of them says so itself."""
    leaves = [node.entry for node in placed if node.is_leaf]
    zero = sum(entry.missing is Missing.ZERO for entry in leaves)
    holds = Text("按“未填报的行”", "as unanswered rows")
    if zero:
        holds = Text(
            f"{zero} 项按 0 分计，其余按“未填报的行”", f"{zero} count as 0, the others as unanswered rows"
        )
    return holds, any("missing" in entry.model_fields_set for entry in leaves)


def _floor(framework: Framework) -> Text:
    floor = framework.conventions.coverage_floor
    shares = {"of_unit": floor.unit, "of_node": floor.node, "of_indicator": floor.indicator}
    if not any(shares.values()):
        return Text("无：填得再少也计分排名", "none: few answers are scored and ranked too")

    def told(lang: Lang) -> str:
        words = wording(lang)
        parts = [
            words[f"convention.{key}"].format(share=f"{share:.4g}") for key, share in shares.items() if share
        ]
        return ("，" if lang == "zh" else ", ").join(parts)

    return _worded(told)


def _method(framework: Framework, code: str) -> Text:
    how = framework.combination(code)
    return _worded(lambda lang: wording(lang)[f"combine.{how.method}"].format(power=number_text(how.power)))


_OF_CHILDREN = (
    (
        "unscored",
        Text("下级无得分", "a child without a score"),
        Text("不参与，其余权重重新归一", "left out, the others share its weight"),
    ),
    (
        "not_applicable",
        Text("下级不适用", "a child that does not apply"),
        Text("分值转给同级", "its points go to the others"),
    ),
    ("coverage", Text("下级的最低覆盖", "coverage of a group"), Text("无", "none")),
)


def _groups(model: FrameworkFile, placed: tuple[PlacedNode, ...]) -> Iterator[HeldConvention]:
    """How groups are rolled up, and what a child without a score does, of the total and of all groups."""
    groups = [node.entry for node in placed if not node.is_leaf]
    combined = [entry for entry in groups if "combine" in entry.model_fields_set]
    if groups:
        left = len(groups) - len(combined)
        told = Text(f"{left} 个未写明，按加权平均", f"{left} do not say: weighted mean")
        holds = told if left else Text("逐个写明", "each says it")
        yield HeldConvention("combine", Text("各级的汇总", "roll-up of groups"), holds, not left)
    hows: list[Combine] = [model.conventions.total, *(entry.combine for entry in groups)]
    for key, name, default in _OF_CHILDREN:
        wrote = sum(_says(how, key) for how in hows)
        holds = (
            Text(f"{wrote} 处写明，其余：{default.zh}", f"{wrote} say it, else: {default.en}")
            if wrote
            else default
        )
        yield HeldConvention(f"combine.{key}", name, holds, bool(wrote))


def _says(how: Combine, key: str) -> bool:
    return not isinstance(how, RollUp) and isinstance(how, CombinationEntry) and key in how.model_fields_set
