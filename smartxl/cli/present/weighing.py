"""What collecting experts' questionnaires looks like, and the tables it leaves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode
from smartxl.model.framework import Node
from smartxl.project import Project
from smartxl.project.csvfile import csv_bytes
from smartxl.project.outputs import Outputs
from smartxl.project.weighing.ahp import AhpOutcome, Pooled
from smartxl.project.weighing.delphi import STOP_RULE, DelphiOutcome, Rated
from smartxl.project.weighing.inbox import branch_title, folder_of
from smartxl.project.weighing.notices import Notice
from smartxl.project.weighing.table import WeightChange, table_bytes, table_rows
from smartxl.questionnaires import Branch
from smartxl.scoring.weights import GroupResult, Pooling, Priority, Weights
from smartxl.text import CountOf, as_typed

__all__ = [
    "keep_weights",
    "notices_code",
    "show_ahp",
    "show_changes",
    "show_delphi",
    "show_notices",
    "weights_of",
]

_POOLED = {
    Pooling.JUDGEMENTS: "判断的几何平均",
    Pooling.PRIORITIES_GEOMETRIC: "各专家权重的几何平均",
    Pooling.PRIORITIES_ARITHMETIC: "各专家权重的算术平均",
}
_SHOWN_EXPERTS = 8


def show_notices(screen: Screen, notices: Sequence[Notice]) -> None:
    """Prints notices, those that ask for something first."""
    for notice in sorted(notices, key=lambda notice: not notice.asks):
        for line in notice.lines(screen.lang):
            screen.show(line)


def notices_code(notices: Sequence[Notice]) -> int:
    """The exit code: 3 with an unreadable file, 1 when somebody must act, else 0."""
    if any(notice.unreadable for notice in notices):
        return ExitCode.UNREADABLE
    return ExitCode.FOUND if any(notice.asks for notice in notices) else ExitCode.CLEAN


def show_ahp(project: Project, screen: Screen, outcome: AhpOutcome, digits: int) -> None:
    """Shows weights branch by branch."""
    for pooled in outcome.pooled:
        if pooled.group is not None:
            _show_pooled(project, screen, pooled, digits)


def keep_weights(
    project: Project, screen: Screen, outcome: AhpOutcome | DelphiOutcome, digits: int, *, force: bool
) -> None:
    """Keeps the weights as a table, and the judgements of pairs."""
    rows: list[Sequence[str]] = []
    for branch, percents in weights_of(outcome, digits):
        rows += table_rows(project.definition.framework, branch, percents)
    with Outputs(project.root, force) as outputs:
        if isinstance(outcome, AhpOutcome):
            _keep_judgements(project, outputs, outcome)
        if rows:
            name = "ahp.csv" if isinstance(outcome, AhpOutcome) else "delphi.csv"
            _keep(project, screen, outputs, name, table_bytes(rows))


def weights_of(
    outcome: AhpOutcome | DelphiOutcome, digits: int
) -> Iterator[tuple[Branch, Mapping[str, float]]]:
    """The branches that weights came out for, with the percentages of their nodes by code."""
    if isinstance(outcome, AhpOutcome):
        for pooled in outcome.pooled:
            if pooled.group is not None:
                yield pooled.branch, pooled.group.weights.percent(digits)
        return
    for rated in outcome.judged:
        if rated.weights is not None:
            yield rated.branch, _percents(rated, rated.weights, digits)


def _percents(rated: Rated, weights: Weights, digits: int) -> dict[str, float]:
    prefix = len(rated.branch.key) + 1
    return {key[prefix:]: value for key, value in weights.percent(digits).items()}


def _keep_judgements(project: Project, outputs: Outputs, outcome: AhpOutcome) -> None:
    judged = [
        (code, j.branch, j.left, j.right, f"{j.value:.10g}")
        for code, reply in outcome.replies.items()
        for j in reply.judged
    ]
    head = ("expert", "branch", "left", "right", "judgement")
    outputs.write(folder_of(project) / "ahp-judgements.csv", csv_bytes(head, judged))


def _keep(project: Project, screen: Screen, outputs: Outputs, name: str, content: bytes) -> None:
    path = folder_of(project) / name
    outputs.write(path, content)
    command = f"smartxl weights set {as_typed(project.root)} {as_typed(path)}"
    screen.say(f"权重在 {path}；写入定义：{command}", f"Weights in {path}; to set them: {command}")


def _show_pooled(project: Project, screen: Screen, pooled: Pooled, digits: int) -> None:
    """Present weights, the group's by both methods, and every expert's, with CR and consensus."""
    group, other = pooled.group, pooled.other
    if group is None or other is None:
        return
    few = list(pooled.results)[:_SHOWN_EXPERTS]
    heads = [*_pooled_heads(screen, group), *few]
    weights = [group.weights, other.weights, *(pooled.results[code].weights for code in few)]
    percents = [each.percent(digits) for each in weights]
    rows = [
        [node.code, node.name.get(screen.lang), _now(pooled.branch, node)]
        + [f"{of[node.code]:g}" for of in percents]
        for node in pooled.branch.children
    ]
    ratios = [f"{pooled.results[code].consistency.ratio:.3f}" for code in few]
    group_ratio = "" if group.pooled is None else f"{group.pooled.consistency.ratio:.3f}"
    rows.append(["", "CR", "", group_ratio, "", *ratios])
    screen.show("")
    screen.show(branch_title(project, pooled.branch))
    screen.table(heads, rows, frozenset(range(2, len(heads))))
    agreed, pooling = f"S* = {group.consensus.value:.0%}", Pooling(group.weights.conventions["pooling"])
    count = len(pooled.results)
    text = screen.words(
        f"  专家 {count} 位，一致程度 {agreed}；汇总方式：{_POOLED[pooling]}",
        f"  {CountOf(count):expert}, consensus {agreed}; pooled: {pooling.value}",
    )
    screen.show(text)


def _pooled_heads(screen: Screen, group: GroupResult) -> list[str]:
    words = screen.words
    methods = {
        Priority.GEOMETRIC_MEAN: words("几何平均", "geometric mean"),
        Priority.EIGENVECTOR: words("特征向量", "eigenvector"),
    }
    used = methods[next(p for p in Priority if p.value == group.weights.conventions["priorities"])]
    beside = next(name for name in methods.values() if name != used)
    new = f"{words('新权重', 'New')} ({used})"
    return [words("代码", "Code"), words("名称", "Name"), words("现权重", "Now"), new, beside]


def _now(branch: Branch, node: Node) -> str:
    """The present weights of a branch's classes: one number where they are the same."""
    return " / ".join(dict.fromkeys(f"{node.weights[unit_class]:g}" for unit_class in branch.classes))


