"""Top-level nodes that stand beside the total: bonus, deductions, vetoes; and how what is below them is scored."""

from __future__ import annotations

import re
from dataclasses import replace

from smartxl.define.published.guess import FULL, Guess, Reading
from smartxl.define.published.nodes import PublishedNode
from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Input, Measure
from smartxl.text import Text, number_text

__all__ = ["ORDER", "adjusts", "turned"]

ORDER = ("veto", "deduct", "bonus")
"""The steps in the order in which they follow the total."""
_NAMED = (
    ("veto", re.compile(r"(?:一票|单项)?否决(?:性)?(?:项|指标|事项|内容)?")),
    ("deduct", re.compile(r"(?:额外)?(?:扣分|减分|倒扣分?|惩罚性?扣分|负面)(?:分|项|指标|事项|项目|清单)*")),
    ("bonus", re.compile(r"(?:附加|额外|奖励性?)?(?:加分|附加分|奖励分|附加|奖励)(?:分|项|指标|事项|项目)*")),
)


def adjusts(node: PublishedNode) -> str:
    """`veto`, `deduct` or `bonus` for a top-level node beside the total, "" for the others."""
    return next((step for step, pattern in _NAMED if pattern.fullmatch(node.name)), "")


def turned(guess: Guess, reading: Reading, step: str) -> Guess:
    """The rule of an indicator below such a node: under a deduction points are those that are taken, a veto applies or not."""
    if step == "veto":
        applies = Input("v", Text(reading.name), Text("1 或 0", "1 or 0"), 0.0, 1.0)
        told = Text("否决项：发生填 1，没有发生填 0", "a veto: 1 where it happened, else 0")
        return Guess(Measure.GIVEN, "criteria", Sureness.LIKELY, told, {"points": (FULL,)}, (applies,))
    if step == "deduct" and guess.rule == "deduction":
        each = guess.params["each"]
        if isinstance(each, tuple) and len(each) == 1:
            params = {"each": each[0], "cap": reading.full, "full": reading.full}
            shown = number_text(each[0]), number_text(reading.full)
            told = Text(
                f"每次扣 {shown[0]} 分，最多 {shown[1]} 分",
                f"{shown[0]} points off for each, {shown[1]} at most",
            )
            return replace(guess, rule="count", params=params, told=told, cost=False)
    return guess if step != "deduct" or guess.rule in {"count", "direct"} else _taken(reading)


def _taken(reading: Reading) -> Guess:
    """Points to be taken off, which the evaluator tells."""
    full, most = reading.full, number_text(reading.full)
    told = Text(
        f"由评估方填写扣分，最多 {most} 分", f"the evaluator tells the points to be taken, {most} at most"
    )
    taken = Input("p", Text("扣分", "Points taken"), Text("分", "points"), 0.0, full)
    return Guess(Measure.GIVEN, "direct", Sureness.LOW, told, {"full": full}, (taken,))
