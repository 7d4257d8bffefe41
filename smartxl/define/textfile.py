"""Reads the bytes of a definition's text files: UTF-8 first, then what Excel in China writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.errors import Problem, system_words
from smartxl.text import Text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "decoded", "read_bytes", "read_text"]

MAX_BYTES = 5_000_000
"""No file of a definition is larger; it also bounds the time that reading takes."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, name: str) -> str | Problem:
    """The text of a file (UTF-8 with or without BOM, else GB18030), or why there is none."""
    data = read_bytes(path, name)
    return data if isinstance(data, Problem) else decoded(data, name)


def read_bytes(path: Path, name: str) -> bytes | Problem:
    """The bytes of a file, or why there are none."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return Problem(
            name,
            None,
            "",
            Text("缺少该文件", "the file is missing"),
            Text(f"在项目文件夹中建立 {name}", f"create {name} in the project folder"),
        )
    except OSError as error:
        return Problem(
            name,
            None,
            "",
            Text(
                f"文件读不了（{system_words(error).zh}）",
                f"the file cannot be read ({system_words(error).en})",
            ),
            Text(
                "检查文件的类型和权限；正在别处打开的，先关闭",
                "check its type and permissions; close it where a program has it open",
            ),
        )
    if len(data) > MAX_BYTES:
        limit = f"larger than {MAX_BYTES // 1_000_000} MB"
        return Problem(
            name,
            None,
            "",
            Text(f"文件大于 {MAX_BYTES // 1_000_000} MB", f"the file is {limit}"),
            Text("拆成几个，或删去不该在其中的内容", "split it, or remove what does not belong in it"),
        )
    return data


def decoded(data: bytes, name: str) -> str | Problem:
    """Bytes as text (UTF-8 with or without BOM, else GB18030), or why that cannot be."""
    if not data.startswith(_UTF16):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return Problem(
        name,
        None,
        "",
        Text("文件编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030"),
        Text("另存为 UTF-8（Excel：CSV UTF-8）", "save it as UTF-8 (Excel: CSV UTF-8)"),
    )
