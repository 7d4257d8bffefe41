"""What the doctor found: on the screen and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from smartxl.text import Lang

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.doctor import DoctorReport, DoctorRow

__all__ = ["DoctorRecord", "DoctorRowRecord", "show_examined"]


@dataclass(frozen=True)
class DoctorRowRecord:
    """What was looked at, how it stands, what was found and what to do ("": nothing)."""

    code: str
    name: str
    grade: Literal["ok", "warn", "fail"]
    found: str
    remedy: str

    @classmethod
    def of(cls, row: DoctorRow, lang: Lang) -> DoctorRowRecord:
        """A row in one language."""
        name, found, remedy = (text.get(lang) for text in (row.name, row.found, row.remedy))
        return cls(row.code, name, row.grade.value, found, remedy)


@dataclass(frozen=True)
class DoctorRecord:
    """Whether nothing fails, and every row."""

    ok: bool
    rows: tuple[DoctorRowRecord, ...]

    @classmethod
    def of(cls, report: DoctorReport, lang: Lang) -> DoctorRecord:
        """A report in one language."""
        return cls(report.ok, tuple(DoctorRowRecord.of(row, lang) for row in report.rows))


def show_examined(screen: Screen, report: DoctorReport) -> None:
    """A table of all rows, the remedy below what was found."""
    lang = screen.lang
    heads = [
        screen.words("状态", "State"),
        screen.words("检查", "Checked"),
        screen.words("结果和办法", "Found, what to do"),
    ]
    rows = []
    for row in report.rows:
        remedy = row.remedy.get(lang)
        told = row.found.get(lang) + (f"\n→ {remedy}" if remedy else "")
        rows.append([row.grade.told.get(lang), row.name.get(lang), told])
    screen.table(heads, rows)
    counts = Counter(row.grade.value for row in report.rows)
    screen.say(
        f"{len(report.rows)} 项：{counts['fail']} 项有误，{counts['warn']} 项注意",
        f"{len(report.rows)} looked at: {counts['fail']} fail, {counts['warn']} warn",
    )
