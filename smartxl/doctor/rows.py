"""A row of the doctor's report: what was looked at, how it stands, what was found and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartxl.text import Text

__all__ = ["DoctorGrade", "DoctorRow", "fails", "fine", "warns"]

_NOTHING = Text("")


class DoctorGrade(StrEnum):
    """Whether it works, whether something may not, or whether a round cannot be done."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"

    @property
    def told(self) -> Text:
        """The word for it."""
        return _GRADES[self]


_GRADES = {
    DoctorGrade.OK: Text("正常", "ok"),
    DoctorGrade.WARN: Text("注意", "warn"),
    DoctorGrade.FAIL: Text("有误", "fail"),
}


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """What was looked at by a stable code and by name; the remedy is empty where nothing need be done."""

    code: str
    name: Text
    grade: DoctorGrade
    found: Text
    remedy: Text = _NOTHING


def fine(code: str, name: Text, found: Text, remedy: Text = _NOTHING) -> DoctorRow:
    """It works; a remedy says how to have more."""
    return DoctorRow(code, name, DoctorGrade.OK, found, remedy)


def warns(code: str, name: Text, found: Text, remedy: Text) -> DoctorRow:
    """Something may not work."""
    return DoctorRow(code, name, DoctorGrade.WARN, found, remedy)


def fails(code: str, name: Text, found: Text, remedy: Text) -> DoctorRow:
    """A round cannot be done like this."""
    return DoctorRow(code, name, DoctorGrade.FAIL, found, remedy)
