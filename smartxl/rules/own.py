"""A rule of the author's own: an Excel formula over the inputs of the indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from smartxl.rules.base import ALWAYS, ExcelScore, FloatArray, Params, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.formula import compile_formula
from smartxl.rules.traits import RuleTraits
from smartxl.text import Text

__all__ = ["Own"]


_MOST, _MOST_EXCEL = 1e15, "1E+15"


@dataclass(frozen=True, slots=True)
class Own(RuleTraits):
    """An Excel formula over named inputs, such as MIN(100,100*a/b+IF(c>0,5,0)); where it is an error or absurd, no score.

    `formula` is the text, `inputs` the codes of the indicator's inputs in their order. The score is what the formula
    gives, whatever its bounds, up to 1e15: what is larger has no exact digits and would overflow further up.
    """

    formula: str
    inputs: tuple[str, ...]
    name: ClassVar[str] = "own"
    either_way: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not self.formula.strip():
            raise RuleFault(
                Text(
                    "规则 own 需要 `formula`，以数值项代码写成，如 MIN(100,100*a/b)",
                    "rule own needs a `formula` over the codes of the inputs, e.g. MIN(100,100*a/b)",
                )
            )
        if not self.inputs:
            raise RuleFault(
                Text(
                    "规则 own 用数值项计算：在 `inputs` 下至少写一个",
                    "rule own works on inputs: list at least one under `inputs`",
                )
            )
        compile_formula(self.formula, self.inputs)

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """Refuses: a formula is no number. Use the constructor."""
        raise RuleFault(
            Text(
                f"规则 own 只用 `formula`，不用参数（写了 {', '.join(params) or '无'}）",
                f"rule own takes a `formula` and no parameters (not {', '.join(params) or 'none'})",
            )
        )

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """Refuses: an own formula stands in its cell and is no call of SX_SCORE."""
        raise RuleFault(
            Text(
                f"自定公式写在单元格中，不能写成 {len(vector)} 个参数",
                f"an own formula is written into the cell, not into {len(vector)} parameters",
            )
        )

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """None: the numbers stand in the formula."""
        return {}

    def sizes(self) -> tuple[int, int]:
        """The inputs that it names."""
        return len(self.inputs), len(self.inputs)

    def score(self, x: FloatArray) -> FloatArray:
        """What the formula gives."""
        value = compile_formula(self.formula, self.inputs).values(x)
        return np.where(np.isnan(x).any(axis=1) | (np.abs(value) > _MOST), np.nan, value)

    def excel(self, refs: Refs) -> ExcelScore:
        """The formula over the cells, and the same in place of a call."""
        value = compile_formula(self.formula, self.inputs).text(refs.cells)
        guard = f"IF({refs.unanswered()},{ALWAYS},IFERROR(ABS({value})>{_MOST_EXCEL},{ALWAYS}))"
        return ExcelScore(guard, value, value)
