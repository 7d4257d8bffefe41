"""The check of a row in a returned workbook: it says what the list of findings says as long as the row is as it came.

What tells such a formula from a form's own are two texts in it, which every program keeps. Formulas here have no leading =.
"""

from __future__ import annotations

import re

from smartxl.cells import text_literal

__all__ = ["own_check", "returned_check"]

_OURS, _FORMS = '"smartxl.check"<>""', '"smartxl.form"<>""'
_WRAPPED = re.compile(
    rf"IF\(AND\({re.escape(_OURS)},.*IF\({re.escape(_FORMS)},(?P<own>.*),\"\"\)\)", re.DOTALL
)


def returned_check(own: str, unchanged: str, word: str) -> str:
    """A form's `own` check, that shows `word` while the condition `unchanged` holds."""
    return f'IF(AND({_OURS},{unchanged}),{text_literal(word)},IF({_FORMS},{own},""))'


def own_check(formula: str) -> str:
    """The form's own check, without what a return put around it."""
    found = _WRAPPED.fullmatch(formula) if _OURS in formula else None
    return found["own"] if found else formula
