"""The catalogue of rules: what each looks for, how grave it is, why it matters and what to do. It stands in rules.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.lint.remark import Remark, RemarkSeverity
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.xlsx.settings import Span

__all__ = ["LINT_RULES", "LintRule", "remark"]


@dataclass(frozen=True, slots=True)
class LintRule:
    """One entry. `ignored_as`: the attributes by which Excel itself is told to ignore this in an area."""

    code: str
    name: str
    severity: RemarkSeverity
    title: Text
    reason: Text
    remedy: Text
    ignored_as: tuple[str, ...] = ()


def _load() -> Mapping[str, LintRule]:
    with Path(__file__).with_name("rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row) for row in csv.DictReader(file, strict=True)}


def _rule(row: Mapping[str, str]) -> LintRule:
    title, reason, remedy = (
        Text(row[f"{part}_zh"], row[f"{part}_en"]) for part in ("title", "reason", "remedy")
    )
    severity, ignored_as = RemarkSeverity(row["severity"]), tuple(row["ignored_as"].split())
    return LintRule(row["code"], row["name"], severity, title, reason, remedy, ignored_as)


LINT_RULES: Mapping[str, LintRule] = _load()
"""Code → rule, in the order of codes."""


def remark(
    code: str,
    sheet: str,
    spans: Iterable[Span] = (),
    what: Text | None = None,
    *,
    remedy: Text | None = None,
    excerpt: str = "",
    alike: str = "",
) -> Remark:
    """A remark of a rule; what is left out says the catalogue: its title, and what to do."""
    rule = LINT_RULES[code]
    return Remark(
        code,
        rule.severity,
        sheet,
        tuple(spans),
        what or rule.title,
        remedy or rule.remedy,
        excerpt,
        alike,
    )
