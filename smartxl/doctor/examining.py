"""Looks at everything, one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smartxl.doctor.rows import DoctorGrade, DoctorRow, fails
from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["DoctorReport", "examine"]


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What was looked at, in a fixed order."""

    rows: tuple[DoctorRow, ...]

    @property
    def ok(self) -> bool:
        """Whether a round can be done: nothing fails."""
        return not any(row.grade is DoctorGrade.FAIL for row in self.rows)


def examine(folder: str | Path | None = None) -> DoctorReport:
    """Looks at this machine, and at a project where its folder is named; writes nothing that stays.

    Raises ProjectError for a folder that is not there.
    """
    project = Path(folder) if folder is not None else None
    if project is not None and not project.is_dir():
        raise ProjectError(
            str(project),
            Text("没有这个文件夹", "there is no such folder"),
            Text("检查名称，或先运行 smartxl init", "check its name, or run smartxl init first"),
        )
    return DoctorReport(tuple(_rows(project)))


def _rows(project: Path | None) -> Iterator[DoctorRow]:
    for look in (_packages, _programs, _named_ledger, _machine, _project):
        try:
            yield from look(project)
        except ImportError as error:  # what is looked for may be what is missing
            yield _not_importable(error)


def _packages(_: Path | None) -> Iterator[DoctorRow]:
    from smartxl.doctor.packages import look_at_packages

    yield from look_at_packages()


def _programs(_: Path | None) -> Iterator[DoctorRow]:
    from smartxl.doctor.programs import look_at_programs

    yield from look_at_programs()


def _named_ledger(_: Path | None) -> Iterator[DoctorRow]:
    if address := os.environ.get("SMARTXL_LEDGER"):
        from smartxl.doctor.assessment import look_at_named_ledger

        yield look_at_named_ledger(address)


def _machine(project: Path | None) -> Iterator[DoctorRow]:
    from smartxl.doctor.machine import look_at_machine

    yield from look_at_machine(project or Path.cwd())


def _project(project: Path | None) -> Iterator[DoctorRow]:
    if project is not None:
        from smartxl.doctor.assessment import look_at_project

        yield from look_at_project(project)


def _not_importable(error: ImportError) -> DoctorRow:
    name = error.name or str(error)
    return fails(
        f"import.{name}",
        Text("软件包", "Package"),
        Text(f"{name} 不能导入：{error}", f"{name} cannot be imported: {error}"),
        Text(
            "重新安装：pip install --force-reinstall smartxl",
            "install again: pip install --force-reinstall smartxl",
        ),
    )