def show_delphi(project: Project, screen: Screen, outcome: DelphiOutcome, digits: int) -> None:
    """Shows statistics and weights branch by branch and whether to stop."""
    for rated in outcome.judged:
        if rated.weights is not None:
            _show_rated(project, screen, rated, _percents(rated, rated.weights, digits))
    whole = [rated for rated in outcome.judged if rated.verdict is not None]
    if whole:
        _say_verdict(screen, outcome, stop=all(r.verdict.stop for r in whole if r.verdict))


def _say_verdict(screen: Screen, outcome: DelphiOutcome, *, stop: bool) -> None:
    number = outcome.number
    screen.show("")
    screen.show(
        screen.words(
            f"第 {number} 轮：各组意见已趋一致，可以停止。",
            f"Round {number}: the groups agree, this may be the last.",
        )
        if stop
        else screen.words(
            f"第 {number} 轮：意见尚未趋同，建议再征询一轮：smartxl weights ask --method delphi",
            f"Round {number}: no agreement yet, ask once more: smartxl weights ask --method delphi",
        )
    )


def _show_rated(project: Project, screen: Screen, rated: Rated, percents: dict[str, float]) -> None:
    if rated.summary is None or rated.verdict is None:
        return
    words, lang = screen.words, screen.lang
    heads = words(
        "代码,名称,现权重,新权重,人数,均值,中位数,下四分位,上四分位,变异系数",
        "Code,Name,Now,New,Answers,Mean,Median,Lower,Upper,Variation",
    )
    lines = []
    for node, item in zip(rated.branch.children, rated.summary.items, strict=True):
        numbers = (item.mean, item.median, item.lower, item.upper)
        lines.append(
            [
                node.code,
                node.name.get(lang),
                _now(rated.branch, node),
                f"{percents[node.code]:g}",
                str(item.answers),
            ]
            + [f"{number:.4g}" for number in numbers]
            + [f"{item.variation:.1%}"]
        )
    screen.show("")
    screen.show(branch_title(project, rated.branch))
    screen.table(heads.split(","), lines, frozenset(range(2, 10)))
    for line in _agreement(screen, rated):
        screen.show(line)


def _agreement(screen: Screen, rated: Rated) -> Iterator[str]:
    """Kendall's W, and what stands against stopping: as `verdict` found it, in the user's words."""
    found, judged, rule = rated.summary, rated.verdict, STOP_RULE
    if found is None or judged is None:
        return
    w = found.concordance
    yield f"  Kendall W = {w.w:.3g}, p = {w.p_value:.3g}"
    if judged.stop:
        return
    prefix = len(rated.branch.key) + 1
    limit = rule.variation if rule.variation is not None else math.inf
    spread = ", ".join(item.key[prefix:] for item in found.items if not item.variation <= limit)
    if spread:
        yield screen.words(f"  变异系数大于 {limit:g}：{spread}", f"  variation above {limit:g}: {spread}")
    if rule.w is not None and not w.w >= rule.w:
        yield screen.words(f"  W 小于 {rule.w:g}：排序意见不一", f"  W below {rule.w:g}: the orders differ")
    if rule.p_value is not None and not w.p_value <= rule.p_value:
        yield screen.words(
            f"  p 大于 {rule.p_value:g}：专家或指标太少，或意见不一",
            f"  p above {rule.p_value:g}: too few experts or items, or they differ",
        )


def show_changes(project: Project, screen: Screen, changes: Sequence[WeightChange]) -> None:
    """Old and new side by side."""
    framework, lang = project.definition.framework, screen.lang
    heads = screen.words(
        "类别,上级,代码,名称,现权重,新权重,变化", "Class,Parent,Code,Name,Now,New,Change"
    ).split(",")
    rows = [
        [
            framework.unit_class(change.unit_class).name.get(lang),
            change.parent,
            change.code,
            framework.by_code[change.code].name.get(lang),
            f"{change.now:g}",
            f"{change.new:g}",
            f"{change.new - change.now:+.6g}",
        ]
        for change in changes
    ]
    screen.table(heads, rows, frozenset({4, 5, 6}))
