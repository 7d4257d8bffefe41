"""What the linter says, as annotations: errors and warnings, notes where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
)
from smartxl.cli.present.annotations.refused import refused_file
from smartxl.errors import SmartxlError
from smartxl.lint import LINT_RULES, LintRule, Remark
from smartxl.text import Text, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smartxl.lint import RuleChoice
    from smartxl.project.linting import Linted

__all__ = ["annotated_lint"]

_LONGEST = 100


def annotated_lint(path: Path, outcome: Linted, choice: RuleChoice, *, notes: bool) -> AnnotatedFile:
    """What linting a file came to, for every rule that was asked, those that give notes where notes are told."""
    name = str(path)
    if isinstance(outcome, SmartxlError):
        return refused_file(name, outcome)
    told = outcome.remarks if notes else outcome.asking
    found = tuple(_annotation(name, each) for each in told)
    asked = (rule for rule in _RULES.values() if choice.takes(rule.code) and (notes or rule.level.fails))
    return AnnotatedFile(name, tuple(asked), found, outcome.seconds)


def _annotation(path: str, remark: Remark) -> Annotation:
    level, what = AnnotationLevel(remark.severity.value), remark.what
    if remark.excerpt:
        excerpt = shorten(" ".join(remark.excerpt.split()), _LONGEST)
        what += Text(f"：{excerpt}", f": {excerpt}")
    _, sign, formula = remark.excerpt.partition("=")  # a value may stand before it, or alone, and may change
    around = remark.sheet, remark.area, None, sign + formula, remark.label
    return Annotation(path, _RULES[remark.code], level, what, remark.remedy, *around)


def _rule(rule: LintRule) -> AnnotationRule:
    told = rule.reason + Text("。", ". ") + rule.remedy
    return AnnotationRule(rule.code, rule.title, told, AnnotationLevel(rule.severity.value))


_RULES: Mapping[str, AnnotationRule] = {code: _rule(rule) for code, rule in LINT_RULES.items()}
