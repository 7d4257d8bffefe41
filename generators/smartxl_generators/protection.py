"""The protection of a sheet."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["protect"]


def protect(sheet: Worksheet) -> None:
    """Protects a sheet without a password: locked cells stay, but filtering, widths and heights are free."""
    rights = sheet.protection
    rights.sheet = True
    rights.autoFilter = rights.formatColumns = rights.formatRows = False
