"""The file that switches rules off, each with a reason: smartxl-lint.toml, or [tool.smartxl.lint] in pyproject.toml.

    profile = "excel2016"

    [[off]]
    code = "SXL105"          # or several: ["SXL105", "SXL106"]
    book = "budget*.xlsx"    # without: every workbook that the file is for
    sheet = "Data"           # without: every sheet
    area = "B4:B20 D4"       # without: the whole sheet
    reason = "the weights are typed on purpose"

It is for the workbooks beside it and in the folders below it. The nearest one holds, alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from smartxl.errors import DefinitionError, Problem, system_words
from smartxl.lint.catalogue import LINT_RULES
from smartxl.lint.profile import ProgramProfile
from smartxl.lint.switches import Switch
from smartxl.text import Text, both, shorten
from smartxl.xlsx.sheetnotes import spans_of

__all__ = ["SWITCH_FILE", "SwitchFile", "switch_file_for"]

SWITCH_FILE, _PROJECT_FILE = "smartxl-lint.toml", "pyproject.toml"
_KEYS, _ENTRY_KEYS = ("profile", "off"), ("code", "book", "sheet", "area", "reason")
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*(?:tool\.smartxl\.lint\.)?off[ \t]*\]\]", re.MULTILINE)
_LONGEST = 60


@dataclass(frozen=True)
class SwitchFile:
    """What a file says: the program that workbooks are for (None: it says none), and what is off in which books."""

    path: Path
    profile: ProgramProfile | None = None
    switches: tuple[tuple[str, Switch], ...] = ()

    def of(self, book: Path) -> tuple[Switch, ...]:
        """What is off in a workbook."""
        named = book.absolute()
        near = (
            named.relative_to(folder).as_posix()
            if named.is_relative_to(folder := self.path.parent)
            else named.name
        )
        return tuple(
            switch
            for pattern, switch in self.switches
            if fnmatch(near, pattern) or fnmatch(named.name, pattern)
        )


def switch_file_for(book: Path) -> SwitchFile | None:
    """The nearest file for a workbook, None where there is none. Raises DefinitionError with all that is wrong in it."""
    for folder in book.absolute().parents:
        for name in (SWITCH_FILE, _PROJECT_FILE):
            path = folder / name
            if path.is_file() and (found := _read(path)) is not None:
                return found
    return None


def _read(path: Path) -> SwitchFile | None:
    """What a file says; None for a pyproject.toml that says nothing about this."""
    try:
        text = path.read_text("utf-8-sig")
        table: object = tomllib.loads(text)
    except OSError as error:
        remedy = Text("关闭占用它的程序，检查权限", "close it elsewhere, and look at its permissions")
        raise DefinitionError((Problem(str(path), None, "", system_words(error), remedy),)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == _PROJECT_FILE:
            return None  # other tools say so
        what = Text(f"不是 TOML 文件（{error}）", f"is no TOML file ({error})")
        remedy = Text("按 docs/lint.md 的例子书写", "write it as docs/en/lint.md shows")
        raise DefinitionError((Problem(str(path), None, "", what, remedy),)) from error
    if path.name == _PROJECT_FILE:
        for key in ("tool", "smartxl", "lint"):
            table = table.get(key) if isinstance(table, Mapping) else None
        if table is None:
            return None
    reader = _SwitchReader(path, text)
    file = reader.file(table)
    if reader.problems:
        raise DefinitionError(tuple(reader.problems))
    return file


class _SwitchReader:
    """Reads what a file says, and notes everything that is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._lines = [text.count("\n", 0, found.end()) + 1 for found in _ENTRY.finditer(text)]

    def file(self, table: object) -> SwitchFile:
        """All of it."""
        if not isinstance(table, Mapping):
            self._wrong(
                None,
                "lint",
                Text("不是一张表", "is no table"),
                Text("写成 [tool.smartxl.lint]", "write [tool.smartxl.lint]"),
            )
            return SwitchFile(self._path)
        self._unknown(table, _KEYS, None)
        profile = table.get("profile")
        if profile is not None and profile not in tuple(ProgramProfile):
            self._wrong(None, "profile", _not_known(profile), _one_of(tuple(ProgramProfile)))
        entries = table.get("off", [])
        if not isinstance(entries, list):
            self._wrong(None, "off", Text("不是列表", "is no list"), Text("写成 [[off]]", "write [[off]]"))
            entries = []
        switches = tuple(s for number, entry in enumerate(entries) for s in self._entry(entry, number))
        return SwitchFile(
            self._path, ProgramProfile(profile) if profile in tuple(ProgramProfile) else None, switches
        )

    def _entry(self, entry: object, number: int) -> Iterator[tuple[str, Switch]]:
        line = self._lines[number] if number < len(self._lines) else None
        if not isinstance(entry, Mapping):
            self._wrong(line, "off", Text("不是一张表", "is no table"), Text("写成 [[off]]", "write [[off]]"))
            return
        self._unknown(entry, _ENTRY_KEYS, line)
        texts = {key: self._text(entry, key, line) for key in ("book", "sheet", "area", "reason")}
        if not texts["reason"].strip():
            what = Text("没有写明理由", "there is no reason")
            self._wrong(line, "reason", what, Text("写明为什么不需要这条提示", 'say why: reason = "…"'))
        spans = spans_of(texts["area"].upper().replace("$", "").replace(",", " "))
        if texts["area"] and len(spans) != len(texts["area"].replace(",", " ").split()):
            what = Text(f"“{texts['area'][:_LONGEST]}”不是区域", f"{texts['area'][:_LONGEST]!r} is no area")
            self._wrong(line, "area", what, Text("写成 B4:B20 或 B4 D6:E9", "write B4:B20 or B4 D6:E9"))
        if texts["area"] and not texts["sheet"]:
            what = Text("有区域而没有工作表", "there is an area and no sheet")
            self._wrong(line, "sheet", what, Text("写明是哪张工作表", "say of which sheet"))
        where = f"{self._path.name}:{line}" if line else self._path.name
        for code in self._codes(entry.get("code"), line):
            yield texts["book"] or "*", Switch(code, texts["sheet"], spans, both(texts["reason"]), where)

    def _codes(self, written: object, line: int | None) -> Iterator[str]:
        codes: Sequence[object] = written if isinstance(written, list) else [written]
        if written is None or not codes:
            what = Text("没有写明规则代码", "there is no code")
            self._wrong(line, "code", what, Text("写明代码，如 SXL104", "name a rule, such as SXL104"))
            return
        for code in codes:
            if isinstance(code, str) and code in LINT_RULES:
                yield code
            else:
                self._wrong(line, "code", _not_known(code), _one_of(tuple(LINT_RULES)))

    def _text(self, entry: Mapping[str, object], key: str, line: int | None) -> str:
        value = entry.get(key, "")
        if isinstance(value, str):
            return value
        self._wrong(line, key, Text("不是文字", "is no text"), Text("放在引号中", "put it in quotes"))
        return ""

    def _unknown(self, table: Mapping[str, object], known: Sequence[str], line: int | None) -> None:
        for key in table:
            if key not in known:
                self._wrong(line, str(key), Text("没有这一项", "there is no such key"), _one_of(known))

    def _wrong(self, line: int | None, key: str, what: Text, remedy: Text) -> None:
        self.problems.append(Problem(str(self._path), line, key, what, remedy))


def _not_known(value: object) -> Text:
    shown = shorten(str(value), _LONGEST)
    return Text(f"没有“{shown}”", f"there is no {shown!r}")


def _one_of(known: Sequence[str]) -> Text:
    listed = ", ".join(known)
    return Text(f"可写：{listed}", f"write one of: {listed}")
