"""What methods side by side look like: tables of ranks and of agreement, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.text import CountOf, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.cli.console import Screen
    from smartxl.model.definition import Definition
    from smartxl.model.robustness import MethodComparison
    from smartxl.text import Lang

__all__ = ["MethodRecord", "MethodsRecord", "show_methods"]


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """One method: its variant in words, results (more is better) and ranks by unit, and agreement with the index."""

    name: str
    title: str
    variant: str
    remark: str
    scores: Mapping[str, float | None]
    ranks: Mapping[str, float | None]
    spearman: float | None
    kendall: float | None

    @classmethod
    def of(cls, found: MethodComparison, place: int, lang: Lang) -> MethodRecord:
        """The record of the method at a place; the first is the index itself."""
        method = found.methods[place]
        return cls(
            method.name,
            method.title.get(lang),
            method.variant.get(lang),
            method.remark.get(lang),
            dict(method.scores),
            dict(method.ranks),
            found.spearman[place][0],
            found.kendall[place][0],
        )


@dataclass(frozen=True, slots=True)
class MethodsRecord:
    """One class: what was compared, by which methods; `refused` says why a method has no results.

    `left_out`: unit → indicators without a score, for which it took no part; `stand_ins`: those that counted with what the
    index puts in their place.
    """

    unit_class: str
    weights: Mapping[str, float]
    methods: tuple[MethodRecord, ...]
    refused: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]
    stand_ins: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, found: MethodComparison, lang: Lang) -> MethodsRecord:
        """The record of a class in one language."""
        return cls(
            found.unit_class,
            dict(found.weights),
            tuple(MethodRecord.of(found, place, lang) for place in range(len(found.methods))),
            {name: refusal.why.get(lang) for name, refusal in found.refused.items()},
            dict(found.left_out),
            dict(found.stand_ins),
            tuple(remark.get(lang) for remark in found.remarks),
        )


def show_methods(screen: Screen, definition: Definition, found: MethodComparison) -> None:
    """The ranks, how the methods agree with the index, which variant each is, and what is to be known."""
    lang = screen.lang
    title = definition.framework.unit_class(found.unit_class).name.get(lang)
    told = f"{title}: {CountOf(len(found.units)):unit}, {CountOf(len(found.indicators)):indicator}, ranks"
    screen.show(
        screen.words(f"{title}：{len(found.units)} 个单位，{len(found.indicators)} 项指标，名次", told)
    )
    names = {unit.code: unit.name.get(lang) for unit in definition.roster.units}
    first = found.methods[0].ranks
    order = sorted(found.units, key=lambda unit: (first[unit] is None, first[unit] or 0.0))
    rows = [[names[unit], *(_number(method.ranks[unit]) for method in found.methods)] for unit in order]
    heads = [screen.words("单位", "Unit"), *(method.title.get(lang) for method in found.methods)]
    screen.table(heads, rows, frozenset(range(1, len(heads))))
    agreed = screen.words(
        "方法,变体,与总分的 Spearman ρ,Kendall τ", "Method,Variant,Spearman ρ with the index,Kendall τ"
    )
    screen.table(agreed.split(","), list(_agreement(found, lang)), frozenset({2, 3}))
    for method in found.methods:
        if method.remark.zh:
            screen.show(method.title.get(lang) + screen.words("：", ": ") + method.remark.get(lang))
    for remark in found.remarks:
        screen.show(remark.get(lang))
    _show_notes(screen, found, names)


def _agreement(found: MethodComparison, lang: Lang) -> Iterator[list[str]]:
    for place, method in enumerate(found.methods):
        pair = (found.spearman[place][0], found.kendall[place][0])
        yield [
            method.title.get(lang),
            method.variant.get(lang),
            *("—" if x is None else f"{x:.3f}" for x in pair),
        ]


def _show_notes(screen: Screen, found: MethodComparison, names: Mapping[str, str]) -> None:
    if found.stand_ins:
        screen.say(
            f"{len(found.stand_ins)} 个单位有指标没有得分，按总分的约定计",
            f"{CountOf(len(found.stand_ins)):unit lacks|units lack} scores of indicators, which count as the index counts them",
        )
    if found.left_out:
        out = screen.words("、", ", ").join(names[unit] for unit in found.left_out)
        screen.say(f"没有总分或缺指标得分，不参与：{out}", f"without a total or a score, left out: {out}")
    for refusal in found.refused.values():
        title, why = refusal.title, refusal.why
        screen.say(f"{title.zh} 没有结果：{why.zh}", f"{title.en} has no results: {why.en}")


def _number(rank: float | None) -> str:
    return "—" if rank is None else number_text(rank)
