"""What an audit of an index found, as content: rows with verdicts, correlation maps, weights beside what they do.

Filled by `smartxl.scoring.audit`; read by commands, the report and the result workbook. Nodes and units are codes, shares are
0 to 1; a number that does not exist is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartxl.text import Text

__all__ = [
    "AuditArea",
    "AuditCheck",
    "AuditReport",
    "AuditRow",
    "AuditVerdict",
    "CorrelationCell",
    "CorrelationFlag",
    "CorrelationMap",
    "WeightComparison",
]


class AuditVerdict(StrEnum):
    """What a check comes to."""

    PASS = "pass"  # noqa: S105  (no password)
    FLAG = "flag"  # to be looked at and explained
    FAIL = "fail"
    OPEN = "not-assessable"  # the evidence says why

    @property
    def words(self) -> Text:
        """The verdict in words."""
        return _VERDICTS[self]


_VERDICTS = {
    AuditVerdict.PASS: Text("通过", "pass"),
    AuditVerdict.FLAG: Text("提示", "flag"),
    AuditVerdict.FAIL: Text("不通过", "fail"),
    AuditVerdict.OPEN: Text("无法评判", "not assessable"),
}


class AuditArea(StrEnum):
    """The parts of an audit, in the order in which they are read."""

    STRUCTURE = "structure"
    DATA = "data"
    COHERENCE = "coherence"
    WEIGHTS = "weights"
    COMPENSABILITY = "compensability"

    @property
    def words(self) -> Text:
        """The part in words."""
        return _AREAS[self]


_AREAS = {
    AuditArea.STRUCTURE: Text("结构", "Structure"),
    AuditArea.DATA: Text("数据", "Data"),
    AuditArea.COHERENCE: Text("一致性", "Coherence"),
    AuditArea.WEIGHTS: Text("权重", "Weights"),
    AuditArea.COMPENSABILITY: Text("补偿性", "Compensability"),
}


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """A check with its thresholds, which `source` is for.

    A value below `flag_low` or above `flag_high` is flagged, one below `fail_low` or above `fail_high` fails; None: no such
    limit. A value on a limit keeps to it.
    """

    key: str
    area: AuditArea
    title: Text
    remedy: Text
    source: Text
    flag_low: float | None = None
    flag_high: float | None = None
    fail_low: float | None = None
    fail_high: float | None = None

    def verdict(self, value: float) -> AuditVerdict:
        """What a value comes to."""
        if _outside(value, self.fail_low, self.fail_high):
            return AuditVerdict.FAIL
        return AuditVerdict.FLAG if _outside(value, self.flag_low, self.flag_high) else AuditVerdict.PASS

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Between which numbers a value passes."""
        low = self.fail_low if self.flag_low is None else self.flag_low
        return low, self.fail_high if self.flag_high is None else self.flag_high


def _outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One check of one place: `check` is its key (`coherence.alpha`), `title` what it checks.

    `subject` is the code of a node, indicator or unit, "" for the index as a whole; `other` the second code of a pair, else
    "". `limit` are the thresholds in words. `evidence` says what the value is made of, `remedy` what to do, empty in a row
    that passes. `why`: for what reason it cannot be judged, with which the evidence begins then.
    """

    area: AuditArea
    check: str
    title: Text
    subject: str
    other: str
    verdict: AuditVerdict
    value: float | None
    limit: Text
    evidence: Text
    remedy: Text
    why: Text = Text("")


class CorrelationFlag(StrEnum):
    """How a correlation of two children of one node looks."""

    NEGATIVE = "negative"
    WEAK = "weak"
    OK = "ok"
    HIGH = "high"
    NONE = "none"  # it cannot be had

    @property
    def words(self) -> Text:
        """The flag in words."""
        return _FLAGS[self]


_FLAGS = {
    CorrelationFlag.NEGATIVE: Text("负相关", "negative"),
    CorrelationFlag.WEAK: Text("弱相关", "weak"),
    CorrelationFlag.OK: Text("适中", "ok"),
    CorrelationFlag.HIGH: Text("过高", "high"),
    CorrelationFlag.NONE: Text("无法计算", "none"),
}


@dataclass(frozen=True, slots=True)
class CorrelationCell:
    """The correlation of two nodes, over the units that have both."""

    first: str
    second: str
    value: float | None
    flag: CorrelationFlag


@dataclass(frozen=True, slots=True)
class CorrelationMap:
    """The children of `node` against each other, codes × codes."""

    node: str
    codes: tuple[str, ...]
    cells: tuple[tuple[CorrelationCell, ...], ...]


@dataclass(frozen=True, slots=True)
class WeightComparison:
    """The weight of a node beside what it does to its parent; shares are among its siblings, except `effective`.

    `nominal` is its weight, `effective` its share of the root (the product of the weights on the way up). `variance` is its
    part of the parent's variance, w·cov(x, y)/var(y), `correlation` that with the parent, `ratio` the correlation ratio,
    `importance` its part of the siblings' correlation ratios. `optimised`: the weight with which its importance would come
    nearest to `nominal`.
    """

    node: str
    parent: str
    nominal: float
    effective: float
    variance: float | None
    correlation: float | None
    ratio: float | None
    importance: float | None
    optimised: float | None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The audit of one index over one set of units: `subject` is the class of units, "" for a table.

    `names`: code → name, where it has one. `checks` are all checks with their thresholds, `conventions` every choice that
    changes a number (name, choice).
    """

    subject: str
    units: int
    rows: tuple[AuditRow, ...]
    maps: tuple[CorrelationMap, ...]
    weights: tuple[WeightComparison, ...]
    checks: tuple[AuditCheck, ...]
    conventions: tuple[tuple[Text, Text], ...]
    names: Mapping[str, Text] = field(default_factory=dict, hash=False)

    def count(self, verdict: AuditVerdict) -> int:
        """How many rows come to this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    def name(self, code: str) -> Text:
        """What a code is called: the code itself where it has no name."""
        return self.names.get(code, Text(code, code))
