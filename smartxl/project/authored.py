"""The part of a project that is about definitions written in Excel, and tables pasted into it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.project.scored import ScoredProject, clock
from smartxl.text import language
from smartxl_templates import BLANK

if TYPE_CHECKING:
    from smartxl.project.authoring import ImportedBook
    from smartxl.project.outputs import Built
    from smartxl.project.pasting import Pasted

__all__ = ["AuthoredProject"]


class AuthoredProject(ScoredProject):
    """A project whose definition is written into a workbook, or comes out of one or out of a published table."""

    @staticmethod
    def new_workbook(
        path: str | Path, source: str | Path = BLANK, lang: str | None = None, *, force: bool = False
    ) -> Built:
        """Writes a workbook in which a definition is written (docs/authoring.md), from a packaged one or a project folder.

        Raises UnknownName for a source that is neither, WouldOverwrite for another file of this name, unless `force`.
        """
        from smartxl.project.authoring import new_book

        return new_book(Path(path), source, language(lang) or "zh", force=force)

    @staticmethod
    def import_workbook(path: str | Path, folder: str | Path, *, force: bool = False) -> ImportedBook:
        """Makes a project folder of an authoring workbook: YAML and CSV files, all of them or none.

        Raises DefinitionError with all that is wrong in the workbook, by sheet and cell; WouldOverwrite for files of the
        folder that somebody changed, unless `force`; ProjectError for other tables in it.
        """
        from smartxl.project.authoring import import_book

        return import_book(Path(path), Path(folder), force=force)

    def export_workbook(self, path: str | Path, *, force: bool = False) -> Built:
        """Writes the definition as an authoring workbook. Raises WouldOverwrite for another file of its name."""
        from smartxl.project.authoring import export_book

        return export_book(self.root, Path(path), self.lang, force=force)

    @staticmethod
    def paste(
        folder: str | Path,
        source: str | Path,
        lang: str | None = None,
        *,
        form: str | None = None,
        title: str = "",
        city: str = "",
        now: datetime | None = None,
    ) -> Pasted:
        """Makes a project folder of a file, and tells what was made of each cell: see `smartxl.project.pasting.Pasted`.

        `source`: a published indicator table or a list of service items (.xlsx .xls .ods .csv), an authoring workbook, or a
        project folder, of which the definition is copied. `form`: yaml, or workbook for a definition that is corrected in
        Excel. What was guessed or not understood stands in the remarks, and in the list that is written into the folder.
        Raises ProjectError where the folder is not empty or the file cannot be read, UnreadableFile for one that is no
        workbook, DefinitionError where no table is understood.
        """
        from smartxl.project.pasteform import ProjectForm
        from smartxl.project.pasting import paste_project

        wanted = ProjectForm(form) if form else None
        spoken, moment = language(lang) or "zh", now or clock()
        return paste_project(Path(folder), Path(source), spoken, wanted, title=title, city=city, now=moment)
