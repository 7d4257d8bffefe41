"""A new project out of a file: a published indicator table, a list of service items, or the folder of another project."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.define import load
from smartxl.define.published import PastedFiles, PasteRemark, Sureness, paste_book
from smartxl.errors import DefinitionError, Problem, ProjectError, UnreadableFile, system_words
from smartxl.filenames import ASSESSMENT, CATALOGUE, definition_workbooks, is_project, roster_files
from smartxl.project.csvfile import csv_bytes
from smartxl.project.outputs import check_empty
from smartxl.project.pasteform import ProjectForm, in_form, is_authoring, remark_in_workbook, take_workbook
from smartxl.project.schemafiles import write_schemas
from smartxl.text import Lang, Text
from smartxl.xlsx import FileRefused, RawBook, open_any
from smartxl_generators.listing import ListColumn, ListSheet, write_lists

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Pasted", "paste_project", "remark_rows"]

_LISTING = Text("待核对.xlsx", "to-check.xlsx")
_PROJECT, _WORKBOOK = "project", "workbook"
_COPIED = ("*.yaml", "*.yml", CATALOGUE, "templates", "schema")
_TINTS = {Sureness.NONE: "B3261E", Sureness.LOW: "9A5B00", Sureness.LIKELY: "5C6B7A", Sureness.SURE: "1D6B45"}
_COLUMNS = (
    (Text("把握", "Sure"), 11, True),
    (Text("单元格", "Cell"), 20, False),
    (Text("关于", "About"), 11, True),
    (Text("代码", "Code"), 11, True),
    (Text("原文", "Words of the table"), 44, False),
    (Text("理解为", "Understood as"), 44, False),
    (Text("怎么办", "What to do"), 32, False),
)

_WORD_COLUMNS = (
    (Text("代码", "Code"), 12),
    (Text("指标", "Indicator"), 32),
    (Text("列名", "Head"), 16),
    (Text("单元格", "Cell"), 20),
    (Text("原文", "Words"), 70),
)
_KEPT = Text(
    "原表中名称以外的每一格，照录备查。", "Every cell of the table beside the names, as it is written."
)
_Writer = Callable[[Path], None]


@dataclass(frozen=True)
class Pasted:
    """What became of a file: the project, what the file was taken for, how much of it there is, what to go through.

    `kind`: indicators, items, workbook (an authoring workbook) or project. `remarks`: the least sure first. `listing`: the
    workbook with all of them, None where there is nothing to go through.
    """

    folder: Path
    source: Path
    kind: str
    lang: Lang
    remarks: tuple[PasteRemark, ...] = ()
    listing: Path | None = None
    leaves: int = 0
    nodes: int = 0
    units: int = 0
    items: int = 0

    @property
    def counts(self) -> Mapping[Sureness, int]:
        """How many remarks are how sure."""
        found = Counter(remark.sureness for remark in self.remarks)
        return {sureness: found[sureness] for sureness in Sureness}

    @property
    def to_check(self) -> tuple[PasteRemark, ...]:
        """What was not understood, and what is to be checked."""
        return tuple(remark for remark in self.remarks if remark.sureness in {Sureness.NONE, Sureness.LOW})

    @cached_property
    def table(self) -> pd.DataFrame:
        """One remark a row: sureness, sheet, cell, about, code, words, understood, remedy."""
        import pandas as pd

        rows = [
            (
                *(r.sureness.value, r.spot.sheet, r.spot.cell, r.about.value, r.code, r.words),
                *(r.understood.get(self.lang), r.remedy.get(self.lang)),
            )
            for r in self.remarks
        ]
        heads = ["sureness", "sheet", "cell", "about", "code", "words", "understood", "remedy"]
        return pd.DataFrame(rows, columns=heads)


def paste_project(
    folder: Path,
    source: Path,
    lang: Lang,
    form: ProjectForm | None,
    *,
    title: str = "",
    city: str = "",
    now: datetime,
) -> Pasted:
    """Makes a project of a file or of another project's folder, in a folder that does not exist or is empty.

    `form`: None for YAML and CSV files, and of another project for its own form.
    The project is complete or not there at all. Raises ProjectError for folders and files that cannot be used, UnreadableFile
    for a file that is no workbook, DefinitionError with every sheet on which nothing was understood.
    """
    check_empty(folder)
    if source.is_dir():
        _make(folder, form, lang, lambda made: _copy(source, made))
        return Pasted(folder, source, _PROJECT, lang)
    book, form = _opened(source), form or ProjectForm.YAML
    if is_authoring(book):
        _make(folder, form, lang, lambda made: take_workbook(source, made, form))
        return Pasted(folder, source, _WORKBOOK, lang)
    files = paste_book(book, title=title.strip(), city=city.strip(), today=now.date())
    if form is ProjectForm.WORKBOOK:
        files = replace(files, remarks=tuple(map(remark_in_workbook, files.remarks)))
    name = _LISTING.get(lang)
    listing = _listing(files, source.name, lang, now)
    _make(folder, form, lang, lambda made: _write(made, files, name, listing))
    counts = files.leaves, files.nodes, files.units, files.items
    return Pasted(folder, source, files.kind.value, lang, files.remarks, folder / name, *counts)


def remark_rows(remarks: tuple[PasteRemark, ...], lang: Lang) -> list[list[str]]:
    """The remarks as rows of the list: how sure, cell, about, code, words, understood, what to do."""
    return [
        [
            *(r.sureness.label.get(lang), str(r.spot), r.about.label.get(lang), r.code, r.words),
            *(r.understood.get(lang), r.remedy.get(lang)),
        ]
        for r in remarks
    ]


def _opened(source: Path) -> RawBook:
    """The file as plain data. Raises UnreadableFile with a remedy for who pastes a table, not for who sent a form."""
    try:
        return open_any(source.read_bytes(), source.name)
    except FileRefused as error:
        remedy = Text(
            "用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx，或把表格粘贴到新工作簿再导入",
            "open it and save it as .xlsx, or paste the table into a new workbook",
        )
        raise UnreadableFile(source.name, error.what, remedy) from error
    except OSError as error:
        what = Text(
            f"文件打不开（{system_words(error).zh}）", f"the file cannot be read ({system_words(error).en})"
        )
        raise ProjectError(
            str(source), what, Text("请核对路径和文件名", "check the path and the name")
        ) from error


def _make(folder: Path, form: ProjectForm | None, lang: Lang, write: _Writer) -> None:
    """Writes a project beside its place, checks it, then puts it there in the form that is wanted."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".~smartxl-") as scratch:
            made = Path(scratch) / "project"
            made.mkdir()
            write(made)
            _checked(made, folder)
            if form is not None:
                in_form(made, form, lang)
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
    except OSError as error:
        what = Text(
            f"文件夹无法写入（{system_words(error).zh}）",
            f"the folder cannot be written ({system_words(error).en})",
        )
        raise ProjectError(str(folder), what, Text("另指定一个", "name another")) from error


