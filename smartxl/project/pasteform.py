"""In which form a new project is left: YAML and CSV files, or one workbook in which the definition is corrected."""

from __future__ import annotations

import shutil
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from smartxl.define.authoring.sheets import sheet_tables
from smartxl.define.published import PasteRemark
from smartxl.filenames import ASSESSMENT, CATALOGUE, DEFINITION, ROSTER, definition_workbooks, roster_files
from smartxl.project.authoring import export_book, import_book
from smartxl.text import Lang, Text
from smartxl.xlsx import RawBook

__all__ = ["ProjectForm", "in_form", "is_authoring", "remark_in_workbook", "take_workbook"]

_FILES = ("framework.yaml", ASSESSMENT, ROSTER, f"{CATALOGUE}/")


class ProjectForm(StrEnum):
    """What holds the definition of a project."""

    YAML = "yaml"
    WORKBOOK = "workbook"


def is_authoring(book: RawBook) -> bool:
    """Whether a file is an authoring workbook: it has classes, and a sheet of indicators that say how they are answered."""
    tables = [table for table in sheet_tables(book.file_name, book).tables if table.head]
    kinds = {table.kind for table in tables}
    return "classes" in kinds and any({"measure", "rule"} <= table.ids.keys() for table in tables)


def take_workbook(source: Path, made: Path, form: ProjectForm) -> None:
    """An authoring workbook in an empty folder: as it is, or as YAML and CSV files. Raises DefinitionError."""
    if form is ProjectForm.WORKBOOK:
        shutil.copy(source, made / f"{Path(DEFINITION).stem}{source.suffix}")
    else:
        import_book(source, made)


def in_form(made: Path, form: ProjectForm, lang: Lang) -> None:
    """Makes the definition of a new project one workbook, or files, if it is not so already."""
    books = definition_workbooks(made)
    if form is ProjectForm.WORKBOOK and not books:
        export_book(made, made / DEFINITION, lang)
        for path in (*made.glob("*.yaml"), *made.glob("*.yml"), *roster_files(made)):
            path.unlink()
        for name in (CATALOGUE, "schema"):
            shutil.rmtree(made / name, ignore_errors=True)
    elif form is ProjectForm.YAML and books:
        aside = made / ".definition"
        aside.mkdir()
        moved = books[0].replace(aside / books[0].name)
        import_book(moved, made)
        shutil.rmtree(aside)


def remark_in_workbook(remark: PasteRemark) -> PasteRemark:
    """A remark whose remedy names the workbook in place of the files."""
    zh, en = remark.remedy.zh, remark.remedy.en
    for file in _FILES:
        zh, en = zh.replace(file, DEFINITION), en.replace(file, DEFINITION)
    return replace(remark, remedy=Text(zh, en))
