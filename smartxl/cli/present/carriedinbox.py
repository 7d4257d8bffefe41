"""What carrying the answers of a whole inbox over looks like: as lines, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.present.carried import CarriedRecord
from smartxl.cli.present.jsonout import ProblemRecord
from smartxl.text import Lang, shorten
from smartxl.xlsx import FileRefused

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.project.carry import CarriedInbox, NotCarried

__all__ = ["CarriedInboxRecord", "inbox_exit_code", "show_carried_inbox"]

_SHOWN = 60


def inbox_exit_code(made: CarriedInbox) -> int:
    """3 with a file that cannot be read, 1 where answers were left out or a file is nobody's, else 0."""
    if any(isinstance(entry.error, FileRefused) for entry in made.failed):
        return ExitCode.UNREADABLE
    return ExitCode.CLEAN if made.complete else ExitCode.FOUND


def show_carried_inbox(screen: Screen, made: CarriedInbox) -> None:
    """Each file with what became of it, then where the list of all is."""
    heads = screen.words("来件,单位,新表,已转入,未转入", "Old file,Unit,New form,Moved,Not moved")
    rows = []
    for form in made.forms:
        carried = form.carried
        arrived = sum(cell.fate.arrived for cell in carried.transfers)
        lost = len(carried.transfers) - arrived
        unit = carried.unit.name.get(screen.lang)
        rows.append([shorten(form.file, _SHOWN), unit, form.path.name, str(arrived), str(lost)])
    if rows:
        screen.table(heads.split(","), rows, frozenset({3, 4}))
    for form in made.forms:
        if form.carried.left_out:
            sheets = ", ".join(form.carried.left_out)
            screen.show(
                screen.words(
                    f"{form.file}：其他单位的工作表没有读取：{sheets}",
                    f"{form.file}: sheets of other units were not read: {sheets}",
                )
            )
    for entry in made.failed:
        screen.show(
            screen.words(f"未转入 {entry.file}：", f"not carried {entry.file}: ") + _why(entry, screen)
        )
    if made.current:
        names = ", ".join(made.current)
        screen.show(
            screen.words(f"已是现行的表，无需转入：{names}", f"forms of now, nothing to move: {names}")
        )
    if made.skipped:
        names = ", ".join(made.skipped)
        screen.show(
            screen.words(
                f"未读取（锁文件、本系统写的清单，或不是表格文件）：{names}",
                f"left alone (lock files, own lists, no spreadsheets): {names}",
            )
        )
    screen.show(
        screen.words(
            f"新表 {len(made.forms)} 个，总表：{made.listed}",
            f"{len(made.forms)} new forms, list: {made.listed}",
        )
    )


def _why(entry: NotCarried, screen: Screen) -> str:
    error = entry.error
    if isinstance(error, FileRefused):
        return f"{error.finding.message(screen.lang)} → {error.finding.remedy(screen.lang)}"
    return f"{error.what.get(screen.lang)} → {error.remedy.get(screen.lang)}"


@dataclass(frozen=True, slots=True)
class CarriedFileRecord:
    """An old form of an inbox, and what became of its answers, for JSON."""

    file: str
    carried: CarriedRecord


@dataclass(frozen=True, slots=True)
class NotCarriedRecord:
    """A file that was not carried over, and why, for JSON."""

    file: str
    problem: ProblemRecord


@dataclass(frozen=True, slots=True)
class CarriedInboxRecord:
    """What `fresh --json` prints for a folder or several files."""

    forms: tuple[CarriedFileRecord, ...]
    failed: tuple[NotCarriedRecord, ...]
    current: tuple[str, ...]
    skipped: tuple[str, ...]
    list: str

    @classmethod
    def of(cls, made: CarriedInbox, lang: Lang) -> CarriedInboxRecord:
        """The record of an inbox that was carried over."""
        return cls(
            tuple(CarriedFileRecord(form.file, CarriedRecord.of(form)) for form in made.forms),
            tuple(NotCarriedRecord(entry.file, ProblemRecord.of(entry.error, lang)) for entry in made.failed),
            made.current,
            made.skipped,
            str(made.listed),
        )
