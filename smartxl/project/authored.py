"""The part of a project that is about definitions written in Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.project.scored import ScoredProject
from smartxl.text import language
from smartxl_templates import BLANK

if TYPE_CHECKING:
    from smartxl.project.authoring import ImportedBook
    from smartxl.project.outputs import Built

__all__ = ["AuthoredProject"]


class AuthoredProject(ScoredProject):
    """A project whose definition is written into a workbook, or comes out of one."""

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
