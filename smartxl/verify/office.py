"""The second opinion: LibreOffice opens a workbook, recalculates all of it and saves it again; and documents as PDF."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.text import Text
from smartxl.verify.grid import Grid, Value, read_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.cells import Cell

__all__ = ["find_soffice", "office_grid", "office_pdf", "office_values"]

# 0: always recalculate .xlsx on load. Without it LibreOffice shows the values that the file brings along.
# 2: never update links to other files.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item></oor:items>
"""
_FILTER = "xlsx:Calc MS Excel 2007 XML"
_PREFIX = "smartxl-office-"


def find_soffice() -> str | None:
    """The path of LibreOffice's program, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def office_values(path: Path, out_dir: Path, soffice: str, timeout: float = 180.0) -> Mapping[Cell, Value]:
    """The value of every formula cell of the workbook at `path` as LibreOffice computes it; see `office_grid`."""
    return office_grid(path, out_dir, soffice, timeout).cached


def office_grid(path: Path, out_dir: Path, soffice: str, timeout: float = 180.0) -> Grid:
    """The workbook at `path` as LibreOffice saves it after it calculated every formula.

    The recalculated copy stays in `out_dir` under the same file name. LibreOffice runs with a profile of its
    own, so that one already open is not disturbed. Raises VerifyError when it fails or takes longer than
    `timeout` seconds, or when the copy would overwrite the workbook.
    """
    copy = out_dir / path.with_suffix(".xlsx").name
    if copy.resolve() == path.resolve():
        what = Text("重算的副本会覆盖它", "the recalculated copy would overwrite it")
        raise VerifyError(str(path), what, Text("指定其他文件夹", "give another folder"))
    out_dir.mkdir(parents=True, exist_ok=True)
    copy.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as profile:
        settings = Path(profile, "user", "registrymodifications.xcu")
        settings.parent.mkdir()
        settings.write_text(_SETTINGS, encoding="utf-8")
        said = _run(_command(soffice, Path(profile), path, out_dir, _FILTER), str(path), timeout)
    if not copy.is_file():
        what = Text(f"LibreOffice 未能重算（{said}）", f"LibreOffice could not recalculate it ({said})")
        raise VerifyError(str(path), what, Text("在 LibreOffice 中打开看看", "open it there and look"))
    return read_grid(copy.read_bytes(), str(copy))


def office_pdf(document: bytes, soffice: str, timeout: float = 180.0) -> bytes:
    """A Word document as LibreOffice prints it to PDF. Raises VerifyError when it fails or takes over `timeout` seconds."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        path, profile = Path(folder, "report.docx"), Path(folder, "profile")
        path.write_bytes(document)
        said = _run(_command(soffice, profile, path, path.parent, "pdf"), path.name, timeout)
        printed = path.with_suffix(".pdf")
        if not printed.is_file():
            raise VerifyError(
                path.name,
                Text(
                    f"LibreOffice 未能打印成 PDF（{said}）", f"LibreOffice could not print it to PDF ({said})"
                ),
                Text(
                    "安装 libreoffice-writer，或 smartxl[pdf]", "install libreoffice-writer, or smartxl[pdf]"
                ),
            )
        return printed.read_bytes()


def _command(soffice: str, profile: Path, path: Path, out_dir: Path, kind: str) -> list[str]:
    installation = f"-env:UserInstallation={profile.as_uri()}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault"]
    return [soffice, installation, *options, "--convert-to", kind, "--outdir", str(out_dir), str(path)]


def _run(command: list[str], where: str, timeout: float) -> str:
    """What LibreOffice says; its whole process group is ended when it takes too long."""
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; the program's path comes from the caller
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
    except OSError as error:
        what = Text("LibreOffice 无法启动", f"LibreOffice does not start ({error})")
        remedy = Text("安装 libreoffice-calc", "install libreoffice-calc")
        raise VerifyError(command[0], what, remedy) from error
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        what = Text(
            f"LibreOffice 在 {timeout:g} 秒内没有完成", f"LibreOffice was not done after {timeout:g} s"
        )
        raise VerifyError(where, what, Text("多给一些时间", "allow it more time")) from error
    return said.strip() or f"exit code {process.returncode}"
