"""The choices of a design in words, for people who read what varied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.robustness import VariedChoice
from smartxl.model.uncertaintydesign import (
    AnswerError,
    ChoiceOptions,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    Variation,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.text import Text, both, number_text

__all__ = ["QUESTIONNAIRES", "varied_choices"]

_SHOWN = 6
_ABOUT = {
    "missing": Text("缺失的处理", "what is missing"),
    "rollup": Text("汇总方法", "roll-up"),
    "scenarios": Text("情景", "scenarios"),
    "weights": Text("权重", "weights"),
    "answers": Text("答案误差", "error of answers"),
    "excluded": Text("剔除指标", "indicator left out"),
}
QUESTIONNAIRES = {"ahp": Text("层次分析法", "AHP"), "delphi": Text("德尔菲法", "Delphi")}
"""What the questionnaires of experts are called, by their keys in a design."""


def varied_choices(definition: Definition, choices: Mapping[str, Variation]) -> tuple[VariedChoice, ...]:
    """The choices of a design by their keys, in its order."""
    return tuple(
        VariedChoice(key, _name(definition, key), _how(key, variation)) for key, variation in choices.items()
    )


def _how(key: str, variation: Variation) -> Text:
    """Without the node, where the key names it already."""
    if isinstance(variation, WeightShares) and variation.nodes == (key.partition(" ")[2],):
        variation = WeightShares(variation.by)
    return _HOW[type(variation)](variation)


def _name(definition: Definition, key: str) -> Text:
    """In words what a key says: `weights B5`, `rollup level 1`, `B5.full`, `missing #2`."""
    about, _, rest = key.partition(" ")
    node = definition.framework.by_code.get(rest)
    more = both(f" {rest} ") + node.name if node else _rest(rest)
    if about in _ABOUT:
        return _ABOUT[about] + more
    code, _, parameter = about.rpartition(".")
    ruled = definition.framework.by_code.get(code)
    return both(key) if ruled is None else both(f"{code} ") + ruled.name + both(f" {parameter}") + more


def _rest(words: str) -> Text:
    """What follows a name: a level, codes, a number."""
    level = words.removeprefix("level ")
    if level != words:
        return (
            Text("（总分）", " (total)") if level == "0" else Text(f"（第 {level} 级）", f" (level {level})")
        )
    return both(f" {words}") if words else Text("")


def _shares(variation: WeightShares | AnswerError) -> Text:
    figure = number_text(round(100 * variation.by, 10))
    return Text(f"±{figure}%", f"±{figure} %") + _of(variation.nodes)


def _concentration(variation: WeightConcentration) -> Text:
    figure = number_text(variation.concentration)
    said = Text(f"狄利克雷分布，集中度 {figure}", f"Dirichlet, concentration {figure}")
    return said + _of(variation.parents)


def _sets(variation: WeightSets) -> Text:
    if variation.stated:
        asked = QUESTIONNAIRES[variation.stated]
        return Text(f"各位专家的答复（{asked.zh}）", f"the answers of each expert ({asked.en})")
    return both(" / ".join(variation.sets))


def _range(variation: RuleRange) -> Text:
    low, high = number_text(variation.low), number_text(variation.high)
    return Text(f"{low} 至 {high}", f"{low} to {high}")


def _options(variation: ScenarioOptions) -> Text:
    return _joined(scenario.told for scenario in variation.options)


def _excluded(variation: Exclusion) -> Text:
    return Text("每次剔除一个，或不剔除", "one in each run, or none") + _of(variation.nodes)


def _steps(variation: ChoiceOptions) -> Text:
    return both(" / ".join(variation.options))


_HOW: Mapping[type[Any], Callable[[Any], Text]] = {
    WeightShares: _shares,
    AnswerError: _shares,
    WeightConcentration: _concentration,
    WeightSets: _sets,
    RuleRange: _range,
    ScenarioOptions: _options,
    Exclusion: _excluded,
    ChoiceOptions: _steps,
}


def _joined(words: Iterable[Text]) -> Text:
    texts = list(words)
    return Text(" / ".join(text.get("zh") for text in texts), " / ".join(text.get("en") for text in texts))


def _of(codes: tuple[str, ...]) -> Text:
    if not codes:
        return Text("")
    more = " …" if len(codes) > _SHOWN else ""
    listed = ", ".join("total" if code == ROOT else code for code in codes[:_SHOWN]) + more
    return Text(f"：{listed}", f": {listed}")
