"""xlwings.conf: a name and a value in quotes on each line, read by VBA in the code page of the system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["CONDA_ENV", "CONDA_PATH", "INTERPRETER", "MODULES", "XlwingsConf", "modules_of"]

INTERPRETER, CONDA_PATH, CONDA_ENV, MODULES = "INTERPRETER_WIN", "CONDA PATH", "CONDA ENV", "UDF MODULES"
_LINE = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*')


class XlwingsConf:
    """The settings of one file, in their order, names as they are written; lines that are none are kept."""

    def __init__(self, lines: tuple[str, ...] = ()) -> None:
        self._lines = list(lines)

    @classmethod
    def read(cls, path: Path, encoding: str) -> XlwingsConf:
        """The file, or no settings where there is none. Raises ProjectError for a file that cannot be read."""
        try:
            return cls(tuple(path.read_text(encoding).splitlines()))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            what = Text(
                f"不能按本机编码（{encoding}）读取",
                f"it cannot be read in the machine's encoding ({encoding})",
            )
            remedy = Text(
                "用记事本打开，另存为 ANSI 编码", "open it in Notepad and save it with the encoding ANSI"
            )
            raise ProjectError(str(path), what, remedy) from error

    @property
    def values(self) -> Mapping[str, str]:
        """Name in capitals → value."""
        found = (_LINE.fullmatch(line) for line in self._lines)
        return {match[1].upper(): match[2] for match in found if match}

    def set(self, name: str, value: str | None) -> None:
        """Sets a value in its place or at the end; None takes the setting out."""
        places = [i for i, line in enumerate(self._lines) if _named(line) == name]
        for place in reversed(places[1:] if value is not None else places):
            del self._lines[place]
        if value is not None:
            line = f'"{name}","{value}"'
            if places:
                self._lines[places[0]] = line
            else:
                self._lines.append(line)

    def write(self, path: Path, encoding: str) -> None:
        """Writes the file at once. Raises ProjectError for a value that the encoding cannot hold."""
        try:
            content = "".join(f"{line}\r\n" for line in self._lines).encode(encoding)
        except UnicodeEncodeError as error:
            what = Text(
                f"本机编码（{encoding}）写不了“{error.object[error.start : error.end]}”，VBA 也就读不了",
                f"the machine's encoding ({encoding}) has no {error.object[error.start : error.end]!r}, so VBA cannot read it",
            )
            remedy = Text(
                "把 Python 环境装在只含英文字母的路径中",
                "install the Python environment in a path of English letters",
            )
            raise ProjectError(str(path), what, remedy) from error
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)


def _named(line: str) -> str:
    match = _LINE.fullmatch(line)
    return match[1].upper() if match else ""


def modules_of(value: str) -> list[str]:
    """The modules that UDF MODULES names."""
    return [name.strip() for name in value.split(";") if name.strip()]
