"""The console, language, time zone, folders and disk of this machine."""

from __future__ import annotations

import locale
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from smartxl.addin import registry_value
from smartxl.doctor.rows import DoctorRow, fails, fine, warns
from smartxl.text import Text, both

__all__ = [
    "LONGEST_IN_EXCEL",
    "LONGEST_IN_WINDOWS",
    "console_row",
    "folder_row",
    "has_long_paths",
    "look_at_machine",
    "space_row",
    "zone_row",
]

LONGEST_IN_WINDOWS = 259
"""Characters of a path that programs of Windows open, unless long paths are enabled."""
LONGEST_IN_EXCEL = 218
"""Characters of a path that Excel opens."""

_CONSOLE, _ZONE = Text("控制台编码", "Console encoding"), Text("时区", "Time zone")
_SPACE, _LANGUAGE = Text("磁盘空间", "Disk space"), Text("系统语言", "Locale")
_SIGNS = "·—…→≥×²✓┃"  # those of tables and remarks
_LITTLE, _NONE = 1_000_000_000, 100_000_000  # bytes
_LONG_PATHS = r"SYSTEM\CurrentControlSet\Control\FileSystem"


def look_at_machine(folder: Path) -> Iterator[DoctorRow]:
    """Rows on the machine; `folder` is where smartxl works."""
    from smartxl.project.definitions import cache_folder

    yield fine("locale", _LANGUAGE, both(_locale()))
    yield console_row(sys.stdout.encoding or "ascii")
    now = datetime.now().astimezone()
    yield zone_row(now.tzname() or "", now.utcoffset() or timedelta(0))
    yield folder_row("folder.work", Text("工作文件夹", "Working folder"), folder, needed=True)
    temporary = Path(tempfile.gettempdir())
    yield folder_row("folder.temporary", Text("临时文件夹", "Temporary folder"), temporary, needed=True)
    if cache := cache_folder():
        yield folder_row("folder.cache", Text("缓存文件夹", "Cache folder"), cache, needed=False)
    yield space_row(folder, shutil.disk_usage(folder).free)
    if os.name == "nt":
        yield _long_path_row()


def _locale() -> str:
    named = (f"{name}={os.environ[name]}" for name in ("LC_ALL", "LANG") if os.environ.get(name))
    code = locale.getlocale()[0] or "C"
    return ", ".join([code, locale.getpreferredencoding(do_setlocale=False), *named])


def console_row(encoding: str) -> DoctorRow:
    """Whether the console shows Chinese, and which signs it shows as codes."""
    if not _holds("智慧城市", encoding):
        return warns(
            "console",
            _CONSOLE,
            Text(f"{encoding}，显示不了汉字", f"{encoding} cannot show Chinese"),
            Text(
                "设环境变量 PYTHONUTF8=1；Windows 命令行先运行 chcp 65001",
                "set the variable PYTHONUTF8=1; in the console of Windows run chcp 65001 first",
            ),
        )
    lacks = " ".join(sign for sign in _SIGNS if not _holds(sign, encoding))
    if not lacks:
        return fine("console", _CONSOLE, both(encoding))
    return fine(
        "console",
        _CONSOLE,
        Text(
            f"{encoding}，汉字能显示，{len(lacks.split())} 种符号显示为代码",
            f"{encoding} shows Chinese, and {len(lacks.split())} kinds of signs as codes",
        ),
        Text(
            "要显示全部符号：运行 chcp 65001，并设 PYTHONUTF8=1",
            "to see all signs run chcp 65001 and set PYTHONUTF8=1",
        ),
    )


def _holds(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def zone_row(name: str, offset: timedelta) -> DoctorRow:
    """The zone by which deadlines count: one that nobody has set is UTC."""
    minutes = round(offset.total_seconds() / 60)
    told = f"{name} (UTC{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02})"
    if name != "UTC":
        return fine("timezone", _ZONE, both(told))
    return warns(
        "timezone",
        _ZONE,
        Text("UTC：截止日按这台机器的时间计", "UTC: deadlines count by the time of this machine"),
        Text(
            "若不在这个时区，设定系统时区，或环境变量 TZ=Asia/Shanghai",
            "where that is not your zone set the machine's, or the variable TZ=Asia/Shanghai",
        ),
    )


def folder_row(code: str, name: Text, folder: Path, *, needed: bool) -> DoctorRow:
    """Whether a folder, or the one that it would be made in, can be written to: a file is written and removed."""
    try:
        there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
        with tempfile.NamedTemporaryFile(dir=there, prefix=".smartxl-"):
            pass
    except OSError as error:
        found = Text(
            f"{folder} 不可写（{error.strerror}）", f"{folder} cannot be written to ({error.strerror})"
        )
        if needed:
            remedy = Text(
                "换一个可写的文件夹，或请管理员给予权限",
                "use another folder, or ask for the right to write there",
            )
            return fails(code, name, found, remedy)
        remedy = Text(
            "让它可写，否则每次重新读定义", "make it writable, else definitions are read anew each time"
        )
        return warns(code, name, found, remedy)
    return fine(code, name, both(str(folder)))


def space_row(folder: Path, free: int) -> DoctorRow:
    """Whether there is room for a round; `free` in bytes."""
    told = f"{free / 1e9:.1f} GB"
    remedy = Text("腾出空间", "free some space")
    found = Text(f"{folder} 所在磁盘剩 {told}", f"{told} are free where {folder} lies")
    if free < _NONE:
        return fails("space", _SPACE, found, remedy)
    return warns("space", _SPACE, found, remedy) if free < _LITTLE else fine("space", _SPACE, both(told))


def has_long_paths() -> bool:
    """Whether Windows opens long paths; other systems do."""
    if os.name != "nt":
        return True
    return registry_value("HKEY_LOCAL_MACHINE", _LONG_PATHS, "LongPathsEnabled") == 1


def _long_path_row() -> DoctorRow:
    name = Text("长路径", "Long paths")
    if has_long_paths():
        return fine("long-paths", name, Text("已启用", "enabled"))
    return fine(
        "long-paths",
        name,
        Text(f"路径最长 {LONGEST_IN_WINDOWS} 个字符", f"paths of at most {LONGEST_IN_WINDOWS} characters"),
        Text("项目放在靠近盘符的文件夹", "keep projects in a folder near the root of the drive"),
    )
