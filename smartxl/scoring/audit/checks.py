"""The checks of an audit with their thresholds: one catalogue, `checks.csv` beside this module; and rows by them."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.audit import AuditArea, AuditCheck, AuditRow, AuditVerdict
from smartxl.text import Text, number_text, range_text

__all__ = ["CHECKS", "Judge", "Limits", "changed_checks", "limit_words", "number"]

Limits = float | tuple[float | None, float | None]
"""One limit in place of the one that a check has, or (lowest, highest) in place of both."""

_WHERE = "audit thresholds"
_NUMBERS = ("flag_low", "flag_high", "fail_low", "fail_high")


def _load() -> dict[str, AuditCheck]:
    with Path(__file__).with_name("checks.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: _check(row) for row in csv.DictReader(file, strict=True)}


def _check(row: Mapping[str, str]) -> AuditCheck:
    title, remedy, source = (
        Text(row[f"{name}_zh"], row[f"{name}_en"]) for name in ("title", "remedy", "source")
    )
    limits = (float(row[name]) if row[name] else None for name in _NUMBERS)
    return AuditCheck(row["key"], AuditArea(row["area"]), title, remedy, source, *limits)


CHECKS: Mapping[str, AuditCheck] = _load()
"""Every check by its key."""


def changed_checks(limits: Mapping[str, Limits] | None) -> Mapping[str, AuditCheck]:
    """The checks with other limits. Raises UnknownName for a key that is none, SmartxlError for what is no limit.

    One number takes the place of the single limit that a check has, where it both flags and fails that of flagging.
    """
    found = dict(CHECKS)
    for key, limit in (limits or {}).items():
        if key not in found:
            known = ", ".join(CHECKS)
            raise UnknownName(
                _WHERE,
                Text(f"没有检查“{key}”", f"there is no check {key!r}"),
                Text(f"可用的有：{known}", f"one of: {known}"),
            )
        found[key] = _changed(found[key], limit)
    return found


def _changed(check: AuditCheck, limit: Limits) -> AuditCheck:
    is_fail = (check.flag_low, check.flag_high) == (None, None)
    if isinstance(limit, tuple):
        low, high = limit
    else:
        now_low, now_high = check.limits
        if now_low is not None and now_high is not None:
            _refuse(check, limit, Text("写最小和最大两个数", "give the lowest and the highest"))
        low, high = (limit, None) if now_high is None else (None, limit)
    ends = [end for end in (low, high) if end is not None]
    if not ends or any(not math.isfinite(end) for end in ends) or ends != sorted(ends):
        _refuse(check, limit, Text("写有限的数，先小后大", "give finite numbers, the lowest first"))
    if is_fail:
        return replace(check, fail_low=low, fail_high=high)
    # What fails is never inside the limits of what is flagged.
    fail_low = check.fail_low if check.fail_low is None or low is None else min(low, check.fail_low)
    return replace(check, flag_low=low, flag_high=high, fail_low=fail_low)


def _refuse(check: AuditCheck, limit: Limits, remedy: Text) -> None:
    what = Text(f"{limit} 不能作界限", f"{limit} is no limit")
    raise SmartxlError(f"{_WHERE}, {check.key}", what, remedy)


def limit_words(check: AuditCheck) -> Text:
    """The limits between which a value passes, and where it fails if that is farther out."""
    passes = range_text(*check.limits)
    if check.flag_low is not None and check.fail_low is not None and check.fail_low != check.flag_low:
        fails = number_text(check.fail_low)
        return Text(f"{passes}（低于 {fails} 不通过）", f"{passes} (below {fails} fails)")
    return Text(passes, passes)


def number(value: float, digits: int = 2) -> str:
    """A number in evidence: rounded, no minus before nothing; a dash where there is none."""
    if math.isnan(value):
        return "—"
    shown = f"{value:.{digits}f}"
    return shown.removeprefix("-") if float(shown) == 0 else shown


@dataclass(frozen=True, slots=True)
class Judge:
    """Makes rows by the checks."""

    checks: Mapping[str, AuditCheck]

    def row(
        self,
        key: str,
        subject: str,
        value: float,
        evidence: Text,
        *,
        other: str = "",
        why: Text | None = None,
        verdict: AuditVerdict | None = None,
    ) -> AuditRow:
        """A row for one place: `why` says why it cannot be judged, in place of nothing for a value that is NaN.

        `verdict` in place of what the limits say.
        """
        check = self.checks[key]
        found, told = verdict or check.verdict(value), Text("")
        if why is not None or math.isnan(value):
            found, told = AuditVerdict.OPEN, why or Text("数据不足以计算", "the data do not suffice")
            evidence = told + Text("；", "; ") + evidence if evidence.zh else told
        is_settled = found in {AuditVerdict.PASS, AuditVerdict.OPEN}
        return AuditRow(
            check.area,
            key,
            check.title,
            subject,
            other,
            found,
            None if math.isnan(value) else value,
            limit_words(check),
            evidence,
            Text("") if is_settled else check.remedy,
            told,
        )
