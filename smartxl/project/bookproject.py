"""Which project a workbook in Excel or LibreOffice belongs to."""

from __future__ import annotations

import os
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.filenames import is_project
from smartxl.project.folder import root_if_any
from smartxl.text import Text
from smartxl_udfs.callers import CONF_SHEET, CallingBook

__all__ = ["PROJECT_SETTING", "project_root"]

PROJECT_SETTING = "SMARTXL_PROJECT"
"""The setting in the sheet xlwings.conf, and the environment variable, that name a project's folder."""


def project_root(book: CallingBook) -> Path:
    """The folder of the project: that which its sheet xlwings.conf names, one that it lies in, or that of the environment.

    A name is taken from the workbook's folder on. Raises ProjectError where there is none, or the one that is named is none.
    """
    if named := book.settings.get(PROJECT_SETTING, "").strip():
        return _named(named, book.folder, f"{CONF_SHEET} {PROJECT_SETTING}")
    if book.folder is not None and (around := root_if_any(book.folder / "_")) is not None:
        return around
    if named := os.environ.get(PROJECT_SETTING, "").strip():
        return _named(named, None, PROJECT_SETTING)
    what = Text("找不到项目", "there is no project")
    remedy = Text(
        f"把工作簿存在项目文件夹中，或设置 {PROJECT_SETTING}",
        f"save the workbook in the project's folder, or set {PROJECT_SETTING}",
    )
    raise ProjectError(str(book.folder or "—"), what, remedy)


def _named(named: str, folder: Path | None, where: str) -> Path:
    """A folder that is named. One on another machine is refused: a workbook must not make this one log in elsewhere."""
    if named.startswith(("\\\\", "//")) or "://" in named:
        what = Text("项目写成了网络地址", "the project is an address in the network")
        raise ProjectError(where, what, Text("写本机的文件夹", "name a folder of this machine"))
    path = (Path(named) if folder is None else folder / named).resolve()
    if not is_project(path):
        what = Text(f"“{named}”不是项目文件夹", f"{named!r} is no project folder")
        raise ProjectError(
            where, what, Text("改成有 assessment.yaml 的文件夹", "name the folder with assessment.yaml")
        )
    return path
