"""LibreOffice, PDF and Excel's add-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.addin import AddinFault, OfficeMachine
from smartxl.addin.doctor import AddinFaultKind
from smartxl.doctor.programs import excel_rows, font_row, office_rows
from smartxl.errors import ProjectError
from smartxl.text import Text

HERE = OfficeMachine(False, Path("python"), 64, Path("xlwings.conf"), "utf-8")
WINDOWS = OfficeMachine(True, Path("python"), 64, Path("xlwings.conf"), "gbk")


def fault(code: str) -> AddinFault:
    return AddinFault(code, AddinFaultKind.STOPS, Text("坏"), Text("修"))


@pytest.mark.parametrize(
    ("soffice", "typst", "pdf", "remedy"),
    [
        (None, False, "cannot be written", "smartxl[pdf]"),
        (None, True, "typst", ""),
        ("/no/soffice", False, "converted", ""),
    ],
)
def test_what_writes_pdf(soffice: str | None, typst: bool, pdf: str, remedy: str) -> None:
    office, row = office_rows(soffice, typst=typst)
    assert {office.grade.value, row.grade.value} == {"ok"}
    assert ("not installed" in office.found.en) == (soffice is None)
    assert pdf in row.found.en
    assert remedy in row.remedy.en


@pytest.mark.parametrize(
    ("machine", "faults", "codes"),
    [
        pytest.param(HERE, ("not-windows",), {"excel": "ok"}, id="elsewhere"),
        pytest.param(WINDOWS, ("module-not-named", "no-addin"), {"excel": "ok"}, id="not-installed"),
        pytest.param(
            WINDOWS,
            ("no-trust", "no-addin"),
            {"excel.no-trust": "warn", "excel.no-addin": "warn"},
            id="faults",
        ),
        pytest.param(WINDOWS, (), {"excel": "ok"}, id="well"),
    ],
)
def test_the_add_in_is_optional(
    machine: OfficeMachine, faults: tuple[str, ...], codes: dict[str, str]
) -> None:
    rows = excel_rows(machine, [fault(code) for code in faults])
    assert {row.code: row.grade.value for row in rows} == codes


def test_no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> list[str]:
        raise ProjectError("report", Text("没有字体", "no font"), Text("安装", "install one"))

    monkeypatch.setattr("smartxl_generators.report.charts.fonts.drawing_families", none)
    row = font_row()
    assert (row.grade.value, row.remedy.en) == ("warn", "install one")
