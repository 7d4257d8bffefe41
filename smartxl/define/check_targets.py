"""Checks the scores that a city is to reach: each is of the total or of a node, and can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.tree import place_nodes
from smartxl.model.scenarios import TOTAL
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.schema import AssessmentFile
    from smartxl.errors import Problem

__all__ = ["target_problems"]

_SHOWN, _LARGEST = 12, 1000.0


def target_problems(
    file: Parsed[AssessmentFile], model: AssessmentFile, framework: FrameworkFile
) -> Iterator[Problem]:
    """Problems of `targets`."""
    known = [TOTAL, *(node.entry.code for node in place_nodes(framework))]
    for code, points in model.targets.items():
        place = ("targets", code)
        if code not in known:
            near = [k for k in known if k[:1].casefold() == code[:1].casefold()] or known
            named = ", ".join(near[:_SHOWN]) + (" …" if len(near) > _SHOWN else "")
            yield from file.report(
                place,
                Text(f"指标体系中没有节点“{code}”", f"{code!r} is no node of the framework"),
                Text(f"可用的有：{named}", f"use one of: {named}"),
            )
        elif not 0 < points <= _LARGEST:
            what = Text(f"{code} 的目标是 {points:g} 分", f"the target of {code} is {points:g} points")
            yield from file.report(
                place,
                what,
                Text(f"写大于 0、不超过 {_LARGEST:g} 的数", f"write a number above 0, at most {_LARGEST:g}"),
            )
