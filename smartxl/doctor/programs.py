"""What reports and checks need beside Python: a font with Chinese, LibreOffice, something that writes PDF, Excel's add-in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence

from smartxl.addin import AddinFault, OfficeMachine, examine, this_machine
from smartxl.doctor.rows import DoctorRow, fine, warns
from smartxl.errors import ProjectError
from smartxl.text import Text, both

__all__ = ["excel_rows", "font_row", "look_at_programs", "office_rows"]

_FONT = Text("中文字体", "Chinese font")
_OFFICE = Text("LibreOffice")
_PDF = Text("PDF 报告", "Reports as PDF")
_EXCEL = Text("Excel 中的 SX_ 函数", "SX_ functions in Excel")
_PATIENCE = 30  # seconds, for a cold start


def look_at_programs() -> Iterator[DoctorRow]:
    """Rows on fonts and on other programs."""
    from smartxl.verify import find_soffice
    from smartxl_generators.report.pdf import can_set

    yield font_row()
    yield from office_rows(find_soffice(), typst=can_set())
    machine = this_machine()
    yield from excel_rows(machine, examine(machine))


def font_row() -> DoctorRow:
    """Which font charts and PDF are set in."""
    from smartxl_generators.report.charts.fonts import drawing_families

    try:
        family = drawing_families("中")[0]
    except ProjectError as error:
        return warns("font", _FONT, error.what, error.remedy)
    return fine("font", _FONT, both(family))


def office_rows(soffice: str | None, *, typst: bool) -> Iterator[DoctorRow]:
    """Rows on LibreOffice, and on what PDF is written by."""
    if soffice is None:
        yield fine(
            "libreoffice",
            _OFFICE,
            Text(
                "没有安装（可选：verify --engine libreoffice）",
                "not installed (optional: verify --engine libreoffice)",
            ),
            Text(
                "需要时安装，或把 soffice 所在的文件夹加入 PATH",
                "where it is wanted install it, or put soffice into PATH",
            ),
        )
    else:
        told = _version_of(soffice)
        yield fine("libreoffice", _OFFICE, both(f"{told}, {soffice}" if told else soffice))
    if typst:
        yield fine("pdf", _PDF, both("typst"))
    elif soffice:
        yield fine("pdf", _PDF, Text("由 LibreOffice 转换", "converted by LibreOffice"))
    else:
        yield fine(
            "pdf",
            _PDF,
            Text("写不了（可选）", "cannot be written (optional)"),
            Text(
                "需要时运行 pip install 'smartxl[pdf]'",
                "where they are wanted run pip install 'smartxl[pdf]'",
            ),
        )


def _version_of(soffice: str) -> str:
    """What LibreOffice says of itself, "" where it says nothing."""
    try:
        done = subprocess.run(  # noqa: S603  (the program that PATH names)
            [soffice, "--version"],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split()[:2])


def excel_rows(machine: OfficeMachine, faults: Sequence[AddinFault]) -> Iterator[DoctorRow]:
    """Rows on the add-in: that it is not wanted, what keeps it from working, or that all is well."""
    others = "smartxl addin libreoffice, smartxl addin office"
    if not machine.is_windows:
        yield fine(
            "excel",
            _EXCEL,
            Text("只在 Windows 上可用（可选）", "in Windows only (optional)"),
            Text(f"其他程序：{others}", f"other programs: {others}"),
        )
    elif any(fault.code == "module-not-named" for fault in faults):
        yield fine(
            "excel",
            _EXCEL,
            Text("没有安装（可选）", "not installed (optional)"),
            Text("需要时运行 smartxl addin install", "where they are wanted run smartxl addin install"),
        )
    elif faults:
        yield from (warns(f"excel.{each.code}", _EXCEL, each.what, each.remedy) for each in faults)
    else:
        yield fine("excel", _EXCEL, Text("已安装", "installed"))
