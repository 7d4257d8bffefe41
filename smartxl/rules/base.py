"""What a rule is: parameters, a function over numpy arrays, and the same as an Excel formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from smartxl.model.framework import Measure, RuleSpec
from smartxl.model.unanswered import Missing
from smartxl.rules.rounding import rounded_expression
from smartxl.rules.traits import Written

__all__ = ["ALWAYS", "ExcelScore", "FloatArray", "Params", "PeerRefs", "PeerRule", "Refs", "Rule"]

ALWAYS = "1=1"
"""A condition that is true; LibreOffice would rewrite TRUE to TRUE(), and the formula would count as changed."""
FloatArray = NDArray[np.float64]
Params = Mapping[str, float | tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Refs:
    """The cells that the formula of a rule may use, as references.

    `values`: the range of the leaf's numbers (a sample: its items' points), `cells`: each of them alone.
    `states`: the range of the 是否适用 column beside them; `not_applicable`, `pending`: its two labels as literals.
    `full`: the range of full points of a sample. `labels`, `points`: the two columns of the leaf's scale.
    `params`: parameter name → range on the list sheet; `vector`: the range of all parameters in order.
    `missing`: what an open item of a sample is worth.
    """

    values: str
    cells: tuple[str, ...]
    states: str
    not_applicable: str
    pending: str
    full: str = ""
    labels: str = ""
    points: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    vector: str = ""
    missing: Missing = Missing.LEAVE_OUT

    def unanswered(self) -> str:
        """A condition that is true unless every number is there and none is marked not applicable or pending."""
        marked = f"COUNTIF({self.states},{self.not_applicable})+COUNTIF({self.states},{self.pending})"
        return f"OR(COUNT({self.values})<{len(self.cells)},{marked}>0)"


@dataclass(frozen=True, slots=True)
class ExcelScore:
    """An Excel expression `value` for the unrounded score, and `guard`, true where there is no score.

    `call` is the same value as a call of the SX_SCORE function.
    """

    guard: str
    value: str
    call: str

    def formula(self, digits: int, *, udf: bool = False, without: str = '""') -> str:
        """The cell's formula: the expression `without` where guarded, else the rounded score."""
        value = self.call if udf else self.value
        return f"=IF({self.guard},{without},{rounded_expression(value, digits)})"


class Rule(Protocol):
    """A leaf rule: frozen parameters, `score` over arrays, `excel` as a formula; its traits are those of `RuleTraits`."""

    name: ClassVar[str]
    measures: ClassVar[frozenset[Measure]]
    either_way: ClassVar[bool]
    one_reading: ClassVar[bool]

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """Whether a greater number earns fewer points; None where the parameters do not say."""
        ...

    @property
    def ends(self) -> tuple[float, float]:
        """The numbers of the lowest and the highest score; 0 and 100 where the parameters name none."""
        ...

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """The rule from named parameters. Raises TypeError or ValueError in words an author understands."""
        ...

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """The rule from its parameters in one column, in the order of `parameters`."""
        ...

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """Parameter name → numbers, in the order in which they stand on the list sheet."""
        ...

    def sizes(self) -> tuple[int, int]:
        """The least and the most inputs that it takes."""
        ...

    def score(self, x: FloatArray) -> FloatArray:
        """Scores (units,) of inputs (units, k); a row with a NaN has no score unless the rule says otherwise."""
        ...

    def excel(self, refs: Refs) -> ExcelScore:
        """The same as an Excel expression over `refs`."""
        ...


@dataclass(frozen=True, slots=True)
class PeerRefs:
    """The cells a rule over peers may use: one unit's reading, and the readings of its peers, itself among them.

    `peers` is a range with absolute rows in which "no reading" is ""; `reference`: the reading of the unit that the
    option `reference` names, "" where the rule has none. `params`: parameter name → range on the list sheet.
    """

    reading: str
    peers: str
    reference: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


class PeerRule(Protocol):
    """A rule that scores a unit's reading among those of its peers: frozen parameters, `score` and `excel`.

    The reading is the number under the indicator, or `per` times the quotient of two (`smartxl.rules.parameters`). Its
    traits are those of `RuleTraits`.
    """

    name: ClassVar[str]
    measures: ClassVar[frozenset[Measure]]
    either_way: ClassVar[bool]
    one_reading: ClassVar[bool]

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """Whether a greater reading earns fewer points; None where the parameters do not say."""
        ...

    @property
    def ends(self) -> tuple[float, float]:
        """The numbers of the lowest and the highest score; 0 and 100 where the parameters name none."""
        ...

    @staticmethod
    def sizes() -> tuple[int, int]:
        """The least and the most inputs that it takes."""
        ...

    @property
    def per(self) -> float:
        """What a quotient is multiplied by."""
        ...

    @classmethod
    def from_spec(cls, spec: RuleSpec) -> Self:
        """The rule from parameters and options. Raises TypeError or ValueError in words an author understands."""
        ...

    @property
    def reference(self) -> str:
        """The code of the unit that is the reference, "" for none."""
        ...

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """Parameter name → numbers, in the order in which they stand on the list sheet."""
        ...

    def score(self, readings: FloatArray, reference: FloatArray | float | None = None) -> FloatArray:
        """Scores of one group of peers, shape (units,) or (units, m) for m indicators at once; NaN where none.

        `reference`: the reading of the reference unit, one for each indicator.
        """
        ...

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The same as an Excel expression over `refs`; `call` is the same expression: it is no call of SX_SCORE."""
        ...
