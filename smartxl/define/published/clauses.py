"""The words of a scoring method as clauses: a condition, and the points that it earns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from smartxl.text import plain

__all__ = ["NUMBER", "Between", "Clause", "bare", "clauses", "condition_of", "points_of"]

NUMBER = r"\d+(?:\.\d+)?"
_FULL = r"满分|全分|全部分值|全部分数"
_NONE = r"不得分|不计分|不给分|不予计分|无分|零分|得零分"
_EARNED = re.compile(
    rf"[,:]?(?:的|者)?[,:]?(?:可|则|即)?(?:得|计|记|为|给|赋|取)?(?:(?P<full>{_FULL})|(?P<none>{_NONE})|(?P<points>{NUMBER})分|"
    rf"(?P<share>{NUMBER})%(?:的)?(?:分值|分数|权重分|权重|满分|分))[)]?$"
)
_BEGINS = re.compile(r"^(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑩]|[;,、:。])+")
_PARTS = re.compile(r"[;。]|(?<![0-9]),(?![0-9]{3}(?:\D|$))|,(?=\D)")
_UPPER = re.compile(
    rf"(?:≥|>=|>|大于等于|大于|不低于|不少于|达到|达|超过|高于|多于)=?({NUMBER})|({NUMBER})(?:%|分|个|项|人|次|家|天|小时)?(?:\(含\)|\(含{NUMBER}%?\)|含)?(?:及|或)?以上"
)
_LOWER = re.compile(
    rf"(?:≤|<=|<|小于等于|小于|低于|少于|不足|不到|未达到?|不超过|不高于)=?({NUMBER})|({NUMBER})(?:%|分|个|项|人|次|家|天|小时)?(?:\(含\)|\(不含\)|含)?(?:及|或)?(?:以下|以内|之内)"
)
_BETWEEN = re.compile(rf"({NUMBER})%?(?:\((?:不)?含\))?(?:-|~|—|–|至|到|<=?x<|≤x<)({NUMBER})%?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in its own words, and what it earns: points, or a share of the full points (0 to 1)."""

    condition: str
    points: float | None
    share: float | None = None

    def of(self, full: float) -> float:
        """The share of full points that it earns, 0 to 1."""
        if self.share is not None:
            return self.share
        return (self.points or 0.0) / full


@dataclass(frozen=True, slots=True)
class Between:
    """The numbers between which a condition holds; None for an open end."""

    low: float | None
    high: float | None


def bare(text: str) -> str:
    """Words without blanks, in ASCII signs; line ends are semicolons."""
    return plain(text.replace("\n", ";")).replace(" ", "").replace("‐", "-")


def clauses(text: str) -> tuple[tuple[Clause, ...], str]:
    """The clauses of words that are `bare`, and the words that belong to none."""
    found, rest, pending = [], [], ""
    for part in _PARTS.split(text):
        pending = f"{pending},{part}" if pending else part
        clause = points_of(pending)
        if clause:
            found.append(clause)
            pending = ""
    if pending:
        rest.append(pending)
    return tuple(found), ",".join(rest)


def points_of(text: str) -> Clause | None:
    """A clause with its points at the end, None for one without."""
    match = _EARNED.search(text)
    if match is None:
        return None
    condition = _BEGINS.sub("", text[: match.start()]).strip(",:的者")
    if not condition:
        return None
    if match["full"]:
        return Clause(condition, None, 1.0)
    if match["none"]:
        return Clause(condition, 0.0, 0.0)
    if match["share"]:
        return Clause(condition, None, float(match["share"]) / 100)
    return Clause(condition, float(match["points"]))


def condition_of(text: str) -> Between | None:
    """The numbers of a condition, None for one in words."""
    if match := _BETWEEN.search(text):
        low, high = sorted(map(float, match.groups()))
        return Between(low, high)
    upper, lower = _UPPER.search(text), _LOWER.search(text)
    if upper and lower:
        return Between(_number(upper), _number(lower))
    if upper:
        return Between(_number(upper), None)
    return Between(None, _number(lower)) if lower else None


def _number(match: re.Match[str]) -> float:
    return float(next(group for group in match.groups() if group))


def numbers_in(text: str) -> Iterator[float]:
    """All numbers of a text."""
    return (float(found) for found in re.findall(NUMBER, text))
