"""What keeps the functions out of Excel, each with a remedy."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from smartxl.addin.conf import CONDA_ENV, CONDA_PATH, INTERPRETER, MODULES, XlwingsConf, modules_of
from smartxl.addin.machine import OfficeMachine
from smartxl.errors import ProjectError
from smartxl.text import Text
from smartxl_udfs.modules import UDF_MODULES

__all__ = ["AddinFault", "AddinFaultKind", "ProbeResult", "examine", "probe"]

_PATIENCE = 60
_AGAIN = Text("运行 smartxl addin install", "run smartxl addin install")
_ADDIN = Text("关闭 Excel，运行 xlwings addin install", "close Excel and run xlwings addin install")


class AddinFaultKind(StrEnum):
    """How much it matters: nothing works, or something may not."""

    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class AddinFault:
    """What is wrong, by a stable code, and what to do."""

    code: str
    kind: AddinFaultKind
    what: Text
    remedy: Text


ProbeResult = str | None
"""Why a Python cannot import the functions, None where it can."""


def probe(interpreter: Path) -> ProbeResult:
    """Imports the functions in another Python."""
    try:
        done = subprocess.run(  # noqa: S603 (the interpreter that the user's own settings name)
            [interpreter, "-c", f"import xlwings, {', '.join(UDF_MODULES)}"],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return None if done.returncode == 0 else (lines[-1] if lines else f"exit {done.returncode}")


def examine(machine: OfficeMachine, imports: Callable[[Path], ProbeResult] = probe) -> tuple[AddinFault, ...]:
    """All that is wrong on a machine, what stops everything first; nothing where all is in order.

    `imports` tries the functions in the Python that Excel would start.
    """
    found = [*_of_system(machine), *_of_settings(machine, imports), *_of_excel(machine)]
    return tuple(sorted(found, key=lambda fault: fault.kind is not AddinFaultKind.STOPS))


def _stops(code: str, what: Text, remedy: Text) -> AddinFault:
    return AddinFault(code, AddinFaultKind.STOPS, what, remedy)


def _warns(code: str, what: Text, remedy: Text) -> AddinFault:
    return AddinFault(code, AddinFaultKind.WARNS, what, remedy)


def _of_system(machine: OfficeMachine) -> Iterator[AddinFault]:
    if not machine.is_windows:
        yield _stops(
            "not-windows",
            Text(
                "Excel 中的 Python 函数只在 Windows 上可用",
                "functions of Python work in Excel for Windows only",
            ),
            Text(
                "LibreOffice：运行 smartxl addin libreoffice；Excel 网页版和 Mac：运行 smartxl addin office --url https://…",
                "LibreOffice: run smartxl addin libreoffice; Excel on the web and the Mac: smartxl addin office --url https://…",
            ),
        )
    if machine.xlwings is None or machine.package is None:
        yield _stops(
            "no-xlwings",
            Text("这个环境中没有 xlwings", "there is no xlwings in this environment"),
            Text("运行 pip install xlwings", "run pip install xlwings"),
        )


def _of_settings(machine: OfficeMachine, imports: Callable[[Path], ProbeResult]) -> Iterator[AddinFault]:
    try:
        values = XlwingsConf.read(machine.config_file, machine.encoding).values
    except ProjectError as error:
        yield _stops(
            "config-unreadable",
            Text(f"{machine.config_file} {error.what.zh}", f"{machine.config_file}: {error.what.en}"),
            error.remedy,
        )
        return
    named = modules_of(values.get(MODULES, ""))
    if missing := [each for each in UDF_MODULES if each not in named]:
        listed = ", ".join(missing)
        yield _stops(
            "module-not-named",
            Text(
                f"{machine.config_file} 没有写 {listed}",
                f"{machine.config_file} does not name {listed}",
            ),
            _AGAIN,
        )
        return
    if CONDA_PATH in values or CONDA_ENV in values:
        yield from _of_conda(
            machine, values.get(CONDA_PATH, ""), values.get(CONDA_ENV, ""), INTERPRETER in values
        )
    else:
        yield from _of_interpreter(machine, values.get(INTERPRETER, ""), imports)


def _of_conda(machine: OfficeMachine, folder: str, name: str, has_both: bool) -> Iterator[AddinFault]:
    if not folder or not name:
        what = Text("CONDA PATH 和 CONDA ENV 只写了一个", "only one of CONDA PATH and CONDA ENV is there")
        yield _stops("conda-half", what, _AGAIN)
    elif machine.conda is None or (str(machine.conda.folder), machine.conda.name) != (folder, name):
        here = machine.conda.name if machine.conda else str(machine.interpreter)
        what = Text(
            f"Excel 会启动 Conda 环境“{name}”，smartxl 装在 {here} 中",
            f"Excel would start the Conda environment {name!r}, and smartxl is in {here}",
        )
        yield _stops("other-python", what, _AGAIN)
    if has_both:
        what = Text(
            "同时写了 Conda 环境和 INTERPRETER_WIN，Excel 用 Conda 的",
            "a Conda environment and INTERPRETER_WIN are both there; Excel takes Conda's",
        )
        yield _warns("conda-and-interpreter", what, _AGAIN)


def _of_interpreter(
    machine: OfficeMachine, named: str, imports: Callable[[Path], ProbeResult]
) -> Iterator[AddinFault]:
    if not named:
        what = Text(
            "没有写用哪个 Python，Excel 会用 PATH 中的第一个",
            "no Python is named, so Excel takes the first in PATH",
        )
        yield _stops("no-interpreter", what, _AGAIN)
        return
    path = Path(named)
    if not path.is_file():
        what = Text(f"所写的 Python {named} 不存在", f"the Python that is named, {named}, is not there")
        yield _stops("interpreter-missing", what, _AGAIN)
        return
    if path != machine.interpreter:
        what = Text(
            f"Excel 会启动 {named}，smartxl 现在运行在 {machine.interpreter} 中",
            f"Excel would start {named}, and smartxl runs in {machine.interpreter}",
        )
        yield _warns("other-python", what, _AGAIN)
    if (why := imports(path)) is not None:
        what = Text(f"{named} 导入不了 SX_ 函数：{why}", f"{named} cannot import the functions: {why}")
        yield _stops(
            "not-importable",
            what,
            Text(
                "在那个环境中 pip install smartxl，或重新运行 smartxl addin install",
                "pip install smartxl there, or run smartxl addin install again",
            ),
        )
    if not named.isascii():
        what = Text(
            f"Python 的路径 {named} 含中文", f"the path {named} of Python is not plain English letters"
        )
        remedy = Text(
            "若 Excel 找不到它，把环境装到只含英文字母的路径",
            "if Excel cannot find it, install the environment in a path of English letters",
        )
        yield _warns("path-not-ascii", what, remedy)


def _of_excel(machine: OfficeMachine) -> Iterator[AddinFault]:
    if not machine.is_windows:
        return
    yield from _of_addin(machine)
    if machine.trusts_vba is not True:
        yield _stops(
            "no-trust",
            Text(
                "Excel 没有允许导入函数（“信任对 VBA 工程对象模型的访问”）",
                "Excel does not let functions be imported (Trust access to the VBA project object model)",
            ),
            Text(
                "在 Excel 中：文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置，勾选该项",
                "in Excel: File, Options, Trust Center, Trust Center Settings, Macro Settings, tick it",
            ),
        )
    bits = machine.excel_bits or machine.python_bits
    if (
        machine.libraries
        and machine.xlwings
        and not (machine.libraries / f"xlwings{bits}-{machine.xlwings}.dll").is_file()
    ):
        yield _stops(
            "no-library",
            Text(
                f"{bits} 位 Excel 要的 xlwings{bits}-{machine.xlwings}.dll 不在 {machine.libraries} 中",
                f"xlwings{bits}-{machine.xlwings}.dll, which {bits}-bit Excel needs, is not in {machine.libraries}",
            ),
            Text("运行 pip install --force-reinstall xlwings", "run pip install --force-reinstall xlwings"),
        )


def _of_addin(machine: OfficeMachine) -> Iterator[AddinFault]:
    if machine.startup is None:
        return
    installed = machine.startup / "xlwings.xlam"
    if not installed.is_file():
        yield _stops(
            "no-addin",
            Text("Excel 中没有 xlwings 加载项", "Excel does not have the add-in of xlwings"),
            _ADDIN,
        )
        return
    own = machine.package / "addin" / "xlwings.xlam" if machine.package else None
    if own and own.is_file() and own.read_bytes() != installed.read_bytes():
        what = Text(
            f"Excel 中的 xlwings 加载项与这个环境的 xlwings {machine.xlwings} 版本不同",
            f"the add-in in Excel is of another version than xlwings {machine.xlwings} of this environment",
        )
        yield _stops("other-addin", what, _ADDIN)
