"""Whether a form that went out with last time's answers came back as it went out: its stamp says what those were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from smartxl.model.answers import Answer, Scalar
from smartxl.text import number_text

__all__ = ["answers_digest"]


def answers_digest(answers: Iterable[Answer]) -> str:
    """Sixteen characters for all that is filled in, whatever its order and look; "" where nothing is."""
    filled = sorted(
        f"{answer.key}\x1f{field}\x1f{_text(value)}"
        for answer in answers
        for field, value in answer.fields.items()
    )
    return hashlib.sha256("\x1e".join(filled).encode()).hexdigest()[:16] if filled else ""


def _text(value: Scalar) -> str:
    return number_text(value) if isinstance(value, float) else str(value)
