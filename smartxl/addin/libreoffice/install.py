"""Puts the extension into the user's LibreOffice, with LibreOffice's own program for extensions."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from smartxl import __version__
from smartxl.addin.libreoffice.extension import EXTENSION, ExtensionSettings, build_extension
from smartxl.errors import ProjectError
from smartxl.text import Lang, Text

__all__ = [
    "OfficeUser",
    "add_extension",
    "add_to_libreoffice",
    "find_unopkg",
    "remove_extension",
    "write_extension",
]

_PATIENCE = 300
_BY_HAND = Text(
    "；或运行 smartxl addin libreoffice --write smartxl.oxt，再双击该文件",
    "; or run smartxl addin libreoffice --write smartxl.oxt and open that file with a double click",
)
_PLACES = (
    "C:/Program Files/LibreOffice/program/unopkg.com",
    "C:/Program Files (x86)/LibreOffice/program/unopkg.com",
    "/Applications/LibreOffice.app/Contents/MacOS/unopkg",
    "/usr/lib/libreoffice/program/unopkg",
    "/opt/libreoffice/program/unopkg",
)


@dataclass(frozen=True, slots=True)
class OfficeUser:
    """Whose LibreOffice: None is who runs the program and the usual profile; else a user's number and a profile's folder."""

    number: int | None = None
    profile: Path | None = None


def find_unopkg() -> Path | None:
    """LibreOffice's program for extensions, None where there is none."""
    found = shutil.which("unopkg") or next((place for place in _PLACES if Path(place).is_file()), None)
    return Path(found) if found else None


def write_extension(file: Path, lang: Lang) -> Path:
    """Writes the extension for the Python that runs this, with messages in `lang`. Raises ProjectError."""
    content = build_extension(ExtensionSettings(Path(sys.executable), lang, __version__, {}))
    try:
        file.write_bytes(content)
    except OSError as error:
        what = Text(f"写不了：{error.strerror}", f"it cannot be written: {error.strerror}")
        raise ProjectError(str(file), what, Text("换一个位置", "choose another place")) from error
    return file


def add_to_libreoffice(lang: Lang) -> str:
    """Builds the extension and installs it for the user; its name. Raises ProjectError."""
    with tempfile.TemporaryDirectory(prefix="smartxl-") as folder:
        add_extension(write_extension(Path(folder, "smartxl.oxt"), lang))
    return EXTENSION


def add_extension(file: Path, user: OfficeUser | None = None) -> None:
    """Installs an .oxt file in place of the one that is there. Raises ProjectError where that fails."""
    _run(("add", "-f", "--suppress-license"), str(file.resolve()), user or OfficeUser())


def remove_extension(user: OfficeUser | None = None) -> None:
    """Takes the extension out again. Raises ProjectError where it is not there."""
    _run(("remove",), EXTENSION, user or OfficeUser())


def _run(arguments: tuple[str, ...], what: str, user: OfficeUser) -> None:
    program = find_unopkg()
    if program is None:
        told = Text("没有找到 LibreOffice 的 unopkg", "LibreOffice's program unopkg was not found")
        remedy = Text("装好 LibreOffice 后重试", "install LibreOffice and try again")
        raise ProjectError("unopkg", told, remedy + _BY_HAND)
    profile = (f"-env:UserInstallation={user.profile.as_uri()}",) if user.profile else ()
    try:
        done = subprocess.run(  # noqa: S603 (LibreOffice's own program)
            [program, *arguments, *profile, what],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            cwd=program.parent,
            user=user.number,
            group=user.number,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise _failed(next((line for line in said if "ERROR" in line), f"exit {done.returncode}"))


def _failed(why: str) -> ProjectError:
    remedy = Text(
        "关闭 LibreOffice 后重试；root 不能安装扩展",
        "close LibreOffice and try again; root can install no extensions",
    )
    return ProjectError("unopkg", Text(f"没有完成：{why}", f"it did not succeed: {why}"), remedy + _BY_HAND)
