"""What is compared: projects, folders, packaged definitions, or a project with what its ledger noted before."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.model.definition import Definition
from smartxl.project.diffing.diff import compare_definitions
from smartxl.project.folder import ProjectFolder
from smartxl.project.frameworks import packaged_framework
from smartxl.text import Text, language
from smartxl_templates import framework_names

if TYPE_CHECKING:
    from smartxl.project.diffing.diff import DefinitionDiff

__all__ = ["diff"]

Source = Definition | ProjectFolder | str | Path
"""A definition, a project, a project's folder, an authoring workbook, or the name of a packaged definition."""


def diff(
    before: Source, after: Source | None = None, *, as_of: str | date | None = None, lang: str | None = None
) -> DefinitionDiff:
    """Compares two definitions: what was added, removed, renamed, moved, re-weighted, what scores otherwise.

    Each is a project, its folder, an authoring workbook, or the name of a packaged definition (a folder goes first). Without
    `after`, a project is compared with the definition that its ledger noted before: the last other one, or that of a day, time
    or digest (`as_of`, as `Project.scores` takes it). Words are in `lang`, by default the language of the newer one. Raises
    ProjectError, UnknownName, DefinitionError.
    """
    if after is None:
        project = _project(before)
        old, new = _noted(project, as_of), project.definition
    elif as_of is not None:
        what = Text("写了两份定义，--as-of 没有用处", "with two definitions there is no use for --as-of")
        remedy = Text("只写一个项目，或去掉 --as-of", "name one project alone, or leave it out")
        raise ProjectError("--as-of", what, remedy)
    else:
        old, new = _definition(before), _definition(after)
    return compare_definitions(old, new, language(lang) or new.round.languages[0])


def _definition(source: Source) -> Definition:
    if isinstance(source, Definition):
        return source
    if isinstance(source, ProjectFolder):
        return source.definition
    if not Path(source).exists() and str(source) in framework_names():
        return packaged_framework(str(source)).definition
    if Path(source).suffix.casefold() == ".xlsx" and Path(source).is_file():
        from smartxl.define.load import load_workbook

        return load_workbook(Path(source))  # one of several that lie side by side
    return ProjectFolder.open(Path(source)).definition


def _project(source: Source) -> ProjectFolder:
    if isinstance(source, ProjectFolder):
        return source
    if isinstance(source, Definition):
        what = Text("一份定义没有台账", "a definition alone has no ledger")
        raise ProjectError("diff", what, Text("另指定一份定义", "name a second definition"))
    return ProjectFolder.open(Path(source))


def _noted(project: ProjectFolder, as_of: str | date | None) -> Definition:
    """The definition that the ledger noted before that of now."""
    remedy = Text(
        "指定另一份定义：smartxl diff 旧项目 新项目", "name a second definition: smartxl diff OLD NEW"
    )
    if not project.has_ledger:
        what = Text(
            "项目还没有台账，没有以前的定义可比", "the project has no ledger yet, so no earlier definition"
        )
        raise ProjectError(str(project.root), what, remedy)
    if as_of is not None:
        from smartxl.project.asof import former_state

        now = datetime.now().astimezone()
        with project.ledger(as_read=True, now=now) as ledger:
            return former_state(project.definition, ledger, as_of, now).definition
    found = project.noted_before()
    if found is None:
        what = Text(
            "台账中只有现在的定义，没有改过",
            "the ledger knows the definition of now alone: it was not changed",
        )
        raise ProjectError(str(project.root), what, remedy)
    return found.definition
