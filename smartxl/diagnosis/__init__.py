"""From scores to what they say."""

from smartxl.diagnosis.gaps import diagnose
from smartxl.diagnosis.wrong import LEAST_UNITS, WrongQuestion, wrong_questions

__all__ = ["LEAST_UNITS", "WrongQuestion", "diagnose", "wrong_questions"]
