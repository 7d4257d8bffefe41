"""Old or damaged forms, carried over into current ones and written beside lists of what became of every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smartxl.collecting import CARRIED_HEADS, look_into, open_files
from smartxl.errors import SmartxlError, UnreadableFile
from smartxl.model.definition import Unit
from smartxl.processes import cores
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.project.fresh import CarryOver, is_current, list_csv, refresh, refresh_book
from smartxl.project.outputs import Outputs
from smartxl.project.progress import Progress, ticks
from smartxl.project.sources import sources
from smartxl.text import Lang, Text
from smartxl.xlsx import FileRefused

__all__ = ["CarriedForm", "CarriedInbox", "NotCarried", "carry_form", "carry_inbox"]


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """The new form at `path`, the list of all answers at `listed`; `file` is the old one as it is named in its folder."""

    carried: CarryOver
    path: Path
    listed: Path
    file: str = ""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """A file of which no form was written, and why."""

    file: str
    error: SmartxlError


@dataclass(frozen=True, slots=True)
class CarriedInbox:
    """What became of the files of an inbox, oldest first; the list of them all stands at `listed`.

    `current` are forms of now, which need none; `skipped` lock files, lists of our own and what is no spreadsheet.
    """

    forms: tuple[CarriedForm, ...]
    failed: tuple[NotCarried, ...]
    current: tuple[str, ...]
    skipped: tuple[str, ...]
    listed: Path

    @property
    def complete(self) -> bool:
        """Whether every file is a current form, or all its answers are in one, and no sheet was left out."""
        whole = all(form.carried.complete and not form.carried.left_out for form in self.forms)
        return whole and not self.failed and bool(self.forms or self.current)


def carry_form(
    project: ProjectFolder,
    old: Path,
    unit: Unit | None,
    output: Path | None,
    lang: Lang | None,
    passwords: Iterable[str],
    *,
    force: bool,
) -> CarriedForm:
    """Writes the new form to `output`, or into `fresh/` of the project, and the list beside it; see `refresh`."""
    if not old.is_file():
        what = Text("没有这个文件", "there is no such file")
        raise UnreadableFile(str(old), what, Text("指定填好的表", "name a form that was filled in"))
    carried = refresh(project, old, unit, lang, passwords)
    path = output or project.root / "fresh" / carried.plan.file_name
    inside = path.resolve().is_relative_to(project.root.resolve())
    with Outputs(project.root if inside else path.parent, force) as outputs:
        return _write(carried, path, outputs, old.name)


def carry_inbox(
    project: ProjectFolder,
    paths: Iterable[Path],
    output: Path | None,
    lang: Lang | None,
    passwords: Iterable[str],
    *,
    force: bool,
    progress: Progress | None = None,
) -> CarriedInbox:
    """The same of all files of folders: forms of units, reviews among them, into the folder `output`, by default `fresh/`.

    Forms of now that `collect` reads are left alone. Of several files of one unit each has a form of its own, numbered in the
    order of their time. A file that cannot be carried stops none. Raises ProjectError for a folder that does not exist.
    """
    inbox = look_into(sources(project.root, paths))
    tick = ticks(progress, len(inbox.entries))
    folder = output or project.root / "fresh"
    inside = folder.resolve().is_relative_to(project.root.resolve())
    forms, failed, current = [], [], []
    with Outputs(project.root if inside else folder, force) as outputs:
        writer = _FormWriter(project, folder, lang, outputs, Counter())
        for opened in open_files(inbox.entries, passwords, any_format=True, processes=cores()):
            name, path = opened.entry.name, opened.entry.path
            try:
                if isinstance(opened.book, FileRefused):
                    raise opened.book
                if is_current(project, opened.book):
                    current.append(name)
                else:
                    forms.append(writer.write(refresh_book(project, opened.book, path, None, lang), name))
            except SmartxlError as error:
                failed.append(NotCarried(name, error))
            tick()
        told = "转移总表" if project.lang == "zh" else "files-moved"
        made = CarriedInbox(
            tuple(forms), tuple(failed), tuple(current), inbox.skipped, folder / f"{told}.csv"
        )
        outputs.write(made.listed, csv_bytes(CARRIED_HEADS[project.lang], _inbox_rows(made, project.lang)))
    return made


@dataclass(frozen=True, slots=True)
class _FormWriter:
    """Writes forms into a folder; `names` counts those of one name."""

    project: ProjectFolder
    folder: Path
    lang: Lang | None
    outputs: Outputs
    names: Counter[str]

    def write(self, carried: CarryOver, file: str) -> CarriedForm:
        """A form and its list. Raises WouldOverwrite."""
        name = Path(carried.plan.file_name)
        self.names[name.name] += 1
        number = self.names[name.name]
        path = self.folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        return _write(carried, path, self.outputs, file)


def _write(carried: CarryOver, path: Path, outputs: Outputs, file: str) -> CarriedForm:
    listed = path.with_name(f"{path.stem}-{'转移清单' if carried.lang == 'zh' else 'moved'}.csv")
    outputs.write(path, carried.content)
    outputs.write(listed, list_csv(carried.transfers, carried.lang))
    return CarriedForm(carried, path, listed, file)


def _inbox_rows(made: CarriedInbox, lang: Lang) -> Iterator[tuple[str | float, ...]]:
    """The list of all files: what failed, what was carried, what is current."""
    zh = lang == "zh"
    for entry in made.failed:
        said = (
            entry.error.finding.message(lang)
            if isinstance(entry.error, FileRefused)
            else entry.error.what.get(lang)
        )
        yield entry.file, "未转入" if zh else "not carried", "", "", "", "", "", said
    for form in made.forms:
        carried = form.carried
        arrived = sum(cell.fate.arrived for cell in carried.transfers)
        left = ", ".join(carried.left_out)
        counts = arrived, len(carried.transfers) - arrived, left
        place = carried.unit.code, str(carried.plan.stamp.edition), form.path.name
        yield form.file, "已转入" if zh else "carried", *place, *counts
    for name in made.current:
        yield name, "已是现行的表" if zh else "a form of now", "", "", "", "", "", ""
