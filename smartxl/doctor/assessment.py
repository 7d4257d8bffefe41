"""A project: its definition, its ledger, files that are open in Excel, the length of its paths."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from smartxl.doctor.machine import LONGEST_IN_EXCEL, LONGEST_IN_WINDOWS, has_long_paths
from smartxl.doctor.rows import DoctorRow, fails, fine, warns
from smartxl.errors import DefinitionError, LedgerError, SmartxlError
from smartxl.filenames import open_elsewhere
from smartxl.ledger import LedgerLook, look_at
from smartxl.project import ProjectFolder
from smartxl.text import CountOf, Text, as_typed

__all__ = ["ledger_row", "look_at_named_ledger", "look_at_project", "path_row"]

_DEFINITION, _LEDGER = Text("定义", "Definition"), Text("台账", "Ledger")
_OPEN, _PATHS = Text("打开着的文件", "Open files"), Text("路径长度", "Length of paths")
_FEW = 3
_BOOKS = (".xlsx", ".xlsm", ".csv", ".docx")


def look_at_project(folder: Path) -> Iterator[DoctorRow]:
    """Rows on a project that is there; a definition with mistakes is a row, and its ledger is not looked at."""
    try:
        project = ProjectFolder.open(folder)
    except SmartxlError as error:
        yield _definition_row(folder, error)
    else:
        units = len(project.definition.roster.units)
        title = project.definition.round.title
        yield fine(
            "project.definition",
            _DEFINITION,
            Text(f"{title.get('zh')}，{units} 个单位", f"{title.get('en')}, {CountOf(units):unit}"),
        )
        yield _ledger_of(project)
    files = [Path(at, name) for at, _, names in os.walk(folder) for name in names]
    yield _open_row(folder, [path for path in files if path.suffix in _BOOKS and open_elsewhere(path)])
    yield path_row(
        max(files, key=lambda path: len(str(path.absolute())), default=folder), long=has_long_paths()
    )


def _definition_row(folder: Path, error: SmartxlError) -> DoctorRow:
    if isinstance(error, DefinitionError):
        count = len(error.problems)
        found = Text(f"{count} 处问题", f"{CountOf(count):problem}")
        check = f"smartxl check {as_typed(folder)}"
        return fails("project.definition", _DEFINITION, found, Text(f"运行 {check}", f"run {check}"))
    return _refused("project.definition", _DEFINITION, error)


def _ledger_of(project: ProjectFolder) -> DoctorRow:
    try:
        look = project.look_at_ledger()
    except LedgerError as error:
        return _refused("project.ledger", _LEDGER, error)
    if look is None:
        return fine("project.ledger", _LEDGER, Text("还没有，收回时新建", "none yet; collecting makes it"))
    return ledger_row("project.ledger", look)


def look_at_named_ledger(address: str) -> DoctorRow:
    """Whether the database that SMARTXL_LEDGER names can be reached; its password is never told."""
    try:
        return ledger_row("ledger", look_at(address))
    except LedgerError as error:
        return _refused("ledger", _LEDGER, error)


def _refused(code: str, name: Text, error: SmartxlError) -> DoctorRow:
    found = Text(f"{error.place('zh')}：{error.what.zh}", f"{error.place('en')}: {error.what.en}")
    return fails(code, name, found, error.remedy)


def ledger_row(code: str, look: LedgerLook) -> DoctorRow:
    """Whether this program can use a ledger that was looked at."""
    at, version = look.where, look.version
    if look.is_foreign:
        return fails(
            code,
            _LEDGER,
            Text(
                f"{at} 由更新的 smartxl 写成（版本 {version}）",
                f"{at} is of a newer smartxl (version {version})",
            ),
            Text("升级 smartxl：pip install -U smartxl", "upgrade smartxl: pip install -U smartxl"),
        )
    if look.is_older:
        return warns(
            code,
            _LEDGER,
            Text(
                f"{at} 由旧版 smartxl 写成（版本 {version}）",
                f"{at} is of an older smartxl (version {version})",
            ),
            Text(
                "先备份；下次打开时自动升级，旧版不能再用它",
                "keep a copy: it is upgraded when it is opened next, and older versions cannot use it then",
            ),
        )
    return fine(code, _LEDGER, Text(f"{at}，能用", f"{at} can be used"))


def _open_row(folder: Path, found: Sequence[Path]) -> DoctorRow:
    if not found:
        return fine("project.open", _OPEN, Text("没有", "none"))
    number, few = len(found), [str(path.relative_to(folder)) for path in sorted(found)[:_FEW]]
    more = "…" if number > _FEW else ""
    return warns(
        "project.open",
        _OPEN,
        Text(f"{number} 个：{'、'.join(few)}{more}", f"{number}: {', '.join(few)}{more}"),
        Text(
            "在 Excel、WPS 中关闭它们，再收回或生成；若没有打开，删除旁边以 ~$ 或 .~ 开头的文件",
            "close them in Excel before collecting or building; where they are not open, delete the files beside them "
            "that begin with ~$ or .~",
        ),
    )


def path_row(longest: Path, *, long: bool) -> DoctorRow:
    """Whether programs open the file with the longest path; `long`: the system has no limit of 259 characters."""
    size = len(str(longest.absolute()))
    found = Text(f"最长 {size} 个字符：{longest.name}", f"the longest has {size} characters: {longest.name}")
    remedy = Text("把项目移到路径较短的文件夹", "move the project to a folder with a shorter path")
    if size > LONGEST_IN_WINDOWS and not long:
        return fails("project.paths", _PATHS, found, remedy)
    if size > LONGEST_IN_EXCEL:
        limits = Text(f"，Excel 至多 {LONGEST_IN_EXCEL} 个", f"; Excel opens {LONGEST_IN_EXCEL} at most")
        return warns("project.paths", _PATHS, found + limits, remedy)
    return fine("project.paths", _PATHS, Text(f"最长 {size} 个字符", f"{size} characters at most"))
