"""What verification raises: a workbook that cannot be recalculated at all."""

from __future__ import annotations

from smartxl.errors import SmartxlError

__all__ = ["VerifyError"]


class VerifyError(SmartxlError):
    """A formula that cannot be recalculated faithfully, a circular reference, or LibreOffice failing."""
