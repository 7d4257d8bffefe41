"""How the page to sign on is set on paper: room for a signature, and for a seal."""

from __future__ import annotations

from smartxl.model.report import SignatureLine

__all__ = ["SIGNING_WIDTHS", "signing_height"]

SIGNING_WIDTHS = (22.0, 52.0, 36.0, 46.0)
"""The columns of its table in mm: role, office and name, signature, day."""
_SIGNED, _SEALED = 18.0, 42.0
"""The heights of a line in mm; a round seal is 42 mm across at most."""


def signing_height(line: SignatureLine) -> float:
    """How high a line is at least, in mm."""
    return _SEALED if line.seal else _SIGNED
