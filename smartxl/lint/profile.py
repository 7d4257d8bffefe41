"""The programs that a workbook may have to work in."""

from __future__ import annotations

from enum import StrEnum

from smartxl.text import Text, both

__all__ = ["ProgramProfile"]


class ProgramProfile(StrEnum):
    """A program whose functions alone may be used; where none is named, those of the current Excel."""

    EXCEL_2016 = "excel2016"
    WPS = "wps"
    LIBREOFFICE = "libreoffice"
    WEB = "web"

    @property
    def label(self) -> Text:
        """What the program is called."""
        return _LABELS[self]


_LABELS = {
    ProgramProfile.EXCEL_2016: both("Excel 2016"),
    ProgramProfile.WPS: both("WPS"),
    ProgramProfile.LIBREOFFICE: both("LibreOffice"),
    ProgramProfile.WEB: Text("Excel 网页版", "Excel for the web"),
}
