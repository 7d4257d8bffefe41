"""Checks the pipeline that follows the roll-up of the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.check_common import doubles
from smartxl.model.combination import StepKind
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.define.combination_schema import StepEntry
    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem

__all__ = ["adjusting_codes", "pipeline_problems"]

_PIPELINE: Place = ("conventions", "pipeline")
_NEEDED = {
    StepKind.VETO: {"nodes": "nodes: [V]", "record": "record: 59"},
    StepKind.DEDUCT: {"nodes": "nodes: [K]"},
    StepKind.GATE: {"least": "least: 60"},
    StepKind.BONUS: {"nodes": "nodes: [J]"},
}
_POSSIBLE = {
    StepKind.VETO: {"nodes", "record"},
    StepKind.DEDUCT: {"nodes", "cap"},
    StepKind.GATE: {"least", "boundary"},
    StepKind.BONUS: {"nodes", "cap"},
}


def adjusting_codes(file: Parsed[FrameworkFile], model: FrameworkFile) -> frozenset[str] | None:
    """Codes of the top-level nodes in the pipeline, None where it does not say all of them or names others."""
    steps = model.conventions.pipeline
    named = {code for step in steps for code in step.nodes}
    complete = all(step.nodes or step.step is StepKind.GATE for step in steps)
    is_known = complete and named <= {entry.code for entry in model.nodes}
    return frozenset(named) if is_known and not file.is_broken(_PIPELINE) else None


def pipeline_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Problems of the steps, of the nodes that they name, and of their order in the tree."""
    steps = model.conventions.pipeline
    for index, entry in enumerate(steps):
        place = (*_PIPELINE, index)
        if not file.is_broken(place):
            yield from _step(file, place, entry)
    yield from _nodes(file, steps, placed)
    if steps and steps[-1].step is StepKind.GATE and not file.is_broken(_PIPELINE):
        place = (*_PIPELINE, len(steps) - 1, "step")
        what = Text("gate 之后没有步骤，它不起作用", "nothing follows the gate, so it changes nothing")
        yield from file.report(
            place,
            what,
            Text("加上它要限制的步骤，或删去 gate", "add the step that it guards, or remove the gate"),
        )
    yield from _order(file, model, placed)


def _step(file: Parsed[FrameworkFile], place: Place, entry: StepEntry) -> Iterator[Problem]:
    for field, example in _NEEDED[entry.step].items():
        if getattr(entry, field) in {None, ()}:
            yield from file.report(
                (*place, field),
                Text(f"{entry.step} 缺少 `{field}`", f"the {entry.step} has no `{field}`"),
                Text(f"加上 {example}", f"add {example}"),
            )
    for field in sorted(entry.model_fields_set - _POSSIBLE[entry.step] - {"step"}):
        what = Text(f"{entry.step} 不用 `{field}`", f"`{field}` has no meaning for a {entry.step}")
        yield from file.report((*place, field), what, Text(f"删去 `{field}`", f"remove `{field}`"))


def _nodes(
    file: Parsed[FrameworkFile], steps: Sequence[StepEntry], placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    levels = {node.entry.code: node.level for node in placed}
    top = ", ".join(code for code, level in levels.items() if level == 1)
    named = [
        ((*_PIPELINE, step, "nodes", place), code)
        for step, entry in enumerate(steps)
        for place, code in enumerate(entry.nodes)
    ]
    for place, code in named:
        if code not in levels:
            yield from file.report(
                place,
                Text(f"没有节点“{code}”", f"unknown node {code!r}"),
                Text(f"用一级指标的代码：{top}", f"use a node of the top level: {top}"),
            )
        elif levels[code] > 1:
            what = Text(
                f"{code} 不是一级指标，它的分计入上级",
                f"{code} is not of the top level, so it brings its points to its parent",
            )
            yield from file.report(
                place,
                what,
                Text(
                    f"把 {code} 移到第一级，或写它所属的一级指标",
                    f"move {code} to the top level, or name its top-level node",
                ),
            )
    for index, first in doubles((code for _, code in named), ignore_case=False):
        place, code = named[index]
        what = Text(
            f"{code} 在 pipeline 中写了两次（第一次在{file.source.spot(named[first][0]).zh}）",
            f"{code} is in the pipeline twice (first in {file.source.spot(named[first][0]).en})",
        )
        yield from file.report(place, what, Text("一个节点只写在一个步骤中", "name a node in one step only"))


def _order(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """The nodes that the total is combined from stand together in a workbook, above those of the pipeline."""
    aside = adjusting_codes(file, model)
    if not aside:
        return
    top = [node for node in placed if node.level == 1]
    ordinary = [index for index, node in enumerate(top) if node.entry.code not in aside]
    if not ordinary and "total" in model.conventions.model_fields_set:
        what = Text(
            "所有一级指标都在 pipeline 中，总分从 100 算起",
            "every node of the top level is in the pipeline, so the total starts from 100",
        )
        yield from file.report(
            ("conventions", "total"),
            what,
            Text("删去 `total`：没有可汇总的指标", "remove `total`: there is nothing to combine"),
        )
    for node in top[: ordinary[-1]] if ordinary else ():
        if node.entry.code in aside:
            last = top[ordinary[-1]].entry.code
            what = Text(
                f"{node.entry.code} 在 pipeline 中，却排在不在其中的 {last} 之前",
                f"{node.entry.code} is in the pipeline, but stands before {last}, which is not",
            )
            yield from file.report(
                (*node.place, "code"),
                what,
                Text(f"把 {node.entry.code} 移到 {last} 之后", f"move {node.entry.code} below {last}"),
            )