def _checked(made: Path, folder: Path) -> None:
    """What was made must be in order; where it is not, the problems are told as those of the table."""
    try:
        load(made)
    except DefinitionError as error:
        remedy = Text("请修改原表中相应的内容后重新导入", "change it in the table, then take it in again")
        problems = (
            Problem(
                str(folder),
                p.line,
                p.column,
                Text(
                    f"导入的内容没有通过检查：{p.what.get('zh')}",
                    f"what was taken in is not in order: {p.what.get('en')}",
                ),
                remedy,
            )
            for p in error.problems
        )
        raise DefinitionError(tuple(problems)) from error


def _write(made: Path, files: PastedFiles, name: str, listing: bytes) -> None:
    for file, text in files.texts.items():
        (made / file).write_text(text, "utf-8")
    for file, rows in files.tables.items():
        (made / file).parent.mkdir(parents=True, exist_ok=True)
        head, *others = rows
        (made / file).write_bytes(csv_bytes(head, others))
    (made / name).write_bytes(listing)
    write_schemas(made / "schema")


def _copy(source: Path, made: Path) -> None:
    """The definition of another project, without its round."""
    if not is_project(source):
        what = Text(f"不是项目文件夹：没有 {ASSESSMENT}", f"no project: it has no {ASSESSMENT}")
        remedy = Text("指定一个项目文件夹或一个表格文件", "name a project folder or a file with a table")
        raise ProjectError(str(source), what, remedy)
    tables = (path.name for path in (*definition_workbooks(source), *roster_files(source)))
    for pattern in (*_COPIED, *tables):
        for path in sorted(source.glob(pattern)):
            if path.is_dir():
                shutil.copytree(path, made / path.name)
            else:
                shutil.copy(path, made / path.name)


def _listing(files: PastedFiles, source: str, lang: Lang, now: datetime) -> bytes:
    """The list to go through as a workbook, with the words of all cells on a sheet of their own."""
    title = Text(f"{source} 导入后待核对", f"To be checked after taking in {source}").get(lang)
    counts = Counter(remark.sureness for remark in files.remarks)
    told = "  ".join(f"{sureness.label.get(lang)} {counts[sureness]}" for sureness in Sureness)
    columns = [ListColumn(head.get(lang), width, centred=centred) for head, width, centred in _COLUMNS]
    tints = {sureness.label.get(lang): colour for sureness, colour in _TINTS.items()}
    nothing = Text("没有需要核对的内容。", "There is nothing to check.").get(lang)
    name = _LISTING.get(lang).partition(".")[0]
    sheet = ListSheet(name, title, told, columns, remark_rows(files.remarks, lang), nothing, tints)
    words = [[w.code, w.name, w.head, str(w.spot), w.text] for w in files.words]
    heads = [ListColumn(head.get(lang), width) for head, width in _WORD_COLUMNS]
    kept = ListSheet(Text("原文", "words").get(lang), title, _KEPT.get(lang), heads, words, nothing)
    return write_lists((sheet, kept) if words else (sheet,), title, now)
