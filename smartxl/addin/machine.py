"""What is known of a machine: which Python and Excel there are, where xlwings keeps its settings, what Excel permits."""

from __future__ import annotations

import locale
import os
import struct
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

__all__ = ["CondaEnvironment", "OfficeMachine", "registry_value", "this_machine"]

_CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"


@dataclass(frozen=True, slots=True)
class CondaEnvironment:
    """Where Conda is, and the name of the environment that is active."""

    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class OfficeMachine:
    """A machine as far as Excel and xlwings matter; None where it cannot be told.

    `config_file` is the user's xlwings.conf, read by VBA in the `encoding` of the system. `startup` is the folder from which
    Excel opens add-ins, `package` where xlwings lies, `libraries` where its DLLs are. `trusts_vba`: "Trust access to the VBA
    project object model".
    """

    is_windows: bool
    interpreter: Path
    python_bits: int
    config_file: Path
    encoding: str
    startup: Path | None = None
    package: Path | None = None
    xlwings: str | None = None
    libraries: Path | None = None
    excel_bits: int | None = None
    trusts_vba: bool | None = None
    conda: CondaEnvironment | None = None


def this_machine() -> OfficeMachine:
    """The machine and the environment that this Python runs in."""
    is_windows = sys.platform.startswith("win")
    spec = find_spec("xlwings")
    appdata = os.environ.get("APPDATA")
    return OfficeMachine(
        is_windows,
        Path(sys.executable),
        8 * struct.calcsize("P"),
        Path.home() / ".xlwings" / "xlwings.conf",
        locale.getpreferredencoding(do_setlocale=False),
        startup=Path(appdata, "Microsoft", "Excel", "XLSTART") if appdata else None,
        package=Path(spec.origin).parent if spec and spec.origin else None,
        xlwings=_version("xlwings"),
        libraries=Path(sys.prefix),
        excel_bits=_excel_bits(),
        trusts_vba=_trusts_vba(),
        conda=_conda(),
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _conda() -> CondaEnvironment | None:
    """As `xlwings config create` finds it: the folder of Conda, and the environment's name."""
    program, name = os.environ.get("CONDA_EXE"), os.environ.get("CONDA_DEFAULT_ENV")
    if not program or not name or not Path(sys.prefix, "conda-meta").is_dir():
        return None
    return CondaEnvironment(Path(program).parent.parent, name)


def _excel_bits() -> int | None:
    platform = registry_value("HKEY_LOCAL_MACHINE", _CLICK_TO_RUN, "Platform")
    return {"x64": 64, "x86": 32}.get(str(platform)) if platform is not None else None


def _trusts_vba() -> bool | None:
    value = registry_value("HKEY_CURRENT_USER", _SECURITY, "AccessVBOM")
    return None if value is None else value == 1


def registry_value(root: str, path: str, name: str) -> object:
    """A value of Windows' registry, None where there is none."""
    try:
        import winreg
    except ImportError:
        return None
    registry = vars(winreg)
    try:
        with registry["OpenKey"](registry[root], path) as key:
            value: object = registry["QueryValueEx"](key, name)[0]
            return value
    except OSError:
        return None
