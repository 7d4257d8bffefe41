"""From scores to what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names

if TYPE_CHECKING:
    from smartxl.diagnosis.gaps import diagnose
    from smartxl.diagnosis.wrong import LEAST_UNITS, WrongQuestion, wrong_questions

__all__ = ["LEAST_UNITS", "WrongQuestion", "diagnose", "wrong_questions"]

__getattr__ = late_names(
    __name__,
    {
        "gaps": "diagnose",
        "wrong": "LEAST_UNITS WrongQuestion wrong_questions",
    },
)
